"""Assigns units above the table (单位：元, a title that ends in (公顷), 指标：…(亿元)) to columns.

A unit applies to every column without its own unit into whose unit it converts. Where another column of the same
dimension states another unit, or several units fit one column, the clerk is asked.
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

#: A row above the header with more cells is a header of column groups, not a title.
_MAX_TITLE_CELLS: Final = 2


@dataclass(frozen=True)
class _Caption:
    """One unit above the table, and its cell."""

    unit: str
    cell: str


def with_captions(layout: Layout, answers: Mapping[str, str]) -> Layout:
    """The layout with the units above the table assigned to columns; questions and unused units are in its faults."""
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
            if ambiguous := [unit for unit in above if any(unit != other and _fits(unit, other) for other in above)]:
                stated = [each for each in captions if each.unit in ambiguous]
                question = answer_question(_question(layout, name, stated, ambiguous), answers)
                faults.append(question)
                above = [unit for unit in above if unit not in ambiguous or unit == question.answer]
            columns[name] = replace(found, above=tuple(above))
    faults += [
        make_fault("caption_unused", Place(layout.sheet.name, each.cell, layout.table), unit=each.unit)
        for each in captions if each.unit not in used
    ]  # fmt: skip
    return replace(layout, columns=columns, faults=tuple(faults))


def _captions(layout: Layout) -> Iterator[_Caption]:
    """The units above the data, in cells that are not column headers."""
    headed = {(layout.data_from - 1, found.at) for found in layout.columns.values()}
    for at, row in layout.sheet.head(layout.data_from):
        cells = {column: value for column, value in row.items() if (at, column) not in headed}
        is_title = at < layout.data_from - 1 and len(row) <= _MAX_TITLE_CELLS
        for column, value in cells.items():
            for unit in stated_units(value, row.get(_next(row, column)), is_title=is_title):
                yield _Caption(unit, cell_name(int(layout.sheet.rows[at]), column))


def _next(row: Mapping[int, Value], column: int) -> int:
    return min((other for other in row if other > column), default=-1)


def _number(table: str, name: str) -> Column | None:
    column = TABLES[table].column(name)
    return column if column.kind == "number" else None


def _fits(unit: str, target_unit: str) -> bool:
    try:
        convert(1.0, unit, target_unit)
    except UnitError:
        return False
    return True


def _choices(layout: Layout, name: str, column: Column, fitting: list[_Caption]) -> list[str]:
    """The units that the numbers of a column may have, where that is ambiguous; else []."""
    found, units = layout.columns[name], list(dict.fromkeys(each.unit for each in fitting))
    own = found.unit or column.unit
    if found.has_unit:
        others = [each for each in _same_dimension(layout, name, column) if not each.has_unit]
        return [] if others or own in units else [own, *units]
    conflicting = [each for each in _same_dimension(layout, name, column) if each.has_unit and each.unit not in units]
    if len(units) == 1 and (units[0] == column.unit or not conflicting):
        return []
    return list(dict.fromkeys([*units, own]))


def _same_dimension(layout: Layout, name: str, column: Column) -> list[Found]:
    """The other number columns whose stored unit has the same dimension."""
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
    """The column with its numbers in `unit`, as if its header stated it."""
    return replace(found, unit="" if unit in ("", column.unit) else unit, has_unit=True, unit_place="表上方的")
