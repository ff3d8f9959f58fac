"""Lines of a text as cells: parted by |, by tabs, by wide gaps or by single blanks; or one cell per line before a |."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

#: Ways to part cells, the surest first.
STYLES: Final = ("stack", "bar", "tab", "gap", "blank")
_BLANK: Final = "[ \u3000\u00a0]"
_BARS: Final = re.compile(r"[|｜│┃]")
_PARTS: Final = {
    "bar": _BARS,
    "tab": re.compile(r"\t"),
    "gap": re.compile(f"{_BLANK}{{2,}}"),
    "blank": re.compile(f"{_BLANK}+"),
}
_BLANKS: Final = " \u3000\u00a0\t\r"
#: Blanks between Chinese characters: 合 计.
BETWEEN_WORDS: Final = re.compile("(?<=[\u4e00-\u9fff])[ \u3000\u00a0]+(?=[\u4e00-\u9fff])")
_ONE_CHARACTER: Final = re.compile("[\u4e00-\u9fff]")
#: A cell that says that there is nothing; the frame of a table drawn in characters.
_EMPTY: Final = re.compile(r"[-—－–_/／\\]*")
_FRAME: Final = re.compile(r"[-=+:|｜│┃─━—┌┐└┘├┤┬┴┼ \t\u3000]*")
_NUMBER: Final = re.compile(
    r"[-−－+]?(?:\d{1,3}(?:[,，' \u00a0]\d{3})+|\d+)(?:[.．]\d+)?"
    r" ?(?:[%％‰]|(?![年月日号时点组期批级届标楼单类片区队第])[\u4e00-\u9fff㎡²/／]{1,6})?"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_PROSE: Final = re.compile("[。；;！？]")
_LONGEST_LINE: Final = 1000
#: In a line parted by single blanks: no longer cell, and no comma.
_LONGEST_WORDS: Final = 24
_COMMA: Final = re.compile("[，,](?!\\d)")
_STACKED: Final = re.compile(r"[ \t\u3000]*([^|｜│┃\n]*?)[ \t\u3000]*[|｜│┃][ \t]*")
_FEWEST_STACKED: Final = 6
_MOST_COLUMNS: Final = 40
_LONGEST_BETWEEN: Final = 20
_MOST_BETWEEN: Final = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """text[start:end] without the blanks around it; `text`: without those between Chinese characters (合 计)."""

    start: int
    end: int
    text: str

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing, or a mark for nothing: - / —."""
        return _EMPTY.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True)
class CellLine:
    """The line text[start:end], the `number`-th one, and its cells; stacked cells lie on `lines` lines."""

    number: int
    start: int
    end: int
    cells: tuple[Cell, ...]
    lines: int = 1

    @property
    def numbers(self) -> range:
        """The numbers of its lines."""
        return range(self.number, self.number + self.lines)

    @property
    def has_numbers(self) -> bool:
        """Whether it is a row: it holds a number that is no year, or a mark for nothing, beside words."""
        filled = [cell for cell in self.cells if cell.text]
        numbers = [cell for cell in filled if cell.is_empty or is_number(cell.text)]
        years = [cell for cell in numbers if _YEAR.fullmatch(cell.text)]
        return len(filled) > 1 and len(numbers) > len(years)

    @property
    def has_years(self) -> bool:
        """Whether a cell is a year: the line may be a header, or a row of numbers that look like years."""
        return any(_YEAR.fullmatch(cell.text) for cell in self.cells)

    @property
    def is_words(self) -> bool:
        """Whether it has several cells of words: a header, or a row without numbers."""
        return sum(bool(cell.text) for cell in self.cells) > 1 and not self.has_numbers


def is_number(text: str) -> bool:
    """Whether a cell is one number, a unit behind it or not: 1,204.5, -3.2%, 400亩; no date and no 3组."""
    return _NUMBER.fullmatch(text) is not None


def is_frame(line: str) -> bool:
    """Whether a line is blank, or only drawn: |---|---|."""
    return _FRAME.fullmatch(line) is not None


def split_lines(text: str, style: str, used_lines: set[int]) -> Iterator[list[CellLine]]:
    """Blocks of lines of cells parted by `style`; a short line of one cell may stand between two of them.

    used_lines: numbers of lines that belong to other tables.
    """
    if style == "stack":
        yield from _stacks(text)
        return
    block: list[CellLine] = []
    between = 0
    start = number = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = None if number in used_lines else _cell_line(text, number, start, end, style)
        if line is not None and line.cells:
            between = between + 1 if len(line.cells) == 1 else 0
            block.append(line)
        if line is None or between > _MOST_BETWEEN:
            if len(block) > 1:
                yield block
            block, between = [], 0
        start, number = end + 1, number + 1
    if len(block) > 1:
        yield block


