"""A unit above the table (单位：元, a title that ends in (公顷), 指标：…(亿元)): which columns of the sheet it is of.

It counts for every column without a unit of its own in whose unit it converts. Where another column of that dimension
says another unit, or several units above fit one column, the clerk is asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from domain.faults import Choice, Fault, Place, answer_question, make_fault, make_question
from domain.schema.columns import Column
from domain.schema.ledger import unit_column_of
from domain.schema.tables import TABLES
from domain.schema.units import UnitError, convert
from loaders.workbook.caption_words import stated_units
from loaders.workbook.cells import Value, cell_name
from loaders.workbook.layout import Found, Layout

#: A row above the header with more cells heads groups of columns.
_MOST_BESIDE_TITLE: Final = 2


@dataclass(frozen=True)
class _Caption:
    """One unit above the table, and the cell that says it."""

    unit: str
    cell: str


def with_captions(layout: Layout, answers: Mapping[str, str]) -> Layout:
    """The layout whose columns have the units that stand above the table; what was asked or left is in its faults."""
    captions = list(dict.fromkeys(_captions(layout)))
    if not captions or layout.unit_at is not None:
        return layout
    columns, faults, used = dict(layout.columns), list(layout.faults), set[str]()
    numbers = [(name, _number(layout.table, name)) for name in columns]
    for name, column in ((name, column) for name, column in numbers if column is not None):
        found = columns[name]
        if column.unit:
            fitting = [each for each in captions if _fits(each.unit, column.unit)]
            if fitting and (choices := _choices(layout, name, column, fitting)):
                question = answer_question(_question(layout, name, fitting, choices), answers)
                faults.append(question)
                columns[name] = _in_unit(found, question.answer, column)
            elif fitting and not found.has_unit:
                columns[name] = _in_unit(found, fitting[0].unit, column)
            used |= {each.unit for each in fitting}
        elif unit_column_of(layout.table, name) is not None and not found.unit:
            above = list(dict.fromkeys(each.unit for each in captions))
            used |= set(above)
            if rivals := [unit for unit in above if any(unit != other and _fits(unit, other) for other in above)]:
                stated = [each for each in captions if each.unit in rivals]
                question = answer_question(_question(layout, name, stated, rivals), answers)
                faults.append(question)
                above = [unit for unit in above if unit not in rivals or unit == question.answer]
            columns[name] = replace(found, above=tuple(above))
    faults += [
        make_fault("caption_unused", Place(layout.sheet.name, each.cell, layout.table), unit=each.unit)
        for each in captions if each.unit not in used
    ]  # fmt: skip
    return replace(layout, columns=columns, faults=tuple(faults))


def _captions(layout: Layout) -> Iterator[_Caption]:
    """The units above the data, in the cells that head no column."""
    headed = {(layout.data_from - 1, found.at) for found in layout.columns.values()}
    for at, row in layout.sheet.head(layout.data_from):
        cells = {column: value for column, value in row.items() if (at, column) not in headed}
        is_title = at < layout.data_from - 1 and len(row) <= _MOST_BESIDE_TITLE
        for column, value in cells.items():
            for unit in stated_units(value, row.get(_next(row, column)), is_title=is_title):
                yield _Caption(unit, cell_name(int(layout.sheet.rows[at]), column))


def _next(row: Mapping[int, Value], column: int) -> int:
    return min((other for other in row if other > column), default=-1)


def _number(table: str, name: str) -> Column | None:
    column = TABLES[table].column(name)
    return column if column.kind == "number" else None


def _fits(unit: str, wanted: str) -> bool:
    try:
        convert(1.0, unit, wanted)
    except UnitError:
        return False
    return True


def _choices(layout: Layout, name: str, column: Column, fitting: list[_Caption]) -> list[str]:
    """The units that the numbers of a column may be in, where that is not clear; else none."""
    found, units = layout.columns[name], list(dict.fromkeys(each.unit for each in fitting))
    own = found.unit or column.unit
    if found.has_unit:
        others = [each for each in _alike(layout, name, column) if not each.has_unit]
        return [] if others or own in units else [own, *units]
    rivals = [each for each in _alike(layout, name, column) if each.has_unit and each.unit not in units]
    if len(units) == 1 and (units[0] == column.unit or not rivals):
        return []
    return list(dict.fromkeys([*units, own]))


def _alike(layout: Layout, name: str, column: Column) -> list[Found]:
    """The other columns of numbers that the table keeps in a unit of the same dimension."""
    others = ((other, _number(layout.table, other)) for other in layout.columns if other != name)
    return [
        layout.columns[other]
        for other, each in others
        if each is not None and each.unit and _fits(each.unit, column.unit)
    ]


def _question(layout: Layout, name: str, fitting: list[_Caption], units: list[str]) -> Fault:
    found = layout.columns[name]
    place = Place(layout.sheet.name, found.cell, layout.table, name)
    choices = [Choice(unit, f"这一列的数字是“{unit}”") for unit in units]
    above = "、".join(dict.fromkeys(each.unit for each in fitting))
    slots = {"above": above, "cell": fitting[0].cell, "label": found.label, "unit": units[0]}
    return make_question("which_unit", place, choices, found.label, **slots)


def _in_unit(found: Found, unit: str, column: Column) -> Found:
    """The column with its numbers in `unit`, as if its header said so."""
    return replace(found, unit="" if unit in ("", column.unit) else unit, has_unit=True, unit_place="表上方的")
