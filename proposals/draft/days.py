"""Days of a draft that do not fit: as-of words behind the period, another year, plans that were due already."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Final

from domain.checks.report import Report
from domain.checks.words import LAST_YEAR
from domain.schema.display import is_missing
from domain.schema.frames import records
from domain.schema.period import Period, as_date, date_text
from domain.text.kinds import REPORTED
from proposals.draft.reference import DraftFinding

#: 截至5月底, 截至2023年6月30日, 1—5月, 2023年上半年: of when the numbers behind them are.
_UNTIL: Final = re.compile(
    r"截[至止]到?(?:目前)?[（(]?(?:(?P<year>20\d\d)年|今年)?(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>[12]\d|3[01]|0?[1-9])日|底|末)?"
)
_MONTHS: Final = re.compile(
    r"(?<!\d)(?:(?P<year>20\d\d)年|今年)?(?:1[0-2]|[1-9])月?\s*[-—–~～－至到]\s*(?P<month>1[0-2]|[1-9])月(?!\d*日)"
)
_HEADED: Final = re.compile(
    r"(?P<year>20\d\d)年(?:度|上半年|下半年|第?[一二三四]季度|全年)?(?:的?主要)?工作(?:总结|完成|开展|情况|回顾)"
)
_COMPARED: Final = re.compile(r"比|同期|较上|以来|起|自20")
#: Days after the period's end in which a report is still being written.
_WRITING: Final = 31


def check_days(draft: Report, period: Period, as_of: date, today: date) -> Iterator[DraftFinding]:
    """Findings about days of the draft of a report on `period` with figures up to `as_of`; today: of the check."""
    yield from _as_of_words(draft, period, as_of, today)
    yield from _headings(draft, period)
    yield from _due_already(draft, period)


def _as_of_words(draft: Report, period: Period, as_of: date, today: date) -> Iterator[DraftFinding]:
    for pattern in (_UNTIL, _MONTHS):
        for match in pattern.finditer(draft.text):
            sentence, clause = draft.outline.sentence(match.start()), draft.outline.clause(match.start())
            day = _day(match, period)
            if sentence.kind not in REPORTED or day is None or LAST_YEAR.search(clause.text):
                continue
            is_other_year = match["year"] is not None and not period.begin.year <= day.year <= period.due.year
            if is_other_year and not _COMPARED.search(clause.text):
                why = f"这是{period.label}的报告，这里写的是{day.year}年。"
                yield _finding(draft, match, "conflict", f"“{match[0]}”不是报告期的年份", why, "年份是否写错")
            elif day > as_of and not is_other_year:
                late = (day - as_of).days > _WRITING or day > today
                why = f"报告的数据截至{date_text(as_of)}，这里写到{date_text(day)}。"
                yield _finding(
                    draft, match, "conflict" if day > today else "doubt" if late else "notice",
                    f"“{match[0]}”晚于报告的数据截至时间", why, "时间是否写错，数是否已经有",
                )  # fmt: skip


def _headings(draft: Report, period: Period) -> Iterator[DraftFinding]:
    """Headings and openings that refer to the work of another year."""
    for match in _HEADED.finditer(draft.text):
        sentence = draft.outline.sentence(match.start())
        if sentence.kind in (*REPORTED, "other") and int(match["year"]) not in (period.begin.year, period.due.year):
            why = f"这是{period.label}的报告，这里写的是{match['year']}年的工作，可能是上期的文字没有改。"
            yield _finding(draft, match, "doubt", f"“{match[0]}”不是报告期", why, "是否应为本期")


def _due_already(draft: Report, period: Period) -> Iterator[DraftFinding]:
    """Tasks of the plan whose printed due day lies before the end of the period."""
    for row in records(draft.tables["commitments"]) if "commitments" in draft.tables else ():
        words = row["due_text"]
        if is_missing(row["due"]) or is_missing(words) or as_date(row["due"]) >= period.due or is_missing(row["start"]):
            continue
        sentence = draft.outline.sentence(int(row["start"]))
        if sentence.kind not in REPORTED and str(words) in sentence.text:
            at = draft.text.index(str(words), sentence.start)
            due = date_text(as_date(row["due"]))
            yield DraftFinding(
                check="day_differs", severity="doubt", title=f"计划的期限“{words}”在报告期末以前",
                message=f"「{sentence.text.strip()}」列为下一步任务，期限{due}却在{date_text(period.due)}以前。",
                start=sentence.start, end=sentence.end, printed=str(words), confirm="期限是否写错，是否已经完成",
                domain=str(row["domain"]), starts=(at,), words=str(row["text"]),
            )  # fmt: skip


def _day(match: re.Match[str], period: Period) -> date | None:
    year, month = int(match["year"] or period.due.year), int(match["month"])
    last = monthrange(year, month)[1]
    day = int(match.groupdict().get("day") or last)
    return date(year, month, day) if day <= last else None


def _finding(
    draft: Report, match: re.Match[str], severity: str, title: str, why: str, confirm: str
) -> DraftFinding:  # fmt: skip
    sentence, clause = draft.outline.sentence(match.start()), draft.outline.clause(match.start())
    near = [figure.domain for figure in draft.figures_in(sentence) if figure.domain]
    return DraftFinding(
        check="day_differs", severity=severity, title=title, message=f"「{clause.text.strip()}」{why}",
        start=sentence.start, end=sentence.end, printed=match[0], confirm=confirm,
        domain=near[0] if near else "other", starts=(match.start(),), words=clause.text,
    )  # fmt: skip
