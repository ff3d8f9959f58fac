"""Words that make a number approximate: before it (约, 近, 超过) or behind it (以上, 左右, 内).

lead = about | nearly | over | at_least | within
tail = 以上 | 以下 | 以内 | 内 | 左右 | 上下 | 余 | 多
"""

import re
from typing import Final

_LEAD: Final = re.compile(
    r"(?:(?P<about>大约|大概|大致|约为?)|(?P<nearly>将近|接近|几近|(?<![附最邻临靠就远迫])近)"
    r"|(?P<over>超过了?|超出|(?<![反赶])超|逾|多达|(?<![通经走])过(?=[百千万亿半]))"
    r"|(?P<at_least>不低于|不少于|不小于|不下|至少|最少|高于|大于|(?<=[^以之])上(?=[百千万亿]))"
    r"|(?P<within>不超过|不高于|不大于|不多于|至多|最多|低于|少于|小于|不到|不足|控制在))[“\"]?[ \n]?\Z"
)
_OTHER_WORDS: Final = re.compile(r"[签节合契履预租制条公集婉邀特]约\s?\Z")
_LOOK_BACK: Final = 6

_TAIL: Final = re.compile(
    r"[及或]?以[上下]|[以之]内|内(?![部外容蒙地需销陆河涝涵在])|左右|上下|开外|有余|余|多(?=[、，,。；;的)）\n]|\Z)"
)
_MEANS: Final = {
    "上": "at_least",
    "下": "within",
    "内": "within",
    "右": "about",
    "外": "over",
    "余": "over",
    "多": "over",
}
#: 内 alone limits only what has an extent: 15天内, 3公里内 (30户内 would be something else).
_HAS_EXTENT: Final = frozenset({"duration", "length", "percent", "percentage_point"})


def lead_qualifier(text: str, start: int) -> str:
    """The qualifier that the words right before offset `start` give; "exact" where there are none.

    A full stop or comma ends their reach: in 签约,7天 nothing is approximate, and 签约 itself is another word.
    """
    match = _LEAD.search(text[max(0, start - _LOOK_BACK) : start + 1], 0, min(start, _LOOK_BACK))
    if match is None or (match["about"] and _OTHER_WORDS.search(text, max(0, start - _LOOK_BACK), start)):
        return "exact"
    return match.lastgroup or "exact"


def tail_of(text: str, end: int, dimension: str) -> tuple[str, str]:
    """The qualifying word that starts at offset `end` and its meaning; ("", "") where there is none."""
    match = _TAIL.match(text, end)
    if match is None or (match[0] == "内" and dimension not in _HAS_EXTENT):
        return "", ""
    if match[0] == "上下":
        return match[0], "about"
    return match[0], _MEANS[match[0][-1]]
