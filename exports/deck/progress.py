"""A table with a bar per row: what is done of the target, the mark of the time gone by, and the state."""

from typing import Any, Final

import pandas as pd
from pptx.slide import Slide as Page

from charts.fitting import LINE_HEIGHT, POINTS, shortened, width_of
from domain.schema.display import is_missing, number_text
from domain.schema.frames import records
from exports.deck.master import LEAST, Box
from exports.deck.parts import Run, rectangle
from exports.deck.tables import TALL_LINE, plain_table, write_cell
from exports.office.clean import clean
from exports.office.looks import INK, MUTED, TRACK_COLOR, state_solid

#: Header and share of the width of name, numbers, bar, state; with a column of days where they are not all the same.
_COLUMNS: Final = (("任务", 0.30), ("完成 / 目标", 0.25), ("完成率（竖线为序时进度）", 0.29), ("状态", 0.16))
_WITH_DAY: Final = (
    ("任务", 0.28), ("完成 / 目标", 0.21), ("完成率（竖线为序时）", 0.26), ("状态", 0.13), ("时点", 0.12),
)  # fmt: skip
_PAD: Final = 0.16
#: Inches of the per cent beside a bar; height of a bar; most height of a row.
_PERCENT: Final = 1.2
_BAR: Final = 0.2
_TALLEST: Final = 1.0
_SIZES: Final = (24.0, 22.0, 20.0, LEAST)
#: Inches of a row beside its letters.
_ROOM: Final = 0.09
_WHOLE: Final = 100.0


def fitting_tasks(count: int, box: Box) -> int:
    """How many rows fit `box` beside the header."""
    return min(count, int(box[3] / (LEAST * LINE_HEIGHT / POINTS + _ROOM)) - 1)


def draw_progress(page: Page, drawn: pd.DataFrame, box: Box, palette: str = "green") -> float:
    """`drawn` (slide_figures.progress_rows) as a table with a bar in each row, ending at 100 %; the inches used."""
    left, top, width, height = box
    dated = bool(drawn["day"].ne("").any())
    columns = _WITH_DAY if dated else _COLUMNS
    widths = [share * width for _, share in columns]
    row_height = min(_TALLEST, height / (len(drawn) + 1))
    size = _size(drawn, widths, row_height)
    table = plain_table(page, (left, top), widths, [row_height] * (len(drawn) + 1), "任务进度")
    for index, (name, _) in enumerate(columns):
        text = name if drawn["elapsed_pct"].notna().any() else name.partition("（")[0]
        write_cell(table.cell(0, index), [(text, MUTED, LEAST, True)], align="left", header=True)
    for place, row in enumerate(records(drawn), start=1):
        middle = top + (place + 0.5) * row_height
        known = not is_missing(row["bar_pct"])
        percent = f"{number_text(row['bar_pct'], 1)}%" if known else ""
        texts: list[list[Run]] = [
            [(_one_line(row["label"], widths[0], size), INK, size, False)],
            [(_one_line(row["value_text"], widths[1], size), INK, size, False)],
            [(percent, INK, size, False)],
            [("■ ", state_solid(row["state"], palette), size, False), (clean(row["word"]), INK, size, False)],
            *([[(clean(row["day"]), INK, size, False)]] if dated else []),
        ]
        for index, runs in enumerate(texts):
            write_cell(table.cell(place, index), runs, align="right" if index == 2 else "left")
        if known:
            bar = (left + widths[0] + widths[1] + 0.08, middle - _BAR / 2, widths[2] - _PERCENT - 0.16, _BAR)
            _bar(page, row, bar, palette)
    return row_height * (len(drawn) + 1)


def _bar(page: Page, row: dict[str, Any], box: Box, palette: str) -> None:
    left, top, width, height = box
    rectangle(page, box, TRACK_COLOR, f"{clean(row['label'])}：目标")
    share = min(_WHOLE, max(0.0, float(row["bar_pct"]))) / _WHOLE
    if share:
        rectangle(
            page, (left, top, width * share, height), state_solid(row["state"], palette), f"{clean(row['label'])}"
        )
    if not is_missing(row["elapsed_pct"]):
        at = left + width * min(1.0, float(row["elapsed_pct"]) / _WHOLE)
        rectangle(page, (at - 0.02, top - 0.06, 0.04, height + 0.12), INK, f"{clean(row['label'])}：序时进度")


def _size(drawn: pd.DataFrame, widths: list[float], row_height: float) -> float:
    """The largest size at which each row takes one line; the smallest where none does."""
    texts = [(clean(row["label"]), widths[0]) for row in records(drawn)]
    texts += [(clean(row["value_text"]), widths[1]) for row in records(drawn)]
    texts += [(f"■ {clean(row['word'])}", widths[3]) for row in records(drawn)]
    texts += [(clean(row["day"]), widths[-1]) for row in records(drawn)]
    for size in _SIZES:
        high = size * TALL_LINE / POINTS + _ROOM <= row_height
        if high and all(width_of(text, size) <= width - _PAD for text, width in texts):
            return size
    return LEAST


def _one_line(text: object, width: float, size: float) -> str:
    words = clean(text)
    return words if width_of(words, size) <= width - _PAD else shortened(words, width - _PAD, 1, size)
