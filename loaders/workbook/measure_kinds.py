"""Targets that are filled in where the kind of the indicator says that it is not judged: asked about, or warned of."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import numpy as np

from domain.catalogue import read_catalogue
from domain.faults import Choice
from domain.judging.progress import kind_of
from domain.schema.vocabulary import KINDS
from loaders.workbook.columns import Sheeted

#: Kind that no target turns into a judged one -> what has to be filled in for that.
_STAY: Final = {
    "forecast": "已是实际完成数的，请把“指标类型”改为“累计”",
    "rate_of_change": "要判定进度，请填写“基数”",
    "monitor_only": "要判定进度，请把“指标类型”改为“累计”",
}


def check_kinds(sheeted: Sheeted) -> Iterator[tuple[str, int, str, dict[str, Any]]]:
    """What to tell of rows of `measures` that got a target, or another kind beside one: code, row, column, slots.

    监测 gives way to a target (domain.progress.kind_of), unless somebody wrote it: then only they know which of the
    two is meant, and the row takes the kind that they answer. The other kinds of _STAY keep the indicator from being
    judged, which is told.
    """
    targets, kinds = sheeted.values["target"], sheeted.values["kind"]
    touched = (sheeted.changed["target"] | sheeted.changed["kind"]) & ~np.isnan(targets)
    column = "kind" if "kind" in sheeted.layout.columns else "target"
    for row in np.flatnonzero(touched).tolist():
        kind = kinds[row]
        if kind == "monitor" and _is_by_hand(sheeted, row):
            names = ("kind", "target", "direction", "baseline")
            judged = kind_of({name: sheeted.values[name][row] for name in names})
            choices = (
                Choice(judged, f"判定进度，按“{KINDS[judged]}”"),
                Choice("monitor_only", "只监测，目标只作对照"),
            )
            answer = sheeted.ask("watched_or_judged", row, column, choices)
            if answer is not None:
                sheeted.set("kind", row, answer)
        elif kind in _STAY and not (kind == "rate_of_change" and not np.isnan(sheeted.values["baseline"][row])):
            yield "target_unjudged", row, "target", {"kind": KINDS[kind], "remedy": _STAY[kind]}


def _is_by_hand(sheeted: Sheeted, row: int) -> bool:
    """Whether the kind of a row was written by somebody: now, or before, since the catalogue has another one."""
    return bool(sheeted.changed["kind"][row]) or sheeted.values["indicator_id"][row] not in _watched_by_nature()


@cache
def _watched_by_nature() -> frozenset[str]:
    return frozenset(each["id"] for each in read_catalogue("measures")["measures"] if each["kind"] == "monitor")
