"""Scopes of lists: 甲村、乙村、丙村分别签约23户、18户、9户 gives each number its village."""

import re
from itertools import groupby
from typing import Final

from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import place_endings

_NAMES: Final = re.compile(
    r"(?P<names>(?:[\u4e00-\u9fff]{2,10}?(?:、|和|及|与)){1,9}[\u4e00-\u9fff]{2,10}?)"
    r"(?:(?:[两二三四五六七八九十]|\d{1,2})个?(?P<kind>村|社区|镇|乡|街道|片区|小区|县|区)|(?<=[村镇乡区县道]))"
    r"[^,;。:、\d]{0,6}分别"
)
_MARKS: Final = re.compile("[、和及与]")
_LISTED: Final = re.compile(r"(?:、|[和及与])[^,;。:、\d]{0,6}")
_FRAME: Final = re.compile("^(?:其中|截至目前|目前|全年|上半年)+")


def scopes_of_lists(report: Report) -> None:
    """Sets the scope of numbers that stand in the order of a list of places before 分别."""
    for sentence, of_sentence in groupby(report.facts, key=lambda fact: fact.sentence):
        facts = list(of_sentence)
        for match in _NAMES.finditer(report.text, *report.span(sentence)):
            names = [_FRAME.sub("", name) for name in _MARKS.split(match["names"])]
            are_places = match["kind"] or all(name.endswith(place_endings()) for name in names)
            for run in _runs(report, [fact for fact in facts if fact.start >= match.end()]) if are_places else ():
                for fact, name in zip(run, names, strict=False) if len(run) == len(names) else ():
                    fact.scope, fact.subject = name, None


def _runs(report: Report, facts: list[Fact]) -> list[list[Fact]]:
    """Numbers of one unit that 、 joins."""
    runs: list[list[Fact]] = []
    for fact in facts:
        last = runs[-1][-1] if runs else None
        is_next = last is not None and last.unit == fact.unit and _LISTED.fullmatch(report.text, last.end, fact.start)
        if is_next:
            runs[-1].append(fact)
        else:
            runs.append([fact])
    return runs
