"""What somebody is changing on screen and has not committed: edited tables, decisions, the version they began with."""

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
    heading,
    qualifier_of,
    sheet_columns,
    unit_column_of,
)
from domain.schema.tables import KEPT_TABLES, TABLES
from proposals.proposal import edited_rows, propose_edit, whole_tables
from store.errors import StoreError
from store.records import Version
from ui.edit.pending_change import PendingChange, pending_change
from ui.shell.account import actor
from ui.shell.cache import newest
from ui.shell.text import escape_html

#: How many grids a session has opened. Each has its number: what is typed into one that was let go does not come back
#: in the next.
_GRIDS: Final = "grids"
#: The grid that was on screen last.
_DRAWN: Final = "drawn grid"
#: Not edited here: what the program fills in, and decisions, which have forms of their own.
_NOT_SHOWN: Final = frozenset((*HIDDEN_COLUMNS, "indicator_id", *DECISIONS["measures"]))
_LOCKED: Final = frozenset(("row_id", "quote"))
_NO_NAME: Final = frozenset(("unit", "claim"))
_LAST: Final = 99
_NUMBERS: Final = st.column_config.NumberColumn(label="行", disabled=True, width="small")
#: What the help of a column says where the ledger has a drop-down list; a grid of texts has none.
_FROM_LIST: Final = ",从下拉列表中选"
_ROW_HEIGHT: Final = 35
_MOST_SHOWN: Final = 14
#: So many changes can be taken back.
_MOST_STEPS: Final = 50

Decided = dict[str, dict[str, Any]]


@dataclass(eq=False)
class Editing:
    """The edits of one session in one period. `base`: the version that they began with; `edits`: table → rows as the
    editor has them.

    `decided`: table → row_id → column → value, of the columns of DECISIONS. `asked`: a preview is wanted, also after
    further changes; `checked`: what it was made of. `steps`: each table before one of its changes, the last one last.
    """

    base: Version
    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    edits: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    decided: dict[str, Decided] = field(default_factory=dict)
    steps: list[tuple[str, pd.DataFrame]] = field(default_factory=list, repr=False)
    shown: str = ""
    start: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    number: int = 0
    after: int = 0
    asked: bool = False
    checked: tuple[dict[str, pd.DataFrame], dict[str, Decided]] = field(default_factory=lambda: ({}, {}), repr=False)

    @property
    def pending_change(self) -> PendingChange:
        """What is proposed of the edits."""
        return pending_change(_name(self.base))

    @property
    def grid(self) -> str:
        """The key of the editor that was opened last."""
        return f"grid {self.number} {self.shown}"

    @property
    def untouched(self) -> bool:
        """Whether nothing has been changed yet."""
        return not self.decided and not any(self.is_changed(name) for name in self.edits)

    def is_changed(self, name: str) -> bool:
        """Whether the rows of a table are other ones than those of the version."""
        return name in self.edits and not self.edits[name].equals(shown_rows(name, self.tables[name]))

    def open(self, name: str) -> pd.DataFrame:
        """The rows with which the editor of table `name` begins: what was edited before, else those of the version."""
        if self.shown != name:
            self.shown, self.number = name, st.session_state.get(_GRIDS, 0) + 1
            st.session_state[_GRIDS] = self.number
            rows = self.edits.get(name, shown_rows(name, self.tables[name]))
            self.start = rows.set_axis(pd.RangeIndex(1, len(rows) + 1), axis="index")
        return self.start

    def keep(self, name: str, rows: pd.DataFrame) -> None:
        """Keep the rows of table `name` as the editor has them now; what they were before can be had back."""
        before = self.edits.get(name, self.start)
        if not _same_rows(before, rows):
            self.steps = [*self.steps, (name, before)][-_MOST_STEPS:]
        self.edits[name] = rows

    def can_undo(self, name: str) -> bool:
        """Whether a change of table `name` can be taken back."""
        return any(each == name for each, _ in self.steps)

    def undo(self, name: str) -> None:
        """Take back the last change of table `name`; its editor begins anew with the rows before."""
        at = max((at for at, (each, _) in enumerate(self.steps) if each == name), default=None)
        if at is None:
            return
        self.edits[name] = self.steps.pop(at)[1]
        self.close()
        self.pending_change.touch()

    def close(self) -> None:
        """The editor is no longer on screen: what was typed into it is in `edits` alone."""
        self.shown = ""

    def note_checked(self) -> None:
        """Everything that is changed now is what the check is of."""
        self.checked = self.proposed(), deepcopy(self.decided)

    def is_as_checked(self) -> bool:
        """Whether nothing was changed since the last check."""
        now, (checked, decided) = self.proposed(), self.checked
        same = now.keys() == checked.keys() and all(now[name].equals(checked[name]) for name in now)
        return same and self.decided == decided

    def decide(self, table: str, decisions: Decided) -> None:
        """Keep decisions about rows of `table` until they are committed."""
        kept = self.decided.setdefault(table, {})
        for row_id, cells in decisions.items():
            kept[row_id] = {**kept.get(row_id, {}), **cells}

    def proposed(self) -> dict[str, pd.DataFrame]:
        """The tables that were changed, as `propose_edit` takes them."""
        return {
            name: _with_stored(rows, edited_rows(name, self.tables[name]))
            for name, rows in self.edits.items()
            if self.is_changed(name)
        }


