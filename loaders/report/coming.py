"""Clauses that name a coming date, outside the plan too: 预计8月竣工, 年底前完成验收, 5月8日将启动."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from domain.text.spans import Sentence
from loaders.report.periods import months, year_of
from loaders.report.reading import Reading
from loaders.report.task_words import looks_ahead, names_act, states_fact
from loaders.text.source import Source

_MODAL: Final = (
    r"(?:预期|预计|计划|(?<!现)将于?|力争|争取|确保|拟于?|定于|有望|(?<![主重必首简纲概需])要(?![求素点件闻]))"
)
_TERM: Final = (
    r"(?:(?:19|20)\d\d年)?(?:\d{1,2}月(?:份|底|末|初|上旬|中旬|下旬|\d{1,2}[日号])?|第?[一二三四]季度|年底|年内|下半年|上半年|本月|月底|"
    r"明年|来年|近期|[\d一二三四五六七八九十两]+(?:个月|天|周|年)内?)前?"
)
_END_ACT: Final = (
    r"(?:开工|动工|竣工|完工|投产|投用|投运|投入|完成|建成|交付|开馆|开业|开园|通车|交地|启动|实施|"
    r"发布|运营|启用|实现|验收|完毕|开展|举办|入库|上线|落地|安装)"
)
#: 预计8月竣工, 将于年底前建成 | 年底前完成 | 5月8日将启动.
_COMING: Final = re.compile(
    rf"{_MODAL}[^,，;；。]{{0,8}}?{_TERM}[^,，;；。]{{0,30}}?{_END_ACT}|定于[^,，;；。]{{2,20}}"
    rf"|(?:年底|月底|月末|季度末?|年内|\d{{1,2}}月份?)前[^,，;；。]{{0,16}}?{_END_ACT}"
    rf"|{_TERM}(?:将|力争|确保|争取|计划)[^,，;；。]{{0,12}}?{_END_ACT}"
)
_SECOND_HALF: Final = re.compile(r"下半年(?!的?(?:主要|重点)?(?:工作|目标|任务|计划|思路|打算|安排|[,，。]))")
#: 6月初交地, told before June.
_MONTH_AHEAD: Final = re.compile(rf"(\d{{1,2}})月(?:份|底|末|初|上旬|中旬|下旬)?[^,，;；。]{{0,12}}?{_END_ACT}")


def names_term(words: str) -> bool:
    """Whether a clause says by when something is to be done."""
    return _COMING.search(words) is not None


def coming_clauses(reading: Reading, sentence: Sentence) -> list[tuple[int, int]]:
    """The clauses that name a coming date, and the acts that follow behind them up to what has been done."""
    coming: dict[int, int] = {}
    for match in _dates(reading, sentence):
        start, end = reading.clause(match.start(), match.end())
        words = reading.words(start, end)
        if looks_ahead(words) or not states_fact(words):
            coming[start] = max(end, coming.get(start, end))
    found = dict(coming)
    for clause in sentence.clauses if coming else ():
        start, end = reading.clause(clause.start, clause.end)
        last = max((stop for begin, stop in found.items() if begin < start), default=0)
        is_subject = any(0 <= begin - end <= 1 for begin in coming)
        words = reading.words(start, end)
        if last == _last_end(sentence, start) and not is_subject and names_act(words) and not states_fact(words):
            found.setdefault(start, end)
    return sorted(found.items())


def _dates(reading: Reading, sentence: Sentence) -> Iterator[re.Match[str]]:
    for pattern in (_COMING, _SECOND_HALF):
        yield from pattern.finditer(reading.text, sentence.start, sentence.end)
    published = published_on(reading.source)
    year = year_of(reading.scope["period"])
    if published is None or year is None:
        return
    for match in _MONTH_AHEAD.finditer(reading.text, sentence.start, sentence.end):
        month = int(match[1])
        if 1 <= month <= 12 and months(year, month, month).start > published:
            yield match


def published_on(source: Source) -> date | None:
    """The day of publication that the origin names; None where it names none."""
    try:
        return date.fromisoformat(str(source.origin.get("published", "")))
    except ValueError:
        return None


def _last_end(sentence: Sentence, start: int) -> int:
    """Where the clause before `start` ends, -1 where it is the first one."""
    return next((clause.end for clause in reversed(sentence.clauses) if clause.end <= start), -1)
