"""Two values of the same thing: plan and actual."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.rows import empty_figure, known, place_rows, row_label, rows_figure, value_axis, words
from charts.theme import ACCENT, GREY, LINE


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
