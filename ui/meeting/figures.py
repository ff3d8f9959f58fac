"""The chart of a slide as plotly JSON: the figure of the page, with larger type."""

import json
from collections.abc import Callable
from typing import Any, Final

import plotly.graph_objects as go

from charts.chain import stage_chain
from charts.days import days_taken, share_by_day
from charts.hazards import hazards
from charts.money import money_by_project
from charts.theme import CLEAR, NOTE_SIZE, TEXT_SIZE
from views.slide import Slide

_BUILDERS: Final[dict[str, Callable[..., go.Figure]]] = {
    "days_taken": days_taken,
    "hazards": hazards,
    "money_by_project": money_by_project,
    "share_by_day": share_by_day,
    "stage_chain": stage_chain,
}
_WITH_PALETTE: Final = frozenset({"hazards"})
_WITHOUT_HEADERS: Final = frozenset({"money_by_project"})
#: Pixels above the first row: the slide has the title.
_TOP: Final = 4


def slide_figure(slide: Slide, *, width: int, palette: str = "green") -> dict[str, Any]:
    """The chart of `slide` as {"data", "layout"}, at TEXT_SIZE; the browser scales it as a whole.

    width: of a line of text, in half-width characters. Without title and background; no text smaller than TEXT_SIZE.
    """
    options: dict[str, Any] = {"width": width}
    if slide.chart in _WITH_PALETTE:
        options["palette"] = palette
    if slide.chart in _WITHOUT_HEADERS:
        options["headers"] = False
    figure = _BUILDERS[slide.chart](slide.drawn, title="", **options)
    drawn: dict[str, Any] = json.loads(figure.to_json())
    layout = drawn["layout"]
    layout["height"] -= layout["margin"]["t"] - _TOP
    layout["margin"]["t"] = _TOP
    layout["paper_bgcolor"] = layout["plot_bgcolor"] = CLEAR
    return {"data": _with_larger_notes(drawn["data"]), "layout": _with_larger_notes(layout)}


def _with_larger_notes(part: Any) -> Any:
    """`part` of a figure with notes in TEXT_SIZE."""
    if isinstance(part, list):
        return [_with_larger_notes(each) for each in part]
    if not isinstance(part, dict):
        return part
    return {key: _font(value) if key.endswith("font") else _with_larger_notes(value) for key, value in part.items()}


def _font(font: Any) -> Any:
    return {**font, "size": TEXT_SIZE} if isinstance(font, dict) and font.get("size") == NOTE_SIZE else font
