"""The kind of a document by its content, and what is refused before anything parses it. Names decide nothing."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final, Literal

from loaders.sandbox.archive import (
    BROKEN,
    OLE,
    OLE_ENCRYPTED,
    OTHER_KINDS,
    ZIP,
    BadArchive,
    check_count,
    check_members,
    has_ole_entry,
    inflated,
    inner_name,
)

Kind = Literal["docx", "doc", "pdf", "html", "txt"]

MAX_FILE_SIZE: Final = 20 * 2**20

KIND_NAMES: Final[dict[str, str]] = {
    "docx": "Word 文档（.docx）", "doc": "旧版 Word 文档（.doc）", "pdf": "PDF 文件", "html": "网页", "txt": "纯文本",
}  # fmt: skip
#: Suffix → the kind of content that is usual for it.
_USUAL: Final[dict[str, tuple[str, ...]]] = {
    ".docx": ("docx",), ".doc": ("doc",), ".wps": ("doc", "docx"), ".pdf": ("pdf",), ".txt": ("txt",),
    ".html": ("html",), ".htm": ("html",),
}  # fmt: skip
#: First bytes of files that are no documents, or that are not read.
_OTHER_KINDS: Final = {**OTHER_KINDS, b"MIME-Version": "单个文件的网页（.mht）"}
_PDF: Final = b"%PDF"
_PDF_WITHIN: Final = 1024
_PAGE: Final = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<body", b"<table", b"<div", b"<?xml")
#: Part of a zipped document → its kind, None for one that is read.
_ZIPPED: Final = {
    "word/document.xml": None, "xl/workbook.xml": "表格（.xlsx）", "xl/workbook.bin": "表格（.xlsb）",
    "ppt/presentation.xml": "演示文稿（.pptx）", "content.xml": "开放格式的文档（.odt）",
}  # fmt: skip
_OLE_MACROS: Final = ("_VBA_PROJECT",)
_OLE_SHEETS: Final = ("Workbook", "Book")
_MARKUP: Final = (".xml", ".rels", ".vml")
_WIDE_MARKUP: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


class Refused(Exception):
    """The document is not read: a code of refusals.py with its slots."""

    def __init__(self, code: str, **slots: object) -> None:
        super().__init__(code)
        self.code, self.slots = code, slots


@dataclass(frozen=True)
class Checked:
    """The kind of a document, and a note of kind kind_differs where its name says another one."""

    kind: Kind
    differs: dict[str, Any] | None


def check_document(data: bytes, name: str) -> Checked:
    """The kind of the document `data`, called `name`. Raises Refused."""
    if not data.strip(b"\0 \r\n\t"):
        raise Refused("empty")
    if len(data) > MAX_FILE_SIZE:
        raise Refused("too_big", size=f"{len(data) / 2**20:.1f}", limit=MAX_FILE_SIZE >> 20)
    kind = _kind_of(data, name)
    suffix = PurePath(name.replace("\\", "/")).suffix.lower()
    usual = _USUAL.get(suffix)
    differs = {"suffix": suffix, "kind": KIND_NAMES[kind]} if usual and kind not in usual else None
    return Checked(kind, differs)


def _kind_of(data: bytes, name: str) -> Kind:
    if data.startswith(ZIP):
        _check_zip(data)
        return "docx"
    if data.startswith(OLE):
        _check_ole(data, name)
        return "doc"
    if _PDF in data[:_PDF_WITHIN]:
        return "pdf"
    for signature, kind in _OTHER_KINDS.items():
        if data.startswith(signature):
            raise Refused("other_kind", kind=kind)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<?xml") and b"<html" not in head:
        raise Refused("other_kind", kind="XML 文件")
    return "html" if head.startswith(_PAGE) else "txt"


def _check_ole(data: bytes, name: str) -> None:
    """Only the names in the directory of the file are looked at."""
    if any(has_ole_entry(data, entry) for entry in OLE_ENCRYPTED):
        raise Refused("encrypted")
    if any(has_ole_entry(data, entry) for entry in _OLE_MACROS):
        raise Refused("macros")
    if has_ole_entry(data, "WordDocument"):
        return
    if any(has_ole_entry(data, entry) for entry in _OLE_SHEETS):
        raise Refused("spreadsheet", kind="表格（.xls）")
    if name.lower().endswith(".wps"):
        raise Refused("old_wps")
    raise Refused("other_kind", kind="旧版 Office 的其他文件，或已损坏的文件")


def _check_zip(data: bytes) -> None:
    try:
        check_count(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            check_members(members)
            names = {inner_name(member) for member in members}
            _check_names(names)
            for member, chunks in inflated(archive, members):
                tail = b""
                is_markup = inner_name(member).lower().endswith(_MARKUP)
                for chunk in chunks:
                    if not tail and is_markup and chunk.startswith(_WIDE_MARKUP):
                        raise Refused("broken", kind=KIND_NAMES["docx"])
                    if (is_markup or chunk.lstrip()[:1] == b"<") and b"<!DOCTYPE" in tail + chunk:
                        raise Refused("doctype", part=member.filename)
                    tail = chunk[-16:]
    except BadArchive as error:
        raise Refused(error.code, **error.slots) from error
    except BROKEN as error:
        raise Refused("broken", kind="Word 文档或压缩文件") from error
    except RuntimeError as error:  # a password is asked for
        raise Refused("encrypted") from error


def _check_names(names: set[str]) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("macros")
    for part, kind in _ZIPPED.items():
        if part in names:
            if kind is None:
                return
            raise Refused("spreadsheet" if kind.startswith("表格") else "other_kind", kind=kind)
    if not any(name.startswith("word/") for name in names):
        raise Refused("other_kind", kind="压缩文件或其他文档")
