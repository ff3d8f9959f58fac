"""What is promised for the second half, by when?"""

import streamlit as st

st.title("下半年任务")
