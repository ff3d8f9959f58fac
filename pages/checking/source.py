"""Where in the report does a number stand?"""

import streamlit as st

st.title("原文溯源")
