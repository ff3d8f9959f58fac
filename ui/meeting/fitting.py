"""Fits a slide to a 4:3 screen at the smallest type; rows that do not fit are left out and counted.

Lengths are in rem, 1/40 of the slide's height; they must match assets/meeting.css.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from charts.fitting import POINTS, column_widths, lines_of, shortened, width_of
from charts.theme import TEXT_SIZE
from ui.meeting.figures import slide_figure
from views.slide import PROGRESS, Slide
from views.slide_tables import cell_texts

_HEIGHT: Final = 40.0
_WIDTH: Final = 40.0 * 4 / 3 - 4.0
_TEXT: Final = 1.02
_LINE: Final = _TEXT * 1.35
#: Height of an empty slide: paddings, the line above the footer, and a reserve for taller typefaces.
_EMPTY: Final = 3.2
_TITLES: Final = (1.75, 1.55, 1.35)
_TITLE_LINES: Final = (2, 3, 4)
_PAGE: Final = 6.0
_ROW_PAD: Final = 0.68
_CELL_PAD: Final = 0.9
#: Height of the figures; size of points and sentences below them, and the space between.
_CARD: Final = 14.8
_PROSE: Final = 1.5
_PART_GAP: Final = 2.2
#: Sizes of a line of context, the largest first, down to 18 points of a deck; the space around all of them.
_POINTS: Final = (1.6, 1.5, 1.35)
_POINT_PAD: Final = 1.4
#: Share of the height that points take beside a chart or table, at most.
_POINTS_SHARE: Final = 0.6
#: Stands below points of which the last ones are only in the notes.
FOLDED: Final = "…其余要点见备注"
#: Height of a row with a bar.
_BAR_ROW: Final = 2.1
#: Margins of a figure left and right of its words.
_CHART_EDGE: Final = 2.2
#: Widest text of a column that is not broken into lines.
_SHORT: Final = 9.0


@dataclass(frozen=True, eq=False)
class Fitted:
    """A slide as it is shown: title_size, point_size in rem, figure for plotly (None: no chart), shares of the
    table's columns in per cent (none: no table).
    """

    slide: Slide
    title_size: float = _TITLES[0]
    point_size: float = _POINTS[1]
    figure: dict[str, Any] | None = None
    columns: tuple[float, ...] = ()


def fitted(slide: Slide, palette: str = "green") -> Fitted:
    """`slide` with the rows of its chart or table that fit."""
    if slide.kind != "content":
        return Fitted(slide)
    title_size, title_lines = _title(slide.title_lines)
    whole = _HEIGHT - _EMPTY - _LINE * 2 - title_lines * title_size * 1.25
    slide, point_size = _with_points(slide, whole - _footer_height(slide))
    available = whole - (0.0 if len(slide.figures) else _points_height(slide, point_size))
    shown = _body(slide, available - _footer_height(slide), palette, point_size)
    if shown.slide.left != slide.left:  # the count of omitted rows takes space itself
        shown = _body(slide, available - _footer_height(replace(slide, left=99)), palette, point_size)
    return replace(shown, title_size=title_size, point_size=point_size)


def _with_points(slide: Slide, available: float) -> tuple[Slide, float]:
    """`slide` with the points that fit beside what it shows, and their size; FOLDED says that the notes have the rest.

    They take _POINTS_SHARE of the height beside a chart or table, or what its figures leave.
    """
    room = available - _CARD - _PART_GAP if len(slide.figures) else available * _POINTS_SHARE
    points = slide.points
    for size in _POINTS:
        if _points_height(slide, size) <= room:
            return slide, size
    while len(points) > 1 and _points_height(replace(slide, points=(*points, FOLDED)), _POINTS[-1]) > room:
        points = points[:-1]
    lines = int((room - _POINT_PAD) / (_POINTS[-1] * 1.35)) - 1
    first = shortened(points[0], _WIDTH - 1.5, max(1, lines), _POINTS[-1] * POINTS)
    return replace(slide, points=(*((first,) if len(points) == 1 else points), FOLDED)), _POINTS[-1]


def _body(slide: Slide, available: float, palette: str, point_size: float) -> Fitted:
    if len(slide.figures) and not slide.chart:
        return Fitted(replace(slide, proof=_fitting_proof(slide, available, point_size)))
    if slide.chart == PROGRESS:
        count = min(len(slide.drawn), max(1, int(available / _BAR_ROW) - 1))
        return Fitted(replace(slide, drawn=slide.drawn.head(count), left=slide.left + len(slide.drawn) - count))
    if slide.chart:
        slide, figure = _with_chart(slide, (_WIDTH, available), palette)
        return Fitted(slide, figure=figure)
    if slide.shows_table:
        slide, columns = _with_table(slide, (_WIDTH, available))
        return Fitted(slide, columns=columns)
    return Fitted(slide)


def _lines(text: str, width: float, size: float = _TEXT) -> int:
    return lines_of(text, width, size * POINTS)


def _title(lines: Sequence[str]) -> tuple[float, int]:
    """The largest font size at which the title needs few enough lines, and the number of lines."""
    for size, most in zip(_TITLES, _TITLE_LINES, strict=True):
        count = sum(_lines(line, _WIDTH, size) for line in lines)
        if count <= most:
            break
    return size, count


def _fitting_proof(slide: Slide, available: float, point_size: float) -> str:
    """The sentences that fit below figures and points, whole ones but for the first; the notes have all."""
    above = _CARD + _points_height(slide, point_size) + (_PART_GAP if slide.points else 0.0)
    room = int((available - above - _PART_GAP) / (_PROSE * 1.5 + 0.25))
    shown: list[str] = []
    for sentence in filter(None, slide.proof.split("\n")):
        lines = _lines(sentence, _WIDTH - 2.0, _PROSE)
        if room < 1 or (shown and lines > room):
            break
        shown.append(shortened(sentence, _WIDTH - 2.0, room, _PROSE * POINTS))
        room -= lines
    return "\n".join(shown)


def _points_height(slide: Slide, size: float) -> float:
    """The height of the lines of context at `size`."""
    if not slide.points:
        return 0.0
    return sum(_lines(point, _WIDTH - 1.5, size) for point in slide.points) * size * 1.35 + _POINT_PAD


def _footer_height(slide: Slide) -> float:
    """The height of the footer beyond its two lines."""
    return _LINE * max(0, _lines("　".join(slide.footnotes), _WIDTH - _PAGE) - 2)


def _with_chart(slide: Slide, box: tuple[float, float], palette: str) -> tuple[Slide, dict[str, Any]]:
    """The rows of the chart that fit `box` (width, height); rows without a value are dropped first, uncounted."""
    characters = int((box[0] - _CHART_EDGE) / _TEXT * 2)
    while True:
        figure = slide_figure(slide, width=characters, palette=palette)
        if figure["layout"]["height"] * _TEXT / TEXT_SIZE <= box[1] or len(slide.drawn) < 2:
            return slide, figure
        drawn = slide.drawn
        without_value = drawn.index[drawn["value"].isna()] if "value" in drawn else drawn.index[:0]
        dropped = without_value[-1] if len(without_value) else drawn.index[-1]
        slide = replace(slide, drawn=drawn.drop(index=dropped), left=slide.left + int(not len(without_value)))


def _with_table(slide: Slide, box: tuple[float, float]) -> tuple[Slide, tuple[float, ...]]:
    """The first rows of the table that fit `box` (width, height), and the widths of its columns in per cent."""
    header = [column.label for column in slide.columns]
    rows = [[f"■ {cell}" if column.name == "word" else cell for cell, column in zip(row, slide.columns, strict=True)]
            for row in cell_texts(slide.table, slide.columns)]  # fmt: skip
    cells = [header, *rows]
    short = [
        place for place in range(len(header)) if max(width_of(row[place], _TEXT * POINTS) for row in cells) < _SHORT
    ]
    while True:
        widths = column_widths([header, *rows], box[0], _TEXT * POINTS, pad=_CELL_PAD, loose=3.0, numbers=short)
        heights = [
            max(_lines(cell, width - _CELL_PAD) for cell, width in zip(row, widths, strict=True)) * _LINE + _ROW_PAD
            for row in (header, *rows)
        ]
        if sum(heights) <= box[1] or len(rows) < 2:
            shares = (0.0 if place in short else 100 * width / sum(widths) for place, width in enumerate(widths))
            return slide, tuple(shares)
        rows = rows[:-1]
        slide = replace(slide, table=slide.table.iloc[:-1], left=slide.left + 1)
