"""What a line of a report begins with: 一、 (二) 3. (4) 一是 第一部分 or a bullet, in half-width and full-width forms.

level: 0 part (第一部分) | 1 chapter (一、) | 2 section ((一)) | 3 point (1.) | 4 sub-point ((1), ①, 一是, ——)
| 5 bullet (·)
"""

import re
from dataclasses import dataclass
from typing import Final

#: Blanks: what str.isspace says, and the marks of no width that web pages leave in their text.
BLANKS: Final = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\ufeff\u200b\u200c\u200d\u2060"
_ALL_BLANKS: Final = frozenset(BLANKS)
_LINE_BLANKS: Final = _ALL_BLANKS - {"\n"}
CHAPTER: Final = 1
BULLET: Final = 5
_NUMERAL: Final = "[一二三四五六七八九十]{1,3}"
_DIGITS: Final = "[0-9０-９]"
_MARKER: Final = re.compile(
    rf"(?P<l0>第(?:{_NUMERAL}|{_DIGITS}{{1,2}})(?:部分|[章编篇部])[、:：.．]?)"
    rf"|(?P<l1>{_NUMERAL} ?[、.．])"
    rf"|(?P<l2>[(（] ?{_NUMERAL} ?[)）][、.．]?|{_NUMERAL}[)）])"
    rf"|(?P<l3>{_DIGITS}{{1,2}} ?(?:[.．、](?!{_DIGITS})|、(?={_DIGITS}{{3}})))"
    rf"|(?P<l4>[(（]{_DIGITS}{{1,2}}[)）]|{_DIGITS}{{1,2}}[)）]|[①-⑳]|{_NUMERAL}是|——)"
    r"|(?P<l5>[·•●◆■▪□◇★▲➢※*＊](?![*＊])|[-－][ \t\u3000]+(?![\d-]))"
)
_VALUES: Final = {numeral: value for value, numeral in enumerate("一二三四五六七八九十", 1)}
_HALF_WIDTH: Final = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True, slots=True)
class Marker:
    """text[start:end] is the marker; number: what it counts to, None for a bullet or a dash."""

    start: int
    end: int
    level: int
    number: int | None


def marker_at(text: str, line_start: int, line_end: int) -> Marker | None:
    """The marker that the line text[line_start:line_end] begins with, blanks before it left aside."""
    while line_start < line_end and text[line_start] in _LINE_BLANKS:
        line_start += 1
    match = _MARKER.match(text, line_start, line_end)
    if match is None:
        return None
    return Marker(line_start, match.end(), int(str(match.lastgroup)[1]), _number(match[0]))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """[start, end) without the blanks at its ends; empty where there are only blanks."""
    while start < end and text[start] in _ALL_BLANKS:
        start += 1
    while end > start and text[end - 1] in _ALL_BLANKS:
        end -= 1
    return start, end


def _number(marker: str) -> int | None:
    if digits := re.search(rf"{_DIGITS}+", marker):
        return int(digits[0].translate(_HALF_WIDTH))
    if "①" <= marker[0] <= "⑳":
        return ord(marker[0]) - ord("①") + 1
    numeral = re.search(_NUMERAL, marker)
    if numeral is None:
        return None
    tens, ten, ones = numeral[0].rpartition("十")
    if not ten:
        return _VALUES[ones[-1]]
    return _VALUES.get(tens, 1) * 10 + (_VALUES.get(ones, 0))
