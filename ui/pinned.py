"""Which version a page shows: the newest, or the one that the address asks for (?version=3) until one leaves it."""

from typing import Final

import streamlit as st

from domain.period import date_text, parse_period
from store.errors import UnknownVersion
from store.records import Version
from ui import cache
from ui.clock import moment_text
from ui.links import page_link, view_link
from ui.names import person
from ui.text import escaped

#: ?version=newest leaves an older version.
NEWEST: Final = "newest"
_KEY: Final = "version"
_KEPT: Final = "kept version"
_TOLD: Final = "told version"
_DIGITS: Final = 9


def open_asked() -> bool:
    """Open the version that the address asks for, else the one that this reader pinned, else the newest.

    Returns whether it is pinned. What is no version is told by `show_pinned`, and the newest one is opened.
    """
    asked = st.query_params.get(_KEY, st.session_state.get(_KEPT, ""))
    st.session_state[_TOLD] = ""
    if asked and asked != NEWEST:
        try:
            if not (asked.isascii() and asked.isdecimal() and len(asked) <= _DIGITS):
                raise UnknownVersion
            cache.open_version(int(asked))
        except UnknownVersion:
            st.session_state[_TOLD] = asked
        else:
            _keep(asked)
            return True
    _keep("")
    cache.open_version()
    return False


def pinned() -> bool:
    """Whether the page shows the version that the address asks for, and does not follow newer ones."""
    return bool(st.session_state.get(_KEPT))


def show_pinned() -> None:
    """Above every page: that it shows an older version, with the way to the newest; that a version does not exist."""
    unknown = st.session_state.get(_TOLD, "")
    shown = cache.version()
    if unknown:
        history = f'<a href="{escaped(page_link("history"))}">历史版本</a>'
        said = f"没有第“{escaped(unknown[:20])}”版,下面是最新版。已有的版本见{history}。"
        st.html(f'<div class="banner" role="status">{said}</div>')
    elif pinned() and shown is not None:
        link = f'<a href="{escaped(view_link(version=NEWEST))}">看最新版</a>'
        st.html(f'<div class="banner" role="status">{escaped(_told(shown, cache.newest_id()))} {link}</div>')


def version_text(shown: Version) -> str:
    """第4版(王芳,14:05)."""
    return f"第{shown.id}版({person(shown.author)},{moment_text(shown.created_at)})"


def show_version() -> None:
    """In the sidebar: which version the page shows, by whom and when, leading to 历史版本."""
    shown = cache.version()
    if shown is not None:
        words = f"{version_text(shown)}{',不是最新' if pinned() and shown.id != cache.newest_id() else ''}"
        st.sidebar.html(f'<p class="stamp"><a href="{escaped(page_link("history"))}">数据:{escaped(words)}</a></p>')


def _told(shown: Version, newest: int | None) -> str:
    said = (
        f"正在看第{shown.id}版({parse_period(shown.period).label},{person(shown.author)},{moment_text(shown.created_at)},"
        f"数据截至{date_text(shown.as_of)})"
    )
    if shown.id == newest:
        return f"{said},目前是最新版;停在这一版,不随更新变化。"
    return f"{said},不是最新。"


def _keep(asked: str) -> None:
    """Hold `asked` in the address and for the pages to come; "" lets it go."""
    if asked:
        st.session_state[_KEPT] = asked
        if st.query_params.get(_KEY) != asked:
            st.query_params[_KEY] = asked
        return
    st.session_state.pop(_KEPT, None)
    if _KEY in st.query_params:
        del st.query_params[_KEY]
