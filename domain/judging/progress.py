"""How far one measure is: completion, elapsed, deviation, pace, projection. States are judged from it elsewhere."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd

from domain.judging.intervals import interval
from domain.schema.period import PeriodError, as_date, elapsed

#: A projection is shown only from this elapsed share on: before it, a day more or less moves it too much.
PROJECTION_FROM: Final = 0.15

#: Kinds whose progress is spread over time and may be compared with 序时. A limit or a 同比 is, once it has a base.
_SPREAD: Final = frozenset({"cumulative", "coverage"})
_SPREAD_WITH_BASE: Final = frozenset({"limit", "rate_of_change"})


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One row of `measures` as the rules read it: None where a cell is missing; the row's own units."""

    name: str | None = None
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    target_qualifier: str | None = None
    actual: float | None = None
    actual_qualifier: str | None = None
    open_in_time: float | None = None
    overdue: float | None = None
    reported_rate: float | None = None
    outdated_rate: float | None = None  # a reported rate that was set aside (domain.judging.reported_rates); no column
    of_what: str | None = None
    begin: date | None = None
    due: date | None = None
    as_of_end: date | None = None
    elapsed_mode: str | None = None
    kind: str = "cumulative"
    direction: float | None = None
    claim: str | None = None
    accepted_reason: str | None = None
    accepted_by: str | None = None
    accepted_until: date | None = None

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> "Measure":
        """The measure in `row`, a row of the table `measures` or of a judged table; its kind as `kind_of` has it."""
        cells = {field.name: _cell(row.get(field.name)) for field in fields(cls)}
        return cls(**cells | {"kind": kind_of(row)})

    @property
    def base(self) -> float:
        """The base that completion counts from: nothing, where none is stated."""
        return 0.0 if self.baseline is None else self.baseline

    @property
    def goal(self) -> float | None:
        """The target; that of a milestone is to be reached, which is 1 where nothing else is stated."""
        return 1.0 if self.target is None and self.kind == "milestone" else self.target

    @property
    def sign(self) -> float:
        """+1 where more is better, -1 where less is: always for a limit (rank, days used), whatever is stated."""
        if self.kind == "limit":
            return -1.0
        return 1.0 if self.direction is None else self.direction

    @property
    def known_overdue(self) -> float | None:
        """Number of overdue items: as stated, or 0 where all open items are stated to be in time."""
        if self.overdue is None and self.open_in_time is not None and self.open_in_time == self.left:
            return 0.0
        return self.overdue

    @property
    def left(self) -> float | None:
        """How much is still to do; None where the actual or the target is missing."""
        return None if self.goal is None or self.actual is None else self.goal - self.actual

    @property
    def spread(self) -> bool:
        """Whether progress is spread over the time, so that it can be ahead of 序时 or behind it.

        Not so: item lists, milestones, stage chains, and limits without a base, which are kept or not.
        """
        return self.kind in _SPREAD or (self.kind in _SPREAD_WITH_BASE and self.baseline is not None)

    @property
    def is_limit_only(self) -> bool:
        """Whether this is a limit without a base: it is met or exceeded, there is no completion rate."""
        return self.kind == "limit" and self.baseline is None


def kind_of(row: Mapping[Any, Any]) -> str:
    """The kind by which a row of `measures` is judged, a code of KINDS: as stated, 累计 where nothing is.

    监测 holds as long as there is no target. One that is filled in makes it 累计, or 限额 where less is better and no
    base gives the start of the fall.
    """
    cells = {name: _cell(row.get(name)) for name in ("kind", "target", "direction", "baseline")}
    if cells["kind"] != "monitor" or cells["target"] is None:
        return str(cells["kind"] or "cumulative")
    return "limit" if cells["direction"] == -1 and cells["baseline"] is None else "cumulative"


@dataclass(frozen=True)
class End:
    """A measure at one possible value of its figures: completion (None where it has none), target reached or not."""

    completion: float | None
    reached: bool


@dataclass(frozen=True)
class Progress:
    """What follows from one measure; None where a figure or a date for it is missing.

    Completion and elapsed are shares of 1 (completion may pass 1), deviation is in 百分点, projection in the measure's
    unit. `printed` takes the figures as printed, `worst` and `best` the two ends of approximate ones.
    """

    printed: End
    worst: End
    best: End
    elapsed: float | None
    deviation: float | None
    pace: float | None
    projection: float | None
    finish_date: date | None


