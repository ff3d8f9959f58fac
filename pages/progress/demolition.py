"""How fast did each project come how far?"""

import streamlit as st

st.title("征迁")
