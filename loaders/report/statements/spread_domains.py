"""Sets the domain of facts whose clause decides none: by the title of the text, its paragraph, or nearby facts."""

import re
from collections import Counter
from typing import Final

from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import domain_of_lines

#: Steps of land expropriation.
_TAKES: Final = frozenset({"丈量", "征收", "征地", "征迁", "清表", "交地"})
#: Kinds of land that are created or improved, not expropriated.
_IMPROVED: Final = frozenset(
    {"高标准农田", "垦造耕地", "旱改水", "复垦", "增减挂钩", "低效用地", "全域整治", "土地流转", "土地开发", "土地整治"}
)
#: Longest text on one topic, in characters: a bulletin, a press notice.
_SHORT_TEXT: Final = 2000
#: Domains that spread to the other facts of a paragraph, and the share of its facts that must have them.
SPREADING: Final = frozenset(("demolition", "safety", "land", "funding"))
_MOST: Final = 0.6
#: A paragraph on work done: the sum of all and the plan of the year beside it are of the same work.
PROGRESS: Final = re.compile(r"完成(?:了)?投资|投资[^,;。:\d]{0,4}完成")
#: Domain → words in the title of a text on one topic.
_TITLES: Final = {
    "safety": re.compile("隐患|安全生产|消防|(?:安全|燃气|自建房)[^,。]{0,8}(?:检查|排查|整治|督查|治理|行动)"),
    "demolition": re.compile("征迁|拆迁|征拆|征地|房屋征收|棚改|棚户区"),
    "land": re.compile("耕地|农田|土地整[治理]|土地开发|秋冬种|春耕|秋种|种植|流转"),
    "funding": re.compile("资金"),
}
_NOUN_REACH: Final = 12


def spread_domains(report: Report) -> None:
    """Sets the domain of facts whose clause names none: by a short text's title, or most facts of their paragraph."""
    facts = report.facts
    titles = [each.text for each in report.outline.paragraphs if each.role == "title"]
    named = {domain for title in titles for domain, words in _TITLES.items() if words.search(title)}
    if len(named) == 1 and len(report.text) <= _SHORT_TEXT:
        domain = next(iter(named))
        for fact in facts:
            if not fact.is_sure and fact.figure["dimension"] != "money":
                fact.domain = domain
    _give_to_clearings(facts, is_clearing=named == {"demolition"} and len(report.text) <= _SHORT_TEXT)
    indicators = [title for title in titles if len(report.text) <= _SHORT_TEXT]
    for fact in facts:
        above = [heading.title for heading in fact.paragraph.headings]
        if fact.domain == "other" and (fact.is_share or fact.figure["dimension"] == "money"):
            fact.domain = domain_of_lines([*reversed(above), *indicators]) or "other"
    by_paragraph: dict[int, list[Fact]] = {}
    for fact in facts:
        by_paragraph.setdefault(fact.paragraph.start, []).append(fact)
    for group in by_paragraph.values():
        known = Counter(fact.domain for fact in group if fact.domain != "other")
        if not known:
            continue
        domain, count = known.most_common(1)[0]
        if domain in SPREADING and count >= _MOST * len(group):
            for fact in group:
                if fact.domain == "other":
                    fact.domain = domain
    for group in [facts] if len(report.text) <= _SHORT_TEXT else by_paragraph.values():
        _give_to_investment(report, group)


def _give_to_investment(report: Report, group: list[Fact]) -> None:
    """Counts of projects, and shares without a domain, become investment where most facts of a text on work are."""
    known = Counter(fact.domain for fact in group if fact.domain != "other")
    is_work = group and PROGRESS.search(report.text, group[0].clause[0], group[-1].clause[1]) is not None
    if is_work and known["investment"] >= _MOST * known.total():
        for fact in group:
            if fact.domain == "other" and _is_of_projects(report, fact):
                fact.domain = "investment"


def _is_of_projects(report: Report, fact: Fact) -> bool:
    """重点项目56个 among the sums invested in them: a count of projects, or a share of the plan or of growth."""
    if fact.figure["dimension"] != "count":
        return fact.is_share or fact.figure["dimension"] in ("money", "percentage_point")
    if fact.unit in ("项", "宗"):
        return True
    return (
        "项目" in report.text[fact.lead : fact.start] + report.text[fact.end : min(fact.tail, fact.end + _NOUN_REACH)]
    )


def _give_to_clearings(facts: list[Fact], is_clearing: bool) -> None:
    """Land that is expropriated (征收耕地30亩, 林地丈量20亩) belongs to demolition, not to land.

    is_clearing: whether the whole text is about one expropriation.
    """
    clearings = {fact.paragraph.start for fact in facts if fact.domain == "demolition" and fact.is_sure}
    for fact in facts:
        is_clearing_step = fact.stage in _TAKES and fact.paragraph.start in clearings
        if fact.domain == "land" and (is_clearing or is_clearing_step) and fact.kind not in _IMPROVED:
            fact.domain = "demolition"
