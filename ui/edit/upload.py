"""上传台账: download of the ledger, upload of a workbook, and its reading, which can be cancelled."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

import pandas as pd
import streamlit as st

from domain.schema.period import coverage_text
from proposals.proposal import UPLOAD_SECONDS, Proposal, propose_workbook, whole_tables
from store.read import read_current
from store.records import Actor, Version
from ui.edit.autosaving import find_draft, has_draft, keep_draft, refuse_draft, show_autosave
from ui.edit.mapping_tables import forget_drafts
from ui.edit.pending_change import PendingChange, pending_change
from ui.edit.reading_job import end_job, job_of, start_job
from ui.shell import cache
from ui.shell.account import account_status, actor, sign_in_link
from ui.shell.download_audit import record_download
from ui.shell.jobs import Job
from ui.shell.patches import release_uploaded
from ui.shell.text import escape_html
from ui.show.elements import show_section

KEY: Final = "upload"
_FILE_KEY: Final = "upload file"

Ledger = Callable[[Mapping[str, pd.DataFrame], Any], bytes]


class _File(Protocol):
    """The part of Streamlit's UploadedFile that is used here."""

    name: str
    file_id: str

    def getvalue(self) -> bytes: ...


def show_version_in_use() -> None:
    """One line: the current user, and whether they may change figures."""
    st.html(f'<p class="from">{escape_html(account_status())} {sign_in_link()}</p>')


