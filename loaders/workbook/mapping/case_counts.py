"""Counts a list with one case per row: found, closed, open in time and overdue on a day, by category, level, place."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from loaders.workbook.amounts import CellFault
from loaders.workbook.cells import Other, Value
from loaders.workbook.days import iso_day, parse_day, serial_day
from loaders.workbook.mapping.header_words import is_closed
from loaders.workbook.remarks import is_nothing

FOUND, CLOSED, OPEN_IN_TIME, OVERDUE = "found", "closed", "open_in_time", "overdue"
_COUNTS: Final = (FOUND, CLOSED, OPEN_IN_TIME, OVERDUE)


@dataclass(frozen=True)
class Case:
    """One row: its group (category, level, place), whether it is closed, and its due day."""

    row: int
    group: tuple[str, str, str]
    closed: bool
    due: date | None
    is_clear: bool


@dataclass(frozen=True)
class CaseGroup:
    """The counts of one group, and the rows counted."""

    group: tuple[str, str, str]
    counts: Mapping[str, int]
    rows: tuple[int, ...]


def read_case(row: int, cells: Mapping[str, Value], year: int | None) -> Case:
    """The case in a row with the cells `cells` (column of a case → cell); year: for days without one.

    It is closed where its state says so, or where the state does not say and it has a day of completion.
    """
    done_on, state = _day(cells.get("done_on"), year), _text(cells.get("state"))
    by_state = is_closed(state)
    has_done_day = done_on is not None or is_closed(_text(cells.get("done_on"))) is True
    closed = by_state if by_state is not None else has_done_day
    group = tuple(_text(cells.get(name)) for name in ("category", "level", "place"))
    is_clear = by_state is not None or has_done_day or not state
    return Case(row, (group[0], group[1], group[2]), closed, _day(cells.get("due"), year), is_clear)


def count_cases(cases: Sequence[Case], as_of: date) -> Iterator[CaseGroup]:
    """The groups of `cases` in order of their first row; a case is overdue where `as_of` is after its due day."""
    groups: dict[tuple[str, str, str], list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.group].append(case)
    for group, members in groups.items():
        counts = dict.fromkeys(_COUNTS, 0)
        for case in members:
            counts[FOUND] += 1
            late = case.due is not None and case.due < as_of
            counts[CLOSED if case.closed else OVERDUE if late else OPEN_IN_TIME] += 1
        yield CaseGroup(group, counts, tuple(case.row for case in members))


def _text(value: Value) -> str:
    if value is None or is_nothing(value):
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value).strip()


def _day(value: Value, year: int | None) -> date | None:
    """The day in a cell; None where it has none that can be read."""
    if isinstance(value, Other):
        return iso_day(value.text) if value.kind in ("date", "datetime") else None
    if isinstance(value, float):
        return serial_day(value)
    try:
        return parse_day(value, year, is_end=True) if isinstance(value, str) else None
    except CellFault:
        return None
