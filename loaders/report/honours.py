"""Honours: who got what, at which level, one of how many; from the list of highlights and from the text.

An honour told twice is one row, with the second place in its note. A rank keeps who is ranked and in which month.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from domain.catalogue import read_catalogue
from loaders.report.names import canonical_name, named_in
from loaders.report.periods import months
from loaders.report.reading import Reading, Row, row_key
from loaders.report.wording import plain

_NUMERAL: Final = "[0-9０-９一二三四五六七八九十百]+"
_CLAUSE: Final = re.compile(r"[^,，]+")
_MANY: Final = re.compile(rf"^(全\w|\w{{2,3}}?)(?:共|仅)?({_NUMERAL})[家名个位人例]$")
_ONLY: Final = re.compile(r"^(全\w|\w{2,3})唯一$")
_RANK: Final = re.compile(rf"^(?P<before>.*?)(?:排名|位列|位居|列|居)(?P<rank>(?:全\w)?第{_NUMERAL})(?:位|名)?$")
_RANKED: Final = re.compile(r"^(?P<what>.{2,8}?)中?(?P<who>\w*(?:村|社区|街道|镇|乡|队|办))$")
_DATE: Final = re.compile(r"^(?:[0-9０-９]{4}年\w{0,6}|[0-9０-９]{1,2}月份?(?:[0-9０-９]{1,2}日)?)")
_YEAR: Final = re.compile(r"[0-9０-９]{4}(?=年)")
_QUARTER: Final = re.compile(r"[一二三四]季度|上半年|下半年")
_COUNTED: Final = re.compile(rf"^(?P<count>{_NUMERAL}[个家名])(?P<award>.+)$")
_LIST_MARK: Final = re.compile(r"^\s*(?:\d+[.、．]|[(（][一二三四五六七八九十\d]+[)）])\s*")
_OURSELVES: Final = frozenset({"", "街道", "我街道", "本街道", "全街道"})
_SAME: Final = 0.85


@dataclass(frozen=True)
class _Clause:
    start: int
    end: int
    text: str


def build_honours(reading: Reading) -> list[Row]:
    """One row per honour, highlights first where one is told twice; rows of `honours`."""
    kept: list[Row] = []
    for part in sorted(reading.outline.parts, key=lambda each: each.kind != "highlights"):
        if part.kind not in ("highlights", "done", "history"):
            continue
        for start, end in (span for _, told in part.body for sentence in told for span in sentence.segments):
            for row in _honours_of_sentence(reading, start, end, part.kind == "highlights"):
                _keep_once(reading, kept, row)
    for row in kept:
        row["row_id"] = row_key("honours", f"{row['who']}{row['award']}")
    return kept


def _honours_of_sentence(reading: Reading, start: int, end: int, is_listed: bool) -> Iterator[Row]:
    clauses = _clauses(reading.text, start, end)
    counts = False
    for number, clause in enumerate(clauses):
        found = [*_awards_of(clause.text, is_listed and number == 0)]
        counted = _COUNTED.match(clause.text)
        if not found and counts and counted and _is_award(counted["award"]):
            found = [{"who": "", "award": counted["award"], "note": counted["count"]}]
        counts = counts or "创成" in clause.text
        if not found:
            continue
        scopes, last = _scopes(clauses[number + 1 :], clause)
        date_text = _date_text(clauses[: number + 1])
        for each in found:
            if not each["who"] and each.get("is_rank") and number:
                before = clauses[number - 1]
                each["note"] = reading.words(before.start, before.end)
                each["award"] = re.sub(r"[0-9.%]+.*$", "", before.text) + each["award"]
            yield _row(reading, each, scopes, date_text, (clause.start, last.end))


def _clauses(text: str, start: int, end: int) -> list[_Clause]:
    clauses: list[_Clause] = []
    for match in _CLAUSE.finditer(text, start, end):
        mark = _LIST_MARK.match(match[0])
        begin = match.start() + (mark.end() if mark else 0)
        stripped = text[begin : match.end()].strip()
        if stripped:
            begin = text.index(stripped, begin)
            clauses.append(_Clause(begin, begin + len(stripped), plain(stripped)))
    return clauses


def _awards_of(clause: str, is_listed: bool) -> Iterator[Row]:
    """who and award of the honours in one clause; a listed clause is an honour whatever its words."""
    words = read_catalogue("honours")
    rank = _RANK.match(clause)
    if rank is not None:
        date = _DATE.match(rank["before"])
        before = rank["before"][date.end() if date else 0 :]
        ranked = _RANKED.match(before)
        what, who = (ranked["what"], ranked["who"]) if ranked else (before, "")
        yield {"who": who, "award": f"{what}排名{rank['rank']}", "is_rank": True}
        return
    verb = _verbs().search(clause)
    if verb is not None and (is_listed or _is_award(clause[verb.end() :])):
        awards = re.sub("等(?:荣誉)?称号$|荣誉称号$", "", clause[verb.end() :]).split("、")
        each_is_award = all(_is_award(award) for award in awards)
        for award in awards if each_is_award else ["、".join(awards)]:
            counted = _COUNTED.match(award)
            named = {"award": counted["award"], "note": counted["count"]} if counted else {"award": award}
            yield {"who": clause[: verb.start()], **named}
        return
    if any(speech in clause for speech in words["speeches"]):
        at = next((clause.find(start) for start in words["speech_starts"] if start in clause), 0)
        yield {"who": clause[:at], "award": clause[at:].removeprefix("被")}
    elif is_listed:
        yield {"who": "", "award": clause}


@cache
def _verbs() -> re.Pattern[str]:
    verbs = sorted(read_catalogue("honours")["verbs"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, verbs)))


def _is_award(text: str) -> bool:
    return any(word in text for word in read_catalogue("honours")["awards"])


def _scopes(following: list[_Clause], honoured: _Clause) -> tuple[list[tuple[str, float]], _Clause]:
    """What stands behind an honour of how many got it (全国20家, 全省唯一), and the last clause of it."""
    scopes: list[tuple[str, float]] = []
    last = honoured
    for clause in following:
        many, only = _MANY.match(clause.text), _ONLY.match(clause.text)
        if many is None and only is None:
            break
        scopes.append((clause.text, _count(many[2]) if many else 1.0))
        last = clause
    return scopes, last


def _count(numeral: str) -> float:
    digits = "一二三四五六七八九"
    if not set(numeral) & set(digits + "十百"):
        return float(int(numeral))
    tens, ten, ones = numeral.rpartition("十")
    units = digits.find(ones) + 1 if ones else 0
    return float((digits.find(tens) + 1 if tens else 1) * 10 + units) if ten else float(units)


def _date_text(clauses: list[_Clause]) -> str | None:
    for clause in reversed(clauses):
        date = _DATE.match(clause.text) or (_QUARTER.search(clause.text) if clause is clauses[-1] else None)
        if date is not None:
            return date[0]
    return None


def _row(
    reading: Reading, found: Row, scopes: list[tuple[str, float]], date_text: str | None, span: tuple[int, int]
) -> Row:
    start, end = span
    counted = [] if "note" not in found else reading.figures_between(start, end)
    of_note = next((each for each in counted if each["text"] == found["note"]), None)
    return {
        "who": reading.scope["org_unit"] if found["who"] in _OURSELVES else found["who"], "award": found["award"],
        "level": _level(found["award"]) or next((level for scope, _ in scopes if (level := _level(scope))), None),
        "awarded_to_n": scopes[0][1] if scopes else None,
        "scope": ",".join(scope for scope, _ in scopes) or None,
        "date_text": date_text, "note": found.get("note"),
        **reading.scope, **_days(reading, date_text, span), "source_id": reading.source.source_id,
        "start": start, "end": end, "quote": reading.source.text[start:end],
        "cells": f"note={of_note['start']}" if of_note else "",
    }  # fmt: skip


def _days(reading: Reading, date_text: str | None, span: tuple[int, int]) -> Row:
    """The days that an honour speaks of where they are not the report's: of the year that is written with it, of the
    figures in its clauses, in a part of history of the figures of that part.
    """
    year = _YEAR.match(date_text or "")
    if year is not None:
        named = months(int(plain(year[0])), 1, 12)
        return {"as_of_start": named.start, "as_of_end": named.end}
    part = reading.outline.part(span[0])
    if part.kind != "history":
        return {}
    found = reading.figures_between(*span) or reading.figures_between(part.start, part.end)
    days = Counter(
        (figure["as_of_start"], figure["as_of_end"]) for figure in found if figure["as_of_start"] is not None
    )
    return dict(zip(("as_of_start", "as_of_end"), days.most_common(1)[0][0], strict=True)) if days else {}


def _level(award: str) -> str | None:
    levels = read_catalogue("honours")["levels"]
    return next((entry["level"] for entry in levels if any(word in award for word in entry["words"])), None)


def _keep_once(reading: Reading, kept: list[Row], row: Row) -> None:
    """Add `row` unless one of `kept` tells the same; that one then notes where it is told again."""
    for other in kept:
        if _is_same(reading, other, row):
            start, end = reading.sentence(row["start"], row["end"])
            again = (
                f"同一荣誉另见:“{reading.words(start, end)}”"
                if end - start < 80
                else f"同一荣誉另见:“{reading.words(row['start'], row['end'])}”"
            )
            other["note"] = f"{other['note']};{again}" if other["note"] else again
            return
    kept.append(row)


def _is_same(reading: Reading, one: Row, other: Row) -> bool:
    if one["level"] != other["level"]:
        return False
    if "排名" in one["award"] and one["award"] != other["award"]:
        return False
    if SequenceMatcher(None, one["award"], other["award"]).ratio() < _SAME:
        return False
    start, end = reading.sentence(other["start"], other["end"])
    names = {canonical_name("places", one["who"]), one["who"]}
    return other["who"] in one["who"] or bool(names & set(named_in("places", reading.words(start, end))))