def _stacks(text: str) -> Iterator[list[CellLine]]:
    """Tables written one cell per line, each before a |: a header and rows of as many cells, in one way only."""
    run: list[Cell] = []
    start = number = first = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        match = _STACKED.fullmatch(text, start, end)
        if match is not None:
            first = first if run else number
            run.append(Cell(match.start(1), max(match.end(1), match.start(1)), BETWEEN_WORDS.sub("", match[1])))
        if match is None or end == len(text):
            if len(run) >= _FEWEST_STACKED:
                yield from _unstacked(run, first)
            run = []
        start, number = end + 1, number + 1


def _unstacked(run: Sequence[Cell], first: int) -> Iterator[list[CellLine]]:
    """The lines of a run of cells, the first of which lies on line `first`, where just one width fits them."""
    at = next((at for at, cell in enumerate(run) if is_number(cell.text)), 0)
    widths = [width for width in (at, at - 1, at - 2) if 1 < width <= _MOST_COLUMNS and _fits(run, width)]
    if len(widths) == 1:
        chunks = [run[low : low + widths[0]] for low in range(0, len(run), widths[0])]
        yield [
            CellLine(first + index * widths[0], chunk[0].start, chunk[-1].end, tuple(chunk), widths[0])
            for index, chunk in enumerate(chunks)
        ]


def _fits(run: Sequence[Cell], width: int) -> bool:
    """Whether `run` is a header and rows of `width` cells: in each column only numbers, or only words."""
    if len(run) % width or len(run) < 3 * width or not all(run[at].text for at in range(0, len(run), width)):
        return False
    for at in range(width):
        filled = [cell for cell in run[width + at :: width] if not cell.is_empty]
        if len({is_number(cell.text) for cell in filled}) > 1:
            return False
    return all(cell.text for cell in run[:width])


def _cell_line(text: str, number: int, start: int, end: int, style: str) -> CellLine | None:
    """The line with its cells, none for a frame or blank line; None for a line of prose."""
    if end - start > _LONGEST_LINE:
        return None
    line = text[start:end]
    if is_frame(line):
        return CellLine(number, start, end, ())
    first, last = _trimmed(text, start, end, _BLANKS)
    if style == "bar":  # one before the first cell, without a blank, is a frame; behind blanks the first cell is empty
        first = start if first < last and _BARS.match(text, first) else first
        first = first + 1 if _BARS.match(text, first) else first
        last = last - 1 if _BARS.match(text, last - 1) else last
    cells = list(_cells(text, first, last, style))
    if len(cells) == 1 and (end - start > _LONGEST_BETWEEN or _PROSE.search(line) or _COMMA.search(line)):
        return None
    if style in ("gap", "blank"):
        if _PROSE.search(line) or _BARS.search(line) or any(_COMMA.search(cell.text) for cell in cells):
            return None
        if any(len(cell.text) > _LONGEST_WORDS for cell in cells):
            return None
    return CellLine(number, first, last, tuple(cells))


def _cells(text: str, start: int, end: int, style: str) -> Iterator[Cell]:
    """The cells of text[start:end]; between blanks two single characters are one cell: 合 计, 总 计."""
    spans: list[tuple[int, int]] = []
    begin = start
    for part in _PARTS[style].finditer(text, start, end):
        spans.append((begin, part.start()))
        begin = part.end()
    spans.append((begin, end))
    joined = False
    for at, (first, last) in enumerate(spans):
        if joined:
            joined = False
            continue
        if style == "blank" and at + 1 < len(spans) and _is_spaced_word(text, spans[at], spans[at + 1]):
            last, joined = spans[at + 1][1], True
        first, last = _trimmed(text, first, last, _BLANKS)
        yield Cell(first, last, BETWEEN_WORDS.sub("", text[first:last]))


def _is_spaced_word(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    return all(end - start == 1 and _ONE_CHARACTER.match(text, start) for start, end in (one, other))


def _trimmed(text: str, start: int, end: int, blanks: str) -> tuple[int, int]:
    while start < end and text[start] in blanks:
        start += 1
    while end > start and text[end - 1] in blanks:
        end -= 1
    return start, end
