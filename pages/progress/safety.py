"""How many hazards were found, closed, and are still open?"""

import streamlit as st

st.title("安全隐患")
