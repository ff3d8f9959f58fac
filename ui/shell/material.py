"""A stored version as the input of slides, papers and sheets: tables, description, earlier measures."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

import pandas as pd

from domain.office_time import at_office
from domain.redaction import redact, redact_text
from domain.schema.frames import conform
from domain.schema.period import as_date, date_text
from domain.schema.provenance import Sources
from domain.schema.tables import TABLES
from store.earlier_versions import read_earlier
from store.errors import StoreError
from store.meeting_edits import MeetingEdit, read_edits
from store.read import (
    list_versions,
    period_order,
    read_current,
    read_newest_ids,
    read_source,
    read_tables,
    read_version,
)
from store.records import VERSION_KINDS, Version
from store.row_sources import read_row_sources
from views.material import LastReport, Material
from views.promises import Confirmation, PromisesView, parse_confirmation, promises_view
from views.slide import Edition
from views.slide_edits import DeckEdits, parse_edit

#: Kinds of versions that are made from a report.
_REPORTED: Final = ("seed", "report")


def _tables(version: Version) -> Mapping[str, pd.DataFrame]:
    stored = read_tables(version.id)
    return {name: stored.get(name, conform(name, [])) for name in TABLES}


class Readers(NamedTuple):
    """What reads the tables of a version, the sources of its rows, and earlier measures; shared by the dashboard."""

    tables: Callable[[Version], Mapping[str, pd.DataFrame]] = _tables
    sources: Callable[[Version], Sources] = lambda version: read_row_sources(version.id)
    measures: Callable[[Version], pd.DataFrame] = lambda version: read_earlier("measures", version.id)


#: Reads each time anew.
_FROM_STORE: Final = Readers()


def read_material(
    number: int | None = None, *, hide: bool = True, rule: str | None = None, palette: str | None = None,
    read: Readers = _FROM_STORE,
) -> Material:  # fmt: skip
    """Version `number` (None: the current one) as Material, whose fields the other parameters are.

    Raises UnknownVersion, and StoreError where nothing is stored yet.
    """
    version = read_version(number) if number is not None else read_current()
    if version is None:
        raise StoreError("还没有任何版本。请先导入一份报告。")
    sources = read.sources(version)
    return Material(
        read.tables(version),
        Edition(
            version_words(version, hide=hide),
            version.as_of,
            sources.hidden() if hide else sources,
            version.unit_name,
            as_date(at_office(version.created_at)),
        ),
        read.measures(version),
        read.tables(read_version(version.parent_id)) if version.parent_id is not None else None,
        hide,
        rule,
        palette or "green",
        partial(_last_report, version, read),
        partial(_promises, version, hide, read),
        read_deck_edits(version.id),
    )


def read_deck_edits(version_id: int) -> DeckEdits:
    """What editors changed on the slides of a version. Raises UnknownVersion."""
    return deck_edits(read_edits(version_id))


def deck_edits(stored: Sequence[MeetingEdit]) -> DeckEdits:
    """Stored edits of a meeting as those of its slides."""
    order = next((each.value for each in stored if each.kind == "order"), {})
    return DeckEdits(
        tuple((each.key, parse_edit(each.value)) for each in stored if each.kind == "slide"),
        tuple(map(str, order.get("shown", ()))), tuple(map(str, order.get("left", ()))),
    )  # fmt: skip


def earlier_version(version: Version) -> Version | None:
    """The newest version of the period before that of `version`, of its unit; None where there is none."""
    order = period_order(version.period)
    newest = read_newest_ids(version.unit)
    before = [period for period in newest if period_order(period) < order]
    return read_version(newest[max(before, key=period_order)]) if before else None


def read_confirmations(version_id: int) -> dict[str, Confirmation]:
    """What clerks confirmed of the promises of the period before, by row_id. Raises UnknownVersion."""
    return confirmations(read_edits(version_id))


def confirmations(stored: Sequence[MeetingEdit]) -> dict[str, Confirmation]:
    """row_id of a promise → what the clerk said of it."""
    found = {
        each.key: parse_confirmation(each.value, each.author, each.saved_at)
        for each in stored
        if each.kind == "promise"
    }
    return {key: each for key, each in found.items() if each is not None}


def _promises(version: Version, hide: bool, read: Readers) -> PromisesView | None:
    """The promises of the period before in the report of `version`; None without an earlier period or a report."""
    earlier, source = earlier_version(version), read_source(version.id)
    if earlier is None or source is None or not source.text:
        return None
    before = {name: read.tables(earlier)[name] for name in ("commitments", "measures")}
    now, text = dict(read.tables(version)), source.text
    if hide:
        before = {name: redact(rows) for name, rows in before.items()}
        now, text = {name: redact(rows) for name, rows in now.items()}, redact_text(text)
    return promises_view(now, text, before, read_confirmations(version.id))


def _last_report(version: Version, read: Readers) -> LastReport | None:
    """The newest report of the unit that `version` goes on from; of an earlier period where it is a report itself.

    Its own text where it is the only one.
    """
    reports = [
        each for each in list_versions(version.org_unit) if each.id <= version.id and each.kind in _REPORTED
    ]  # fmt: skip
    earlier = [each for each in reports if each.period != version.period] if version.kind in _REPORTED else []
    for each in (*earlier[:1], *reports):
        source = read_source(each.id)
        if source is not None and source.text is not None:
            return LastReport(source.text, read.tables(each))
    return None


def version_words(version: Version, *, hide: bool = False) -> str:
    """第3版，数据截至2023年6月30日，王芳2023年7月12日台账上传; with `hide` without the author."""
    made = date_text(as_date(at_office(version.created_at)))
    author = "" if hide else version.author
    return f"第{version.id}版，数据截至{date_text(version.as_of)}，{author}{made}{VERSION_KINDS[version.kind]}"
