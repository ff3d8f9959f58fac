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
_TITLE: Final = re.compile(rf"等(?:荣誉)?(?:称号|荣誉|奖项)(?:共|累计)?(?:{_NUMERAL}余?[次项个块枚])?$|荣誉称号$")
#: 荣获省级以上荣誉7次 counts honours and names none.
_ONLY_COUNTED: Final = re.compile(
    rf"(?<!等)(?:荣誉|表扬|表彰|奖项|奖)(?:称号|表扬)?(?:共|累计)?{_NUMERAL}余?[次项个块枚]|^{_NUMERAL}余?[次项]"
)
_RANKED: Final = re.compile(r"^(?P<what>.{2,8}?)中?(?P<who>街道|\w+(?:村|社区|街道|镇|乡|队|办))$")
DATE: Final = re.compile(
    r"^(?:[0-9０-９]{4}年(?:正月初[一-十]|[0-9０-９]{1,2}月(?:[0-9０-９]{1,2}日)?|[一二三四]季度|[上下]半年|度|初|底)?"
    r"|[0-9０-９]{1,2}月份?(?:[0-9０-９]{1,2}日)?)"
)
_FRAME: Final = re.compile(
    r"^(?:其中|同时|目前|去年|上一?年度?|[今本]年度?|本季度|年内|全年|近年来?|连续|两年|[一二两三四五六七八九\d]+(?:年|个季度|个?月|次)|成功|先后|再次|一举|光荣|均|也|还|并|"
    r"累计|共|已|我[省市县区镇乡]|[:、])+"
)
_GIVER: Final = re.compile("(?<=[\u4e00-\u9fff])?被(?P<giver>[\u4e00-\u9fff、]{2,16})$")
_BEHIND_WHO: Final = re.compile(
    "(?:连续.{0,6}|(?:先后|累计|共)?[0-9一二两三四五]+次|分别|先后|均|先后|再次|成功|双双|一举|新)$|^在.*[中上]$"
)
#: 地区生产总值增长3.9%、总量|居全国首位: a figure is no part of what is ranked.
_FIGURE: Final = re.compile(
    r"(?:增长|下降|提升|完成|实现|超过?|达到?|为)?[0-9.]+(?![0-9.年次届强])[^、,0-9]{0,6}(?:、|$)"
)
_ABOUT: Final = re.compile("^(?:对于|关于|围绕)")
#: 取得成效 and 实现示范 are no honours, 取得第一名 and 实现三连冠 are.
_NEEDED_BEHIND: Final = {"取得": re.compile("第一|冠军|称号|荣誉|奖"), "实现": re.compile("连[冠创]")}
#: 被省厅列为典型案例 is one, 列入计划 none.
_PASSIVE: Final = ("列为", "确定为", "列入")
#: 省级生态街道, 全国先进单位: a level before each of a list.
_LEVEL: Final = re.compile("(?:[国省市县区州]级?|全[国省市县区州]|国家级?|中国)[\u4e00-\u9fff“]{2}")
#: 国家卫生镇, 省级森林城镇: a level, then who bears the title.
_TITLE_OF_LEVEL: Final = re.compile(
    "(?:第?[一二三四五六七八九十0-9]{1,3}批)?(?:国家|全[国省市县区州]|中国|[省市县区州]级)级?[\u4e00-\u9fff“”]{0,14}(?:[镇乡村县市城]|街道|社区|单位|集体|个人|学校|家庭|工厂|园区?|基地|景区|街区)(?:称号)?[”]?$"
)
_LAST_RANK: Final = 3
_LAST_OF_FIRST: Final = 10
#: 目标管理考核居全县第4, 全省千强镇第86位: how far down a rank is told in an appraisal, and in a list of the best.
_APPRAISED: Final = re.compile("考核|考评|评比|测评|竞赛|比武|观摩|擂台|评价")
_REPORTED_ON: Final = re.compile("通报|排名|红黑榜|晾晒")
_LIST_OF_BEST: Final = re.compile("[十百千]强")
#: 消防站在|全市比武中获第三: who, before in what.
_WHO_IN: Final = re.compile(
    r"^(?P<who>.{1,18}(?:村|社区|街道|镇|乡|县|区|队|站|办|局|所|组|中心|公司|集团|支部|党委|党总支|合作社|学校|小学|中学|医院|[们我]))在$"
)
#: 获评|省级示范村|的双桥村: who stands behind the award.
_WHO_BEHIND: Final = re.compile(
    r"^(?P<award>[^的]{3,24})的(?P<who>[^的]{1,10}?(?:村|社区|街道|镇|乡|公司|企业|集团|合作社|队|站|所|学校|小学|中学))"
)
_OF_LEVEL: Final = re.compile("(?:第?[一二三四五六七八九十0-9]{1,3}批)?(?:国家|中国|全[国省市县区州]|[省市县区州]级)")
#: 获市五一劳动奖章, 捧得金牛奖; not 年终奖.
_PRIZE: Final = re.compile("(?<!年终)(?<!绩效)(?<!考核)[\u4e00-\u9fff]{2}奖[章杯]?$")
#: 全县综合考核|拿了一等奖: no receiver but what the award is for.
_CONTEST: Final = re.compile("(?:考核|考评|评比|测评|竞赛|比武|大赛|比赛|评选|观摩|评价)中?$")
#: 8月份评比:柳庄村第一,第二工作组第二: behind the word for the appraisal, who and which.
_WHO_FIRST: Final = re.compile(
    r"^(?P<who>[\u4e00-\u9fff]{1,12}(?:村|社区|街道|镇|乡|组|队|站|所|局|办|(?<!全)[县区市]|公司))(?:排名?|位列|列|居|得|获|夺)?(?P<rank>第[一二三四五1-5])[名位]?$"
)
_DIGITS: Final = "一二三四五六七八九十"


