"""Time and ranks: figures of another as-of, ranks of another subject, things done before they could be."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import pandas as pd

from domain.checks.finding import Finding, excerpt, half_width, number
from domain.checks.numerals import count_of
from domain.checks.report import Report
from domain.checks.words import (
    DONE,
    HALF_YEAR,
    LAST_YEAR,
    MONTH,
    MONTH_SPAN,
    NOT_YET,
    PUBLISHED,
    RANK,
    RANK_TOPIC,
    YEAR,
)
from domain.schema.period import date_text, elapsed
from domain.text.kinds import AHEAD, REPORTED
from domain.text.spans import Paragraph


def check_as_of_differs(report: Report) -> Iterator[Finding]:
    """Figures of some months (1-5月) in a report of a half-year: they are set against their own elapsed time."""
    whole = _report_end(report)
    if not whole:
        return
    spans: dict[str, list[re.Match[str]]] = defaultdict(list)
    for match in MONTH_SPAN.finditer(report.text):
        clause = report.outline.clause(match.start())
        if (
            clause.kind not in (*AHEAD, "history")
            and int(match[1]) < int(match[2]) != whole.month
            and report.figures_in(clause)
        ):
            spans[match.group()].append(match)
    for words, found in spans.items():
        until = _month_end(whole.year, int(found[0][2]))
        yield Finding(
            check="as_of_differs",
            severity="notice",
            text_code="as_of_differs",
            slots={
                "span": words,
                "whole": date_text(whole),
                "quote": excerpt(report, found[0].start(), found[0].end()),
                "until": date_text(until),
                "report_until": date_text(whole),
                "elapsed": _elapsed(until),
                "report_elapsed": _elapsed(whole),
            },
            at=found[0].start(),
            words=report.outline.clause(found[0].start()).text,
            computed=f"{_elapsed(until)}%、{_elapsed(whole)}%",
            printed=words,
            figures=tuple(f for match in found for f in report.figures_in(report.outline.clause(match.start()))),
        )


@dataclass(frozen=True, slots=True)
class Rank:
    """One printed rank: who, in what month, in which area, as which."""

    at: int
    subject: str
    month: str
    area: str
    place: int
    words: str


def check_rank_subject(report: Report) -> Iterator[Finding]:
    """Two ranks of one thing in one paragraph: another subject is no fall, the same subject's change is said."""
    for paragraph in report.outline.paragraphs:
        ranks = [_rank(report, match, paragraph) for match in RANK.finditer(paragraph.text)]
        dated = [rank for rank in ranks if rank.month]
        for first, second in pairwise(dated):
            if first.area != second.area or first.place == second.place:
                continue
            same = first.subject == second.subject
            yield Finding(
                check="rank_subject",
                severity="notice",
                text_code="rank_fell" if same else "rank_subject",
                slots={
                    "first": first.subject,
                    "second": second.subject,
                    "subject": first.subject,
                    "first_rank": first.month + first.words,
                    "second_rank": second.month + second.words,
                    "quote": excerpt(report, first.at) + excerpt(report, second.at),
                },
                at=first.at,
                words=f"{first.subject}|{second.subject}",
                printed=f"{first.words}、{second.words}",
            )


def check_date_order(report: Report) -> Iterator[Finding]:
    """Work reported as done in a month after the day of publication, and tasks that end before they begin."""
    published = _published(report) or report.published
    if published:
        yield from _done_later(report, published)
        yield from _stated_later(report, published)
    yield from _backwards(report)


def _done_later(report: Report, published: date) -> Iterator[Finding]:
    title = YEAR.search(report.text)
    for match in MONTH.finditer(report.text):
        sentence, clause = report.outline.sentence(match.start()), report.outline.clause(match.start())
        year = match[1] or (title and sentence.kind in REPORTED and title[1])
        if not year or sentence.kind not in (*REPORTED, "history") or LAST_YEAR.search(clause.text):
            continue
        later = date(int(year), int(match[2]), 1) > published
        if later and DONE.search(clause.text) and not NOT_YET.search(sentence.text):
            yield Finding(
                check="date_order",
                severity="conflict",
                text_code="future_done",
                slots={
                    "quote": excerpt(report, match.start(), match.end()),
                    "when": match.group(),
                    "published": date_text(published),
                },
                at=match.start(),
                printed=match.group(),
            )


def _stated_later(report: Report, published: date) -> Iterator[Finding]:
    """截至7月底 in a text of 20 July: figures of a day behind the day of publication."""
    end = report.scope.get("as_of_end")
    for match in _STATED_ON.finditer(report.plain):
        sentence, clause = report.outline.sentence(match.start()), report.outline.clause(match.start())
        if not 1 <= int(match["month"]) <= 12 or sentence.kind in AHEAD or _EXPECTED.search(clause.text):
            continue
        year = int(match["year"]) if match["year"] else published.year if pd.isna(end) else end.year
        last = _month_end(year, int(match["month"]))
        day = last if not match["day"] else last.replace(day=min(int(match["day"]) or 1, last.day))
        if day > published:
            yield Finding(
                check="date_order", severity="conflict", text_code="stated_later",
                slots={
                    "quote": excerpt(report, match.start(), match.end()), "when": match[0],
                    "published": date_text(published),
                },
                at=match.start(), printed=match[0], figures=report.marks_in(match.start(), match.end()),
            )  # fmt: skip


#: 截至7月底, 1月1日至6月30日: the last day of what is reported.
_STATED_ON: Final = re.compile(
    r"(?:截[至止]|\d月(?:\d{1,2}日)?[至到-])(?:到)?(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|底|末|份)"
)
_EXPECTED: Final = re.compile(r"预计|将|计划|力争|前|招标|报名|公示|有效期|实施期|行动")


def _backwards(report: Report) -> Iterator[Finding]:
    for table, name in (("measures", "name"), ("commitments", "text")):
        rows = report.tables.get(table)
        if rows is None or rows.empty:
            continue
        backwards = rows["due"] < rows["begin"]
        for row in rows[backwards].to_dict("records") if backwards.any() else ():
            begin, due = date_text(row["begin"]), date_text(row["due"])
            at = 0 if pd.isna(row["start"]) else int(row["start"])
            yield Finding(
                check="date_order",
                severity="conflict",
                text_code="due_before_begin",
                slots={"name": str(row[name]), "quote": excerpt(report, at), "begin": begin, "due": due},
                at=at,
                words=f"{table}|{half_width(str(row[name]))}",
                printed=f"{begin}、{due}",
                domain=str(row["domain"]),
            )


def _rank(report: Report, match: re.Match[str], paragraph: Paragraph) -> Rank:
    at = paragraph.start + match.start()
    lead = report.text[report.outline.clause(at).start : at]
    month = MONTH.search(lead)
    subject = lead[month.end() :] if month else lead
    topic = RANK_TOPIC.search(subject)
    subject = subject[topic.end() :] if topic else subject
    return Rank(
        at, subject.lstrip("中里,"), month.group() if month else "", f"全{match[1]}", count_of(match[2]), match.group()
    )


def _published(report: Report) -> date | None:
    match = PUBLISHED.search(report.text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:  # 2023-02-31: no day, so nothing to compare with
        return None


def _report_end(report: Report) -> date | None:
    """The last day of the reported period: the half-year of the title."""
    match = HALF_YEAR.search(report.text)
    return _month_end(int(match[1]), 6 if match[2] == "上半年" else 12) if match else None


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _elapsed(until: date) -> str:
    return number(round(100 * elapsed(date(until.year, 1, 1), date(until.year, 12, 31), until), 1))
