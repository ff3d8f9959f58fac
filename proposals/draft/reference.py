"""The stored version that a draft is compared with, and how a finding about a draft is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Final

import pandas as pd

from domain.checks.finding import office
from domain.checks.report import Report
from domain.schema.frames import conform
from domain.schema.vocabulary import SEVERITIES

#: The code of each comparison of a draft and its name on screen, in the order in which a reader should meet them.
DRAFT_CHECKS: Final[dict[str, str]] = {
    "stored_differs": "与已存数据不一致",
    "stored_target": "目标与已存数据不一致",
    "stored_rate": "比率与已存数据不符",
    "stored_newer": "已存数据更新",
    "stored_fell": "比已存数据少",
    "stored_due": "期限与已存数据不一致",
    "day_differs": "时间不合",
    "promise": "上期任务和目标",
}


@dataclass(frozen=True, eq=False)
class Reference:
    """A stored version. name: 第3版; period, as_of: its own; report: its report with its tables.

    is_same_period: of the period of the draft; is_same_year: of its year.
    """

    name: str
    period: str
    as_of: date
    report: Report = field(repr=False)
    is_same_period: bool = True
    is_same_year: bool = True

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """Its tables by name."""
        return self.report.tables


@dataclass(frozen=True, kw_only=True)
class DraftFinding:
    """One finding about draft[start:end], None for the draft as a whole. stored: what is kept, or what follows from it.

    starts: of the figures concerned, offsets into the draft; words: tell it from the others, without numbers.
    """

    check: str
    severity: str
    title: str
    message: str
    start: int | None = None
    end: int | None = None
    printed: str = ""
    stored: str = ""
    confirm: str = ""
    domain: str = "other"
    starts: tuple[int, ...] = ()
    words: str = ""


def draft_findings(found: Sequence[DraftFinding], draft: Report) -> pd.DataFrame:
    """`found` as rows of table findings: worst first, then by check, then in the order of the text."""
    places, severities = list(DRAFT_CHECKS), list(SEVERITIES)
    ordered = sorted(
        found, key=lambda each: (severities.index(each.severity), places.index(each.check), each.start or 0)
    )
    rows = [_row(each, draft) for each in ordered]
    for at, row in enumerate(rows):
        if any(row["row_id"] == other["row_id"] for other in rows[:at]):
            row["row_id"] += f"-{at}"
    return conform("findings", rows)


def _row(finding: DraftFinding, draft: Report) -> dict[str, Any]:
    digest = sha256(f"{finding.check}|{finding.words or finding.title}".encode()).hexdigest()[:10]
    quote = None if finding.start is None else draft.text[finding.start : finding.end]
    return draft.scope | {
        "row_id": f"{finding.check}-{digest}",
        "check": finding.check,
        "severity": finding.severity,
        "title": finding.title,
        "message": finding.message,
        "computed": finding.stored or None,
        "printed": finding.printed or None,
        "confirm": finding.confirm or None,
        "with_whom": office(finding.domain) if finding.confirm else None,
        "figures": " ".join(map(str, finding.starts)) or None,
        "domain": finding.domain,
        "start": finding.start,
        "end": finding.end,
        "quote": quote,
    }
