"""What pages read through: the tables of the version on screen, read once per version and process.

A version never changes, so everything is kept under its digest (which no other version, database or restored
backup shares); what a rerun asks the database is one row. Tables are handed out as lazy copies: a page may add
columns to what it gets, the kept table stays as it is (pandas copies on write).
"""

from collections.abc import Mapping
from functools import cache

import pandas as pd
import streamlit as st

from domain.rollup import settle
from domain.states import judge
from domain.tables import TABLES, conform
from store.read import read_current, read_current_id, read_earlier, read_source, read_tables, read_version
from store.records import StoredSource, Version

_OPEN = "version_on_screen"
#: Versions kept in memory: the current one, and a few that people compare with it.
_KEPT = 8
_RULES = 3


def open_version(version_id: int | None = None) -> Version | None:
    """Fix the version that this rerun shows (default: the current one) and return it; None where nothing is stored.

    Called once, before the page runs: a version that is committed while a page is drawn shows on the next rerun,
    never on half a page. Raises UnknownVersion.
    """
    opened = read_version(version_id) if version_id is not None else read_current()
    st.session_state[_OPEN] = opened
    return opened


def version() -> Version | None:
    """The version on screen; where none was opened, the current one. None where nothing is stored yet."""
    opened = st.session_state.get(_OPEN)
    return opened if isinstance(opened, Version) else read_current()


def newer() -> Version | None:
    """The version that pages would show by now, where it is another than the one on screen; None while it is that.

    Cheap enough to be asked often: one row by an index.
    """
    newest = read_current()
    return None if newest == version() else newest


def newest_id() -> int | None:
    """The number of the version that pages show where none is asked for; None where nothing is stored."""
    return read_current_id()


def table(name: str) -> pd.DataFrame:
    """Table `name` of the version on screen, as `domain.tables.conform` makes it; empty where nothing is stored.

    KeyError for an unknown name.
    """
    shown = version()
    kept = _tables(shown.digest, shown.id) if shown else _no_tables()
    return kept[name].copy(deep=False)


def judged(rule: str | None = None) -> pd.DataFrame:
    """`measures` of the version on screen, each claim judged by `rule` (an id of bands.yml): columns of JUDGED behind.

    Raises UnknownRuleError for another id.
    """
    shown = version()
    if shown is None:
        return judge(conform("measures", []), rule)
    return _judged(shown.digest, shown.id, rule).copy(deep=False)


def settled(rule: str | None = None) -> pd.DataFrame:
    """One judged row per indicator of the version on screen, with the columns of SETTLED behind.

    Raises UnknownRuleError as `judged` does.
    """
    shown = version()
    if shown is None:
        return settle(judged(rule))
    return _settled(shown.digest, shown.id, rule).copy(deep=False)


def source() -> StoredSource | None:
    """The report that the version on screen rests on, its text as all offsets count it; None where there is none."""
    shown = version()
    return None if shown is None else _source(shown.digest, shown.id)


@st.cache_resource(show_spinner=False, max_entries=_KEPT)
def _tables(digest: str, _version_id: int) -> Mapping[str, pd.DataFrame]:
    """Every table of TABLES; one that the version does not hold is empty."""
    return {**_no_tables(), **read_tables(_version_id)}


@cache
def _no_tables() -> Mapping[str, pd.DataFrame]:
    return {name: conform(name, []) for name in TABLES}


@st.cache_resource(show_spinner=False, max_entries=_KEPT * _RULES)
def _judged(digest: str, _version_id: int, rule: str | None) -> pd.DataFrame:
    return judge(_tables(digest, _version_id)["measures"], rule, previous=read_earlier("measures", _version_id))


@st.cache_resource(show_spinner=False, max_entries=_KEPT * _RULES)
def _settled(digest: str, _version_id: int, rule: str | None) -> pd.DataFrame:
    return settle(_judged(digest, _version_id, rule))


@st.cache_resource(show_spinner=False, max_entries=_KEPT)
def _source(digest: str, _version_id: int) -> StoredSource | None:
    return read_source(_version_id)
