"""Assigns units outside the data (单位：元, a title that ends in (公顷), 指标：…(亿元)) to columns.

A unit above or below the table, or in the sheet's name, applies to every column without its own unit into whose unit
it converts. Where another column of the same dimension states another unit, several units fit one column, or the unit
stands between rows of data or in a note, the clerk is asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from domain.faults import Choice, Fault, Place, answer_question, make_fault, make_question
from domain.schema.columns import Column
from domain.schema.ledger import unit_column_of
from domain.schema.tables import TABLES
from loaders.workbook.caption_words import is_caption_row, is_unit, may_state_unit, stated_units
from loaders.workbook.cells import Value, cell_name
from loaders.workbook.header_meaning import converts
from loaders.workbook.layout import ColumnMatch, Layout
from loaders.workbook.remarks import is_note

#: A row above the header with more cells is a header of column groups, not a title.
_MAX_TITLE_CELLS: Final = 2
#: A row with more cells is not a note.
_MAX_NOTE_CELLS: Final = 2
#: The answer that a unit is not that of a column without one.
NO_UNIT: Final = "none"


@dataclass(frozen=True)
class Caption:
    """One unit outside the data. where: 表上方, 表下方, 表中间, 表头下面, 工作表名; is_sure: applies unasked."""

    unit: str
    cell: str
    where: str = "表上方"
    is_sure: bool = True


def with_captions(layout: Layout, answers: Mapping[str, str], title: str = "") -> Layout:
    """The layout with the units outside its data assigned to columns; questions and unused units are in its faults.

    title: the name of the sheet, of a CSV that of its file.
    """
    captions = list(dict.fromkeys(_captions(layout, title)))
    if not captions:
        return layout
    columns, faults, used = dict(layout.columns), list(layout.faults), set[str]()
    numbers = [(name, _number(layout.table, name)) for name in columns]
    for name, column in ((name, column) for name, column in numbers if column is not None):
        if column.unit:
            fitting = [each for each in captions if converts(each.unit, column.unit)]
            used |= {each.unit for each in fitting}
            if fitting:
                columns[name], questions = _with_unit(layout, name, column, fitting, answers)
                faults += questions
        elif unit_column_of(layout.table, name) is not None and not columns[name].unit:
            used |= {each.unit for each in captions}
            columns[name], questions = _with_row_units(layout, name, captions, answers)
            faults += questions
    for each in captions:
        if each.unit not in used:
            place = Place(layout.sheet.name, each.cell, layout.table)
            faults.append(make_fault("caption_unused", place, unit=each.unit, where=each.where))
    return replace(layout, columns=columns, faults=tuple(faults))


def _with_unit(
    layout: Layout, name: str, column: Column, fitting: list[Caption], answers: Mapping[str, str]
) -> tuple[ColumnMatch, list[Fault]]:
    """A column whose table has a fixed unit, in the unit of the captions that convert into it; with the question."""
    found, unit, questions = layout.columns[name], fitting[0].unit, []
    if choices := _choices(layout, name, column, fitting):
        question = answer_question(_question(layout, name, fitting, choices), answers)
        questions, unit = [question], question.answer
    elif found.has_unit:
        return found, []
    if layout.unit_at is not None and not found.has_unit:
        return replace(found, above=(unit,) if unit not in ("", column.unit) else ()), questions
    own = "" if unit in ("", column.unit) else unit
    where = next((each.where for each in fitting if each.unit == unit), fitting[0].where)
    return replace(found, unit=own, has_unit=True, unit_place=f"{where}的"), questions


def _with_row_units(
    layout: Layout, name: str, captions: list[Caption], answers: Mapping[str, str]
) -> tuple[ColumnMatch, list[Fault]]:
    """A column whose rows have their own units, with the units for those that have none; with the question."""
    units = list(dict.fromkeys(each.unit for each in captions))
    several = [unit for unit in units if any(unit != other and converts(unit, other) for other in units)]
    unsure = {each.unit for each in captions if not each.is_sure} - {each.unit for each in captions if each.is_sure}
    open_units = [unit for unit in units if unit in several or unit in unsure]
    questions = []
    if open_units:
        stated = [each for each in captions if each.unit in open_units]
        question = answer_question(_question(layout, name, stated, open_units, may_refuse=bool(unsure)), answers)
        questions = [question]
        units = [unit for unit in units if unit not in open_units or unit == question.answer]
    return replace(layout.columns[name], above=tuple(units), above_place=captions[0].where), questions


def _captions(layout: Layout, title: str) -> Iterator[Caption]:
    """The units outside the data, in cells that are not column headers."""
    headed = {(layout.data_from - 1, found.at) for found in layout.columns.values()}
    for at, row in layout.sheet.head(layout.data_from):
        cells = {column: value for column, value in row.items() if (at, column) not in headed}
        is_title = at < layout.data_from - 1 and len(row) <= _MAX_TITLE_CELLS
        for column, value in cells.items():
            for unit in stated_units(value, row.get(next_column(row, column)), is_title=is_title):
                yield Caption(unit, cell_name(int(layout.sheet.rows[at]), column))
    yield from captions_in_rows(layout)
    for unit in stated_units(title, None, is_title=True):
        yield Caption(unit, "", "工作表名")


def captions_in_rows(layout: Layout) -> Iterator[Caption]:
    """The units below the header, outside the data."""
    yield from _bare_units(layout)
    yield from _captions_among_rows(layout)


def _bare_units(layout: Layout) -> Iterator[Caption]:
    """The units of a first row of data that holds nothing else, and is no part of the header: 公顷 below 面积（亩）."""
    if layout.data_from < len(layout.sheet.rows):
        cells = layout.sheet.row(layout.data_from)
        units = {column: stated_units(value, None, is_title=True) for column, value in cells.items() if is_unit(value)}
        if all(units.get(column) for column in cells):
            for column, (unit, *_) in units.items():
                yield Caption(unit, cell_name(int(layout.sheet.rows[layout.data_from]), column), "表头下面", False)


def _captions_among_rows(layout: Layout) -> Iterator[Caption]:
    """The units in rows below the header that hold no number."""
    sheet = layout.sheet
    has_number = np.zeros(len(sheet.rows), dtype=bool)
    for contents in sheet.columns.values():
        has_number |= ~np.isnan(contents.numbers)
    has_number[: layout.data_from] = False
    numbered = np.flatnonzero(has_number)
    first, last = (int(numbered[0]), int(numbered[-1])) if len(numbered) else (len(sheet.rows), len(sheet.rows))
    ids = layout.columns.get("row_id")
    for row in _rows_with_captions(layout, np.flatnonzero(~has_number[layout.data_from :]) + layout.data_from):
        cells = sheet.row(row)
        where = "表上方" if row < first else "表下方" if row > last else "表中间"
        is_pure = is_caption_row(cells)
        if not is_pure and (
            (ids is not None and not may_state_unit(cells.get(ids.at, ":")))
            or not _may_be_note(cells, is_below=row > last)
        ):
            continue
        for column, value in cells.items():
            for unit in stated_units(value, cells.get(next_column(cells, column)), is_title=False):
                yield Caption(unit, cell_name(int(sheet.rows[row]), column), where, is_pure and where != "表中间")


def _may_be_note(cells: Mapping[int, Value], *, is_below: bool) -> bool:
    return len(cells) <= _MAX_NOTE_CELLS and (is_below or is_note(next(iter(cells.values()))))


def _rows_with_captions(layout: Layout, rows: np.ndarray) -> list[int]:
    """Those of the used rows `rows` with a text that may state a unit."""
    found = np.zeros(len(layout.sheet.rows), dtype=bool)
    for column in layout.sheet.columns.values():
        codes = column.codes[rows]
        states = np.zeros(len(column.values) + 1, dtype=bool)
        for code in np.unique(codes[codes >= 0]).tolist():
            states[code] = may_state_unit(column.values[code])
        found[rows] |= states[codes]  # -1, nothing, is the last one
    return np.flatnonzero(found).tolist()


def next_column(row: Mapping[int, Value], column: int) -> int:
    """The column of the next filled cell of a row; -1 for none."""
    return min((other for other in row if other > column), default=-1)


def _number(table: str, name: str) -> Column | None:
    column = TABLES[table].column(name)
    return column if column.kind == "number" else None


def _choices(layout: Layout, name: str, column: Column, fitting: list[Caption]) -> list[str]:
    """The units that the numbers of a column may have, where that is ambiguous; else []."""
    found, units = layout.columns[name], list(dict.fromkeys(each.unit for each in fitting))
    own = found.unit or column.unit
    if found.has_unit:
        others = [each for each in _same_dimension(layout, name, column) if not each.has_unit]
        return [] if others or own in units else [own, *units]
    conflicting = [each for each in _same_dimension(layout, name, column) if each.has_unit and each.unit not in units]
    is_unsure = not any(each.is_sure for each in fitting)
    if len(units) == 1 and (units[0] == column.unit or not (conflicting or is_unsure)):
        return []
    return list(dict.fromkeys([*units, own]))


def _same_dimension(layout: Layout, name: str, column: Column) -> list[ColumnMatch]:
    """The other number columns whose stored unit has the same dimension."""
    others = ((other, _number(layout.table, other)) for other in layout.columns if other != name)
    return [
        layout.columns[other]
        for other, each in others
        if each is not None and each.unit and converts(each.unit, column.unit)
    ]


def _question(
    layout: Layout, name: str, fitting: list[Caption], units: list[str], *, may_refuse: bool = False
) -> Fault:
    """Which of `units` the numbers of a column have; may_refuse: whether none of them is an answer."""
    found = layout.columns[name]
    place = Place(layout.sheet.name, found.cell, layout.table, name)
    choices = [Choice(unit, f"这一列的数字是“{unit}”") for unit in units]
    if may_refuse:
        choices.append(Choice(NO_UNIT, "都不是，不用这个单位"))
    above = "、".join(dict.fromkeys(each.unit for each in fitting))
    cell = fitting[0].cell or layout.sheet.name
    slots = {"where": fitting[0].where, "above": above, "cell": cell, "label": found.label, "unit": units[0]}
    return make_question("which_unit", place, choices, found.label, **slots)
