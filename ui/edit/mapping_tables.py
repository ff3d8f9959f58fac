"""Tables of other offices in an upload: what each is and which column becomes which, beside its first rows."""

from collections.abc import MutableMapping
from dataclasses import replace
from datetime import date
from typing import Final

import streamlit as st

from domain.schema.period import date_text
from proposals.mapping_choices import (
    ForeignTable,
    TableMapping,
    kind_labels,
    month_labels,
    use_labels,
    with_day,
)
from ui.edit.checkboxes import checkbox
from ui.edit.pending_change import PendingChange
from ui.shell.text import escape_html, escape_markdown

_WIDTHS: Final = (3, 3, 2)
#: Characters of a cell shown beside its header.
_MAX_CELL: Final = 14
#: With more columns the list scrolls.
_MAX_COLUMNS: Final = 12
_HEIGHT: Final = 560

_Drafts = MutableMapping[str, TableMapping]


def pick_mappings(pending: PendingChange) -> None:
    """Draws each table of another office with its mapping, and the button that confirms them all.

    Nothing where the upload has none. Mappings that an earlier upload confirmed are folded.
    """
    tables = pending.proposal.reading.foreign if pending.proposal is not None else ()
    if not tables:
        return
    drafts = _drafts(pending, tables)
    open_tables = [table for table in tables if not table.answered]
    st.html(f'<h3 class="part">{escape_html(_heading(tables, open_tables))}</h3>')
    undated = _undated(drafts, tables)
    _pick_day(pending, drafts, undated)
    for table in tables:
        with st.expander(_title(table, drafts[table.key]), expanded=not table.answered):
            _pick_mapping(pending, drafts, table)
    if _undated(drafts, tables) != undated:  # another kind or use: the day is asked, or not asked any more
        st.rerun()
    _confirm(pending, drafts, tables)


def _drafts(pending: PendingChange, tables: tuple[ForeignTable, ...]) -> _Drafts:
    """The mappings as picked so far: key of the question → mapping."""
    drafts: _Drafts = st.session_state.setdefault(f"{pending.key} mappings", {})
    keys = {table.key for table in tables}
    for key in set(drafts) - keys:
        del drafts[key]
    for table in tables:
        drafts[table.key] = table.with_day(drafts.get(table.key, table.mapping))
    return drafts


def _undated(drafts: _Drafts, tables: tuple[ForeignTable, ...]) -> list[ForeignTable]:
    """The tables of whose figures nothing says the day, as they are mapped now."""
    return [table for table in tables if table.needs_day(drafts[table.key])]


def forget_drafts(pending: PendingChange) -> None:
    """Drop what was picked for another file."""
    st.session_state.pop(f"{pending.key} mappings", None)


def _heading(tables: tuple[ForeignTable, ...], open_tables: list[ForeignTable]) -> str:
    if not open_tables:
        return f"{len(tables)}张表不是台账的格式，已按对应关系读入；改选后请重新确认"
    return f"{len(open_tables)}张表不是台账的格式：请核对每一列对应台账的哪一项，再确认"


def _title(table: ForeignTable, mapping: TableMapping) -> str:
    sheets = "、".join(table.sheets[:3]) + (f"等{len(table.sheets)}张" if len(table.sheets) > 3 else "")
    day = mapping.as_of and f"，数据截至{date_text(date.fromisoformat(mapping.as_of))}"
    state = "，上次确认过" if table.remembered else "，表头和上次的相近，按上次的对应" if table.resembles else ""
    return escape_markdown(
        f"{table.title}（工作表{sheets}，{table.row_count}行{day}{state}）：{kind_labels()[mapping.kind]}"
    )


def _pick_day(pending: PendingChange, drafts: _Drafts, undated: list[ForeignTable]) -> None:
    """The day of all tables that do not say it; proposed is that of filling in, else the usual one."""
    if not undated:
        return
    key, days = pending.name("mapping day"), {drafts[table.key].as_of for table in undated}
    if key not in st.session_state:
        day = next(iter(days)) if len(days) == 1 else ""
        st.session_state[key] = date.fromisoformat(day) if day else None
    about = ""
    if days <= {table.proposed_day for table in undated}:
        filled_in = any(table.filled_in for table in undated)
        about = f"（{'按表上的编制日期' if filled_in else '表上没有写，暂按这一天'}，可改）"
    picked = st.date_input(
        f"这些表的数据截至{about}", key=key, format="YYYY-MM-DD", width=400,
        help="表里没有写明日期：请核对数字说的是哪一天为止的情况。",
    )  # fmt: skip
    if len(days) == 1 or isinstance(picked, date):
        for table in undated:
            drafts[table.key] = with_day(drafts[table.key], picked if isinstance(picked, date) else None)


