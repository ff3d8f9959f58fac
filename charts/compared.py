"""Two values of the same thing: plan and actual (dumbbell), two or three dates (slope), many dates (trend)."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.rows import empty_figure, known, place_rows, row_label, rows_figure, value_axis, words
from charts.theme import ACCENT, GREY, LINE, TEXT_SIZE, axis, layout, safe

_HEIGHT = 220


def dumbbell(table: pd.DataFrame, *, title: str, subtitle: str = "") -> go.Figure:
    """Per row a ring for the plan, a dot for the actual and a line between them; rows share one unit and one scale.

    table: label, target, actual (a row that lacks one is left out), value_text ("18个 / 20个").
    """
    rows = known(table, "target", "actual")
    if rows.empty:
        return empty_figure(title, "没有同时写明计划和实际的项目")
    labels = [row_label(row.label, row.value_text) for row in rows.itertuples()]
    places = place_rows(labels)
    limit = float(rows[["target", "actual"]].max().max()) * 1.04 or 1.0
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter", "mode": "lines", "xaxis": "x2", "hoverinfo": "skip",
            "line": {"color": LINE, "width": 2},
            "x": [x for row in rows.itertuples() for x in (row.target, row.actual, None)],
            "y": [y for middle in places.bars for y in (middle, middle, None)],
        },
        _dots(rows["target"].tolist(), places.bars, [f"计划<br>{label}" for label in labels], "circle-open", GREY),
        _dots(rows["actual"].tolist(), places.bars, [f"实际<br>{label}" for label in labels], "circle", ACCENT),
        words(labels, places.labels),
    ]  # fmt: skip
    return rows_figure(traces, places.height, title=title, subtitle=subtitle, xaxis2=value_axis((0, limit)))


def _dots(values: list[float], middles: list[float], hover: list[str], symbol: str, color: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers", "x": values, "y": middles, "xaxis": "x2", "cliponaxis": False,
        "marker": {"symbol": symbol, "size": 13, "color": color, "line": {"color": color, "width": 2}},
        "hoverinfo": "text", "hovertext": hover,
    }  # fmt: skip


def slope(table: pd.DataFrame, *, title: str, subtitle: str = "") -> go.Figure:
    """One line per thing over two or three dates, its name and last value at the line's end.

    table: label, when (text, in order), value (missing: a gap), value_text.
    """
    rows = known(table, "value")
    if rows.empty:
        return empty_figure(title, "没有可比较的两期数据")
    moments = list(dict.fromkeys(table["when"]))
    traces = [
        {
            **_line(lines["when"].map(moments.index).tolist(), lines["value"].tolist(), lines["value_text"].tolist()),
            "text": [
                *[safe(text) for text in lines["value_text"].iloc[:-1]],
                _end(label, lines["value_text"].iloc[-1]),
            ],
            "textposition": ["top center"] * (len(lines) - 1) + ["top left"],
            "mode": "lines+markers+text",
        }
        for label, lines in rows.groupby("label", sort=False)
    ]
    return go.Figure(
        data=traces,
        layout=layout(
            title,
            subtitle,
            _HEIGHT,
            margin={"l": 24, "r": 24, "b": 30},
            xaxis=axis(
                tickvals=list(range(len(moments))), ticktext=moments, showgrid=False, range=[-0.2, len(moments) - 0.8]
            ),
            yaxis={"visible": False, "fixedrange": True, "rangemode": "tozero"},
        ),
    )


def trend(table: pd.DataFrame, *, title: str, subtitle: str = "") -> go.Figure:
    """One indicator over many dates with the 序时 line it should have followed.

    table: when (date), value (missing: a gap), expected (missing: no 序时 line there), value_text.
    """
    rows = table.sort_values("when", kind="stable")
    if known(rows, "value").empty:
        return empty_figure(title, "只有一期数据,尚无走势")
    when = [f"{day:%Y-%m-%d}" for day in rows["when"]]
    actual = {**_line(when, rows["value"].tolist(), rows["value_text"].tolist()), "connectgaps": False}
    expected = {
        "type": "scatter", "mode": "lines", "x": when, "y": rows["expected"].tolist(), "hoverinfo": "text",
        "line": {"color": GREY, "width": 1.5, "dash": "dash"}, "hovertext": ["序时进度"] * len(when),
    }  # fmt: skip
    words_at_end = known(rows, "expected")
    labels = {
        "type": "scatter", "mode": "text", "hoverinfo": "skip", "textposition": "top left", "cliponaxis": False,
        "x": [f"{words_at_end['when'].iloc[-1]:%Y-%m-%d}"] if len(words_at_end) else [],
        "y": [words_at_end["expected"].iloc[-1]] if len(words_at_end) else [],
        "text": ["序时进度"] if len(words_at_end) else [], "textfont": {"size": TEXT_SIZE},
    }  # fmt: skip
    return go.Figure(
        data=[expected, actual, labels],
        layout=layout(
            title, subtitle, _HEIGHT, margin={"l": 56, "r": 24, "b": 34},
            xaxis=axis(type="date", tickformat="%Y-%m", showgrid=False), yaxis=axis(rangemode="tozero"),
        ),
    )  # fmt: skip


def _line(x: list[Any], y: list[float], hover: list[str]) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines+markers", "x": x, "y": [None if v != v else v for v in y],
        "line": {"color": ACCENT, "width": 2}, "marker": {"color": ACCENT, "size": 9},
        "hoverinfo": "text", "hovertext": [safe(text) for text in hover], "cliponaxis": False,
    }  # fmt: skip


def _end(label: object, text: object) -> str:
    return f"{safe(label)} <b>{safe(text)}</b>"
