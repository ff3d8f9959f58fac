"""Which columns of figures a mapping reads: each destination once, one period of several where only one is wanted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.schema.tables import TABLES
from loaders.workbook.mapping.destinations import Destination, destination_of
from loaders.workbook.mapping.header_words import Header, object_words
from loaders.workbook.mapping.table_mapping import CASES, EACH, LATEST, LEFT_OUT, TableMapping


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
    if mapping.kind in (CASES, ""):
        return ColumnsRead({}, (), (), ())
    several = (
        len({object_words(each) for each, count in zip(headers, figures, strict=True) if _counts(each, count)}) > 1
    )
    by_destination: dict[Destination, list[int]] = defaultdict(list)
    for number, (use, header) in enumerate(zip(mapping.uses, headers, strict=True)):
        if use != LEFT_OUT and TABLES[mapping.kind].column(use).kind == "number":
            by_destination[destination_of(mapping.kind, use, header, several=several)].append(number)
    destinations: dict[int, Destination] = {}
    periods: list[int] = []
    unread: list[int] = []
    conflicting: list[int] = []
    for destination, numbers in by_destination.items():
        of_periods = [number for number in numbers if headers[number].is_period]
        if len(of_periods) == len(numbers) > 1:
            periods += numbers
            read = numbers if _is_each(mapping) else [_chosen(mapping, headers, figures, numbers)]
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


def _chosen(mapping: TableMapping, headers: Sequence[Header], figures: Sequence[int], numbers: Sequence[int]) -> int:
    """The period column that is read: the one that the clerk chose, else the latest with figures."""
    if mapping.months not in (LATEST, EACH) and mapping.months.isdecimal() and int(mapping.months) < len(headers):
        wanted = headers[int(mapping.months)].period
        same = [number for number in numbers if headers[number].period == wanted]
        if same:
            return same[0]
    filled = [number for number in numbers if figures[number]]

    def last_day(number: int) -> tuple[int, date]:
        period = headers[number].period
        assert period is not None
        return period.year or 0, period.end(2000)

    return max(filled or numbers, key=last_day)
