"""Two days of a report: when it was published, and until when its figures speak."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from loaders.text.evidence import Evidence, Recognised, strongest
from loaders.text.front_lines import FrontLines, Part
from loaders.text.written_days import BLANK, YEAR, find_days, small_number, year_number

_PUBLISHED: Final = re.compile(rf"(?:发布|公开|刊登|上网){BLANK}(?:日期|时间)|发布于|发表(?:日期|时间)")
_WRITTEN: Final = re.compile(
    rf"(?:成文|生成|发文|印发|更新){BLANK}(?:日期|时间)|^{BLANK}[•·\-]?{BLANK}(?:日{BLANK}期|时{BLANK}间)"
)
_UNTIL: Final = re.compile(
    rf"(?:数据截[至止]|截[至止]到?|至|止){BLANK}(?P<year>{YEAR}){BLANK}年{BLANK}(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})"
    rf"{BLANK}月(?:{BLANK}(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}}){BLANK}[日号]|{BLANK}(?:底|末))?"
)
_OPENING: Final = 240


def recognise_published(front: FrontLines) -> Recognised:
    """The day of publication, ISO: a catalogue line 发布日期, then the day of the text's making, then the signature."""
    lines = (*front.catalogue, *front.lines)
    published = [found for line in lines for found in _days(line, _PUBLISHED)]
    written = [found for line in lines for found in _days(line, _WRITTEN)]
    signed = [
        line.evidence(day.isoformat(), start, end)
        for line in front.closing for start, end, day in find_days(line.text) if end - start >= len(line.text) - 2
    ]  # fmt: skip
    bare = [(line, *found) for line in lines for found in find_days(line.text)]
    alone = [line.evidence(day.isoformat(), start, end) for line, start, end, day in bare if start == 0]
    behind = [line.evidence(day.isoformat(), start, end) for line, start, end, day in bare if start > 0]
    return strongest((published, written, signed, alone), behind)


def _days(line: Part, key: re.Pattern[str]) -> Iterator[Evidence]:
    """The first day behind each of the words `key`."""
    for found in key.finditer(line.text):
        for start, end, day in find_days(line.text, found.end(), found.end() + 24):
            yield line.evidence(day.isoformat(), start, end)
            break


def recognise_as_of(front: FrontLines, named: Iterable[Part]) -> Recognised:
    """Until when the figures speak, ISO, where a title says so; what the first sentences say suggests."""
    opening = Part("text", front.opening.start, front.opening.text[:_OPENING])
    titles = [found for part in (*named, *front.titles) for found in _until(part)]
    return strongest((titles,), _until(opening))


def _until(part: Part) -> Iterator[Evidence]:
    for match in _UNTIL.finditer(part.text):
        year, month = year_number(match["year"]), small_number(match["month"])
        try:
            day = date(year, month, small_number(match["day"])) if match["day"] else _last_day(year, month)
        except ValueError:
            continue
        yield part.evidence(day.isoformat(), *match.span())


def _last_day(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
