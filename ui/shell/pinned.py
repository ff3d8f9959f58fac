"""Which version of the unit a page shows: the newest, the newest of an earlier period (?period=2023H1), or a pinned
one (?version=3, of whichever unit). The choice is kept in the session until the reader goes back to the newest.
"""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from domain.schema.period import coverage_text, date_text, parse_period
from store.errors import UnknownVersion
from store.read import read_current
from store.records import Version
from ui.shell import cache
from ui.shell.account import actor
from ui.shell.clock import short_time_text
from ui.shell.links import link, page_link, view_link
from ui.shell.names import person_name
from ui.shell.pick import choices_html
from ui.shell.text import escape_html
from ui.shell.unit_choice import open_units, remember_unit, remembered_unit, units_html
from views.plan import coming_after

#: ?version=newest leaves an older version; with ?period= it goes to the newest one of that period.
NEWEST: Final = "newest"
_VERSION: Final = "version"
_PERIOD: Final = "period"
_CHOICE_KEY: Final = "chosen version"
_UNKNOWN_KEY: Final = "unknown version"
_DIGITS: Final = 9

#: ("version", "3") or ("period", "2023H1"); the newest is ("period", "").
VersionQuery = tuple[str, str]
_NEWEST_QUERY: Final[VersionQuery] = (_PERIOD, "")


def open_requested() -> bool:
    """Open the version or period in the address, else the reader's last choice, else the newest of the unit.

    Returns whether a version is pinned. Where it does not exist, the newest is opened, and `show_pinned` says so.
    """
    unit, unknown = open_units(lambda: actor().home)
    query = _requested(unit)
    st.session_state[_UNKNOWN_KEY] = f"没有“{unknown[:20]}”这个单位的数据" if unknown else ""
    try:
        _open_query(*query, unit)
    except UnknownVersion:
        st.session_state[_UNKNOWN_KEY] = (
            f"没有第“{query[1][:20]}”版" if query[0] == _VERSION else f"没有“{query[1][:20]}”这一期"
        )
        query = _NEWEST_QUERY
        _open_query(*query, unit)
    shown = cache.version()
    if shown is not None:
        remember_unit(shown.unit)
    _remember(*query)
    return pinned()


def plan_title() -> str:
    """The page of the plan, named by what the report on screen plans: 下半年任务, 2024年任务."""
    shown = cache.version()
    return f"{coming_after(shown.period if shown else '')}任务"


def pinned() -> bool:
    """Whether the page is pinned to one version and does not follow newer ones."""
    return _remembered()[0] == _VERSION


def show_pinned() -> None:
    """Banner above a page that shows an older version or period, with links to the newest; or that none such exists."""
    unknown, shown = st.session_state.get(_UNKNOWN_KEY, ""), cache.version()
    if unknown:
        message = f"{escape_html(unknown)}，下面是最新版。已有的版本见{link('历史版本', page_link('history'))}。"
        st.html(f'<div class="banner above" role="status">{message}</div>')
    elif shown is not None:
        periods = cache.opened().periods
        if pinned() or shown.period != periods[0]:
            message = f"{escape_html(_pinned_text(shown, periods))} {_newest_links(shown, periods)}"
            st.html(f'<div class="banner above" role="status">{message}</div>')


def version_text(shown: Version) -> str:
    """第4版（王芳，14:05）."""
    return f"第{shown.id}版（{person_name(shown.author)}，{short_time_text(shown.created_at)}）"


def show_version() -> None:
    """In the sidebar: the pickers of units and periods where there are several; version, author and time, linked."""
    shown = cache.version()
    if shown is not None:
        stamp = link(f"数据：{version_text(shown)}{'，不是最新' if _replaced(shown) else ''}", page_link("history"))
        st.sidebar.html(f'{units_html(shown.unit, NEWEST)}{_periods_html(shown)}<p class="stamp">{stamp}</p>')


def newest_of(period: str) -> dict[str, str]:
    """The query parameters that show and follow the newest version of `period`."""
    return {_VERSION: NEWEST, _PERIOD: period}


def _open_query(key: str, value: str, unit: str | None) -> None:
    """Open version `value`, or the newest version of period `value` of `unit`. Raises UnknownVersion."""
    if key == _PERIOD:
        if cache.open_version(period=value or None, unit=unit) is None and value:
            raise UnknownVersion
    elif value.isascii() and value.isdecimal() and len(value) <= _DIGITS:
        cache.open_version(int(value))
    else:
        raise UnknownVersion


def _requested(unit: str | None) -> VersionQuery:
    """The query in the address, else the reader's last choice of the same unit."""
    params = st.query_params
    for key in (_VERSION, _PERIOD):
        if params.get(key, NEWEST) != NEWEST:
            return key, params[key]
    if _VERSION in params or _PERIOD in params or remembered_unit() not in (None, unit):
        return _NEWEST_QUERY
    return _remembered()


def _remembered() -> VersionQuery:
    stored = st.session_state.get(_CHOICE_KEY)
    return stored if isinstance(stored, tuple) else _NEWEST_QUERY


def _remember(key: str, value: str) -> None:
    """Keep the query in the session and in the address; the newest period is the default and is left out."""
    if key == _PERIOD and value in cache.opened().periods[:1]:
        value = ""
    st.session_state[_CHOICE_KEY] = (key, value)
    for parameter in (_VERSION, _PERIOD):
        expected = value if parameter == key else ""
        if expected and st.query_params.get(parameter) != expected:
            st.query_params[parameter] = expected
        elif not expected and parameter in st.query_params:
            del st.query_params[parameter]


def _replaced(shown: Version) -> bool:
    return pinned() and cache.newest() != shown


def _pinned_text(shown: Version, periods: Sequence[str]) -> str:
    label = coverage_text(shown.period, shown.as_of, dated=False)
    if not pinned():
        return f"正在看{label}（第{shown.id}版，数据截至{date_text(shown.as_of)}），不是最新一期。"
    text = (
        f"正在看第{shown.id}版（{label}，{person_name(shown.author)}，{short_time_text(shown.created_at)}，"
        f"数据截至{date_text(shown.as_of)}）"
    )
    if _replaced(shown):
        return f"{text}，不是最新。"
    newest = "最新版" if shown.period == periods[0] else f"{_covered(shown.period)}的最新版"
    return f"{text}，目前是{newest}；停在这一版，不随更新变化。"


def _newest_links(shown: Version, periods: Sequence[str]) -> str:
    """The link to the newest version; where that is of another period, also the link to the newest of this one."""
    newest = view_link(version=NEWEST, period="")
    if shown.period == periods[0]:
        return link("看最新版", newest)
    last = link(f"看最新一期（{_covered(periods[0])}）", newest)
    return f"{link('看这一期的最新版', view_link(**newest_of(shown.period)))} · {last}" if pinned() else last


def _covered(period: str) -> str:
    """The coverage of the newest version of `period`, in Chinese."""
    shown = cache.version()
    newest = None if shown is None else read_current(shown.unit, period)
    return parse_period(period).label if newest is None else coverage_text(period, newest.as_of, dated=False)


def _periods_html(shown: Version) -> str:
    """The period on screen as a fold with links to the others; "" where there is only one."""
    periods = cache.opened().periods
    if len(periods) < 2:
        return ""
    labels = {period: _covered(period) for period in periods}
    links = choices_html(_PERIOD, labels, "报告期", shown.period, version=NEWEST)
    return f'<details class="settings"><summary>报告期：{labels[shown.period]}</summary>{links}</details>'
