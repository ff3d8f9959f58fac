"""Who looks at the page, and what that person may do: asked anew each time, never kept in the session."""

from typing import Final

import streamlit as st

from store.records import WRITING_ROLES, Actor
from ui.shell.visitor import Visitor, handed
from ui.text import escaped

NOBODY: Final = Actor("访客", "viewer")
_ADD_EDITOR: Final = "python -m store users add 姓名 --role editor"


def actor() -> Actor:
    """Who acts in this rerun; Actor("访客", "viewer") for whoever is not known."""
    if visitor().kind == "machine":
        return Actor("本机用户", "editor")
    return NOBODY


def may_edit() -> bool:
    """Whether whoever looks may change figures now; the store asks again where they are changed."""
    return actor().role in WRITING_ROLES


def standing() -> str:
    """One line for pages that write: who one is, and why one may or may not change figures."""
    if visitor().kind == "machine":
        return "本机使用、未设账号:坐在这台电脑前的人可以修改。"
    return f"只读:修改数据需要编辑账号。请管理员在服务器上添加:{_ADD_EDITOR}"


def show_account() -> None:
    """Draws the last line of the sidebar: name and role."""
    with st.sidebar:
        st.html(f'<p class="account">{escaped(actor().name)} · {"可修改" if may_edit() else "只读"}</p>')


def visitor() -> Visitor:
    """What the gate knows of whoever opened this page's connection."""
    return handed({name.lower(): value for name, value in st.context.headers.to_dict().items()})
