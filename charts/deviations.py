"""Deviation of each indicator from the elapsed share of its period (序时进度)."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from charts.rows import BAR, bar_trace, empty_figure, known, place_rows, row_label, rows_figure, scale_axis, words
from charts.theme import LINE, NOTE_SIZE, TEXT_WIDTH, safe, state_markers

#: Bands from the worst up, each with its upper limit in 百分点 (Yinchuan's traffic-light rule, 2025) and its word.
BANDS: Final = ((-30.0, "严重滞后"), (-10.0, "滞后"), (10.0, "正常"), (math.inf, "超前"))
_WORDS_HEIGHT: Final = 38
_OVERHANG: Final = 4
_LEAST: Final = (-55.0, 32.0)
_MOST: Final = (-105.0, 105.0)


def deviations(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    bands: Sequence[tuple[float, str]] = BANDS,
    palette: str = "green",
    width: int = TEXT_WIDTH,
) -> go.Figure:
    """Bars of the deviation from 序时进度 around 0, worst on top; faint lines with words mark the bands.

    table: label, deviation (百分点; rows without one are left out), value_text, state (code), word.
    bands: (upper limit, word) from the worst up; () draws no band, as under a rule that is not about deviations.
    Bars are clipped at ±105, their labels are not.
    """
    rows = known(table, "deviation").sort_values("deviation", kind="stable").reset_index(drop=True)
    if rows.empty:
        return empty_figure(title, "没有可与序时进度比较的指标")
    labels = [row_label(row.label, row.value_text, row.word, width=width) for row in rows.itertuples()]
    top = _WORDS_HEIGHT if bands else 0
    places = place_rows(labels, top=top)
    limits = (
        max(_MOST[0], min(_LEAST[0], rows["deviation"].min() - 3)),
        min(_MOST[1], max(_LEAST[1], rows["deviation"].max() + 3)),
    )
    inner = [limit for limit, _ in bands if math.isfinite(limit)]
    edges = [limits[0], *inner, limits[1]]
    ticks = {0.0: "序时", **{limit: f"{limit:+g}".replace("-", "−") for limit in inner if limit}}
    bars = bar_trace(rows["deviation"].tolist(), places.bars, labels, marker=state_markers(rows["state"], palette))
    return rows_figure(
        [bars, words(labels, places.labels), _band_words([word for _, word in bands], edges)],
        places.height,
        title=title,
        subtitle=subtitle,
        margin={"b": 28},
        xaxis2=scale_axis(limits, showgrid=False, tickvals=list(ticks), ticktext=list(ticks.values())),
        shapes=[
            _upright(limit, middle, "dot" if limit else "solid")
            for limit in dict.fromkeys((0.0, *inner))
            for middle in places.bars
        ],
    )


def _band_words(band_words: Sequence[str], edges: Sequence[float]) -> dict[str, Any]:
    """The trace of the band labels, each above the middle of its band; 严重 on a line of its own for narrow screens."""
    middles = [(low + high) / 2 for low, high in pairwise(edges)] if band_words else []
    texts = [safe(word).replace("严重", "严重<br>") for word in band_words]
    return {
        **words(texts, [_WORDS_HEIGHT / 2 - 2] * len(texts)),
        "x": middles, "xaxis": "x2", "textposition": "middle center", "textfont": {"size": NOTE_SIZE},
    }  # fmt: skip


def _upright(x: float, middle: float, dash: str) -> dict[str, Any]:
    """A thin vertical line behind one bar, slightly longer than the bar is high, so that it crosses no label."""
    line = {"color": LINE, "width": 1.5 if dash == "solid" else 1, "dash": dash}
    reach = BAR / 2 + _OVERHANG
    return {
        "type": "line", "xref": "x2", "x0": x, "x1": x, "y0": middle - reach, "y1": middle + reach, "line": line,
        "layer": "below",
    }  # fmt: skip
