"""The end of a proposal: the day it speaks of, why, the tick for warnings, the button, and what became of it."""

from datetime import date

import pandas as pd
import streamlit as st

from domain.schema.period import coverage_text, date_text
from proposals.proposal import Outcome, commit, has_warnings, kept_as_of, older_as_of, whole_tables
from store.errors import ConflictError, StoreError
from ui.edit.checkboxes import tick
from ui.edit.pending_change import PendingChange
from ui.edit.preview import show_change
from ui.shell.account import actor
from ui.shell.links import link, page_link
from ui.shell.pick import settings
from ui.shell.pinned import newest_of
from ui.shell.text import escape_html
from ui.show.elements import show_section
from views.changes import changes_view


def show_committed(now: PendingChange) -> None:
    """That a version was stored, what it changed, and the way to see it, also from an older version."""
    version = now.committed
    if version is None:
        return
    newest = newest_of(version.period)
    ways = f"{link('看总览', page_link('', **newest))} · {link('看历史版本', page_link('history', **newest))}"
    covered = coverage_text(version.period, version.as_of, dated=False)
    about = f"{covered},{version.author},数据截至{date_text(version.as_of)}"
    st.html(
        f'<div class="note" role="status"><p><strong>已存为第{version.id}版</strong>'
        f"({escape_html(about)}):{escape_html(version.note)}</p><p>{escape_html(now.said)}。</p><p>{ways}</p></div>"
    )


def show_refused(now: PendingChange) -> None:
    """Why nothing could be read or stored, in one line."""
    if now.refused:
        st.html(f'<div class="banner" role="alert">{escape_html(now.refused)}</div>')


def pick_as_of(now: PendingChange) -> date:
    """The day that the new version speaks of; that it lies before the one of the version before is told."""
    outcome = now.outcome()
    parent = outcome.proposal.parent
    latest = max((_latest(table) for table in outcome.changed.values()), default=parent.as_of)
    key = now.name("as_of")
    if key not in st.session_state:
        st.session_state[key] = now.as_of or max(parent.as_of, latest)
    picked = st.date_input(
        "数据截至", key=key, format="YYYY-MM-DD", width=240, help="这一版的数字说的是哪一天为止的情况。",
        on_change=lambda: now.pick_as_of(st.session_state[key]),
    )  # fmt: skip
    older = older_as_of(parent, picked)
    if older is not None:
        st.html(f'<div class="banner" role="status">{escape_html(older.line)}</div>')
    _pick_dating(now, picked)
    return picked


def _pick_dating(now: PendingChange, as_of: date) -> None:
    """Where figures were changed and their day was not: told, with the tick that lets them speak of `as_of`."""
    kept = kept_as_of(now.outcome(), as_of)
    wanted = as_of if kept is not None and now.choice.dating is not None else None
    if wanted != now.choice.dating:  # another day was picked, or no row is left that has an earlier one
        now.take_day(wanted)
        st.rerun()
    if kept is not None:
        st.html(f'<div class="banner" role="status">{escape_html(kept.line)}</div>')
        label = f"把这些行的“数据截至”一并改为{date_text(as_of)}"
        tick(now.name("dating"), label, wanted is not None, lambda on: now.take_day(as_of if on else None))


def show_commit(now: PendingChange, as_of: date) -> None:
    """The form: why, the tick for warnings where there are any, and the button that stores the version.

    The note stays while what is proposed changes; a tick is for what was shown.
    """
    outcome = now.outcome()
    now.shown = outcome
    warned = has_warnings(outcome, as_of)
    left = _left(outcome)
    with st.form(f"{now.key} form", border=False, enter_to_submit=False):
        st.text_area(
            "说明(必填)", key=f"{now.key} note", height=80, max_chars=2000,
            placeholder="改了什么、根据什么,例如:七月例会后更新土地整治进度",
        )  # fmt: skip
        if warned:
            st.checkbox("已核对以上提醒", key=now.shown_name("confirmed"))
        st.form_submit_button("提交", type="primary", disabled=bool(left), on_click=_commit, args=(now, as_of))
    period = coverage_text(outcome.proposal.parent.period, as_of)
    stored = f"提交后存为{period}的新版,立即生效,所有打开的页面随之更新;以后可以回退。"
    st.html(f'<p class="from">{escape_html(left or stored)}</p>')
    show_refused(now)
    _show_conflict(now)


def _commit(now: PendingChange, as_of: date) -> None:
    """Store what was shown. Runs before the page does; a second click finds nothing left to store."""
    if now.proposal is None:
        return
    note = str(st.session_state.get(f"{now.key} note", ""))
    confirmed = bool(st.session_state.get(now.shown_name("confirmed"), False))
    now.refused, now.conflict = "", None
    shown = now.shown
    if shown is None or not now.is_shown() or st.session_state.get(now.name("as_of")) != as_of:
        now.refused = "刚刚又改了数字、勾选或日期,没有写入。请看过更新后的预览,再提交。"
        return
    try:
        said, by = now.changes(settings().rule).said, actor()
        # From here on nothing of Streamlit is asked: there a second click would end this run before it is noted.
        version = commit(shown, by, note, as_of, confirmed=confirmed)
    except ConflictError as conflict:
        now.conflict = conflict
    except StoreError as error:
        now.refused = str(error)
    else:
        now.drop()
        now.committed, now.said = version, said
        st.session_state[f"{now.key} note"] = ""


def _show_conflict(now: PendingChange) -> None:
    """Somebody else was faster: what they changed, and the way on with the own changes."""
    conflict = now.conflict
    if conflict is None or now.proposal is None:
        return
    st.html(f'<div class="banner" role="alert">{escape_html(str(conflict))}</div>')
    theirs = changes_view(now.proposal.current, whole_tables(conflict.current))
    show_section(f"对方(第{conflict.current.id}版)改了什么", theirs.said)
    for panel in (theirs.changed, theirs.added, theirs.removed, theirs.unresolved, theirs.resolved):
        show_change(panel)
    st.button("与最新版合并,重新核对", key=now.name("rebase"), on_click=now.rebase, type="primary")


def _left(outcome: Outcome) -> str:
    """What must be done before anything can be committed; "" for nothing."""
    if asked := sum(bool(fault.choices) for fault in outcome.faults):
        return f"还有{asked}个问题没有回答，选定后才能提交。"
    if outcome.faults:
        return f"还有{len(outcome.faults)}处要改正,改好后才能提交。"
    if outcome.conflicts:
        return f"还有{len(outcome.conflicts)}处要选定以哪一边为准,选好后才能提交。"
    return ""


def _latest(table: pd.DataFrame) -> date:
    days = table["as_of_end"].dropna()
    return date.min if days.empty else days.max().date()
