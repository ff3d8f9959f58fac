"""The lines of a measure for charts.trends: actual values, expected values (序时), projection."""

import math
from collections.abc import Callable, Collection
from datetime import date
from typing import Any, Final

import pandas as pd

from domain.judging.progress import Measure
from domain.judging.series import is_slope
from domain.schema.display import is_missing
from views.timeline import Point, Timeline, about, amount, expected_at, restarted, written

_TYPES: Final = {"segment": "int64", "when": "datetime64[s]", "value": "float64"}
_COLUMNS: Final = ("series", "segment", "when", "value", "value_text")
_WORDS: Final = {
    "alone": "圆点为完成值", "actual": "实线为完成值", "expected": "虚线为序时应达", "projection": "点线为按现速度预计",
}  # fmt: skip
_Piece = tuple[str, int, date, float, str]
_Scale = Callable[[float, Measure], float]


def timeline_lines(timeline: Timeline, *, shares: bool = False) -> pd.DataFrame:
    """Long form: actual, expected (序时), target, projection. No line goes from one segment of a series to the next.

    shares: values as per cent of the way from the base to the target; missing where a date had no target.
    """
    segment = 0
    scale = _share if shares else _same
    found: list[_Piece] = []
    for place, point in enumerate(timeline.points):
        segment += place > 0 and restarted(timeline.points[place - 1], point)
        value = scale(float(point.row["actual"]), point.measure)
        found.append(("actual", segment, point.when, value, written(point.row)))
    found += _expected_lines(timeline.points, scale)
    found += _projection_lines(timeline, scale)
    return pd.DataFrame(found, columns=list(_COLUMNS)).astype(_TYPES)


def no_lines() -> pd.DataFrame:
    """The table of lines, without a row."""
    return pd.DataFrame(columns=list(_COLUMNS)).astype(_TYPES)


def _same(value: float, _measure: Measure) -> float:
    return value


def _share(value: float, measure: Measure) -> float:
    way = math.nan if measure.goal is None else measure.goal - measure.base
    return 100 * (value - measure.base) / way if way else math.nan


def _expected_lines(points: tuple[Point, ...], scale: _Scale) -> list[_Piece]:
    """The expected line of each count, one segment each: from its start to the due date, constant after it.

    A count is identified by target, base, start and due date.
    """
    counts: dict[tuple[Any, ...], dict[date, tuple[float, str]]] = {}
    for point in points:
        measure, expected = point.measure, expected_at(point.measure)
        if expected is None or measure.begin is None or measure.due is None or measure.goal is None:
            continue
        line = counts.setdefault((measure.begin, measure.due, measure.base, measure.goal), {})
        line[measure.begin] = (scale(measure.base, measure), amount(measure.base, measure))
        if point.when > measure.begin:
            line[point.when] = (scale(expected, measure), f"序时应达{amount(expected, measure)}")
        goal = (scale(measure.goal, measure), _goal_text(measure))
        line.update(dict.fromkeys((measure.due, max(measure.due, point.when)), goal))
    return [
        ("expected", segment, day, *line[day]) for segment, line in enumerate(counts.values()) for day in sorted(line)
    ]


def _goal_text(measure: Measure) -> str:
    return f"目标{amount(measure.goal, measure)}"


def projected(timeline: Timeline) -> float | None:
    """The projected value at the due date, at the pace so far; None from the due date on."""
    last = timeline.points[-1]
    value = timeline.current["projection"]
    return None if is_missing(value) or last.measure.due is None or last.when >= last.measure.due else float(value)


def _projection_lines(timeline: Timeline, scale: _Scale) -> list[_Piece]:
    """The projection line from the last point to the due date; [] without a projection."""
    last, value = timeline.points[-1], projected(timeline)
    if value is None or last.measure.due is None:
        return []
    words = f"按现速度预计{about(value, last.measure.unit)}"
    return [
        ("projection", 0, last.when, scale(float(last.row["actual"]), last.measure), ""),
        ("projection", 0, last.measure.due, scale(value, last.measure), words),
    ]


def lines_words(drawn: pd.DataFrame) -> str:
    """The legend of the lines in the chart; for a slope chart the projection as text.

    A single date is a dot, not a line.
    """
    ahead = drawn.loc[drawn["series"] == "projection", "value_text"].tolist()
    actual = drawn[drawn["series"] == "actual"]
    kinds, projection_text = set(drawn["series"]), ""
    if len(actual) and not actual["segment"].duplicated().any():
        kinds = (kinds - {"actual"}) | {"alone"}
    if ahead and is_slope(drawn):
        kinds.discard("projection")
        projection_text = f"；到期{ahead[-1]}"
    return series_words(kinds) + projection_text


def series_words(series: Collection[str]) -> str:
    """The legend of `series`: 实线为完成值，虚线为序时应达."""
    return "，".join(word for name, word in _WORDS.items() if name in series)
