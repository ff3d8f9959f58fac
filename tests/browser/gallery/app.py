"""The shell around a page of widgets, to see that it speaks Chinese in each of them."""

import sys
from pathlib import Path

import streamlit as st

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2]))

from ui.routes import routes  # noqa: E402  found by the line above
from ui.shell.middleware import middleware  # noqa: E402  found by the line above

app = st.App(HERE / "page.py", routes=routes(), middleware=middleware())
