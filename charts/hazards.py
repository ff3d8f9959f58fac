"""Found, closed, open in time, overdue: counts, never a lag."""

from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from charts.rows import (
    bar_trace,
    empty_figure,
    key_lines,
    known,
    leading,
    place_rows,
    records,
    rows_figure,
    value_axis,
    words,
)
from charts.theme import TEXT_WIDTH, TRACK, broken, hatched, safe, state_color

#: Column -> word, the state whose colour it takes, pattern (for a printer without colours).
_PARTS: Final = {
    "closed": ("已闭环", "done", ""),
    "controlled": ("已稳控", "accepted", "."),
    "open_in_time": ("限期内整改中", "open", "/"),
    "overdue": ("逾期未改", "overdue", "x"),
}
_NO_WORD: Final = "处理情况未写明"


def hazards(
    table: pd.DataFrame, *, title: str, subtitle: str = "", palette: str = "green", width: int = TEXT_WIDTH
) -> go.Figure:
    """One row per category: what was found, as long as the whole width, split into what became of it.

    table: label (category and level), unit, found (rows without it are left out), closed, controlled, open_in_time,
    overdue (missing: not in the report), closed_word (已闭环, 已化解 …), note; optional leads_to. What the report does
    not account for is hatched and called 处理情况未写明. Lengths compare within a row, not between rows.
    """
    rows = known(table, "found")
    if rows.empty:
        return empty_figure(title, "本期材料未载明隐患和矛盾纠纷数量")
    labels = [_label(row, palette, width) for row in records(rows)]
    places = place_rows(labels)
    traces: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    for number, (row, middle) in enumerate(zip(records(rows), places.bars, strict=True), start=2):
        axes[f"xaxis{number}"] = value_axis((0, float(row["found"]) or 1))
        for word, count, marker in _pieces(row, palette):
            hover = f"{safe(word)} {count:,.0f}{safe(row['unit'])}"
            traces.append(bar_trace([count], [middle], [hover], marker=marker, xaxis=f"x{number}", **leading([row])))
    traces.append(words(labels, places.labels))
    return rows_figure(traces, places.height, title=title, subtitle=subtitle, barmode="stack", **axes)


def _pieces(row: dict[str, Any], palette: str) -> list[tuple[str, float, dict[str, Any]]]:
    """(word, count, marker) of each part of a row that is present and not zero, then of the rest."""
    pieces: list[tuple[str, float, dict[str, Any]]] = []
    for column, (word, state, shape) in _PARTS.items():
        count = row[column]
        if pd.isna(count) or not count:
            continue
        closed_word = row.get("closed_word") if column == "closed" else None
        pieces.append(
            (closed_word if isinstance(closed_word, str) else word, float(count), _marker(state, shape, palette))
        )
    rest = float(row["found"]) - sum(count for _, count, _ in pieces)
    if rest > 0:
        pieces.append((_NO_WORD, rest, hatched()))
    return pieces


def _marker(state: str, shape: str, palette: str) -> dict[str, Any]:
    color = state_color(state, palette)
    if not shape:
        return {"color": color}
    pattern = {"shape": shape, "fillmode": "replace", "fgcolor": color, "bgcolor": TRACK, "size": 6, "solidity": 0.5}
    return {"color": color, "pattern": pattern}


def _label(row: dict[str, Any], palette: str, width: int) -> str:
    """The category with what was found, then a line with each part, its square and its count, then the note."""
    pieces = _pieces(row, palette)
    parts = [(f"{word} {n:,.0f}", marker["color"], "▨" if word == _NO_WORD else "■") for word, n, marker in pieces]
    lines = [f"{broken(row['label'], width)}  <b>{row['found']:,.0f}{safe(row['unit'])}</b>", *key_lines(parts, width)]
    note = row.get("note")
    if isinstance(note, str) and note:
        lines.append(broken(note, width))
    return "<br>".join(lines)