def progress_of(measure: Measure) -> Progress:
    """Completion and elapsed of `measure` and, where its progress is spread over time, what follows from both."""
    printed, worst, best = ends(measure)
    elapsed = elapsed_of(measure)
    nothing = Progress(printed, worst, best, elapsed, None, None, None, None)
    if printed.completion is None or elapsed is None or not measure.spread:
        return nothing
    return Progress(
        printed,
        worst,
        best,
        elapsed,
        deviation(printed.completion, elapsed),
        pace(printed.completion, elapsed),
        None if measure.actual is None else projection(measure.actual, measure.base, elapsed),
        finish_date(measure, printed.completion, elapsed),
    )


def completion(actual: float, target: float, baseline: float = 0.0) -> float | None:
    """完成率 A = (v - b) / (T - b) as a share of 1, not cut at 1; holds for falling indicators; None where T = b."""
    return None if target == baseline else (actual - baseline) / (target - baseline)


def deviation(completed: float, elapsed: float) -> float:
    """偏差 D = 100·(A - E) in 百分点; the noise of floating point is rounded off, so that -10 is -10."""
    return round(100 * (completed - elapsed), 9)


def pace(completed: float, elapsed: float) -> float | None:
    """进度系数 R = A / E; None where E = 0."""
    return None if elapsed == 0 else round(completed / elapsed, 12)


def projection(actual: float, baseline: float, elapsed: float) -> float | None:
    """Linear projection of the value at the due date, b + (v - b) / E; None while E < 0.15."""
    return None if elapsed < PROJECTION_FROM else baseline + (actual - baseline) / elapsed


def finish_date(measure: Measure, completed: float, elapsed: float) -> date | None:
    """Linear projection of the day on which the target is reached: start + (due - start)·E / A, rounded up.

    None while E < 0.15, without progress, once the target is reached, and beyond the calendar.
    """
    if measure.begin is None or measure.due is None or elapsed < PROJECTION_FROM or not 0 < completed < 1:
        return None
    days = (measure.due - measure.begin).days * elapsed / completed
    try:
        return measure.begin + timedelta(days=math.ceil(days))
    except OverflowError:
        return None


def elapsed_of(measure: Measure) -> float | None:
    """序时 of `measure` by its own mode (day where none is stated); None without its dates or with a wrong mode."""
    if measure.begin is None or measure.due is None or measure.as_of_end is None:
        return None
    mode = measure.elapsed_mode or "day"
    try:
        return elapsed(measure.begin, measure.due, measure.as_of_end, mode) if mode in {"day", "month"} else None  # type: ignore[arg-type]
    except PeriodError:
        return None


def ends(measure: Measure) -> tuple[End, End, End]:
    """`measure` as printed, at the worst and at the best of what its approximate figures may be.

    A side that a figure leaves free (以上, 以内) is infinite towards the target and stops at the base away from it.
    A target of 以上 or 以内 is the threshold itself. Without an actual, a reported rate of a stated whole replaces it.
    """
    if measure.actual is None:
        rate = measure.reported_rate if measure.of_what is not None else None
        end = End(None, False) if rate is None else End(rate / 100, rate >= 100)
        return end, end, end
    if measure.goal is None:
        return (End(None, False),) * 3
    qualifier = measure.target_qualifier
    targets = interval(measure.goal, None if qualifier in {"at_least", "within"} else qualifier).ends()
    found = [_end(measure, actual, target) for actual in _actuals(measure) for target in targets]
    ranked = sorted(found, key=lambda end: (end.reached, -math.inf if end.completion is None else end.completion))
    return _end(measure, measure.actual, measure.goal), ranked[0], ranked[-1]


def _actuals(measure: Measure) -> tuple[float, float]:
    actual, goal = measure.actual, measure.goal
    assert actual is not None
    assert goal is not None
    low, high = interval(actual, measure.actual_qualifier).ends()
    if measure.is_limit_only:
        return low, high
    if goal >= measure.base:
        return (min(measure.base, actual) if math.isinf(low) else low), high
    return low, (max(measure.base, actual) if math.isinf(high) else high)


def _end(measure: Measure, actual: float, target: float) -> End:
    if measure.is_limit_only:
        return End(None, (actual - target) * measure.sign >= 0)
    share = completion(actual, target, measure.base)
    return End(share, share is not None and share >= 1)


def _cell(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    if isinstance(value, date):  # a Timestamp is one
        return as_date(value)
    return value
