"""Struck-out rows, comments, and struck-out pieces of text."""

from dataclasses import replace
from typing import Final

import numpy as np

from domain.faults import Choice, Fault, Place, make_fault, shown
from domain.schema.ledger import heading
from loaders.workbook.cells import Note, cell_name
from loaders.workbook.fault_collector import FaultCollector
from loaders.workbook.layout import Layout
from loaders.workbook.remarks import PROGRAM_COLUMNS

_CODES: Final = {"comment": "comment", "struck": "struck_piece"}
_MAX_TEXT: Final = 1000
_ROW_CHOICES: Final = (Choice("drop", "不再算，按这份台账里没有这一行处理"), Choice("keep", "照常读取这一行"))


def struck_rows(layout: Layout, at: np.ndarray) -> np.ndarray:
    """Mask of the used rows `at` that are struck out as a whole: in every filled cell that the table reads."""
    sheet = layout.sheet
    columns = [found.at for name, found in layout.columns.items() if name not in PROGRAM_COLUMNS]
    marks = {column: rows for (column, mark), rows in sheet.marks.items() if mark == "struck" and column in columns}
    if not marks:
        return np.zeros(len(at), dtype=bool)
    filled = np.zeros(len(at), dtype=np.int32)
    struck = np.zeros(len(at), dtype=np.int32)
    for column in columns:
        holds = sheet.columns[column].holds[at] if column in sheet.columns else np.zeros(len(at), dtype=bool)
        filled += holds
        if column in marks:
            struck += holds & np.isin(sheet.rows[at], marks[column])
    return (struck > 0) & (struck == filled)


def ask_struck_rows(collector: FaultCollector, at: np.ndarray) -> np.ndarray:
    """Ask about each of the used rows `at` that is struck out as a whole; returns the mask of those to drop."""
    layout = collector.layout
    dropped = np.zeros(len(at), dtype=bool)
    columns = sorted(found.at for name, found in layout.columns.items() if name not in PROGRAM_COLUMNS)
    for row in np.flatnonzero(struck_rows(layout, at)).tolist():
        used_row = int(at[row])
        first = next(column for column in columns if layout.sheet.columns[column].holds[used_row])
        dropped[row] = collector.ask_at("struck_row", used_row, first, _ROW_CHOICES) == "drop"
    return dropped


def note_faults(layout: Layout) -> list[Fault]:
    """Faults for the comments of the sheet and for struck-out pieces of text, which are not read."""
    return [_fault(layout, note) for note in layout.sheet.notes if not _is_help(layout, note)]


def _fault(layout: Layout, note: Note) -> Fault:
    name = next((name for name, found in layout.columns.items() if found.at == note.column), "")
    place = Place(layout.sheet.name, cell_name(note.row, note.column), layout.table, name)
    fault = make_fault(_CODES[note.kind], place, text=note.text)
    return replace(fault, wrong=fault.kind.wrong.format(text=shown(note.text, _MAX_TEXT)))


def _is_help(layout: Layout, note: Note) -> bool:
    """Whether it is the ledger's own help text on a header."""
    header = int(layout.sheet.rows[layout.data_from - 1]) if layout.data_from else -1
    name = next((name for name, found in layout.columns.items() if found.at == note.column), None)
    return note.row <= header and name is not None and heading(layout.table, name).help in note.text
