"""A sheet in the order of one of our tables, put together from cells of other people's tables, with their places."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from domain.faults import Place
from domain.schema.tables import TABLES
from loaders.workbook.cells import Column, Other, Sheet, Value, cell_name
from loaders.workbook.layout import ColumnMatch, Layout
from loaders.workbook.number_formats import MARK

#: Parts of keys that say what money a figure is: a row without one is none that has it, whatever else they share.
_WHAT: Final = frozenset(("stage", "kind"))
#: Marks that do not depend on a number format.
_PLAIN_MARKS: Final = ("formula", "error", "percent", "struck", "raised", "covered")


@dataclass(frozen=True)
class Source:
    """Where a value comes from: the cells (used row, column) of one sheet, whose own marks it has where it is one."""

    sheet: Sheet
    cells: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        """C5, or C5:C20 for several."""
        names = [cell_name(int(self.sheet.rows[row]), at) for row, at in self.cells]
        return names[0] if len(names) == 1 else f"{names[0]}:{names[-1]}" if names else ""


@dataclass(frozen=True)
class VirtualCell:
    """One value of a row: as read, or given by a header (source None)."""

    value: Value
    source: Source | None = None


VirtualRow = Mapping[str, VirtualCell]


@dataclass(frozen=True, eq=False)
class VirtualSheet:
    """The layout of the rows as `table`, and the place of each cell of it in the workbook."""

    layout: Layout
    rows: tuple[VirtualRow, ...]
    names: tuple[str, ...]
    places: Mapping[str, Place] = field(repr=False, default_factory=dict)

    def place(self, place: Place) -> Place:
        """The place in the workbook of a place in the layout."""
        found = self.places.get(place.cell)
        return Place(found.sheet, found.cell, place.table, place.column, place.row_id) if found else place

    def place_of(self, row: int, column: str) -> Place:
        """The place in the workbook of the cell behind a column of a row; of its sheet where none is."""
        source = self.rows[row][column].source
        if source is None:
            return Place(self.layout.sheet.name, "", self.layout.table, column)
        return Place(source.sheet.name, source.text, self.layout.table, column)

    def proof(self, row: int) -> tuple[str, str]:
        """Sheet and cells that the row cites: the first and the last of its cells in one row, or both of two."""
        sources = [cell.source for cell in self.rows[row].values() if cell.source is not None]
        if not sources:
            return self.layout.sheet.name, ""
        of_sheet = [source for source in sources if source.sheet is sources[0].sheet]
        cells = sorted(cell for source in of_sheet for cell in source.cells)
        first, last = cells[0], cells[-1]
        left, right = min(at for _, at in cells), max(at for _, at in cells)
        numbers = sources[0].sheet.rows
        names = cell_name(int(numbers[first[0]]), left), cell_name(int(numbers[last[0]]), right)
        return sources[0].sheet.name, names[0] if names[0] == names[1] else ":".join(names)


def virtual_sheet(table: str, rows: Sequence[VirtualRow], labels: Mapping[str, str], name: str) -> VirtualSheet:
    """`rows` as a sheet called `name` whose columns are those of `table` that any row has, and what tells money apart.

    labels: the header of each column as written.
    """
    order = [column.name for column in TABLES[table].all_columns]
    used = {column for row in rows for column, cell in row.items() if cell.value is not None}
    used |= _WHAT & set(TABLES[table].key) if table == "funding" else set()
    names = tuple(column for column in order if column in used)
    columns = {at: column_of([_value(row, column) for row in rows]) for at, column in enumerate(names)}
    marks: dict[tuple[int, str], list[int]] = defaultdict(list)
    places: dict[str, Place] = {}
    for number, row in enumerate(rows):
        for at, column in enumerate(names):
            cell = row.get(column)
            if cell is None or cell.source is None:
                continue
            source = cell.source
            places[cell_name(number, at)] = Place(source.sheet.name, source.text)
            if len(source.cells) == 1 and cell.value is not None and _is_original(cell):
                for mark in _marks_of(source):
                    marks[at, mark].append(number)
    sheet = Sheet(
        name, np.arange(len(rows), dtype=np.int32), columns,
        marks={key: np.array(numbers, dtype=np.int32) for key, numbers in marks.items()},
        formats=all(cell.source.sheet.formats for row in rows for cell in row.values() if cell.source is not None),
    )  # fmt: skip
    found = {
        column: ColumnMatch(at, labels.get(column, ""), "", has_unit=bool(TABLES[table].column(column).unit))
        for at, column in enumerate(names)
    }
    return VirtualSheet(Layout(table, sheet, 0, found, (), all_data=True), tuple(rows), names, places)


def _is_original(cell: VirtualCell) -> bool:
    """Whether the value is that of its cell: a number with its unit behind it has no marks of formats."""
    assert cell.source is not None
    row, at = cell.source.cells[0]
    return cell.source.sheet.columns[at].cell(row) == cell.value


def _marks_of(source: Source) -> list[str]:
    row, at = source.cells[0]
    number = int(source.sheet.rows[row])
    found = [mark for mark in _PLAIN_MARKS if source.sheet.is_marked(mark, number, at)]
    code = source.sheet.format_of(number, at)
    return [*found, MARK + code] if code else found


def _value(row: VirtualRow, column: str) -> Value:
    cell = row.get(column)
    return None if cell is None else cell.value


def column_of(cells: Sequence[Value]) -> Column:
    """A column of a sheet with these cells."""
    values: list[str | Other] = []
    known: dict[str | Other, int] = {}
    numbers = np.full(len(cells), np.nan)
    codes = np.full(len(cells), -1, dtype=np.int32)
    for row, value in enumerate(cells):
        if isinstance(value, float):
            numbers[row] = value
        elif value is not None:
            if value not in known:
                known[value] = len(values)
                values.append(value)
            codes[row] = known[value]
    return Column(numbers, codes, tuple(values))
