"""The source line below a chart: part of the figure, so that it is in a saved image too."""

from typing import Final

import plotly.graph_objects as go

from charts.theme import FONTS, NOTE_SIZE, TEXT, TEXT_WIDTH, safe, wrap

_LINE: Final = 17
_GAP: Final = 6


def source_lines(source: str, width: int = TEXT_WIDTH) -> list[str]:
    """The lines of `source` below a chart; `width`: of a line, in half-width characters."""
    return wrap(source, width) if source else []


def with_source(figure: go.Figure, source: str, width: int = TEXT_WIDTH) -> go.Figure:
    """`figure`, changed in place: `source` in small type below it, the figure higher by that; unchanged without one.

    figure: one of our builders, whose height and margins are set; width: of a line, in half-width characters.
    """
    if not source:
        return figure
    lines = source_lines(source, width)
    added_height, margin = _LINE * len(lines) + _GAP, figure.layout.margin
    figure.add_annotation(
        text="<br>".join(map(safe, lines)), align="left", showarrow=False, borderpad=0,
        font={"family": FONTS, "size": NOTE_SIZE, "color": TEXT}, opacity=0.85,
        xref="paper", x=0, xanchor="left", xshift=-(margin.l - 4), yref="paper", y=0, yanchor="top",
        yshift=-(margin.b + _GAP / 2),
    )  # fmt: skip
    figure.update_layout(height=figure.layout.height + added_height, margin={"b": margin.b + added_height})
    return figure
