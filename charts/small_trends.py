"""Many measures over one common time: one strip each, its words above it; those with a target on one per-cent axis."""

from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from charts.rows import empty_figure, known, records, row_label, rows_figure, words
from charts.theme import ACCENT, GRID, LINE, TEXT_SIZE, TEXT_WIDTH, axis, safe
from charts.trends import STYLES, axis_limits, iso_day, months

_STRIP: Final = 46
_LINE: Final = 19
_BELOW_WORDS: Final = 8
_GAP: Final = 16
_TARGET: Final = 100.0
#: Per cent of the target; a line is cut off above the second, its words are not.
_LIMITS: Final = (105.0, 150.0)
#: Width of the column for the last values behind the lines, as a share of theirs; px between the words of two values.
_FREE: Final = 0.2
_APART: Final = 17.0


def small_trends(table: pd.DataFrame, *, title: str, subtitle: str = "", width: int = TEXT_WIDTH) -> go.Figure:
    """One strip per measure, with its target as a level line and the last value of each line in a column behind it.

    table: label, head and tail (words behind the label), line (number of the claimed target), series, segment, when,
    value (missing: a gap), value_text; shared (flag: values are per cent of the target, on the axis of all such strips;
    else the strip has an axis of its own), end (words behind the last value). Optional: leads_to. The rows of a measure
    are adjacent.
    """
    if known(table, "value").empty:
        return empty_figure(title, "没有两期以上的数据")
    strips: list[tuple[str, float, float, pd.DataFrame]] = []
    top: float = 0
    for label, rows in table.groupby("label", sort=False):
        first = rows.iloc[0]
        text = row_label(label, first["head"], first["tail"], width=width)
        height = _LINE * (text.count("<br>") + 1)
        strips.append((text, top + height / 2, top + height + _BELOW_WORDS, rows))
        top += height + _BELOW_WORDS + _STRIP + _GAP
    shared = _shared_limits(table)
    days = known(table, "value")["when"]
    first_day, last_day = _time_limits(days)
    lines = {kind: _Path() for kind in STYLES}
    level, grid, ends = _Path(), _Path(), _Path()
    ticks = months(days.min(), days.max())
    for _, _, strip_top, rows in strips:
        limits = shared if rows["shared"].iloc[0] else axis_limits(rows["value"].dropna())
        for tick in ticks["tickvals"]:
            grid.line([(tick, strip_top), (tick, strip_top + _STRIP)])
        if rows["shared"].iloc[0]:
            target = _height(_TARGET, strip_top, limits)
            level.line([(iso_day(first_day), target), (iso_day(days.max()), target)])
        for kind, path in lines.items():
            for _, piece in rows[rows["series"] == kind].groupby(["line", "segment"]):
                path.rows(piece, strip_top, limits)
        ends.words([(iso_day(last_day), height, text) for height, text in _ends(rows, strip_top, limits)])
    drawn = [path.trace(kind) for kind, path in lines.items()]
    texts = [text for text, *_ in strips], [middle for _, middle, *_ in strips]
    return rows_figure(
        [grid.rule(GRID), level.rule(LINE), *drawn, ends.texts(), words(*texts)],
        top,
        title=title,
        subtitle=subtitle,
        margin={"b": 30, "r": 8},
        xaxis2=axis(
            type="date", showgrid=False, overlaying="x", side="bottom",
            range=[iso_day(first_day), iso_day(last_day)], **ticks,
        ),
    )  # fmt: skip


def _shared_limits(table: pd.DataFrame) -> tuple[float, float]:
    """The per-cent axis of all strips that share one: zero and the target are always on it."""
    values = table.loc[table["shared"].astype(bool), "value"].dropna()
    high = min(max(_LIMITS[0], values.max() if len(values) else 0.0), _LIMITS[1])
    return (min(0.0, values.min() if len(values) else 0.0), high)


def _time_limits(days: pd.Series) -> tuple[pd.Timestamp, pd.Timestamp]:
    span = max(days.max() - days.min(), pd.Timedelta(days=10))
    return days.min() - 0.02 * span, days.max() + _FREE * span


def _height(value: float, top: float, limits: tuple[float, float]) -> float:
    low, high = limits
    return top + _STRIP * (high - min(max(value, low), high)) / (high - low)


def _ends(rows: pd.DataFrame, top: float, limits: tuple[float, float]) -> list[tuple[float, str]]:
    """Height and words of the last value of each line of a strip, moved apart where they would overprint."""
    actual = known(rows[rows["series"] == "actual"], "value").sort_values("when", kind="stable")
    last = records(actual.drop_duplicates("line", keep="last"))
    placed: list[tuple[float, str]] = []
    for height, text in sorted((_height(row["value"], top, limits), row["end"]) for row in last):
        below = height if not placed else max(height, placed[-1][0] + _APART)
        placed.append((below, f"<b>{safe(text)}</b>"))
    return placed


class _Path:
    """Pieces of lines or words over all strips of a figure, heights in px from the top."""

    def __init__(self) -> None:
        self.x: list[str | None] = []
        self.y: list[float | None] = []
        self.hover: list[str] = []
        self.leads: list[str] = []

    def line(self, points: list[tuple[str, float]]) -> None:
        self.x += [when for when, _ in points] + [None]
        self.y += [height for _, height in points] + [None]

    def words(self, points: list[tuple[str, float, str]]) -> None:
        self.x += [when for when, *_ in points]
        self.y += [height for _, height, _ in points]
        self.hover += [text for *_, text in points]

    def rows(self, rows: pd.DataFrame, top: float, limits: tuple[float, float]) -> None:
        for row in records(rows.sort_values("when", kind="stable")):
            value, when = row["value"], iso_day(row["when"])
            self.x.append(when)
            self.y.append(None if value != value else _height(value, top, limits))
            self.hover.append(f"{safe(row['label'])}<br>{when}<br>{safe(row['value_text'])}")
            self.leads.append(row.get("leads_to") or "")
        self.x.append(None)
        self.y.append(None)
        self.hover.append("")
        self.leads.append("")

    def rule(self, color: str) -> dict[str, Any]:
        """The pieces as thin lines."""
        return {
            "type": "scatter", "mode": "lines", "xaxis": "x2", "x": self.x, "y": self.y, "hoverinfo": "skip",
            "line": {"color": color, "width": 1}, "connectgaps": False,
        }  # fmt: skip

    def texts(self) -> dict[str, Any]:
        return {
            "type": "scatter", "mode": "text", "xaxis": "x2", "x": self.x, "y": self.y, "text": self.hover,
            "textposition": "middle left", "textfont": {"size": TEXT_SIZE}, "hoverinfo": "skip", "cliponaxis": False,
        }  # fmt: skip

    def trace(self, kind: str) -> dict[str, Any]:
        """The pieces as lines of a series; those of values with a mark at each, which leads on."""
        leads = {"customdata": self.leads} if kind == "actual" and any(self.leads) else {}
        return {
            "type": "scatter", "mode": "lines+markers" if kind == "actual" else "lines", "xaxis": "x2", "x": self.x,
            "y": self.y, "line": {**STYLES[kind], "width": 1.5}, "marker": {"color": ACCENT, "size": 7},
            "connectgaps": False, "hoverinfo": "text", "hovertext": self.hover, "cliponaxis": False, **leads,
        }  # fmt: skip