def editing() -> Editing:
    """The edits of this session in the period on screen; those in another one are there again on the way back.

    Begun anew on the newest version after a commit, and while nothing is changed. Call it only where something is
    stored.
    """
    latest = newest()
    assert latest is not None
    now, kept = pending_change(_name(latest)), st.session_state.get(_name(latest))
    committed = now.committed.id if now.committed else 0
    if not isinstance(kept, Editing) or kept.after != committed or (kept.base.id != latest.id and _is_idle(kept)):
        kept = st.session_state[_name(latest)] = Editing(latest, whole_tables(latest), after=committed)
    return kept


def _name(version: Version) -> str:
    """What belongs to edits in one period is called, in a session."""
    return f"edit {version.org_unit} {version.period}"


def _is_idle(edits: Editing) -> bool:
    """Whether nothing is changed, nor typed since the page was drawn: the edits hear of that when it is drawn anew."""
    return edits.untouched and not any(st.session_state.get(edits.grid, {}).values())


def shown_rows(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table as the editor shows them: numbered from 1, every cell a text or None.

    The editor parses nothing: its columns of numbers, days and choices drop or rewrite without a message what they
    cannot read (约600 becomes 600, 年底 becomes today). Whoever wants to know what a text means asks the parser of
    workbooks.
    """
    rows = edited_rows(name, table)[[column.name for column in _shown_columns(name)]]
    index = pd.RangeIndex(1, len(rows) + 1)
    texts = {column: pd.Series(map(_shown_text, rows[column]), dtype="object", index=index) for column in rows}
    return pd.DataFrame(texts, index=index, columns=rows.columns)


def _shown_text(cell: Any) -> str | None:
    """A stored cell as the editor shows it: 2023-06-30, 12500.5; None where missing."""
    if is_missing(cell):
        return None
    if isinstance(cell, float):
        return f"{Decimal(f'{cell:.15g}'):f}"  # as many digits as a spreadsheet keeps, and no exponent
    return f"{cell:%Y-%m-%d}" if isinstance(cell, date) else str(cell)


def pick_table() -> str:
    """Which table to edit."""
    return st.selectbox(
        "改哪张表", list(KEPT_TABLES), format_func=lambda name: TABLES[name].label, key="edited table", width=320
    )


def edit_table(name: str) -> None:
    """The table in an editor; what is changed there is kept, also while another table or page is looked at."""
    edits = editing()
    if edits.grid not in st.session_state or st.session_state.get(_DRAWN) != edits.grid:
        edits.close()
    start = edits.open(name)
    st.session_state[_DRAWN] = edits.grid
    rows = st.data_editor(
        start,
        column_config={"_index": _NUMBERS, **{column.name: _config(name, column) for column in _shown_columns(name)}},
        num_rows="dynamic",
        hide_index=False,
        height=_ROW_HEIGHT * (min(len(start), _MOST_SHOWN) + 2),
        key=edits.grid,
        on_change=edits.pending_change.touch,
        placeholder="",
    )
    edits.keep(name, rows.where(rows != "", None))
    st.button(
        "撤销上一步", key="undo edit", on_click=edits.undo, args=(name,), disabled=not edits.can_undo(name),
        help="退回到这张表上一次改动之前，粘贴或删行算一步。",
    )  # fmt: skip


def show_check() -> PendingChange:
    """What is changed so far, the button that checks it and the one that lets it all go; what comes of it."""
    edits = editing()
    now = edits.pending_change
    told = _told(edits)
    begun = f"(从第{edits.base.id}版开始改)"
    said, mark = (";".join(told) + begun, ' data-unsaved="1"') if told else ("还没有改动。", "")
    st.html(f'<p class="from"{mark}>{escape_html(said)}</p>')
    left, middle, _ = st.columns([1, 1, 3])
    if left.button("检查并预览", key="check edits", type="primary", width="stretch"):
        edits.asked = True
    middle.button("放弃全部改动", key="drop edits", on_click=_drop, args=(edits,), disabled=not told, width="stretch")
    # What was being typed when the button was pressed arrives a moment after it.
    if told and edits.asked and (now.proposal is None or not edits.is_as_checked() or now.has_new_answers):
        propose(edits)
    elif not told and now.proposal is not None:
        now.take(None)
    return now


def _told(edits: Editing) -> list[str]:
    """What is changed so far, in words."""
    changed = [TABLES[name].label for name in edits.edits if edits.is_changed(name)]
    told = [f"改过的表:{'、'.join(changed)}"] if changed else []
    return [*told, "有尚未提交的决定"] if edits.decided else told


def propose(edits: Editing) -> None:
    """Hold everything that was changed as a proposal on the newest version."""
    now, latest = edits.pending_change, newest()
    if latest is None:
        return
    now.committed, edits.after = None, 0
    edits.asked = True
    edits.note_checked()
    try:
        tables, decided = edits.checked
        now.update(propose_edit(tables, edits.base, latest, actor(), decided=decided, answers=now.answers))
    except StoreError as error:
        now.take(None)
        now.refused, edits.asked = str(error), False


def _drop(edits: Editing) -> None:
    st.session_state.pop(_name(edits.base), None)
    edits.pending_change.drop()


def _with_stored(rows: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Edited `rows` with the stored value in place of each text that nobody changed; `before`: as `edited_rows` makes.

    What is left as text was typed or pasted. A row that was added has no id, and no stored value.
    """
    at = pd.Index(before["row_id"]).get_indexer(pd.Index(rows["row_id"]))
    found = {}
    for column in rows:
        stored = [before[column].iloc[row] if row >= 0 else None for row in at]
        cells = [_as_stored(text, old) for text, old in zip(rows[column], stored, strict=True)]
        found[column] = pd.Series(cells, dtype="object", index=rows.index)
    return pd.DataFrame(found, index=rows.index)


def _same_rows(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two tables of texts hold the same rows, however these are numbered."""
    return one.reset_index(drop=True).equals(other.reset_index(drop=True))


def _as_stored(text: str | None, stored: Any) -> Any:
    return stored if text is not None and text == _shown_text(stored) else text


def _shown_columns(name: str) -> list[Column]:
    """What tells the rows apart, then the figures with their units and as-of day, then the rest; the id is last."""
    shown = [column for column in sheet_columns(name) if column.name not in _NOT_SHOWN]
    keys = [key for key in TABLES[name].key if key not in _NO_NAME]
    figures = {"as_of_end", *(column.name for column in shown if column.kind == "number")}
    about = {each(name, column) for column in figures for each in (qualifier_of, unit_column_of)}

    def place(column: Column) -> int:
        if column.name in keys:
            return keys.index(column.name)
        if column.name in _LOCKED:
            return _LAST + (column.name == "row_id")
        return len(keys) if column.name in figures | about else len(keys) + 1

    return sorted(shown, key=place)


def _config(name: str, column: Column) -> Any:
    """How the editor treats a column of texts: its header, what may be written, on which side it stands."""
    words, about = column.words, heading(name, column.name).help
    if words:
        choices = "、".join(word for word in words.values() if word)
        about = f"{about.replace(_FROM_LIST, '')}可填：{choices}。"
    return st.column_config.TextColumn(
        column.header,
        help=about or None,
        disabled=column.name in _LOCKED,
        pinned=column is _shown_columns(name)[0],
        alignment="right" if column.kind == "number" and not words else None,
    )
