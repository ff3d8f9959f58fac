"""Tables of faults: those of one file, and the kinds for the manual."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from domain.faults.all_kinds import FAULT_KINDS
from domain.faults.fault import Fault, shown
from domain.faults.fault_kind import LEVELS


def faults_table(faults: Iterable[Fault]) -> pd.DataFrame:
    """`faults` as a table: 级别, 工作表, 单元格, 原内容, 问题, 怎样改 (all text), in the order given."""
    rows: list[dict[str, Any]] = [
        {
            "级别": LEVELS[fault.level], "工作表": shown(fault.place.sheet), "单元格": fault.place.cell,
            "原内容": fault.value, "问题": fault.message, "怎样改": fault.remedy,
        }
        for fault in faults
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["级别", "工作表", "单元格", "原内容", "问题", "怎样改"], dtype="str")


def manual_table() -> pd.DataFrame:
    """The kinds that ask for something, for the manual: 级别, 问题, 怎样改, slots of templates shown as …; all text."""
    blanks: dict[str, str] = _Blanks()
    rows = [
        {"级别": LEVELS[kind.level], "问题": kind.title, "怎样改": kind.write.format_map(blanks)}
        for kind in FAULT_KINDS.values()
        if kind.write
    ]
    return pd.DataFrame(rows, columns=["级别", "问题", "怎样改"], dtype="str")


class _Blanks(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"
