"""The numbers of a text with its tables: those of running text by the grammar, those of cells by their column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.schema.units import parse_unit
from domain.text.table_lines import Cell, is_number
from domain.text.text_tables import TableRow, TextTable
from domain.text.traditional import simplified
from domain.text.wrapping import JoinedText
from loaders.numbers.grammar import read_numbers
from loaders.numbers.number import Number
from loaders.numbers.numerals import parse_arabic
from loaders.report.statements.lexicon import place_endings
from loaders.report.table_columns import ColumnMeaning, column_meanings, unit_of_row

_CELL: Final = re.compile(r"(?P<sign>[-−－+]?)(?P<number>[\d,，' \u00a0]*\d(?:[.．]\d+)?) ?(?P<unit>[^\d\s]*)")


@dataclass(frozen=True, slots=True)
class FigureCell:
    """Where the figure of a cell stands: its table, row, column, and what the column says."""

    table: TextTable
    row: TableRow
    column: int
    meaning: ColumnMeaning

    @property
    def label(self) -> str:
        """What the row is about; "" where nothing says so."""
        return simplified(self.row.label.text) if self.row.label else ""

    @property
    def name(self) -> str:
        """修武县征迁任务: the label of the row and the header of the column."""
        return f"{self.label}{self.meaning.header}"

    @property
    def place(self) -> str | None:
        """The label where it names a place."""
        is_place = not self.row.is_total and self.label.endswith(place_endings())
        return self.label if is_place else None


def read_numbers_and_cells(
    text: str, joined: JoinedText, tables: Sequence[TextTable], source: str
) -> tuple[list[Number], dict[int, FigureCell]]:
    """All numbers of `text` (the joined text of `source`) in order, and the cells that are figures by their start.

    tables: those of `source`. A row of a table is read cell by cell, so that no number reaches over two of them.
    """
    numbers: list[Number] = []
    cells: dict[int, FigureCell] = {}
    position = 0
    for table in tables:
        meanings = column_meanings(source, table)
        for row in table.rows:
            start = joined.joined(row.start)
            numbers += _shifted(text, position, start)
            for number, cell in _row(text, joined, table, row, meanings):
                numbers.append(number)
                if cell is not None:
                    cells[number.start] = cell
            position = joined.joined(row.end - 1) + 1
    numbers += _shifted(text, position, len(text))
    return numbers, cells


def figure_cells(text: str, tables: Sequence[TextTable]) -> Iterator[tuple[int, FigureCell]]:
    """Each cell of a column of figures that holds something, with its offset in `text`, in order."""
    for table in tables:
        meanings = column_meanings(text, table)
        for row in table.rows:
            for at, (cell, meaning) in enumerate(zip(row.cells, meanings, strict=True)):
                if cell is not None and meaning is not None:
                    yield cell.start, FigureCell(table, row, at, meaning)


def _shifted(text: str, start: int, end: int) -> Iterator[Number]:
    """The numbers of text[start:end], by the grammar of running text."""
    for number in read_numbers(text[start:end]) if start or end < len(text) else read_numbers(text):
        number.start, number.end = number.start + start, number.end + start
        yield number


def _row(
    text: str, joined: JoinedText, table: TextTable, row: TableRow, meanings: Sequence[ColumnMeaning | None]
) -> Iterator[tuple[Number, FigureCell | None]]:
    unit = unit_of_row(table, row)
    for at, (cell, meaning) in enumerate(zip(row.cells, meanings, strict=True)):
        if cell is None:
            continue
        start = joined.joined(cell.start)
        end = joined.joined(cell.end - 1) + 1
        number = None if meaning is None else _number(cell, (start, end), meaning.unit or unit)
        if number is not None and meaning is not None:
            yield number, FigureCell(table, row, at, meaning)
        elif table.columns[at].kind == "rank" and cell.text.isdecimal():
            yield Number(start, end, "rank", float(cell.text)), None
        else:
            yield from ((other, None) for other in _shifted(text, start, end))


def _number(cell: Cell, span: tuple[int, int], unit: str) -> Number | None:
    """The number of a cell in the unit that it prints itself, else in `unit`; None where it holds another thing."""
    match = _CELL.fullmatch(cell.text) if is_number(cell.text) else None
    if match is None or (match["unit"] and parse_unit(match["unit"]) is None):
        return None
    unit = match["unit"] or unit
    known = parse_unit(unit)
    value = parse_arabic(match["number"])
    if match["sign"] and match["sign"] != "+":
        value = -value
    return Number(*span, known.dimension if known else "count", value, unit=unit)
