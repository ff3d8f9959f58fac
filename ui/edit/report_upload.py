"""导入报告, steps 1 and 3: a report is handed in and read, its figures are read, what was found is shown."""

from typing import Any, Final

import streamlit as st

from domain.schema.period import parse_period
from proposals.proposal import Proposal
from proposals.report_upload import SubmittedReport, default_choice, propose_report, read_submitted
from store.read import find_imported
from ui.edit.autosaving import find_draft, keep_draft, refuse_draft, show_autosave
from ui.edit.document_input import Document, Labels, pick_document
from ui.edit.pending_change import PendingChange, pending_change
from ui.edit.reading_job import end_job, job_of, start_job
from ui.edit.report_state import KEY, ReportState, report_state
from ui.shell.account import actor
from ui.shell.jobs import Job
from ui.shell.text import escape_html
from ui.show.elements import show_section
from ui.show.tables import table_html
from views.report_reading import report_reading

_MAX_SECONDS: Final = 60.0
_MAX_ROWS: Final = 100
_LABELS: Final = Labels("报告", "报告全文", "读取这段文字", title="标题（可不填）")


def pick_report() -> ReportState:
    """Step 1: a file or a pasted text, read in the background; draws its progress, and what was left out."""
    state, pending = report_state(), pending_change(KEY)
    if pending.committed is not None and state.content:
        state.drop()
    note = "Word、WPS 文字、有文字的 PDF、网页、纯文本，或直接粘贴。不联网，也不运行文件中的程序。"
    show_section("1 交来报告", note)
    document = pick_document(KEY, state.key, _LABELS)
    if document is not None and document.content:
        _begin(state, pending, document)
    elif document is not None:
        pending.refused = "没有粘贴任何文字。请先粘贴报告全文。"
    if not state.content and job_of(KEY) is None and not pending.committed:
        _restore(state)
    if state.content and state.given is None and job_of(KEY) is None and not pending.refused:
        _read(state)
    is_due = pending.proposal is None or state.rereadings > state.proposed
    if state.given is not None and state.confirmed and is_due and job_of(KEY) is None:
        _propose(state, pending)
    if (job := end_job(KEY, _MAX_SECONDS, _cancelled)) is not None:
        _finish(state, pending, job)
    keep_draft(KEY, state.saved(pending.state() if pending.proposal else None), state.content)
    show_autosave(KEY)
    return state


def show_submitted(state: ReportState) -> bool:
    """The name of the report, the notes of its reading, the button that drops it; whether it can go on."""
    if state.given is None:
        return False
    left, right = st.columns([4, 1], vertical_alignment="center")
    length = f"{len(state.given.source.text):,}字"
    name = f"<strong>{escape_html(state.name)}</strong>"
    left.html(f'<p class="from" data-unsaved="1">已读取：{name}（{length}）</p>')
    right.button("放弃这份报告", key=state.key("drop"), on_click=drop_report, width="stretch")
    for note in state.given.source.notes:
        st.html(f'<p class="from">{escape_html(note)}。</p>')
    with st.expander("看读出的全文"):
        st.text(state.given.source.text, width="stretch")
    return _is_new(state)


def drop_report() -> None:
    """Forget the report and its proposal; nothing is stored."""
    report_state().drop()
    pending_change(KEY).drop()


def show_reading(proposal: Proposal) -> None:
    """Step 3: how much was read, what is not judged and why, and each row with the sentence that it comes from."""
    reading = report_reading(proposal.reading.tables, proposal.outcome.tables["findings"])
    show_section("3 读到了什么", reading.summary)
    for title, rows, columns, is_open in reading.panels:
        shown = table_html(rows.head(_MAX_ROWS), columns, caption=title, lead="")
        more = len(rows) - _MAX_ROWS
        rest = f'<p class="from">另有{more}行没有列出。</p>' if more > 0 else ""
        body = f'<div class="stacked">{shown}{rest}</div>'
        opened = " open" if is_open else ""
        st.html(f'<details class="fold"{opened}><summary>{escape_html(title)}</summary>{body}</details>')


def _begin(state: ReportState, pending: PendingChange, document: Document) -> None:
    pending.drop()
    pending.committed = None
    state.begin(document.content, document.name, document.title)
    st.rerun()


def _read(state: ReportState) -> None:
    content, name, title = state.content, state.name, state.title
    start_job(KEY, name, lambda stop: read_submitted(content, name, title, stop))


def _propose(state: ReportState, pending: PendingChange) -> None:
    given, confirmed, user = state.given, state.confirmed, actor()
    state.proposed = state.rereadings
    if given is not None and confirmed is not None and not pending.refused:
        decisions, audited = dict(state.decisions), state.restored is None and not state.rereadings
        start_job(
            KEY, state.name, lambda _: propose_report(given, confirmed, user, audited=audited, decisions=decisions)
        )


def _finish(state: ReportState, pending: PendingChange, job: Job[Any]) -> None:
    result = job.result
    if isinstance(result, SubmittedReport):
        state.given = result
        if state.confirmed is not None:  # of a draft: its figures are read next
            st.rerun()
    elif isinstance(result, Proposal):
        restored, state.restored = state.restored, None
        is_reread = pending.proposal is not None
        if restored is not None:
            pending.restore(restored)
        pending.update(result)
        if restored is None and not is_reread:
            pending.decide(default_choice(result))
        pending.as_of = pending.as_of or (state.confirmed.as_of if state.confirmed else None)
        st.rerun()
    else:
        pending.refused = str(job.error or "读取没有完成，没有写入任何内容。请重新交来。")
        if state.given is None:
            state.drop()
        else:
            state.confirmed = None


def _cancelled() -> None:
    drop_report()
    pending_change(KEY).refused = "已取消读取，没有写入任何内容。"


def _restore(state: ReportState) -> None:
    """Take the report that an ended session of the person has left."""
    draft = find_draft(KEY)
    if draft is None:
        return
    try:
        state.restore(draft.state, draft.content)
    except (LookupError, TypeError, ValueError):
        refuse_draft(KEY, "它是另一个版本的程序保存的。")


def _is_new(state: ReportState) -> bool:
    """Whether no version was made from these bytes, or the person wants them once more."""
    imported = None if state.given is None else find_imported(state.given.source.sha256)
    if imported is None:
        return True
    about = escape_html(f"{imported.unit_name}{parse_period(imported.period).label}，{imported.author}")
    line = f"这份文件已导入为第{imported.id}版（{about}），一般不用再导入。"
    st.html(f'<div class="banner" role="status">{line}</div>')
    state.again = st.checkbox("仍要再导入一次", value=state.again, key=state.key("again"))
    return state.again
