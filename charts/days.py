"""Demolition by day: the share done by each day, and days used against the limit."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.bars import Options, bar_groups
from charts.rows import (
    bar_trace,
    empty_figure,
    header_label,
    known,
    leading,
    place_rows,
    records,
    row_label,
    rows_figure,
    value_axis,
    words,
)
from charts.theme import ACCENT, TEXT_WIDTH, TRACK


def share_by_day(table: pd.DataFrame, *, title: str, subtitle: str = "", width: int = TEXT_WIDTH) -> go.Figure:
    """The share done by each day, as a bar in a track of 100 %, under the header of its project.

    table: group (project), day, share_pct (rows without one of them are left out), label ("第1天房屋签约"), value_text.
    Optional: leads_to (what a bar opens).
    """
    rows = known(table, "day", "share_pct").sort_values("day", kind="stable")
    if rows.empty:
        return empty_figure(title, "本期材料未写明第几天完成多少")
    lines: list[tuple[str, float | None]] = []
    members: list[dict[str, Any]] = []
    for group in rows["group"].unique():
        lines.append((header_label(group, width), None))
        own = records(rows[rows["group"] == group])
        lines += [(row_label(row["label"], row["value_text"], width=width), float(row["share_pct"])) for row in own]
        members += own
    labels = [label for label, _ in lines]
    places = place_rows(labels, headers=[index for index, (_, share) in enumerate(lines) if share is None])
    drawn = [
        (share, middle, label) for (label, share), middle in zip(lines, places.bars, strict=True) if share is not None
    ]
    shares, middles, texts = (list(column) for column in zip(*drawn, strict=True))
    return rows_figure(
        [
            {**bar_trace([100.0] * len(drawn), middles, [], marker={"color": TRACK}), "hoverinfo": "skip"},
            bar_trace(shares, middles, texts, marker={"color": ACCENT}, **leading(members)),
            words(labels, places.labels),
        ],
        places.height,
        title=title,
        subtitle=subtitle,
        xaxis2=value_axis((0, 102)),
    )


def days_taken(table: pd.DataFrame, *, title: str, subtitle: str = "", width: int = TEXT_WIDTH) -> go.Figure:
    """Bars of the days used by each step, on one scale; a mark where the report names a limit.

    table: group (project), label (object and stage), value (days), value_text, limit (days, missing: no mark), note,
    open (flag: only the limit is printed, so the bar is an upper bound: hatched).
    """
    options = Options(one_scale=True, empty="本期材料未写明用了多少天", width=width)
    return bar_groups(table, title=title, subtitle=subtitle, options=options)
