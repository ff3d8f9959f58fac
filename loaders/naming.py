"""What a figure measures, out of its own clause: 固定投资, 城镇新增就业, 房屋.

    clause = frame? subject link? FIGURE object?
    name   = subject, else object, else the subject of the figure before

In 甲、乙分别增长4.3%、5.5% the n-th figure belongs to the n-th subject.
"""

import re
from typing import Final

_FRAME: Final = re.compile(
    r"^(?:[ \u3000\n]|[一二三四五六七八九十]+是|——|[0-9０-９]{1,2}[.．、]|[(（]?[0-9一二三四五六七八九十]{1,2}[)）]"
    r"|其中|同时|此外|另外|全年|今年以来|今年|去年|上半年|半年来|一年来|年内|目前|当中|先后|累计|共计|总共|已经|已|共|并|还|又|也|仅用?|即|就"
    r"|及时|按时|如期|顺利|全面|快速|成功|深入|持续|预计|预期|力争|确保|争取|将|要|可|能|对|把|使|给予|以及|和|及|与|或|等"
    r"|完成了?|实现了?|开展了?|带动|拥有|建有|做到|推动|促进|安排|组织|召开|达到|产生|取得|涉及|惠及|覆盖|的|了|各|全部"
    r"|(?:截[至止]|到)?(?:[0-9]{4}年|[0-9]{1,2}月[份底末]?|[0-9]{1,2}日|[-—至～~]|上半年|年底|月底)+[,，]?)+"
)
_LINK: Final = re.compile(
    r"(?:[ \u3000\n]|大约|约|将近|近|接近|超过|超|突破|逾|不低于|不少于|不超过|至少|最多|低于|高于|多达|控制在|稳定在|保持在|维持在|平均"
    r"|达到|达|分别|共计|总计|合计|累计|共|总共|为|是|有|已|了|至|到|在|仅|只|从|由|就|均|都|各|也|又|还|再|全部|实际|其中|[比较](?:去年|上年|前年|同期|[^，、]{1,10}?)(?=增|减|降|提|上|下|扩|缩|翻)"
    r"|同比|环比|[(（“\"]|将|要|可|能|力争|确保|预计|可望|有望|被|按|以|用|的|等|年均|完成|实现)+$"
)
_CHANGE: Final = re.compile(
    r"(?:(?:同比|环比|比[^，,、]{1,10}?|较[^，,、]{1,10}?|年均|每年|平均每年|实际|名义|又|再|将|分别|累计|净|大幅)*)"
    r"(增长|增加|提高|提升|上升|上涨|扩大|下降|降低|减少|缩小|回落|压减|压缩|下调|上调|提前|缩短|减|增|涨|降)了?(?:幅度)?(?:[到至为]|幅度?)?$"
)
_OBJECT: Final = re.compile(
    r"(?:的|以上|左右)*([\u4e00-\u9fffA-Za-z“”\"()（）]{2,}?)(?=$|[，。；、：,;:\n0-9０-９]|和(?=[0-9])|全部|完成|用于|已|均|以|由|在|并)"
)
_TRIM: Final = re.compile(r"^[的、和及与并“”\"()（） \n]+|[的、和及与并等了达为共“”\"(（ \n]+$")
_WORD: Final = re.compile(r"[\u4e00-\u9fffA-Za-z]{2}")
_LIST: Final = re.compile(r"、|和|及|与|以及")
_LONGEST: Final = 24


def subject_of(before: str) -> tuple[str, str]:
    """(subject, change) of the words before a figure: 居民消费价格比上年上涨 gives (居民消费价格, 上涨)."""
    rest = _LINK.sub("", before)
    match = _CHANGE.search(rest)
    change = ""
    if match:
        change, rest = match[1], rest[: match.start()]
    rest = _LINK.sub("", rest)
    rest = _FRAME.sub("", rest)
    rest = _TRIM.sub("", rest)
    if len(rest) > _LONGEST:
        rest = _shortened(rest)
    return (rest if _WORD.search(rest) else ""), change


def _shortened(words: str) -> str:
    """The last part of a long run of words that can stand alone."""
    for mark in ("的", "、", "了"):
        tail = words.rpartition(mark)[2]
        if 4 <= len(tail) < len(words):
            return tail[-_LONGEST:]
    return words[-_LONGEST:]


def object_of(after: str) -> str:
    """The noun behind a figure: 家企业清退和 gives 企业清退."""
    match = _OBJECT.match(after)
    return _TRIM.sub("", match[1])[:_LONGEST] if match else ""


def list_of(before: str) -> list[str]:
    """The subjects of 甲、乙和丙分别增长 (the words before the first figure); [] where nothing is shared out."""
    at = before.rfind("分别")
    if at < 0:
        return []
    head = _TRIM.sub("", _FRAME.sub("", before[:at]))
    names = [name for part in _LIST.split(head) if (name := _TRIM.sub("", part))]
    return names if len(names) > 1 else []
