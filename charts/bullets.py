"""One value against its target and against the time elapsed."""

import pandas as pd
import plotly.graph_objects as go

from charts.rows import (
    bar_trace,
    empty_figure,
    known,
    leading,
    mark_trace,
    place_rows,
    records,
    row_label,
    rows_figure,
    scale_axis,
    words,
)
from charts.theme import TEXT, TEXT_WIDTH, TRACK, state_markers

_DRAWN_AT_MOST = 150.0


def bullets(
    table: pd.DataFrame, *, title: str, subtitle: str = "", palette: str = "green", width: int = TEXT_WIDTH
) -> go.Figure:
    """One row per claim of a target: the bar is what is done, the thick mark the target, the thin one 序时进度.

    table: label (names the claim where there are several), completion_pct, elapsed_pct (missing: no thin mark),
    value_text ("584亩 / 800亩"), detail ("完成率73.0%"), state, word. Rows without completion are left out. The scale
    is per cent of the target, so rows of different units share an axis; a bar is clipped at 150 %, its label is not.
    Optional: leads_to (what a bar opens).
    """
    rows = known(table, "completion_pct")
    if rows.empty:
        return empty_figure(title, "没有同时写明完成值和目标值的指标")
    labels = [
        row_label(row["label"], row["value_text"], f"{row['detail']}，{row['word']}", width=width)
        for row in records(rows)
    ]
    places = place_rows(labels)
    limit = max(105.0, min(rows["completion_pct"].max(), _DRAWN_AT_MOST) + 3)
    count = len(rows)
    track = {**bar_trace([100.0] * count, places.bars, [], marker={"color": TRACK}), "hoverinfo": "skip"}
    more = {"marker": state_markers(rows["state"], palette), **leading(records(rows))}
    bars = bar_trace(rows["completion_pct"].tolist(), places.bars, labels, **more)
    target = mark_trace([100.0] * count, places.bars, ["目标"] * count, color=TEXT)
    timed = [index for index, value in enumerate(rows["elapsed_pct"]) if pd.notna(value)]
    elapsed = mark_trace(
        [float(rows["elapsed_pct"].iloc[index]) for index in timed],
        [places.bars[index] for index in timed],
        [f"序时进度 {rows['elapsed_pct'].iloc[index]:.1f}%" for index in timed],
        color=TEXT,
        thickness=1.5,
    )
    return rows_figure(
        [track, bars, target, elapsed, words(labels, places.labels)],
        places.height,
        title=title,
        subtitle=subtitle,
        margin={"b": 28},
        xaxis2=scale_axis(
            (0, limit), showgrid=False, tickvals=[25, 50, 75, 100], ticktext=["25%", "50%", "75%", "目标"]
        ),
    )
