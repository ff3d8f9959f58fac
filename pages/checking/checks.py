"""Which statements of the report contradict each other, and who should confirm what?"""

import streamlit as st

st.title("数据核对")
