"""Rows of totals in another office's table: left out where they are sums of others, reported where they are not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Final

from domain.faults import Choice, Fault, Place, answer_question, make_fault, make_question
from loaders.workbook.cells import Value, cell_name
from loaders.workbook.mapping.header_words import plain_text
from loaders.workbook.mapping.profiles import TOTALS, Profile
from loaders.workbook.mapping.regions import Region
from loaders.workbook.mapping.sums import Numbers, is_sum

_CHOICES: Final = (Choice("skip", "是合计，不读入"), Choice("data", "是一行数据，读入"))
#: First characters of names of the whole: 全市, 全街道.
_WHOLE: Final = ("全", "总")
#: Least number of sums in a row that counts as the total of others.
_MIN_NUMBERS: Final = 2
#: Words in labels of columns that have no meaningful sum.
_NO_SUMS: Final = ("均", "单价", "排名", "名次", "得分", "指数", "系数")


@dataclass(frozen=True)
class SumRows:
    """data: the used rows that are data; faults: notices of rows left out, questions, and totals that differ."""

    data: tuple[int, ...]
    faults: list[Fault]


def check_sums(
    region: Region, profiles: Sequence[Profile], data: tuple[int, ...], faults: Sequence[Fault],
    answers: Mapping[str, str],
) -> SumRows:  # fmt: skip
    """`data` without rows of totals. faults: of the rows so far; the notice of a total replaces its question."""
    numbers = Numbers(region, profiles)
    at_row = {int(region.sheet.rows[row]) + 1: row for row in region.data}
    headings, totals, kept = [], [], []
    for fault in faults:
        row = at_row.get(int(fault.place.cell.lstrip(ascii_uppercase) or 0))
        if fault.kind.code == "row_or_not" and not fault.answer and row is not None:
            headings.append((row, fault))
        else:
            kept.append(fault)
            if fault.kind.code == "total_skipped" and row is not None:
                totals.append(row)
    for row, fault in headings:
        is_sum = _adds_up_those_below(row, numbers, data, [other for other, _ in headings])
        kept.append(make_fault("total_skipped", fault.place, _name(region, row)) if is_sum else fault)
    left, found = _sums_of_all(region, numbers, data, answers)
    kept += found
    kept += _wrong_totals(region, numbers, left, totals)
    return SumRows(left, kept)


def _adds_up_those_below(row: int, numbers: Numbers, data: Sequence[int], headings: Sequence[int]) -> bool:
    """Whether a heading has the sums of the rows below it, down to the next heading."""
    end = min((other for other in headings if other > row), default=max([*data, row]) + 1)
    return numbers.adds_up(row, [other for other in data if row < other < end])


def _sums_of_all(
    region: Region, numbers: Numbers, data: tuple[int, ...], answers: Mapping[str, str]
) -> tuple[tuple[int, ...], list[Fault]]:
    """`data` without a first or last row that is the sum of all others: 全市 at once, another one if confirmed."""
    faults: list[Fault] = []
    if len(data) <= _MIN_NUMBERS:
        return data, faults
    for row in (data[0], data[-1]):
        filled = [number for number in numbers.amounts if row in numbers.of(number)]
        if len(filled) < _MIN_NUMBERS or not numbers.adds_up(row, data):
            continue
        name, place = _name(region, row), _place(region, row)
        if plain_text(str(name or "")).startswith(_WHOLE):
            faults.append(make_fault("total_skipped", place, name))
            return tuple(other for other in data if other != row), faults
        question = answer_question(make_question("row_is_sum", place, _CHOICES, name), answers)
        faults.append(question)
        if question.answer == "skip":
            data = tuple(other for other in data if other != row)
        break
    return data, faults


def _wrong_totals(region: Region, numbers: Numbers, data: Sequence[int], totals: Sequence[int]) -> list[Fault]:
    """A warning for each number of the one row of totals that is not the sum of the rows of `data`."""
    whole = [row for row in totals if plain_text(str(_name(region, row) or "")) in TOTALS]
    if len(whole) != 1:
        return []
    (row,) = whole
    found = []
    for number in numbers.amounts:
        own, label = numbers.of(number), numbers.profiles[number].header.label
        parts = [own[other] for other in data if other in own]
        if row not in own or len(parts) < _MIN_NUMBERS or is_sum(own[row], parts) or any(w in label for w in _NO_SUMS):
            continue
        column = region.columns[number]
        place = Place(region.sheet.name, cell_name(int(region.sheet.rows[row]), column.at))
        total = f"{sum(each.value for each in parts):.12g}"
        found.append(make_fault("total_differs", place, region.sheet.columns[column.at].cell(row), label=label,
                                sum=total))  # fmt: skip
    return found


def _name(region: Region, row: int) -> Value:
    """The first text of a row."""
    cells = (region.sheet.columns[c.at].cell(row) for c in region.columns if c.at in region.sheet.columns)
    return next((value for value in cells if isinstance(value, str) and value.strip()), None)


def _place(region: Region, row: int) -> Place:
    return Place(region.sheet.name, cell_name(int(region.sheet.rows[row]), region.columns[0].at))
