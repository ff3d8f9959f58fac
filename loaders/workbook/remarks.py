"""Recognizes used rows that are not data: totals, group headings, notes, signatures, repeated headers.

A row is skipped, with a notice, only where nothing in it could be data; for one that looks like a total or a note but
has more contents, the clerk is asked. Rows of the current version are always data.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np

from domain.faults import Choice
from domain.schema.ledger import HIDDEN_COLUMNS, words_of
from loaders.workbook.above_header import rows_above_header
from loaders.workbook.caption_words import is_caption, is_caption_row
from loaders.workbook.cells import Value
from loaders.workbook.fault_collector import FaultCollector
from loaders.workbook.layout import Layout
from loaders.workbook.remark_words import (
    is_remark,
    item,
    labels,
    notes,
    numbered,
    ordinal,
    plain_words,
    subtotals,
    totals,
)

#: Columns that the program fills in; they do not make a row data.
PROGRAM_COLUMNS: Final = frozenset({"row_id", "quote", *HIDDEN_COLUMNS})
#: Characters that clerks write for "no value".
_DASHES: Final = "-—―/\uff0f\uff0d"
#: A row with at most so many cells may be a note or its continuation.
_MAX_NOTE_CELLS: Final = 2
#: Rows that decide whether the rows of a table are numbered.
_SAMPLE: Final = 200
_TOTAL, _NOTE, _HEADING = "合计", "表格以外的说明", "小标题"


def filled_cells(layout: Layout) -> tuple[np.ndarray, np.ndarray]:
    """Per used row: whether it is filled in (bool), and its number of non-blank cells (int)."""
    sheet = layout.sheet
    filled = np.zeros(len(sheet.rows), dtype=bool)
    count = np.zeros(len(sheet.rows), dtype=np.int32)
    names = {found.at: name for name, found in layout.columns.items()}
    for at, column in sheet.columns.items():
        count += column.holds
        if names.get(at, "row_id") not in PROGRAM_COLUMNS:
            filled |= column.holds
    filled[_marked_rows(layout)] = True
    return filled, count


def data_rows(layout: Layout, is_known: np.ndarray, keys: tuple[str, ...], collector: FaultCollector) -> np.ndarray:
    """The used rows that are data; is_known: mask of rows of the current version. Skipped rows are reported."""
    sheet = layout.sheet
    filled, count = filled_cells(layout)
    below = np.arange(len(sheet.rows)) >= layout.data_from
    data = below & filled & is_known
    others = below & ~is_known
    suspicious = _suspicious(layout, others)
    below_remark = np.cumsum(suspicious) > 0
    special = suspicious | ~_has_key(layout, keys[0]) | (count <= 1) | ((count <= _MAX_NOTE_CELLS) & below_remark)
    data |= others & ~special
    are_numbered = _are_numbered(layout, np.flatnonzero(below & (count > 1)))
    for row, at in rows_above_header(layout).items():
        collector.report_at("row_above_header", row, at)
    note = -1
    for row in np.flatnonzero(others & special & (count > 0)).tolist():
        cells = {at: value for at, value in sheet.row(row).items() if not is_nothing(value)}
        if not cells:
            continue
        candidate = _Row(layout, cells, keys, are_numbered)
        code, at, kind = candidate.left_out()
        if code is None and note >= 0 and not data[note:row].any() and candidate.may_go_on_with_note:
            code, kind = ("row_or_not" if candidate.has_name else "note_skipped"), _NOTE
        if code == "note_skipped" and kind == _NOTE:
            note = row
        if code == "row_or_not":
            choices = Choice("skip", f"是{kind}，不读入"), Choice("data", "是一行数据，读入")
            data[row] = collector.ask_at(code, row, at, choices, what=kind) == "data"
        elif code is None:
            data[row] = True
        else:
            collector.report_at(code, row, at, what=kind)
    return np.flatnonzero(data)


def _are_numbered(layout: Layout, rows: np.ndarray) -> bool:
    """Whether most rows with a number start with 一、（一） or 1., as in tables of statistics."""
    sheet, numbered, count = layout.sheet, 0, 0
    for row in rows[:_SAMPLE].tolist():
        cells = sheet.row(row)
        if any(isinstance(value, float) for value in cells.values()):
            first = next((value for value in cells.values() if isinstance(value, str)), "")
            numbered, count = numbered + bool(item().match(plain_words(first))), count + 1
    return count > 1 and 2 * numbered > count


def _has_key(layout: Layout, key: str) -> np.ndarray:
    found = layout.columns.get(key)
    if found is None:
        return np.zeros(len(layout.sheet.rows), dtype=bool)
    column = layout.sheet.columns[found.at]
    return column.filled & ~np.isin(column.codes, [n for n, value in enumerate(column.values) if is_nothing(value)])


def is_nothing(value: Value) -> bool:
    """Whether a cell has only blanks and dashes."""
    return value is None or (isinstance(value, str) and not value.strip().strip(_DASHES))


def is_note(value: Value) -> bool:
    """Whether a text begins as a note does: 注：, 备注1., ※, or with a label such as 填表人：."""
    return isinstance(value, str) and notes().match(plain_words(value)) is not None


def _marked_rows(layout: Layout) -> list[int]:
    """The used rows with a formula without a stored result, or with an error: these count as filled in."""
    columns = {found.at for name, found in layout.columns.items() if name not in PROGRAM_COLUMNS}
    numbers = [
        rows for (at, mark), rows in layout.sheet.marks.items() if at in columns and mark in ("formula", "error")
    ]
    return np.flatnonzero(np.isin(layout.sheet.rows, np.concatenate(numbers))).tolist() if numbers else []


def _suspicious(layout: Layout, among: np.ndarray) -> np.ndarray:
    """Mask of the rows in `among` with a word of totals, remarks or headings, or with their own header."""
    found = np.zeros(len(among), dtype=bool)
    rows = np.flatnonzero(among)
    labels = {each.at: each.label for each in layout.columns.values()}
    for at, column in layout.sheet.columns.items():
        codes = column.codes[rows]
        odd = np.zeros(len(column.values) + 1, dtype=bool)
        for code in np.unique(codes[codes >= 0]).tolist():
            value = column.values[code]
            odd[code] = isinstance(value, str) and (value == labels.get(at) or is_remark(value))
        found[rows] |= odd[codes]  # -1, nothing, is the last one
    return found


class _Row:
    """A row that may not be data. cells: its filled cells; names: the table's column of each."""

    def __init__(self, layout: Layout, cells: Mapping[int, Value], keys: tuple[str, ...], are_numbered: bool) -> None:
        self.layout, self.cells, self.keys, self.are_numbered = layout, cells, keys, are_numbered
        self.names = {found.at: name for name, found in layout.columns.items() if found.at in cells}
        self.texts = {at: plain_words(value) for at, value in cells.items() if isinstance(value, str)}
        self.first = next(iter(self.texts or cells))
        self.own = {at for at, name in self.names.items() if name not in PROGRAM_COLUMNS}

    def left_out(self) -> tuple[str | None, int, str]:
        """(code of domain.faults or None for data, position of the cell, kind of row)."""
        if self._is_header():
            return "header_skipped", self.first, ""
        for judge in (self._as_caption, self._as_total, self._as_note, self._as_heading):
            if (judged := judge()) is not None:
                return judged
        if len(self.cells) == 1 and not self._names(self.keys):
            return "note_skipped", self.first, ""
        return (None if self.own else "row_unread"), self.first, ""

    @property
    def may_go_on_with_note(self) -> bool:
        """Whether the row has one text, or a number like 2. and one: below a note it continues the note."""
        is_numbered = item().fullmatch(self.texts.get(self.first, "")) is not None
        return len(self.texts) == len(self.cells) <= 1 + is_numbered

    @property
    def has_name(self) -> bool:
        """Whether the text is in the name column and is not numbered like the points of a note."""
        return bool(self._names(self.keys[:1])) and not item().match(self.texts[self.first])

    def _names(self, columns: tuple[str, ...]) -> set[int]:
        return {at for at in self.own if self.names[at] in columns}

    def _is_header(self) -> bool:
        labels = {found.at: found.label for found in self.layout.columns.values()}
        return sum(isinstance(value, str) and value == labels.get(at) for at, value in self.cells.items()) >= 2

    def _as_caption(self) -> tuple[str, int, str] | None:
        """单位：元 below or among the rows; what it means for the columns is decided in captions."""
        captions = [at for at, value in self.cells.items() if isinstance(value, str) and is_caption(value)]
        if not captions or not (is_caption_row(self.cells) or set(captions) & self._names(self.keys)):
            return None
        return ("note_skipped" if is_caption_row(self.cells) else "row_or_not"), captions[0], _NOTE

    def _as_total(self) -> tuple[str, int, str] | None:
        """合计 in the first text, in a key column or outside of the table's columns; 国有林地合计 may be a name."""
        for at, text in self.texts.items():
            is_read = at in self.own
            if at != self.first and is_read and self.names[at] not in self.keys:
                continue
            if totals().fullmatch(text):
                sure = at == self.first or is_read or not self._names(self.keys[:1])
            elif subtotals().fullmatch(text):
                sure = not self._naming(at)
            else:
                continue
            return ("total_skipped" if sure else "row_or_not"), at, _TOTAL
        return None

    def _naming(self, at: int) -> set[int]:
        """Other key columns with a name, not only a unit or a word of a drop-down list."""
        return {other for other in self._names(self.keys) & set(self.texts) if other != at and not self._is_word(other)}

    def _is_word(self, at: int) -> bool:
        return self.names[at] == "unit" or bool(words_of(self.layout.table, self.names[at]))

    def _as_note(self) -> tuple[str, int, str] | None:
        first = self.texts.get(self.first, "")
        if labels().fullmatch(first):
            return "note_skipped", self.first, _NOTE
        if not notes().match(first):
            return None
        noted = {at for at, text in self.texts.items() if notes().match(text) or labels().fullmatch(text)}
        alone = not (self.own - noted - {self.first})
        return ("note_skipped" if alone else "row_or_not"), self.first, _NOTE

    def _as_heading(self) -> tuple[str, int, str] | None:
        """一、新增耕地, or 一 in a separate column and a name; with numbers it may be the group's total."""
        first = self.texts.get(self.first, "")
        heading = {self.first}
        if self.first not in self.own and ordinal().fullmatch(first):
            heading |= {next((at for at in self.texts if at != self.first), self.first)}
        if len(heading) == 1 and not numbered().match(first):
            return None
        others = set(self.cells) - heading
        if not others:
            return "heading_skipped", self.first, _HEADING
        own = others & self.own
        only_numbers = all(isinstance(self.cells[at], float) or self._is_word(at) for at in own)
        if not only_numbers or not numbered().match(first):
            return None
        if self.are_numbered and any(isinstance(self.cells[at], float) for at in own):
            return None
        return "row_or_not", self.first, _HEADING
