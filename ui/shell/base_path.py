"""server.baseUrlPath: a dashboard that a proxy shows under a folder of another site."""

from typing import Final

import streamlit as st
from starlette.types import ASGIApp, Receive, Scope, Send

#: Addresses of the shell; those of Streamlit carry the base path by themselves.
_OWN: Final = ("/shell/", "/api/", "/healthz", "/favicon.png", "/show", "/print", "/sign-in", "/sign-out")


def base_path() -> str:
    """The base path with a slash before it, "" where there is none. Ask only once the server has its settings."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


class BasePath:
    """ASGI middleware: the shell's routes answer under the base path too, where its page asks for them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.base = base_path()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if self.base and path.startswith(tuple(self.base + own for own in _OWN)):
            scope = {**scope, "path": path.removeprefix(self.base)}
        await self.app(scope, receive, send)
