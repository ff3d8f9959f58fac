"""Honours: who got what, at which level, one of how many; from the list of highlights and from the text.

An honour stated twice is one row, with the second place in its note. A rank keeps who is ranked and in which month.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from domain.text.headings import FURNITURE
from domain.text.kinds import AHEAD
from domain.text.spans import Part
from loaders.report.award_levels import level_of
from loaders.report.awards import COUNTED, DATE, Award, awards_of, is_award, names_receiver, rank_in
from loaders.report.names import canonical_name, named_in
from loaders.report.periods import months, year_of
from loaders.report.reading import Reading, Row, row_key
from loaders.report.statements.reported_days import year_looked_back_at
from loaders.report.wording import plain

_NUMERAL: Final = "[0-9０-９一二三四五六七八九十百]+"
_CLAUSE: Final = re.compile(r"[^,，]+")
_MANY: Final = re.compile(rf"^(全\w|\w{{2,3}}?)(?:共|仅)?({_NUMERAL})[家名个位人例]$")
_ONLY: Final = re.compile(r"^(全\w|\w{2,3})唯一$")
_YEAR: Final = re.compile(r"[0-9０-９]{4}(?=年)")
#: The year that a sentence or the one before it refers to: 2020年,我镇…; 去年….
_OPENING_YEAR: Final = re.compile(
    r"(?:^|[\n。;；])\s*(?:((?:19|20)\d\d)年(?=[,，]|全年|[上下]半年|以来)|(去年|上年|过去一年))"
)
#: A year that a clause opens with, in a word: 去年12月获评, 今年3月获评.
_YEAR_WORD: Final = re.compile(
    r"(?:今年|本年|本季|(?P<last>去年|上年|上一年))度?(?P<rest>\d{1,2}月份?(?:\d{1,2}日)?|[上下]半年|[底末初])?"
)
#: 连续三年获评: of several years, whatever year the sentence before it speaks of.
_YEARS_ON_END: Final = re.compile("(?:连续|蝉联)[一二两三四五六七八九十0-9]+[个]?(?:年|届)")
_QUARTER: Final = re.compile(r"[一二三四]季度|上半年|下半年")
_LIST_MARK: Final = re.compile(r"^\s*(?:\d+[.、．]|[(（][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+是)\s*")
_QUOTED: Final = re.compile("“([^”\n]{2,40})”")
_BETWEEN: Final = re.compile("[、和及与]?")
_OURSELVES: Final = re.compile("(?:我们?|本|全|该)?(?:街道|[站局办所院校县区市镇乡])?")
#: What a label or a heading of a list of honours says, its items, and who has one, in brackets behind it.
_OF_HONOURS: Final = re.compile("荣誉|获奖|受表彰|奖项")
_ITEM: Final = re.compile("[^、]+")
_LISTED: Final = re.compile(r"(?P<award>[^()（）]{4,40})(?:[(（](?P<who>[^()（）]{2,16})[)）])?")
_SAME: Final = 0.85
#: A rank whose clause does not say of what it is one: 均居全市首位, 增速列全区第一.
_OF_BEFORE: Final = re.compile("(?:增速|增幅|同比|同比增幅|增长|总量|总额|金额|规模|数量|占比|综合|均|都)*$")
_FIGURES_ON: Final = re.compile(r"(?:完成|实现|超过?|达到?|为)?[0-9.%]+.*$")
_RANK: Final = re.compile("第[一二三1-3]|首位|榜首|前[一二三四五六七八九十0-9]")


@dataclass(frozen=True)
class _Clause:
    start: int
    end: int
    text: str


def build_honours(reading: Reading) -> list[Row]:
    """One row per honour, highlights first where one is stated twice; rows of `honours`."""
    honours: list[Row] = []
    for part in sorted(reading.outline.parts, key=lambda each: each.kind != "highlights"):
        if part.kind not in ("highlights", "done", "history"):
            continue
        for start, end in _done_sentences(part):
            for row in _honours_of_sentence(reading, start, end):
                _keep_once(reading, honours, row)
    for row in honours:
        row["row_id"] = row_key("honours", f"{row['who']}{row['award']}")
    return honours


def _done_sentences(part: Part) -> Iterator[tuple[int, int]]:
    """The sentences of a part, or their parts between semicolons, that do not look ahead."""
    for paragraph, sentences in part.body:
        if paragraph.role in (*FURNITURE, "heading", "table"):
            continue
        for sentence in sentences:
            if sentence.kind not in AHEAD:
                yield from sentence.segments


def _honours_of_sentence(reading: Reading, start: int, end: int) -> Iterator[Row]:
    clauses = _clauses(reading.text, start, end)
    headings = reading.outline.paragraph(start).headings
    is_list = bool(headings) and _OF_HONOURS.search(headings[-1].title) is not None
    previous: Award | None = None
    for number, clause in enumerate(clauses):
        label, _, told = clause.text.rpartition(":")
        appraisal = label or (clauses[0].text if number else "")
        ranked = rank_in(appraisal, told)
        found = [ranked] if ranked else [*awards_of(clause.text)]
        if not found and previous is not None:
            found = _continued_awards(previous, clause.text)
        if (label and _OF_HONOURS.search(label)) or (is_list and not found):
            yield from _rows_of_list(reading, clause)
            continue
        if not found:
            continue
        previous = None if found[-1].is_rank else found[-1]
        scopes, last = _scopes(clauses[number + 1 :], clause)
        date_text = _date_text(reading, clauses[: number + 1])
        for each, span in _spans(reading, clause, last, found):
            if number and each.is_rank and not each.who and _OF_BEFORE.match(each.award.removesuffix(each.among)):
                each = _of_clause_before(reading, clauses[:number], each)
            yield _row(reading, each, scopes, date_text, span)


def _rows_of_list(reading: Reading, clause: _Clause) -> Iterator[Row]:
    """获得荣誉:国家级充分就业社区(桥东社区)、市级平安街道: the honours of a list that a label or heading announces."""
    at = clause.start
    for words in _ITEM.findall(reading.text[clause.start : clause.end].rpartition("：")[2].rpartition(":")[2]):
        start = reading.text.index(words, at)
        at = start + len(words)
        item = _LISTED.fullmatch(plain(words))
        if item and (is_award(item["award"]) or _RANK.search(item["award"])):
            award = next(iter(awards_of(item["award"])), None) or Award(item["who"] or "", item["award"])
            yield _row(reading, award, [], _date_text(reading, [clause]), (start, at))


def _continued_awards(previous: Award, clause: str) -> list[Award]:
    """A clause without a verb behind an honour continues with the list: 获得甲,2021年度乙先进单位."""
    counted = COUNTED.match(clause)
    if counted and is_award(counted["award"]):
        return [Award("", counted["award"], counted["count"])]
    return [Award(previous.who, clause)] if DATE.match(clause) and is_award(clause) else []


def _spans(
    reading: Reading, clause: _Clause, last: _Clause, found: list[Award]
) -> Iterator[tuple[Award, tuple[int, int]]]:
    """Each honour of a clause with its place: that of its quoted name where several are quoted, else the clause."""
    quoted = [*_QUOTED.finditer(reading.text, clause.start, clause.end)]
    listed = quoted and all(
        _BETWEEN.fullmatch(reading.text, one.end(), other.start()) for one, other in pairwise(quoted)
    )
    if len(found) == 1 and len(quoted) > 1 and listed and not found[0].is_rank:
        award = found[0]
        for at, match in enumerate(quoted):
            begin = match.start(1) if at else clause.start
            yield Award(award.who, plain(match[1]), award.note), (begin, match.end(1))
        return
    yield from ((each, (clause.start, last.end)) for each in found)


def _of_clause_before(reading: Reading, before: list[_Clause], rank: Award) -> Award:
    """财政收入10.3亿元,增幅7.5%,增幅居全市首位: the rank is of what the nearest clause that names a thing names."""
    names = [(_FIGURES_ON.sub("", clause.text.rpartition(":")[2]), clause) for clause in before]
    what, clause = next((each for each in reversed(names) if not _OF_BEFORE.match(each[0])), names[-1])
    return Award(rank.who, what + rank.award, reading.words(clause.start, clause.end), rank.among)


def _clauses(text: str, start: int, end: int) -> list[_Clause]:
    clauses: list[_Clause] = []
    for begin, stop in _items(text, start, end):
        mark = _LIST_MARK.match(text[begin:stop])
        begin += mark.end() if mark else 0
        stripped = text[begin:stop].strip()
        if stripped:
            begin = text.index(stripped, begin)
            clauses.append(_Clause(begin, begin + len(stripped), plain(stripped)))
    return clauses


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence; those of a list, each with who has the honour, one by one: 甲村入选…、乙村获…."""
    for clause in _CLAUSE.finditer(text, start, end):
        at = clause.start()
        for mark in re.finditer("、", clause[0]):
            stop = clause.start() + mark.start()
            if (
                stop > at
                and names_receiver(plain(text[at:stop]).rpartition(":")[2])
                and names_receiver(plain(text[stop + 1 : clause.end()]))
            ):
                yield at, stop
                at = stop + 1
        yield at, clause.end()


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


