"""The rows of a region that are data: without totals, headings and notes, with merged texts in each of their rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from string import ascii_uppercase

import numpy as np

from domain.faults import Choice, Fault, Place, answer_question, make_question
from domain.schema.tables import TABLES
from loaders.workbook.cells import Sheet, Value, cell_name
from loaders.workbook.fault_collector import FaultCollector
from loaders.workbook.layout import ColumnMatch, Layout
from loaders.workbook.mapping.part_rows import PartRows, ask_parts, find_parts
from loaders.workbook.mapping.profiles import Profile, is_figure_of
from loaders.workbook.mapping.regions import Region
from loaders.workbook.mapping.sum_rows import check_sums
from loaders.workbook.mapping.table_mapping import COUNTED, PERIOD, PERSON, TableMapping
from loaders.workbook.merged import fill_down
from loaders.workbook.remarks import data_rows

_MERGED: tuple[Choice, ...] = (
    Choice("first", "是几行合计，只记在第一行"), Choice("each", "每一行都是这个数"), Choice("none", "不读这个数"),
)  # fmt: skip


@dataclass(eq=False)
class RegionRows:
    """data: the used rows of the region's sheet that are data; skipped: the others; faults: what was skipped and asked.

    sheet: the region's sheet with merged texts filled in; parts: the rows that are parts of others.
    """

    sheet: Sheet
    data: tuple[int, ...]
    skipped: tuple[int, ...]
    faults: list[Fault] = field(default_factory=list)
    parts: PartRows = field(default_factory=PartRows)

    def cell(self, row: int, at: int) -> Value:
        """The cell in a used row of the original sheet."""
        return self.sheet.columns[at].cell(row) if at in self.sheet.columns else None

    def without(self, at: int, rows: list[int]) -> "RegionRows":
        """The rows without the cells of column `at` in the used rows `rows`."""
        column = self.sheet.columns[at]
        codes = column.codes.copy()
        codes[rows] = -1
        sheet = replace(self.sheet, columns={**self.sheet.columns, at: replace(column, codes=codes)})
        return replace(self, sheet=sheet)


def read_rows(
    region: Region, mapping: TableMapping, profiles: tuple[Profile, ...], answers: Mapping[str, str]
) -> RegionRows:
    """The data rows of `region`; answers: to the questions whether a row is data, and what merged numbers mean."""
    part, rows = _part(region)
    layout = _layout(region, mapping, profiles, part)
    filled = fill_down(_only_texts(layout), answers)
    layout = replace(layout, sheet=filled.sheet)
    collector = FaultCollector(layout, answers)
    keys = tuple(name for name in TABLES[layout.table].key if name in layout.columns) or TABLES[layout.table].key
    found = data_rows(layout, np.zeros(len(part.rows), dtype=bool), keys, collector)
    found_rows = {rows[row] for row in found.tolist()}
    rescued = _with_figures_elsewhere(region, mapping, profiles, collector.faults)
    data = tuple(row for row in region.data if row in found_rows or row in rescued)
    lines = {str(int(region.sheet.rows[row]) + 1) for row in rescued}
    kept = [
        fault for fault in collector.faults
        if fault.kind.code != "row_unread" or fault.place.cell.lstrip(ascii_uppercase) not in lines
    ]  # fmt: skip
    parts = find_parts(region, mapping, profiles, data) if mapping.kind in TABLES else PartRows()
    sums = check_sums(region, profiles, tuple(row for row in data if row not in parts.parts), kept, answers)
    ask_parts(region, mapping, profiles, parts, answers)
    data = tuple(row for row in data if (row in sums.data or row in parts.parts) and row not in parts.left_out)
    kept = [*sums.faults, *parts.faults]
    sheet = _with_rows(region.sheet, filled.sheet, rows)
    sheet, asked = _merged_numbers(sheet, region, profiles, data, answers)
    skipped = tuple(row for row in region.data if row not in set(data))
    return RegionRows(sheet, data, skipped, [*filled.faults, *kept, *asked], parts)


def _with_figures_elsewhere(
    region: Region, mapping: TableMapping, profiles: tuple[Profile, ...], faults: list[Fault]
) -> set[int]:
    """The rows reported as unread that have figures in another column of the same use."""
    unread = {fault.place.cell.lstrip(ascii_uppercase) for fault in faults if fault.kind.code == "row_unread"}
    columns = [
        (column.at, profile.header) for column, use, profile in zip(region.columns, mapping.uses, profiles, strict=True)
        if use and profile.has_figures
    ]  # fmt: skip
    return {
        row for row in region.data
        if str(int(region.sheet.rows[row]) + 1) in unread
        and any(is_figure_of(header, region.sheet.columns[at].cell(row)) for at, header in columns)
    }  # fmt: skip


def _part(region: Region) -> tuple[Sheet, list[int]]:
    """The part of the sheet that the region covers, and the used rows of the sheet that its rows are."""
    rows = [region.header[-1], *region.data]
    columns = {
        column.at: replace(whole, numbers=whole.numbers[rows], codes=whole.codes[rows])
        for column in region.columns
        if (whole := region.sheet.columns.get(column.at)) is not None
    }
    marks = {key: numbers for key, numbers in region.sheet.marks.items() if key[0] in columns}
    return replace(region.sheet, rows=region.sheet.rows[rows], columns=columns, marks=marks, notes=()), rows


def _layout(region: Region, mapping: TableMapping, profiles: tuple[Profile, ...], part: Sheet) -> Layout:
    """The part as a table, to tell its rows apart: the columns that have a use, each column of ours once."""
    is_counted = mapping.kind in (*COUNTED, "")
    table = "other" if is_counted else mapping.kind
    columns: dict[str, ColumnMatch] = {}
    for number, (column, use) in enumerate(zip(region.columns, mapping.uses, strict=True)):
        if column.at not in part.columns:
            continue
        name = "note" if use == PERIOD else use
        if is_counted:
            is_name = use == PERSON or (not use and profiles[number].role in ("name", "note"))
            name = "name" if is_name and profiles[number].filled else use if use in ("place", "project") else ""
        if name and (name not in columns or use == PERSON):
            columns[name] = ColumnMatch(column.at, column.path[-1] if column.path else "", column.cell)
    return Layout(table, part, 1, columns, ())


def _only_texts(layout: Layout) -> Layout:
    """The layout without columns of numbers, whose merged cells are asked about here."""
    kept = {name: found for name, found in layout.columns.items() if TABLES[layout.table].column(name).kind != "number"}
    return replace(layout, columns=kept)


def _with_rows(sheet: Sheet, part: Sheet, rows: list[int]) -> Sheet:
    """`sheet` with the cells of `part`, whose rows are the used rows `rows`."""
    columns = dict(sheet.columns)
    for at, column in part.columns.items():
        if column.numbers is columns[at].numbers:
            continue
        numbers, codes = columns[at].numbers.copy(), columns[at].codes.copy()
        numbers[rows], codes[rows] = column.numbers, column.codes
        columns[at] = replace(columns[at], numbers=numbers, codes=codes)
    return replace(sheet, columns=columns)


def _merged_numbers(
    sheet: Sheet, region: Region, profiles: tuple[Profile, ...], data: tuple[int, ...], answers: Mapping[str, str]
) -> tuple[Sheet, list[Fault]]:
    """The sheet with the numbers that are merged over several data rows as the clerk answers, and the questions."""
    faults: list[Fault] = []
    columns = dict(sheet.columns)
    of_column = {column.at: profiles[number] for number, column in enumerate(region.columns)}
    for top, left, bottom, _ in sheet.merged:
        first, last = np.searchsorted(sheet.rows, (top, bottom + 1)).tolist()
        covered = [row for row in range(first, last) if row in data]
        if len(covered) < 2 or left not in of_column or not of_column[left].has_figures:
            continue
        place = Place(sheet.name, cell_name(top, left))
        value = columns[left].cell(first)
        question = make_question("merged_number", place, _MERGED, "" if value is None else value, count=len(covered))
        question = answer_question(question, answers)
        faults.append(question)
        if question.answer in ("each", "none"):
            numbers, codes = columns[left].numbers.copy(), columns[left].codes.copy()
            source = first if question.answer == "each" else None
            for row in covered:
                numbers[row] = np.nan if source is None else numbers[source]
                codes[row] = -1 if source is None else codes[source]
            columns[left] = replace(columns[left], numbers=numbers, codes=codes)
    return replace(sheet, columns=columns), faults
