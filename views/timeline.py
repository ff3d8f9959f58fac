"""Measures over their as-of dates: for each claim of a version one point per valid date of all versions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from domain.judging.history import AMOUNTS, equal_within_rounding, measure_key
from domain.judging.progress import Measure, progress_of
from domain.schema.display import is_missing, number_text, quantity_text
from domain.schema.frames import records
from domain.schema.period import as_date
from domain.schema.units import in_unit
from views.timeline_days import dated, valid_dates


@dataclass(frozen=True)
class Point:
    """One measure on one as-of date: its row in the newest version that has that date.

    first_version: the first version with this value. corrected: rows of older versions with another value for the same
    date, oldest first.
    """

    row: dict[str, Any]
    measure: Measure
    first_version: int
    corrected: tuple[dict[str, Any], ...] = ()

    @property
    def when(self) -> date:
        """The as-of date of the value."""
        assert self.measure.as_of_end is not None
        return self.measure.as_of_end


@dataclass(frozen=True)
class Timeline:
    """One claim of the version on screen over time. current: its judged row; points: oldest date first.

    withdrawn: the newest row of each date that later versions withdrew (views.timeline_days), oldest first.
    """

    current: dict[str, Any]
    points: tuple[Point, ...]
    withdrawn: tuple[dict[str, Any], ...] = ()


def timelines_of(claims: pd.DataFrame, row_versions: pd.DataFrame) -> list[Timeline]:
    """The timeline of each row of `claims` (judged) that has a point; claims of one measure are adjacent.

    row_versions: rows of measures of all versions, from store.earlier_versions.read_row_versions.
    """
    found = [_timeline(row, past) for row, past in _rows_by_claim(claims, row_versions)]
    first = {measure_key(row): place for place, row in reversed(list(enumerate(records(claims))))}
    return sorted((each for each in found if each.points), key=lambda each: first[measure_key(each.current)])


def _rows_by_claim(
    claims: pd.DataFrame, row_versions: pd.DataFrame
) -> Iterable[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each judged row with the rows of all versions that are the same measure, the newest version's first."""
    rows: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    found = records(row_versions)
    for row, is_valid in zip(found, valid_dates(found), strict=True):
        rows[measure_key(row)].append({**row, "is_valid": is_valid})
    return [(claim, [_in_unit_of(claim, row) for row in rows[measure_key(claim)]]) for claim in records(claims)]


def _in_unit_of(current: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """`row` with its amounts in the unit of `current`; stored_actual and stored_unit are its unconverted value.

    Target and base that are equal up to rounding are those of `current`.
    """
    target_unit, unit = current["unit"], None if is_missing(row["unit"]) else row["unit"]
    stored = {"stored_actual": row["actual"], "stored_unit": unit}
    if unit is None or unit == target_unit:
        return row | stored
    amounts = {column: in_unit(row[column], unit, target_unit) for column in AMOUNTS}
    unchanged = {
        column: current[column]
        for column in ("baseline", "target")
        if equal_within_rounding(amounts[column], current[column])
    }
    return row | amounts | unchanged | stored | {"unit": target_unit}


def _timeline(current: dict[str, Any], rows: list[dict[str, Any]]) -> Timeline:
    """The points of `current` over the rows of all versions: per valid date the newest version's row."""
    days: dict[date, list[dict[str, Any]]] = defaultdict(list)
    for row in filter(dated, rows):
        days[as_date(row["as_of_end"])].append(row)
    found = sorted(days.items())
    points = tuple(_point(current, each) for _, each in found if any(row["is_valid"] for row in each))
    return Timeline(current, points, tuple(each[0] for _, each in found if not any(row["is_valid"] for row in each)))


def _point(current: dict[str, Any], rows: list[dict[str, Any]]) -> Point:
    newest = [row for row in rows if row["last_version"] == rows[0]["last_version"]]
    row = next((row for row in newest if _same_claim(row, current)), None)
    chosen = newest[0] if row is None else row
    found: list[dict[str, Any]] = []
    for older in _one_per_span(rows, current):
        if not found or not _same_value(found[-1], older):
            found.append(older)
    since_version = next((each["first_version"] for each in reversed(found) if _same_value(each, chosen)), None)
    measure = Measure.of(chosen if row is not None else {**chosen, "target": None})
    return Point(
        chosen, measure, int(chosen["first_version"] if since_version is None else since_version), tuple(found[:-1])
    )


def _same_value(row: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two rows of one date have the same value in the same unit."""
    return bool(row["stored_actual"] == other["stored_actual"] and row["stored_unit"] == other["stored_unit"])


def _one_per_span(rows: list[dict[str, Any]], current: dict[str, Any]) -> list[dict[str, Any]]:
    """One row per span of versions, preferably that of the same claim as `current`; oldest first."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for row in rows:
        span = (row["first_version"], row["last_version"])
        if span not in found or (_same_claim(row, current) and not _same_claim(found[span], current)):
            found[span] = row
    return [found[span] for span in sorted(found)]


def _same_claim(row: dict[str, Any], current: dict[str, Any]) -> bool:
    """Whether both rows have the same target: by its number, else by the claim's text, else by row_id."""
    if (is_missing(row["target"]) and is_missing(current["target"])) or row["target"] == current["target"]:
        return True
    if is_missing(row["claim"]) or is_missing(current["claim"]):
        return bool(row["row_id"] == current["row_id"])
    return bool(row["claim"] == current["claim"])


def expected_at(measure: Measure) -> float | None:
    """The expected value at the as-of date (序时应达), in the measure's unit: b + (T - b)·E; None where unknown."""
    elapsed_share = progress_of(measure).elapsed
    if elapsed_share is None or measure.goal is None or not measure.spread:
        return None
    return measure.base + (measure.goal - measure.base) * elapsed_share


def change_words(before: Point, last: Point) -> str:
    """增加16亩, 减少16亩, 没有变化; 重新起算 where the count restarted."""
    if restarted(before, last):
        return "重新起算"
    change = float(last.row["actual"]) - float(before.row["actual"])
    if change == 0:
        return "没有变化"
    unit = last.row["unit"]
    if last.row["kind"] == "milestone":
        return "已完成" if change > 0 else "不再是已完成"
    written = f"{number_text(abs(change))}个百分点" if unit == "%" else quantity_text(abs(change), unit)
    return f"{'增加' if change > 0 else '减少'}{written}"


def restarted(before: Point, after: Point) -> bool:
    """Whether a cumulative count restarted between two points: their start dates differ, as each January."""
    begins = (before.measure.begin, after.measure.begin)
    return None not in begins and begins[0] != begins[1]


def written(row: dict[str, Any]) -> str:
    """The value of a row in Chinese; a milestone is 已完成 or 未完成."""
    if row["kind"] == "milestone" and row["actual"] in (0, 1):
        return "已完成" if row["actual"] else "未完成"
    return quantity_text(row["actual"], row["unit"], row["actual_qualifier"])


def amount(value: float | None, measure: Measure) -> str:
    """A value of `measure` with its unit: 584亩."""
    return quantity_text(value, measure.unit)


def about(value: float, unit: str | None) -> str:
    """A projected value, rounded: 约1,178亩, 约9.6个."""
    return quantity_text(float(round(value)) if abs(value) >= 100 else round(value, 1), unit, "about")