def _date_text(reading: Reading, clauses: list[_Clause]) -> str | None:
    """The date of the last clause that opens with one, as written; 去年12月 with its year: 2022年12月."""
    reported = year_of(reading.scope["period"])
    for clause in reversed(clauses):
        word = _YEAR_WORD.match(clause.text)
        if word is not None and reported is not None:
            return f"{reported - bool(word['last'])}年{word['rest'] or ''}"
        date = DATE.match(clause.text) or (_QUARTER.search(clause.text) if clause is clauses[-1] else None)
        if date is not None:
            return date[0]
    return None


def _row(
    reading: Reading, found: Award, scopes: list[tuple[str, float]], date_text: str | None, span: tuple[int, int]
) -> Row:
    start, end = span
    counted = [] if found.note is None else reading.figures_between(start, end)
    of_note = next((each for each in counted if each["text"] == found.note), None)
    levels = (
        level_of(words, reading) for words in (found.among or found.award, found.giver, *(scope for scope, _ in scopes))
    )
    return {
        "who": reading.scope["org_unit"] if _OURSELVES.fullmatch(found.who) else found.who, "award": found.award,
        "level": next(filter(None, levels), None),
        "awarded_to_n": scopes[0][1] if scopes else None,
        "scope": ",".join(scope for scope, _ in scopes) or None,
        "date_text": date_text, "note": found.note,
        **reading.scope, **_days(reading, date_text, span), "source_id": reading.source.source_id,
        "start": start, "end": end, "quote": reading.source.text[start:end],
        "cells": f"note={of_note['start']}" if of_note else "",
    }  # fmt: skip


