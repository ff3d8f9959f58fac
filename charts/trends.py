"""Values of one measure over its as-of dates, as a slope or a line."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from charts.rows import empty_figure, known, records
from charts.theme import ACCENT, GREY, TEXT_SIZE, axis, hidden_axis, layout, safe
from domain.judging.series import is_slope

_HEIGHT: Final = 260
_LINE: Final = 19
#: Points of a line that all carry their value; of more only the first and the last do.
_LABELLED: Final = 3
_TICKS: Final = 5
#: Ends of lines that are nearer to each other than this, as shares of width and height, have no place for two texts.
_NEAR: Final = (0.2, 0.12)
STYLES: Final[dict[str, dict[str, Any]]] = {
    "expected": {"color": GREY, "width": 1.5, "dash": "dash"},
    "projection": {"color": ACCENT, "width": 1.5, "dash": "dot"},
    "actual": {"color": ACCENT, "width": 2.5},
}


def timeline(table: pd.DataFrame, *, title: str, subtitle: str = "") -> go.Figure:
    """One measure over its dates: a slope for two of one count, else a line. table: as `slope` and `trend` take it."""
    return (slope if is_slope(table) else trend)(table, title=title, subtitle=subtitle)


def slope(table: pd.DataFrame, *, title: str, subtitle: str = "") -> go.Figure:
    """Two dates side by side: from the first value to the last, 序时 as a dashed line where both dates have one.

    table: series (actual, expected; projection is not drawn), when (date), value (missing: a gap), value_text.
    """
    actual = known(table[table["series"] == "actual"], "value").sort_values("when", kind="stable")
    if len(actual) < 2:
        return empty_figure(title, "没有可比较的两期数据")
    days = actual["when"].drop_duplicates().tolist()
    expected = table[(table["series"] == "expected") & table["when"].isin(days)].dropna(subset=["value"])
    places = {day: place for place, day in enumerate(days)}
    limits = axis_limits(pd.concat([actual["value"], expected["value"]]))
    traces = []
    for kind, rows in (("expected", expected), ("actual", actual)):
        rows = rows.drop_duplicates("when").sort_values("when", kind="stable")
        if len(rows) < (2 if kind == "expected" else 1):
            continue
        traces.append(
            {
                "type": "scatter", "mode": "lines+markers+text" if kind == "actual" else "lines+text",
                "x": [places[day] for day in rows["when"]], "y": rows["value"].tolist(), "line": STYLES[kind],
                "marker": {"color": ACCENT, "size": 10}, "cliponaxis": False, "hoverinfo": "text",
                "hovertext": [safe(text) for text in rows["value_text"]],
                "text": [_bold(text) if kind == "actual" else safe(text) for text in rows["value_text"]],
                "textposition": _beside(rows, actual, kind, limits),
                "textfont": {"size": TEXT_SIZE},
            }
        )  # fmt: skip
    return go.Figure(
        data=traces,
        layout=layout(
            title, subtitle, _HEIGHT, margin={"b": 34},
            xaxis=axis(
                tickvals=list(places.values()), ticktext=day_words(days), showgrid=True,
                range=[-0.9, len(days) - 0.1],
            ),
            yaxis=hidden_axis(range=limits),
        ),
    )  # fmt: skip


def _beside(rows: pd.DataFrame, actual: pd.DataFrame, kind: str, limits: tuple[float, float]) -> list[str]:
    """The text positions of a slope: left of the first point, right of the others; those of 序时 a line lower or
    higher where the value's own label is.
    """
    sides = ["left"] + ["right"] * (len(rows) - 1)
    if kind == "actual":
        return [f"middle {side}" for side in sides]
    values = dict(zip(actual["when"], actual["value"], strict=True))
    gaps = [
        (value - values[day]) / (limits[1] - limits[0]) for day, value in zip(rows["when"], rows["value"], strict=True)
    ]
    heights = ["middle" if abs(gap) > _LINE / _HEIGHT else "top" if gap > 0 else "bottom" for gap in gaps]
    return [f"{height} {side}" for height, side in zip(heights, sides, strict=True)]


def trend(table: pd.DataFrame, *, title: str, subtitle: str = "") -> go.Figure:
    """One measure over its time: the values, the dashed line of 序时 to the target, the dotted one of the projection.

    table: series (actual, expected, projection), segment (a number: nothing joins one to the next), when (date), value
    (missing: a gap), value_text.
    """
    if known(table, "value").empty:
        return empty_figure(title, "没有写明时点的数据")
    rows = table.sort_values(["segment", "when"], kind="stable")
    values = known(rows, "value")
    limits = axis_limits(values["value"])
    labelled = _labelled_lines(values, limits)
    traces = [trace for kind in STYLES for trace in _line(rows[rows["series"] == kind], kind, labelled)]
    first, last = values["when"].min(), values["when"].max()
    padding = (last - first) * 0.06
    return go.Figure(
        data=traces,
        layout=layout(
            title, subtitle, _HEIGHT, margin={"l": 64, "r": 24, "b": 34},
            xaxis=axis(
                type="date", showgrid=False, **months(first, last),
                range=[iso_day(first - padding - pd.Timedelta(days=1)), iso_day(last + padding + pd.Timedelta(days=1))],
            ),
            yaxis=axis(range=limits, nticks=5, tickformat=",~r"),
        ),
    )  # fmt: skip


def _labelled_lines(values: pd.DataFrame, limits: tuple[float, float]) -> set[tuple[str, int]]:
    """The lines (series, segment) with a label at their end: the projection, then 序时 from the newest on while the
    labels do not overlap; an older target is never labelled without the current one.
    """
    ends = values[values["series"] != "actual"].drop_duplicates(["series", "segment"], keep="last")
    ends = ends.sort_values(["series", "segment"], ascending=False)  # the projection before 序时
    width, height = values["when"].max() - values["when"].min(), limits[1] - limits[0]
    labelled: list[dict[str, Any]] = []
    for end in records(ends):
        apart = [
            abs(end["when"] - other["when"]) > _NEAR[0] * width
            or abs(end["value"] - other["value"]) > _NEAR[1] * height
            for other in labelled
        ]
        if not all(apart):
            break
        labelled.append(end)
    return {(end["series"], end["segment"]) for end in labelled}


def _line(rows: pd.DataFrame, kind: str, labelled: set[tuple[str, int]]) -> list[dict[str, Any]]:
    """The line of one series, a gap between its segments, with labels at its values or at the ends in `labelled`."""
    if rows["value"].notna().sum() == 0:
        return []
    rows = rows.assign(text=_texts(rows, kind, labelled))
    x: list[str | None] = []
    y: list[float | None] = []
    hover: list[str] = []
    texts: list[str] = []
    for place, (_, piece) in enumerate(rows.groupby("segment")):
        gap = [None] if place else []
        x += gap + [iso_day(day) for day in piece["when"]]
        y += gap + [None if value != value else value for value in piece["value"]]
        hover += [""] * len(gap) + [safe(text) for text in piece["value_text"]]
        texts += [""] * len(gap) + piece["text"].tolist()
    return [
        {
            "type": "scatter", "mode": "lines+markers+text" if kind == "actual" else "lines+text", "x": x, "y": y,
            "line": STYLES[kind], "marker": {"color": ACCENT, "size": 9}, "connectgaps": False, "cliponaxis": False,
            "hoverinfo": "text", "hovertext": hover, "text": texts,
            "textposition": "top center" if kind == "actual" else "top left", "textfont": {"size": TEXT_SIZE},
        }
    ]  # fmt: skip


def _texts(rows: pd.DataFrame, kind: str, labelled: set[tuple[str, int]]) -> list[str]:
    """The labels of the points: each value of a short line, else the first and the last; the end of other series."""
    texts = rows["value_text"].tolist()
    values = rows[rows["value"].notna()]
    if kind == "actual":
        shown = set(values.index if len(values) <= _LABELLED else values.index[[0, -1]])
        return [_bold(text) if place in shown else "" for place, text in zip(rows.index, texts, strict=True)]
    ends = values.drop_duplicates("segment", keep="last")
    shown = {place for place, segment in ends["segment"].items() if (kind, segment) in labelled}
    return [safe(text) if place in shown else "" for place, text in zip(rows.index, texts, strict=True)]


def axis_limits(values: pd.Series) -> tuple[float, float]:
    """Axis limits that include `values` and zero, so that no change looks larger than it is, plus 15 % for labels."""
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    padding = (high - low) * 0.15 or 1.0
    return (low - padding if low < 0 else low), high + padding


def months(first: pd.Timestamp, last: pd.Timestamp) -> dict[str, Any]:
    """Ticks at ends of months (7月), the usual as-of dates, six at most; at the days themselves within one month."""
    ends = pd.date_range(first, last + pd.offsets.MonthEnd(0), freq="ME")
    ends = ends[ends <= last]
    if len(ends) < 2:
        days = sorted({first, last})
        return {"tickvals": [iso_day(each) for each in days], "ticktext": day_words(days)}
    step = next(months for months in (1, 2, 3, 6, 12, 24, 60, 1200) if len(ends) / months <= _TICKS)
    ticks = [end for end in ends if end.month % min(step, 12) == 0 and (step <= 12 or end.year % (step // 12) == 0)]
    shown = ticks or list(ends[-1:])
    years = _years(shown)
    return {
        "tickvals": [iso_day(each) for each in shown],
        "ticktext": [f"{year}{each.month}月" for year, each in zip(years, shown, strict=True)],
    }


def day_words(days: Sequence[pd.Timestamp]) -> list[str]:
    """6月30日, with the year where it is not that of all days."""
    return [f"{year}{each.month}月{each.day}日" for year, each in zip(_years(days), days, strict=True)]


def _years(days: Sequence[pd.Timestamp]) -> list[str]:
    """2023年 before the first day of each year; "" before the others, and where all are of one year."""
    if len({each.year for each in days}) < 2:
        return [""] * len(days)
    before = [None, *(each.year for each in days)]
    return [f"{each.year}年" if each.year != last else "" for each, last in zip(days, before, strict=False)]


def iso_day(day: Any) -> str:
    """2023-06-30, as plotly takes a day."""
    return f"{day:%Y-%m-%d}"


def _bold(text: object) -> str:
    return f"<b>{safe(text)}</b>"
