"""Which rows of two readings of one report are the same: by the figures and the words that they rest on.

A newer program may call a row by another id. The rows of a report that was read before are matched with those of a new
reading by their proof; what is found is recorded in the store (store.former_ids), so that decisions, history and trend
go on. Only ids that the new reading no longer uses become former ones.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final

import pandas as pd

from domain.schema.cell_links import cell_starts, replaced_starts
from domain.schema.display import is_missing
from domain.schema.tables import BASE_TABLES, TABLES
from store.earlier_versions import read_row_versions
from store.former_ids import INDICATOR, record_former_ids
from store.read import read_current
from store.records import Actor, Draft

Tables = Mapping[str, pd.DataFrame]
Row = Mapping[Any, Any]
#: How much of the words of a row without figures must be those of the other row.
_LEAST_OVERLAP: Final = 0.5
_LEAST_LIKENESS: Final = 0.3


def match_ids(before: Tables, after: Tables) -> dict[str, dict[str, str]]:
    """Former id → id of today, by table (and INDICATOR), for rows of `before` that `after` has under another id.

    Both are readings of the same text: a pair shares a figure behind a cell, or, where neither row has one, the clause,
    its numbers and most of its words. The best pairs are taken first, each row once; a row that keeps its id is none.
    """
    found: dict[str, dict[str, str]] = {}
    for name in BASE_TABLES:
        if name in before and name in after:
            found[name] = _match_table(name, before[name], after[name])
    if "measures" in found:
        found[INDICATOR] = _match_indicators(before["measures"], after["measures"], found["measures"])
    return {kind: ids for kind, ids in found.items() if ids}


def keep_former_ids(draft: Draft, by: Actor) -> None:
    """Record what the ids of rows that the unit's versions of the same report and period hold are called in `draft`."""
    current = read_current(draft.org_unit, draft.period)
    if current is None or draft.received is None:
        return
    text = draft.received.text or ""
    before = {name: _read_from(text, read_row_versions(name, current.id)) for name in BASE_TABLES}
    record_former_ids(draft.org_unit, match_ids(before, draft.tables), by)


def _read_from(text: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose quote stands at their place in `text`, the newest of each id: read from this very text."""
    places = zip(rows["start"], rows["end"], rows["quote"], strict=True)
    is_there = [not is_missing(start) and text[int(start) : int(end)] == quote for start, end, quote in places]
    return rows.loc[pd.Series(is_there, index=rows.index, dtype=bool)].drop_duplicates("row_id")


def _match_table(name: str, before: pd.DataFrame, after: pd.DataFrame) -> dict[str, str]:
    in_use = set(after["row_id"])
    old = [row for row in before.to_dict("records") if row["row_id"] not in in_use]
    kept = set(before["row_id"]) & in_use
    new = [row for row in after.to_dict("records") if row["row_id"] not in kept]
    pairs = sorted(_pairs(name, old, new), reverse=True)
    matched: dict[str, str] = {}
    for _, former, now in pairs:
        if former not in matched and now not in matched.values():
            matched[former] = now
    return matched


def _pairs(name: str, old: Sequence[Row], new: Sequence[Row]) -> Iterator[tuple[tuple[float, ...], str, str]]:
    """Each pair of rows that may be one, with how alike they are."""
    for one in old:
        figures = _figures(one)
        for other in new:
            shared = set(figures.values()) & set(_figures(other).values())
            if figures and not shared:
                continue
            if not figures and (_figures(other) or not _same_clause(name, one, other)):
                continue
            columns = len(figures.items() & _figures(other).items())
            likeness = SequenceMatcher(None, _words(name, one), _words(name, other), autojunk=False).ratio()
            if figures or likeness >= _LEAST_LIKENESS:
                yield (len(shared), columns, likeness), one["row_id"], other["row_id"]


def _figures(row: Row) -> dict[str, int]:
    """Column → the place of the printed figure behind it, or behind what somebody has put there since."""
    replaced = {column: start for column, start in replaced_starts(row["cells"]).items() if column != "quote"}
    return replaced | cell_starts(row["cells"])


def _same_clause(name: str, one: Row, other: Row) -> bool:
    """Whether two rows without figures rest on the same words and hold the same numbers."""
    if any(is_missing(row[key]) for row in (one, other) for key in ("start", "end")):
        return False
    overlap = min(one["end"], other["end"]) - max(one["start"], other["start"])
    shorter = min(one["end"] - one["start"], other["end"] - other["start"])
    numbers = [column.name for column in TABLES[name].numbers]
    return overlap >= _LEAST_OVERLAP * shorter and all(_equal(one[each], other[each]) for each in numbers)


def _equal(left: Any, right: Any) -> bool:
    return bool((is_missing(left) and is_missing(right)) or left == right)


def _words(name: str, row: Row) -> str:
    """The words that a row is called by."""
    table = TABLES[name]
    columns = dict.fromkeys((*table.named_by, *table.key))
    return "".join(str(row[column]) for column in columns if column != "unit" and not is_missing(row[column]))


def _match_indicators(before: pd.DataFrame, after: pd.DataFrame, rows: Mapping[str, str]) -> dict[str, str]:
    """Former indicator → indicator of today, by the rows that are the same; the first row of each counts."""
    today = dict(zip(after["row_id"], after["indicator_id"], strict=True))
    found: dict[str, str] = {}
    for row_id, former in zip(before["row_id"], before["indicator_id"], strict=True):
        now = today.get(rows.get(row_id, row_id))
        is_new = not is_missing(former) and not is_missing(now) and former != now and former not in today.values()
        if is_new and former not in found and now not in found.values():
            found[former] = str(now)
    return found
