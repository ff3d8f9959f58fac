"""Titles of slides: one sentence with the message, from a template per kind of fact.

Every content word of a title stands in the sentence or row that it speaks of; what a template adds is in LINKING. A
title never states the deviation or state of a measure that is to be verified.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.schema.display import is_missing, listed, number_text, quantity_text, share_text
from domain.schema.period import date_text

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
)  # fmt: skip
_PAUSES: Final = "，、：；—"
_SIGNS: Final = re.compile(r"[\s，。、：；！？,.;:!?（）()“”\"「」《》—·%]")
_DIGIT: Final = re.compile(r"[\d.,]")
_IN_NUMBER_BEFORE: Final = re.compile(r"\d[.,]?$")
_IN_NUMBER_BEHIND: Final = re.compile(r"[.,]?\d")


@dataclass(frozen=True)
class Message:
    """A title and what it speaks of. quote: the sentence of the report; words: those of the row, as written."""

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
        if _SIGNS.match(text[place]):
            reached.add(place + 1)
        reached |= {place + len(word) for word in links if text.startswith(word, place)}
        reached |= {place + size for size in _supported_sizes(text, place, known)}
    return "" if len(text) in reached else text[furthest:]


def _supported_sizes(text: str, place: int, basis: Iterable[str]) -> set[int]:
    """The lengths of the words of `basis` with which `text` goes on at `place`."""
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
    pauses = [place + 1 for place, sign in enumerate(text[:LINE]) if sign in _PAUSES and len(text) - place - 1 <= LINE]
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
    taken = set(used)
    return next(
        (each for each in candidates if each.text and fits(each.text) and each.text not in taken
         and not unsupported(each.text, each.basis)),
        None,
    )  # fmt: skip


def task_name(row: Mapping[str, Any]) -> str:
    """The name of a measure, behind its project where the name has no word of it: 东湖污水处理厂二期工程投资."""
    name, project = str(row["name"]), "" if is_missing(row["project"]) else str(row["project"])
    shared = any(project[at : at + 2] in name for at in range(len(project) - 1))
    return name if shared or not project else f"{project}{name}"


def measure_messages(row: Mapping[str, Any], targets: Iterable[str] = (), sentence: str = "") -> tuple[Message, ...]:
    """The titles that a judged measure (domain.judging.rollup.settle) can give, the fullest first.

    targets: the claimed targets as written; where there are several and none is chosen, none of them is used.
    sentence: the one with its reported rate, which says more than the row's own quote; "" for none.
    """
    several = list(dict.fromkeys(targets))
    words = _Words.of(row, sentence)
    known = (
        words.name, words.actual, words.target, words.share, words.gap, words.rest, words.due, words.project,
        words.rate, words.late, *several,
    )  # fmt: skip
    texts = _TEMPLATES.get(str(row["state"]), _plain)(words, row, several)
    quote = words.quote
    return tuple(Message(text, quote, tuple(filter(None, known))) for text in texts)


@dataclass(frozen=True)
class _Words:
    """The words of a measure as they are written in titles; "" for what is missing."""

    name: str
    actual: str
    target: str
    share: str
    gap: str
    rest: str
    late: str
    due: str
    project: str
    rate: str
    quote: str
    in_time: bool

    @classmethod
    def of(cls, row: Mapping[str, Any], sentence: str = "") -> "_Words":
        def quantity(value: Any, qualifier: Any = None) -> str:
            return "" if is_missing(value) else quantity_text(value, row["unit"], qualifier)

        exact = row["actual_qualifier"] in (None, "exact") or is_missing(row["actual_qualifier"])
        known = exact and not is_missing(row["actual"]) and not is_missing(row["target"])
        rest = row["target"] - row["actual"] if known else None
        return cls(
            name=task_name(row),
            actual=quantity(row["actual"], row["actual_qualifier"]),
            target=quantity(row["target"], row["target_qualifier"]),
            share=_share(row),
            gap="" if is_missing(row["deviation"]) else f"{number_text(abs(row['deviation']), 1)}个百分点",
            rest=quantity(rest) if rest is not None and rest > 0 else "",
            late="" if is_missing(row["overdue"]) or not row["overdue"] else quantity(row["overdue"]),
            due="" if is_missing(row["due"]) else date_text(row["due"]),
            project="" if is_missing(row["project"]) else str(row["project"]),
            rate="" if is_missing(row["reported_rate"]) else f"{number_text(row['reported_rate'])}%",
            quote=sentence or ("" if is_missing(row["quote"]) else str(row["quote"])),
            in_time=not is_missing(row["overdue"]) and not row["overdue"],
        )


def _share(row: Mapping[str, Any]) -> str:
    """The completion: as the report prints it where that is the same rounded, else with one decimal."""
    if is_missing(row["completion"]):
        return ""
    reported = row["reported_rate"]
    if not is_missing(reported) and abs(reported - 100 * row["completion"]) < 0.5:
        return f"{number_text(reported)}%"
    return share_text(row["completion"])


def _done_part(words: _Words, row: Mapping[str, Any]) -> str:
    """高标准农田建设完成2,560亩，占目标3,200亩的80%; for a share of a whole only the share."""
    if row["unit"] == "%":
        return f"{words.name}{words.actual}"
    doing = "" if _FINISHING.search(words.name) else "完成"
    return f"{words.name}{doing}{words.actual}，占目标{words.target}的{words.share}"


#: Names that end with what is done: no 完成 behind them.
_FINISHING: Final = re.compile("完成|(?:完工|竣工|开工|签约|整改|化解|办结|验收|投产|入库|启动|种植|销号)$")


def _behind(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    gap = f"，低于序时进度{words.gap}"
    return [_done_part(words, row) + gap, f"{words.name}{words.actual}{gap}", f"{words.name}{words.share}{gap}"]


def _ahead(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    gap = f"，快于序时进度{words.gap}" if row["deviation"] > 0 else ""
    return [_done_part(words, row) + gap, _done_part(words, row)]


def _on_track(words: _Words, row: Mapping[str, Any], targets: list[str]) -> list[str]:
    return _items(words) if row["kind"] == "items" else [_done_part(words, row)]


def _items(words: _Words) -> list[str]:
    if words.late:
        return [f"{words.name}{words.actual}，尚有{words.rest}未办结，其中{words.late}逾期"]
    rest = f"{words.name}{words.actual}，尚有{words.rest}未办结"
    return [f"{rest}，均无逾期", rest] if words.in_time else [rest]


def _overdue(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    if row["kind"] == "items":
        return _items(words)
    if row["kind"] == "milestone":
        return [f"{words.name}应于{words.due}完成，尚未完成"]
    return [f"{words.name}应于{words.due}完成，实际完成{words.share}", f"{words.name}尚未完成，期限为{words.due}"]


def _done(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    if row["kind"] == "milestone" and row["unit"] == "节点":
        return [words.quote, f"{words.name}已完成"]
    if row["kind"] == "limit":
        return [f"{words.name}{words.actual}，控制在目标{words.target}以内"]
    if row["actual"] == row["target"] or row["unit"] == "%":
        return [f"{words.name}{words.actual}全部完成" if row["unit"] != "%" else f"{words.name}{words.actual}"]
    return [f"{words.name}{words.actual}，超过目标{words.target}，完成率{words.share}", f"{words.name}{words.actual}"]


def _done_late(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    return [f"{words.name}已完成，比期限晚，应于{words.due}完成", f"{words.name}已完成"]


def _open(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    if row["kind"] == "milestone":
        return [f"{words.name}尚未完成，期限未写明"]
    rest = (
        [f"{words.name}{words.actual}，尚有{words.rest}未完成，期限未写明"] if words.rest and row["unit"] != "%" else []
    )
    return [*rest, f"{_done_part(words, row)}，期限未写明"]


def _not_started(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    return [f"{words.name}目标{words.target}，尚未启动"]


def _accepted(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    return [f"{_done_part(words, row)}，偏差已批准"]


def _to_verify(words: _Words, row: Mapping[str, Any], targets: list[str]) -> list[str]:
    """What is printed and what has to be asked; no state, no deviation."""
    contested = len(targets) > 1
    if words.rate and (contested or is_missing(row["target"])):
        subject = words.project or words.name
        rate = _rate_word(words.quote, words.rate) or "完成率"
        asked = "对照哪个目标待确认" if contested else "目标待确认"
        return [f"{subject}自报{rate}{words.rate}，{asked}", f"{words.name}自报完成率{words.rate}，{asked}"]
    if words.rate:
        return [f"{words.name}自报完成率{words.rate}，怎么算的待确认"]
    if not words.actual:
        return [f"{words.name}目标{words.target}，完成数待确认", f"{words.name}，完成数待确认"]
    return [f"{words.name}{words.actual}，{'对照哪个目标待确认' if contested else '目标待确认'}"]


def _rate_word(quote: str, rate: str) -> str:
    """How a sentence calls its per cent: 总进度 for 完成总进度73%; "" where it does not name it shortly."""
    found = re.search(rf"(?:完成|占|达|已)?([\u4e00-\u9fff]{{0,4}}(?:进度|率))(?:为|达到|达)?{re.escape(rate)}", quote)
    return found[1] if found else ""


def _plain(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    """A number that is only watched: the clause of the report, else name and number."""
    expected = "预计" if row["kind"] == "forecast" and "预计" not in words.name else ""
    return [clause_title(words.quote, words.actual), f"{words.name}{expected}{words.actual}"]


_TEMPLATES: Final = {
    "overdue": _overdue, "regressed": _ahead, "far_behind": _behind, "behind": _behind, "to_verify": _to_verify,
    "done_late": _done_late, "accepted": _accepted, "open": _open, "on_track": _on_track, "ahead": _ahead,
    "done": _done, "not_started": _not_started,
}  # fmt: skip

#: How a clause begins that needs the one before it.
_DEPENDENT: Final = re.compile(
    r"^(?:其中|当中|已|占|达|共|均|并|仅|较|比|同比|同期|增长|下降|为|用于|增幅|该|此|这|也|还|通过|即|总)"
)
_CLAUSES: Final = re.compile(r"[，,；;。]")
_NUMBERING: Final = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．]|[一二三四五六七八九十]+[、.]|[①-⑳]|[·•●■▪—-])\s*"
)
_LEAST: Final = 8


def clause_title(sentence: str, number: str = "") -> str:
    """The clause of `sentence` that says `number`, with what it needs to be understood; "" where that is too long.

    It goes back to the clause before where it would begin with 其中, 占 and the like, or is very short.
    """
    text = plain_sentence(sentence).rstrip("。；，")
    if _breaks_well(text) and not _DEPENDENT.match(text):
        return text
    parts = [part.strip() for part in _CLAUSES.split(text) if part.strip()]
    plain = _without_zeros(number.replace(",", ""))
    place = next((at for at, part in enumerate(parts) if plain and plain in part.replace(",", "")), -1)
    first = place
    while first > 0 and (_DEPENDENT.match(parts[first]) or len("，".join(parts[first : place + 1])) < _LEAST):
        first -= 1
    title = "，".join(parts[first : place + 1]) if place >= 0 else ""
    return title if fits(title) and not _DEPENDENT.match(title) else ""


def _breaks_well(text: str) -> bool:
    """Whether `text` is one line, or two that part at a pause."""
    lines = title_lines(text)
    return len(lines) == 1 or (len(lines) == MOST_LINES and lines[0][-1] in _PAUSES)


def _without_zeros(number: str) -> str:
    """2.70 as a report may print it: 2.7."""
    return number.rstrip("0").rstrip(".") if "." in number else number


def plain_sentence(sentence: str) -> str:
    """A sentence of a report in full-width punctuation, without the number of its heading: 2.财政收入 → 财政收入."""
    return full_width(_NUMBERING.sub("", sentence.strip()))


def full_width(text: str) -> str:
    """`text` with full-width commas, semicolons and colons, except inside of a number."""
    return re.sub(r"(?<!\d)[,;:]|[,;:](?!\d)", lambda sign: {",": "，", ";": "；", ":": "："}[sign[0]], text)


def names_of(names: Iterable[object], most: int = 2) -> str:
    """甲、乙等3项."""
    return listed(names, most)
