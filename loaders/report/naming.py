"""What a figure measures, out of its own clause: 固定投资, 城镇新增就业, 房屋.

    clause = frame? subject? verb? change? link? FIGURE object?
    name   = subject, with its change (居民消费价格上涨) where the figure is a difference and not a level
           | verb object                  引进9家企业 is named 引进企业
           | the subject before           财政收入6.13万亿元,增长19.5%

In 甲、乙分别增长4.3%、5.5% the n-th figure belongs to the n-th subject.
"""  # fmt: skip

import re
from dataclasses import dataclass
from typing import Final

from loaders.report.name_words import DROPPED_VERBS, FRAME_WORDS, LINK_WORDS, VERBS

_HALF_WIDTH: Final = str.maketrans("０１２３４５６７８９％．，：；（）", "0123456789%.,:;()", " \u3000\u00a0\t\n")
_DATE: Final = (
    r"(?:(?:(?:19|20)\d\d|[一二][九〇零○Ｏ八]..)年(?:度|底|末|初)?|(?:去|今|上|本|明|前|当)年度?|(?:\d{1,2}[-—至到~]+)?\d{1,2}月[份底末初]?|\d{1,2}日"
    r"|[上下]半年|年[底末初内中])"
)
_FRAME: Final = re.compile(
    rf"^(?:[ \u3000\n、,:;—·•●◆■▪]|[一二三四五六七八九十]+是|\d{{1,2}}[.、](?!\d)|\([0-9一二三四五六七八九十]{{1,2}}\)|"
    rf"{_DATE}|[-—至～~]|到(?![位账])|{FRAME_WORDS})+"
)
_COMPARED: Final = rf"(?:同比|环比|[比较](?:{_DATE}的?(?:同期)?|[^,、]{{1,12}}?)|{_DATE})"
_LINK: Final = re.compile(
    rf"(?:[ \u3000\n(\"“:]|(?<=[到至为])(?:{_DATE}|末|底|初|现在|目前)+的?"
    rf"|[由从][^,]{{0,3}}{_DATE}的?|[由从](?:上年|去年)?的?|{LINK_WORDS})+$"
)
_LEVEL: Final = re.compile(rf"(?:[到至为达]|达到)(?:{_DATE}|的|末|底|人均|每人|每月|约|近|了|[ \n])*$")
_CHANGE: Final = re.compile(
    rf"(?:{_COMPARED}?(?:年均|每年|平均每年|平均|实际|名义|又|再|将|要|分别|累计|净|大幅|只|却|多|少|都|均|各|力争|预计|也|还|,)*"
    rf"{_COMPARED}?(?:实际|只|约|多|又)?"
    r"(?P<change>增长|增加|增产|提高|提升|上升|上涨|上浮|扩大|下降|降低|减少|缩小|缩短|回落|压减|压缩|下调|上调|下浮|缩减|提前"
    r"|减(?!免)|(?<!新)增|(?<!沉)降|涨)了?[到至为]?了?"
    rf"|{_COMPARED}[^,]{{0,8}}(?P<differs>高|低|多|少)出?)$"
)
_NOUN_CHANGE: Final = re.compile(r"(?:涨幅|增幅|降幅|增速|增长率|下降率|提高率)$")
#: Names that say nothing without the one before: 其中地方收入3亿元,增幅6%.
_INCOMPLETE: Final = re.compile(
    r"^(?:占|(?:自然|实际|平均|同口径)?(?:增幅|涨幅|降幅|增速|完成率|占比|比重|同口径|合格率)$|预算数$|总?目标|年度)"
)
_INNER_VERB: Final = re.compile(
    r"^((?:全[国省市县区州镇乡街社]会?|我[省市县区镇乡]|街道|[^，]{2,5}[县市区镇乡]|第[一二三]产业))(?:共|累计|预计)?"
    r"(?:完成|实现)(?=[\u4e00-\u9fff]{2})(?![率额度量情任])"
)
_LISTING: Final = re.compile(r"(?:有|辖|设|包括|分布着|分为)$")
_VERB: Final = re.compile(rf"(?:{VERBS})了?$")
_DROPPED: Final = re.compile(rf"^(?:{DROPPED_VERBS})+")
_SKIPPED: Final = re.compile(
    r"^(?:时间|的时间)?(?:即|就|便|内|,|共|计|了|的|以上|左右)*(?:完成了?|实现)?(?:\d[\d.]*[余多]?[万亿]?[余多]?(?:平方米|公顷|公里|[\u4e00-\u9fff])的?)?"
)
_OBJECT: Final = re.compile(
    r"([\u4e00-\u9fffA-Za-z“”\"()]{2,}?)(?=$|[,。;、:\n0-9]|和(?=[0-9])|全部|完成|用于|实现了|实施|已|均(?!衡)|由(?!于)|在|并|分别|达|开展|得到|纳入|"
    r"(?:建成)?(?:主体|全面|基本|陆续|顺利|正式|如期|按期|按时|投入)*(?:完工|竣工|封顶|建成|开工|动工|投产|投用|使用)(?=$|[,。;、:]|投))"
)
_NO_OBJECT: Final = re.compile(
    r"^(?:上升|增加|提高|增长|下降|降|减|到|至|上涨|扩大|的?水平|发展到|少|多|左右|为|是|继续|比|较|同比|以|即|用于|的|\(|已(?!婚)|正在|均(?!衡)|尚|仍)"
)
_TRIM: Final = re.compile(r"^[的、”\"() \n,:]+|[的、和及与并等了共“\"( \n,:]+$")
_FOOTNOTE: Final = re.compile(r"\[\d{1,3}\]")
_WORD: Final = re.compile(r"[\u4e00-\u9fffA-Za-z]{2}")
_LIST: Final = re.compile(r"、|以及|和|及|与")
_LONGEST: Final = 24


