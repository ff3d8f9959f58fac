"""How much land is in which stage, against which target?"""

import streamlit as st

st.title("土地整治")
