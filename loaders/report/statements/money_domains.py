"""The domain of a sum of money: that of its indicator, of what was invested, or the funds of the unit."""

import re
from dataclasses import dataclass
from typing import Final

from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import Word
from loaders.report.statements.spread_domains import PROGRESS

#: Stages of the money of projects of firms, too.
_OF_PROJECTS: Final = frozenset({"总投资", "投资"})
_FINE: Final = "罚款"
TOTAL: Final = "总投资"
_COMPENSATION: Final = "补偿款"
_OF_FUNDS: Final = re.compile(
    r"资金|补助|债券?|补贴|经费|拨款|贷款|(?:低保|救助|慰问|助学|养老|优抚|抚恤|奖励|保障)金|善款|捐款"
)
#: Words of money that a higher level gives.
_GIVEN: Final = re.compile("上级|补助|拨付|专项|财政|支付|报账")
#: What a rate of pay or of help is for; 高标准农田, 标准厂房 are no rates.
_PER_HEAD: Final = re.compile("每[人户亩]|人均|[每按]月|标准(?!化|厂房|农田|地|园|件|间)")
#: 完成投资4亿元 is work done, 投资4亿元修路 money for it.
INVESTED: Final = re.compile(
    r"(?:完成|实现|新增)了?[^,;。:\d]{0,6}投资额?[^,;。:\d]{0,4}$|投资[^,;。:\d]{0,6}完成[^,;。:\d]{0,2}$"
)
#: Lines over projects whose investment is work done.
_PROJECTS_BUILT: Final = re.compile("重[点大](?:建设|工程)?项目|招商|产业项目|固定资产|投资|工业")
_OF_FIRMS: Final = re.compile(r"公司|集团|招商|引进|企业|厂|固投|固定资产|内资|外资|(?:签约|产业|工业)项目")


@dataclass(frozen=True, slots=True)
class Carried:
    """What the sentence has named so far: its last object and the domain of that."""

    object: Word | None
    domain: str


class MoneyDomains:
    """Domains of the sums of one report."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._titles = [each.text for each in report.outline.paragraphs if each.role == "title"]

    def of(self, fact: Fact, found: Word | None, step: Word | None, carried: Carried) -> str:
        """Domain of money: that of its indicator; else funding where a heading or clause names funds.

        What each person or mu gets (每人每月补助850元, 低保标准) is no sum of funds.
        """
        if (
            found
            and found.domain in ("investment", "rural_income")
            and not found.is_weak
            and not self._is_fund(fact, found)
        ):
            return found.domain
        is_same = carried.object is not None and fact.object and fact.kind == carried.object.name
        if found is None and is_same and carried.domain not in ("", "other"):
            return carried.domain
        if step and step.name == _FINE and carried.domain == "safety":
            return "safety"
        if _PER_HEAD.search(self._report.text, fact.lead, fact.start):
            return "other" if fact.domain == "funding" else fact.domain
        text = self._report.text
        above = "".join(heading.title for heading in fact.paragraph.headings[-2:])
        if _OF_FIRMS.search(text, *self._report.span(fact.sentence)) and found and found.name == TOTAL:
            return "investment"
        lines = (*self._titles, *(heading.title for heading in fact.paragraph.headings[-2:]))
        is_invested = "投资" in text[self._report.span(fact.sentence)[0] : fact.start]
        if (
            is_invested
            and any(map(_PROJECTS_BUILT.search, lines))
            and not _OF_FUNDS.search(text, *self._report.span(fact.sentence))
        ):
            return "investment"
        if self._is_of_work(fact, found):
            return "investment"
        if (step and step.domain == "funding" and step.name not in _OF_PROJECTS) or (step and step.name == "发放"):
            return "funding"
        if INVESTED.search(text, fact.lead, fact.start) and not _OF_FUNDS.search(
            text, *self._report.span(fact.sentence)
        ):
            return "investment"
        if (
            (found and (found.domain == "funding" or found.name == _COMPENSATION))
            or _OF_FUNDS.search(text, *fact.clause)
            or _OF_FUNDS.search(above)
        ):
            return "funding"
        is_for_work = step is not None and step.name in _OF_PROJECTS and fact.domain == "other"
        return "funding" if is_for_work else fact.domain

    def _is_fund(self, fact: Fact, found: Word) -> bool:
        """到位资金 below a heading on money, or beside what is given: no capital that firms bring in."""
        if found.printed != "到位资金":
            return False
        span = self._report.span(fact.sentence)
        above = "".join(heading.title for heading in fact.paragraph.headings[-2:])
        is_given = _GIVEN.search(self._report.text, *span) or _OF_FUNDS.search(above)
        return is_given is not None and not _OF_FIRMS.search(self._report.text, *span)

    def _is_of_work(self, fact: Fact, found: Word | None) -> bool:
        """总投资9亿元,年度计划投资2亿元,完成投资1亿元: the sums of a paragraph that tells what was built for them."""
        text, span = self._report.text, self._report.span(fact.paragraph)
        is_sum = (found is not None and found.name == TOTAL) or "投资" in text[fact.lead : fact.start]
        return is_sum and PROGRESS.search(text, *span) is not None and _OF_FUNDS.search(text, *span) is None
