"""The gate: authentication and access control for every request and web socket, before Streamlit and our routes.

It identifies the visitor, strips identity headers sent by the client, and refuses: figures without an account where
reading is restricted, writing requests without an editor's role, oversized bodies, cross-site requests for files and
web sockets, and foreign host names (DNS rebinding).
"""

import time
from typing import Final
from urllib.parse import quote

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from store.errors import StoreError
from store.sessions import keep_alive
from ui.shell.access import actor_of, may_read
from ui.shell.connections import EDITOR_MESSAGE, READER_MESSAGE
from ui.shell.links import base_path
from ui.shell.patches import MAX_MESSAGE
from ui.shell.settings import PROXY_ADDRESSES, Settings, settings
from ui.shell.visitor import (
    NOBODY,
    VISITOR_HEADER,
    Visitor,
    is_rebound,
    peer_of,
    same_site,
    visitor_of,
    without_identity,
)

SIGN_IN: Final = "/sign-in"
SIGN_OUT: Final = "/sign-out"
#: Public even where reading is restricted: they contain no figures.
_PUBLIC_PATHS: Final = (SIGN_IN, SIGN_OUT, "/healthz", "/favicon.png", "/_stcore/health")
_PUBLIC_FOLDERS: Final = ("/static/", "/shell/")
#: First path segments that are not pages: a refusal is a plain response there, not a redirect to the sign-in.
_NON_PAGE_FOLDERS: Final = frozenset({"_stcore", "api", "app", "component", "media", "shell", "static"})
_SAFE_METHODS: Final = ("GET", "HEAD", "OPTIONS")
#: Bytes of the largest body: a file of 20 MB and its multipart envelope.
LARGEST_BODY: Final = 20 * 1024 * 1024 + 64 * 1024
#: Seconds after which the read access of an open web socket is checked again, and a session's activity recorded again.
_RECHECK_SECONDS: Final = 2.0
_KEEP_ALIVE_SECONDS: Final = 60.0
#: Close code of the web socket of a session that has ended.
SESSION_ENDED_CODE: Final = 4401
_NO_STORE: Final = {"Cache-Control": "no-store"}


class _TooLarge(Exception):
    pass


class Gate:
    """ASGI middleware; passes the visitor on in VISITOR_HEADER, where ui.shell.account reads it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it; ASGI."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        config = settings()
        if _is_rebound_request(scope, config):
            return await _refuse_name(scope, receive, send)
        visitor = await _visitor(scope, config)
        headers = [*without_identity(scope["headers"], config), (VISITOR_HEADER.encode(), visitor.header().encode())]
        inner_scope = {**scope, "headers": headers}
        if scope["type"] == "websocket":
            return await self._socket(inner_scope, visitor, receive, send)
        refusal = await _refusal(inner_scope, visitor)
        if refusal is not None:
            return await refusal(scope, receive, send)
        return await self._request(inner_scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; answers 413 once the body exceeds LARGEST_BODY."""
        received, started = 0, False

        async def limited_receive() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > LARGEST_BODY:
                raise _TooLarge
            return message

        async def tracked_send(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, limited_receive, tracked_send)
        except _TooLarge:
            if not started:
                await _too_large()(scope, receive, send)

    async def _socket(self, scope: Scope, visitor: Visitor, receive: Receive, send: Send) -> None:
        """Passes the web socket on, with the limit of its messages; closes it when the visitor loses read access."""
        is_foreign = "origin" in Headers(scope=scope) and not _is_same_origin(scope)
        if is_foreign or not await _may_read(visitor):
            return await send({"type": "websocket.close", "code": 1008})
        accepted = {MAX_MESSAGE: EDITOR_MESSAGE if await _may_write(visitor) else READER_MESSAGE}
        last_check = time.monotonic()
        last_keep_alive = -_KEEP_ALIVE_SECONDS
        closed = False

        async def checked_receive() -> Message:
            nonlocal last_check, last_keep_alive, closed
            message = await receive()
            now = time.monotonic()
            if message["type"] != "websocket.receive":
                return message
            if visitor.kind == "session" and now - last_keep_alive > _KEEP_ALIVE_SECONDS:
                last_keep_alive = now
                await _keep_alive(visitor)
            if now - last_check > _RECHECK_SECONDS:
                last_check = now
                if not await _may_read(visitor):
                    closed = True
                    await send({"type": "websocket.close", "code": SESSION_ENDED_CODE, "reason": "登录已过期"})
                    return {"type": "websocket.disconnect", "code": SESSION_ENDED_CODE}
            return message

        async def guarded_send(message: Message) -> None:
            if not closed:
                await send({**message, **accepted} if message["type"] == "websocket.accept" else message)

        return await self.app(scope, checked_receive, guarded_send)


