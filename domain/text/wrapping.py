"""Hard-wrapped text: which line breaks stand inside sentences, the text without them, and the way back.

A number may be broken anywhere (49 | 54万元, 万 | 元, 平方 | 米): read on the joined text it is one again.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from domain.text.front import front_end, is_metadata, is_title
from domain.text.markers import BLANKS, BULLET, marker_at
from domain.text.text_tables import in_table

#: Lines of one block of text differ by no more than this, in characters or in columns (a Chinese character takes two).
_RAGGED: Final = 3
#: A shorter line without a full stop is a title or an item, not a wrapped line.
_WRAP_WIDTH: Final = 20
_HEADING_WIDTH: Final = 60
#: No line ends here and continues in the next one.
_CLOSED: Final = frozenset("。！？!?；;：:”」）)》…|｜│")
#: What ends with an opening mark continues; so does what the next line closes or punctuates.
_OPENING: Final = frozenset("“‘《(（「【、")
_CONTINUING: Final = frozenset("”’》)）」】,，、;；。")


class JoinedText:
    """`text` without the line breaks inside its sentences; offsets lead to the source and back."""

    def __init__(self, source: str) -> None:
        breaks = wrapped_breaks(source)
        #: Offsets of the joined text before which a line break is gone, in order.
        self._gone = [offset - count for count, offset in enumerate(breaks)]
        self._breaks = breaks
        parts = [source[start + 1 : end] for start, end in zip([-1, *breaks], [*breaks, len(source)], strict=True)]
        self.text = "".join(parts) if breaks else source

    def original(self, offset: int) -> int:
        """The offset in the source of the character at `offset`."""
        return offset + bisect_right(self._gone, offset) if self._gone else offset

    def joined(self, offset: int) -> int:
        """The offset in the joined text of the source's character at `offset`."""
        return offset - bisect_left(self._breaks, offset)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the source of the characters [start, end), end > start."""
        return self.original(start), self.original(end - 1) + 1


@lru_cache(maxsize=4)
def wrapped_breaks(text: str) -> tuple[int, ...]:
    """Offsets of the line breaks that stand inside sentences: a long open line, then plain text.

    A short open line continues only where it is itself one that a long one continues in. Between two digits, behind an
    item with a bullet and behind words as of a title, a break counts only where another line is as long: in a list of
    numbers none does. Titles and catalogue lines before the report go on in no next line, nor do lines of tables.
    """
    front = front_end(text)
    ends = [match.start() for match in re.finditer("\n", text)]
    starts = [0, *(end + 1 for end in ends)]
    lines = {
        end: text[start:end]
        for end, start, following in zip(ends, starts, [*ends[1:], len(text)], strict=False)
        if _goes_on(text, (start, end), (end + 1, following), front)
    }
    of_tables = in_table(text, lines)
    lines = {at: line for at, line in lines.items() if at not in of_tables}
    measures = [sorted(measure(line) for line in lines.values() if len(line) >= _WRAP_WIDTH) for measure in _MEASURES]
    wraps: list[int] = []
    for at, line in lines.items():
        is_short = len(line) < _WRAP_WIDTH and not _is_open(text, at)
        if is_short and (not wraps or wraps[-1] != at - len(line) - 1):
            continue
        is_usual = any(_is_usual(measure(line), all_of) for measure, all_of in zip(_MEASURES, measures, strict=True))
        if is_usual or not (_BETWEEN_DIGITS.match(text, at - 1) or is_title(line) or _is_bullet(line)):
            wraps.append(at)
    return tuple(wraps)


def _is_open(text: str, at: int) -> bool:
    """Whether the marks around the line break at `at` say that the line continues, however short it is."""
    return text[at - 1 : at] in _OPENING or text[at + 1 : at + 2] in _CONTINUING


def _is_bullet(line: str) -> bool:
    marker = marker_at(line, 0, len(line))
    return marker is not None and marker.level == BULLET


def _goes_on(text: str, line: tuple[int, int], following: tuple[int, int], front: int) -> bool:
    """Whether the line `line` continues in the one `following`."""
    start, end = line
    last, first = text[end - 1 : end], text[following[0] : following[0] + 1]
    if start == end or following[0] == following[1] or last in BLANKS or first in BLANKS:
        return False
    is_open = _is_open(text, end)
    if last in _CLOSED and not is_open:
        return False
    if marker_at(text, *following) or is_metadata(text, *line) or is_metadata(text, *following):
        return False
    if start < front and is_title(text[start:end]):
        return False
    is_short = end - start < _HEADING_WIDTH and "。" not in text[start:end]
    marker = marker_at(text, start, end) if is_short and not is_open else None
    return marker is None or marker.level == BULLET


def _columns(line: str) -> int:
    return len(line) + sum(character > "\u2e80" for character in line)


_MEASURES: Final[tuple[Callable[[str], int], ...]] = (len, _columns)
_BETWEEN_DIGITS: Final = re.compile(r"[\d.．]\n[\d.．]")


def _is_usual(width: int, widths: list[int]) -> bool:
    """Whether a second line is about as wide as `width`."""
    return bisect_right(widths, width + _RAGGED) - bisect_right(widths, width - _RAGGED - 1) > 1
