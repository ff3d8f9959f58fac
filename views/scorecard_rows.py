"""The rows of the scorecard: the values, targets and bars of one judged indicator in words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import pandas as pd

from domain.schema.cell_links import cell_starts
from domain.schema.display import MISSING, is_missing, quantity_text
from domain.schema.frames import records
from domain.schema.vocabulary import STATES
from views.judging import FINISHED
from views.timeline import Timeline, change_words, written

#: Between targets of which none is chosen yet: 7,850亩或800亩.
TARGETS_JOINED: Final = "或"
UNCHOSEN: Final = "目标待选定"
_EXPLAINED: Final = frozenset({"to_verify", "accepted", "overdue", "regressed", "not_started"})
_ADDED: Final = (
    "first_claim", "actual_start", "value_text", "targets", "target_text", "explanation", "bars", "bar_pct",
    "elapsed_pct", "change_text", "points",
)  # fmt: skip


class Target(NamedTuple):
    """A claimed target as written, the offset at which it is printed (None: not printed), and its row."""

    text: str
    start: int | None
    row: Mapping[str, Any]


class Bar(NamedTuple):
    """A bar against a target: state; completion and elapsed share in %, None where not drawn; the claimed target with
    its state, "" for a single one; the deviation in 百分点, None where unknown.
    """

    state: str
    share: float | None
    elapsed: float | None
    label: str
    deviation: float | None = None


def with_texts(indicators: pd.DataFrame, claims: pd.DataFrame, timelines: Mapping[str, Timeline]) -> pd.DataFrame:
    """`indicators` with the columns that `views.scorecard.scorecard_view` describes; timelines: by row_id."""
    own = {row["row_id"]: row for row in records(claims)}
    rows = []
    for row in records(indicators):
        claim_rows = [own[each] for each in str(row["claim_rows"]).split() if each in own] or [row]
        several = len(claim_rows) > 1 and row["state"] == "to_verify"
        if several:
            row = row | common_actual(row, claim_rows)
            claim_rows = _distinct_targets(claim_rows)
        timeline = timelines.get(claim_rows[0]["row_id"])
        bars, targets = bars_of(row, claim_rows), _targets(row, claim_rows if several else [row])
        rows.append(
            row
            | {
                "first_claim": claim_rows[0]["row_id"],
                "actual_start": cell_starts(row["cells"]).get("actual"),
                "value_text": MISSING if is_missing(row["actual"]) else written(row),
                "targets": targets,
                "target_text": TARGETS_JOINED.join(target.text for target in targets) or MISSING,
                "explanation": UNCHOSEN if several else _explanation(row),
                "bars": bars,
                "bar_pct": None if several else bars[0].share,
                "elapsed_pct": None if several or is_missing(row["elapsed"]) else 100 * row["elapsed"],
                "change_text": _change_text(timeline),
                "points": () if timeline is None else _points(timeline),
            }
        )
    table = pd.DataFrame(rows, columns=[*indicators.columns, *_ADDED])
    return table.astype(
        indicators.dtypes.to_dict() | {"actual_start": "Int64", "bar_pct": "float64", "elapsed_pct": "float64"}
    )


def common_actual(row: Mapping[str, Any], claims: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The cells of the completion that the claims of `row` agree on, where some of them have none; else {}."""
    known = [claim for claim in claims if not is_missing(claim["actual"])]
    if not is_missing(row["actual"]) or len({claim["actual"] for claim in known}) != 1:
        return {}
    return {name: known[0][name] for name in ("actual", "actual_qualifier", "cells", "start", "quote")}


def _distinct_targets(claims: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """One claim per target as written, those with a completion before others: a target and its bar side by side."""
    found: dict[str, dict[str, Any]] = {}
    for claim in sorted(claims, key=lambda claim: is_missing(claim["completion"])):
        found.setdefault(quantity_text(claim["target"], claim["unit"], claim["target_qualifier"]), claim)
    return list(found.values())


def _targets(row: Mapping[str, Any], claims: Iterable[Mapping[str, Any]]) -> tuple[Target, ...]:
    """The claimed targets, equal ones once; none for a milestone, which has no number."""
    if row["kind"] == "milestone":
        return ()
    found: dict[str, Target] = {}
    for claim in claims:
        if not is_missing(claim["target"]):
            text = quantity_text(claim["target"], claim["unit"], claim["target_qualifier"])
            found.setdefault(text, Target(text, cell_starts(claim["cells"]).get("target"), claim))
    return tuple(found.values())


def bars_of(row: Mapping[str, Any], claims: Sequence[Mapping[str, Any]]) -> tuple[Bar, ...]:
    """The bars of an indicator: its own, or one per claimed target where several are claimed and none is chosen."""
    several = row["claims"] > 1 and row["state"] == "to_verify"
    return tuple(_bar(each, several=several) for each in (claims if several else (row,)))


def _bar(row: Mapping[str, Any], *, several: bool) -> Bar:
    """The bar of one claimed target; with a label where `several` are claimed. A milestone has none."""
    known = row["kind"] != "milestone" and not is_missing(row["completion"])
    goal = quantity_text(row["target"], row["unit"], row["target_qualifier"])
    return Bar(
        row["state"],
        100 * float(row["completion"]) if known else None,
        None if is_missing(row["elapsed"]) or row["state"] in FINISHED else 100 * float(row["elapsed"]),
        f"按{goal}{STATES[row['state']]}" if several else "",
        None if is_missing(row["deviation"]) else float(row["deviation"]),
    )


def _explanation(row: Mapping[str, Any]) -> str:
    """The reason of a state that the numbers of the row do not show."""
    return str(row["reason"]) if row["state"] in _EXPLAINED else ""


def _change_text(timeline: Timeline | None) -> str:
    if timeline is None or len(timeline.points) < 2:
        return ""
    return change_words(timeline.points[-2], timeline.points[-1])


def _points(timeline: Timeline) -> tuple[tuple[int, float], ...]:
    """Day number and value of each date of a timeline; () where the count restarted or there is only one date."""
    points = timeline.points
    if len(points) < 2 or any(point.measure.begin != points[-1].measure.begin for point in points):
        return ()
    return tuple((point.when.toordinal(), float(point.row["actual"])) for point in points)