@dataclass(frozen=True, slots=True)
class Before:
    """What the words before a figure say: its subject, the verb that ends them, the change, whether a level follows."""

    subject: str = ""
    verb: str = ""
    change: str = ""
    level: bool = False
    elided: bool = False  # 等: the subject is a list of examples
    lists: bool = False  # 有: what there is follows


def read_before(before: str) -> Before:
    """居民消费价格比上年上涨 gives subject 居民消费价格 and change 上涨; 引进 gives the verb alone."""
    rest = _FOOTNOTE.sub("", before.translate(_HALF_WIDTH))
    level, lists = _LEVEL.search(rest) is not None, _LISTING.search(rest) is not None
    rest = _LINK.sub("", rest)
    change = ""
    if not _NOUN_CHANGE.search(rest) and (match := _CHANGE.search(rest)):
        change, rest = match["change"] or match["differs"], rest[: match.start()]
    rest = _LINK.sub("", rest)
    elided = rest.endswith("等")
    rest = _TRIM.sub("", _FRAME.sub("", _TRIM.sub("", rest)))
    match = _VERB.search(rest)
    verb = match[0] if match else ""
    if match:
        rest = _TRIM.sub("", rest[: match.start()])
    if not _WORD.search(rest) and not (change and len(rest) == 1 and not verb):
        rest = ""
    return Before(_shortened(rest), verb, change, level, elided, lists)


def _shortened(words: str) -> str:
    """The last part of a long run of words that can stand alone."""
    if len(words) <= _LONGEST:
        return words
    for mark in ("的", "、", "了", "和"):
        tail = words.rpartition(mark)[2]
        if 4 <= len(tail) <= _LONGEST:
            return tail
    return words[-_LONGEST:]


def object_of(after: str) -> str:
    """The noun behind a figure: 家企业清退和3家 gives 企业清退; "" where the words go on with a verb."""
    words = _SKIPPED.sub("", after.translate(_HALF_WIDTH), count=1)
    if _NO_OBJECT.match(words):
        return ""
    match = _OBJECT.match(words)
    return _TRIM.sub("", match[1])[:_LONGEST] if match else ""


def name_of(before: Before, noun: str, amount: bool) -> str:
    """The name that a clause gives; "" where only the clause before can. `amount`: the figure is money or a time."""
    change = "" if before.level else before.change
    if before.verb and noun and not (amount and before.subject) and not change:
        return _DROPPED.sub("", before.verb) + noun
    if noun and not amount and (before.elided or before.lists):
        return noun
    if before.subject:
        return _INNER_VERB.sub(r"\1", before.subject) + _DROPPED.sub("", before.verb) + change
    if change:
        return ""
    return noun or _DROPPED.sub("", before.verb)


def is_incomplete(name: str) -> bool:
    """Whether `name` needs the subject before it: 增幅, 占预算数."""
    return not name or _INCOMPLETE.match(name) is not None


def names_shared(before: str) -> list[str]:
    """The subjects of 甲、乙和丙分别增长 (the words before the first figure); [] where nothing is shared out."""
    words = before.translate(_HALF_WIDTH)
    at = words.rfind("分别")
    if at < 0:
        return []
    head = _TRIM.sub("", _FRAME.sub("", words[:at]))
    names = [_shortened(name) for part in _LIST.split(head) if (name := _TRIM.sub("", part))]
    if len(names) == 1 and names[0].startswith("城乡"):
        return ["城镇" + names[0][2:], "农村" + names[0][2:]]
    return names if len(names) > 1 else []
