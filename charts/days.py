"""Demolition by the day: what share by which day, and days taken against the limit."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.bars import Options, bar_groups
from charts.rows import empty_figure, known
from charts.theme import ACCENT, axis, layout, safe

_HEIGHT = 220


def share_by_day(table: pd.DataFrame, *, title: str, subtitle: str = "") -> go.Figure:
    """A line from day to day of the share that is done, each point with its words beside it.

    table: label (project and object; one line each), day, share_pct (rows without one of them are left out), point
    ("第1天 42.8%"). The axis begins at day 0 with nothing drawn there: the report does not say what was done before.
    """
    rows = known(table, "day", "share_pct").sort_values("day", kind="stable")
    if rows.empty:
        return empty_figure(title, "本期材料未写明第几天完成多少")
    traces: list[dict[str, Any]] = []
    days = sorted(set(rows["day"]))
    last_day = float(days[-1])
    for label, points in rows.groupby("label", sort=False):
        sides = ["top left" if day > last_day * 0.6 else "bottom right" for day in points["day"]]
        traces.append(
            {
                "type": "scatter", "mode": "lines+markers+text", "x": points["day"].tolist(),
                "y": points["share_pct"].tolist(), "text": [safe(point) for point in points["point"]],
                "textposition": sides, "line": {"color": ACCENT, "width": 2}, "marker": {"color": ACCENT, "size": 9},
                "hoverinfo": "text", "hovertext": [f"{safe(label)}<br>{safe(point)}" for point in points["point"]],
                "cliponaxis": False,
            }
        )  # fmt: skip
    return go.Figure(
        data=traces,
        layout=layout(
            title,
            subtitle,
            _HEIGHT,
            margin={"l": 44, "r": 24, "b": 42},
            xaxis=axis(
                range=[0, last_day * 1.1], showgrid=False, tickvals=days, ticktext=[f"第{day:g}天" for day in days]
            ),
            yaxis=axis(range=[0, 112], tickvals=[0, 50, 100], ticktext=["0", "50%", "100%"]),
        ),
    )


def days_taken(table: pd.DataFrame, *, title: str, subtitle: str = "") -> go.Figure:
    """Bars of the days that each step took, on one scale; a tick where the report names a limit.

    table: group (project), label (object and stage), value (days), value_text, limit (days, missing: no tick), note,
    open (flag: only the limit is printed, so the bar is what the work was kept within: hatched).
    """
    options = Options(one_scale=True, empty="本期材料未写明用了多少天")
    return bar_groups(table, title=title, subtitle=subtitle, options=options)
