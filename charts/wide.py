"""Wide variant of a chart: title, notes and source take fewer lines than on a phone."""

from typing import Final

import plotly.graph_objects as go

from charts.theme import heading

#: Pixels that the chart must have; half-width characters of a title and of a line of text that fit in them.
WIDE: Final = 560
TITLE: Final = 64
TEXT: Final = 80


def widened(figure: go.Figure, title: str, subtitle: str) -> go.Figure:
    """`figure`, changed: its `title` and `subtitle` wrapped for WIDE pixels, and as much lower as that leaves free.

    figure: one of our builders, made with the same title and subtitle.
    """
    words, top = heading(title, subtitle, TITLE, TEXT)
    height, margin = figure.layout.height, figure.layout.margin
    figure.update_layout(title=words, height=height - margin.t + top, margin={"t": top})
    return figure
