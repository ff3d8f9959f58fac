"""Struck-out and raised or lowered pieces of a text: the parser joins them, so 584 (struck out) and 600 become 584600.

Before parsing they are fenced with Unicode noncharacters; after it the fences are resolved: struck-out pieces are
removed, raised or lowered digits become the corresponding characters (584² and not 5842). Part of the child process:
standard library only.
"""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from loaders.workbook.child_xml import by_name

_STRUCK, _RAISED, _LOWERED, _AS_CELL, _END = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
#: Struck out, raised, lowered, formatted as the whole cell (which may be struck out), and the end of each.
FENCES: Final = (_STRUCK, _RAISED, _LOWERED, _AS_CELL, _END)
_DIGITS: Final = "0123456789"
_SIGNS: Final = {
    _RAISED: str.maketrans(_DIGITS, "⁰¹²³⁴⁵⁶⁷⁸⁹"), _LOWERED: str.maketrans(_DIGITS, "₀₁₂₃₄₅₆₇₈₉"),
}  # fmt: skip
_FENCED: Final = re.compile(f"([{_STRUCK}{_RAISED}{_LOWERED}{_AS_CELL}])([^{''.join(FENCES)}]*){_END}")
_ANY_FENCE: Final = re.compile(f"[{''.join(FENCES)}]")

_RUN: Final = re.compile(rb"<((?:\w+:)?)r>(.*?)</\1r>", re.DOTALL)
_STRIKE: Final = re.compile(rb"<(?:\w+:)?strike\s*(?:/?>|[^>]*?val\s*=\s*[\"'](?!0|false|off)[^>]*>)")
_RISE: Final = re.compile(rb"<(?:\w+:)?vertAlign\s[^>]*?(superscript|subscript)")
_LOOKS: Final = re.compile(rb"<(?:\w+:)?rPr[\s/>]")
_TEXT: Final = re.compile(rb"(<(?:\w+:)?t(?:\s[^>]*)?(?<!/)>)(.*?)(</(?:\w+:)?t>)", re.DOTALL)
_RICH: Final = re.compile(rb"<(?:\w+:)?(?:strike|vertAlign)[\s/>]")

_ODS_STYLE: Final = re.compile(rb'<style:style\s[^>]*?style:family="text"[^>]*>.*?</style:style>', re.DOTALL)
_ODS_NAME: Final = re.compile(rb'style:name="([^"]*)"')
_ODS_STRIKE: Final = re.compile(rb'style:text-line-through-(?:style|type)="(?!none)[^"]+"')
_ODS_RISE: Final = re.compile(rb'style:text-position="(-?)(super|sub|[1-9])')
_ODS_SPAN: Final = re.compile(rb'<text:span(?:\s[^>]*?text:style-name="([^"]*)")?[^>]*?(/?)>|</text:span>')


@dataclass(frozen=True)
class UnfencedText:
    """A text without its fences: the remaining text, the struck-out text, whether a digit is raised or lowered.

    has_own_runs: whether its runs determine what is struck out, regardless of the cell's format.
    """

    text: str
    struck: str
    is_raised: bool
    has_own_runs: bool


def fenced_xlsx(archive: zipfile.ZipFile, names: list[str] | None) -> dict[str, bytes]:
    """The fenced members of an .xlsx with such pieces; searched in `names`, or (None) in all."""
    replaced = {}
    for name, member in by_name(archive).items():
        if not (names is None or member in names) or not name.startswith("xl/") or name.startswith(_NO_CELLS):
            continue
        xml = archive.read(member)
        if _RICH.search(xml) and (found := _RUN.sub(_fence_run, xml)) != xml:
            replaced[member] = found
    return replaced


#: Parts without cell texts.
_NO_CELLS: Final = ("xl/styles", "xl/comments", "xl/drawings", "xl/charts", "xl/theme", "xl/threadedComments/")


def _fence_run(match: re.Match[bytes]) -> bytes:
    """One run of a rich text, its text fenced where it is struck out, raised or lowered."""
    run = match[2]
    if _STRIKE.search(run):
        fence = _STRUCK
    elif rise := _RISE.search(run):
        fence = _RAISED if rise[1] == b"superscript" else _LOWERED
    elif _LOOKS.search(run) is None:
        fence = _AS_CELL
    else:
        return match[0]
    begin, end = fence.encode(), _END.encode()
    fenced_run = _TEXT.sub(lambda text: text[1] + begin + text[2] + end + text[3], run)
    return b"<%sr>%s</%sr>" % (match[1], fenced_run, match[1])


def fenced_ods(content: bytes, styles: bytes) -> bytes:
    """content.xml with such pieces fenced; `styles`: styles.xml."""
    fences: dict[bytes, str] = {}
    for style in _ODS_STYLE.findall(styles) + _ODS_STYLE.findall(content):
        name = _ODS_NAME.search(style)
        fence = _ods_fence(style)
        if name is not None and fence:
            fences[name[1]] = fence
    return content if not fences else _ODS_SPAN.sub(_span_fencer(fences), content)


def _ods_fence(style: bytes) -> str:
    if _ODS_STRIKE.search(style):
        return _STRUCK
    if rise := _ODS_RISE.search(style):
        return _LOWERED if rise[1] or rise[2] == b"sub" else _RAISED
    return ""


def _span_fencer(fences: dict[bytes, str]) -> Callable[[re.Match[bytes]], bytes]:
    """A replacement function that fences spans in one of those styles, except nested ones."""
    opened: list[bool] = []

    def fence(match: re.Match[bytes]) -> bytes:
        if match[0] == b"</text:span>":
            return (_END.encode() if opened and opened.pop() else b"") + match[0]
        if match[2]:
            return match[0]
        sign = fences.get(match[1] or b"", "") if not any(opened) else ""
        opened.append(bool(sign))
        return match[0] + sign.encode()

    return fence


def unfenced(text: str) -> UnfencedText:
    """Resolve the fences of a text."""
    struck: list[str] = []
    raised: list[str] = []

    def settle(match: re.Match[str]) -> str:
        if match[1] == _STRUCK:
            struck.append(match[2])
            return ""
        if match[1] == _AS_CELL:
            return match[2]
        raised.append(match[2])
        return match[2].translate(_SIGNS[match[1]])

    plain = _ANY_FENCE.sub("", _FENCED.sub(settle, text))
    is_raised = any(sign in _DIGITS for piece in raised for sign in piece)
    return UnfencedText(plain, "".join(struck), is_raised, bool(struck) and _AS_CELL not in text)


def with_members(content: bytes, replaced: dict[str, bytes]) -> bytes:
    """The archive with some of its members replaced."""
    if not replaced:
        return content
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(buffer, "w") as out:
        for name in archive.namelist():
            out.writestr(name, replaced[name] if name in replaced else archive.read(name))
    return buffer.getvalue()
