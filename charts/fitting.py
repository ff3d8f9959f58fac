"""Text measurement: number of lines at a font size, the size that fits, column widths. Inches and points."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

from charts.theme import text_width, wrap

#: Height of a line over the size of its letters, for Chinese sans-serif.
LINE_HEIGHT: Final = 1.3
POINTS: Final = 72.0
#: Figures are a little wider than half a Chinese character, and typefaces differ: so much of a line is used.
_SPARE: Final = 0.90
#: Over half a Chinese character: a figure, and the space that some programs put between a figure and a Chinese word.
_FIGURE: Final = 1.28
_SEAM: Final = 0.5
_ONE_LINE: Final = 0.85
#: Half-width characters of a header that is not broken; share of its width that a longer one needs in two lines.
_SHORT_HEADER: Final = 8
_HALF_HEADER: Final = 0.6
#: Share of a table that columns of numbers take at most before texts have to wrap less.
_MOST_NUMBERS: Final = 0.76


def width_of(text: str, size: float) -> float:
    """Width of `text` in one line at `size` points, in inches, rather too much than too little."""
    narrow = sum(text_width(char) == 1 for char in text)
    seams = sum(text_width(one) != text_width(other) for one, other in pairwise(text))
    return (text_width(text) + (_FIGURE - 1) * narrow + _SEAM * seams) * size / 2 / POINTS


def lines_of(text: str, width: float, size: float) -> int:
    """Into how many lines `text` falls at `size` points in `width` inches; at least one."""
    if width_of(text, size) <= width:
        return 1
    return max(2, len(wrap(text, max(2, int(_SPARE * width * POINTS / (size / 2))))))


def height_of(text: str, width: float, size: float) -> float:
    """Height of `text` in inches at `size` points in `width` inches."""
    return lines_of(text, width, size) * size * LINE_HEIGHT / POINTS


def fitting_size(text: str, width: float, height: float, sizes: Sequence[float]) -> float:
    """The first of `sizes` (largest first) at which `text` fits the box; the last one where none does."""
    return next((size for size in sizes if height_of(text, width, size) <= height), sizes[-1])


def title_size(text: str, width: float, height: float, sizes: Sequence[float]) -> float:
    """As `fitting_size`, but rather a little smaller in one line than a few characters in a second one."""
    size = fitting_size(text, width, height, sizes)
    return next((each for each in sizes if each >= size * _ONE_LINE and width_of(text, each) <= width), size)


def shortened(text: str, width: float, lines: int, size: float) -> str:
    """`text` cut with … to what fits in `lines` lines of `width` inches."""
    if lines_of(text, width, size) <= lines:
        return text
    fits = bisect_left(range(len(text)), True, key=lambda count: lines_of(f"{text[:count]}…", width, size) > lines)
    return f"{text[: max(0, fits - 1)]}…"


def column_widths(
    cells: Sequence[Sequence[str]],
    total: float,
    size: float,
    *,
    pad: float,
    loose: float = 1.0,
    numbers: Collection[int] = (),
) -> list[float]:
    """Widths in inches of the columns of `cells` (rows, the header first), at most `total`; pad: of a cell.

    Each column gets what its longest text needs, `loose` times where there is space. Else the short ones do, and the
    others share the rest by the root of their needs, so that the longest text takes the most lines. The columns of
    `numbers` get what they need before the others, with a header in two lines, unless they would take the most.
    """
    needs = [max(width_of(row[index], size) for row in cells) + pad for index in range(len(cells[0]))]
    if sum(needs) <= total:
        return [need * min(loose, total / sum(needs)) for need in needs]
    short = set(numbers)
    for index in short:
        body = max((width_of(row[index], size) for row in cells[1:]), default=0.0)
        head = width_of(cells[0][index], size) * (1 if text_width(cells[0][index]) <= _SHORT_HEADER else _HALF_HEADER)
        needs[index] = max(body, head) + pad
    if sum(needs[index] for index in short) > total * _MOST_NUMBERS:
        short = set()
    while True:
        rest = total - sum(needs[index] for index in short)
        long = [index for index in range(len(needs)) if index not in short]
        more = {index for index in long if needs[index] <= rest / len(long)}
        if not more:
            break
        short |= more
    roots = sum(needs[index] ** 0.5 for index in long)
    return [need if index in short else rest * need**0.5 / roots for index, need in enumerate(needs)]