def _is_rebound_request(scope: Scope, config: Settings) -> bool:
    peer = peer_of(scope)
    allowed = st.get_option("server.allowedHosts") or ()
    headers = Headers(scope=scope).items()
    return not config.trusts(peer) and is_rebound(st.get_option("server.address"), peer, headers, allowed)


async def _refuse_name(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        return await send({"type": "websocket.close", "code": 1008})
    message = (
        "看板只在本机使用，请用 http://localhost 或 http://127.0.0.1 打开。"
        f"经代理访问的，请管理员设置 {PROXY_ADDRESSES}，或让代理带上 X-Forwarded-For。"
    )
    return await PlainTextResponse(message, status_code=403, headers=_NO_STORE)(scope, receive, send)


def _is_same_origin(scope: Scope) -> bool:
    """Whether Origin is this dashboard, or a site in server.corsAllowedOrigins."""
    headers = Headers(scope=scope)
    return same_site(headers.get("origin"), headers.get("host"), st.get_option("server.corsAllowedOrigins") or ())


def _is_cross_site(scope: Scope) -> bool:
    """Whether the browser marks the request as triggered by another site (Sec-Fetch-Site), with its user's rights."""
    return Headers(scope=scope).get("sec-fetch-site") == "cross-site" and not _is_same_origin(scope)


async def _visitor(scope: Scope, config: Settings) -> Visitor:
    bound = str(st.get_option("server.address") or "")
    try:
        if not any(name == b"cookie" for name, _ in scope["headers"]):
            return visitor_of(scope, bound, config)
        return await run_in_threadpool(visitor_of, scope, bound, config)
    except StoreError:  # the page shows the fault
        return NOBODY


async def _may_read(visitor: Visitor) -> bool:
    if not settings().closed:
        return True
    try:
        return await run_in_threadpool(may_read, visitor)
    except StoreError:
        return False


async def _may_write(visitor: Visitor) -> bool:
    try:
        return (await run_in_threadpool(actor_of, visitor)).writes_somewhere
    except StoreError:
        return False


async def _keep_alive(visitor: Visitor) -> None:
    try:
        await run_in_threadpool(keep_alive, visitor.value)
    except StoreError:
        return  # read-only store: the session times out a little earlier


async def _refusal(scope: Scope, visitor: Visitor) -> Response | None:
    """The response to a refused request; None for an allowed one."""
    base = base_path()
    path: str = scope["path"]
    path = path.removeprefix(base) if base and path.startswith(f"{base}/") else path
    if path in (SIGN_IN, SIGN_OUT):
        return None
    is_public = path in _PUBLIC_PATHS or path.startswith(_PUBLIC_FOLDERS)
    is_page = path.removeprefix("/").partition("/")[0] not in _NON_PAGE_FOLDERS and "/_stcore/" not in path
    if not is_public and not is_page and _is_cross_site(scope):
        message = "看板的文件不能从别的网站打开。请打开看板，在页面上点下载；也可以把链接复制到浏览器的地址栏打开。"
        return PlainTextResponse(message, status_code=403, headers=_NO_STORE)
    if scope["method"] not in _SAFE_METHODS:
        return await _refuse_writing(scope, visitor)
    if is_public or await _may_read(visitor):
        return None
    if not is_page:
        return PlainTextResponse("请先登录：查看数据需要账号。", status_code=401, headers=_NO_STORE)
    target = scope["path"] + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
    return RedirectResponse(f"{base}{SIGN_IN}?next={quote(target, safe='')}", status_code=303, headers=_NO_STORE)


async def _refuse_writing(scope: Scope, visitor: Visitor) -> Response | None:
    try:
        actor = await run_in_threadpool(actor_of, visitor)
    except StoreError as error:
        return PlainTextResponse(str(error), status_code=503, headers=_NO_STORE)
    if not actor.writes_somewhere:
        message = "上传和修改需要编辑账号。请用编辑账号登录；登录已过期的，请重新登录。"
        return PlainTextResponse(message, status_code=403, headers=_NO_STORE)
    length = Headers(scope=scope).get("content-length", "0")
    if length.isdecimal() and int(length[:20]) > LARGEST_BODY:
        return _too_large()
    return None


def _too_large() -> Response:
    headers = {**_NO_STORE, "Connection": "close"}
    return PlainTextResponse("文件超过 20 MB，没有接收。请拆分或删去图片后再上传。", status_code=413, headers=headers)
