"""The sign-in: a page of ours beside Streamlit, plain HTML that needs no script."""

import asyncio
import math
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from store.accounts import (
    LONGEST_NAME,
    LONGEST_PASSWORD,
    any_accounts,
    list_accounts,
    usual_name,
    verify_password,
)
from store.audit import plain, record_refusal
from store.errors import StoreError
from store.records import ROLES, Actor
from store.sessions import end_session, open_session, session_of
from ui.shell.access import NOBODY, actor_of
from ui.shell.assets import ICON, read_asset
from ui.shell.gate import SIGN_IN, SIGN_OUT
from ui.shell.index_page import TITLE
from ui.shell.links import base_path
from ui.shell.rate_limit import RateLimit
from ui.shell.settings import settings
from ui.shell.text import escaped
from ui.shell.visitor import COOKIE, client_of, handed, is_https, network_of, same_site

STYLE: Final = "sign_in.css"
_LONGEST_BODY: Final = 8192
#: Passwords verified at once (each takes 64 MiB), and people who may wait for their turn.
_AT_ONCE: Final = 2
_WAITING: Final = 20
_FREE_PER_NAME: Final = 5
#: More, for a whole office may stand behind one address.
_FREE_PER_ADDRESS: Final = 20
_FRESH: Final = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class _Form:
    """What was sent: the usual form of the name, the password, and the page that was asked for."""

    name: str
    password: str
    next: str


class SignIn:
    """The routes of the sign-in, with what it remembers of failures."""

    def __init__(self) -> None:
        self.names = RateLimit(_FREE_PER_NAME)
        self.clients = RateLimit(_FREE_PER_ADDRESS)
        self.turns = asyncio.Semaphore(_AT_ONCE)
        self.waiting = 0

    def routes(self) -> list[Route]:
        """/sign-in (GET shows the form, or who is signed in; POST signs in) and /sign-out (POST)."""
        return [
            Route(SIGN_IN, self._show, methods=["GET"]),
            Route(SIGN_IN, self._sign_in, methods=["POST"]),
            Route(SIGN_OUT, self._show, methods=["GET"]),
            Route(SIGN_OUT, self._sign_out, methods=["POST"]),
        ]

    async def _show(self, request: Request) -> Response:
        wanted = safe_next(request.query_params.get("next", ""))
        try:
            return await run_in_threadpool(_page, request, wanted)
        except StoreError as error:
            return _answer(_form(wanted, alert=str(error)), HTTPStatus.SERVICE_UNAVAILABLE)

    async def _sign_in(self, request: Request) -> Response:
        form = await _read_form(request)
        if form is None or not _from_here(request):
            return _answer(_form("", alert="登录请求不是从本页发出的,没有处理。请重新填写。"), HTTPStatus.FORBIDDEN)
        if len(form.name) > LONGEST_NAME:  # no account is called so: nothing is looked up, counted or kept
            told = f"姓名最多 {LONGEST_NAME} 个字。请核对后重新填写。"
            return _answer(_form(form.next, alert=told), HTTPStatus.FORBIDDEN)
        client = client_of(request.scope, settings())
        name, network = form.name.casefold(), network_of(client)
        wait = max(self.names.wait(name), self.clients.wait(network))
        if wait > 0:
            return _wait(form, math.ceil(wait))
        if self.waiting >= _WAITING:
            return _wait(form, 5)
        self.names.count(name)
        self.clients.count(network)
        try:
            answer = await self._verified(request, form, client)
        except StoreError as error:
            return _answer(_form(form.next, form.name, str(error)), HTTPStatus.SERVICE_UNAVAILABLE)
        if answer is None:
            return _answer(_form(form.next, form.name, "姓名或密码不对。"), HTTPStatus.FORBIDDEN)
        self.names.forget(name, all_of_it=True)
        self.clients.forget(network, all_of_it=False)
        return answer

    async def _verified(self, request: Request, form: _Form, client: str) -> Response | None:
        """The way back with a session's cookie; None for a wrong password, which the audit keeps.

        Also for one that was right when it was verified, and is not any more when the session is opened.
        """
        self.waiting += 1
        try:
            async with self.turns:
                account = await run_in_threadpool(verify_password, form.name, form.password)
        finally:
            self.waiting -= 1
        cookie = await run_in_threadpool(open_session, account, client) if account else None
        if cookie is None:
            await run_in_threadpool(_record_failure, form.name, client)
            return None
        await run_in_threadpool(_end_own, request)
        answer = RedirectResponse(form.next, status_code=HTTPStatus.SEE_OTHER, headers=_FRESH)
        answer.set_cookie(
            COOKIE, cookie, path=base_path() or "/", secure=is_https(request.scope, settings()), httponly=True,
            samesite="lax",
        )  # fmt: skip
        return answer

    async def _sign_out(self, request: Request) -> Response:
        form = await _read_form(request)
        if form is None or not _from_here(request):
            return _answer(_form("", alert="退出请求不是从本页发出的,没有处理。"), HTTPStatus.FORBIDDEN)
        try:
            await run_in_threadpool(_end_own, request)
        except StoreError as error:
            return _answer(_form("", alert=f"没有退出:{error}"), HTTPStatus.SERVICE_UNAVAILABLE)
        answer = RedirectResponse(form.next, status_code=HTTPStatus.SEE_OTHER, headers=_FRESH)
        answer.delete_cookie(COOKIE, path=base_path() or "/", httponly=True, samesite="lax")
        return answer


