"""The two caches of the dashboard: what a version shows, and the files made of it; once per version and process.

`SHOWN` holds tables, sources, views, slides and drawn texts, `FILES` presentations, papers and sheets. Both are bounded
in bytes. Figures and tables of a panel live as long as its view (ui.show.elements).

A version is immutable, so its tables are cached under its digest (unique across versions, databases and restored
backups). The sources of rows also depend on earlier versions, which may be corrected: their key includes the newest
version considered. A rerun itself reads only a few rows from the database. Tables are returned as lazy copies: a page
may add columns, the cached table does not change (pandas copy-on-write).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from weakref import WeakValueDictionary

import pandas as pd
import streamlit as st

from domain.schema.frames import conform
from domain.schema.provenance import Sources
from domain.schema.tables import TABLES
from store.earlier_versions import read_cutoff, read_earlier
from store.former_ids import Ids, current_ids
from store.read import read_current, read_hashes, read_newest_ids, read_source, read_tables, read_version
from store.records import StoredSource, Version
from store.row_sources import read_row_sources
from ui.shell.material import Readers
from ui.shell.shared import Shared

_SESSION_KEY = "on_screen"
#: A version takes about 2 MB for each setting: the current ones, and those that people compare with them.
SHOWN_BYTES: Final = 64 * 2**20
#: Files are a few hundred kilobytes each.
FILES_BYTES: Final = 32 * 2**20
SHOWN: Final[Shared[Any]] = Shared(SHOWN_BYTES)
FILES: Final[Shared[bytes]] = Shared(FILES_BYTES)
#: Tables by content hash and key of their unit, for as long as a cached version holds them.
_TABLES_BY_HASH: WeakValueDictionary[tuple[str, str], pd.DataFrame] = WeakValueDictionary()
#: When the former ids were last recorded of which the cached tables know ("at").
_FORMER_IDS_OF: dict[str, str] = {}


@dataclass(frozen=True)
class Opened:
    """What a rerun shows.

    last: id of the version of its unit stored last when the rerun began, of any period; 0 for none. cutoff: id of the
    newest version that the one on screen takes into account (store.earlier_versions.read_cutoff). periods: of its unit,
    newest first.
    """

    version: Version | None = None
    last: int = 0
    cutoff: int = 0
    periods: tuple[str, ...] = ()


def open_version(
    version_id: int | None = None, period: str | None = None, unit: str | None = None
) -> Version | None:  # fmt: skip
    """Fix the version that this rerun shows and return it; None where nothing is stored.

    `version_id`, else the newest version of `period`, else that of the newest period, of `unit` (a code; None: the unit
    shown first). Called once, before the page runs: a version committed meanwhile shows on the next rerun, never on
    half a page. Raises UnknownVersion.
    """
    shown = st.session_state[_SESSION_KEY] = _opened(version_id, period, unit)
    return shown.version


def opened() -> Opened:
    """The fixed version of this rerun; the current version where none was fixed."""
    stored = st.session_state.get(_SESSION_KEY)
    return stored if isinstance(stored, Opened) and stored.version else _opened()


def former_ids() -> Ids:
    """Ids that an older address may hold: table → former id → id of today; those of the unit on screen. Not cached."""
    shown = version()
    return {} if shown is None else current_ids(shown.unit)


def version() -> Version | None:
    """The version on screen; None where nothing is stored yet."""
    return opened().version


def unit_name() -> str:
    """The name of the unit on screen; "" where nothing is stored."""
    shown = version()
    return "" if shown is None else shown.unit_name


def newest() -> Version | None:
    """The newest version of the unit and period on screen, the parent of a new change; None where nothing is stored.

    Not cached; reads one row by an index.
    """
    shown = version()
    return None if shown is None else read_current(shown.unit, shown.period)


def table(name: str) -> pd.DataFrame:
    """Table `name` of the version on screen, as `domain.schema.tables.conform` makes it; empty where nothing is stored.

    KeyError for an unknown name.
    """
    shown = version()
    tables = _tables(shown.digest, shown.org_unit, shown.id) if shown else _no_tables()
    return tables[name].copy(deep=False)


def source() -> StoredSource | None:
    """The report behind the version on screen, with the text that all offsets refer to; None where there is none."""
    shown = version()
    return None if shown is None else _source(shown.digest, shown.id)


def earlier_source(source_id: str) -> StoredSource | None:
    """A report that a row of the version on screen cites and that is not `source`; None where there is none."""
    shown, current = version(), source()
    if shown is None or (current is not None and current.source_id == source_id):
        return None
    return _source(shown.digest, shown.id, source_id)


def sources() -> Sources:
    """The sources of the rows of the version on screen; none where nothing is stored."""
    shown = opened()
    return Sources() if shown.version is None else _sources(shown.version.digest, shown.cutoff, shown.version.id)


def _tables(digest: str, org_unit: str, version_id: int) -> Mapping[str, pd.DataFrame]:
    """Every table of TABLES, empty where the version does not hold it. Tables shared by versions are read once.

    org_unit: what it holds in the rows; it changes once, when the code of the unit is confirmed.
    """

    def read() -> Mapping[str, pd.DataFrame]:
        keys = {name: (sha256, org_unit) for name, sha256 in read_hashes(version_id).items()}
        shared = {name: cached for name, key in keys.items() if (cached := _TABLES_BY_HASH.get(key)) is not None}
        stored = read_tables(version_id, [name for name in keys if name not in shared])
        _TABLES_BY_HASH.update({keys[name]: table for name, table in stored.items()})
        return {**_no_tables(), **shared, **stored}

    found: Mapping[str, pd.DataFrame] = SHOWN.get(("tables", digest, org_unit), read)
    return found


def _read_version(version_id: int) -> Version:
    """The version. Drops what is cached under ids that are no longer those of today; rare: a report read anew."""
    found = read_version(version_id)
    if found.ids_changed_at != _FORMER_IDS_OF.get("at", found.ids_changed_at):
        SHOWN.clear()
        FILES.clear()
        _TABLES_BY_HASH.clear()
    _FORMER_IDS_OF["at"] = found.ids_changed_at
    return found


@cache
def _no_tables() -> Mapping[str, pd.DataFrame]:
    return {name: conform(name, []) for name in TABLES}


def _source(digest: str, version_id: int, source_id: str | None = None) -> StoredSource | None:
    key = ("source", digest, source_id)
    found: StoredSource | None = SHOWN.get(key, lambda: read_source(version_id, source_id))
    return found


def _sources(digest: str, cutoff: int, version_id: int) -> Sources:
    found: Sources = SHOWN.get(("sources", digest, cutoff), lambda: read_row_sources(version_id))
    return found


def _earlier_measures(digest: str, cutoff: int, version_id: int) -> pd.DataFrame:
    key = ("earlier measures", digest, cutoff)
    found: pd.DataFrame = SHOWN.get(key, lambda: read_earlier("measures", version_id))
    return found


def tables_of(shown: Version) -> Mapping[str, pd.DataFrame]:
    """Every table of a stored version, from the cache; empty where it does not hold it."""
    return {name: rows.copy(deep=False) for name, rows in _tables(shown.digest, shown.org_unit, shown.id).items()}


def earlier_measures(shown: Version, cutoff: int | None = None) -> pd.DataFrame:
    """The measures of the other versions that `shown` takes into account (read_earlier), from the cache.

    cutoff: of `shown`, where it is known.
    """
    cutoff = read_cutoff(shown.id) if cutoff is None else cutoff
    return _earlier_measures(shown.digest, cutoff, shown.id).copy(deep=False)


def sources_of(shown: Version) -> Sources:
    """The sources of the rows of a stored version, from the cache."""
    return _sources(shown.digest, read_cutoff(shown.id), shown.id)


#: Reads material of slides and files from here.
READERS: Final = Readers(tables_of, sources_of, earlier_measures)


def _opened(version_id: int | None = None, period: str | None = None, unit: str | None = None) -> Opened:
    """The newest ids are read at once, so that a version committed meanwhile counts as newer."""
    if version_id is not None:
        found = _read_version(version_id)
        newest = read_newest_ids(found.unit)
        last = max(newest.values(), default=version_id)
        return Opened(found, last, min(last, read_cutoff(version_id)), tuple(newest))
    newest = read_newest_ids(unit)
    number = newest.get(period) if period is not None else next(iter(newest.values()), None)
    last = max(newest.values(), default=0)
    return Opened(last=last) if number is None else Opened(_read_version(number), last, last, tuple(newest))
