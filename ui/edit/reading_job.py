"""The background work of a page that reads a file: one job per page and session, with its progress and its end."""

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from ui.shell.jobs import Job
from ui.shell.text import escape_markdown

_POLL_INTERVAL: Final = 0.5
#: Seconds without a progress bar; most files are read within them.
_QUICK_READ: Final = 0.4

Work = Callable[[Callable[[], bool]], Any]


def start_job(key: str, name: str, work: Work) -> None:
    """Begin `work` for the page `key` in the background, in place of what it does now. name: what the bar calls it."""
    previous = job_of(key)
    if previous is not None:
        previous.cancel()
    st.session_state[_job_key(key)] = Job(work)
    st.session_state[f"{_job_key(key)} name"] = name


def job_of(key: str) -> Job[Any] | None:
    """The job of the page `key`; None where it has none."""
    job = st.session_state.get(_job_key(key))
    return job if isinstance(job, Job) else None


def end_job(key: str, max_seconds: float, on_cancel: Callable[[], None]) -> Job[Any] | None:
    """The job of the page, once it has ended; None where there is none.

    While it runs, draws its progress (up to `max_seconds`) and a button that cancels it, and stops the page.
    """
    job = job_of(key)
    if job is None:
        return None
    if not job.wait(_QUICK_READ):
        _show_reading(key, max_seconds, on_cancel)
        st.stop()
    st.session_state.pop(_job_key(key), None)
    return job


@st.fragment(run_every=_POLL_INTERVAL)
def _show_reading(key: str, max_seconds: float, on_cancel: Callable[[], None]) -> None:
    """Progress bar of the reading, and the button that cancels it."""
    job = job_of(key)
    if job is None or job.poll():
        st.rerun()
        return
    name = escape_markdown(str(st.session_state.get(f"{_job_key(key)} name", "")))
    st.progress(
        min(job.seconds / max_seconds, 0.99),
        text=f"正在读取 {name}：已用 {job.seconds:.0f} 秒，最长 {max_seconds:.0f} 秒",
    )
    if st.button("取消", key=f"cancel {key}"):
        job.cancel()
        st.session_state.pop(_job_key(key), None)
        on_cancel()
        st.rerun()


def _job_key(key: str) -> str:
    return f"{key} job"
