"""The gate: every request and every web socket passes it before Streamlit or a route of ours sees them.

It finds out who asks, takes away what the client claims about that, and refuses: figures to people without an account
where reading is closed, uploads and whatever else could change something to those who may not edit, bodies that are
too large, files and web sockets that a page of another site asks for, and foreign names for this machine.
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
from store.records import WRITING_ROLES
from store.sessions import keep_alive
from ui.shell.access import actor_of, may_read
from ui.shell.links import base_path
from ui.shell.settings import PROXY_ADDRESSES, Settings, settings
from ui.shell.visitor import (
    HEADER,
    NOBODY,
    Visitor,
    is_rebound,
    peer_of,
    same_site,
    visitor_of,
    without_identity,
)

SIGN_IN: Final = "/sign-in"
SIGN_OUT: Final = "/sign-out"
#: What everybody gets even where reading is closed: no figure is in it.
_OPEN: Final = (SIGN_IN, SIGN_OUT, "/healthz", "/favicon.png", "/_stcore/health")
_OPEN_FOLDERS: Final = ("/static/", "/shell/")
#: Addresses that are no pages: there a refusal is an answer, not the way to the sign-in.
_NO_PAGES: Final = frozenset({"_stcore", "api", "app", "component", "media", "shell", "static"})
_READING: Final = ("GET", "HEAD", "OPTIONS")
#: The largest body: a file of 20 MB and what multipart puts around it.
LARGEST_BODY: Final = 20 * 1024 * 1024 + 64 * 1024
#: Seconds for which an open web socket is believed to belong to somebody who may read; until activity is noted again.
_BELIEVED: Final = 2.0
_NOTED: Final = 60.0
#: The code with which the web socket of a session that has ended is closed.
ENDED: Final = 4401
_FRESH: Final = {"Cache-Control": "no-store"}


class _TooLarge(Exception):
    pass


class Gate:
    """ASGI middleware; who it is stands in HEADER afterwards, where ui.shell.account reads it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        known = settings()
        if _led_astray(scope, known):
            return await _refuse_name(scope, receive, send)
        visitor = await _visitor(scope, known)
        headers = [*without_identity(scope["headers"], known), (HEADER.encode(), visitor.header().encode())]
        passed = {**scope, "headers": headers}
        if scope["type"] == "websocket":
            return await self._socket(passed, visitor, receive, send)
        refusal = await _refusal(passed, visitor)
        if refusal is not None:
            return await refusal(scope, receive, send)
        return await self._request(passed, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the request through, counting its body."""
        received, started = 0, False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > LARGEST_BODY:
                raise _TooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, counted, noted)
        except _TooLarge:
            if not started:
                await _too_large()(scope, receive, send)

    async def _socket(self, scope: Scope, visitor: Visitor, receive: Receive, send: Send) -> None:
        """Lets the web socket through, and closes it when its owner may not read any more."""
        foreign = "origin" in Headers(scope=scope) and not _from_own_page(scope)
        if foreign or not await _may_read(visitor):
            return await send({"type": "websocket.close", "code": 1008})
        checked = time.monotonic()
        noted = -_NOTED
        closed = False

        async def admitted() -> Message:
            nonlocal checked, noted, closed
            message = await receive()
            now = time.monotonic()
            if message["type"] != "websocket.receive":
                return message
            if visitor.kind == "session" and now - noted > _NOTED:
                noted = now
                await _note(visitor)
            if now - checked > _BELIEVED:
                checked = now
                if not await _may_read(visitor):
                    closed = True
                    await send({"type": "websocket.close", "code": ENDED, "reason": "登录已过期"})
                    return {"type": "websocket.disconnect", "code": ENDED}
            return message

        async def sent(message: Message) -> None:
            if not closed:
                await send(message)

        return await self.app(scope, admitted, sent)


def _led_astray(scope: Scope, known: Settings) -> bool:
    peer = peer_of(scope)
    allowed = st.get_option("server.allowedHosts") or ()
    headers = Headers(scope=scope).items()
    return not known.believes(peer) and is_rebound(st.get_option("server.address"), peer, headers, allowed)


async def _refuse_name(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        return await send({"type": "websocket.close", "code": 1008})
    told = (
        "看板只在本机使用,请用 http://localhost 或 http://127.0.0.1 打开。"
        f"经代理访问的,请管理员设置 {PROXY_ADDRESSES},或让代理带上 X-Forwarded-For。"
    )
    return await PlainTextResponse(told, status_code=403, headers=_FRESH)(scope, receive, send)


def _from_own_page(scope: Scope) -> bool:
    """Whether the request says that a page of this dashboard sent it, or of a site that the administrator allows."""
    headers = Headers(scope=scope)
    return same_site(headers.get("origin"), headers.get("host"), st.get_option("server.corsAllowedOrigins") or ())


def _taken_by_another_site(scope: Scope) -> bool:
    """Whether a browser says that a page of another site made it ask: what it then fetches, it fetches as its user."""
    return Headers(scope=scope).get("sec-fetch-site") == "cross-site" and not _from_own_page(scope)


async def _visitor(scope: Scope, known: Settings) -> Visitor:
    bound = str(st.get_option("server.address") or "")
    try:
        if not any(name == b"cookie" for name, _ in scope["headers"]):
            return visitor_of(scope, bound, known)
        return await run_in_threadpool(visitor_of, scope, bound, known)
    except StoreError:  # the page says what is wrong with it
        return NOBODY


async def _may_read(visitor: Visitor) -> bool:
    if not settings().closed:
        return True
    try:
        return await run_in_threadpool(may_read, visitor)
    except StoreError:
        return False


async def _note(visitor: Visitor) -> None:
    try:
        await run_in_threadpool(keep_alive, visitor.value)
    except StoreError:
        return  # a store that cannot be written: the session ends a little earlier


async def _refusal(scope: Scope, visitor: Visitor) -> Response | None:
    """The answer to a request that may not pass; None for one that may."""
    base = base_path()
    path: str = scope["path"]
    path = path.removeprefix(base) if base and path.startswith(f"{base}/") else path
    if path in (SIGN_IN, SIGN_OUT):
        return None
    free = path in _OPEN or path.startswith(_OPEN_FOLDERS)
    page = path.removeprefix("/").partition("/")[0] not in _NO_PAGES and "/_stcore/" not in path
    if not free and not page and _taken_by_another_site(scope):
        told = "看板的文件不能从别的网站打开。请打开看板,在页面上点下载;也可以把链接复制到浏览器的地址栏打开。"
        return PlainTextResponse(told, status_code=403, headers=_FRESH)
    if scope["method"] not in _READING:
        return await _refuse_writing(scope, visitor)
    if free or await _may_read(visitor):
        return None
    if not page:
        return PlainTextResponse("请先登录:查看数据需要账号。", status_code=401, headers=_FRESH)
    asked = scope["path"] + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
    return RedirectResponse(f"{base}{SIGN_IN}?next={quote(asked, safe='')}", status_code=303, headers=_FRESH)


async def _refuse_writing(scope: Scope, visitor: Visitor) -> Response | None:
    try:
        actor = await run_in_threadpool(actor_of, visitor)
    except StoreError as error:
        return PlainTextResponse(str(error), status_code=503, headers=_FRESH)
    if actor.role not in WRITING_ROLES:
        told = "上传和修改需要编辑账号。请用编辑账号登录;登录已过期的,请重新登录。"
        return PlainTextResponse(told, status_code=403, headers=_FRESH)
    length = Headers(scope=scope).get("content-length", "0")
    if length.isdecimal() and int(length[:20]) > LARGEST_BODY:
        return _too_large()
    return None


def _too_large() -> Response:
    headers = {**_FRESH, "Connection": "close"}
    return PlainTextResponse("文件超过 20 MB,没有接收。请拆分或删去图片后再上传。", status_code=413, headers=headers)
