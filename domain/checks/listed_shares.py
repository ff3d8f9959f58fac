"""Shares of one whole that is not printed: 制造业5亿元，占比44%；批发业2亿元，占比18%；房地产业1亿元，占比28%.

All but one of them must be of the same whole; the one that is not is wrong.
"""

import re
from collections.abc import Iterator
from typing import Final

from domain.checks.finding import Finding, excerpts, number
from domain.checks.quantity import Range
from domain.checks.relations import SUMMABLE
from domain.checks.report import Figure, Report
from domain.checks.shares import rate_range
from domain.text.spans import Sentence

_SHARE: Final = re.compile(r"(?:占比(?:为|达)?|占)(?:约|近)?$")
_LEAST: Final = 3
_CLOSE: Final = 0.03  # how far the wholes of the others may lie apart


def check_listed_shares(report: Report) -> Iterator[Finding]:
    """One finding for each list of amounts with their shares where one share is of another whole than all others."""
    for sentence in report.outline.sentences:
        listed = list(_listed(report, sentence))
        if len(listed) < _LEAST or len({part.measure for part, _ in listed}) > 1:
            continue
        wholes = [part.rounded / rate_range(share) for part, share in listed]
        for at in range(len(listed)):
            others = [whole for each, whole in enumerate(wholes) if each != at]
            common = Range(max(each.low for each in others), min(each.high for each in others))
            if common.low <= common.high <= common.low * (1 + _CLOSE) and not wholes[at].meets(common):
                yield _finding(report, listed, at, common)
                break


def _listed(report: Report, sentence: Sentence) -> Iterator[tuple[Figure, Figure]]:
    """(amount, share) of each item of the sentence: the last amount before 占 in its segment."""
    for share in report.figures_in(sentence):
        if share.dimension != "percent" or not _SHARE.search(report.before(share)):
            continue
        segment = report.segment(share)
        before = [each for each in segment[: segment.index(share)] if each.dimension in SUMMABLE]
        if len(before) == 1 and before[0].base_value > 0:
            yield before[0], share


def _finding(report: Report, listed: list[tuple[Figure, Figure]], at: int, whole: Range) -> Finding:
    part, share = listed[at]
    computed = f"{number(2 * part.base_value / (whole.low + whole.high))}%"
    return Finding(
        check="rate_base", severity="conflict", text_code="share_of_another",
        slots={
            "printed": share.text, "part": part.text, "computed": computed, "n": str(len(listed) - 1),
            "quote": excerpts(report, part, share),
        },
        at=share.start, words=report.before(part), computed=computed, printed=share.text, figures=(part, share),
    )  # fmt: skip
