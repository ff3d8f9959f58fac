"""Which days of a measure stand: what later versions of a period took back, since somebody had mistyped a day.

From version to version the day of a row (数据截至) goes forward. Where it steps back, one of two things has happened,
and what comes next tells which:

- The count is put to the earlier day: what older versions had after it is withdrawn (2032-07-31, then 2023-07-31).
- The next version takes up the day before the step, or a later one, and the step had another number with it: then the
  step back was a slip, or spoke of the past on purpose. The older day stands; the day that was stepped back to counts
  only where it was known before, as a correction of that day.

The same number on a later day is no correction: a count may stand still. Nothing is lost: 历史版本 has every version,
and 趋势 names the days that it left out.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from domain.schema.display import is_missing
from domain.schema.period import as_date

_Amount = tuple[Any, Any]


@dataclass(frozen=True)
class _Step:
    """Versions one after the other that have a row at one day, with the first and the last amount (number, unit)."""

    day: date
    first: _Amount
    last: _Amount


def dated(row: dict[str, Any]) -> bool:
    """Whether a row has a value and the day that it speaks of."""
    return not is_missing(row["as_of_end"]) and not is_missing(row["actual"])


def dates_that_stand(rows: Iterable[dict[str, Any]]) -> list[bool]:
    """For each row of measures of all versions (with first_version, last_version), whether its day stands.

    A row without a day or a value has nothing that could be taken back.
    """
    listed = list(rows)
    lines: dict[tuple[Any, Any], list[dict[str, Any]]] = defaultdict(list)
    for row in filter(dated, listed):
        lines[row["period"], row["row_id"]].append(row)
    days = {line: _standing_days(_steps(found)) for line, found in lines.items()}
    return [not dated(row) or as_date(row["as_of_end"]) in days[row["period"], row["row_id"]] for row in listed]


def _steps(rows: list[dict[str, Any]]) -> list[_Step]:
    """The days of one row from its oldest version on. What a rollback or a hand brought back stands at both ends."""
    ends = [(row[end], row) for end in ("first_version", "last_version") for row in rows]
    steps = []
    for day, found in groupby(
        sorted(ends, key=lambda held: held[0]),
        key=lambda held: as_date(held[1]["as_of_end"]),
    ):
        amounts = [(row["actual"], row["unit"]) for _, row in found]
        steps.append(_Step(day, amounts[0], amounts[-1]))
    return steps


def _standing_days(steps: list[_Step]) -> set[date]:
    """The days that stand after the last of `steps`, as the module says."""
    days: set[date] = set()
    before: _Step | None = None
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        if before is not None and step.day < before.day:
            taken_back = following is not None and following.day >= before.day
            if taken_back and step.first != before.last:
                continue
            days = {day for day in days if day < step.day}
        days.add(step.day)
        before = step
    return days
