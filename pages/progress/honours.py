"""Which awards were given, to whom, at which level?"""

import streamlit as st

st.title("亮点荣誉")