@dataclass(frozen=True)
class Award:
    """who: "" where the clause names nobody.

    note: how many of the award, None where it does not say; giver: who gave it, "" where the clause does not say."""

    who: str
    award: str
    note: str | None = None
    among: str = ""
    giver: str = ""

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
        giver = _GIVER.search(clause[: verb.start()])
        by = giver["giver"] if giver else clause[: verb.start()] if _CONTEST.search(clause[: verb.start()]) else ""
        who = receiver(clause[: giver.start() if giver else verb.start()])
        awards = _TITLE.sub("", clause[verb.end() :])
        if not who and (behind := _WHO_BEHIND.match(awards)) and is_award(behind["award"]):
            who, awards = behind["who"], behind["award"]
        for award in _split(awards):
            counted = COUNTED.match(award)
            named, count = (counted["award"], counted["count"]) if counted else (award, None)
            yield Award(who, named, count, giver=by)
    else:
        yield from _speech_of(clause)


def is_award(words: str) -> bool:
    """Whether an award is named: 先进, 示范, 批示; not what is sought, nor money."""
    named = _any("awards").search(words) or _TITLE_OF_LEVEL.match(words) or _PRIZE.search(words)
    return named is not None and _any("not_awards").search(words) is None


def names_receiver(clause: str) -> bool:
    """Whether a clause names an honour and before it who has it: 下湾村获市级清廉村居称号, 一组第一."""
    if _WHO_FIRST.match(clause):
        return True
    verb = _verb_of(clause)
    return verb is not None and receiver(clause[: verb.start()]) != ""


def rank_in(appraisal: str, clause: str) -> Award | None:
    """The rank that a clause gives to whom it names in an appraisal named before: 评比:柳庄村第一; None else."""
    match = _WHO_FIRST.match(clause)
    named = _APPRAISED.search(appraisal) or _REPORTED_ON.search(appraisal)
    return Award(match["who"], f"{named[0]}{match['rank']}", among=match["rank"]) if match and named else None


def receiver(words: str) -> str:
    """Who is named before the verb, without words of time and manner; "" where nobody is."""
    date = DATE.match(words)
    words = _FRAME.sub("", words[date.end() if date else 0 :].rpartition(":")[2])
    words = _BEHIND_WHO.sub("", _ABOUT.sub("", words))
    return "" if len(words) == 1 or _CONTEST.search(words) else words


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
        if verb[0] in _PASSIVE and "被" not in clause[: verb.start()] and not _OF_LEVEL.match(behind):
            continue
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
    if not _is_high(match["rank"], match["before"] + (match["scope"] or "")) or _any("not_awards").search(
        match["before"][-6:]
    ):
        return None
    date = DATE.match(match["before"])
    before = _FIGURE.sub("", match["before"][date.end() if date else 0 :])
    ranked, of = _RANKED.match(before), _WHO_IN.match(before)
    what, who = ("", of["who"]) if of else (ranked["what"], ranked["who"]) if ranked else (before, "")
    printed = clause[match.end("before") : match.end("rank")]
    return Award(who, what + printed, among=printed)


def _is_high(rank: str, among: str) -> bool:
    """第三 and 前十 are, 第四 is in an appraisal only, 第八十六 in a list of the best."""
    if _LIST_OF_BEST.search(among):
        return True
    number = rank.lstrip("第前")
    if number in ("首位", "榜首", "列"):
        return True
    value = int(number) if number.isdecimal() else _DIGITS.find(number) + 1
    is_appraised = rank.startswith("前") or _APPRAISED.search(among) is not None
    return 0 < value <= (_LAST_OF_FIRST if is_appraised else _LAST_RANK)


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
        rf"(?P<rank>第{_NUMERAL}|前{_NUMERAL}|首位|榜首|前列)[位名]?(?:的(?:好|优异|优良)?(?:成绩|名次))?$"
    )
