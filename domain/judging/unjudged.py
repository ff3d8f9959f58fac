"""Printed numbers beside a word of a target that no measure judges: none of them counts as correct.

The words are those of the slots target and rate of METHOD 2b, in the clause of the number; a number that was read as a
target counts whatever its words are.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.schema.cell_links import cell_starts
from domain.schema.display import is_missing
from domain.schema.frames import Tables, records
from domain.schema.vocabulary import NOT_FIGURES

#: 任务目标: stands before a colon, in a clause of its own.
_LABEL: Final = re.compile("(?:任务|目标|计划|指标)[^,，;；。]{0,4}[:：][ \u3000]*$")
#: Of all targeted numbers so many must be judged before a page may say that nothing needs attention.
ENOUGH: Final = 0.95
_TARGET_WORD: Final = re.compile(
    "任务|目标|计划|指标|考核|应[征签拆收交缴]|需[拆征签完整]|总(?:户数|任务|量)|力争|确保|争取实现|年内|年底前|达到|完成率|占.{0,12}%"
)
_LACKS: Final = {"target": "没有对应的完成值", "rate": "没有写明占什么的比例", "forecast": "是预计数，没有完成值"}
_OTHERWISE: Final = "没有写明对应的目标或完成值"


@dataclass(frozen=True)
class Coverage:
    """Of `targeted` numbers beside a target word, those that no measure judges: start, text, quote, lacks."""

    targeted: int
    unjudged: pd.DataFrame

    @property
    def is_enough(self) -> bool:
        """Whether so many are judged that the rest changes nothing."""
        return self.targeted == 0 or 1 - len(self.unjudged) / self.targeted >= ENOUGH


def judged_coverage(tables: Tables) -> Coverage:
    """The numbers of a report beside a target word, and which of them no row of `measures` rests on.

    tables: with figures, statements, measures and issues. What happened over years is left out, and so is what an
    issue says to be advice, a threshold or said before. A number of a row from a workbook, which has no offsets, is
    known by its value and unit.
    """
    measured = {start for cells in tables["measures"]["cells"] for start in cell_starts(cells).values()}
    aside = {start for cells in tables["issues"]["cells"] for start in cell_starts(cells).values()}
    values = _judged_values(tables["measures"])
    targeted = [
        figure
        for figure in targeted_figures(tables)
        if figure["domain"] != "history" and int(figure["start"]) not in aside
    ]
    left = [
        {
            "start": figure["start"], "text": figure["text"], "quote": figure["clause"],
            "lacks": _LACKS.get(str(figure["role"]), _OTHERWISE),
        }
        for figure in targeted
        if int(figure["start"]) not in measured and (figure["value"], _unit(figure["unit"])) not in values
    ]  # fmt: skip
    return Coverage(len(targeted), pd.DataFrame(left, columns=["start", "text", "quote", "lacks"]))


def _judged_values(measures: pd.DataFrame) -> set[tuple[float, str]]:
    """Value and unit of each number of the measures."""
    unit = {"target": None, "actual": None, "reported_rate": "%"}
    return {
        (row[column], always or _unit(row["unit"]))
        for row in records(measures)
        for column, always in unit.items()
        if not is_missing(row[column])
    }


def _unit(unit: object) -> str:
    return "" if is_missing(unit) else str(unit)


def targeted_figures(tables: Tables) -> list[dict[Any, Any]]:
    """The figures of a report beside a target word, with the clause of each."""
    return [figure for figure in records(_with_statements(tables)) if _is_targeted(figure)]


def _is_targeted(figure: dict[Any, Any]) -> bool:
    """Whether a figure (columns role, dimension, sentence, clause, is_growth) stands beside a word of a target.

    Growth counts where it is itself asked for (力争增长7%).
    """
    if figure["dimension"] in (*NOT_FIGURES, "duration"):
        return False
    if figure["is_growth"] and figure["role"] != "target":
        return False
    clause = str(figure["clause"])
    before = str(figure["sentence"]).partition(clause)[0]
    return figure["role"] == "target" or any(
        pattern.search(words) for pattern, words in ((_TARGET_WORD, clause), (_LABEL, before))
    )


def _with_statements(tables: Tables) -> pd.DataFrame:
    """`figures` with the clause of each figure, and whether its statement is one of growth."""
    stated: dict[int, tuple[str, bool]] = {}
    for row in records(tables["statements"]):
        start = cell_starts(row["cells"]).get("value")
        if start is not None:
            stated[start] = (str(row["quote"]), not is_missing(row["monitored"]) and bool(row["monitored"]))
    figures = tables["figures"].reset_index(drop=True)
    starts = figures["start"].astype(int)
    clauses = [stated.get(start, (str(quote), False)) for start, quote in zip(starts, figures["quote"], strict=True)]
    return figures.assign(clause=[clause for clause, _ in clauses], is_growth=[growth for _, growth in clauses])
