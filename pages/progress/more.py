"""What was done in the other domains of the report?"""

import streamlit as st

st.title("更多领域")
