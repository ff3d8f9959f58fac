"""The commit form of a proposal: as-of date, note, confirmation of warnings, button, result."""

from datetime import date

import pandas as pd
import streamlit as st

from domain.schema.period import coverage_text, date_text
from proposals.proposal import Outcome, commit, has_warnings, older_as_of, outdated_as_of, whole_tables
from store.errors import ConflictError, StoreError
from store.records import Version
from ui.edit.checkboxes import checkbox
from ui.edit.pending_change import PendingChange
from ui.edit.preview import show_change
from ui.shell import cache
from ui.shell.account import actor
from ui.shell.links import link, page_link
from ui.shell.pick import settings
from ui.shell.pinned import newest_of
from ui.shell.text import escape_html
from ui.show.elements import show_section
from views.changes import changes_view


def show_committed(pending: PendingChange) -> None:
    """Confirmation of the stored version: what it changed, with links to it."""
    version = pending.committed
    if version is None:
        return
    newest = newest_of(version.period)
    if (shown := cache.version()) is not None and shown.unit != version.unit:
        newest["unit"] = version.unit
    links = f"{link('看总览', page_link('', **newest))} · {link('看历史版本', page_link('history', **newest))}"
    covered = coverage_text(version.period, version.as_of, dated=False)
    about = f"{covered}，{version.author}，数据截至{date_text(version.as_of)}"
    st.html(
        f'<div class="note" role="status"><p><strong>已存为第{version.id}版</strong>'
        f"（{escape_html(about)}）：{escape_html(version.note)}</p><p>{escape_html(pending.summary)}。</p><p>{links}</p></div>"
    )


def show_refused(pending: PendingChange) -> None:
    """The reason why nothing was read or stored, in one line."""
    if pending.refused:
        st.html(f'<div class="banner" role="alert">{escape_html(pending.refused)}</div>')


def pick_as_of(pending: PendingChange) -> date:
    """The as-of date of the new version; warns where it is earlier than that of its parent."""
    outcome = pending.outcome()
    parent = outcome.proposal.parent
    latest = max((_latest(table) for table in outcome.changed.values()), default=parent.as_of)
    key = pending.name("as_of")
    if key not in st.session_state:
        st.session_state[key] = pending.as_of or max(parent.as_of, latest)
    picked = st.date_input(
        "数据截至", key=key, format="YYYY-MM-DD", width=240, help="这一版的数字说的是哪一天为止的情况。",
        on_change=lambda: pending.pick_as_of(st.session_state[key]),
    )  # fmt: skip
    _show_older(parent, picked)
    _pick_as_of_update(pending, picked)
    return picked


def confirmed_as_of(pending: PendingChange) -> date:
    """The as-of date that was confirmed before the proposal was made, where it is not picked again."""
    parent = pending.outcome().proposal.parent
    day = pending.as_of or parent.as_of
    st.session_state[pending.name("as_of")] = day
    _show_older(parent, day)
    return day


def _show_older(parent: Version, as_of: date) -> None:
    older = older_as_of(parent, as_of)
    if older is not None:
        st.html(f'<div class="banner" role="status">{escape_html(older.line)}</div>')


def _pick_as_of_update(pending: PendingChange, as_of: date) -> None:
    """Warning about changed figures whose as-of date did not change, with a checkbox that sets it to `as_of`."""
    outdated = outdated_as_of(pending.outcome(), as_of)
    new_day = as_of if outdated is not None and pending.choice.as_of_update is not None else None
    if new_day != pending.choice.as_of_update:  # another day was picked, or no outdated row is left
        pending.set_as_of_update(new_day)
        st.rerun()
    if outdated is not None:
        st.html(f'<div class="banner" role="status">{escape_html(outdated.line)}</div>')
        label = f"把这些行的“数据截至”一并改为{date_text(as_of)}"
        checkbox(
            pending.name("as_of_update"),
            label,
            new_day is not None,
            lambda checked: pending.set_as_of_update(as_of if checked else None),
        )


def show_commit(pending: PendingChange, as_of: date) -> None:
    """The form: note, confirmation of warnings where there are any, and the button that stores the version.

    The note is kept while the proposal changes; a confirmation is only valid for what was shown.
    """
    outcome = pending.outcome()
    pending.shown = outcome
    needs_confirmation = has_warnings(outcome, as_of)
    obstacle = _obstacle(outcome)
    with st.form(f"{pending.key} form", border=False, enter_to_submit=False):
        st.text_area(
            "说明（必填）", key=f"{pending.key} note", height=80, max_chars=2000,
            placeholder="改了什么、根据什么，例如：七月例会后更新土地整治进度",
        )  # fmt: skip
        if needs_confirmation:
            st.checkbox("已核对以上提醒", key=pending.shown_name("confirmed"))
        st.form_submit_button("提交", type="primary", disabled=bool(obstacle), on_click=_commit, args=(pending, as_of))
    period = coverage_text(outcome.proposal.parent.period, as_of)
    stored = f"提交后存为{period}的新版，立即生效，所有打开的页面随之更新；以后可以回退。"
    st.html(f'<p class="from">{escape_html(obstacle or stored)}</p>')
    show_refused(pending)
    _show_conflict(pending)


def _commit(pending: PendingChange, as_of: date) -> None:
    """Store what was shown. Runs as a callback before the page; after a second click nothing is left to store."""
    if pending.proposal is None:
        return
    note = str(st.session_state.get(f"{pending.key} note", ""))
    confirmed = bool(st.session_state.get(pending.shown_name("confirmed"), False))
    pending.refused, pending.conflict = "", None
    shown = pending.shown
    if shown is None or not pending.is_shown() or st.session_state.get(pending.name("as_of")) != as_of:
        pending.refused = "刚刚又改了数字、勾选或日期，没有写入。请看过更新后的预览，再提交。"
        return
    try:
        summary, author = pending.changes(settings().rule).summary, actor()
        # No Streamlit call from here on: a second click would stop this run there, before the result is kept.
        version = commit(shown, author, note, as_of, confirmed=confirmed)
    except ConflictError as conflict:
        pending.conflict = conflict
    except StoreError as error:
        pending.refused = str(error)
    else:
        pending.drop()
        pending.committed, pending.summary = version, summary
        st.session_state[f"{pending.key} note"] = ""


def _show_conflict(pending: PendingChange) -> None:
    """Somebody else has committed meanwhile: their changes, and the button that rebases the own ones."""
    conflict = pending.conflict
    if conflict is None or pending.proposal is None:
        return
    st.html(f'<div class="banner" role="alert">{escape_html(str(conflict))}</div>')
    theirs = changes_view(pending.proposal.current, whole_tables(conflict.current))
    show_section(f"对方（第{conflict.current.id}版）改了什么", theirs.summary)
    for panel in (theirs.changed, theirs.added, theirs.removed, theirs.unresolved, theirs.resolved):
        show_change(panel)
    st.button("与最新版合并，重新核对", key=pending.name("rebase"), on_click=pending.rebase, type="primary")


def _obstacle(outcome: Outcome) -> str:
    """What blocks the commit, in one sentence; "" for nothing."""
    if count := sum(bool(fault.choices) for fault in outcome.faults):
        return f"还有{count}个问题没有回答，选定后才能提交。"
    if outcome.faults:
        return f"还有{len(outcome.faults)}处要改正，改好后才能提交。"
    if outcome.conflicts:
        return f"还有{len(outcome.conflicts)}处要选定以哪一边为准，选好后才能提交。"
    return ""


def _latest(table: pd.DataFrame) -> date:
    days = table["as_of_end"].dropna()
    return date.min if days.empty else days.max().date()
