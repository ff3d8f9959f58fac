"""The units that stand outside a table of another office, for its columns whose headers state none.

A unit above the table, in a row of its own below it, or in the name of the sheet applies to each column into whose unit
it converts. Where several fit, where another column states another one, where it stands in a note or between rows, or
where there is none at all, the clerk is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from domain.faults import Choice, Fault, Place, answer_question, make_question
from domain.schema.ledger import unit_column_of
from domain.schema.tables import TABLES
from loaders.workbook.caption_words import stated_units
from loaders.workbook.captions import NO_UNIT, Caption, captions_in_rows, next_column
from loaders.workbook.cells import cell_name
from loaders.workbook.header_meaning import converts
from loaders.workbook.layout import Layout
from loaders.workbook.mapping.header_rows import RegionColumn
from loaders.workbook.mapping.regions import Region
from loaders.workbook.mapping.table_mapping import signature

_BESIDE: Final = "其他列的表头"
#: Beginning of the keys of questions about units.
UNIT_KEY: Final = "which_unit|"
#: Units that are usual where nothing states one: in our unit, the likeliest first.
_USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "万元": ("万元", "元", "亿元"), "亩": ("亩", "平方米", "公顷"), "平方米": ("平方米", "万平方米", "亩"),
}  # fmt: skip


@dataclass(frozen=True)
class UnitlessColumn:
    """A column of figures whose header states no unit. name: the column of our `table` that it becomes.

    others: the units that headers of other columns state.
    """

    table: str
    name: str
    column: RegionColumn
    label: str
    others: tuple[str, ...] = ()


def captions_of(region: Region, title: str) -> tuple[Caption, ...]:
    """The units outside a table; title: the name of its sheet, of a CSV that of its file."""
    sheet = region.sheet
    found = [
        Caption(unit, cell_name(int(sheet.rows[row]), column))
        for row in range(region.top, region.header[0])
        for cells in (sheet.row(row),)
        for column, value in cells.items()
        for unit in stated_units(value, cells.get(next_column(cells, column)), is_title=True)
    ]
    found += captions_in_rows(_below_header(region))
    found += [Caption(unit, "", "工作表名") for unit in stated_units(title, None, is_title=True)]
    return tuple(dict.fromkeys(found))


@dataclass(eq=False)
class OutsideUnits:
    """units: of the numbers of each column, by its number, "" for that of our column; questions: where it is open."""

    units: dict[int, str] = field(default_factory=dict)
    questions: list[Fault] = field(default_factory=list)


def units_outside(
    region: Region, columns: Mapping[int, UnitlessColumn], captions: Sequence[Caption], answers: Mapping[str, str],
    remembered: Mapping[str, str],
) -> OutsideUnits:  # fmt: skip
    """The units of columns whose headers state none.

    Without one outside the table, a unit in the header of another column is asked about: 资金 beside 总投资（元）; and
    where nothing on the sheet states one, which of the usual ones it is. Columns with the same choice are one question.
    remembered: earlier answers, by the end of the question's key.
    """
    found = OutsideUnits()
    asked: dict[str, list[int]] = {}
    choices: dict[str, _OpenUnit] = {}
    for number, column in columns.items():
        unit = _unit_outside(column, captions)
        if isinstance(unit, str):
            found.units[number] = unit
        else:
            choices.setdefault(unit.key, unit)
            asked.setdefault(unit.key, []).append(number)
    for key, numbers in asked.items():
        answer = remembered.get(key, "")
        if not answer:
            question = _unit_question(region, [columns[number] for number in numbers], choices[key], answers)
            found.questions.append(question)
            answer = question.answer or choices[key].units[0]
        found.units |= dict.fromkeys(numbers, "" if answer == NO_UNIT else answer)
    return found


@dataclass(frozen=True)
class _OpenUnit:
    """A unit to be asked about. key: of the choice; units: that may be meant, the likeliest first; fitting: where they
    stand, () where they stand nowhere.
    """

    key: str
    units: tuple[str, ...]
    own: str
    fitting: tuple[Caption, ...] = ()


def _unit_outside(column: UnitlessColumn, captions: Sequence[Caption]) -> str | _OpenUnit:
    """The unit of the numbers of a column, "" for that of our column, or what has to be asked."""
    own = TABLES[column.table].column(column.name).unit
    if not own and unit_column_of(column.table, column.name) is None:
        return ""
    fitting = [each for each in captions if not own or converts(each.unit, own)]
    if not fitting and own:
        fitting = [
            Caption(unit, "", _BESIDE, is_sure=False) for unit in column.others if unit != own and converts(unit, own)
        ]
    units = tuple(dict.fromkeys(each.unit for each in fitting))
    if not units:
        is_stated = any(converts(unit, own) for unit in column.others) if own else True
        return "" if is_stated or own not in _USUAL else _OpenUnit(own, _USUAL[own], own)
    sure = {each.unit for each in fitting if each.is_sure}
    conflicting = any(converts(unit, other) for unit in units for other in set(column.others) - set(units))
    if len(units) == 1 and (units[0] == own or (units[0] in sure and not conflicting)):
        return units[0]
    key = f"{own or column.label}/{'、'.join(units)}"
    return _OpenUnit(key, tuple(dict.fromkeys([*units, *([own] if own else [])])), own, tuple(fitting))


def _unit_question(
    region: Region, columns: Sequence[UnitlessColumn], open_unit: _OpenUnit, answers: Mapping[str, str]
) -> Fault:
    first, fitting = columns[0], open_unit.fitting
    choices = [Choice(unit, f"这一列的数字是“{unit}”") for unit in open_unit.units]
    if not open_unit.own:
        choices.append(Choice(NO_UNIT, "都不是，不用这个单位"))
    place = Place(region.sheet.name, first.column.cell, first.table, first.name)
    label = "”“".join(each.label for each in columns)
    if fitting:
        above = "、".join(dict.fromkeys(each.unit for each in fitting))
        slots = {"where": fitting[0].where, "above": above, "cell": fitting[0].cell or region.sheet.name}
        question = make_question("which_unit", place, choices, first.label, label=label, unit=fitting[0].unit, **slots)
    else:
        question = make_question("unit_nowhere", place, choices, first.label, label=label)
    return answer_question(replace(question, key=f"{UNIT_KEY}{signature(region)}|{open_unit.key}"), answers)


def _below_header(region: Region) -> Layout:
    """The lowest row of the header and all rows below it, as a sheet of its own."""
    rows = np.arange(region.header[-1], region.end)
    columns = {
        at: replace(column, numbers=column.numbers[rows], codes=column.codes[rows])
        for at, column in region.sheet.columns.items()
    }
    return Layout("other", replace(region.sheet, rows=region.sheet.rows[rows], columns=columns), 1, {}, ())
