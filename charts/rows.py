"""Named rows from top to bottom: each has its words on a line of their own and its bar below them.

So a long Chinese name has the whole width, on a phone as on a projector, and nothing turns or is cut. The y axis counts
pixels from the top. Axis x places words (0 left, 1 right); bars have axes of their own, x2, x3, …, one per unit.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from charts.theme import GRID, TEXT_SIZE, TEXT_WIDTH, axis, broken, hidden_axis, layout, safe, text_width, wrap
from domain.text.punctuation import full_width

BAR: Final = 14
UNKNOWN: Final = "未载明"
_LINE: Final = 19
_GAP: Final = 10
_HEADER_GAP: Final = 8


@dataclass(frozen=True)
class Places:
    """Where the rows lie, in px from the top: middle of each label, middle of each bar, bottom of the last row."""

    labels: list[float]
    bars: list[float]
    height: float


def place_rows(
    labels: Sequence[str],
    *,
    bar: float = BAR,
    headers: Collection[int] = (),
    bare: Collection[int] = (),
    top: float = 0,
) -> Places:
    """Lays `labels` (safe, with <br>) one under the other from `top`.

    `headers` head the rows below them, `bare` are rows whose value is not known: both have words and no bar.
    """
    label_middles, bar_middles, y = [], [], float(top)
    for index, label in enumerate(labels):
        header = index in headers
        y += _HEADER_GAP if header and index else 0
        height = _LINE * (label.count("<br>") + 1)
        label_middles.append(y + height / 2)
        y += height + 2
        bar_middles.append(y + bar / 2)
        y += 2 if header else _GAP if index in bare else bar + _GAP
    return Places(label_middles, bar_middles, y)


def row_label(name: object, value: object = "", tail: object = "", *, indent: int = 0, width: int = TEXT_WIDTH) -> str:
    """One row's label: name, value in bold, then `tail` (a state's word, a note), wrapped at `width`; escaped.

    The value is never broken: what does not fit behind the name begins a new line.
    """
    pad = "　" * indent
    text_columns = width - 2 * indent
    lines = [pad + safe(line) for line in wrap(_text(name), text_columns)]
    used = text_width(wrap(_text(name), text_columns)[-1]) + 2 * indent
    for part, bold in ((_text(value), True), (_text(tail), False)):
        if not part:
            continue
        if used and used + 2 + text_width(part) > width:
            below = wrap(part, text_columns)
            lines += [f"{pad}{'<b>' if bold else ''}{safe(line)}{'</b>' if bold else ''}" for line in below]
            used = text_width(below[-1]) + 2 * indent
        else:
            lines[-1] += f"{'  ' if used else ''}{f'<b>{safe(part)}</b>' if bold else safe(part)}"
            used += 2 + text_width(part)
    return "<br>".join(lines)


def header_label(text: object, width: int = TEXT_WIDTH) -> str:
    """The words of a row that heads others."""
    return f"<b>{broken(_text(text), width)}</b>"


def _text(value: object) -> str:
    return "" if value is None or value != value else full_width(str(value))


def key_lines(parts: Sequence[tuple[str, str, str]], width: int = TEXT_WIDTH) -> list[str]:
    """The legend of a strip: `parts` are (text, colour, square), as many per line as fit in `width`.

    The order is that of the strip, so the legend works without colours too.
    """
    lines: list[str] = []
    used = width
    for text, color, square in parts:
        chip = f'<span style="color:{color}">{square}</span> {safe(text)}'
        chip_width = text_width(text) + 6
        if used + chip_width > width:
            lines.append(chip)
            used = chip_width
        else:
            lines[-1] += f"   {chip}"
            used += chip_width
    return lines


def words(labels: Sequence[str], middles: Sequence[float]) -> dict[str, Any]:
    """The trace that writes the rows' words from the left edge."""
    return {
        "type": "scatter", "mode": "text", "x": [0] * len(labels), "y": list(middles), "text": list(labels),
        "textposition": "middle right", "textfont": {"size": TEXT_SIZE}, "hoverinfo": "skip", "cliponaxis": False,
    }  # fmt: skip


def bar_trace(values: Sequence[float], middles: Sequence[float], hover: Sequence[str], **more: Any) -> dict[str, Any]:
    """Horizontal bars at `middles` on axis x2 unless `more` names another; `hover` is shown unchanged (escape it)."""
    return {
        "type": "bar", "orientation": "h", "x": list(values), "y": list(middles), "width": [BAR] * len(values),
        "xaxis": "x2", "hoverinfo": "text", "hovertext": list(hover), "textposition": "none", **more,
    }  # fmt: skip


def leading(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What the bars of `rows` lead to (column leads_to, views.panel), as the customdata of their trace; {} without."""
    leads = [row.get("leads_to") or "" for row in rows]
    return {"customdata": leads} if any(leads) else {}


def mark_trace(values: Sequence[float], middles: Sequence[float], hover: Sequence[str], **more: Any) -> dict[str, Any]:
    """Vertical marks across the bars (target, limit, time elapsed), on axis x2 unless `more` names another."""
    color = more.pop("color", None)
    line = {"width": more.pop("thickness", 3), **({"color": color} if color else {})}
    return {
        "type": "scatter", "mode": "markers", "x": list(values), "y": list(middles), "xaxis": "x2",
        "marker": {"symbol": "line-ns", "size": BAR + 2, "line": line}, "hoverinfo": "text", "hovertext": list(hover),
        "cliponaxis": False, **more,
    }  # fmt: skip


def rows_figure(
    traces: Sequence[dict[str, Any]], height: float, *, title: str, subtitle: str = "", **more: Any
) -> go.Figure:
    """The figure of `traces` over rows that end `height` px below the top; `more` goes to the layout (xaxis2 …)."""
    return go.Figure(
        data=list(traces),
        layout=layout(
            title,
            subtitle,
            height,
            xaxis=hidden_axis(range=[0, 1]),
            yaxis=hidden_axis(range=[height, 0]),
            barmode=more.pop("barmode", "overlay"),
            **more,
        ),
    )


def value_axis(limits: tuple[float, float], **more: Any) -> dict[str, Any]:
    """A hidden axis for bars over the whole width, from limits[0] to limits[1]."""
    return hidden_axis(range=list(limits), overlaying="x", **more)


def scale_axis(limits: tuple[float, float], **more: Any) -> dict[str, Any]:
    """A visible axis at the bottom for bars over the whole width; the layout needs margin b ≥ 26."""
    return axis(range=list(limits), overlaying="x", side="bottom", **{"gridcolor": GRID, **more})


def empty_figure(title: str, message: str) -> go.Figure:
    """What is drawn where there is nothing to draw: the title, and `message` instead of bars."""
    label = broken(message or f"本期材料{UNKNOWN}")
    places = place_rows([label], headers={0})
    return rows_figure([words([label], places.labels)], places.height, title=title)


def known(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The rows of `table` in which none of `columns` is missing; a copy with a fresh index."""
    return table.dropna(subset=list(columns)).reset_index(drop=True)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of `table` as {column: value}."""
    columns = [table[name].tolist() for name in table.columns]
    return [dict(zip(table.columns, cells, strict=True)) for cells in zip(*columns, strict=True)]
