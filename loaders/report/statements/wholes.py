"""Amounts of which the text counts a part: 100个村中80个, 总数90户中已签约60户."""

import re
from typing import Final

from loaders.report.statements.facts import Fact, Report

#: 100个村中80个: all there is, then how many of it.
_ONE_OF: Final = re.compile(r"[^,;。:、\d(]{0,4}(?:之?中|当中|里),?(?:已?有|已|共)?(?:完成|实现)?")
_TOTAL: Final = re.compile(
    r"(?:总(?:户数|数|人数|(?:征|拆|任务|动迁|搬迁)[^,;。:\d]{0,6})|涉及[^,;。:\d]{0,8}|应[^,;。:\d]{0,8})[为是有共约]?$"
)
_WHOLE_BEHIND: Final = re.compile(r"[^,;。:\d]{0,6}(?:之?中|当中|里)(?=[,:、 已有的\d签完拆整])")
#: So far behind its sentence what is done of a whole may stand.
_GOES_ON: Final = 40


def is_one_of(report: Report, fact: Fact, after: Fact) -> bool:
    """100个村中80个: whether `after` counts some of what `fact` counts all of."""
    is_same = after.sentence is fact.sentence and after.unit == fact.unit
    return fact.role == "actual" and is_same and _ONE_OF.fullmatch(report.text, fact.end, after.start) is not None


def is_whole(report: Report, fact: Fact, lead: str) -> bool:
    """总数4509户中,已完成签约4191户: the total task, where the sentence continues with the part that is done."""
    text = report.text
    if not _TOTAL.search(lead):
        return False
    stop = min(report.span(fact.paragraph)[1], report.span(fact.sentence)[1] + _GOES_ON)
    if _WHOLE_BEHIND.match(text, fact.end, stop):
        return True
    if fact.domain != "demolition":
        return False
    unit = re.escape(str(fact.figure["unit"] or ""))
    return (
        bool(unit)
        and re.search(rf"(?:已|完成|累计|签|拆)[^。]{{0,20}}?[\d.]+{unit}", text[fact.end : stop]) is not None
    )
