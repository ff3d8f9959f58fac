"""Blocks of a document, lines and tables, and the text that they make.

A table becomes lines of cells between bars, the form in which domain/text/text_tables.py reads tables inside a text.
Part of the child process: standard library only.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Union

#: A line without a line break, or a table.
Block = Union[str, "Table"]

_NUMBER: Final = re.compile(r"[-−－+]?\d[\d,，.．]*[ ]?(?:[%％‰]|[\u4e00-\u9fff㎡²]{1,4})?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d年?(?:度)?")
_BARS: Final = re.compile(r"[|｜│┃]")
_BLANKS: Final = re.compile("[ \t\u00a0\u2002\u2003]+")
_ENDS: Final = " \t\u3000\u00a0\ufeff\u200b"
#: Soft hyphens, places of objects and characters without width: within a number they would split it.
_UNSEEN: Final = re.compile("[\u00ad\ufffc\u200b-\u200f\u2060\ufeff]")
_WIDE: Final = re.compile("[\u2e80-\uffef]")
#: A longer row of cells is prose in a frame, not a row of a table.
_LONGEST_ROW: Final = 1000
_SHORT_CELL: Final = 40
_WIDEST: Final = 200


@dataclass
class TableCell:
    """Row and column where it begins, over how many of each it reaches, and what stands in it."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    blocks: list[Block] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """Its content as one line; paragraphs of a short cell are one word broken for width."""
        lines = [line for line in render_lines(self.blocks) if line]
        text = ""
        for line in lines:
            is_word = sum(map(len, lines)) <= _SHORT_CELL and (_WIDE.match(line) or _WIDE.match(text[-1:]))
            text += line if not text or is_word else f" {line}"
        return _BLANKS.sub(" ", _BARS.sub("¦", text)).strip()


@dataclass
class Table:
    """Cells in reading order; positions that no cell covers are empty."""

    cells: list[TableCell] = field(default_factory=list)

    def rows(self) -> list[list[TableCell]]:
        """The cells by the row in which they begin."""
        rows: list[list[TableCell]] = []
        for cell in self.cells:
            while len(rows) <= cell.row:
                rows.append([])
            rows[cell.row].append(cell)
        return rows


def render_text(blocks: Sequence[Block], notes: "Counter[str] | None" = None) -> str:
    """`blocks` as a text: one line each, no more than one blank line between two, none at its ends."""
    text = "\n".join(render_lines(blocks, notes))
    return re.sub("\n{3,}", "\n\n", text).strip("\n")


def render_lines(blocks: Sequence[Block], notes: "Counter[str] | None" = None) -> Iterator[str]:
    """The lines of `blocks`, without the blanks at their ends; `notes` counts merged cells with a number."""
    for block in blocks:
        if isinstance(block, Table):
            yield from _table_lines(block, notes)
        else:
            yield _UNSEEN.sub("", block).replace("\u00a0", " ").strip(_ENDS)


def _table_lines(table: Table, notes: "Counter[str] | None") -> Iterator[str]:
    rows = [row for row in table.rows() if any(cell.text for cell in row)]
    columns = sorted({cell.column for row in rows for cell in row if cell.text})
    if _is_layout(rows, columns):
        for row in rows:
            for cell in row:
                yield from render_lines(cell.blocks, notes)
        return
    yield ""
    reaching: dict[int, tuple[TableCell, bool]] = {}  # column -> a cell from above, and whether its text counts below
    for row in rows:
        number = row[0].row
        filled = [cell for cell in row if cell.text]
        texts = {cell.column: cell.text for cell in filled}
        for column, (cell, is_repeated) in reaching.items():
            if cell.row < number < cell.row + cell.row_span and is_repeated:
                texts.setdefault(column, cell.text)
        holds_number = any(_is_number(cell.text) for cell in filled)
        for cell in filled:
            if cell.row_span > 1:
                reaching[cell.column] = (cell, holds_number and not _is_number(cell.text))
                if notes is not None and holds_number and _is_number(cell.text):
                    notes["merged_number"] += 1
        only = filled[0] if len(texts) == 1 else None
        if only is not None and only.column == columns[0] and only.column_span >= columns[-1] - columns[0] + 1:
            yield from render_lines(only.blocks, notes)  # a title over the whole width
        else:
            yield "|" + "|".join(texts.get(column, "") for column in columns) + "|"
    yield ""


def _is_layout(rows: Sequence[Sequence[TableCell]], columns: Sequence[int]) -> bool:
    """Whether a table only places what it holds: one row, one column, pages of text, or tables in its cells."""
    if len(rows) < 2 or not 2 <= len(columns) <= _WIDEST:
        return True
    if any(isinstance(block, Table) for row in rows for cell in row for block in cell.blocks):
        return True
    return any(sum(len(cell.text) for cell in row) > _LONGEST_ROW for row in rows)


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None and _YEAR.fullmatch(text) is None
