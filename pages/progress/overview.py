"""How far is the subdistrict, and what needs attention first?"""

import streamlit as st

st.title("总览")
