"""Uncommitted edits of 在线修改: edited tables, decisions, and the version that they are based on."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pandas as pd
import streamlit as st

from domain.judging.decisions import DECISIONS
from domain.schema.columns import Column
from domain.schema.display import is_missing
from domain.schema.ledger import (
    HIDDEN_COLUMNS,
    qualifier_of,
    sheet_columns,
    unit_column_of,
)
from domain.schema.tables import TABLES
from proposals.proposal import edited_rows
from store.records import Version
from ui.edit.pending_change import PendingChange, pending_change

#: Session key: how many grids were opened. Each grid has its own number, so that its widget state is not reused.
GRIDS: Final = "grids"
#: Not edited here: columns that the program fills in, and decisions, which have their own forms.
_NOT_SHOWN: Final = frozenset((*HIDDEN_COLUMNS, "indicator_id", *DECISIONS["measures"]))
LOCKED: Final = frozenset(("row_id", "quote"))
_NO_NAME: Final = frozenset(("unit", "claim"))
_LAST: Final = 99
#: Changes that can be undone.
_MAX_UNDO: Final = 50

Decisions = dict[str, dict[str, Any]]


@dataclass(eq=False)
class Editing:
    """The edits of one session in one period. base: the version that they are based on; edits: table → rows of the
    editor.

    decisions: table → row_id → column → value, of the columns of DECISIONS. preview_requested: a preview is wanted,
    also after further changes; checked: the edits it was made from. resumed: the open grid is that of an ended session,
    whose tab may still have it. undo_steps: (table, rows before), newest last.
    """

    base: Version
    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    edits: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    decisions: dict[str, Decisions] = field(default_factory=dict)
    undo_steps: list[tuple[str, pd.DataFrame]] = field(default_factory=list, repr=False)
    shown: str = ""
    start: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    number: int = 0
    after: int = 0
    preview_requested: bool = False
    resumed: bool = False
    checked: tuple[dict[str, pd.DataFrame], dict[str, Decisions]] = field(default_factory=lambda: ({}, {}), repr=False)

    @property
    def pending_change(self) -> PendingChange:
        """The pending change of these edits."""
        return pending_change(edits_key(self.base))

    @property
    def grid(self) -> str:
        """The widget key of the editor that was opened last."""
        return f"grid {self.number} {self.shown}"

    @property
    def untouched(self) -> bool:
        """Whether nothing has been changed yet."""
        return not self.decisions and not any(self.is_changed(name) for name in self.edits)

    def is_changed(self, name: str) -> bool:
        """Whether the rows of a table differ from those of the base version."""
        return name in self.edits and not self.edits[name].equals(shown_rows(name, self.tables[name]))

    def open(self, name: str) -> pd.DataFrame:
        """The initial rows for the editor of table `name`: the edited ones, else those of the base version."""
        if self.shown != name:
            self.shown, self.number = name, st.session_state.get(GRIDS, 0) + 1
            st.session_state[GRIDS] = self.number
            rows = self.edits.get(name, shown_rows(name, self.tables[name]))
            self.start = rows.set_axis(pd.RangeIndex(1, len(rows) + 1), axis="index")
        return self.start

    def keep(self, name: str, rows: pd.DataFrame) -> None:
        """Keep the editor's current rows of table `name`, with an undo step where they differ."""
        previous = self.edits.get(name, self.start)
        if not _equal_rows(previous, rows):
            self.undo_steps = [*self.undo_steps, (name, previous)][-_MAX_UNDO:]
        self.edits[name] = rows

    def can_undo(self, name: str) -> bool:
        """Whether a change of table `name` can be undone."""
        return any(each == name for each, _ in self.undo_steps)

    def undo(self, name: str) -> None:
        """Undo the last change of table `name` and reopen its editor with the previous rows."""
        at = max((at for at, (each, _) in enumerate(self.undo_steps) if each == name), default=None)
        if at is None:
            return
        self.edits[name] = self.undo_steps.pop(at)[1]
        self.close()
        self.pending_change.invalidate()

    def close(self) -> None:
        """Close the editor; its rows are kept in `edits`."""
        self.shown = ""

    def note_checked(self) -> None:
        """Remember the current edits as those of the last check."""
        self.checked = self.proposed(), deepcopy(self.decisions)

    def is_as_checked(self) -> bool:
        """Whether nothing was changed since the last check."""
        current, (checked, decided) = self.proposed(), self.checked
        same = current.keys() == checked.keys() and all(current[name].equals(checked[name]) for name in current)
        return same and self.decisions == decided

    def decide(self, table: str, decisions: Decisions) -> None:
        """Keep decisions about rows of `table` until they are committed."""
        existing = self.decisions.setdefault(table, {})
        for row_id, cells in decisions.items():
            existing[row_id] = {**existing.get(row_id, {}), **cells}

    def proposed(self) -> dict[str, pd.DataFrame]:
        """The changed tables, as `propose_edit` takes them."""
        return {
            name: _with_stored(rows, edited_rows(name, self.tables[name]))
            for name, rows in self.edits.items()
            if self.is_changed(name)
        }


