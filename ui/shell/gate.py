"""The gate: every request and every web socket passes it before Streamlit sees them."""

import streamlit as st
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.shell.visitor import HEADER, NOBODY, Visitor, at_the_machine


class Gate:
    """ASGI middleware that finds out who asks and writes it into HEADER, where ui.account reads it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.bound = str(st.get_option("server.address") or "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        visitor = self._visitor(scope)
        kept = [(name, value) for name, value in scope["headers"] if name.decode("latin-1") != HEADER]
        headers = [*kept, (HEADER.encode(), visitor.header().encode())]
        return await self.app({**scope, "headers": headers}, receive, send)

    def _visitor(self, scope: Scope) -> Visitor:
        peer = scope["client"][0] if scope.get("client") else None
        if at_the_machine(self.bound, peer, Headers(scope=scope).items()):
            return Visitor("machine")
        return NOBODY
