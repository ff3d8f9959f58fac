"""Validation of uploads before any parser: the kind of file, and limits on its size and structure.

Only bytes and names are inspected: nothing is parsed or written, and archive members are inflated in chunks, counted
and discarded. All 3 462 readable real workbooks of public test corpora are within the limits.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from domain.faults import Fault, Place, make_fault
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
from loaders.text.plain_text import decode_rare_chinese, decode_text, may_be_korean
from loaders.text.refusals import SourceError
from loaders.workbook.hidden_parts import LONGEST_TAG, RELATIONS, WORKBOOK, Hidden, by_sheet

Kind = Literal["xlsx", "xls", "ods", "csv"]

MAX_FILE_SIZE: Final = 20 * 2**20

_OTHER_KINDS: Final = {
    **OTHER_KINDS,
    **dict.fromkeys((b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"), "很旧的 Excel 文件"),
}  # fmt: skip
_MARKUP: Final = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"<head", b"mime-version")
#: Member of a zipped document -> its kind, None for a workbook that is read.
_ZIPPED: Final = {"xl/workbook.xml": None, "ppt/presentation.xml": "PowerPoint 文档"}
#: Member of a zipped document -> the refusal that says where it belongs, or how to save it.
_REFUSED: Final = {"xl/workbook.bin": "binary_workbook", "word/document.xml": "word_document"}
#: The program of an .xlsm, which is never read.
_PROGRAM: Final = "xl/vbaproject.bin"
_SPREADSHEET: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_OLE_MACROS: Final = ("_VBA_PROJECT_CUR", "_VBA_PROJECT")
_OLE_WORKBOOK: Final = ("Workbook", "Book")
#: How the stream of an .xls with a password begins: BOF, WriteProtect, FilePass ([MS-XLS] 2.1.7.20.3).
_OLE_PASSWORD: Final = re.compile(
    rb"\x09\x08(?:\x08\x00\x00\x05\x05\x00.{4}|\x10\x00\x00\x06\x05\x00.{12})(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
)
_MANIFEST: Final = "META-INF/manifest.xml"
#: What a part is searched for, each with a letter that most parts do not contain: one letter is found much faster.
_DOCTYPE: Final = (b"!", b"<!DOCTYPE")
_FORMULA: Final = (b"f", b"<f")
_FORMULAS: Final = (b"<f>", b"<f ", b"<f/")
_ERROR: Final = (b"e", b't="e"')
_STRUCK: Final = (b"k", b"strike")
_RAISED: Final = (b"g", b"vertAlign")
_HIDDEN: Final = (b"h", b" hidden=", b' ht="0', b' width="0')
_INDEX: Final = (WORKBOOK, RELATIONS)
#: Start of UTF-16 markup, with or without byte order mark.
_WIDE_MARKUP: Final = (b"\xff\xfe<\0", b"\xfe\xff\0<", b"<\0", b"\0<")
_UNUSUAL_SIGNS: Final = (b":worksheet", b"='http")


class Refused(Exception):
    """The file is rejected; `fault` has the reason and the remedy."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.line)
        self.fault = fault


@dataclass(frozen=True)
class Upload:
    """Validated bytes. content: input of the reader, CSV as UTF-8 without byte order mark, else the bytes.

    Of an .xlsx: recheck: members with formulas or errors, which are read a second time; rich: members with struck-out
    or raised text; hidden: sheet → its hidden rows and columns; has_macros: it has a program, which is not read. Of a
    CSV: is_guessed: its encoding may be another one.
    """

    kind: Kind
    content: bytes
    recheck: tuple[str, ...] = ()
    hidden: Mapping[str, Hidden] = field(default_factory=dict)
    rich: tuple[str, ...] = ()
    has_macros: bool = False
    is_guessed: bool = False


def check_upload(data: bytes) -> Upload:
    """`data` as a validated upload. Raises Refused where it is not a workbook or exceeds the limits above."""
    if not data.strip(b"\0 \r\n\t"):
        raise refused("empty")
    if len(data) > MAX_FILE_SIZE:
        raise refused("too_big", size=f"{len(data) / 2**20:.1f}", limit=MAX_FILE_SIZE >> 20)
    if data.startswith(ZIP):
        return _check_zip(data)
    if data.startswith(OLE):
        return _check_ole(data)
    if data.startswith(b"%PDF"):
        raise refused("pdf_document")
    for signature, kind in _OTHER_KINDS.items():
        if data.startswith(signature):
            raise refused("not_a_workbook", kind=kind)
    return _check_text(data)


def refused(code: str, place: Place | None = None, **slots: object) -> Refused:
    """The refusal of kind `code`, to be raised."""
    return Refused(make_fault(code, place or Place(), **slots))


def _check_text(data: bytes) -> Upload:
    if data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise refused("not_a_workbook", kind="网页格式的表格")
    try:
        text, encoding = decode_text(data, "")
    except SourceError as error:
        if b"\0" in data:
            raise refused("not_a_workbook", kind="无法识别的文件") from error
        if (rare := decode_rare_chinese(data)) is None:
            raise refused("encoding") from error
        return Upload("csv", rare.encode(), is_guessed=True)
    is_guessed = encoding == "gb18030" and may_be_korean(text)
    return Upload("csv", data.decode(encoding).removeprefix("\ufeff").encode(), is_guessed=is_guessed)


