"""Names that drift: one project or firm under several names, by the names of the unit and by likeness."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Final

from domain.checks.finding import Finding, excerpt
from domain.checks.report import Report
from domain.checks.words import FIRM, GENERIC_CHARACTER, NAME_BORDER, PROJECT, PROJECT_GENERIC
from domain.text.kinds import AHEAD
from domain.unit_catalogue import names_of_unit

_LONGEST_FIRM: Final = 10
_SAME_END: Final = 5  # 特密封制品: so much alike behind one character that differs
_SAME_START: Final = 3
_LONGEST_PROJECT: Final = 12
_OWN_WORDS: Final = 4  # a project's name before its kind (…水库, …工程); shorter ones are too common


def check_name_drift(report: Report) -> Iterator[Finding]:
    """Pairs of names in the text that the unit calls one, and pairs of firms that look like one."""
    known: set[str] = set()
    own = names_of_unit(report.scope.get("org_unit"))
    for known_names, alike in ((own.enterprises, _enterprises_alike), (own.projects, _projects_alike)):
        for name, names in known_names.items():
            known |= set(names)
            used = _used(report.text, names)
            for first, second in _drifting(report, used, alike):
                yield _finding(report, "name_known", "notice", (first, second), name)
    firms = {firm: at for firm, at in _firms(report.text).items() if not any(name in firm for name in known)}
    for (one, at), (two, other) in combinations(sorted(firms.items(), key=lambda item: item[1]), 2):
        pair = _alike(one, two)
        if pair:
            yield _finding(report, "name_drift", "doubt", ((pair[0], at), (pair[1], other)), "")


def own_projects(report: Report) -> Mapping[str, Iterable[str]]:
    """The projects that the unit names itself, each with its other names."""
    return names_of_unit(report.scope.get("org_unit")).projects


def project_names(report: Report) -> dict[str, list[str]]:
    """The names of each project that the text may use: those of the unit, and those that plan and results share."""
    names = {name: list(known) for name, known in own_projects(report).items()}
    known = {alias for aliases in names.values() for alias in aliases}
    reported = "\n".join(sentence.text for sentence in report.outline.sentences if sentence.kind not in AHEAD)
    for sentence in report.outline.sentences:
        if sentence.kind not in AHEAD:
            continue
        for match in PROJECT.finditer(sentence.text):
            name = _shared_name(sentence.text, match, reported)
            if name and not any(alias in name for alias in known):
                names.setdefault(name, [name])
    return names


def _shared_name(sentence: str, kind: re.Match[str], reported: str) -> str:
    """The longest name that ends with the kind of project found in `sentence` and stands in `reported`, or ""."""
    for start in range(max(0, kind.end() - _LONGEST_PROJECT), kind.start() - _OWN_WORDS + 1):
        name = sentence[start : kind.end()]
        if not NAME_BORDER.search(name) and not PROJECT_GENERIC.search(name) and name in reported:
            return name
    return ""


def _used(text: str, names: Iterable[str]) -> list[tuple[str, int]]:
    """The names that stand in the text by themselves, not inside a longer one of the same list; first places."""
    found: dict[str, int] = {}
    used_offsets: set[int] = set()
    for name in sorted(names, key=len, reverse=True):
        for match in re.finditer(re.escape(name), text):
            if match.start() not in used_offsets:
                found.setdefault(name, match.start())
                used_offsets |= set(range(*match.span()))
    return sorted(found.items(), key=lambda item: item[1])


def _drifting(
    report: Report, used: list[tuple[str, int]], alike: Callable[[str, str], bool]
) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
    """Each name that is like the first and no short form of it: 航运 stands for 航运枢纽, but 奈特 is not 耐特.

    Two names in one sentence are two things.
    """
    for other in used[1:]:
        first = used[0]
        shorter = any(other[0] in name or name in other[0] for name, _ in used if name != other[0])
        together = report.outline.sentence(first[1]) == report.outline.sentence(other[1])
        if alike(first[0], other[0]) and not shorter and not together:
            yield first, other


def _enterprises_alike(first: str, second: str) -> bool:
    return len(set(first) & set(second)) >= 2


def _projects_alike(first: str, second: str) -> bool:
    return first[:_SAME_START] == second[:_SAME_START]


def _firms(text: str) -> dict[str, int]:
    """Words that end like a firm's name, cut at the last border before it, with their first places."""
    found: dict[str, int] = {}
    for match in FIRM.finditer(text):
        start = max(0, match.start() - _LONGEST_FIRM)
        words = text[start : match.end()]
        borders = [border.end() for border in NAME_BORDER.finditer(words) if border.end() < len(words)]
        start += borders[-1] if borders else 0
        if match.end() - start >= _SAME_END:
            found.setdefault(text[start : match.end()], start)
    return found


#: A character that leads to a name: 以中商全联控股 is 中商全联控股.
_LEADS: Final = frozenset("以与和对由向在为家个地了的及等被将把使让")


def _alike(first: str, second: str) -> tuple[str, str] | None:
    """The parts of two firms' names that are nearly the same: one character differs, or the end does."""
    one, two = (re.sub(r"(股份|有限|责任)*公司$", "", name) for name in (first, second))
    end = 0
    while end < min(len(one), len(two)) and one[-end - 1] == two[-end - 1]:
        end += 1
    differs = len(one) > end and len(two) > end and min(len(one), len(two)) - end == 1
    if differs and _LEADS & {one[-end - 1], two[-end - 1]}:
        return None
    if end >= _SAME_END and differs and not GENERIC_CHARACTER.fullmatch(one[-end - 1] + two[-end - 1]):
        return one[-end - 1 :], two[-end - 1 :]
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    if _SAME_START <= start < min(len(one), len(two)) and one != two and max(len(one), len(two)) - start <= 3:
        return one, two
    return None


def _finding(
    report: Report, text_code: str, severity: str, pair: tuple[tuple[str, int], tuple[str, int]], name: str
) -> Finding:
    (first, at), (second, other) = pair
    return Finding(
        check="name_drift",
        severity=severity,
        text_code=text_code,
        slots={
            "first": first,
            "second": second,
            "first_quote": excerpt(report, at, at + len(first)),
            "second_quote": excerpt(report, other, other + len(second)),
            "name": name,
        },
        at=at,
        words=f"{first}|{second}",
        printed=f"{first}、{second}",
    )