def show_ledger(ledger: Ledger) -> None:
    """Step 1: download of the newest version as a workbook, made on request."""
    version = cache.newest()
    if version is None:
        return
    about = "在第一张表“本月更新”写本期的数，保存。后面的表是现有的全部内容。"
    show_section("1 下载最新台账", f"第{version.id}版，用 WPS 或 Excel 打开，{about}")
    covered = coverage_text(version.period, version.as_of)
    user, name = actor(), f"台账-{version.unit_name}-{covered}-第{version.id}版.xlsx"
    st.download_button(
        "下载最新台账",
        data=lambda: _workbook_of(ledger, version, user, name),
        file_name=name,
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="ledger", on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def _workbook_of(ledger: Ledger, version: Version, by: Actor, name: str) -> bytes:
    """The workbook of a version; the download is written to the audit log."""
    content = ledger(whole_tables(version), version)
    record_download(by, name, content, version.id)
    return content


def pick_workbook() -> PendingChange:
    """Step 2: upload of the changed workbook, read at once in the background; returns the pending change."""
    pending = pending_change(KEY)
    show_section("2 上传改好的台账", "只上传要更新的工作表也可以；没有的表、行和列都保持原样。")
    number = st.session_state.get(_FILE_KEY, 0)
    file = st.file_uploader(
        "改好的台账（.xlsx、.xlsm、.xls、.et、.ods 或 .csv，20 MB 以内）", key=f"{_FILE_KEY} {number}"
    )  # any ending: the reader says in Chinese what a file is that it cannot read
    if file is not None:
        st.session_state[_FILE_KEY] = number + 1
        _start_reading(pending, file)
        st.rerun()
    if job_of(KEY) is None and pending.proposal is None:
        _restore(pending)
    if job_of(KEY) is None and pending.has_new_answers:
        _reread(pending)
    if (job := end_job(KEY, UPLOAD_SECONDS, _cancelled)) is not None:
        _finish(pending, job)
    keep_draft(KEY, *_draft(pending))
    show_autosave(KEY)
    return pending


def show_read(pending: PendingChange) -> None:
    """The name of the uploaded file, and the button that discards it."""
    if pending.proposal is None or pending.proposal.received is None:
        return
    received = pending.proposal.received
    left, right = st.columns([4, 1], vertical_alignment="center")
    size = f"{len(received.content) / 1024:,.0f} KB"
    base = "" if pending.proposal.base.id == pending.proposal.parent.id else f"，从第{pending.proposal.base.id}版下载"
    parent = pending.proposal.parent
    period = coverage_text(parent.period, parent.as_of)
    mark = ' data-unsaved="1"' if pending.is_open else ""
    left.html(
        f'<p class="from"{mark}>已读取：<strong>{escape_html(received.name)}</strong>（{size}，更新{period}{base}）</p>'
    )
    right.button("放弃这份文件", key=pending.name("drop"), on_click=pending.drop, width="stretch")


def show_marked(pending: PendingChange) -> None:
    """Download of the uploaded workbook with the faulty cells marked, to be corrected and uploaded again."""
    proposal = pending.proposal
    if proposal is None or not any(fault.level != "notice" for fault in proposal.reading.all_faults):
        return
    name = proposal.received.name.rpartition(".")[0] if proposal.received else ""
    st.download_button(
        "下载标注副本",
        data=proposal.marked_copy,
        file_name=f"{name}-标注.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key=pending.name("marked"), on_click="ignore", icon=":material/download:",
        help="您的文件，出错的单元格已标色并加批注，改好后再上传。",
    )  # fmt: skip


def _start_reading(pending: PendingChange, file: _File) -> None:
    """Read the file in a background thread; discards the previous proposal and Streamlit's copy of the bytes."""
    parent = cache.newest()
    if parent is None:
        return
    user, content, name = actor(), file.getvalue(), file.name
    release_uploaded(file.file_id)
    pending.take(None)
    forget_drafts(pending)
    pending.committed = None
    start_job(KEY, name, lambda stop: propose_workbook(content, name, parent, user, stop))


def _draft(pending: PendingChange) -> tuple[dict[str, Any] | None, bytes]:
    """The uploaded file with the decisions about it, as JSON data and bytes; None where nothing is left to commit."""
    proposal = pending.proposal
    if proposal is None or proposal.received is None or not pending.is_open:
        return None, b""
    scope = {"org_unit": proposal.parent.org_unit, "period": proposal.parent.period}
    return {**scope, "name": proposal.reading.name, "pending": pending.state()}, proposal.received.content


def _restore(pending: PendingChange) -> None:
    """Read the file again that an ended session of the person has left, with the answers and decisions about it."""
    draft = find_draft(KEY)
    if draft is None:
        return
    try:
        name, parent = draft.state["name"], read_current(draft.state["org_unit"], draft.state["period"])
        pending.restore(draft.state["pending"])
    except (LookupError, TypeError, ValueError):
        refuse_draft(KEY, "它是另一个版本的程序保存的。")
        return
    if parent is None:
        refuse_draft(KEY, "它所属的报告期已不在。")
        return
    user, answers = actor(), dict(pending.answers)
    start_job(
        KEY, name,
        lambda stop: propose_workbook(draft.content, name, parent, user, stop, answers=answers, audited=False),
    )  # fmt: skip


def _reread(pending: PendingChange) -> None:
    """Read the file again with the given answers; the other decisions are kept."""
    proposal, answers = pending.proposal, dict(pending.answers)
    if proposal is not None:
        pending.tried = answers
        start_job(KEY, proposal.reading.name, lambda stop: proposal.answered(answers, stop))


def _cancelled() -> None:
    """What is said and kept once the person has cancelled the reading."""
    if pending_change(KEY).proposal is None and has_draft(KEY):
        refuse_draft(KEY, "读取已取消。重新打开本页再试一次。")
    pending_change(KEY).revert_answers()
    pending_change(KEY).refused = "已取消读取，没有写入任何内容。"


def _finish(pending: PendingChange, job: Job[Proposal]) -> None:
    if job.result is not None:
        pending.update(job.result)
    elif pending.proposal is None and has_draft(KEY):
        refuse_draft(KEY, "文件没有读完。重新打开本页再试一次。")
    if job.error is not None:
        pending.refused = str(job.error)
    elif job.result is None:
        pending.refused = "读取没有完成，没有写入任何内容。请重新上传。"
