"""Which as-of dates of a measure are valid: later versions of a period can withdraw a mistyped date.

The as-of date of a row (数据截至) normally moves forward from version to version. Where it moves back, the next version
decides between two cases:

- The date was corrected: later dates of older versions are withdrawn (2032-07-31, then 2023-07-31).
- The next version returns to the previous date or a later one, and the step back had another number: the step back was
  a mistake, or referred to the past on purpose. The previous date stays valid; the earlier date counts only if it was
  known before, as a correction of that date.

The same number at a later date is no correction: a count may stay the same. 历史版本 keeps every version, and 趋势
names the dates that it leaves out.
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
    """A run of consecutive versions with the same as-of date of a row; its first and last amount (number, unit)."""

    day: date
    first: _Amount
    last: _Amount


def dated(row: dict[str, Any]) -> bool:
    """Whether a row has a value and an as-of date."""
    return not is_missing(row["as_of_end"]) and not is_missing(row["actual"])


def valid_dates(rows: Iterable[dict[str, Any]]) -> list[bool]:
    """For each row of measures of all versions (with first_version, last_version), whether its date is valid.

    True for a row without a date or a value.
    """
    listed = list(rows)
    rows_by_measure: dict[tuple[Any, Any], list[dict[str, Any]]] = defaultdict(list)
    for row in filter(dated, listed):
        rows_by_measure[row["period"], row["row_id"]].append(row)
    days = {line: _valid_days(_steps(found)) for line, found in rows_by_measure.items()}
    return [not dated(row) or as_date(row["as_of_end"]) in days[row["period"], row["row_id"]] for row in listed]


def _steps(rows: list[dict[str, Any]]) -> list[_Step]:
    """The runs of one row, oldest version first. A date restored by a rollback or an edit forms a run at both ends."""
    ends = [(row[end], row) for end in ("first_version", "last_version") for row in rows]
    steps = []
    for day, found in groupby(
        sorted(ends, key=lambda pair: pair[0]),
        key=lambda pair: as_date(pair[1]["as_of_end"]),
    ):
        amounts = [(row["actual"], row["unit"]) for _, row in found]
        steps.append(_Step(day, amounts[0], amounts[-1]))
    return steps


def _valid_days(steps: list[_Step]) -> set[date]:
    """The valid dates after the last of `steps` (rules: see the module)."""
    days: set[date] = set()
    previous: _Step | None = None
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        if previous is not None and step.day < previous.day:
            returns = following is not None and following.day >= previous.day
            if returns and step.first != previous.last:
                continue
            days = {day for day in days if day < step.day}
        days.add(step.day)
        previous = step
    return days