def safe_next(wanted: str) -> str:
    """`wanted` if it is a page of this dashboard (a path, with a query); else the first page.

    Nothing that a browser could take for another site: //evil, /\\evil, http:…, control characters.
    """
    home = f"{base_path()}/"
    if not wanted.startswith(home) or len(wanted) > 2000 or not wanted.isprintable():
        return home
    if wanted.startswith("//") or "\\" in wanted or " " in wanted:
        return home
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or parts.path.removeprefix(base_path()) in (SIGN_IN, SIGN_OUT):
        return home
    return quote(wanted, safe="/?&=%+,;:@!$'()*~#-._")


def _page(request: Request, wanted: str) -> Response:
    """The form, or who is signed in and the way out."""
    actor = actor_of(handed(request.headers))
    if actor.session:
        return _answer(_signed_in(actor, wanted))
    return _answer(_form(wanted) if any_accounts() else _no_accounts(wanted))


def _record_failure(name: str, client: str) -> None:
    """Keep that a sign-in failed; the name only if an account has it, for some type their password there."""
    tried = {"wanted": "sign_in", "address": plain(client)}
    if any(account.name == name for account in list_accounts()):
        tried["account"] = name
    record_refusal(NOBODY, tried)


def _end_own(request: Request) -> None:
    if session := session_of(request.cookies.get(COOKIE, "")):
        end_session(session)


def _from_here(request: Request) -> bool:
    """Whether a page of this dashboard sent the form (Origin, or Referer where a browser sends no Origin)."""
    origin = request.headers.get("origin") or request.headers.get("referer")
    return same_site(origin, request.headers.get("host"), st.get_option("server.corsAllowedOrigins") or ())


async def _read_form(request: Request) -> _Form | None:
    """The fields of a form; None for what is no form, or larger than one."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        return None
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST_BODY:
            return None
    try:
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=8)
    except ValueError:
        return None
    name, password, wanted = (fields.get(field, [""])[0] for field in ("name", "password", "next"))
    return _Form(usual_name(name), password[: LONGEST_PASSWORD + 1], safe_next(wanted))


def _wait(form: _Form, seconds: int) -> Response:
    told = f"尝试次数过多,请等待 {seconds} 秒后再试。"
    answer = _answer(_form(form.next, form.name, told), HTTPStatus.TOO_MANY_REQUESTS)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _form(wanted: str, name: str = "", alert: str = "") -> str:
    """The form, with what went wrong (`alert`) above it."""
    said = f'<p class="alert" role="alert">{escaped(alert)}</p>' if alert else ""
    empty, filled = (" autofocus", "") if not name else ("", " autofocus")
    return f"""<h1>登录</h1>{said}
<form method="post" action="{base_path()}{SIGN_IN}">
<input type="hidden" name="next" value="{escaped(wanted)}">
<label for="name">姓名</label>
<input id="name" name="name" value="{escaped(name)}" autocomplete="username" maxlength="{LONGEST_NAME}" required{empty}>
<label for="password">密码</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required{filled}>
<button>登录</button>
</form>
<p class="note"><a href="{escaped(wanted or base_path() + "/")}">返回看板</a> · 忘记密码,请管理员重设。</p>"""


def _no_accounts(wanted: str) -> str:
    return f"""<h1>还没有账号</h1>
<p>请管理员在服务器上添加编辑账号:</p>
<p><code>python -m store users add 姓名 --role editor</code></p>
<p class="note"><a href="{escaped(wanted)}">返回看板</a></p>"""


def _signed_in(actor: Actor, wanted: str) -> str:
    return f"""<h1>已登录</h1>
<p>{escaped(actor.name)}({ROLES[actor.role]})</p>
<form method="post" action="{base_path()}{SIGN_OUT}">
<input type="hidden" name="next" value="{escaped(wanted)}">
<button>退出登录</button>
</form>
<p class="note"><a href="{escaped(wanted)}">返回看板</a></p>"""


def _answer(content: str, status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
    base = base_path()
    document = f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>登录 · {TITLE}</title>
<link rel="icon" href="{base}/{read_asset(ICON).address}">
<link rel="stylesheet" href="{base}/{read_asset(STYLE).address}">
</head>
<body>
<main>
<p class="site">{TITLE}</p>
{content}
</main>
</body>
</html>
"""
    return HTMLResponse(document, status_code=status, headers=_FRESH)
