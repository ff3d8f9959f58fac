"""How far each indicator is from where the calendar says it should be."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from charts.rows import bar_trace, empty_figure, known, place_rows, row_label, rows_figure, scale_axis, words
from charts.theme import LINE, NOTE_SIZE, state_markers

#: Limits of the bands in 百分点 (Yinchuan's traffic-light rule, 2025) and the words between them.
BANDS: Final = (-30.0, -10.0, 10.0)
_BAND_WORDS: Final = ("严重<br>欠进度", "欠进度", "达进度", "超进度")
_WORDS_HEIGHT: Final = 38
_LEAST: Final = (-55.0, 32.0)
_MOST: Final = (-105.0, 105.0)


def deviations(
    table: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    bands: Sequence[float] = BANDS,
    palette: str = "green",
) -> go.Figure:
    """Bars of the deviation from 序时进度 around 0, worst on top; faint lines with words mark the bands.

    table: label, deviation (百分点; rows without one are left out), value_text, state (code), word.
    bands: limits 严重欠 | 欠 | 达 | 超, ascending, in 百分点. Bars beyond ±105 run off the edge, not their words.
    """
    rows = known(table, "deviation").sort_values("deviation", kind="stable").reset_index(drop=True)
    if rows.empty:
        return empty_figure(title, "没有可与序时进度比较的指标")
    labels = [row_label(row.label, row.value_text, row.word) for row in rows.itertuples()]
    places = place_rows(labels, top=_WORDS_HEIGHT)
    limits = (
        max(_MOST[0], min(_LEAST[0], rows["deviation"].min() - 3)),
        min(_MOST[1], max(_LEAST[1], rows["deviation"].max() + 3)),
    )
    edges = [limits[0], *bands, limits[1]]
    middles = [(low + high) / 2 for low, high in pairwise(edges)]
    band_words = {
        **words(_BAND_WORDS, [_WORDS_HEIGHT / 2 - 2] * len(middles)),
        "x": middles, "xaxis": "x2", "textposition": "middle center", "textfont": {"size": NOTE_SIZE},
    }  # fmt: skip
    bars = bar_trace(rows["deviation"].tolist(), places.bars, labels, marker=state_markers(rows["state"], palette))
    return rows_figure(
        [bars, words(labels, places.labels), band_words],
        places.height,
        title=title,
        subtitle=subtitle,
        margin={"b": 28},
        xaxis2=scale_axis(
            limits, showgrid=False, tickvals=[*bands, 0], ticktext=[f"{band:+g}" for band in bands] + ["序时"]
        ),
        shapes=[_upright(0, places.height, "solid", 1.5), *(_upright(band, places.height, "dot", 1) for band in bands)],
    )


def _upright(x: float, bottom: float, dash: str, width: float) -> dict[str, object]:
    """A thin line from below the bands' words to the bottom."""
    line = {"color": LINE, "width": width, "dash": dash}
    return {
        "type": "line",
        "xref": "x2",
        "x0": x,
        "x1": x,
        "y0": _WORDS_HEIGHT,
        "y1": bottom,
        "line": line,
        "layer": "below",
    }
