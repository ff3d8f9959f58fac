"""Tasks that are reported as done and still planned: each claim is shown with its own scope."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from domain.checks.finding import Finding, domain_of, excerpt
from domain.checks.names import own_projects, project_names
from domain.checks.report import Figure, Report
from domain.checks.words import DONE, NOT_YET, PROJECT, TODO
from domain.text.kinds import AHEAD
from domain.text.spans import Clause

_SHOWN: Final = 3
_SCOPES: Final = ("count", "area", "length", "percent")


def check_done_and_todo(report: Report) -> Iterator[Finding]:
    """One finding for each named project with a claim of completion before the plan and a task in the plan."""
    yield from _begun_after_all(report)
    own = own_projects(report)
    for name, aliases in project_names(report).items():
        if name not in own and _is_kind(report, name):
            continue
        done: dict[int, Clause] = {}
        todo: dict[int, Clause] = {}
        for at in _mentions(report.text, aliases):
            sentence = report.outline.sentence(at)
            clause = report.outline.clause(at)
            if sentence.kind in AHEAD:
                if (TODO if name in own else _TO_BUILD).search(clause.text):
                    todo.setdefault(sentence.start, clause)
            elif (claim := _claim(report, at)) and (name in own or claim == clause):
                done.setdefault(sentence.start, claim)
        if done and todo:
            yield _finding(report, name, list(done.values()), list(todo.values()))
    yield from _works_again(report)


def _begun_after_all(report: Report) -> Iterator[Finding]:
    """迁建项目4月竣工验收，年内将启动该项目主体施工: finished, then still to begin, in one sentence."""
    for sentence in report.outline.sentences:
        done: Clause | None = None
        for clause in sentence.clauses:
            if done and _TO_BEGIN.search(clause.text):
                yield _finding(report, _last_name(done.text), [done], [clause], is_finished=True)
                break
            finished = _FINISHED.search(clause.text) and not NOT_YET.search(clause.text)
            done = clause if finished and _KIND_OF_WORK.search(clause.text) else done


_KIND_OF_WORK: Final = re.compile("项目|工程|中心|大桥|学校|医院")
_TO_BEGIN: Final = re.compile(
    "(?:将|计划|准备|力争)[^,;。，；]{0,6}(?:启动|开工|开始)[^,;。，；]{0,4}(?:该|此)(?:项目|工程)"
)


def _last_name(words: str) -> str:
    """What a clause speaks of: its words before the first number or verb."""
    return re.split(r"[\d，,]|已|于|竣工|完工|建成", words)[0] or words


def _works_again(report: Report) -> Iterator[Finding]:
    """东湖绿道一期已贯通并开放, and in the plan 东湖绿道一期贯通开放: works that are no project by name."""
    planned = [
        clause for sentence in report.outline.sentences if sentence.kind in AHEAD for clause in sentence.clauses
        if _OPENED.search(clause.text)
    ]  # fmt: skip
    for sentence in report.outline.sentences if planned else ():
        for clause in sentence.clauses if sentence.kind not in AHEAD else ():
            match = _WORKS.search(clause.text)
            if not match or NOT_YET.search(clause.text) or not _OPENED.search(clause.text, match.end()):
                continue
            again = [each for each in planned if match["name"] in each.text]
            if again and not PROJECT.search(match["name"]) and not _is_kind(report, match["name"], is_length=False):
                yield _finding(report, match["name"], [clause], again, is_finished=True)


_WORKS: Final = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,8}(?:绿道|公园|大道|大桥|中心|医院|学校|小学|中学|水厂|污水处理厂|广场|博物馆|图书馆|码头|幼儿园|敬老院|市场)"
    r"(?:[一二三四]期)?)(?:[^,;。，；一二三四]|$)"
)
_OPENED: Final = re.compile("竣工|完工|建成|通车|投用|投入使用|贯通|开放|启用|交付使用")


def _is_kind(report: Report, name: str, *, is_length: bool = True) -> bool:
    """Whether the words name a kind of things, which are counted (供水工程50处), not one project."""
    for at in _mentions(report.plain, [name]):
        before = report.plain[max(0, at - _BESIDE) : at]
        if _COUNTED_BEFORE.search(before) or (
            (match := _COUNTED_BEHIND.match(report.plain, at + len(name))) and (is_length or "里" not in match[0])
        ):
            return True
    return _COUNTED.match(name) is not None


_BESIDE: Final = 10
_COUNTED: Final = re.compile(r"\d[\d.万余多]*(?:个|项|处|条|座|批|类|公里|亩|万亩)")
_COUNTED_BEFORE: Final = re.compile(r"\d[\d.万余多]*(?:个|项|处|条|座|批|类|公里|亩|万亩)(?:的|重点)?$|系列|一批|等$")
_COUNTED_BEHIND: Final = re.compile(
    r"(?:第?\d[\d.万余多]*|[两三四五六七八九十]{1,2})(?:个|项|处|条|座|批|类|公里|亩|万亩)"
)


def _mentions(text: str, aliases: Iterable[str]) -> list[int]:
    found: set[int] = set()
    for alias in aliases:
        at = text.find(alias)
        while at >= 0:
            found.add(at)
            at = text.find(alias, at + 1)
    return sorted(found)


def _claim(report: Report, at: int) -> Clause | None:
    """The clause that says the thing mentioned at `at` is done: its own, or one after it in the sentence."""
    sentence = report.outline.sentence(at)
    for clause in sentence.clauses:
        if clause.end > at and DONE.search(clause.text):
            return None if NOT_YET.search(clause.text) else clause
    return None


def _finding(
    report: Report, name: str, done: list[Clause], todo: list[Clause], *, is_finished: bool = False
) -> Finding:
    figures = tuple(figure for clause in done for figure in _scope(report, clause))
    is_finished = is_finished or _is_finished(name, done, todo)
    if is_finished:
        figures = tuple(figure for clause in (*done, *todo) for figure in report.marks_in(clause.start, clause.end))
    return Finding(
        check="done_and_todo",
        severity="conflict" if is_finished else "doubt",
        text_code="done_and_todo",
        slots={
            "name": name,
            "done": "".join(_with_scope(report, clause) for clause in done[:_SHOWN]),
            "todo": "".join(_with_scope(report, clause) for clause in todo[:_SHOWN]),
        },
        at=todo[0].start,
        words=name,
        printed="、".join(clause.text for clause in done[:_SHOWN]),
        figures=figures,
        domain=domain_of(figures, report, done[0].start),
    )


def _is_finished(name: str, done: list[Clause], todo: list[Clause]) -> bool:
    """Whether the whole project is reported as finished while the plan begins or finishes it again."""
    finished = any(name in each.text and _FINISHED.search(each.text) for each in done)
    return finished and any(name in each.text and _TO_FINISH.search(each.text) for each in todo)


_FINISHED: Final = re.compile(r"(?:竣工|完工|建成|通车|投用|投入使用|投产|交付使用)(?!.*(?:率|部分|一期))")
_TO_FINISH: Final = re.compile(r"(?:竣工|完工|建成|通车|投用|投入使用|投产|交付|开工|动工)")
_TO_BUILD: Final = re.compile(rf"{_TO_FINISH.pattern}|建设|施工")


def _scope(report: Report, clause: Clause) -> list[Figure]:
    return [figure for figure in report.figures_in(clause) if figure.dimension in _SCOPES]


def _with_scope(report: Report, clause: Clause) -> str:
    scope = "、".join(figure.text for figure in _scope(report, clause))
    return f"{excerpt(report, clause.start, clause.end)}（{'范围：' + scope if scope else '未写范围'}）"
