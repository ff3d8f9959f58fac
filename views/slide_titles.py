"""Titles of slides: one sentence with the message, from a template per kind of fact.

Every content word of a title stands in the sentence or row that it refers to; what a template adds is in LINKING. A
title never states the deviation or state of a measure that is to be verified.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from domain.schema.display import listed

#: Characters of a line of a title, and its lines.
LINE: Final = 28


MOST_LINES: Final = 2


#: All words that a template may add to those of its sentence or row.
LINKING: Final = (
    "完成", "已完成", "全部完成", "目标", "超过", "占", "的", "为", "是", "低于序时进度", "快于序时进度", "个百分点",
    "自报", "完成率", "对照哪个目标待确认", "完成数待确认", "目标待确认", "怎么算的待确认", "期限未写明", "尚有",
    "未完成", "未办结", "其中", "逾期", "应于", "尚未完成", "尚未启动", "实际", "比期限晚", "控制在", "以内",
    "偏差已批准", "倒退", "预计", "最大的一笔资金", "和", "均无逾期", "有目标的任务", "项", "中", "待核实", "落后",
    "的任务", "重点安排", "安排", "任务", "没有", "本期报告", "带目标", "数字", "下半年", "下一步", "下一季度", "达",
    "在推进", "等", "均已完成", "亮点",
)  # fmt: skip


_PAUSES: Final = "，、：；—"


_PUNCTUATION: Final = re.compile(r"[\s，。、：；！？,.;:!?（）()“”\"「」《》—·%]")


_DIGIT: Final = re.compile(r"[\d.,]")


_IN_NUMBER_BEFORE: Final = re.compile(r"\d[.,]?$")


_IN_NUMBER_BEHIND: Final = re.compile(r"[.,]?\d")


@dataclass(frozen=True)
class Message:
    """A title and what it refers to. quote: the sentence of the report; words: those of the row, as written."""

    text: str
    quote: str = ""
    words: tuple[str, ...] = ()

    @property
    def basis(self) -> tuple[str, ...]:
        """The sentence and the words of the row."""
        return tuple(filter(None, (self.quote, *self.words)))


def unsupported(text: str, basis: Iterable[str], linking: Iterable[str] = LINKING) -> str:
    """The part of `text` from which on it is made neither of words of `basis` nor of `linking`; "" for none.

    A word has two characters or more; a number counts as a whole, so that 84 is not supported by 584.
    """
    known, links = list(basis), sorted(linking, key=len, reverse=True)
    reached, furthest = {0}, 0
    for place in range(len(text)):
        if place not in reached:
            continue
        furthest = place
        if _PUNCTUATION.match(text[place]):
            reached.add(place + 1)
        reached |= {place + len(word) for word in links if text.startswith(word, place)}
        reached |= {place + size for size in _supported_sizes(text, place, known)}
    return "" if len(text) in reached else text[furthest:]


def _supported_sizes(text: str, place: int, basis: Iterable[str]) -> set[int]:
    """The lengths of the words of `basis` with which `text` continues at `place`."""
    sizes: set[int] = set()
    for source in basis:
        size = 2
        while place + size <= len(text) and text[place : place + size] in source:
            if _whole_numbers(text[place : place + size], source):
                sizes.add(size)
            size += 1
        if text[place].isdigit() and _whole_numbers(text[place], source):
            sizes.add(1)
    return sizes


def _whole_numbers(word: str, source: str) -> bool:
    """Whether `word` stands in `source` without cutting a number at either end."""
    start = source.find(word)
    while start >= 0:
        cut = (_DIGIT.match(word[0]) and _IN_NUMBER_BEFORE.search(source[:start])) or (
            word[-1].isdigit() and _IN_NUMBER_BEHIND.match(source[start + len(word) :])
        )
        if not cut:
            return True
        start = source.find(word, start + 1)
    return False


def title_lines(text: str) -> tuple[str, ...]:
    """`text` in lines of at most LINE characters, broken at a pause where one leaves room on both sides.

    More than MOST_LINES where it is longer: such a text is no title.
    """
    if len(text) <= LINE:
        return (text,)
    pauses = [place + 1 for place, char in enumerate(text[:LINE]) if char in _PAUSES and len(text) - place - 1 <= LINE]
    if pauses and len(text) <= LINE * MOST_LINES:
        place = min(pauses, key=lambda at: abs(2 * at - len(text)))
        return text[:place], text[place:]
    place = LINE
    while place > LINE // 2 and _DIGIT.match(text[place]) and _DIGIT.match(text[place - 1]):
        place -= 1
    if text[place] in f"{_PAUSES}。）”":
        place -= 1
    return text[:place], *title_lines(text[place:])


def fits(text: str) -> bool:
    """Whether `text` takes no more than MOST_LINES lines of LINE characters."""
    return len(title_lines(text)) <= MOST_LINES


def first_message(candidates: Iterable[Message], used: Iterable[str] = ()) -> Message | None:
    """The first of `candidates` that fits, is not in `used` and says nothing but what its basis says; None: none."""
    used_titles = set(used)
    return next(
        (each for each in candidates if each.text and fits(each.text) and each.text not in used_titles
         and not unsupported(each.text, each.basis)),
        None,
    )  # fmt: skip


#: How a clause begins that needs the one before it.
_DEPENDENT: Final = re.compile(
    r"^(?:其中|当中|已|占|达|共|均|并|仅|较|比|同比|同期|增长|下降|为|用于|增幅|该|此|这|也|还|通过|即|总)"
)


#: A clause that says what a number has grown by.
_GROWTH: Final = re.compile("(?:同比|比上年|较上年)(?:增长|下降|增加|减少|提高|提升)")


_CLAUSES: Final = re.compile(r"[，,；;。]")


_NUMBERING: Final = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．]|[一二三四五六七八九十]+[、.]|[①-⑳]|[·•●■▪—-])\s*"
)


_LEAST: Final = 8


def clause_title(sentence: str, number: str = "") -> str:
    """The clause of `sentence` that says `number`, with what it needs to be understood; "" where that is too long.

    What it grew by in a year stays with it. It goes back to the clause before where it would begin with 其中, 占
    and the like, or is very short.
    """
    text = plain_sentence(sentence).rstrip("。；，")
    if _breaks_well(text) and not _DEPENDENT.match(text):
        return text
    parts = [part.strip() for part in _CLAUSES.split(text) if part.strip()]
    plain = without_zeros(number.replace(",", ""))
    place = next((at for at, part in enumerate(parts) if plain and plain in part.replace(",", "")), -1)
    first = place
    while first > 0 and (_DEPENDENT.match(parts[first]) or len("，".join(parts[first : place + 1])) < _LEAST):
        first -= 1
    title = "，".join(parts[first : place + 1]) if place >= 0 else ""
    if 0 <= place < len(parts) - 1 and _GROWTH.match(parts[place + 1]):
        grown = f"{title}，{parts[place + 1]}"
        title = grown if _breaks_well(grown) else title
    return title if fits(title) and not _DEPENDENT.match(title) else ""


def _breaks_well(text: str) -> bool:
    """Whether `text` is one line, or two that part at a pause."""
    lines = title_lines(text)
    return len(lines) == 1 or (len(lines) == MOST_LINES and lines[0][-1] in _PAUSES)


def without_zeros(number: str) -> str:
    """2.70 as a report may print it: 2.7."""
    return number.rstrip("0").rstrip(".") if "." in number else number


def plain_sentence(sentence: str) -> str:
    """A sentence of a report in full-width punctuation, without the number of its heading: 2.财政收入 → 财政收入."""
    return full_width(_NUMBERING.sub("", sentence.strip()))


def full_width(text: str) -> str:
    """`text` with full-width commas, semicolons and colons, except inside of a number."""
    return re.sub(r"(?<!\d)[,;:]|[,;:](?!\d)", lambda char: {",": "，", ";": "；", ":": "："}[char[0]], text)


def names_of(names: Iterable[object], most: int = 2) -> str:
    """甲、乙等3项."""
    return listed(names, most)
