"""What pages read through: the tables of the version on screen, read once per version and process.

A version never changes, so its tables are kept under its digest (which no other version, database or restored
backup shares). What is judged looks at earlier versions too, which may be corrected: that is kept under the last
version that it knew as well. What a rerun asks the database is a few rows. Tables are handed out as lazy copies: a page
may add columns to what it gets, the kept table stays as it is (pandas copies on write).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from weakref import WeakValueDictionary

import pandas as pd
import streamlit as st

from domain.schema.frames import conform
from domain.schema.provenance import Sources
from domain.schema.tables import TABLES
from store.past import read_seen
from store.read import read_current, read_hashes, read_last_id, read_periods, read_source, read_tables, read_version
from store.records import StoredSource, Version
from store.row_sources import read_row_sources

_OPEN = "on_screen"
#: Versions kept in memory: the current one, and a few that people compare with it.
_KEPT = 8
#: Tables by the hash of what they hold, as long as a version holds them that is kept.
_CONTENTS: WeakValueDictionary[str, pd.DataFrame] = WeakValueDictionary()


@dataclass(frozen=True)
class Opened:
    """What a rerun shows. last: the version that was stored last when it began, of whichever period; 0 for none.

    seen: the last version that the one on screen looks at (store.past.read_seen). periods: of its unit, newest first.
    """

    version: Version | None = None
    last: int = 0
    seen: int = 0
    periods: tuple[str, ...] = ()


def open_version(version_id: int | None = None, period: str | None = None) -> Version | None:
    """Fix the version that this rerun shows and return it; None where nothing is stored.

    The newest of `period`, where none is named of the newest period, unless it is `version_id`. Called once, before
    the page runs: a version that is committed while a page is drawn shows on the next rerun, never on half a page.
    Raises UnknownVersion.
    """
    now = st.session_state[_OPEN] = _opened(version_id, period)
    return now.version


def opened() -> Opened:
    """What is on screen; where nothing was opened, the current version."""
    found = st.session_state.get(_OPEN)
    return found if isinstance(found, Opened) and found.version else _opened()


def version() -> Version | None:
    """The version on screen; where none was opened, the current one. None where nothing is stored yet."""
    return opened().version


def newest() -> Version | None:
    """The newest version of the unit and period on screen, which a change would follow; None where nothing is stored.

    Cheap enough to be asked often: one row by an index.
    """
    shown = version()
    return None if shown is None else read_current(shown.org_unit, shown.period)


def table(name: str) -> pd.DataFrame:
    """Table `name` of the version on screen, as `domain.schema.tables.conform` makes it; empty where nothing is stored.

    KeyError for an unknown name.
    """
    shown = version()
    kept = _tables(shown.digest, shown.id) if shown else _no_tables()
    return kept[name].copy(deep=False)


def source() -> StoredSource | None:
    """The report that the version on screen rests on, its text as all offsets count it; None where there is none."""
    shown = version()
    return None if shown is None else _source(shown.digest, shown.id)


def sources() -> Sources:
    """The sources of the rows of the version on screen; none where nothing is stored."""
    now = opened()
    return Sources() if now.version is None else _sources(now.version.digest, now.seen, now.version.id)


@st.cache_resource(show_spinner=False, max_entries=_KEPT)
def _tables(digest: str, _version_id: int) -> Mapping[str, pd.DataFrame]:
    """Every table of TABLES; one that the version does not hold is empty. What versions share is read once."""
    hashes = read_hashes(_version_id)
    shared = {name: kept for name, sha256 in hashes.items() if (kept := _CONTENTS.get(sha256)) is not None}
    read = read_tables(_version_id, [name for name in hashes if name not in shared])
    _CONTENTS.update({hashes[name]: table for name, table in read.items()})
    return {**_no_tables(), **shared, **read}


@cache
def _no_tables() -> Mapping[str, pd.DataFrame]:
    return {name: conform(name, []) for name in TABLES}


@st.cache_resource(show_spinner=False, max_entries=_KEPT)
def _source(digest: str, _version_id: int) -> StoredSource | None:
    return read_source(_version_id)


@st.cache_resource(show_spinner=False, max_entries=_KEPT)
def _sources(digest: str, seen: int, _version_id: int) -> Sources:
    return read_row_sources(_version_id)


def _opened(version_id: int | None = None, period: str | None = None) -> Opened:
    """What was stored last is asked first: who commits meanwhile is then seen to be newer."""
    last = read_last_id() or 0
    found = read_version(version_id) if version_id is not None else read_current(period=period)
    if found is None:
        return Opened(last=last)
    seen = last if version_id is None else min(last, read_seen(version_id))
    return Opened(found, last, seen, tuple(read_periods(found.org_unit)))
