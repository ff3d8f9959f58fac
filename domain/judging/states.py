"""Judging: the state of every measure, by the first of thirteen rules that holds, with a reason in Chinese.

`judge` looks at each claimed target by itself; `roll_up` (domain.judging.rollup) makes one state per indicator of them.
"""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import pandas as pd

from domain.judging.bands import Band, Rule, status_rule
from domain.judging.history import MeasureHistory, histories_of
from domain.judging.progress import End, Measure, Progress, deviation, pace, progress_of
from domain.judging.reasons import reason_text
from domain.judging.reported_rates import outdated_rates
from domain.judging.rollup import count_states, indicator_keys, roll_up, worst_first
from domain.judging.to_verify import reason_to_verify, targeted
from domain.schema.frames import conform
from domain.schema.vocabulary import STATES

__all__ = ["JUDGED", "RULES", "RULE_NUMBERS", "Case", "count_states", "judge", "roll_up", "state_of", "worst_first"]

#: What judging adds to the columns of `measures`, with the type of each. completion*, elapsed: shares of 1;
#: deviation, reported_gap: 百分点; projection: the measure's unit. state / state_high: at the worst / best end of
#: approximate figures; band, band_high: the rule's own words for their lights; reported_gap: reported rate less
#: completion; rate_set_aside: whether the reported rate is older than the figures and contradicts them.
JUDGED: Final[dict[str, str]] = {
    "completion": "float64", "completion_low": "float64", "completion_high": "float64", "elapsed": "float64",
    "deviation": "float64", "pace": "float64", "projection": "float64", "finish_date": "datetime64[s]",
    "state": "str", "state_high": "str", "borderline": "bool", "rule_number": "Int64",
    "rule_id": "str", "band": "str", "band_high": "str", "reported_gap": "float64", "rate_set_aside": "bool",
    "reason": "str",
}  # fmt: skip

#: Number of each state's rule: the order in which they are tried.
RULE_NUMBERS: Final[dict[str, int]] = {state: number for number, state in enumerate(STATES, 1)}


@dataclass(frozen=True)
class Case:
    """What the rules look at: one measure at one end of its approximate figures."""

    measure: Measure
    progress: Progress
    end: End
    rule: Rule
    reason_to_verify: str | None
    history: MeasureHistory

    @property
    def past_due(self) -> bool:
        """Whether the figures are of a day after the due date."""
        due, as_of = self.measure.due, self.measure.as_of_end
        return due is not None and as_of is not None and as_of > due

    @property
    def reached(self) -> bool:
        """Whether the target is reached. A limit is kept only when its time is over: it may still be crossed."""
        due, as_of = self.measure.due, self.measure.as_of_end
        running = self.measure.kind == "limit" and due is not None and (as_of is None or as_of < due)
        return self.end.reached and not running

    @property
    def late(self) -> bool:
        """Whether the target was reached only after the due date, as far as the stored versions show."""
        return self.past_due and self.measure.kind != "limit" and not self.history.reached_in_time

    @property
    def band(self) -> Band | None:
        """The band, None for what is not spread over time: that is on time or late, without degrees."""
        share, elapsed = self.end.completion, self.progress.elapsed
        if (
            not self.measure.spread
            or share is None
            or elapsed is None
            or (self.measure.kind == "limit" and self.end.reached)
        ):
            return None
        return self.rule.band(_measured(self.rule, share, elapsed))

    @property
    def light(self) -> str:
        """The state of rules 10 to 13. Not spread over time: 正常 until late; a crossed limit is far behind."""
        band = self.band
        if band is not None:
            return band.state
        return "far_behind" if self.measure.is_limit_only and not self.end.reached else "on_track"


def judge(measures: pd.DataFrame, rule: str | None = None, previous: pd.DataFrame | None = None) -> pd.DataFrame:
    """`measures` (n rows) with the columns of JUDGED behind its own: n rows in the same order.

    `kind` is the one by which a row is judged (domain.progress.kind_of).
    rule: the id of a rule in data/catalogue/bands.yml; None is the file's default. previous: rows of `measures` of
    earlier versions, to see what fell and what was reached in time. Raises UnknownRuleError for another id.
    """
    table = conform("measures", measures)
    records = table.to_dict("records")
    rows = [Measure.of(record) for record in records]
    keys = indicator_keys(table)
    outdated = outdated_rates(table, rows, keys, previous)
    rows = [_without_rate(row) if is_old else row for row, is_old in zip(rows, outdated, strict=True)]
    siblings: dict[str, list[Measure]] = defaultdict(list)
    for key, row in zip(keys, rows, strict=True):
        siblings[key].append(row)
    chosen = status_rule(rule)
    judged = [
        _judged(row, chosen, reason_to_verify(row, siblings[key]), history)
        for row, key, history in zip(rows, keys, histories_of(table, previous), strict=True)
    ]
    table["kind"] = pd.Series([row.kind for row in rows], index=table.index, dtype=table["kind"].dtype)
    added = pd.DataFrame(judged, columns=list(JUDGED), index=table.index)
    for column, dtype in JUDGED.items():
        values = pd.to_datetime(added[column]) if dtype.startswith("datetime") else added[column]
        added[column] = values.astype(dtype).where(values.notna())  # type: ignore[call-overload]
    return pd.concat([table, added], axis="columns")


