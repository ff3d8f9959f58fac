"""送审前核对: a draft is handed in, read and checked in the background; its findings are shown. Nothing is stored."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import streamlit as st

from domain.office_time import office_today
from domain.schema.vocabulary import SEVERITIES
from proposals.draft.draft_check import DraftCheck, check_draft
from store.errors import InvalidDraft
from ui.edit.document_input import Labels, pick_document
from ui.edit.reading_job import end_job, job_of, start_job
from ui.shell import cache
from ui.shell.pick import settings
from ui.shell.text import escape_html
from ui.show.elements import show_empty, show_section
from ui.show.findings import copy_button, show_letters
from views.draft_check import DraftNote, DraftView, draft_view

KEY: Final = "draft check"
_MAX_SECONDS: Final = 60.0
_LABELS: Final = Labels("报告初稿", "初稿全文（连同标题）", "核对这段文字")
_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

#: The .docx, places and lines of the comments, whether to stop → the .docx with comments (exports.draft_file). Raises
#: RuntimeError with what to do.
WriteComments = Callable[[bytes, Sequence[Any], Sequence[tuple[str, ...]], Callable[[], bool]], bytes]


@dataclass
class DraftState:
    """The draft of this session: its name, what was found, the .docx with comments (b"" for other kinds), a refusal.

    hide: whether names were hidden in the comments. number: of drafts so far, for the keys of widgets.
    """

    content: bytes = field(default=b"", repr=False)
    name: str = ""
    check: DraftCheck | None = None
    document: bytes = field(default=b"", repr=False)
    hide: bool = True
    refused: str = ""
    number: int = 0

    def begin(self, content: bytes, name: str) -> None:
        """Take another draft; no content: none."""
        self.content, self.name, self.check, self.document, self.refused = content, name, None, b"", ""
        self.number += 1

    def key(self, widget: str) -> str:
        """The key of a widget about this draft."""
        return f"{KEY} {self.number} {widget}"


def pick_draft(write: WriteComments) -> DraftState:
    """The draft that is handed in as a file or as text, checked in the background; `write` adds its comments."""
    state = _state()
    show_section(
        "1 交来初稿", "Word、WPS 文字、有文字的 PDF、网页、纯文本，或直接粘贴。只核对，不保存，关掉页面就没有了。"
    )
    document = pick_document(KEY, state.key, _LABELS)
    if document is not None and document.content:
        state.begin(document.content, document.name)
        st.rerun()
    elif document is not None:
        state.refused = "没有粘贴任何文字。请先粘贴初稿全文。"
    hide = settings().hide
    if state.content and not state.refused and (state.check is None or state.hide != hide) and job_of(KEY) is None:
        state.hide = hide
        _start(state, write)
    job = end_job(KEY, _MAX_SECONDS, lambda: state.begin(b"", ""))
    if job is not None and job.result is not None:
        state.check, state.document = job.result
        st.rerun()
    elif job is not None:
        state.refused = str(job.error or "核对没有完成。请重新交来。")
    if state.refused:
        st.html(f'<div class="banner" role="alert">{escape_html(state.refused)}</div>')
    return state


def show_check(state: DraftState) -> None:
    """What was found: the summary, the .docx with comments, the questions by department, the findings by severity."""
    check = state.check
    if check is None:
        return
    shown = check.hidden() if state.hide else check
    view = draft_view(shown.findings, shown.figures, shown.source.text)
    show_section("2 核对结果", view.sentence)
    _show_scope(state, shown)
    if not any(code != "passed" for code in view.groups):
        show_empty("没有发现矛盾和存疑。", "这不等于没有错：没有数字可比的话，核对不了。")
    if state.document:
        name = f"{state.name.rpartition('.')[0]}-核对批注.docx"
        st.download_button(
            "下载带批注的同一份文件", state.document, name, _DOCX, key=state.key("download"), type="primary",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    show_letters(view.letters)
    _show_groups(view)


def _show_scope(state: DraftState, shown: DraftCheck) -> None:
    against = f"比对的是{shown.against}。" if shown.against else "没有与已存数据比对。"
    period = f"报告期：{shown.period.label}。" if shown.period else ""
    lines = "".join(f'<p class="from">{escape_html(note)}。</p>' for note in shown.notes)
    name = f"<strong>{escape_html(state.name)}</strong>（{len(shown.source.text):,}字）"
    st.html(f'<p class="from">已核对：{name}。{escape_html(period + against)}</p>{lines}')
    st.button("放弃这份初稿", key=state.key("drop"), on_click=lambda: state.begin(b"", ""))


def _show_groups(view: DraftView) -> None:
    for code, notes in view.groups.items():
        body = f'<div class="findings">{"".join(map(_note, notes))}</div>'
        title = f"{SEVERITIES[code]} {len(notes)}项"
        is_open = " open" if code in ("conflict", "doubt") else ""
        st.html(f'<details class="fold"{is_open}><summary>{title}</summary>{body}</details>')


def _note(note: DraftNote) -> str:
    """One finding, which opens its sentence with the words that it is about."""
    words = f"{escape_html(note.before)}<mark>{escape_html(note.words)}</mark>{escape_html(note.behind)}"
    fields = [("初稿原句", words if note.start is not None else ""), ("向谁核实", escape_html(note.whom))]
    if note.severity != "passed":
        fields.append(("核实", copy_button(note.question, "复制这个问题")))
    lines = "".join(f"<dt>{label}</dt><dd>{inner}</dd>" for label, inner in fields if inner)
    summary = (
        f'<span><span class="severity">{SEVERITIES[note.severity]}</span></span><b>{escape_html(note.title)}</b>'
        f"<span>{escape_html(note.whom)}</span><span></span>"
    )
    return (
        f'<details class="finding"><summary><span class="finding-line">{summary}</span></summary>'
        f"<p>{escape_html(note.message)}</p><dl>{lines}</dl></details>"
    )


def _start(state: DraftState, write: WriteComments) -> None:
    content, name, hide, shown = state.content, state.name, state.hide, cache.version()
    today, unit = office_today(), shown.unit if shown else None
    start_job(KEY, name, lambda stop: _check(content, name, unit, today, hide, write, stop))


def _check(
    content: bytes, name: str, unit: str | None, today: Any, hide: bool, write: WriteComments, stop: Callable[[], bool]
) -> tuple[DraftCheck, bytes]:
    """The findings and, of a .docx, the document with their comments."""
    check = check_draft(content, name, today=today, otherwise=unit, stop=stop)
    if check.source.encoding != "docx":
        return check, b""
    shown = check.hidden() if hide else check
    notes = draft_view(shown.findings, shown.figures, shown.source.text).comments
    try:
        places = check.places([(note.start or 0, note.end or 0) for note in notes], stop)
        return check, write(content, places, [note.lines for note in notes], stop)
    except (InvalidDraft, RuntimeError) as error:  # the list is of use without them
        return replace(check, notes=(*check.notes, str(error).rstrip("。"))), b""


def _state() -> DraftState:
    stored = st.session_state.get(f"{KEY} state")
    if not isinstance(stored, DraftState):
        stored = st.session_state[f"{KEY} state"] = DraftState()
    return stored
