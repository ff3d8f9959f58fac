"""Preview of a proposal: its faults, the decisions it needs, and the changes it makes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from domain.checks.refresh import lost_resolutions
from domain.faults import Fault, faults_table
from domain.schema.columns import Column
from domain.schema.frames import records
from domain.schema.labels import cell_text, column_text, contents_text, row_names
from domain.schema.tables import TABLES
from proposals.merge_conflicts import MergeConflict, Side
from proposals.proposal import Proposal
from proposals.same_figure import SameFigure
from ui.edit.answering import pick_answers
from ui.edit.checkboxes import pick_rows
from ui.edit.mapping_tables import pick_mappings
from ui.edit.pending_change import PendingChange
from ui.shell.pick import settings
from ui.shell.text import escape_html
from ui.show.elements import show_empty, show_section
from ui.show.tables import table_html
from views.panel import Panel, text_column

_MAX_ROWS: Final = 300
#: Characters of a row's contents beside its checkbox.
_MAX_CONTENTS: Final = 120
_FAULT_COLUMNS: Final = tuple(text_column(name, name) for name in faults_table(()).columns[1:])
_CAPTIONS: Final = {"fault": "错误：不改正不能提交", "ask": "请说清楚是哪一种", "warning": "提醒：请看一眼，可以提交"}
#: Codes of warnings about contents that were not read: shown before all other warnings.
_UNREAD_CODES: Final = frozenset(
    (
        "figures_unread",
        "column_unknown",
        "rows_without_figures",
        "sheet_without_figures",
        "no_rows",
        "day_kept",
        "sheet_unread",
    )
)  # fmt: skip
_SIDE_LABELS: Final[dict[Side, str]] = {"yours": "用我的", "theirs": "用对方的", "both": "两行都留"}
_REPORT_SIDES: Final[dict[Side, str]] = {"yours": "用报告的", "theirs": "保留现有的", "both": "两行都留"}


def show_faults(pending: PendingChange) -> bool:
    """Draws all questions and faults of the reading, most severe first; whether none blocks the commit."""
    if pending.proposal is None:
        return False
    reading = pending.proposal.reading
    pick_mappings(pending)
    pick_answers(pending)
    left_out = [fault for fault in reading.warnings if fault.kind.code in _UNREAD_CODES]
    if left_out:
        st.html(_faults_html(left_out, f"没有读入的内容：请先核对（{len(left_out)}处）"))
    for level, caption in _CAPTIONS.items():
        faults = [
            each for each in reading.all_faults if each.level == level and not each.choices and each not in left_out
        ]
        if faults:
            st.html(_faults_html(faults, f"{caption}（{len(faults)}处）"))
    if reading.notices:
        st.html(_fold(f"读取时自动处理了{len(reading.notices)}处", _faults_html(reading.notices, "说明")))
    return not reading.faults


def verdict(pending: PendingChange, remedy: str) -> str:
    """The result of the check in one sentence; `remedy`: how to correct faults. "" without a proposal."""
    reading = pending.proposal.reading if pending.proposal else None
    if reading is None:
        return ""
    if reading.faults:
        errors = sum(not fault.choices for fault in reading.faults)
        parts = [f"有{errors}处要改正，{remedy}"] if errors else []
        if tables := sum(fault.kind.code == "map_table" for fault in reading.faults):
            parts.append(f"有{tables}张表不是台账的格式，请在下面核对怎样读入")
        if questions := len(reading.faults) - errors - tables:
            parts.append(f"有{questions}个问题要回答，请在下面逐个选定")
        return f"{'；'.join(parts)}。现有数据没有变动。"
    if any(fault.kind.code in _UNREAD_CODES for fault in reading.warnings):
        return f"有内容没有读入，{len(reading.warnings)}处提醒请核对。"
    return f"没有错误，{len(reading.warnings)}处提醒请看一眼。" if reading.warnings else "没有错误。"


def pick_decisions(pending: PendingChange) -> None:
    """Draws the decisions: sides of merge conflicts, other places of changed figures, deletion of missing rows."""
    if pending.proposal is not None:
        _pick_conflict_sides(pending, pending.proposal)
        _pick_same_figures(pending)
        for table, rows in pending.proposal.deletions.items():
            _pick_deletions(pending, table, rows)


def show_changes(pending: PendingChange, title: str) -> bool:
    """Draws the changes below `title`: states, then cells and rows, then findings; whether anything changes."""
    outcome = pending.outcome()
    show_section(title, pending.changes(settings().rule).summary if outcome.diff else "")
    if not outcome.diff:
        kinds = [table.mapping.kind for table in outcome.proposal.reading.foreign]
        title, hint = "没有变化。", "内容与当前版本相同，不用提交。"
        if kinds and not any(kinds):
            title, hint = "没有读入任何数。", "上面的表都选了“不读入”：要读入请改选，不读入请放弃这份文件。"
        elif outcome.proposal.deletions or outcome.conflicts:
            hint = "请先在上面勾选要删除的行，或选定以哪一边为准。"
        show_empty(title, hint)
        return False
    if outcome.proposal.deletions:
        st.html(f'<p class="from">{escape_html(_deleted(pending, outcome.proposal))}</p>')
    shown_before = {
        *outcome.proposal.reading.all_faults,
        *(same_figure.warning for same_figure in outcome.same_figures if same_figure.writes),
    }
    merged = [fault for fault in outcome.faults if fault not in shown_before]
    if merged:
        st.html(_faults_html(merged, f"合在一起看，还有{len(merged)}处要改正"))
    # New findings and lost resolutions have their own panels, except resolutions lost before they were stored.
    shown_before |= set(lost_resolutions(outcome.proposal.current["findings"], outcome.tables["findings"]))
    warnings = [fault for fault in outcome.warnings if fault not in shown_before and fault.kind.code != "new_finding"]
    if warnings:
        st.html(_faults_html(warnings, f"{_CAPTIONS['warning']}（{len(warnings)}处）"))
    view = pending.changes(settings().rule)
    panels = (view.states, view.changed, view.added, view.removed, view.new_findings, view.unresolved, view.resolved)
    for panel in panels:
        show_change(panel)
    for panel in (view.moved, view.gone_findings):
        if not panel.empty:
            st.html(_fold(panel.title, _table(panel.table, panel.columns, panel.name)))
    return True


def show_change(panel: Panel) -> None:
    """Draws the rows of a panel under its title; nothing where it is empty."""
    if not panel.empty:
        st.html(_table(panel.table, panel.columns, panel.title))


def _pick_deletions(pending: PendingChange, table: str, rows: pd.DataFrame) -> None:
    """A checkbox per missing row, and one for all of them; unchecked rows are kept."""
    by_id = {str(row["row_id"]): row for row in records(rows)}

    def describe(ids: Sequence[str]) -> Iterable[tuple[str, str]]:
        names = [pending.names(table)[row_id] for row_id in ids]
        status = [contents_text(table, by_id[row_id], name) for row_id, name in zip(ids, names, strict=True)]
        return zip(
            names, (text if len(text) <= _MAX_CONTENTS else f"{text[:_MAX_CONTENTS]}…" for text in status), strict=True
        )

    deleting = pending.choice.deleting.get(table, ())
    status = f"已勾选删除{len(deleting)}行" if deleting else "勾选的才删除，不勾选的保持原样"
    st.html(f'<h3 class="part">{escape_html(f"{TABLES[table].label}少了{len(rows)}行：{status}")}</h3>')
    all_label = f"删除{TABLES[table].label}的全部{len(rows)}行"
    pick_rows(
        pending.name(f"delete {table}"), list(by_id), describe, deleting, all_label, partial(pending.delete, table)
    )


def _deleted(pending: PendingChange, proposal: Proposal) -> str:
    """How many missing rows are deleted: 缺少的行：土地整治2行中删除1行。"""
    counts = {table: len(pending.choice.deleting.get(table, ())) for table in proposal.deletions}
    parts = [
        f"{TABLES[table].label}{len(proposal.deletions[table])}行中删除{count}行" for table, count in counts.items()
    ]
    return f"缺少的行：{'、'.join(parts)}。"


def _pick_conflict_sides(pending: PendingChange, proposal: Proposal) -> None:
    conflicts = pending.outcome().merged.conflicts
    if conflicts:
        is_report = proposal.kind == "report"
        note = (
            "这些数字有人在台账或在线修改中填过，这份报告写的不一样。"
            if is_report
            else f"您从第{proposal.base.id}版开始改，现在已是第{proposal.parent.id}版（{proposal.parent.author}）。"
        )
        heading = f"{len(conflicts)}处{'报告与现有数据' if is_report else '两边改得'}不一样，请逐处选定"
        st.html(f'<h3 class="part">{heading}</h3><p class="from">{escape_html(note)}</p>')
    sides = _REPORT_SIDES if proposal.kind == "report" else _SIDE_LABELS
    for conflict in conflicts:
        st.html(_conflict_html(conflict, proposal))
        key, side = pending.name(f"side {conflict.key}"), pending.choice.settled.get(conflict.key)
        if side is not None and st.session_state.get(key) != side:
            st.session_state[key] = side
        st.radio(
            "以哪一边为准", conflict.sides, format_func=sides.__getitem__, index=None, horizontal=True, key=key,
            on_change=lambda key=key, conflict=conflict: pending.settle(conflict.key, st.session_state[key]),
        )  # fmt: skip


def _pick_same_figures(pending: PendingChange) -> None:
    """A checkbox per changed figure whose other places still have the old value, and one for all of them."""
    facts: dict[str, list[SameFigure]] = defaultdict(list)
    for same_figure in pending.outcome().same_figures:
        if same_figure.writes:
            facts[same_figure.key].append(same_figure)
    if not facts:
        return

    def describe(keys: Iterable[str]) -> Iterable[tuple[str, str]]:
        return [_copy_texts(facts[key]) for key in keys]

    selected = sum(len(facts[key]) for key in pending.choice.carrying if key in facts)
    status = f"已勾选一起改{selected}处" if selected else "勾选的一起改，不勾选的保持原样"
    count = sum(map(len, facts.values()))
    st.html(f'<h3 class="part">{escape_html(f"改过的数字在别处还有{count}处：{status}")}</h3>')
    pick_rows(
        pending.name("carry"),
        list(facts),
        describe,
        pending.choice.carrying,
        f"{count}处全部一起改",
        pending.copy_figure,
    )


def _copy_texts(same_figures: Sequence[SameFigure]) -> tuple[str, str]:
    """Label and details: “指标进度”新增耕地的完成值：584亩 → 600亩; 一起改：“土地整治”种植的面积，数据截至改为……"""
    changes = dict.fromkeys(
        f"{same_figure.other}：{same_figure.was} → {same_figure.new}" for same_figure in same_figures
    )
    places = [
        f"{same_figure.what}{f'，数据截至改为{same_figure.as_of}' if same_figure.as_of else ''}"
        for same_figure in same_figures
    ]
    return "、".join(changes), f"一起改：{'；'.join(places)}"


def _conflict_html(conflict: MergeConflict, proposal: Proposal) -> str:
    """The row of a merge conflict; per cell the base value, yours and theirs."""
    base = proposal.reading.tables[conflict.table] if conflict.same_row else proposal.before[conflict.table]
    row = next((row for row in records(base) if row["row_id"] == conflict.row_id), {})
    name = row_names(conflict.table, base).get(conflict.row_id, conflict.row_id)
    head = f"<p><strong>{escape_html(TABLES[conflict.table].label)}：{escape_html(name)}</strong></p>"
    if conflict.removed_by is not None:
        text = "您删除了这一行，对方改过它" if conflict.removed_by == "yours" else "对方删除了这一行，您改过它"
        return f'<div class="note">{head}<p>{text}。</p></div>'
    if conflict.other_target is not None:
        head += "<p>两边采用了不同的目标，只能有一个。</p>"
        rows = _side_by_side(
            conflict, conflict.other_target, ("target", "claim", "chosen_by", "chosen_reason"), proposal
        )
        return f'<div class="note">{head}{_sides_html(rows, "采用", "采用哪个目标")}</div>'
    if conflict.same_row is not None:
        head += "<p>两边各新增了这一行，内容不同。是同一件事就选一边，否则会重复计算；是两件事就两行都留。</p>"
        compared = [*(column.name for column in TABLES[conflict.table].columns), "as_of_start", "as_of_end"]
        rows = _side_by_side(conflict, conflict.same_row, compared, proposal)
        return f'<div class="note">{head}{_sides_html(rows[rows["yours"] != rows["theirs"]], "写的", name)}</div>'
    if {"computed", "printed"} & {cell.column for cell in conflict.cells}:
        head += "<p>您写处理结果以后，核对的数字变了。意见仍然适用就用我的；不适用就用对方的，再重新处理。</p>"
    yours, theirs = (
        {**row, **{cell.column: getattr(cell, side) for cell in conflict.cells}} for side in ("yours", "theirs")
    )
    table, sides = conflict.table, (row, yours, theirs)
    lines = [
        (column_text(table, cell.column), *(cell_text(table, cell.column, each) for each in sides))
        for cell in conflict.cells
    ]
    rows = pd.DataFrame(lines, columns=["label", "base", "yours", "theirs"])
    heads = {"label": "栏目", "base": "原来", "yours": "您改为", "theirs": "对方改为"}
    if proposal.kind == "report":
        heads = {"label": "栏目", "yours": "报告写的", "theirs": "现有的"}
    columns = [text_column(each, label) for each, label in heads.items()]
    return f'<div class="note">{head}{_table(rows, columns, name)}</div>'


def _side_by_side(conflict: MergeConflict, other: str, columns: Iterable[str], proposal: Proposal) -> pd.DataFrame:
    """Your row of a merge conflict beside their row `other`: columns label, yours, theirs; one line per column."""
    table = conflict.table
    sides = ((conflict.row_id, proposal.reading.tables[table]), (other, proposal.current[table]))
    rows = [records(rows[rows["row_id"] == row_id])[0] for row_id, rows in sides]
    lines = [(column_text(table, name), *(cell_text(table, name, row) for row in rows)) for name in columns]
    return pd.DataFrame(lines, columns=["label", "yours", "theirs"])


def _sides_html(rows: pd.DataFrame, verb: str, caption: str) -> str:
    heads = {"label": "栏目", "yours": f"您{verb}", "theirs": f"对方{verb}"}
    return _table(rows, [text_column(name, label) for name, label in heads.items()], caption)


def _faults_html(faults: Iterable[Fault], caption: str) -> str:
    return _table(faults_table(faults), _FAULT_COLUMNS, caption)


def _fold(title: str, rows: str) -> str:
    return f'<details class="fold"><summary>{escape_html(title)}</summary>{rows}</details>'


def _table(rows: pd.DataFrame, columns: Sequence[Column], caption: str) -> str:
    """The first _MAX_ROWS rows of a table, with a note on how many more there are."""
    filled = [column for column in columns if rows[column.name].notna().any()]
    shown = table_html(rows.head(_MAX_ROWS), filled, caption=caption, lead="")
    more = len(rows) - _MAX_ROWS
    rest = f'<p class="from">另有{more}行没有列出。</p>' if more > 0 else ""
    old_and_new = " cells" if {"old", "new"} <= set(rows.columns) else ""
    return f'<div class="stacked{old_and_new}">{shown}{rest}</div>'
