"""Tasks that are reported as done and still planned: each claim is shown with its own scope."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from domain.checks.finding import Finding, domain_of, excerpt
from domain.checks.names import project_names
from domain.checks.report import Figure, Report
from domain.checks.words import DONE, NOT_YET, TODO
from domain.text.kinds import AHEAD
from domain.text.spans import Clause

_SHOWN: Final = 3
_SCOPES: Final = ("count", "area", "length", "percent")


def check_done_and_todo(report: Report) -> Iterator[Finding]:
    """One finding for each named project with a claim of completion before the plan and a task in the plan."""
    for name, aliases in project_names(report).items():
        done: dict[int, Clause] = {}
        todo: dict[int, Clause] = {}
        for at in _mentions(report.text, aliases):
            sentence = report.outline.sentence(at)
            if sentence.kind in AHEAD:
                if TODO.search(report.outline.clause(at).text):
                    todo.setdefault(sentence.start, report.outline.clause(at))
            elif claim := _claim(report, at):
                done.setdefault(sentence.start, claim)
        if done and todo:
            yield _finding(report, name, list(done.values()), list(todo.values()))


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


def _finding(report: Report, name: str, done: list[Clause], todo: list[Clause]) -> Finding:
    figures = tuple(figure for clause in done for figure in _scope(report, clause))
    if _is_finished(name, done, todo):
        figures = tuple(figure for clause in (*done, *todo) for figure in report.marks_in(clause.start, clause.end))
    return Finding(
        check="done_and_todo",
        severity="conflict" if _is_finished(name, done, todo) else "doubt",
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


def _scope(report: Report, clause: Clause) -> list[Figure]:
    return [figure for figure in report.figures_in(clause) if figure.dimension in _SCOPES]


def _with_scope(report: Report, clause: Clause) -> str:
    scope = "、".join(figure.text for figure in _scope(report, clause))
    return f"{excerpt(report, clause.start, clause.end)}（{'范围：' + scope if scope else '未写范围'}）"
