"""Which columns of figures a mapping reads: each destination once, one period of several where only one is wanted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loaders.workbook.mapping.destinations import Destination, counts_several, destination_of
from loaders.workbook.mapping.header_words import Header
from loaders.workbook.mapping.table_mapping import EACH, LATEST, TableMapping, table_of, takes_figures


@dataclass(frozen=True)
class ColumnsRead:
    """destinations: by number of each column that is read. periods: the columns of periods with one read; unread: the
    others of them; conflicting: columns that would become the same figure as an earlier one.
    """

    destinations: dict[int, Destination]
    periods: tuple[int, ...]
    unread: tuple[int, ...]
    conflicting: tuple[int, ...]


def columns_read(mapping: TableMapping, headers: Sequence[Header], figures: Sequence[int]) -> ColumnsRead:
    """What `mapping` reads of columns with these headers and numbers of figures; nothing of a table of cases."""
    table = table_of(mapping.kind)
    counted = [
        (use if takes_figures(mapping.kind, use) else "", header)
        for use, header, count in zip(mapping.uses, headers, figures, strict=True)
        if _counts(header, count)
    ]
    several = counts_several(table, counted)
    by_destination: dict[Destination, list[int]] = defaultdict(list)
    for number, (use, header) in enumerate(zip(mapping.uses, headers, strict=True)):
        if takes_figures(mapping.kind, use):
            by_destination[destination_of(table, use, header, several=several)].append(number)
    destinations: dict[int, Destination] = {}
    periods: list[int] = []
    unread: list[int] = []
    conflicting: list[int] = []
    wanted = _wanted(
        mapping, headers, figures, [each for each in by_destination.values() if are_periods(headers, each)]
    )
    for destination, numbers in by_destination.items():
        if are_periods(headers, numbers):
            periods += numbers
            read = numbers if _is_each(mapping) else [_chosen(wanted, headers, figures, numbers)]
            unread += [number for number in numbers if number not in read]
        else:
            read = numbers[:1]
            conflicting += numbers[1:]
        destinations |= dict.fromkeys(read, destination)
    return ColumnsRead(destinations, tuple(periods), tuple(unread), tuple(conflicting))


def _counts(header: Header, figures: int) -> bool:
    return figures > 0 and header.role != "rate"


def _is_each(mapping: TableMapping) -> bool:
    """Whether each period makes a row of its own: only readings have the period in their name."""
    return mapping.months == EACH and mapping.kind == "other"


def are_periods(headers: Sequence[Header], numbers: Sequence[int]) -> bool:
    """Whether columns are the same figure of different periods: 1月 and 2月; 计划 below 一季度 and below 二季度."""
    found = [headers[number].below_period and headers[number].period for number in numbers]
    return len(numbers) > 1 and all(found) and len({_days(headers[number]) for number in numbers}) == len(numbers)


def _wanted(
    mapping: TableMapping, headers: Sequence[Header], figures: Sequence[int], groups: Sequence[Sequence[int]]
) -> tuple[int, date, date | None] | None:
    """The period that is read: the one that the clerk chose, else the latest of which something was done."""
    months = mapping.months
    if months not in (LATEST, EACH) and months.isdecimal() and int(months) < len(headers):
        return _days(headers[int(months)])
    filled = [number for group in groups for number in group if figures[number]]
    done = [number for number in filled if headers[number].side not in ("target", "baseline")]
    return max((_days(headers[number]) for number in done or filled), key=lambda days: days[:2], default=None)


def _chosen(
    wanted: tuple[int, date, date | None] | None, headers: Sequence[Header], figures: Sequence[int],
    numbers: Sequence[int],
) -> int:  # fmt: skip
    """The column of the period that is read; the latest one with figures where none is of that period."""
    same = [number for number in numbers if _days(headers[number]) == wanted]
    filled = [number for number in numbers if figures[number]]
    return same[0] if same else max(filled or numbers, key=lambda number: _days(headers[number])[:2])


def _days(header: Header) -> tuple[int, date, date | None]:
    """Year (0 where none is written), last and first day of the period of a header, to compare it."""
    period = header.period
    assert period is not None
    return period.year or 0, period.end(2000), period.begin(2000)
