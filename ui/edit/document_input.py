"""A document that somebody hands in, as a file or as pasted text: on 导入报告 and on 送审前核对."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from ui.shell.patches import release_uploaded

_TYPES: Final = ("docx", "doc", "wps", "pdf", "html", "htm", "txt")
_LIMITS: Final = "（.docx、.doc、.wps、.pdf、.html 或 .txt，20 MB、300 页、40 万字以内）"
_LONGEST_PASTE: Final = 400_000
_WAYS: Final = ("上传文件", "粘贴文字")
_PASTED: Final = "粘贴的文字"


@dataclass(frozen=True)
class Labels:
    """Words on screen: of the file, of the field for its text, of the button behind it, of a title (none: no field)."""

    file: str
    text: str
    button: str
    title: str = ""


@dataclass(frozen=True)
class Document:
    """What was handed in; no content: an empty text."""

    content: bytes
    name: str
    title: str = ""


def pick_document(key: str, widget: Callable[[str], str], labels: Labels) -> Document | None:
    """The document handed in in this run, None before. key: of the choice; widget: keys of what a new one resets."""
    way = st.radio("怎样交来", _WAYS, horizontal=True, key=f"{key} way", label_visibility="collapsed")
    return _pick_file(widget, labels) if way == _WAYS[0] else _pick_text(widget, labels)


def _pick_file(widget: Callable[[str], str], labels: Labels) -> Document | None:
    file = st.file_uploader(f"{labels.file}{_LIMITS}", type=list(_TYPES), key=widget("file"))
    if file is None:
        return None
    content, name = file.getvalue(), file.name
    release_uploaded(file.file_id)
    return Document(content, name)


def _pick_text(widget: Callable[[str], str], labels: Labels) -> Document | None:
    with st.form(widget("paste"), border=False, enter_to_submit=False):
        title = st.text_input(labels.title, key=widget("title"), max_chars=200).strip() if labels.title else ""
        text = st.text_area(labels.text, key=widget("text"), height=200, max_chars=_LONGEST_PASTE)
        if not st.form_submit_button(labels.button):
            return None
    return Document(text.encode("utf-8") if text.strip() else b"", f"{title or _PASTED}.txt", title)
