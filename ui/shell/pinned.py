"""Which version a page shows: the newest; the newest of an earlier period (?period=2023H1); one that the address asks
for (?version=3). What was chosen holds until one leaves it.
"""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from domain.schema.period import coverage_text, date_text, parse_period
from store.errors import UnknownVersion
from store.read import read_current
from store.records import Version
from ui.shell import cache
from ui.shell.clock import moment_text
from ui.shell.links import link, page_link, view_link
from ui.shell.names import person
from ui.shell.pick import choices_html
from ui.shell.text import escaped

#: ?version=newest leaves an older version; with ?period= it goes to the newest one of that period.
NEWEST: Final = "newest"
_VERSION: Final = "version"
_PERIOD: Final = "period"
_KEPT: Final = "kept version"
_TOLD: Final = "told version"
_DIGITS: Final = 9

#: What is asked for: ("version", "3"), ("period", "2023H1"), or the newest.
Asked = tuple[str, str]
_THE_NEWEST: Final[Asked] = (_PERIOD, "")


def open_asked() -> bool:
    """Open the version or period that the address asks for, else the one that this reader chose, else the newest.

    Returns whether it is one version. What does not exist is told by `show_pinned`, and the newest one is opened.
    """
    asked = _asked()
    st.session_state[_TOLD] = ""
    try:
        _open(*asked)
    except UnknownVersion:
        st.session_state[_TOLD] = (
            f"没有第“{asked[1][:20]}”版" if asked[0] == _VERSION else f"没有“{asked[1][:20]}”这一期"
        )
        asked = _THE_NEWEST
        _open(*asked)
    _keep(*asked)
    return pinned()


def pinned() -> bool:
    """Whether the page shows the version that the address asks for, and does not follow newer ones."""
    return _kept()[0] == _VERSION


def show_pinned() -> None:
    """Above every page: that it shows an older version or period, with the way to the newest; that there is no such."""
    unknown, shown = st.session_state.get(_TOLD, ""), cache.version()
    if unknown:
        told = f"{escaped(unknown)},下面是最新版。已有的版本见{link('历史版本', page_link('history'))}。"
        st.html(f'<div class="banner above" role="status">{told}</div>')
    elif shown is not None:
        periods = cache.opened().periods
        if pinned() or shown.period != periods[0]:
            told = f"{escaped(_told(shown, periods))} {_ways_out(shown, periods)}"
            st.html(f'<div class="banner above" role="status">{told}</div>')


def version_text(shown: Version) -> str:
    """第4版(王芳,14:05)."""
    return f"第{shown.id}版({person(shown.author)},{moment_text(shown.created_at)})"


def show_version() -> None:
    """In the sidebar: the period where there are several; which version, by whom and when, leading to 历史版本."""
    shown = cache.version()
    if shown is not None:
        stamp = link(f"数据:{version_text(shown)}{',不是最新' if _replaced(shown) else ''}", page_link("history"))
        st.sidebar.html(f'{_periods_html(shown)}<p class="stamp">{stamp}</p>')


def newest_of(period: str) -> dict[str, str]:
    """What an address asks for to show the newest version of `period`, and to follow it."""
    return {_VERSION: NEWEST, _PERIOD: period}


def _open(key: str, asked: str) -> None:
    """Open the version or the newest one of the period that is `asked` for. Raises UnknownVersion."""
    if key == _PERIOD:
        if cache.open_version(period=asked or None) is None and asked:
            raise UnknownVersion
    elif asked.isascii() and asked.isdecimal() and len(asked) <= _DIGITS:
        cache.open_version(int(asked))
    else:
        raise UnknownVersion


def _asked() -> Asked:
    """What the address asks for, else what this reader chose before."""
    query = st.query_params
    for key in (_VERSION, _PERIOD):
        if query.get(key, NEWEST) != NEWEST:
            return key, query[key]
    return _THE_NEWEST if _VERSION in query or _PERIOD in query else _kept()


def _kept() -> Asked:
    found = st.session_state.get(_KEPT)
    return found if isinstance(found, tuple) else _THE_NEWEST


def _keep(key: str, asked: str) -> None:
    """Hold what is asked for in the address and for the pages to come; the newest period need not be asked for."""
    if key == _PERIOD and asked in cache.opened().periods[:1]:
        asked = ""
    st.session_state[_KEPT] = (key, asked)
    for each in (_VERSION, _PERIOD):
        wanted = asked if each == key else ""
        if wanted and st.query_params.get(each) != wanted:
            st.query_params[each] = wanted
        elif not wanted and each in st.query_params:
            del st.query_params[each]


def _replaced(shown: Version) -> bool:
    return pinned() and cache.newest() != shown


def _told(shown: Version, periods: Sequence[str]) -> str:
    label = coverage_text(shown.period, shown.as_of, dated=False)
    if not pinned():
        return f"正在看{label}(第{shown.id}版,数据截至{date_text(shown.as_of)}),不是最新一期。"
    said = (
        f"正在看第{shown.id}版({label},{person(shown.author)},{moment_text(shown.created_at)},"
        f"数据截至{date_text(shown.as_of)})"
    )
    if _replaced(shown):
        return f"{said},不是最新。"
    newest = "最新版" if shown.period == periods[0] else f"{_covered(shown.period)}的最新版"
    return f"{said},目前是{newest};停在这一版,不随更新变化。"


def _ways_out(shown: Version, periods: Sequence[str]) -> str:
    """The way to the newest version; where that is one of another period, the way to the newest of this one too."""
    newest = view_link(version=NEWEST, period="")
    if shown.period == periods[0]:
        return link("看最新版", newest)
    last = link(f"看最新一期({_covered(periods[0])})", newest)
    return f"{link('看这一期的最新版', view_link(**newest_of(shown.period)))} · {last}" if pinned() else last


def _covered(period: str) -> str:
    """What the newest version of `period` covers, in words."""
    shown = cache.version()
    newest = None if shown is None else read_current(shown.org_unit, period)
    return parse_period(period).label if newest is None else coverage_text(period, newest.as_of, dated=False)


def _periods_html(shown: Version) -> str:
    """The period on screen in one line, which opens to the others; nothing where there is but one."""
    periods = cache.opened().periods
    if len(periods) < 2:
        return ""
    labels = {period: _covered(period) for period in periods}
    links = choices_html(_PERIOD, labels, "报告期", shown.period, version=NEWEST)
    return f'<details class="settings"><summary>报告期:{labels[shown.period]}</summary>{links}</details>'