def _check_ole(data: bytes) -> Upload:
    """OLE: .xls and .et; also an encrypted .xlsx and old Word files. Only the names in its directory are inspected."""
    if any(has_ole_entry(data, name) for name in OLE_ENCRYPTED) or _OLE_PASSWORD.search(data):
        raise refused("encrypted")
    if any(has_ole_entry(data, name) for name in _OLE_MACROS):
        raise refused("macros")
    if has_ole_entry(data, "WordDocument"):
        raise refused("word_document")
    if not any(has_ole_entry(data, name) for name in _OLE_WORKBOOK):
        raise refused("not_a_workbook", kind="旧版 Word、PowerPoint 或其他文件")
    return Upload("xls", data)


def _check_zip(data: bytes) -> Upload:
    try:
        check_count(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            check_members(members)
            kind = _kind_of_zip(archive, members)
            recheck, rich, hidden = _check_content(archive, members)
            hidden = _by_sheet(archive, hidden) if hidden else {}
    except BadArchive as error:
        raise refused(error.code, Place(), **error.slots) from error
    except BROKEN as error:
        raise refused("broken") from error
    except RuntimeError as error:  # a password is asked for
        raise refused("encrypted") from error
    has_macros = any(inner_name(member).lower() == _PROGRAM for member in members)
    return Upload(kind, data, recheck, hidden, rich, has_macros)


def _by_sheet(archive: zipfile.ZipFile, hidden: Mapping[str, Hidden]) -> dict[str, Hidden]:
    members = {name: archive.read(member) for member in archive.infolist() if (name := inner_name(member)) in _INDEX}
    workbook, relations = (members.get(name, b"").decode(errors="replace") for name in _INDEX)
    return by_sheet(hidden, workbook, relations)


def _kind_of_zip(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Kind:
    names = {inner_name(member) for member in members}
    if any(_holds_macros(name) for name in names if name.lower() != _PROGRAM or _ZIPPED.keys().isdisjoint(names)):
        raise refused("macros")
    for member, code in _REFUSED.items():
        if member in names:
            raise refused(code)
    for member, other in _ZIPPED.items():
        if member in names:
            if other is not None:
                raise refused("not_a_workbook", kind=other)
            return "xlsx"
    if "mimetype" in names and "content.xml" in names:
        with archive.open("mimetype") as member_file:
            if member_file.read(200).startswith(_SPREADSHEET):
                return "ods"
    raise refused("not_a_workbook", kind="压缩文件或其他文档")


def _holds_macros(name: str) -> bool:
    lower = name.lower()
    return (
        lower.endswith("vbaproject.bin")
        or lower.startswith(("xl/macrosheets/", "scripts/"))
        or (lower.startswith("basic/") and not lower.endswith(("script-lc.xml", "script-lb.xml", "/")))
    )


def _check_content(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, Hidden]]:
    """Inflate every member, counting; return those with formulas or errors, with rich text, and what each hides."""
    recheck, rich, hidden = [], [], {}
    ordered = sorted(members, key=lambda member: inner_name(member) != _MANIFEST)
    for member, chunks in inflated(archive, ordered):
        content = _Content(member)
        for chunk in chunks:
            content.take(chunk)
        if content.recheck:
            recheck.append(member.filename)
        if content.rich:
            rich.append(member.filename)
        if content.hidden.rows or content.hidden.columns:
            hidden[inner_name(member)] = content.hidden
    return tuple(recheck), tuple(rich), hidden


class _Content:
    """One member while it inflates: forbidden contents, and signs that it must be rechecked."""

    def __init__(self, member: zipfile.ZipInfo) -> None:
        self.member = member
        self.is_begun = False
        self.recheck = False
        self.hidden = Hidden()
        self.rich = False
        self._tail = b""
        self._is_markup = False
        self._name = inner_name(member).lower()

    def take(self, chunk: bytes) -> None:
        """Inspect the next chunk. Raises Refused."""
        first = not self.is_begun
        self.is_begun = True
        if first:
            self._is_markup = self._begins_as_markup(chunk)
        if not self._is_markup:
            return
        seen = self._tail + chunk
        if _has(seen, _DOCTYPE):
            raise refused("doctype", part=self.member.filename)
        if first and b"encryption-data" in seen and self.member.filename == _MANIFEST:
            raise refused("encrypted")
        if not self.recheck:
            self.recheck = (
                (_has(seen, _FORMULA) and any(sign in seen for sign in _FORMULAS))
                or _has(seen, _ERROR)
                or (first and any(sign in seen for sign in _UNUSUAL_SIGNS))
            )
        self.rich = self.rich or _has(seen, _STRUCK) or _has(seen, _RAISED)
        if _has(seen, _HIDDEN):
            self.hidden.take(seen)
        self._tail = chunk[-LONGEST_TAG:]

    def _begins_as_markup(self, chunk: bytes) -> bool:
        """By its contents, since a worksheet may have any name. Raises Refused for UTF-16, which would hide markup.

        SVG pictures and customXml are never opened and therefore exempt.
        """
        if self._name.endswith(".svg"):
            return False
        is_named_so = self._name.endswith((".xml", ".rels", ".vml", ".rdf"))
        is_wide = chunk.startswith(_WIDE_MARKUP) or (is_named_so and b"\0" in chunk[:64])
        if is_wide and not self._name.startswith("customxml/"):
            raise refused("broken")
        return is_named_so or chunk.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _has(content: bytes, signs: tuple[bytes, ...]) -> bool:
    """Whether one of `signs` after the first occurs; the first is a letter in all of them."""
    return signs[0] in content and any(sign in content for sign in signs[1:])
