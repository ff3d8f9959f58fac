"""The history of a measure in earlier versions: whether a cumulative value fell, whether the target was met in time."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import pandas as pd

from domain.judging.intervals import interval
from domain.judging.progress import Measure, ends
from domain.schema.frames import conform, records
from domain.schema.units import in_unit, parse_unit

#: What makes two rows of different versions the same measure, besides what their unit measures.
_IDENTITY_COLUMNS: Final = ("org_unit", "indicator_id", "place")
#: The numbers of a measure that are in its unit.
AMOUNTS: Final = ("baseline", "target", "actual", "open_in_time", "overdue")
#: Relative tolerance between numbers of different units: a manual conversion is rounded.
_ROUNDED: Final = 0.005


@dataclass(frozen=True)
class MeasureHistory:
    """History of one measure: its previous value, whether it fell since, whether it reached the target in time."""

    last: Measure | None = None
    fell: bool = False
    reached_in_time: bool = False


def histories_of(measures: pd.DataFrame, previous: pd.DataFrame | None) -> list[MeasureHistory]:
    """The history of each row of `measures`, in order; previous: rows of `measures` of earlier versions, newest first.

    Two rows are the same measure where organisation, indicator (without one: name) and place are the same, their units
    convert into each other, and the count starts on the same day (a new year starts anew). Only rows with an earlier
    as-of date count: a later version of the same day is a correction, not a fall, and what it corrected counts no more.
    What is done does not depend on the claimed target.
    """
    if previous is None or previous.empty:
        return [MeasureHistory()] * len(measures)
    earlier: dict[tuple[str, ...], list[Measure]] = defaultdict(list)
    for record in records(conform("measures", previous)):
        earlier[measure_key(record)].append(Measure.of(record))
    return [_history_of(Measure.of(record), earlier[measure_key(record)]) for record in records(measures)]


def _history_of(measure: Measure, versions: list[Measure]) -> MeasureHistory:
    as_of = measure.as_of_end
    found: dict[tuple[date, str | None], Measure] = {}
    for version in versions:
        day = version.as_of_end
        if as_of is None or day is None or day >= as_of or version.begin != measure.begin or version.actual is None:
            continue
        found.setdefault((day, version.claim), version)
    if not found:
        return MeasureHistory()
    last = found[max(found, key=lambda dated: (dated[0], dated[1] == measure.claim))]
    in_time = [version for (day, _), version in found.items() if measure.due is not None and day <= measure.due]
    return MeasureHistory(last, fell(measure, last), any(_reaches(measure, version) for version in in_time))


def fell(measure: Measure, last: Measure) -> bool:
    """Whether a cumulative value is certainly worse than before, approximate figures compared at their nearest ends.

    In another unit only where it is worse by more than what is lost by rounding.
    """
    if measure.kind != "cumulative" or measure.actual is None or last.actual is None:
        return False
    low, high = interval(measure.actual, measure.actual_qualifier).ends()
    then = interval(last.actual, last.actual_qualifier).ends()
    lost = 0.0
    if last.unit != measure.unit:
        then = (in_unit(then[0], last.unit, measure.unit), in_unit(then[1], last.unit, measure.unit))
        lost = _ROUNDED * abs(in_unit(last.actual, last.unit, measure.unit))
    return high < then[0] - lost if measure.sign > 0 else low > then[1] + lost


def equal_within_rounding(value: float, other: float) -> bool:
    """Whether two numbers are equal up to the rounding of a manual unit conversion."""
    return math.isclose(value, other, rel_tol=_ROUNDED)


def _reaches(measure: Measure, version: Measure) -> bool:
    """Whether the value of `version` reaches the target that `measure` has now, at its worst end."""
    assert version.actual is not None
    actual = in_unit(version.actual, version.unit, measure.unit)
    return ends(replace(measure, actual=actual, actual_qualifier=version.actual_qualifier))[1].reached


def measure_key(record: Mapping[Any, Any]) -> tuple[str, ...]:
    """What two rows of `measures` of different versions share where they are the same measure."""
    named = ("name",) if pd.isna(record["indicator_id"]) else ()
    texts = ("" if pd.isna(record[column]) else str(record[column]) for column in (*_IDENTITY_COLUMNS, *named))
    return *texts, *_what_it_measures(record["unit"])


def _what_it_measures(unit: Any) -> tuple[str, str]:
    """Dimension and base unit: 亩 and 公顷 are the same, 户 and 人 are not; a word that is no unit is itself."""
    known = None if pd.isna(unit) else parse_unit(str(unit))
    return ("", "" if pd.isna(unit) else str(unit)) if known is None else (known.dimension, known.base)
