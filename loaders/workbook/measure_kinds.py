"""Checks targets of indicators whose kind is not judged: asks, or warns."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from domain.faults import Choice
from domain.judging.progress import kind_of
from domain.schema.vocabulary import KINDS
from domain.unit_catalogue import choices_of_unit
from loaders.workbook.columns import SheetRows

#: Kind that is not judged even with a target -> what has to be filled in instead.
_NOT_JUDGED: Final = {
    "forecast": "已是实际完成数的，请把“指标类型”改为“累计”",
    "rate_of_change": "要判定进度，请填写“基数”",
    "monitor_only": "要判定进度，请把“指标类型”改为“累计”",
}


def check_kinds(sheet_rows: SheetRows) -> Iterator[tuple[str, int, str, dict[str, Any]]]:
    """Reports for rows of `measures` with a new target, or with a new kind and a target: code, row, column, slots.

    With a target, 监测 becomes a judged kind (domain.judging.progress.kind_of), unless a user set it: then the clerk is
    asked and the row gets the answered kind. For the other kinds of _NOT_JUDGED a warning is reported.
    """
    targets, kinds = sheet_rows.values["target"], sheet_rows.values["kind"]
    touched = (sheet_rows.changed["target"] | sheet_rows.changed["kind"]) & ~np.isnan(targets)
    column = "kind" if "kind" in sheet_rows.layout.columns else "target"
    for row in np.flatnonzero(touched).tolist():
        kind = kinds[row]
        if kind == "monitor" and _was_set_by_user(sheet_rows, row):
            names = ("kind", "target", "direction", "baseline")
            judged = kind_of({name: sheet_rows.values[name][row] for name in names})
            choices = (
                Choice(judged, f"判定进度，按“{KINDS[judged]}”"),
                Choice("monitor_only", "只监测，目标只作对照"),
            )
            answer = sheet_rows.ask("watched_or_judged", row, column, choices)
            if answer is not None:
                sheet_rows.set("kind", row, answer)
        elif kind in _NOT_JUDGED and not (
            kind == "rate_of_change" and not np.isnan(sheet_rows.values["baseline"][row])
        ):
            yield "target_unjudged", row, "target", {"kind": KINDS[kind], "remedy": _NOT_JUDGED[kind]}


def _was_set_by_user(sheet_rows: SheetRows, row: int) -> bool:
    """Whether a user set the kind of a row: in this workbook, or earlier (the unit does not follow it by itself)."""
    unit = next(iter(sheet_rows.current["org_unit"].dropna()), None)
    name = str(sheet_rows.values["name"][row])
    is_watched = any(watched in name for watched in choices_of_unit(unit).watched.values())
    return bool(sheet_rows.changed["kind"][row]) or not is_watched
