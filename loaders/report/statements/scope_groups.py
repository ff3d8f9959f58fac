"""Groups as scopes: 其中产业项目9个,完成投资4.1亿元;城建项目7个,完成投资2.7亿元 gives each sum its group."""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Final

from loaders.report.statements.facts import Fact, Report

_CLASS: Final = "[\u4e00-\u9fff]{1,14}?(?:项目|企业|工程|单位|合作社|乡镇|部门|农户|园区)"
_BEFORE: Final = re.compile(rf"(?:其中:?|[,;、])?(?:已有?|有|共)?(?P<name>{_CLASS})(?:大?约|近|共|有)?$")
_BEHIND: Final = re.compile(_CLASS)
_PART: Final = re.compile("其中|包括")
_COUNTS: Final = frozenset("个家项户")


def scopes_of_groups(report: Report) -> None:
    """Gives the amounts behind each of several groups counted in a sentence that group, where they have no scope."""
    for _, members in groupby(report.facts, lambda fact: fact.sentence.start):
        facts = list(members)
        groups = list(_groups(report, facts))
        if sum(bool(inside) for _, inside in groups) > 1:
            for name, inside in groups:
                for fact in inside:
                    fact.scope = fact.scope or name


def _groups(report: Report, facts: list[Fact]) -> Iterator[tuple[str, list[Fact]]]:
    """The groups of a sentence, those behind 其中 where it has one, and the amounts of other units behind each."""
    start = report.span(facts[0].sentence)[0]
    parts = [match.end() for match in _PART.finditer(report.text, start, facts[-1].start)]
    facts = [fact for fact in facts if not parts or fact.start >= parts[0]]
    names = [(at, name) for at, fact in enumerate(facts) if (name := _name(report, fact))]
    for (at, name), (following, _) in pairwise([*names, (len(facts), "")]):
        yield name, [fact for fact in facts[at + 1 : following] if fact.unit != facts[at].unit]


def _name(report: Report, fact: Fact) -> str:
    """What a count of a class of things counts (产业项目9个, 9个产业项目), "" for other figures."""
    if fact.figure["dimension"] != "count" or str(fact.figure["unit"] or "") not in _COUNTS:
        return ""
    before = _BEFORE.search(report.text, fact.lead, fact.start)
    if before:
        return before["name"]
    behind = _BEHIND.match(report.text, fact.end, fact.tail)
    return behind[0] if behind else ""
