"""Reported rates (自报完成率) that are older than the figures beside them and contradict these: they are set aside.

A rate that contradicts the figures it was reported with is a question (domain.judging.to_verify). One that contradicts
figures which came in later is only out of date: it is kept and marked, and nothing is judged by it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from domain.judging.progress import Measure
from domain.judging.to_verify import rate_reason
from domain.schema.cell_links import cell_starts, replaced_starts
from domain.schema.display import is_missing
from domain.schema.frames import conform

#: The figures from which a reported rate follows.
_FIGURES: Final = ("actual", "target", "baseline")

Row = Mapping[Any, Any]


def outdated_rates(
    measures: pd.DataFrame, rows: Sequence[Measure], keys: Sequence[str], previous: pd.DataFrame | None = None
) -> list[bool]:
    """Per row of `measures` (n rows, as conform makes it) whether its reported rate is set aside.

    rows: the same n rows as Measures; keys: per row its indicator (domain.rollup.indicator_keys), of which a rate may
    follow from any row. previous: rows of measures of earlier versions.
    """
    found = [False] * len(rows)
    claims: dict[str, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        claims[key].append(at)
    asking = {
        key: [at for at in places if rate_reason(rows[at], [rows[each] for each in places])]
        for key, places in claims.items()
    }
    asking = {key: places for key, places in asking.items() if places}
    if not asking:
        return found
    records, earlier = measures.to_dict("records"), _earlier(previous)
    for key, places in asking.items():
        if any(_is_newer_than_rate(records[at], earlier) for at in claims[key]):
            for at in places:
                found[at] = True
    return found


def is_rate_replaced(row: Row) -> bool:
    """Whether a printed figure of `row` has been changed since, while its printed rate has not."""
    printed, replaced = cell_starts(row["cells"]), replaced_starts(row["cells"])
    return "reported_rate" in printed and any(name in replaced and name not in printed for name in _FIGURES)


def _is_newer_than_rate(row: Row, earlier: Mapping[tuple[Any, ...], list[Row]]) -> bool:
    """Whether the figures of `row` came in after its rate: by what was printed, or by a version with other figures."""
    if is_rate_replaced(row):
        return True
    if not is_missing(row["start"]):  # it rests on its sentence: rate and figures are of one report
        return False
    return any(
        _equal(row["reported_rate"], older["reported_rate"])
        and not all(_equal(row[name], older[name]) for name in _FIGURES)
        for older in earlier.get(_place(row), ())
    )


def _earlier(previous: pd.DataFrame | None) -> dict[tuple[Any, ...], list[Row]]:
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    if previous is not None:
        for row in conform("measures", previous[previous["reported_rate"].notna()]).to_dict("records"):
            found[_place(row)].append(row)
    return found


def _place(row: Row) -> tuple[Any, ...]:
    """What a row is found again by in other versions of its period."""
    return row["org_unit"], row["period"], row["row_id"]


def _equal(left: Any, right: Any) -> bool:
    return bool(is_missing(left) and is_missing(right)) or bool(left == right)
