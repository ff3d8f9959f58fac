"""Punctuation of generated sentences: full-width beside Chinese characters (GB/T 15834-2011)."""

import re
from typing import Final

_QUOTED: Final = re.compile("\u201c[^\u201d]*\u201d|「[^」]*」|《[^》]*》")
_HAN: Final = "\u3000-\u303f\u4e00-\u9fff\u2018-\u201d\uff00-\uffef"
#: Half-width marks beside a Chinese character or behind a share; between two figures they belong to a number or a time.
_HALF: Final = re.compile(rf"(?<=[{_HAN}%‰)])[,;:?!]|[,;:?!](?=[{_HAN}])")
_BRACKETS: Final = re.compile(rf"\((?=[^()]*[{_HAN}][^()]*\))[^()]*\)|(?<=[{_HAN}])\([^()]*\)")
_FULL: Final = {
    ",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "?": "\uff1f", "!": "\uff01", "(": "\uff08", ")": "\uff09",
}  # fmt: skip


def full_width(text: str) -> str:
    """`text` with full-width marks beside Chinese characters; numbers, times and Latin keep theirs.

    Text in quotation marks is quoted from the report and is not changed.
    """
    places = {match.start() for match in _HALF.finditer(text)}
    for match in _BRACKETS.finditer(text):
        places |= {match.start(), match.end() - 1}
    if places:
        places -= {at for match in _QUOTED.finditer(text) for at in range(match.start() + 1, match.end() - 1)}
    return "".join(_FULL[char] if at in places else char for at, char in enumerate(text)) if places else text
