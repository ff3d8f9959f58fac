"""Entry point for `streamlit run app.py`: pages, routes and middleware."""

from pathlib import Path

import streamlit as st

from ui.routes import routes
from ui.shell.errors import HANDLERS, show_script_error
from ui.shell.middleware import middleware
from ui.start import lifespan

app = st.App(
    Path(__file__).resolve().parent / "ui" / "navigation.py",
    routes=routes(),
    middleware=middleware(),
    lifespan=lifespan,
    on_script_error=show_script_error,
    exception_handlers=HANDLERS,
)
