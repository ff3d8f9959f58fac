"""Commitments from start date to due date, with the as-of date of the figures."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.rows import (
    bar_trace,
    empty_figure,
    header_label,
    known,
    place_rows,
    records,
    row_label,
    rows_figure,
    scale_axis,
    words,
)
from charts.theme import ACCENT, LINE, NOTE_SIZE, TEXT_WIDTH, hatched

_WORDS_HEIGHT = 22
_DAY_MS = 86_400_000
#: The line of the as-of day is shown where it lies this little before the first bar.
_SHORTLY = pd.Timedelta(days=31)


def gantt(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    as_of: date | None = None,
    today: date | None = None,
    headers: bool = True,
    width: int = TEXT_WIDTH,
) -> go.Figure:
    """One bar per commitment under the header of its theme, from `begin` to the end of its `due` day.

    table: theme, label, begin, due (a row that lacks one is not drawn: the page lists it), due_words (期限 as the
    report gives it), assumed (flag: the date is that of the period, not printed: hatched). `as_of` draws the line
    数据截至, `today` the line 今天, each only where it lies within the bars; of a day with which the chart begins there
    are only the words. headers: False sorts the rows by due date, without the themes.
    """
    rows = known(table, "begin", "due").sort_values("due", kind="stable")
    if rows.empty:
        return empty_figure(title, "本期材料未载明有期限的任务")
    lines = _lines(rows, list(dict.fromkeys(table["theme"])) if headers else [], width)
    labels = [line["text"] for line in lines]
    heads = [index for index, line in enumerate(lines) if line["row"] is None]
    places = place_rows(labels, headers=heads, top=_WORDS_HEIGHT, bar=10)
    drawn = [
        (line["row"], middle, line["text"]) for line, middle in zip(lines, places.bars, strict=True) if line["row"]
    ]
    traces = [_bars([d for d in drawn if bool(d[0]["assumed"]) == assumed], assumed) for assumed in (False, True)]
    first, last = rows["begin"].min(), rows["due"].max() + pd.Timedelta(days=1)
    if as_of and pd.Timedelta(0) < first - pd.Timestamp(as_of) <= _SHORTLY:
        first = pd.Timestamp(as_of)
    marks = [
        (day, word)
        for day, word in ((as_of, "数据截至"), (today, "今天"))
        if day and first <= pd.Timestamp(day) <= last
    ]
    return rows_figure(
        [*traces, words(labels, places.labels), _mark_words(marks)],
        places.height,
        title=title,
        subtitle=subtitle,
        margin={"b": 28},
        # where the chart begins with a day, a line would cross the first characters of all rows
        shapes=[_upright(day, places.height) for day, _ in marks if pd.Timestamp(day) > first],
        xaxis2=scale_axis(
            (first, last), type="date", tickformat="%-m月", dtick="M1", ticklabelmode="period", showgrid=True
        ),
    )


def _lines(rows: pd.DataFrame, themes: list[str], width: int) -> list[dict[str, Any]]:
    """The label of each row, under the header of its theme where there are `themes`; `row` is None in a header."""

    def row_lines(members: pd.DataFrame) -> list[dict[str, Any]]:
        return [
            {"text": row_label(row["label"], "", row["due_words"], width=width), "row": row} for row in records(members)
        ]

    if not themes:
        return row_lines(rows)
    parts = [(theme, rows[rows["theme"] == theme]) for theme in themes]
    return [
        line
        for theme, members in parts
        if len(members)
        for line in [{"text": header_label(theme, width), "row": None}, *row_lines(members)]
    ]


def _bars(drawn: list[tuple[dict[str, Any], float, str]], assumed: bool) -> dict[str, Any]:
    """Bars of the rows with printed dates, or hatched ones of those without."""
    lengths = [((row["due"] - row["begin"]).days + 1) * _DAY_MS for row, _, _ in drawn]
    return bar_trace(
        lengths,
        [middle for _, middle, _ in drawn],
        [text for _, _, text in drawn],
        base=[f"{row['begin']:%Y-%m-%d}" for row, _, _ in drawn],
        marker=hatched(ACCENT) if assumed else {"color": ACCENT},
        width=[10] * len(drawn),
    )


def _mark_words(marks: list[tuple[date, str]]) -> dict[str, Any]:
    """数据截至6月30日 above its line."""
    texts = [f"{word}{day.month}月{day.day}日" for day, word in marks]
    return {
        **words(texts, [_WORDS_HEIGHT / 2 - 2] * len(texts)),
        "x": [f"{day:%Y-%m-%d}" for day, _ in marks],
        "xaxis": "x2", "textfont": {"size": NOTE_SIZE},
    }  # fmt: skip


def _upright(day: date, bottom: float) -> dict[str, Any]:
    line = {"color": LINE, "width": 1.5}
    x = f"{day:%Y-%m-%d}"
    return {"type": "line", "xref": "x2", "x0": x, "x1": x, "y0": _WORDS_HEIGHT - 4, "y1": bottom, "line": line}
