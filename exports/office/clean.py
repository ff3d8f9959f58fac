"""Texts of a report as office files may carry them: characters that show, and nothing that acts."""

import re
from typing import Final

from domain.unsafe_characters import UNSEEN

#: Control characters, halves of surrogate pairs, non-characters: XML forbids most of them, and none shows anything.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BLANKS: Final = re.compile(r"[\t\n\r\u2028\u2029]+")

_QUOTED: Final = re.compile("\u201c[^\u201d]*\u201d|「[^」]*」|《[^》]*》")
_HAN: Final = "\u3000-\u303f\u4e00-\u9fff\u2018-\u201d\uff00-\uffef"
#: Half-width marks beside a Chinese character or behind a share; between two figures they belong to a number or a time.
_HALF: Final = re.compile(rf"(?<=[{_HAN}%‰)])[,;:?!]|[,;:?!](?=[{_HAN}])")
_BRACKETS: Final = re.compile(rf"\((?=[^()]*[{_HAN}][^()]*\))[^()]*\)|(?<=[{_HAN}])\([^()]*\)")
_FULL: Final = {
    ",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "?": "\uff1f", "!": "\uff01", "(": "\uff08", ")": "\uff09",
}  # fmt: skip


def clean(text: object) -> str:
    """`text` in one line without control and unseen characters; "" for a missing one."""
    if text is None or text != text:
        return ""
    visible = UNSEEN.sub("", _FORBIDDEN.sub("", str(text)))
    return _BLANKS.sub(" ", visible).strip()


def prose(text: object) -> str:
    """A generated sentence in print form: `clean`, with full-width punctuation (GB/T 15834-2011) beside Chinese.

    Text in quotation marks is quoted from the report and is not changed.
    """
    cleaned = clean(text)
    quoted = {place for match in _QUOTED.finditer(cleaned) for place in range(match.start() + 1, match.end() - 1)}
    places = {match.start() for match in _HALF.finditer(cleaned)}
    for match in _BRACKETS.finditer(cleaned):
        places |= {match.start(), match.end() - 1}
    return "".join(_FULL.get(char, char) if at in places - quoted else char for at, char in enumerate(cleaned))
