"""上传台账: the workbook to fill in, the file that comes back, and the reading of it, which can be given up."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

import pandas as pd
import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from domain.schema.period import coverage_text
from proposals.proposal import Proposal, propose_workbook, whole_tables
from store.records import Actor, Version
from ui.edit.pending_change import PendingChange, pending_change
from ui.shell import cache
from ui.shell.account import account_status, actor, sign_in_link
from ui.shell.download_audit import record_download
from ui.shell.jobs import Job
from ui.shell.text import escape_html, escape_markdown
from ui.show.elements import show_section

KEY: Final = "upload"
#: What the uploader lets one pick; what is in a file is looked at when it is read.
TYPES: Final = ("xlsx", "xls", "et", "ods", "csv")
_JOB: Final = "upload job"
_FILE: Final = "upload file"
_LOOK_EVERY: Final = 0.5
#: Most files are read within this time; then no progress is shown at all.
_AT_ONCE: Final = 0.4
_LONGEST: Final = 20.0

Ledger = Callable[[Mapping[str, pd.DataFrame], Any], bytes]


class _File(Protocol):
    """What the uploader hands over."""

    name: str
    file_id: str

    def getvalue(self) -> bytes: ...


def show_version_in_use() -> None:
    """One line: who looks at the page, and whether that person may change figures."""
    st.html(f'<p class="from">{escape_html(account_status())} {sign_in_link()}</p>')


def show_ledger(ledger: Ledger) -> None:
    """Step 1: the workbook of the newest version, made when it is asked for."""
    version = cache.newest()
    if version is None:
        return
    show_section("1 下载最新台账", f"第{version.id}版,各表现有的全部内容。用 WPS 或 Excel 打开,直接改数字,保存。")
    covered = coverage_text(version.period, version.as_of)
    by, name = actor(), f"台账-{version.org_unit}-{covered}-第{version.id}版.xlsx"
    st.download_button(
        "下载最新台账",
        data=lambda: _made(ledger, version, by, name),
        file_name=name,
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="ledger", on_click="ignore", icon=":material/download:",
    )  # fmt: skip


def _made(ledger: Ledger, version: Version, by: Actor, name: str) -> bytes:
    """The workbook of a version; the audit keeps who took it."""
    content = ledger(whole_tables(version), version)
    record_download(by, name, content, version.id)
    return content


def pick_workbook() -> PendingChange:
    """Step 2: the file that comes back. It is read as soon as it is there; what comes of it is in what this returns."""
    now = pending_change(KEY)
    show_section("2 上传改好的台账", "只上传要更新的工作表也可以;没有的表、行和列都保持原样。")
    number = st.session_state.get(_FILE, 0)
    file = st.file_uploader(
        "改好的台账(.xlsx、.xls、.et、.ods 或 .csv,20 MB 以内)", type=list(TYPES), key=f"{_FILE} {number}"
    )
    if file is not None:
        st.session_state[_FILE] = number + 1
        _begin(now, file)
        st.rerun()
    if _job() is None and now.has_new_answers:
        _read_again(now)
    job = _job()
    if job is not None and not job.wait(_AT_ONCE):
        _show_reading()
        st.stop()
    if job is not None:
        _end(now, job)
    return now


def show_read(now: PendingChange) -> None:
    """Which file is on screen, and the button that puts it aside."""
    if now.proposal is None or now.proposal.received is None:
        return
    received = now.proposal.received
    left, right = st.columns([4, 1], vertical_alignment="center")
    size = f"{len(received.content) / 1024:,.0f} KB"
    base = "" if now.proposal.base.id == now.proposal.parent.id else f",从第{now.proposal.base.id}版下载"
    parent = now.proposal.parent
    period = coverage_text(parent.period, parent.as_of)
    mark = ' data-unsaved="1"' if now.is_open else ""
    left.html(
        f'<p class="from"{mark}>已读取:<strong>{escape_html(received.name)}</strong>({size},更新{period}{base})</p>'
    )
    right.button("放弃这份文件", key=now.name("drop"), on_click=now.drop, width="stretch")


def show_marked(now: PendingChange) -> None:
    """The clerk's own workbook with the faulty cells marked, to be mended and uploaded again."""
    proposal = now.proposal
    if proposal is None or not any(fault.level != "notice" for fault in proposal.reading.said):
        return
    name = proposal.received.name.rpartition(".")[0] if proposal.received else ""
    st.download_button(
        "下载标注副本",
        data=proposal.marked_copy,
        file_name=f"{name}-标注.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key=now.name("marked"), on_click="ignore", icon=":material/download:",
        help="您的文件,出错的单元格已标色并加批注,改好后再上传。",
    )  # fmt: skip


def _begin(now: PendingChange, file: _File) -> None:
    """Read the file in a thread of its own; what was on screen before goes, and Streamlit's copy of the bytes too."""
    before = _job()
    if before is not None:
        before.cancel()
    parent = cache.newest()
    if parent is None:
        return
    by, content, name = actor(), file.getvalue(), file.name
    _forget(file)
    now.take(None)
    now.committed = None
    st.session_state[_JOB] = Job(lambda stop: propose_workbook(content, name, parent, by, stop))
    st.session_state[f"{_JOB} name"] = name


def _read_again(now: PendingChange) -> None:
    """Read the file once more by what was answered; what was ticked stays."""
    proposal, answers = now.proposal, dict(now.answers)
    if proposal is not None:
        st.session_state[_JOB] = Job(lambda stop: proposal.answered(answers, stop))
        st.session_state[f"{_JOB} name"] = proposal.reading.name


def _forget(file: _File) -> None:
    """Streamlit would keep the bytes as long as the tab is open."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


def _job() -> Job[Proposal] | None:
    job = st.session_state.get(_JOB)
    return job if isinstance(job, Job) else None


@st.fragment(run_every=_LOOK_EVERY)
def _show_reading() -> None:
    """How long it has been reading, and the button that ends it."""
    job = _job()
    if job is None or job.poll():
        st.rerun()
        return
    name = escape_markdown(str(st.session_state.get(f"{_JOB} name", "")))
    st.progress(
        min(job.seconds / _LONGEST, 0.99), text=f"正在读取 {name}:已用 {job.seconds:.0f} 秒,最长 {_LONGEST:.0f} 秒"
    )
    if st.button("取消", key="cancel reading"):
        job.cancel()
        st.session_state.pop(_JOB, None)
        pending_change(KEY).take_answers_back()
        pending_change(KEY).refused = "已取消读取,没有写入任何内容。"
        st.rerun()


def _end(now: PendingChange, job: Job[Proposal]) -> None:
    st.session_state.pop(_JOB, None)
    if now.proposal is None:
        now.take(job.result)
    elif job.result is not None:
        now.update(job.result)
    if job.error is not None:
        now.refused = str(job.error)
    elif job.result is None:
        now.refused = "读取没有完成,没有写入任何内容。请重新上传。"
