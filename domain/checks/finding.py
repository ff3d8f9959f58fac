"""One finding, and how findings become the table `findings`."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import pandas as pd

from domain.catalogue import read_catalogue
from domain.checks.all_texts import FINDING_TEXTS
from domain.checks.report import Figure, Report
from domain.schema.frames import conform
from domain.schema.vocabulary import CHECKS, SEVERITIES
from domain.text.kinds import AHEAD

_NUMBERS: Final = re.compile(r"[\d.,,.%%\s]+")
_ORDER: Final = {severity: place for place, severity in enumerate(SEVERITIES)}
_EXCERPT: Final = 70


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one check has to say about one place: `text_code` is the code of its text (all_texts), `slots` fill it.

    `words` identify the finding from one version of a report to the next; they hold no number and no offset.
    `at` is the place to be shown, widened to its sentence; None for a row of a table that never had one.
    """

    check: str
    severity: str
    text_code: str
    slots: dict[str, str]
    at: int | None
    words: str = ""
    computed: str = ""
    printed: str = ""
    figures: tuple[Figure, ...] = ()
    domain: str = ""


def findings_table(findings: Iterable[Finding], report: Report) -> pd.DataFrame:
    """`findings` as the table of that name: one row each, worst first, then by check, then in the order of the text.

    A doubt about the figures of a conflict of the same check says nothing more and is left out.
    """
    places = list(CHECKS)
    findings = list(findings)
    sure = {(each.check, each.figures) for each in findings if each.severity == "conflict"}
    findings = [each for each in findings if each.severity != "doubt" or (each.check, each.figures) not in sure]
    ordered = sorted(findings, key=lambda each: (_ORDER[each.severity], places.index(each.check), _place(each)))
    rows = [_row(finding, report) for finding in ordered]
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row["row_id"]] += 1
        if (n := seen[row["row_id"]]) > 1:
            row["row_id"] += f"-{n}"
    return conform("findings", rows)


def _place(finding: Finding) -> float:
    return math.inf if finding.at is None else finding.at


def excerpt(report: Report, at: int, until: int | None = None) -> str:
    """The sentence around `at`, in corner brackets: the text has quotation marks of its own.

    A long sentence is cut to the clauses around [at, until).
    """
    sentence = report.outline.sentence(at)
    if len(sentence.text) <= _EXCERPT:
        return _in_one_line(sentence.text)
    start = report.outline.clause(at).start
    end = report.outline.clause(max(at, (until or at + 1) - 1)).end
    end = max(end, until or 0)
    before = "…" if start > sentence.start else ""
    after = "…" if end < sentence.end - 1 else ""
    return _in_one_line(before + report.text[start:end] + after)


def excerpts(report: Report, first: Figure, last: Figure) -> str:
    """The words from `first` to `last` where they stand in one sentence, else the words around each of them."""
    if report.outline.sentence(first.start) == report.outline.sentence(last.start):
        return excerpt(report, min(first.start, last.start), max(first.end, last.end))
    return excerpt(report, first.start, first.end) + excerpt(report, last.start, last.end)


def _in_one_line(words: str) -> str:
    return "「" + words.replace("\n", "") + "」"


def domain_of(figures: Iterable[Figure], report: Report, at: int) -> str:
    """The subject of most of the figures concerned; without any, that of the paragraph's figures."""
    own = [figure.domain for figure in figures if figure.domain]
    near = own or [figure.domain for figure in report.figures_in(report.outline.paragraph(at)) if figure.domain]
    if near:
        return Counter(near).most_common(1)[0][0]
    kind = report.outline.sentence(at).kind
    return "commitments" if kind in AHEAD else "history" if kind == "history" else "other"


def half_width(name: str) -> str:
    """A catalogue name as identifiers of findings hold it since before its punctuation became full-width."""
    return unicodedata.normalize("NFKC", name)


def number(value: float) -> str:
    """A number as it is said in a message: at most two decimals, none where none are needed."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def _row(finding: Finding, report: Report) -> dict[str, Any]:
    sentence = None if finding.at is None else report.outline.sentence(finding.at)
    domain = finding.domain or domain_of(finding.figures, report, finding.at or 0)
    words = finding.words or (sentence.text if sentence else "")
    text = FINDING_TEXTS[finding.text_code]
    indicators = [figure.indicator_id for figure in finding.figures if figure.indicator_id]
    starts = dict.fromkeys(str(figure.start) for figure in sorted(finding.figures, key=lambda f: f.start))
    return report.scope | {
        "row_id": f"{finding.check}-{_digest(finding.check, words)}",
        "check": finding.check,
        "severity": finding.severity,
        "title": text.title.format(**finding.slots),
        "message": text.message.format(**finding.slots),
        "computed": finding.computed or None,
        "printed": finding.printed or None,
        "confirm": text.confirm.format(**finding.slots) or None,
        "with_whom": office(domain) if text.confirm else None,
        "figures": " ".join(starts) or None,
        "indicator_id": indicators[0] if indicators else None,
        "domain": domain,
        "start": sentence.start if sentence else None,
        "end": sentence.end if sentence else None,
        "quote": sentence.text if sentence else None,
    }


def office(domain: str) -> str:
    """Who can confirm a figure of `domain`, from the catalogue."""
    offices: dict[str, str] = read_catalogue("relations")["with_whom"]
    return offices.get(domain, offices["other"])


def _digest(check: str, words: str) -> str:
    return sha256(f"{check}|{_NUMBERS.sub('', words)}".encode()).hexdigest()[:10]
