"""Measures over their as-of dates: for each claim of a version one point per date, from all versions that stand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from domain.judging.history import AMOUNTS, about_the_same, measure_key
from domain.judging.progress import Measure, progress_of
from domain.schema.display import is_missing, number_text, quantity_text
from domain.schema.frames import records
from domain.schema.period import as_date
from domain.schema.units import in_unit
from views.timeline_days import dated, dates_that_stand


@dataclass(frozen=True)
class Point:
    """One measure on one as-of date: its row in the newest version that has that date, what the row replaced.

    first_version: the version in which this value first stood. corrected: the rows of older versions that had another
    value for the same date, oldest first.
    """

    row: dict[str, Any]
    measure: Measure
    first_version: int
    corrected: tuple[dict[str, Any], ...] = ()

    @property
    def when(self) -> date:
        """The day that the value speaks of."""
        assert self.measure.as_of_end is not None
        return self.measure.as_of_end


@dataclass(frozen=True)
class Timeline:
    """One claim of the version on screen over time: `now` is its judged row, `points` from the oldest date on.

    withdrawn: the newest row of each day that later versions took back (views.timeline_days), from the oldest on.
    """

    now: dict[str, Any]
    points: tuple[Point, ...]
    withdrawn: tuple[dict[str, Any], ...] = ()


def timelines_of(claims: pd.DataFrame, course: pd.DataFrame) -> list[Timeline]:
    """The course of each row of `claims` (judged) that has a point; claims of one measure stand together.

    course: rows of measures of all versions, as store.past.read_course has them.
    """
    found = [_course(row, past) for row, past in _with_past(claims, course)]
    first = {measure_key(row): place for place, row in reversed(list(enumerate(records(claims))))}
    return sorted((each for each in found if each.points), key=lambda each: first[measure_key(each.now)])


def _with_past(claims: pd.DataFrame, course: pd.DataFrame) -> Iterable[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each judged row with the rows of all versions that are the same measure, the newest version's first."""
    rows: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    kept = records(course)
    for row, stands in zip(kept, dates_that_stand(kept), strict=True):
        rows[measure_key(row)].append({**row, "stands": stands})
    return [(claim, [_in_unit_of(claim, row) for row in rows[measure_key(claim)]]) for claim in records(claims)]


def _in_unit_of(now: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """`row` with its amounts in the unit of `now`; held_actual and held_unit are its value as it stands in the row.

    What is the same but for rounding is the target and the base that `now` has.
    """
    wanted, unit = now["unit"], None if is_missing(row["unit"]) else row["unit"]
    held = {"held_actual": row["actual"], "held_unit": unit}
    if unit is None or unit == wanted:
        return row | held
    amounts = {column: in_unit(row[column], unit, wanted) for column in AMOUNTS}
    same = {column: now[column] for column in ("baseline", "target") if about_the_same(amounts[column], now[column])}
    return row | amounts | same | held | {"unit": wanted}


def _course(now: dict[str, Any], rows: list[dict[str, Any]]) -> Timeline:
    """The points of `now` over the rows of all versions: per date that stands the newest version's row counts."""
    days: dict[date, list[dict[str, Any]]] = defaultdict(list)
    for row in filter(dated, rows):
        days[as_date(row["as_of_end"])].append(row)
    found = sorted(days.items())
    points = tuple(_point(now, each) for _, each in found if any(row["stands"] for row in each))
    return Timeline(now, points, tuple(each[0] for _, each in found if not any(row["stands"] for row in each)))


def _point(now: dict[str, Any], rows: list[dict[str, Any]]) -> Point:
    newest = [row for row in rows if row["last_version"] == rows[0]["last_version"]]
    row = next((row for row in newest if _same_claim(row, now)), None)
    chosen = newest[0] if row is None else row
    found: list[dict[str, Any]] = []
    for older in _one_each(rows, now):
        if not found or not _same_value(found[-1], older):
            found.append(older)
    since = next((each["first_version"] for each in reversed(found) if _same_value(each, chosen)), None)
    measure = Measure.of(chosen if row is not None else {**chosen, "target": None})
    return Point(chosen, measure, int(chosen["first_version"] if since is None else since), tuple(found[:-1]))


def _same_value(row: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two rows of one date have the same value in the same unit: what was converted is told too."""
    return bool(row["held_actual"] == other["held_actual"] and row["held_unit"] == other["held_unit"])


def _one_each(rows: list[dict[str, Any]], now: dict[str, Any]) -> list[dict[str, Any]]:
    """Of the rows that stood together in versions one each, that of the same claim as `now`; the oldest first."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for row in rows:
        span = (row["first_version"], row["last_version"])
        if span not in found or (_same_claim(row, now) and not _same_claim(found[span], now)):
            found[span] = row
    return [found[span] for span in sorted(found)]


def _same_claim(row: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether both rows speak of the same target: its number, else the claim's words, else without words the row."""
    if (is_missing(row["target"]) and is_missing(now["target"])) or row["target"] == now["target"]:
        return True
    if is_missing(row["claim"]) or is_missing(now["claim"]):
        return bool(row["row_id"] == now["row_id"])
    return bool(row["claim"] == now["claim"])


def expected_at(measure: Measure) -> float | None:
    """What 序时 asks for at the as-of date, in the measure's unit: b + (T - b)·E; None where it cannot be said."""
    gone = progress_of(measure).elapsed
    if gone is None or measure.goal is None or not measure.spread:
        return None
    return measure.base + (measure.goal - measure.base) * gone


def moved_words(before: Point, last: Point) -> str:
    """增加16亩, 减少16亩, 没有变化; for another count, which begins anew, 重新起算."""
    if anew(before, last):
        return "重新起算"
    change = float(last.row["actual"]) - float(before.row["actual"])
    if change == 0:
        return "没有变化"
    unit = last.row["unit"]
    if last.row["kind"] == "milestone":
        return "已完成" if change > 0 else "不再是已完成"
    written = f"{number_text(abs(change))}个百分点" if unit == "%" else quantity_text(abs(change), unit)
    return f"{'增加' if change > 0 else '减少'}{written}"


def anew(before: Point, after: Point) -> bool:
    """Whether the count begins anew between two points: another start of the same cumulative task, as each January."""
    begins = (before.measure.begin, after.measure.begin)
    return None not in begins and begins[0] != begins[1]


def written(row: dict[str, Any]) -> str:
    """The value of a row as a reader meets it; a milestone is done or not."""
    if row["kind"] == "milestone" and row["actual"] in (0, 1):
        return "已完成" if row["actual"] else "未完成"
    return quantity_text(row["actual"], row["unit"], row["actual_qualifier"])


def amount(value: float | None, measure: Measure) -> str:
    return quantity_text(value, measure.unit)


def about(value: float, unit: str | None) -> str:
    """A projected value, which is never known to the last digit: 约1,178亩, 约9.6个."""
    return quantity_text(float(round(value)) if abs(value) >= 100 else round(value, 1), unit, "about")
