"""Groups as scopes: 其中产业项目9个,完成投资4.1亿元;城建项目7个,完成投资2.7亿元 gives each sum its group."""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Final

from loaders.report.statements.facts import Fact, Report

_KIND: Final = "(?:项目|企业|工程|单位|合作社|乡镇|部门|农户|园区)"
_LEVEL: Final = "(?:国家|[省市县区镇村])级"
_CLASS: Final = f"(?:[省市县区]、)?[\u4e00-\u9fff]{{1,14}}?{_KIND}|{_LEVEL}"
_OPENING: Final = r"(?:列入|纳入|其中|其余|[^,;。:\d]{2,12}:|[:,;、⏎\s])*(?:已有?|有|共)?"
_BEFORE: Final = re.compile(rf"(?:其中:?|[,;、])?(?:列入|纳入|已有?|有|共)?(?P<name>{_CLASS})(?:大?约|近|共|有)?$")
_BEHIND: Final = re.compile(_CLASS)
#: 其中1000万元以上项目到位资金: the class of things that a threshold selects.
_SELECTED: Final = re.compile(rf"(\d[\d.]*[万亿]?元?以上的?[\u4e00-\u9fff]{{0,6}}?{_KIND})[^,;。\d]{{0,10}}$")
#: 全县重点项目50个, 计划实施项目71个: all of them, no group.
_ALL: Final = re.compile(r"[全我本]|计划实施|共?(?:实施|安排)|重[点大]项目$|项目$")
#: Groups of which sums are told; 新增设施覆盖乡镇41个 counts towns.
_OF_SUMS: Final = re.compile(f"^(?!.*(?:新增|覆盖|完成|实现|建成)).*(?:项目|企业|工程)$|{_LEVEL}$")
_PART: Final = re.compile("其中|包括")
#: 新开工项目7个 counts what was begun, no group of projects.
_TAKEN_ON: Final = re.compile("新?(?:签约|签订|开工|引进|招引|建成|竣工|投产)")
#: 检查小微企业128家,查出隐患327条: hazards are not of the last kind of firm.
_INSPECTED: Final = re.compile("检查|排查|抽查|督查|巡查")
_COUNTS: Final = frozenset("个家项户宗")
#: The fewest sentences that open with a group each.
_FEWEST: Final = 2


def scopes_of_groups(report: Report) -> None:
    """Gives the amounts behind each of several groups that a sentence counts, or that sentences open with, that group,
    where they have no scope of their own."""
    sentences = [list(members) for _, members in groupby(report.facts, lambda fact: fact.sentence.start)]
    for facts in sentences:
        _select(report, facts)
        groups = list(_groups(report, facts))
        if sum(bool(inside) for _, inside in groups) > 1:
            names = {name for name, _ in groups}
            for name, inside in groups:
                for fact in inside:
                    is_other = fact.scope in names - {name}
                    fact.scope, fact.subject = (name, None) if is_other else (fact.scope or name, fact.subject)
        elif len(groups) == 1 and _is_part(report, facts):
            for fact in groups[0][1]:
                fact.scope = fact.scope or groups[0][0]
    _scopes_of_sentences(report, sentences)


def _select(report: Report, facts: list[Fact]) -> None:
    """Gives an amount of the things that a threshold selects, and the share behind it, their class as scope."""
    before: Fact | None = None
    for fact in facts:
        if selected := _SELECTED.search(report.text, report.span(fact.sentence)[0], fact.start):
            fact.scope = fact.scope or selected[1]
            before = fact
        elif before is not None and fact.is_share and before.clause[1] == fact.clause[0]:
            fact.scope = fact.scope or before.scope


def _is_part(report: Report, facts: list[Fact]) -> bool:
    """Whether a sentence tells of a part only: 其中亿元以上项目46个,总投资326亿元."""
    return _PART.match(report.text, report.span(facts[0].sentence)[0]) is not None


def _scopes_of_sentences(report: Report, sentences: list[list[Fact]]) -> None:
    """省重点项目2个,总投资9亿元。市重点项目7个,总投资7亿元: groups that neighbouring sentences open with."""
    opened: list[tuple[str, list[Fact]]] = []
    for facts in sentences:
        name = _opened_by(report, facts)
        chapter = facts[0].paragraph.headings
        if name:
            opened.append((name, facts[1:]))
        elif opened and facts[0].paragraph is opened[-1][1][-1].paragraph and chapter == facts[0].paragraph.headings:
            opened[-1][1].extend(facts)
        else:
            _name_opened(opened)
            opened = []
    _name_opened(opened)


def _name_opened(opened: list[tuple[str, list[Fact]]]) -> None:
    if len({name for name, _ in opened}) >= _FEWEST:
        for name, facts in opened:
            for fact in facts:
                if fact.unit not in _COUNTS:
                    fact.scope = fact.scope or name


def _opened_by(report: Report, facts: list[Fact]) -> str:
    """The group whose number a sentence opens with; "" where it opens with something else, or with all there is."""
    first, start = facts[0], report.span(facts[0].sentence)[0]
    name = _name(report, first)
    if not name or len(facts) == 1 or _ALL.match(name) or not _OF_SUMS.search(name):
        return ""
    if sum(bool(inside) for _, inside in _groups(report, facts)) > 1:
        return ""
    before = report.text[start : first.start]
    return name if re.fullmatch(rf"{_OPENING}{re.escape(name)}(?:大?约|近|共|有)?", before) else ""


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
    if _INSPECTED.search(report.text, fact.clause[0], fact.start):
        return ""
    before = _BEFORE.search(report.text, fact.lead, fact.start)
    if before:
        return "" if _TAKEN_ON.search(before["name"]) else before["name"]
    behind = _BEHIND.match(report.text, fact.end, fact.tail)
    return behind[0] if behind else ""
