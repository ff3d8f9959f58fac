"""The dashboard's middleware and routes without Streamlit, asked as a server would ask it."""

import asyncio
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from ui.routes import routes
from ui.shell.errors import HANDLERS
from ui.shell.middleware import middleware
from ui.shell.visitor import VISITOR_HEADER

HOST = "127.0.0.1:8501"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "MADEUP")


async def _inner(request: Request) -> PlainTextResponse:
    """Stands for Streamlit: says who asks and how much was sent."""
    visitor = request.headers.get(VISITOR_HEADER, "").split(" ", 1)[-1]
    return PlainTextResponse(f"inner {visitor} {len(await request.body())} {sorted(request.headers)}")


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    with suppress(WebSocketDisconnect):
        while True:
            await socket.receive_bytes()
            await socket.send_text("figures")


class Dashboard:
    """One start of the dashboard."""

    def __init__(self) -> None:
        inner = [WebSocketRoute("/_stcore/stream", _socket), Route("/{rest:path}", _inner, methods=METHODS)]
        self.app = Starlette(routes=[*routes(), *inner], middleware=middleware(), exception_handlers=HANDLERS)

    def ask(self, path: str, method: str = "GET", body: bytes | list[bytes] = b"", **how: Any) -> "Answer":
        """One request. how: headers, peer, host, server, scheme."""
        return asyncio.run(self.asked(path, method, body, **how))

    async def asked(self, path: str, method: str = "GET", body: bytes | list[bytes] = b"", **how: Any) -> "Answer":
        parts = [body] if isinstance(body, bytes) else list(body)
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            part = parts.pop(0) if parts else b""
            return {"type": "http.request", "body": part, "more_body": bool(parts)}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope("http", path, how) | {"method": method}, receive, send)
        return Answer(
            sent[0]["status"], Headers(raw=sent[0]["headers"]), b"".join(each.get("body", b"") for each in sent[1:])
        )

    def post(self, path: str, fields: dict[str, str], **how: Any) -> "Answer":
        """A form as a page of the dashboard sends it."""
        usual = {"content-type": "application/x-www-form-urlencoded", "origin": f"http://{how.get('host', HOST)}"}
        how["headers"] = {**usual, **how.get("headers", {})}
        return self.ask(path, "POST", urlencode(fields).encode(), **how)

    def socket(self, messages: int = 1, before_each: Any = None, **how: Any) -> list[Any]:
        """What the server sends over a web socket to which `messages` are sent."""
        coming = iter(["websocket.connect", *["websocket.receive"] * messages])
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            kind = next(coming, "websocket.disconnect")
            if kind == "websocket.receive" and before_each:
                before_each()
            return {"type": kind, "bytes": b"x", "code": 1000}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.app(scope("websocket", "/_stcore/stream", how), receive, send))
        return sent


class Answer:
    """Status, headers and body of an answer."""

    def __init__(self, status: int, headers: Headers, body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.text = body.decode()


def scope(kind: str, path: str, how: dict[str, Any]) -> dict[str, Any]:
    path, _, query = path.partition("?")
    named = [("host", how.get("host", HOST)), *dict(how.get("headers", {})).items(), *how.get("also", [])]
    return {
        "type": kind,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode()) for name, value in named],
        "client": (how.get("peer", "127.0.0.1"), 50000),
        "server": (how.get("server", "127.0.0.1"), 8501),
        "scheme": how.get("scheme", "http" if kind == "http" else "ws"),
    }
