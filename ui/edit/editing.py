"""在线修改: the grid of a table, the list of changes, and their proposal."""

from typing import Any, Final

import streamlit as st

from domain.schema.columns import Column
from domain.schema.ledger import heading
from domain.schema.tables import BASE_TABLES, TABLES
from proposals.proposal import propose_edit, whole_tables
from store.errors import StoreError
from ui.edit.autosaving import find_draft, keep_draft, refuse_draft, show_autosave
from ui.edit.edits import GRIDS, LOCKED, Editing, edits_key, shown_columns
from ui.edit.pending_change import PendingChange, pending_change
from ui.edit.saved_edits import edits_of, edits_state
from ui.shell.account import actor
from ui.shell.cache import newest
from ui.shell.text import escape_html

#: Session key: the grid that was on screen last.
_SHOWN_GRID: Final = "drawn grid"
#: Session key: the table whose grid is open.
_TABLE: Final = "edited table"
_ROW_NUMBERS: Final = st.column_config.NumberColumn(label="行", disabled=True, width="small")
#: Part of a column's help that refers to the ledger's drop-down list; a grid of texts has none.
_FROM_LIST: Final = "，从下拉列表中选"
_ROW_HEIGHT: Final = 35
_MAX_VISIBLE_ROWS: Final = 14


def editing() -> Editing:
    """The edits of this session in the period on screen; edits of other periods are kept.

    Restarted on the newest version after a commit and while nothing is changed. Requires a stored version.
    """
    latest = newest()
    assert latest is not None
    pending, edits = pending_change(edits_key(latest)), st.session_state.get(edits_key(latest))
    committed = pending.committed.id if pending.committed else 0
    if not isinstance(edits, Editing):
        edits = st.session_state[edits_key(latest)] = _restored(edits_key(latest))
    if not isinstance(edits, Editing) or edits.after != committed or (edits.base.id != latest.id and _is_idle(edits)):
        edits = st.session_state[edits_key(latest)] = Editing(latest, whole_tables(latest), after=committed)
    return edits


def restore_edits() -> None:
    """Restore the edits that an ended session left in the period on screen; before widgets, whose state they set."""
    editing()


def _restored(name: str) -> Editing | None:
    """The edits that an ended session left under `name`; None without any."""
    draft = find_draft(name)
    if draft is None:
        return None
    try:
        edits = edits_of(draft.state)
    except (StoreError, LookupError, TypeError, ValueError) as error:
        refuse_draft(name, str(error) if isinstance(error, StoreError) else "它是另一个版本的程序保存的。")
        return None
    if edits.number > st.session_state.get(GRIDS, 0):
        st.session_state[GRIDS] = edits.number
        if _TABLE not in st.session_state:
            st.session_state[_TABLE] = edits.shown
    else:  # a grid of this session has that number
        edits.resumed = False
        edits.close()
    return edits


def _is_idle(edits: Editing) -> bool:
    """Whether nothing is changed, not even in the grid since the last rerun."""
    return edits.untouched and not any(st.session_state.get(edits.grid, {}).values())


def pick_table() -> str:
    """The name of the table to edit."""
    return st.selectbox(
        "改哪张表", list(BASE_TABLES), format_func=lambda name: TABLES[name].label, key=_TABLE, width=320
    )


def edit_table(name: str) -> None:
    """Draws the editor of table `name`; changes are kept across tables and pages."""
    edits = editing()
    resumed = edits.resumed and edits.shown == name
    if not resumed and (edits.grid not in st.session_state or st.session_state.get(_SHOWN_GRID) != edits.grid):
        edits.close()
    edits.resumed = False
    start = edits.open(name)
    st.session_state[_SHOWN_GRID] = edits.grid
    rows = st.data_editor(
        start,
        column_config={
            "_index": _ROW_NUMBERS,
            **{column.name: _config(name, column) for column in shown_columns(name)},
        },
        num_rows="dynamic",
        hide_index=False,
        height=_ROW_HEIGHT * (min(len(start), _MAX_VISIBLE_ROWS) + 2),
        key=edits.grid,
        on_change=edits.pending_change.invalidate,
        placeholder="",
    )
    if resumed and not any(st.session_state[edits.grid].values()):
        edits.close()  # another tab: its browser knows nothing of what was typed into that grid
        st.rerun()
    edits.keep(name, rows.where(rows != "", None))
    st.button(
        "撤销上一步", key="undo edit", on_click=edits.undo, args=(name,), disabled=not edits.can_undo(name),
        help="退回到这张表上一次改动之前，粘贴或删行算一步。",
    )  # fmt: skip


def show_check() -> PendingChange:
    """Draws the list of changes and the buttons to check and to discard them; returns the pending change."""
    edits = editing()
    pending = edits.pending_change
    changes = _summary(edits)
    base_text = f"（从第{edits.base.id}版开始改）"
    text, mark = ("；".join(changes) + base_text, ' data-unsaved="1"') if changes else ("还没有改动。", "")
    st.html(f'<p class="from"{mark}>{escape_html(text)}</p>')
    key = edits_key(edits.base)
    if not changes:
        keep_draft(key, None)
    show_autosave(key)
    left, middle, _ = st.columns([1, 1, 3])
    if left.button("检查并预览", key="check edits", type="primary", width="stretch"):
        edits.preview_requested = True
    middle.button(
        "放弃全部改动", key="drop edits", on_click=_discard, args=(edits,), disabled=not changes, width="stretch"
    )
    # A cell that is being edited when the button is pressed arrives in a rerun after it.
    if (
        changes
        and edits.preview_requested
        and (pending.proposal is None or not edits.is_as_checked() or pending.has_new_answers)
    ):
        propose(edits)
    elif not changes and pending.proposal is not None:
        pending.take(None)
    if changes:
        keep_draft(key, edits_state(edits))
    return pending


def _summary(edits: Editing) -> list[str]:
    """The changes so far, in Chinese; [] for none."""
    changed = [TABLES[name].label for name in edits.edits if edits.is_changed(name)]
    changes = [f"改过的表：{'、'.join(changed)}"] if changed else []
    return [*changes, "有尚未提交的决定"] if edits.decisions else changes


def propose(edits: Editing) -> None:
    """Propose all edits on the newest version."""
    pending, latest = edits.pending_change, newest()
    if latest is None:
        return
    pending.committed, edits.after = None, 0
    edits.preview_requested = True
    edits.note_checked()
    try:
        tables, decided = edits.checked
        pending.update(propose_edit(tables, edits.base, latest, actor(), decided=decided, answers=pending.answers))
    except StoreError as error:
        pending.take(None)
        pending.refused, edits.preview_requested = str(error), False


def _discard(edits: Editing) -> None:
    st.session_state.pop(edits_key(edits.base), None)
    edits.pending_change.drop()


def _config(name: str, column: Column) -> Any:
    """The column_config of a column of texts: header, help, alignment, whether it is locked."""
    words, about = column.words, heading(name, column.name).help
    if words:
        choices = "、".join(word for word in words.values() if word)
        about = f"{about.replace(_FROM_LIST, '')}可填：{choices}。"
    return st.column_config.TextColumn(
        column.header,
        help=about or None,
        disabled=column.name in LOCKED,
        pinned=column is shown_columns(name)[0],
        alignment="right" if column.kind == "number" and not words else None,
    )
