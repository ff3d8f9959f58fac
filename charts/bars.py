"""Horizontal bars of counts, areas, money …: one group per unit, each on a scale of its own.

Shared by the charts readings, chain, money and days: they define what a row is, this module draws it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.rows import (
    UNKNOWN,
    bar_trace,
    empty_figure,
    header_label,
    leading,
    mark_trace,
    place_rows,
    records,
    row_label,
    rows_figure,
    value_axis,
    words,
)
from charts.theme import ACCENT, SOFT, TEXT, TEXT_WIDTH, hatched


@dataclass(frozen=True)
class Options:
    """How `bar_groups` draws: one scale for all groups, or one each; with headers or, for a single group, without.

    width: of a line of words, in half-width characters.
    """

    one_scale: bool = False
    headers: bool = True
    empty: str = ""
    width: int = TEXT_WIDTH


def bar_groups(table: pd.DataFrame, *, title: str, subtitle: str = "", options: Options | None = None) -> go.Figure:
    """Bars under headers, in the order of `table`.

    table: group (header; a group's rows need not be neighbours), label, value (missing: the words 未载明 and no bar),
    value_text. Optional: note (behind the value), soft (flag: a part of the row above or a forecast: paler),
    indent (0, 1 …), limit (a mark on the group's scale), open (flag: the value is only a bound: hatched),
    leads_to (what its bar opens, views.panel.leads_to).
    """
    options = options or Options()
    if table.empty:
        return empty_figure(title, options.empty)
    groups = list(dict.fromkeys(table["group"]))
    rows = [row for group in groups for row in _group_rows(table, group, options)]
    places = place_rows(
        [row["text"] for row in rows],
        headers=[index for index, row in enumerate(rows) if row["header"]],
        bare=[index for index, row in enumerate(rows) if row["value"] is None],
    )
    for row, middle in zip(rows, places.bars, strict=True):
        row["middle"] = middle
    scales = [groups] if options.one_scale else [[group] for group in groups]
    traces: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    for number, names in enumerate(scales, start=2):
        members = [row for row in rows if row["group"] in names and row["value"] is not None]
        if members:
            traces += _scale_traces(members, f"x{number}")
            reach = max(max(row["value"], row["limit"] or 0) for row in members)
            axes[f"xaxis{number}"] = value_axis((0, reach * 1.02 or 1))
    traces.append(words([row["text"] for row in rows], places.labels))
    return rows_figure(traces, places.height, title=title, subtitle=subtitle, **axes)


def _group_rows(table: pd.DataFrame, group: str, options: Options) -> list[dict[str, Any]]:
    """The rows of one group as dictionaries for `place_rows` and the traces; the first is the header."""
    found: list[dict[str, Any]] = []
    if options.headers:
        text = header_label(group, options.width)
        found.append({"text": text, "group": group, "value": None, "limit": None, "header": True})
    for row in records(table[table["group"] == group]):
        value = _number(row["value"])
        indent = int(_number(row.get("indent")) or 0)
        text = row_label(
            row["label"], row["value_text"] if value is not None else UNKNOWN, row.get("note"), indent=indent,
            width=options.width,
        )  # fmt: skip
        found.append(
            {
                "text": text, "group": group, "value": value, "limit": _number(row.get("limit")),
                "soft": bool(_number(row.get("soft"))), "open": bool(_number(row.get("open"))), "header": False,
                "leads_to": row.get("leads_to"),
            }
        )  # fmt: skip
    return found


def _scale_traces(members: Sequence[dict[str, Any]], x_axis: str) -> list[dict[str, Any]]:
    """The bars of one scale, one trace per style, and the marks of the limits of rows that have one."""
    markers = {"": {"color": ACCENT}, "soft": SOFT, "open": hatched(ACCENT)}
    traces = []
    for style, marker in markers.items():
        rows = [row for row in members if ("open" if row["open"] else "soft" if row["soft"] else "") == style]
        if rows:
            middles, texts = [row["middle"] for row in rows], [row["text"] for row in rows]
            more = {"marker": marker, "xaxis": x_axis, **leading(rows)}
            traces.append(bar_trace([row["value"] for row in rows], middles, texts, **more))
    limited = [row for row in members if row["limit"] is not None]
    if not limited:
        return traces
    marks = mark_trace(
        [row["limit"] for row in limited],
        [row["middle"] for row in limited],
        [row["text"] for row in limited],
        color=TEXT,
        xaxis=x_axis,
    )
    return [*traces, marks]


def _number(value: object) -> float | None:
    """`value` as a number, None where it is missing."""
    return None if value is None or pd.isna(value) else float(value)  # type: ignore[arg-type, call-overload]
