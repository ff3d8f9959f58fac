"""Which money stands at which stage, and what did it buy?"""

import streamlit as st

st.title("资金项目")
