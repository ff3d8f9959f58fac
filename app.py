"""What `streamlit run app.py` starts: the dashboard, its routes and its middleware."""

from pathlib import Path

import streamlit as st

app = st.App(Path(__file__).resolve().parent / "ui" / "navigation.py")

if __name__ == "__main__":
    app.run()
