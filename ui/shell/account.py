"""The user of the current rerun and their rights. Resolved on every call, never kept in the Streamlit session."""

from dataclasses import replace
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from store.accounts import any_accounts
from store.records import ACCOUNT_ROLES, ADMIN_ROLES, WRITING_ROLES, Actor, Role
from ui.shell.access import LOCAL_USER, actor_of, may_read, session_ended
from ui.shell.cache import unit_name, version
from ui.shell.gate import SIGN_IN, SIGN_OUT
from ui.shell.links import base_path
from ui.shell.text import escape_html
from ui.shell.visitor import Visitor, visitor_from_headers

_ENDED: Final = "登录已过期，请重新登录"


def actor() -> Actor:
    """The actor of this rerun; Actor("访客", "viewer") for an unknown visitor. Raises StoreUnavailable."""
    return actor_of(visitor())


def may_edit() -> bool:
    """Whether the current user may change figures of the unit on screen; the store checks again on every write."""
    return _role(actor()) in WRITING_ROLES


def administrator() -> Actor | None:
    """The actor of this rerun where they may change units: an administrator of all units, without accounts the person
    at the machine; None for anybody else.
    """
    user = actor()
    if user is LOCAL_USER:
        return replace(user, role="admin")
    return user if user.role in ADMIN_ROLES else None


def account_status() -> str:
    """One line of plain text for pages that write: the user, and why they may or may not change figures."""
    identity = visitor()
    user = actor_of(identity)
    if user is LOCAL_USER:
        return "本机使用、未设账号：坐在这台电脑前的人可以修改。"
    role = _role(user)
    if role in WRITING_ROLES:
        return f"{user.name}（{ACCOUNT_ROLES[role]}）：可以修改，提交时记名。"
    if session_ended(identity, user):
        return f"只读：{_ENDED}后再修改。"
    if user.writes_somewhere:
        return f"{user.name}（{ACCOUNT_ROLES[role]}）：{unit_name()}的数据只能查看。请在页面左侧选有编辑权限的单位。"
    if user.session or user.account:
        return f"{user.name}（{ACCOUNT_ROLES[role]}）：只能查看。修改数据请联系管理员开通编辑权限。"
    if any_accounts():
        return "只读：修改数据请先用编辑账号登录。"
    where = "做法见使用手册《安装与维护》“账号”一节"
    return f"只读：本看板可从其他电脑打开，还没有编辑账号。请管理员在看板所在的电脑上添加，{where}。"


def _role(user: Actor) -> Role:
    """The role of `user` in the unit on screen."""
    shown = version()
    return user.role_in(shown.unit if shown else None)


def admit() -> bool:
    """Whether the current user may see figures. If not, draws the reason; the caller must then stop the page."""
    identity = visitor()
    if may_read(identity):
        return True
    message = _ENDED if identity.kind == "session" else "查看数据需要账号，请先登录"
    st.html(f'<p class="banner above" role="alert">{message}。 {_link(SIGN_IN, "去登录")}</p>')
    return False


def show_account() -> None:
    """Draws the first line of every page: name and role, and the link to sign in or out."""
    identity = visitor()
    user = actor_of(identity)
    if user is LOCAL_USER:
        text, link = "本机用户 · 可修改", ""
    elif user.session:
        text, link = f"{user.name} · {ACCOUNT_ROLES[_role(user)]}", _link(SIGN_OUT, "退出")
    elif user.account:
        text, link = f"{user.name} · {ACCOUNT_ROLES[_role(user)]}", ""
    else:
        text = _ENDED if session_ended(identity, user) else f"{user.name} · 只读"
        link = _link(SIGN_IN, "登录")
    st.html(f'<p class="account"><span>{escape_html(text)}</span> {link}</p>')


def sign_in_link() -> str:
    """The sign-in link as HTML; "" for a signed-in user and where there are no accounts."""
    user = actor()
    is_known = user is LOCAL_USER or user.session or user.account or not any_accounts()
    return "" if is_known else _link(SIGN_IN, "去登录")


def visitor() -> Visitor:
    """The visitor behind the connection of this page, as identified by the gate."""
    return visitor_from_headers({name.lower(): value for name, value in st.context.headers.to_dict().items()})


def _link(page: str, word: str) -> str:
    """A link to the sign-in or sign-out page (data-leaves: outside of Streamlit) that returns to the current view."""
    path = urlsplit(st.context.url or "").path or f"{base_path()}/"
    query = urlencode(st.query_params.to_dict())
    return_to = quote(path + (f"?{query}" if query else ""), safe="")
    return f'<a href="{base_path()}{page}?next={escape_html(return_to)}" data-leaves>{word}</a>'
