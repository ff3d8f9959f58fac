"""What earlier versions tell about a measure: that a cumulative value fell, or that the target was reached in time."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import pandas as pd

from domain.intervals import interval
from domain.progress import Measure, ends
from domain.tables import conform

#: What makes two rows of different versions the same measure.
_SAME: Final = ("org_unit", "indicator_id", "place", "unit")


@dataclass(frozen=True)
class Past:
    """What the versions before say: the last value and its day, whether it fell since, reached by the due date."""

    last: Measure | None = None
    fell: bool = False
    reached_in_time: bool = False


def pasts_of(measures: pd.DataFrame, previous: pd.DataFrame | None) -> list[Past]:
    """The past of each row of `measures`, in order. `previous`: rows of `measures` of earlier versions, newest first.

    Two rows are the same measure where organisation, indicator (without one: name), place and unit are the same and
    the count starts on the same day (a new year starts anew). Only rows with an earlier as-of date count: a later
    version of the same day is a correction, not a fall, and what it corrected counts no more. What is done does not
    depend on the claimed target.
    """
    if previous is None or previous.empty:
        return [Past()] * len(measures)
    earlier: dict[tuple[str, ...], list[Measure]] = defaultdict(list)
    for record in conform("measures", previous).to_dict("records"):
        earlier[measure_key(record)].append(Measure.of(record))
    return [_past(Measure.of(record), earlier[measure_key(record)]) for record in measures.to_dict("records")]


def _past(measure: Measure, versions: list[Measure]) -> Past:
    as_of = measure.as_of_end
    found: dict[tuple[date, str | None], Measure] = {}
    for version in versions:
        day = version.as_of_end
        if as_of is None or day is None or day >= as_of or version.begin != measure.begin or version.actual is None:
            continue
        found.setdefault((day, version.claim), version)
    if not found:
        return Past()
    last = found[max(found, key=lambda dated: (dated[0], dated[1] == measure.claim))]
    in_time = [version for (day, _), version in found.items() if measure.due is not None and day <= measure.due]
    return Past(last, _fell(measure, last), any(_reaches(measure, version) for version in in_time))


def _fell(measure: Measure, last: Measure) -> bool:
    """Whether a cumulative value is certainly worse than it was, approximate figures taken at their nearest ends."""
    if measure.kind != "cumulative" or measure.actual is None or last.actual is None:
        return False
    now = interval(measure.actual, measure.actual_qualifier).ends()
    then = interval(last.actual, last.actual_qualifier).ends()
    return now[1] < then[0] if measure.sign > 0 else now[0] > then[1]


def _reaches(measure: Measure, version: Measure) -> bool:
    """Whether the value of `version` reaches the target that `measure` has now, at its worst end."""
    return ends(replace(measure, actual=version.actual, actual_qualifier=version.actual_qualifier))[1].reached


def measure_key(record: Mapping[Any, Any]) -> tuple[str, ...]:
    """What two rows of `measures` of different versions share where they are the same measure."""
    named = ("name",) if pd.isna(record["indicator_id"]) else ()
    return tuple("" if pd.isna(record[column]) else str(record[column]) for column in (*_SAME, *named))
