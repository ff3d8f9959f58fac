"""The lines that charts.trends draws of a measure: its values, 序时, and where it leads."""

from datetime import date
from typing import Any, Final

import pandas as pd

from domain.display import is_missing
from domain.views.course import Course, Point, about, amount, anew, expected_at, written

_SERIES: Final = ("series", "when", "value", "value_text")
_Piece = tuple[str, date, float | None, str]


def course_lines(course: Course) -> pd.DataFrame:
    """Long form: actual, expected (序时), target, projection; a missing value is a gap, where a count begins anew."""
    found: list[_Piece] = []
    before: Point | None = None
    for point in course.points:
        if before is not None and anew(before, point):
            found.append(("actual", point.when, None, ""))
        found.append(("actual", point.when, float(point.row["actual"]), written(point.row)))
        before = point
    found += _expected_lines(course.points)
    found += _ahead(course.now, course.points[-1])
    return pd.DataFrame(found, columns=list(_SERIES)).astype({"when": "datetime64[s]", "value": "float64"})


def no_lines() -> pd.DataFrame:
    return pd.DataFrame(columns=list(_SERIES)).astype({"when": "datetime64[s]", "value": "float64"})


def _expected_lines(points: tuple[Point, ...]) -> list[_Piece]:
    """序时 from the start of each count over its points to the due date."""
    found: list[_Piece] = []
    last: tuple[Any, ...] | None = None
    for place, point in enumerate(points):
        measure, expected = point.measure, expected_at(point.measure)
        if expected is None or measure.begin is None or measure.due is None:
            continue
        count = (measure.begin, measure.due, measure.base, measure.goal)
        if count != last:
            if last is not None:
                found.append(("expected", measure.begin, None, ""))
            found.append(("expected", measure.begin, measure.base, amount(measure.base, measure)))
        if measure.begin < point.when < measure.due:
            found.append(("expected", point.when, expected, f"序时应达{amount(expected, measure)}"))
        following = points[place + 1].measure if place + 1 < len(points) else None
        if following is None or (following.begin, following.due, following.base, following.goal) != count:
            found.append(("expected", measure.due, measure.goal, f"目标{amount(measure.goal, measure)}"))
        last = count
    return found


def _ahead(now: dict[str, Any], last: Point) -> list[_Piece]:
    """From the last point to the due date, at the pace so far."""
    due, projection = last.measure.due, now["projection"]
    if is_missing(projection) or due is None or last.when >= due:
        return []
    words = f"按现速度预计{about(projection, last.measure.unit)}"
    return [("projection", last.when, float(last.row["actual"]), ""), ("projection", due, float(projection), words)]


def lines_words(drawn: pd.DataFrame, dates: int) -> str:
    """What the lines of the chart are, as far as it has them; a slope of two dates tells the projection in words."""
    kinds = set(drawn["series"])
    if dates == 2 and "projection" in kinds:
        kinds.discard("projection")
        ahead = str(drawn.loc[drawn["series"] == "projection", "value_text"].iloc[-1])
        return f"实线为完成值,虚线为序时应达;到期{ahead}"
    words = {"actual": "实线为完成值", "expected": "虚线为序时应达", "projection": "点线为按现速度预计"}
    return ",".join(word for kind, word in words.items() if kind in kinds)
