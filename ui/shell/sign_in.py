"""The sign-in page: plain HTML without scripts, served beside Streamlit."""

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
    MAX_NAME_LENGTH,
    MAX_PASSWORD_LENGTH,
    any_accounts,
    list_accounts,
    normalized_name,
    verify_password,
)
from store.audit import printable, record_refusal
from store.errors import StoreError
from store.records import ACCOUNT_ROLES, Actor
from store.sessions import end_session, open_session, session_of
from ui.shell.access import NOBODY, actor_of
from ui.shell.gate import SIGN_IN, SIGN_OUT
from ui.shell.links import base_path
from ui.shell.rate_limit import SignInLimit
from ui.shell.settings import settings
from ui.shell.small_page import small_page
from ui.shell.text import escape_html
from ui.shell.visitor import COOKIE, client_of, is_https, network_of, same_site, visitor_from_headers

_LONGEST_BODY: Final = 8192
#: Passwords verified at the same time (each takes 64 MiB), and requests that may wait for a free slot.
_MAX_VERIFYING: Final = 2
_MAX_WAITING: Final = 20
_NO_STORE: Final = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class _Form:
    """The posted fields: the normalized name, the password, and the page to return to."""

    name: str
    password: str
    next: str


class SignIn:
    """The routes of the sign-in, with the counts of failed attempts."""

    def __init__(self) -> None:
        self.limit = SignInLimit()
        self.turns = asyncio.Semaphore(_MAX_VERIFYING)
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
        target = safe_next(request.query_params.get("next", ""))
        try:
            return await run_in_threadpool(_page, request, target)
        except StoreError as error:
            return _answer(_form(target, alert=str(error)), HTTPStatus.SERVICE_UNAVAILABLE)

    async def _sign_in(self, request: Request) -> Response:
        form = await _read_form(request)
        if form is None or not _is_same_origin(request):
            return _answer(_form("", alert="登录请求不是从本页发出的，没有处理。请重新填写。"), HTTPStatus.FORBIDDEN)
        if len(form.name) > MAX_NAME_LENGTH:  # no account has such a name: no lookup, no count, no audit entry
            message = f"姓名最多 {MAX_NAME_LENGTH} 个字。请核对后重新填写。"
            return _answer(_form(form.next, alert=message), HTTPStatus.FORBIDDEN)
        client = client_of(request.scope, settings())
        name, network = form.name.casefold(), network_of(client)
        wait = self.limit.wait(name, network)
        if wait > 0:
            return _wait(form, math.ceil(wait))
        if self.waiting >= _MAX_WAITING:
            return _wait(form, 5)
        self.limit.count(name, network)
        try:
            answer = await self._verified(request, form, client)
        except StoreError as error:
            return _answer(_form(form.next, form.name, str(error)), HTTPStatus.SERVICE_UNAVAILABLE)
        if answer is None:
            return _answer(_form(form.next, form.name, "姓名或密码不对。"), HTTPStatus.FORBIDDEN)
        self.limit.succeeded(name, network)
        return answer

    async def _verified(self, request: Request, form: _Form, client: str) -> Response | None:
        """A redirect with the cookie of a new session; None for a wrong password, which is written to the audit log.

        Also None where the password was changed between its verification and the opening of the session.
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
        await run_in_threadpool(_end_current_session, request)
        answer = RedirectResponse(form.next, status_code=HTTPStatus.SEE_OTHER, headers=_NO_STORE)
        answer.set_cookie(
            COOKIE, cookie, path=base_path() or "/", secure=is_https(request.scope, settings()), httponly=True,
            samesite="lax",
        )  # fmt: skip
        return answer

    async def _sign_out(self, request: Request) -> Response:
        form = await _read_form(request)
        if form is None or not _is_same_origin(request):
            return _answer(_form("", alert="退出请求不是从本页发出的，没有处理。"), HTTPStatus.FORBIDDEN)
        try:
            await run_in_threadpool(_end_current_session, request)
        except StoreError as error:
            return _answer(_form("", alert=f"没有退出：{error}"), HTTPStatus.SERVICE_UNAVAILABLE)
        answer = RedirectResponse(form.next, status_code=HTTPStatus.SEE_OTHER, headers=_NO_STORE)
        answer.delete_cookie(COOKIE, path=base_path() or "/", httponly=True, samesite="lax")
        return answer


def safe_next(target: str) -> str:
    """`target` if it is a page of this dashboard (path and query); else the first page.

    Prevents open redirects: //evil, /\\evil, http:… and control characters are refused.
    """
    home = f"{base_path()}/"
    if not target.startswith(home) or len(target) > 2000 or not target.isprintable():
        return home
    if target.startswith("//") or "\\" in target or " " in target:
        return home
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or parts.path.removeprefix(base_path()) in (SIGN_IN, SIGN_OUT):
        return home
    return quote(target, safe="/?&=%+,;:@!$'()*~#-._")


def _page(request: Request, target: str) -> Response:
    """The sign-in form; for a signed-in user, their name and the sign-out form."""
    actor = actor_of(visitor_from_headers(request.headers))
    if actor.session:
        return _answer(_signed_in(actor, target))
    return _answer(_form(target) if any_accounts() else _no_accounts(target))


def _record_failure(name: str, client: str) -> None:
    """Write a failed sign-in to the audit log; the name only if an account has it: some people type their password."""
    details = {"wanted": "sign_in", "address": printable(client)}
    if any(account.name == name for account in list_accounts()):
        details["account"] = name
    record_refusal(NOBODY, details)


def _end_current_session(request: Request) -> None:
    if session := session_of(request.cookies.get(COOKIE, "")):
        end_session(session)


def _is_same_origin(request: Request) -> bool:
    """Whether a page of this dashboard sent the form (Origin, or Referer where a browser sends no Origin)."""
    origin = request.headers.get("origin") or request.headers.get("referer")
    return same_site(origin, request.headers.get("host"), st.get_option("server.corsAllowedOrigins") or ())


async def _read_form(request: Request) -> _Form | None:
    """The fields of the posted form; None for another content type or a body of more than _LONGEST_BODY bytes."""
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
    name, password, target = (fields.get(field, [""])[0] for field in ("name", "password", "next"))
    return _Form(normalized_name(name), password[: MAX_PASSWORD_LENGTH + 1], safe_next(target))


def _wait(form: _Form, seconds: int) -> Response:
    message = f"尝试次数过多，请等待 {seconds} 秒后再试。"
    answer = _answer(_form(form.next, form.name, message), HTTPStatus.TOO_MANY_REQUESTS)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _form(target: str, name: str = "", alert: str = "") -> str:
    """The form as HTML, with the error message `alert` above it."""
    alert_html = f'<p class="alert" role="alert">{escape_html(alert)}</p>' if alert else ""
    attributes = f'value="{escape_html(name)}" autocomplete="username" maxlength="{MAX_NAME_LENGTH}"'
    empty, filled = (" autofocus", "") if not name else ("", " autofocus")
    return f"""<h1>登录</h1>{alert_html}
<form method="post" action="{base_path()}{SIGN_IN}">
<input type="hidden" name="next" value="{escape_html(target)}">
<label for="name">姓名</label>
<input id="name" name="name" {attributes} required{empty}>
<label for="password">密码</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required{filled}>
<button>登录</button>
</form>
<p class="note"><a href="{escape_html(target or base_path() + "/")}">返回看板</a> · 忘记密码，请管理员重设。</p>"""


def _no_accounts(target: str) -> str:
    return f"""<h1>还没有账号</h1>
<p>请管理员在看板所在的电脑上添加编辑账号，做法见使用手册《安装与维护》“账号”一节。</p>
<p class="note"><a href="{escape_html(target)}">返回看板</a></p>"""


def _signed_in(actor: Actor, target: str) -> str:
    return f"""<h1>已登录</h1>
<p>{escape_html(actor.name)}（{ACCOUNT_ROLES[actor.role]}）</p>
<form method="post" action="{base_path()}{SIGN_OUT}">
<input type="hidden" name="next" value="{escape_html(target)}">
<button>退出登录</button>
</form>
<p class="note"><a href="{escape_html(target)}">返回看板</a></p>"""


def _answer(content: str, status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
    return small_page("登录", content, status)
