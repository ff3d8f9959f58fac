"""The honours that one clause names: who got what, or who ranks where.

甲村|荣获|全市先进集体        receiver, verb, award
增速|居|全区|第一             what, verb, scope, rank; a rank behind the third is no honour
经验做法|在全省推广           receiver, what was said of it before others

The words are those of data/catalogue/honours.yml; clauses come without blanks and quotation marks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from domain.catalogue import read_catalogue

_NUMERAL: Final = "[0-9０-９一二三四五六七八九十百]+"
COUNTED: Final = re.compile(rf"^(?P<count>{_NUMERAL}[个家名])(?P<award>[^一].+)$")
_TITLE: Final = re.compile("等(?:荣誉)?称号$|荣誉称号$|(?<=.)等荣誉$")
#: 荣获省级以上荣誉7次 counts honours and names none.
_ONLY_COUNTED: Final = re.compile(
    rf"(?:荣誉|表扬|表彰|奖项|奖)(?:称号|表扬)?(?:共|累计)?{_NUMERAL}余?[次项个块枚]|^{_NUMERAL}余?[次项]"
)
_RANKED: Final = re.compile(r"^(?P<what>.{2,8}?)中?(?P<who>\w*(?:村|社区|街道|镇|乡|队|办))$")
DATE: Final = re.compile(
    r"^(?:[0-9０-９]{4}年(?:正月初[一-十]|[0-9０-９]{1,2}月(?:[0-9０-９]{1,2}日)?|[一二三四]季度|[上下]半年|度|初|底)?"
    r"|[0-9０-９]{1,2}月份?(?:[0-9０-９]{1,2}日)?)"
)
_FRAME: Final = re.compile(
    r"^(?:其中|同时|目前|去年|上一?年度?|[今本]年度?|本季度|年内|全年|近年来?|连续|两年|[一二两三四五六七八九\d]+(?:年|个季度|个?月|次)|成功|先后|再次|一举|光荣|均|也|还|并|"
    r"累计|共|已|我[省市县区镇乡]|[:、])+"
)
_BEHIND_WHO: Final = re.compile("(?:连续.{0,6}|分别|均|先后|再次|成功|双双|一举|新)$|^在.*[中上]$")
#: 地区生产总值增长3.9%、总量|居全国首位: a figure is no part of what is ranked.
_FIGURE: Final = re.compile(
    r"(?:增长|下降|提升|完成|实现|超过?|达到?|为)?[0-9.]+(?![0-9.年次届强])[^、,0-9]{0,6}(?:、|$)"
)
_ABOUT: Final = re.compile("^(?:对于|关于|围绕)")
#: 取得成效 and 实现示范 are no honours, 取得第一名 and 实现三连冠 are.
_NEEDED_BEHIND: Final = {"取得": re.compile("第一|冠军|称号|荣誉|奖"), "实现": re.compile("连[冠创]")}
#: 省级生态街道, 全国先进单位: a level before each of a list.
_LEVEL: Final = re.compile("(?:[国省市县区州]级?|全[国省市县区州]|国家级?|中国)[\u4e00-\u9fff“]{2}")
#: 国家卫生镇, 省级森林城镇: a level, then who bears the title.
_TITLE_OF_LEVEL: Final = re.compile(
    "(?:国家|全[国省市县区州]|中国|[省市县区州]级)级?[\u4e00-\u9fff“”]{0,14}(?:[镇乡村县市城]|街道|社区|单位|集体|个人|学校|家庭|工厂)(?:称号)?[”]?$"
)
_LAST_RANK: Final = 3
_LAST_OF_FIRST: Final = 10
_DIGITS: Final = "一二三四五六七八九十"


@dataclass(frozen=True)
class Award:
    """who: "" where the clause names nobody.

    note: how many of the award, None where it does not say."""

    who: str
    award: str
    note: str | None = None
    among: str = ""

    @property
    def is_rank(self) -> bool:
        """Whether it is a rank, no award."""
        return self.among != ""


def awards_of(clause: str) -> Iterator[Award]:
    """The honours that a clause names, in its order; none for what is only planned, sought or paid."""
    ranked = _rank_of(clause)
    verb = _verb_of(clause)
    if ranked is not None and (verb is None or not is_award(clause[verb.end() :])):
        yield ranked
    elif verb is not None:
        who = receiver(clause[: verb.start()])
        for award in _split(_TITLE.sub("", clause[verb.end() :])):
            counted = COUNTED.match(award)
            yield Award(who, counted["award"], counted["count"]) if counted else Award(who, award)
    else:
        yield from _speech_of(clause)


def is_award(words: str) -> bool:
    """Whether an award is named: 先进, 示范, 批示; not what is sought, nor money."""
    named = _any("awards").search(words) or _TITLE_OF_LEVEL.match(words)
    return named is not None and _any("not_awards").search(words) is None


def receiver(words: str) -> str:
    """Who is named before the verb, without words of time and manner; "" where nobody is."""
    date = DATE.match(words)
    words = _FRAME.sub("", words[date.end() if date else 0 :])
    words = _BEHIND_WHO.sub("", _ABOUT.sub("", words))
    return "" if len(words) == 1 else words


def _verb_of(clause: str) -> re.Match[str] | None:
    """The verb of an honour, with an award behind it; None where there is none."""
    if _any("not_awards").search(clause) or _ONLY_COUNTED.search(clause):
        return None
    strong = _any("verbs").search(clause)
    if strong is not None and len(clause) - strong.end() > 1:
        return strong
    for verb in _any("weak_verbs").finditer(clause):
        behind = clause[verb.end() :]
        needed = _NEEDED_BEHIND.get(verb[0])
        if is_award(behind) and not behind.startswith(("批", "的")) and (needed is None or needed.search(behind)):
            return verb
    return None


def _split(awards: str) -> list[str]:
    """甲先进集体、乙优秀单位 are two; a list of which one is no award is one."""
    parts = awards.split("、")
    are_awards = all(is_award(part) for part in parts) or (is_award(parts[0]) and all(map(_LEVEL.match, parts)))
    return parts if are_awards else [awards]


def _rank_of(clause: str) -> Award | None:
    match = _ranks().search(clause)
    if match is None or not (match["verb"] or match["scope"]):
        return None
    if not _is_high(match["rank"]) or _any("not_awards").search(match["before"][-6:]):
        return None
    date = DATE.match(match["before"])
    before = _FIGURE.sub("", match["before"][date.end() if date else 0 :])
    ranked = _RANKED.match(before)
    what, who = (ranked["what"], ranked["who"]) if ranked else (before, "")
    printed = clause[match.end("before") : match.end("rank")]
    return Award(who, what + printed, among=printed)


def _is_high(rank: str) -> bool:
    """第三 and 前十 are, 第四 is not."""
    number = rank.lstrip("第前")
    if number in ("首位", "榜首", "列"):
        return True
    value = int(number) if number.isdecimal() else _DIGITS.find(number) + 1
    return 0 < value <= (_LAST_OF_FIRST if rank.startswith("前") else _LAST_RANK)


def _speech_of(clause: str) -> Iterator[Award]:
    """What was said of a unit before others: 在全省推广, 被…通报表扬."""
    words = read_catalogue("honours")
    if not any(speech in clause for speech in words["speeches"]) or _any("not_awards").search(clause):
        return
    at = next((clause.find(start) for start in words["speech_starts"] if start in clause), None)
    if at is None or not re.search("[全省市县区国]|会议", clause[at:]):
        return
    yield Award(receiver(clause[:at]), clause[at:].removeprefix("被"))


@cache
def _any(kind: str) -> re.Pattern[str]:
    words = sorted(read_catalogue("honours")[kind], key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))


@cache
def _ranks() -> re.Pattern[str]:
    """督考|排名|全县|第一: the clause ends with its rank."""
    verbs, scopes = _any("rank_verbs").pattern, _any("rank_scopes").pattern
    scope = rf"(?:{scopes})[^,，第前首榜]{{0,10}}?|[0-9]+个\w{{1,8}}?中?|\w{{1,4}}组"
    return re.compile(
        rf"^(?P<before>.*?)(?P<verb>(?:{verbs})+)?(?P<scope>{scope})?(?P<again>{verbs})?"
        rf"(?P<rank>第{_NUMERAL}|前{_NUMERAL}|首位|榜首|前列)[位名]?$"
    )
