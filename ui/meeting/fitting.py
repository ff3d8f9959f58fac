"""Fits a slide to a 4:3 screen at the smallest type; rows that do not fit are left out and counted.

Lengths are in rem, 1/40 of the slide's height; they must match assets/meeting.css.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

from charts.fitting import POINTS, column_widths, lines_of, width_of
from charts.theme import TEXT_SIZE
from domain.schema.display import is_missing, listed
from domain.schema.frames import records
from domain.schema.vocabulary import STATES
from ui.meeting.figures import slide_figure
from views.slide import Slide
from views.slide_tables import cell_words

_HEIGHT: Final = 40.0
_WIDTH: Final = 40.0 * 4 / 3 - 4.0
_TEXT: Final = 1.02
_LINE: Final = _TEXT * 1.35
#: Height of an empty slide: paddings, the line above the footer, and a reserve for taller typefaces.
_EMPTY: Final = 3.2
_TITLES: Final = (1.75, 1.55, 1.35)
_TITLE_LINES: Final = (2, 3, 4)
_GAP: Final = 1.6
_FIGURES: Final = 17.0
_CHART_BESIDE: Final = 20.0
_ROW_PAD: Final = 0.68
_CELL_PAD: Final = 0.9
#: Margins of a figure left and right of its words.
_CHART_EDGE: Final = 2.2
#: Type of a chart above a table.
_ENLARGED: Final = 1.3
#: Widest text of a column that is not broken into lines.
_SHORT: Final = 9.0


@dataclass(frozen=True, eq=False)
class Fitted:
    """A slide as it is shown: title_size in rem, figure for plotly (None: no chart), shares of the table's columns in
    per cent (none: no table).
    """

    slide: Slide
    title_size: float = _TITLES[0]
    figure: dict[str, Any] | None = None
    columns: tuple[float, ...] = ()
    stacked: bool = False


def fitted(slide: Slide, palette: str = "green") -> Fitted:
    """`slide` with the figures, rows of the chart and rows of the table that fit."""
    if slide.kind == "cover":
        return Fitted(slide, 0.0)
    if not len(slide.figures) and len(slide.beyond):
        slide = replace(slide, figures=slide.beyond)
    title_size, title_lines = _title(slide.title)
    head = title_lines * title_size * 1.25 + (_LINE * _lines("；".join(slide.lines), _WIDTH) if slide.lines else 0.0)
    head += 0.9 if slide.elapsed is not None else 0.0
    available = _HEIGHT - _EMPTY - _LINE * 2 - head
    shown = _body(slide, available - _limits_height(slide), palette)
    if shown.slide.left != slide.left:  # the count of omitted rows takes space itself
        shown = _body(slide, available - _limits_height(replace(slide, left=99)), palette)
    return replace(shown, title_size=title_size)


def _body(slide: Slide, available: float, palette: str) -> Fitted:
    figure_count = len(slide.figures)
    slide = _with_figures(slide, available)
    if len(slide.beyond):
        slide = replace(slide, left=slide.left + len(slide.table) - len(slide.drawn) - len(slide.figures))
    width = _WIDTH - (_FIGURES + _GAP if len(slide.figures) else 0.0)
    if slide.chart == "honours_by_level":  # its table has names, not the numbers of the chart
        slide, figure = _with_chart(slide, (_CHART_BESIDE, available), palette, counts=False)
        slide, columns = _with_table(slide, (width - _CHART_BESIDE - _GAP, available))
        return Fitted(slide, figure=figure, columns=columns)
    if slide.chart == "state_strip":
        slide, figure = _with_chart(slide, (width, available), palette, counts=False)
        below = available - figure["layout"]["height"] * _ENLARGED / TEXT_SIZE
        slide = replace(slide, table=slide.table.assign(names=[listed(n.split("、")) for n in slide.table["names"]]))
        slide, columns = _with_table(slide, (width, below), counts=False)
        return Fitted(slide, figure=figure, columns=columns, stacked=True)
    if slide.chart:
        slide, figure = _with_chart(slide, (width, available), palette)
        return Fitted(slide, figure=figure)
    if len(slide.table) > figure_count:
        slide, columns = _with_table(slide, (width, available))
        return Fitted(slide, columns=columns)
    return Fitted(slide)


def _lines(text: str, width: float, size: float = _TEXT) -> int:
    return lines_of(text, width, size * POINTS)


def _title(title: str) -> tuple[float, int]:
    """The largest font size at which the title needs few enough lines, and the number of lines."""
    for size, most in zip(_TITLES, _TITLE_LINES, strict=True):
        lines = _lines(title, _WIDTH, size)
        if lines <= most:
            break
    return size, lines


def _limits_height(slide: Slide) -> float:
    """The height of 口径 and the count of omitted rows."""
    return _LINE * _lines(slide.limits, _WIDTH) + 0.3 if slide.limits else 0.0


def _with_figures(slide: Slide, available: float) -> Slide:
    """The headline figures that fit: first notes are dropped, those in the title before others, then figures."""
    if not len(slide.figures):
        return slide
    figures = slide.figures.copy()
    figures["note"] = ["" if is_missing(note) or note in slide.title else note for note in figures["note"]]
    while _figures_height(figures) > available:
        noted = [place for place, note in enumerate(figures["note"]) if note]
        if noted:
            figures["note"] = ["" if place == noted[-1] else note for place, note in enumerate(figures["note"])]
        else:
            figures = figures.iloc[:-1]
    return replace(slide, figures=figures)


def _figures_height(figures: Any) -> float:
    return sum(0.75 + 2.3 + _LINE * _lines(row["label"], _FIGURES) + _about_height(row) for row in records(figures))


def _about_height(row: dict[str, Any]) -> float:
    """The height of the lines below a headline figure: its state with the as-of date, and its note."""
    word = "" if is_missing(row["state"]) else f"■ {STATES[row['state']]} "
    lines = [text for text in (f"{word}{row['as_of']}", row["note"]) if text]
    return _TEXT * 1.25 * sum(_lines(text, _FIGURES) for text in lines)


def _with_chart(
    slide: Slide, box: tuple[float, float], palette: str, *, counts: bool = True
) -> tuple[Slide, dict[str, Any]]:
    """The rows of the chart that fit `box` (width, height); rows without a value are dropped first.

    counts: whether dropped rows with a value count as left out.
    """
    characters = int((box[0] - _CHART_EDGE) / _TEXT * 2)
    while True:
        figure = slide_figure(slide, width=characters, palette=palette)
        if figure["layout"]["height"] * _TEXT / TEXT_SIZE <= box[1] or len(slide.drawn) < 2:
            return slide, figure
        drawn = slide.drawn
        without_value = drawn.index[drawn["value"].isna()] if "value" in drawn else drawn.index[:0]
        dropped = without_value[-1] if len(without_value) else drawn.index[-1]
        slide = replace(
            slide, drawn=drawn.drop(index=dropped), left=slide.left + int(counts and not len(without_value))
        )


def _with_table(slide: Slide, box: tuple[float, float], *, counts: bool = True) -> tuple[Slide, tuple[float, ...]]:
    """The first rows of the table that fit `box` (width, height), and the widths of its columns in per cent."""
    header = [column.label for column in slide.columns]
    rows = [[f"■ {cell}" if column.name == "word" else cell for cell, column in zip(row, slide.columns, strict=True)]
            for row in cell_words(slide.table, slide.columns)]  # fmt: skip
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
        dropped = int(slide.table["things"].iloc[-1]) if "things" in slide.table else 1
        slide = replace(slide, table=slide.table.iloc[:-1], left=slide.left + counts * dropped)