def edits_key(version: Version) -> str:
    """The session key of the edits in the period of `version`."""
    return f"edit {version.unit} {version.period}"


def shown_rows(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table as the editor shows them: index from 1, every cell a text or None.

    The editor parses nothing: its typed columns silently drop or rewrite what they cannot read (约600 becomes 600, 年底
    becomes today). Texts are parsed by the workbook loader.
    """
    rows = edited_rows(name, table)[[column.name for column in shown_columns(name)]]
    index = pd.RangeIndex(1, len(rows) + 1)
    texts = {column: pd.Series(map(_shown_text, rows[column]), dtype="object", index=index) for column in rows}
    return pd.DataFrame(texts, index=index, columns=rows.columns)


def _shown_text(cell: Any) -> str | None:
    """A stored cell as the editor shows it: 2023-06-30, 12500.5; None where missing."""
    if is_missing(cell):
        return None
    if isinstance(cell, float):
        return f"{Decimal(f'{cell:.15g}'):f}"  # 15 digits, as in a spreadsheet, without exponent
    return f"{cell:%Y-%m-%d}" if isinstance(cell, date) else str(cell)


def _with_stored(rows: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Edited `rows` with the stored value in place of each unchanged text; `before`: from `edited_rows`.

    The remaining texts were typed or pasted. An added row has no id and no stored values.
    """
    positions = pd.Index(before["row_id"]).get_indexer(pd.Index(rows["row_id"]))
    columns = {}
    for column in rows:
        stored = [before[column].iloc[row] if row >= 0 else None for row in positions]
        cells = [_as_stored(text, old) for text, old in zip(rows[column], stored, strict=True)]
        columns[column] = pd.Series(cells, dtype="object", index=rows.index)
    return pd.DataFrame(columns, index=rows.index)


def _equal_rows(left: pd.DataFrame, right: pd.DataFrame) -> bool:
    """Whether two tables of texts hold the same rows, regardless of their index."""
    return left.reset_index(drop=True).equals(right.reset_index(drop=True))


def _as_stored(text: str | None, stored: Any) -> Any:
    return stored if text is not None and text == _shown_text(stored) else text


def shown_columns(name: str) -> list[Column]:
    """Key columns first, then figures with their units and as-of date, then the rest; the id is last."""
    shown = [column for column in sheet_columns(name) if column.name not in _NOT_SHOWN]
    keys = [key for key in TABLES[name].key if key not in _NO_NAME]
    figures = {"as_of_end", *(column.name for column in shown if column.kind == "number")}
    companions = {companion(name, column) for column in figures for companion in (qualifier_of, unit_column_of)}

    def place(column: Column) -> int:
        if column.name in keys:
            return keys.index(column.name)
        if column.name in LOCKED:
            return _LAST + (column.name == "row_id")
        return len(keys) if column.name in figures | companions else len(keys) + 1

    return sorted(shown, key=place)
