"""Who looks at the page, and what that person may do: asked anew each time, never kept in the session."""

from typing import Final
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from store.accounts import any_accounts
from store.records import ROLES, WRITING_ROLES, Actor
from ui.shell.access import AT_THE_MACHINE, actor_of, ended, may_read
from ui.shell.gate import SIGN_IN, SIGN_OUT
from ui.shell.links import base_path
from ui.shell.text import escaped
from ui.shell.visitor import Visitor, handed

_ADD_EDITOR: Final = "python -m store users add 姓名 --role editor"
_ENDED: Final = "登录已过期,请重新登录"


def actor() -> Actor:
    """Who acts in this rerun; Actor("访客", "viewer") for whoever is not known. Raises StoreUnavailable."""
    return actor_of(visitor())


def may_edit() -> bool:
    """Whether whoever looks may change figures now; the store asks again where they are changed."""
    return actor().role in WRITING_ROLES


def account_status() -> str:
    """One line for pages that write: who one is, and why one may or may not change figures. Plain text."""
    seen = visitor()
    who = actor_of(seen)
    if who is AT_THE_MACHINE:
        return "本机使用、未设账号:坐在这台电脑前的人可以修改。"
    if who.role in WRITING_ROLES:
        return f"{who.name}({ROLES[who.role]}):可以修改,提交时记名。"
    if ended(seen, who):
        return f"只读:{_ENDED}后再修改。"
    if who.session or who.account:
        return f"{who.name}({ROLES[who.role]}):只能查看。修改数据请联系管理员开通编辑权限。"
    if any_accounts():
        return "只读:修改数据请先用编辑账号登录。"
    return f"只读:本看板可从其他电脑打开,还没有编辑账号。请管理员在服务器上添加编辑账号:{_ADD_EDITOR}"


def admit() -> bool:
    """Whether whoever looks may see figures; where not, the page says so and must stop."""
    seen = visitor()
    if may_read(seen):
        return True
    told = _ENDED if seen.kind == "session" else "查看数据需要账号,请先登录"
    st.html(f'<p class="banner above" role="alert">{told}。 {_link(SIGN_IN, "去登录")}</p>')
    return False


def show_account() -> None:
    """Draws the first line of every page: name and role, and the way to sign in or out."""
    seen = visitor()
    who = actor_of(seen)
    if who is AT_THE_MACHINE:
        said, link = "本机用户 · 可修改", ""
    elif who.session:
        said, link = f"{who.name} · {ROLES[who.role]}", _link(SIGN_OUT, "退出")
    elif who.account:
        said, link = f"{who.name} · {ROLES[who.role]}", ""
    else:
        said = _ENDED if ended(seen, who) else f"{who.name} · 只读"
        link = _link(SIGN_IN, "登录")
    st.html(f'<p class="account"><span>{escaped(said)}</span> {link}</p>')


def sign_in_link() -> str:
    """The way to sign in, as HTML, for whoever is not signed in and could be; else ""."""
    who = actor()
    known = who is AT_THE_MACHINE or who.session or who.account or not any_accounts()
    return "" if known else _link(SIGN_IN, "去登录")


def visitor() -> Visitor:
    """What the gate knows of whoever opened this page's connection."""
    return handed({name.lower(): value for name, value in st.context.headers.to_dict().items()})


def _link(page: str, word: str) -> str:
    """A link out of the app (data-leaves) to the sign-in or sign-out, and from there back to the present view."""
    path = urlsplit(st.context.url or "").path or f"{base_path()}/"
    query = urlencode(st.query_params.to_dict())
    here = quote(path + (f"?{query}" if query else ""), safe="")
    return f'<a href="{base_path()}{page}?next={escaped(here)}" data-leaves>{word}</a>'
