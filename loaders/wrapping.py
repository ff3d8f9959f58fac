"""Hard-wrapped text: the line breaks inside sentences taken out, and the way back to the original offsets.

A number may be broken anywhere (49 | 54万元, 万 | 元, 平方 | 米): read on the joined text it is one again.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Final

from loaders.sections import is_wrapped

#: Lines of one block of text differ by no more than this, in characters or in columns (a Chinese character takes two).
_RAGGED: Final = 3


class JoinedText:
    """`text` without the line breaks inside its sentences; `original` maps an offset of it to the source."""

    def __init__(self, source: str) -> None:
        taken = _taken_breaks(source)
        #: Offsets of the joined text before which a line break is gone, in order.
        self._gone = [offset - count for count, offset in enumerate(taken)]
        parts = [source[start + 1 : end] for start, end in zip([-1, *taken], [*taken, len(source)], strict=True)]
        self.text = "".join(parts) if taken else source

    def original(self, offset: int) -> int:
        """The offset in the source of the character at `offset`."""
        return offset + bisect_right(self._gone, offset) if self._gone else offset

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the source of the characters [start, end), end > start."""
        return self.original(start), self.original(end - 1) + 1


def _taken_breaks(source: str) -> list[int]:
    """Offsets of the line breaks that stand inside sentences.

    Between two digits one is taken out only where another line is as long: in a list of numbers none is.
    """
    wraps = [at for at in (match.start() for match in re.finditer("\n", source)) if is_wrapped(source, at)]
    lines = [source[source.rfind("\n", 0, at) + 1 : at] for at in wraps]
    measures = [sorted(map(measure, lines)) for measure in _MEASURES]
    return [
        at
        for at, line in zip(wraps, lines, strict=True)
        if not _BETWEEN_DIGITS.match(source, at - 1)
        or any(_is_usual(measure(line), all_of) for measure, all_of in zip(_MEASURES, measures, strict=True))
    ]


def _columns(line: str) -> int:
    return len(line) + sum(character > "\u2e80" for character in line)


_MEASURES: Final[tuple[Callable[[str], int], ...]] = (len, _columns)
_BETWEEN_DIGITS: Final = re.compile(r"[\d.．]\n[\d.．]")


def _is_usual(width: int, widths: list[int]) -> bool:
    """Whether a second line is about as wide as `width`."""
    return bisect_right(widths, width + _RAGGED) - bisect_right(widths, width - _RAGGED - 1) > 1