def _pick_mapping(pending: PendingChange, drafts: _Drafts, table: ForeignTable) -> None:
    """One table: its kind, then a row per column with header, first cells and use."""
    mapping, kinds = drafts[table.key], kind_labels()
    name = f"{pending.key} {table.key}"
    kind = st.selectbox("这张表是", list(kinds), index=list(kinds).index(mapping.kind),
                        format_func=kinds.__getitem__, key=f"{name} kind", width=340)  # fmt: skip
    if kind != mapping.kind:
        mapping = replace(table.of_kind(kind), as_of=mapping.as_of)
    if kind:
        long = len(table.labels) > _MAX_COLUMNS
        with st.container(height=_HEIGHT if long else "content", gap="xsmall"):
            for number in range(len(table.labels)):
                mapping = _pick_use(name, mapping, table, number)
        months = month_labels(table, mapping)
        if months:
            chosen = mapping.months if mapping.months in months else next(iter(months))
            picked = st.selectbox(
                "各月的列", list(months), index=list(months).index(chosen), key=f"{name} months",
                format_func=lambda each: escape_markdown(months[each]),
            )  # fmt: skip
            if picked != mapping.months:
                mapping = replace(mapping, months=picked, left_out=False)
    drafts[table.key] = mapping
    left_out = table.left_out(mapping) if kind else [n for n, count in enumerate(table.figures) if count]
    if left_out:
        labels = "、".join(f"{table.labels[n]}（{table.figures[n]}个）" for n in left_out)
        about = "以下各月只读入选定的，其余数字不读入" if month_labels(table, mapping) else "以下各列的数字不读入"
        checkbox(f"{name} left out {mapping.kind} {left_out}", f"{about}：{labels}", mapping.left_out,
                 lambda checked: _set_left_out(drafts, table.key, checked))  # fmt: skip


def _set_left_out(drafts: _Drafts, key: str, checked: bool) -> None:
    drafts[key] = replace(drafts[key], left_out=checked)


def _pick_use(name: str, mapping: TableMapping, table: ForeignTable, number: int) -> TableMapping:
    """One column: its header, its first cells, and the column of ours that it becomes; the mapping with it."""
    labels = use_labels(mapping.kind)
    left, middle, right = st.columns(_WIDTHS, vertical_alignment="center")
    left.html(f"<p>{escape_html(table.labels[number])}</p>")
    cells = [row[number][:_MAX_CELL] for row in table.sample if row[number]]
    middle.html(f'<p class="beside">{escape_html("；".join(cells) or "（空）")}</p>')
    use = right.selectbox(
        escape_markdown(f"{table.labels[number]}对应"), list(labels),
        index=list(labels).index(mapping.uses[number]), format_func=labels.__getitem__,
        key=f"{name} {mapping.kind} {number}", label_visibility="collapsed",
    )  # fmt: skip
    return mapping.with_use(number, use)


def _confirm(pending: PendingChange, drafts: _Drafts, tables: tuple[ForeignTable, ...]) -> None:
    """The button that confirms all mappings, and what is still to be decided."""
    problems = [f"{table.title}：{problem}" for table in tables for problem in table.problems(drafts[table.key])]
    changed = any(not table.answered or drafts[table.key] != table.mapping for table in tables)
    if problems:
        lines = "".join(f"<p>{escape_html(problem)}。</p>" for problem in dict.fromkeys(problems))
        st.html(f'<div class="note">{lines}</div>')
    if changed:
        st.button("按以上对应读入", key=f"{pending.key} confirm mappings", type="primary", disabled=bool(problems),
                  on_click=_answer, args=(pending, drafts))  # fmt: skip


def _answer(pending: PendingChange, drafts: _Drafts) -> None:
    for key, mapping in drafts.items():
        pending.answer(key, mapping.to_json())
