"""The kind of a fault, and the levels of faults."""

from dataclasses import dataclass
from typing import Final

LEVELS: Final[dict[str, str]] = {
    "refuse": "无法读取", "fault": "错误", "ask": "请确认", "warning": "提醒", "notice": "说明",
}  # fmt: skip


@dataclass(frozen=True)
class FaultKind:
    """One kind: `wrong` and `write` are templates of what is wrong and of what to write or do instead."""

    code: str
    level: str
    title: str
    wrong: str
    write: str