def _without_rate(measure: Measure) -> Measure:
    """`measure` as it is judged once its reported rate is set aside."""
    return replace(measure, reported_rate=None, outdated_rate=measure.reported_rate)


def state_of(case: Case) -> str:
    """The code of the first state whose rule holds."""
    return next(state for state, holds in RULES.items() if holds(case))


def _accepted(case: Case) -> bool:
    measure = case.measure
    if measure.accepted_reason is None or measure.accepted_by is None or measure.accepted_until is None:
        return False
    return measure.as_of_end is not None and measure.as_of_end <= measure.accepted_until


def _overdue(case: Case) -> bool:
    if case.measure.kind == "items" and case.measure.known_overdue is not None:
        return case.measure.known_overdue > 0
    return case.past_due


def _open(case: Case) -> bool:
    measure = case.measure
    if measure.kind == "items" and measure.known_overdue is not None:
        return False
    if measure.is_limit_only and not case.end.reached:
        return False
    needed: tuple[date | None, ...] = (measure.due, measure.as_of_end)
    return None in ((*needed, measure.begin) if measure.spread else needed)


def _not_started(case: Case) -> bool:
    begin, as_of = case.measure.begin, case.measure.as_of_end
    return begin is not None and as_of is not None and as_of < begin


def _regressed(case: Case) -> bool:
    share = case.end.completion
    return case.history.fell or (case.measure.spread and share is not None and share < 0)


#: The rules in their order; the first that holds gives the state.
RULES: Final[dict[str, Callable[[Case], bool]]] = {
    "to_verify": lambda case: case.reason_to_verify is not None,
    "monitor": lambda case: not targeted(case.measure),
    "done": lambda case: case.reached and not case.late,
    "done_late": lambda case: case.reached,
    "accepted": _accepted,
    "overdue": _overdue,
    "open": _open,
    "not_started": _not_started,
    "regressed": _regressed,
    "ahead": lambda case: case.light == "ahead",
    "on_track": lambda case: case.light == "on_track",
    "behind": lambda case: case.light == "behind",
    "far_behind": lambda case: case.light == "far_behind",
}


def _judged(measure: Measure, rule: Rule, verify_reason: str | None, history: MeasureHistory) -> dict[str, Any]:
    progress = progress_of(measure)
    worst, best = (
        Case(measure, progress, end, rule, verify_reason, history) for end in (progress.worst, progress.best)
    )
    state, state_high = state_of(worst), state_of(best)
    share = progress.printed.completion
    gap = None if measure.reported_rate is None or share is None else measure.reported_rate - 100 * share
    return {
        "completion": share,
        "completion_low": _finite(progress.worst.completion),
        "completion_high": _finite(progress.best.completion),
        "elapsed": progress.elapsed,
        "deviation": progress.deviation,
        "pace": progress.pace,
        "projection": progress.projection,
        "finish_date": progress.finish_date,
        "state": state,
        "state_high": state_high,
        "borderline": state != state_high,
        "rule_number": RULE_NUMBERS[state],
        "rule_id": rule.id,
        "band": _band_word(worst, state),
        "band_high": _band_word(best, state_high),
        "reported_gap": gap,
        "rate_set_aside": measure.outdated_rate is not None,
        "reason": reason_text(measure, progress, state, state_high, verify_reason=verify_reason, history=history),
    }


def _band_word(case: Case, state: str) -> str | None:
    """The rule's own label for `state` of a case; None where it has none."""
    band = case.band if state == case.light and RULE_NUMBERS[state] >= RULE_NUMBERS["ahead"] else None
    return None if band is None else band.label


def _measured(rule: Rule, share: float, elapsed: float) -> float:
    """The quantity of the rule's bands; the pace is infinite where something is done before any time has elapsed."""
    if rule.measure == "deviation":
        return deviation(share, elapsed)
    found = pace(share, elapsed)
    return math.copysign(math.inf, share) if found is None else found


def _finite(share: float | None) -> float | None:
    return share if share is not None and math.isfinite(share) else None
