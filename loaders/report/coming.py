"""Clauses that name a coming date, outside the plan too: 预计8月竣工, 年底前完成验收, 5月8日将启动."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import pandas as pd

from domain.text.spans import Sentence
from loaders.report.periods import months, year_of
from loaders.report.reading import Reading
from loaders.report.task_words import looks_ahead, names_act, states_fact
from loaders.text.source import Source

_MODAL: Final = (
    r"(?:预期|预计|计划|(?<!现)将于?|务必于?|必须于?|须于|力争|争取|确保|拟于?|定于|有望"
    r"|(?<![主重必首简纲概需])要(?![求素点件闻]))"
)
_TERM: Final = (
    r"(?:(?:19|20)\d\d年)?(?:\d{1,2}月(?:份|底|末|初|上旬|中旬|下旬|\d{1,2}[日号])?|第?[一二三四]季度|年底|年内|下半年|上半年|本月|月底|"
    r"明年|来年|近期|[\d一二三四五六七八九十两]+(?:个月|天|周|年)内?)前?"
)
#: By when something is to be done: 9月底, 8月15日前, 三季度末, 年内, 春节前; not 1-5月, 截至6月底.
_DEADLINE: Final = re.compile(
    r"(?<![-—~～至到\d])(?<!截至)(?<!截止)(?P<year>(?:(?:19|20)\d\d年)?)"
    r"(?P<day>\d{1,2}月(?:份|底|末|初|[上中下]旬|\d{1,2}[日号])?(?![-—~～至到以的])|(?:第?[一二三四]|前[二三])季度[末底]?(?!的)"
    r"|[上下]半年(?!以|的)|(?<![上下])半年(?=\d|完成|实现|达)|年[底内末]|月底|(?:春节|除夕|国庆|五一|汛期|入冬|元旦|中秋))"
    r"(?:节?之?前|以前)?"
)
_DAY_OF: Final = {"半年": "上半年", "国庆": "10月1日", "五一": "5月1日", "元旦": "1月1日"}
_FEWEST_LETTERS: Final = 2
_LETTERS: Final = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
#: 5月17日签约期满前: says when, and nothing of what.
_ONLY_WHEN: Final = re.compile(r"[^,，;；。]{2,16}(?:前|期间|内|后)")
#: 每周一调度, 半月一督查: what is to be done again and again.
_REGULARLY: Final = re.compile(
    r"每(?:个|半)?(?:[日天周旬月季年]|季度|星期)度?[一二两三\d]?[次期]?(?!以|内|人)[\u4e00-\u9fff]{2}|(?:半|一|两)?[日天周旬月季]一[\u4e00-\u9fff]{2}"
)
_END_ACT: Final = (
    r"(?:开工|动工|竣工|完工|投产|投用|投运|投入|完成|建成|交付|开馆|开业|开园|通车|交地|启动|实施|"
    r"发布|运营|启用|实现|验收|完毕|开展|举办|入库|上线|落地|安装|整改|销号|清零|贯通|搬离|腾空|签约|拆除|复耕|开放|办结|付清|[拆签换付办建迁]完)(?![的了])"
)
#: 预计8月竣工, 将于年底前建成 | 年底前完成 | 5月8日将启动.
#: 确保9月1日开学使用 | 限7月底前整改到位 | 剩余2处5月底前完成.
_COMING: Final = re.compile(
    rf"{_MODAL}[^,，;；。]{{0,8}}?{_TERM}[^,，;；。]{{0,30}}?{_END_ACT}|定于[^,，;；。]{{2,20}}"
    rf"|(?:年底|月底|月末|季度末?|年内|\d{{1,2}}月份?)前[^,，;；。]{{0,16}}?{_END_ACT}"
    rf"|(?:确保|力争|务必于?|争取)(?:\d{{1,2}}月(?:\d{{1,2}}[日号]|底|末|[上中下]旬)|年底|年内)前?[^,，;；。]{{4,30}}"
    rf"|限[期于在定]?{_TERM}[^,，;；。]{{2,20}}"
    rf"|(?:剩余|其余|余下|剩下|余款|尾款|欠款|尚[欠余])[^,，;；。]{{1,16}}?{_TERM}(?<=前)[^,，;；。]{{2,20}}"
    rf"|{_TERM}(?:将|力争|确保|争取|计划)[^,，;；。]{{0,12}}?{_END_ACT}"
)
_SECOND_HALF: Final = re.compile(r"下半年(?!的?(?:主要|重点)?(?:工作|目标|任务|计划|思路|打算|安排|[,，。]))")
#: 6月初交地, told before June.
_MONTH_AHEAD: Final = re.compile(
    rf"(?<![年\d])(\d{{1,2}})月(?:份|底|末|初|上旬|中旬|下旬)?[^,，;；。]{{0,12}}?{_END_ACT}"
)


def names_term(words: str) -> bool:
    """Whether a clause says by when something is to be done."""
    return _COMING.search(words) is not None


def deadline_of(words: str) -> tuple[int | None, str, str] | None:
    """The last deadline that a clause of a plan prints: the year that it names, the day, and the day as printed.

    The day is given with 前 (10月 as 10月前, 半年 as 上半年前), so that what reads dates takes it for one. None where
    the clause prints none.
    """
    found = [*_DEADLINE.finditer(words)]
    if not found:
        return None
    year, printed = found[-1]["year"], found[-1]["day"]
    day = _DAY_OF.get(printed, printed if printed.startswith("年") else printed.rstrip("末底"))
    return int(year[:-1]) if year else None, f"{day}前", printed


def prints_deadline(words: str) -> bool:
    """Whether a clause of a plan says by when, and has words of what besides: 3月立项, 10月底95%, 三季度开工."""
    bare, found = _DEADLINE.subn("", words)
    return found > 0 and len(_LETTERS.findall(bare)) >= _FEWEST_LETTERS


def opens_with_deadline(words: str) -> bool:
    """Whether a clause begins with a deadline: 10月完工."""
    return _DEADLINE.match(words) is not None


def is_deadline_alone(words: str) -> bool:
    """Whether a clause is a day with an act and nothing else: 8月投用, 5月底见净地; not 6月底前过半."""
    return re.fullmatch(rf"(?:{_DEADLINE.pattern})[^\d半]{{2,4}}", words) is not None


def is_only_when(words: str) -> bool:
    """Whether a clause says only when the next one is to be done: 5月17日签约期满前."""
    return _DEADLINE.match(words) is not None and _ONLY_WHEN.fullmatch(words) is not None


def is_regular(words: str) -> bool:
    """Whether a clause says what is to be done again and again: 每周一调度, 半月一督查."""
    return _REGULARLY.search(words) is not None


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
        is_act = names_act(words) and not states_fact(words) and not words.startswith(("累计", "共"))
        if last == _last_end(sentence, start) and not is_subject and is_act:
            found.setdefault(start, end)
    return sorted(found.items())


def _dates(reading: Reading, sentence: Sentence) -> Iterator[re.Match[str]]:
    for pattern in (_COMING, _SECOND_HALF):
        yield from pattern.finditer(reading.text, sentence.start, sentence.end)
    counted = reading.scope["as_of_end"]
    published = published_on(reading.source) or (pd.Timestamp(counted).date() if counted is not None else None)
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
