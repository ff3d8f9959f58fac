"""A proposal on screen: what is wrong with it, what has to be decided, and what it would change."""

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
from ui.edit.pending_change import PendingChange
from ui.shell.pick import settings
from ui.shell.text import escape_html
from ui.show.elements import show_empty, show_section
from ui.show.tables import table_html
from views.panel import Panel, text_column

_MOST_ROWS: Final = 300
#: Signs of the contents of a row beside its tick.
_LONGEST: Final = 120
_FAULT_COLUMNS: Final = tuple(text_column(name, name) for name in faults_table(()).columns[1:])
_CAPTIONS: Final = {"fault": "错误:不改正不能提交", "ask": "请说清楚是哪一种", "warning": "提醒:请看一眼,可以提交"}
#: What was not taken from the file: told before all other warnings.
_LEFT_OUT: Final = frozenset(
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
_SIDES: Final[dict[Side, str]] = {"yours": "用我的", "theirs": "用对方的", "both": "两行都留"}


def show_faults(now: PendingChange) -> bool:
    """Everything that the reading told, gravest first; whether nothing of it has to be mended."""
    if now.proposal is None:
        return False
    reading = now.proposal.reading
    pick_answers(now)
    left_out = [fault for fault in reading.warnings if fault.kind.code in _LEFT_OUT]
    if left_out:
        st.html(_faults_html(left_out, f"没有读入的内容：请先核对（{len(left_out)}处）"))
    for level, caption in _CAPTIONS.items():
        told = [fault for fault in reading.said if fault.level == level and not fault.choices and fault not in left_out]
        if told:
            st.html(_faults_html(told, f"{caption}({len(told)}处)"))
    if reading.notices:
        st.html(_fold(f"读取时自动处理了{len(reading.notices)}处", _faults_html(reading.notices, "说明")))
    return not reading.faults


def verdict(now: PendingChange, remedy: str) -> str:
    """What the check came to, in one sentence; `remedy`: how faults are mended."""
    reading = now.proposal.reading if now.proposal else None
    if reading is None:
        return ""
    if reading.faults:
        mended = sum(not fault.choices for fault in reading.faults)
        told = [f"有{mended}处要改正,{remedy}"] if mended else []
        if asked := len(reading.faults) - mended:
            told.append(f"有{asked}个问题要回答，请在下面逐个选定")
        return f"{'；'.join(told)}。现有数据没有变动。"
    if any(fault.kind.code in _LEFT_OUT for fault in reading.warnings):
        return f"有内容没有读入，{len(reading.warnings)}处提醒请核对。"
    return f"没有错误,{len(reading.warnings)}处提醒请看一眼。" if reading.warnings else "没有错误。"


def pick_decisions(now: PendingChange) -> None:
    """What only people can say: whose side counts where both changed a row, where else a changed number is to be
    changed, which missing rows are deleted.
    """
    if now.proposal is not None:
        _pick_sides(now, now.proposal)
        _pick_same_figures(now)
        for table, rows in now.proposal.deletions.items():
            _pick_deletions(now, table, rows)


def show_changes(now: PendingChange, title: str) -> bool:
    """What would change, below `title`: states first, then cells and rows, then findings; whether anything does."""
    outcome = now.outcome()
    show_section(title, now.changes(settings().rule).said if outcome.diff else "")
    if not outcome.diff:
        waiting = bool(outcome.proposal.deletions) or bool(outcome.conflicts)
        hint = "请先在上面勾选要删除的行,或选定以哪一边为准。" if waiting else "内容与当前版本相同,不用提交。"
        show_empty("没有变化。", hint)
        return False
    if outcome.proposal.deletions:
        st.html(f'<p class="from">{escape_html(_deleted(now, outcome.proposal))}</p>')
    told = {
        *outcome.proposal.reading.said,
        *(same_figure.warning for same_figure in outcome.same_figures if same_figure.writes),
    }
    merged = [fault for fault in outcome.faults if fault not in told]
    if merged:
        st.html(_faults_html(merged, f"合在一起看,还有{len(merged)}处要改正"))
    # New findings and lost resolutions have panels of their own; one that is lost before it was stored has not.
    told |= set(lost_resolutions(outcome.proposal.current["findings"], outcome.tables["findings"]))
    warned = [fault for fault in outcome.warnings if fault not in told and fault.kind.code != "new_finding"]
    if warned:
        st.html(_faults_html(warned, f"{_CAPTIONS['warning']}({len(warned)}处)"))
    view = now.changes(settings().rule)
    panels = (view.states, view.changed, view.added, view.removed, view.new_findings, view.unresolved, view.resolved)
    for panel in panels:
        show_change(panel)
    for panel in (view.moved, view.gone_findings):
        if not panel.empty:
            st.html(_fold(panel.title, _table(panel.table, panel.columns, panel.name)))
    return True


def show_change(panel: Panel) -> None:
    """The rows of a panel, headed by its finding; nothing where there are none."""
    if not panel.empty:
        st.html(_table(panel.table, panel.columns, panel.title))


def _pick_deletions(now: PendingChange, table: str, rows: pd.DataFrame) -> None:
    """A tick per row that is missing, and one for all of them; a row without a tick stays."""
    by_id = {str(row["row_id"]): row for row in records(rows)}

    def words(ids: Sequence[str]) -> Iterable[tuple[str, str]]:
        names = [now.names(table)[row_id] for row_id in ids]
        told = [contents_text(table, by_id[row_id], name) for row_id, name in zip(ids, names, strict=True)]
        return zip(names, (text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text in told), strict=True)

    deleting = now.choice.deleting.get(table, ())
    told = f"已勾选删除{len(deleting)}行" if deleting else "勾选的才删除,不勾选的保持原样"
    st.html(f'<h3 class="part">{escape_html(f"{TABLES[table].label}少了{len(rows)}行:{told}")}</h3>')
    every = f"删除{TABLES[table].label}的全部{len(rows)}行"
    pick_rows(now.name(f"delete {table}"), list(by_id), words, deleting, every, partial(now.delete, table))


def _deleted(now: PendingChange, proposal: Proposal) -> str:
    """How many of the rows that are missing go: 缺少的行:土地整治2行中删除1行。"""
    counts = {table: len(now.choice.deleting.get(table, ())) for table in proposal.deletions}
    told = [
        f"{TABLES[table].label}{len(proposal.deletions[table])}行中删除{count}行" for table, count in counts.items()
    ]
    return f"缺少的行:{'、'.join(told)}。"


def _pick_sides(now: PendingChange, proposal: Proposal) -> None:
    conflicts = now.outcome().merged.conflicts
    if conflicts:
        since = f"您从第{proposal.base.id}版开始改,现在已是第{proposal.parent.id}版({proposal.parent.author})。"
        st.html(
            f'<h3 class="part">{len(conflicts)}处两边改得不一样,请逐处选定</h3><p class="from">{escape_html(since)}</p>'
        )
    for conflict in conflicts:
        st.html(_conflict_html(conflict, proposal))
        key, side = now.name(f"side {conflict.key}"), now.choice.settled.get(conflict.key)
        if side is not None and st.session_state.get(key) != side:
            st.session_state[key] = side
        st.radio(
            "以哪一边为准", conflict.sides, format_func=lambda side: _SIDES[side], index=None, horizontal=True, key=key,
            on_change=lambda key=key, conflict=conflict: now.settle(conflict.key, st.session_state[key]),
        )  # fmt: skip


def _pick_same_figures(now: PendingChange) -> None:
    """A tick per fact that was changed and still stands elsewhere as it was, and one for all of them."""
    facts: dict[str, list[SameFigure]] = defaultdict(list)
    for same_figure in now.outcome().same_figures:
        if same_figure.writes:
            facts[same_figure.key].append(same_figure)
    if not facts:
        return

    def words(keys: Iterable[str]) -> Iterable[tuple[str, str]]:
        return [_carried_words(facts[key]) for key in keys]

    carried = sum(len(facts[key]) for key in now.choice.carrying if key in facts)
    told = f"已勾选一起改{carried}处" if carried else "勾选的一起改,不勾选的保持原样"
    count = sum(map(len, facts.values()))
    st.html(f'<h3 class="part">{escape_html(f"改过的数字在别处还有{count}处:{told}")}</h3>')
    pick_rows(now.name("carry"), list(facts), words, now.choice.carrying, f"{count}处全部一起改", now.carry)


def _carried_words(same_figures: Sequence[SameFigure]) -> tuple[str, str]:
    """“指标进度”新增耕地的完成值:584亩 → 600亩, and below it 一起改:“土地整治”种植的面积,数据截至改为2023年7月31日."""
    changes = dict.fromkeys(
        f"{same_figure.other}:{same_figure.was} → {same_figure.new}" for same_figure in same_figures
    )
    places = [
        f"{same_figure.what}{f',数据截至改为{same_figure.as_of}' if same_figure.as_of else ''}"
        for same_figure in same_figures
    ]
    return "、".join(changes), f"一起改:{';'.join(places)}"


def _conflict_html(conflict: MergeConflict, proposal: Proposal) -> str:
    """The row, and for each cell what it was, what you wrote and what the others wrote."""
    base = proposal.reading.tables[conflict.table] if conflict.namesake else proposal.before[conflict.table]
    row = next((row for row in records(base) if row["row_id"] == conflict.row_id), {})
    name = row_names(conflict.table, base).get(conflict.row_id, conflict.row_id)
    told = f"<p><strong>{escape_html(TABLES[conflict.table].label)}:{escape_html(name)}</strong></p>"
    if conflict.removed_by is not None:
        said = "您删除了这一行,对方改过它" if conflict.removed_by == "yours" else "对方删除了这一行,您改过它"
        return f'<div class="note">{told}<p>{said}。</p></div>'
    if conflict.rival is not None:
        told += "<p>两边采用了不同的目标,只能有一个。</p>"
        rows = _side_by_side(conflict, conflict.rival, ("target", "claim", "chosen_by", "chosen_reason"), proposal)
        return f'<div class="note">{told}{_sides_html(rows, "采用", "采用哪个目标")}</div>'
    if conflict.namesake is not None:
        told += "<p>两边各新增了这一行,内容不同。是同一件事就选一边,否则会重复计算;是两件事就两行都留。</p>"
        filled_in = [*(column.name for column in TABLES[conflict.table].columns), "as_of_start", "as_of_end"]
        rows = _side_by_side(conflict, conflict.namesake, filled_in, proposal)
        return f'<div class="note">{told}{_sides_html(rows[rows["yours"] != rows["theirs"]], "写的", name)}</div>'
    if {"computed", "printed"} & {cell.column for cell in conflict.cells}:
        told += "<p>您写处理结果以后,核对的数字变了。意见仍然适用就用我的;不适用就用对方的,再重新处理。</p>"
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
    columns = [text_column(each, label) for each, label in heads.items()]
    return f'<div class="note">{told}{_table(rows, columns, name)}</div>'


def _side_by_side(conflict: MergeConflict, other: str, columns: Iterable[str], proposal: Proposal) -> pd.DataFrame:
    """The row of a clash as you wrote it beside the row `other` of the others: one line per column, in words."""
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
    """At most so many rows of a table; how many more there are is said."""
    filled = [column for column in columns if rows[column.name].notna().any()]
    shown = table_html(rows.head(_MOST_ROWS), filled, caption=caption, lead="")
    more = len(rows) - _MOST_ROWS
    rest = f'<p class="from">另有{more}行没有列出。</p>' if more > 0 else ""
    old_and_new = " cells" if {"old", "new"} <= set(rows.columns) else ""
    return f'<div class="stacked{old_and_new}">{shown}{rest}</div>'
