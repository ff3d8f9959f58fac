"""Milestones of a project: steps that words call done or still to come, without any amount (项目完工等待验收)."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from domain.schema.vocabulary import NOT_FIGURES
from domain.text.kinds import REPORTED
from domain.text.spans import Clause, Sentence
from loaders.report.names import named_in
from loaders.report.reading import Reading, Row
from loaders.report.statements.lexicon import kind_of
from loaders.report.statements.scopes import Name, names_of
from loaders.report.task_words import looks_ahead
from loaders.report.wording import plain

_STEP: Final = (
    "主体(?:工程|结构)?(?:建设|验收|结顶|封顶)?|"
    "(?:房屋)?腾空(?:验收)?|(?:竣工|完工)?验收|征迁|拆迁|征地|拆除|搬迁|清表|交地|签约"
)
#: 已完成项目主体建设, 完成房屋腾空验收.
_COMPLETED: Final = re.compile(
    rf"(?<!未)完成(?:了|项目|工程|全部)*(?P<step>{_STEP})(?:工作|任务)?(?![^,，;；。]{{0,4}}(?:率|[\d%]))"
)
#: 征迁工作均按时间节点完成, 主体架构均已结顶.
_ENDED: Final = re.compile(
    rf"(?P<step>{_STEP})(?:工作|任务)?(?:均|都|已|全部|全面|圆满|顺利|如期|按期|按时间节点|按时)+完成(?!率|[^,，;；。]{{0,6}}%)"
)
#: 项目完工, 已竣工通车.
_FINISHED: Final = re.compile("(?P<step>完工|竣工|通车|投入使用|交付使用|投产|结顶)(?!率|后|时|投产|验收)")
_PENDING: Final = re.compile("(?:等待|有待|待)(?P<step>验收|竣工验收|完工验收)")
_NOT_YET: Final = re.compile("未|即将|预计|力争|计划|争取|确保|加快|推进|正在|将|拟|目前|预期|早日|尽快|进入|后")
_HAS_BEEN: Final = re.compile("已|均|都|现|顺利|正式")
#: A clause on what the one before it names: 项目完工等待验收.
_IT: Final = re.compile("(?:该|整个)?(?:项目|工程)(?![\u4e00-\u9fff]{0,6}[村镇路])")
_SUBJECT_BEFORE: Final = re.compile(
    r"([^,，;；。:：、的了\d余多亩个座公里户幢]{2,14})(?:(?:用时|历时|仅用|只用)[\d一二三四五六七八九十两半]+(?:天|个?月|年))?(?:现?已|均|全部)*[,，]?$"
)
_REACH: Final = 200
_AND: Final = re.compile(r"[、和及与]|等(?:\d*个?)(?:项目|工程)?")


def milestone_measures(reading: Reading, domains: Mapping[int, str]) -> list[Row]:
    """Rows of `measures`, one per step of a named project that a clause without an amount says is done or to come.

    domains: offset of each statement → its domain; a step is of the domain of the figures that it stands by.
    """
    return [
        row | {"domain": _domain(reading, domains, row["start"])}
        for sentence in reading.outline.sentences
        if sentence.kind in (*REPORTED, "other")
        for row in _of_sentence(reading, sentence)
    ]


def _domain(reading: Reading, domains: Mapping[int, str], start: int) -> str:
    """The domain of the last figure before `start` in its paragraph, else of the first one behind it."""
    paragraph = reading.outline.paragraph(start)
    inside = [each for each in sorted(domains) if paragraph.start <= each < paragraph.end]
    before = [each for each in inside if each < start]
    return domains[before[-1] if before else inside[0]] if inside else "other"


def _of_sentence(reading: Reading, sentence: Sentence) -> Iterator[Row]:
    for clause in sentence.clauses:
        words = reading.words(clause.start, clause.end)
        if words.startswith("其中"):
            continue  # a part of the project only
        is_reported = sentence.kind in REPORTED or _HAS_BEEN.search(words)
        steps = list(_steps(words)) if is_reported and not _has_amount(reading, clause) else []
        for project in _projects(reading, sentence, clause, steps[0][2]) if steps else ():
            for step, actual, _ in steps:
                yield _row(reading, clause, project, step, actual)


def _steps(words: str) -> Iterator[tuple[str, float, int]]:
    """Each step that `words` name, 1 for done and 0 for to come, and where it stands."""
    for match in _PENDING.finditer(words):
        yield match["step"], 0.0, match.start()
    if _NOT_YET.search(words) or looks_ahead(words):
        return
    for pattern in (_COMPLETED, _ENDED, _FINISHED):
        for match in pattern.finditer(words):
            yield match["step"], 1.0, match.start()
            return


def _projects(reading: Reading, sentence: Sentence, clause: Clause, at: int) -> list[str]:
    """The projects of the clause before its step, what it is said of, else the last project named before it."""
    words = reading.words(clause.start, clause.end)[:at]
    unit = reading.scope["org_unit"]
    if known := named_in(unit, "projects", words):
        return list(known)
    names = [name for name in names_of(words) if name.is_project]
    if names:
        return [name.text for name in _listed(words, names)]
    above = reading.words(sentence.start, clause.start)
    own = None if _IT.match(words) else _thing(words)
    if own is None and (known := named_in(unit, "projects", above)):
        return [known[-1]]
    if thing := own or (_thing(above) if _IT.match(words) else None):
        return [thing]
    start = max(reading.outline.paragraph(clause.start).start, clause.start - _REACH)
    if known := named_in(unit, "projects", reading.words(start, clause.start)):
        return [known[-1]]
    before = [name for name in names_of(reading.words(start, clause.start)) if name.is_project]
    return [before[-1].text] if before else []


def _thing(words: str) -> str | None:
    """The thing of the field that ends `words`, up to the time it took: …的第一批高标准农田用时4个月."""
    match = _SUBJECT_BEFORE.search(words)
    return match[1] if match and kind_of(match[1]) not in (None, "项目", "企业") else None


def _listed(words: str, names: list[Name]) -> list[Name]:
    """The last of `names` and those that stand in a list with it."""
    listed = names[-1:]
    for name in reversed(names[:-1]):
        if not _AND.search(words[name.end : listed[0].start]):
            break
        listed.insert(0, name)
    return listed


def _has_amount(reading: Reading, clause: Clause) -> bool:
    """Whether the clause counts something: 4幢房屋. Times, shares and what a thing has cost (总投资X的) do not."""
    return any(
        figure["dimension"] not in (*NOT_FIGURES, "duration", "percent")
        and not reading.text.startswith("的", int(figure["end"]))
        for figure in reading.figures_between(clause.start, clause.end)
    )


def _row(reading: Reading, clause: Clause, project: str, step: str, actual: float) -> Row:
    words = plain(f"{project}{step}")[:48]
    return {
        "row_id": f"measures:{words}", "indicator_id": words, "name": f"{project}{step}",
        "project": project, "unit": "节点", "kind": "milestone", "direction": 1.0, "target": 1.0, "actual": actual,
        "of_what": f"是否{step}", **reading.proof([(clause.start, clause.end)]), "cells": None,
    }  # fmt: skip