def _days(reading: Reading, date_text: str | None, span: tuple[int, int]) -> Row:
    """The days that an honour refers to where they are not the report's: of the year that is written with it or that
    opens a sentence before it in its paragraph; in a part of history of the figures in its clauses or of that part.
    """
    year = _YEAR.match(date_text or "")
    if year is not None:
        written = int(plain(year[0]))
        return _year_days(written) if written != year_of(reading.scope["period"]) else {}
    if _YEARS_ON_END.search(reading.text, reading.outline.clause(span[0]).start, span[1]):
        return {}
    part = reading.outline.part(span[0])
    if part.kind != "history":
        return _days_of_paragraph(reading, span[0])
    found = reading.figures_between(*span) or reading.figures_between(part.start, part.end)
    days = Counter(
        (figure["as_of_start"], figure["as_of_end"]) for figure in found if figure["as_of_start"] is not None
    )
    return dict(zip(("as_of_start", "as_of_end"), days.most_common(1)[0][0], strict=True)) if days else {}


def _days_of_paragraph(reading: Reading, start: int) -> Row:
    """Those of another year than the report's that the last opening sentence before `start` names.

    去年 is the year that the chapter looks back at, else the one before the report's.
    """
    paragraph = reading.outline.paragraph(start)
    years = [*_OPENING_YEAR.finditer(reading.text[paragraph.start : start])]
    reported = year_of(reading.scope["period"])
    if not years or reported is None:
        return {}
    last_year = year_looked_back_at(paragraph.headings) or reported - 1
    year = int(years[-1][1]) if years[-1][1] else last_year
    return _year_days(year) if year != reported else {}


def _year_days(year: int) -> Row:
    named = months(year, 1, 12)
    return {"as_of_start": named.start, "as_of_end": named.end}


def _keep_once(reading: Reading, honours: list[Row], row: Row) -> None:
    """Add `row` unless one of `honours` is the same; that one then notes where it is stated again."""
    for other in honours:
        if _is_same(reading, other, row):
            start, end = reading.sentence(row["start"], row["end"])
            again = (
                f"同一荣誉另见：“{reading.words(start, end)}”"
                if end - start < 80
                else f"同一荣誉另见：“{reading.words(row['start'], row['end'])}”"
            )
            other["note"] = f"{other['note']}；{again}" if other["note"] else again
            return
    honours.append(row)


def _is_same(reading: Reading, one: Row, other: Row) -> bool:
    if one["level"] != other["level"]:
        return False
    if _RANK.search(one["award"]) and one["award"] != other["award"]:
        return False
    if SequenceMatcher(None, one["award"], other["award"]).ratio() < _SAME:
        return False
    start, end = reading.sentence(other["start"], other["end"])
    unit = reading.scope["org_unit"]
    names = {canonical_name(unit, "places", one["who"]), one["who"]}
    return other["who"] in one["who"] or bool(names & set(named_in(unit, "places", reading.words(start, end))))
