"""Where the figures of a column go: our column, and the stage, kind of money, name or level that the header adds."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from domain.catalogue import read_catalogue
from domain.schema.units import parse_unit
from loaders.workbook.mapping.header_words import (
    Header,
    header_label,
    header_stages,
    is_period_text,
    object_words,
    row_role,
)
from loaders.workbook.mapping.profiles import counted_unit

#: Words of money that are planned, or there, as stages; the first that a header has counts.
_MONEY_STAGES: Final = (
    "总投资", "概算", "预算", "控制价", "中标", "结算", "决算", "批复", "下达", "争取", "申报", "到位", "拨付", "支付",
    "已付", "实付", "完成投资", "使用", "支出", "安排", "结余", "计划", "合同", "投资",
)  # fmt: skip
#: Investment that was made, however it is written: 已实现总投资, 投资完成额.
_INVESTED: Final = re.compile("(?:已|累计)*(?:实现|完成)(?:总|的)?投资额?|(?:投资|累计)+完成(?:额|数)?(?=$)")
_PLANNED: Final = re.compile("计划|任务")
#: Words of a group that say only that its columns are money.
_ANY_MONEY: Final = frozenset(("资金", "资金来源", "投资", "金额", "项目资金", "项目投资", "经费"))
#: Levels of hazards that groups of columns name.
_LEVELS: Final = ("特别重大", "重大", "较大", "一般")
#: Tables of stages and objects.
_STAGED: Final = ("demolition", "land")
#: Words of a group that say what is counted and not what it is counted of: 户数, 房屋面积 above 应签 and 已签.
_AMOUNTS: Final = re.compile("(?:(?:[户幢栋亩套宗间]数|面积|数量|合计|小计|总计|共计)$|^[户亩]$)")
#: Words of the time in which something was done, and no thing: 本周, 今日新增.
_TIMES: Final = re.compile(
    "(?:[本当今昨上每](?:日|天|周|旬|月|季度?|年|期))?(?:新增|净增)|[本当今昨上每](?:日|天|周|旬|月|季度?|年|期)"
)
#: What was done by a header without a word of the catalogue: 已分配, 已建成套数.
_DONE: Final = re.compile("已(?!完成)([\u4e00-\u9fff]{1,4}?)(?:情况|总?面积|户数?|套数?|数量?|亩|量)?")


@dataclass(frozen=True)
class Destination:
    """Our column that takes the figures, and the other cells of each row that the header fills in (sorted)."""

    column: str
    fixed: tuple[tuple[str, str], ...]


def destination_of(kind: str, column: str, header: Header, *, several: bool) -> Destination:
    """The destination of a column with `header` in `column`; several: whether the table counts_several things."""
    fixed: dict[str, str] = {}
    if kind == "measures":
        words = object_words(header) if several else ""
        fixed |= {"name": words} if words else {}
    elif kind == "other":
        fixed["name"] = header_label([text for text in header.path if not is_period_text(text)])
        fixed |= {"role": role} if (role := row_role(header)) else {}
    elif kind in _STAGED:
        if stage := stage_of(header, kind):
            fixed["stage"] = stage
        if column.endswith("count"):
            fixed |= {"count_unit": unit} if (unit := header.unit or counted_unit(header.words)) else {}
            fixed |= {"object": "项目"} if kind == "demolition" and "项目" in header.words else {}
        if kind == "land" and (counted := _longest(_words_of("objects", kind), header.words)):
            fixed["object"] = counted
        if several and (thing := _thing(header, kind)):
            fixed["object"] = thing
    elif kind == "safety":
        fixed |= {"level": level} if (level := next((word for word in _LEVELS if word in header.words), "")) else {}
        fixed |= {"unit": header.unit} if header.unit and header.role != "rate" else {}
    elif kind == "funding" and column in ("amount_wan_yuan", "target_wan_yuan"):
        fixed |= _money(header)
    return Destination(column, tuple(sorted(fixed.items())))


def counts_several(kind: str, columns: Iterable[tuple[str, Header]]) -> bool:
    """Whether what they count tells columns of figures apart: given the column of ours and the header of each.

    In tables of stages, whether figures below different groups would be the same one: 住宅, 非住宅 above 应签户数.
    """
    if kind not in _STAGED:
        return len({object_words(header) for _, header in columns}) > 1
    things: dict[Destination, set[str]] = defaultdict(set)
    for column, header in columns:
        if column and (thing := _thing(header, kind)):
            things[destination_of(kind, column, header, several=False)].add(thing)
    return any(len(each) > 1 for each in things.values())


def _thing(header: Header, kind: str) -> str:
    """What the figures of a column are of: what its highest text says besides stages, amounts and times."""
    for text in header.words.split("/"):
        for word in sorted(_stage_words(kind), key=len, reverse=True):
            text = text.replace(word, "")
        text = _TIMES.sub("", text).lstrip("被拟")
        while (rest := object_words(replace(header, words=_AMOUNTS.sub("", text)))) != text:
            text = rest
        if text:
            return text
    return ""


@cache
def _stage_words(kind: str) -> tuple[str, ...]:
    """The words that name stages of a kind, of the catalogue and of headers alone."""
    return (
        *(word for word, _ in _words_of("stages", kind)),
        *(w for each in header_stages(kind).values() for w in each),
    )


def unit_of(column: str, header: Header) -> str:
    """The unit of a column of figures by its header; a rate without one is in per cent."""
    return header.unit or ("%" if header.role == "rate" else counted_unit(header.words))


def _money(header: Header) -> dict[str, str]:
    """Stage and kind of money: the stage of the lowest text that has one, and what is left of the texts.

    A group above is part of the kind where it is no stage itself: 市级/补助, but 到位资金/补助.
    """
    stage = ""
    kinds: list[str] = []
    for text in reversed(header.words.split("/")):
        own, rest = _money_stage(text, header)
        rest = "" if rest in _ANY_MONEY and (kinds or not own) and "/" in header.words else rest
        if rest and not (kinds and own):
            kinds.insert(0, rest)
        stage = stage or own
    found = {"stage": stage, "kind": "".join(dict.fromkeys(kinds))}
    return {name: text for name, text in found.items() if text}


def _money_stage(text: str, header: Header) -> tuple[str, str]:
    """The stage that a text names, "" where it names none, and what it says besides."""

    def rest(taken: str) -> str:
        return object_words(replace(header, words=text.replace(taken, "", 1)))

    if "总投资" in text and "年" not in text and not _INVESTED.search(text):
        return "总投资", rest("计划总投资" if "计划总投资" in text else "总投资")
    if match := _PLANNED.search(text):
        has_part = header.period is not None and not header.period.is_year
        return ("期内计划" if has_part else "计划"), rest(match[0])
    if match := _INVESTED.search(text):
        return "完成投资", rest(match[0])
    word = next((word for word in _MONEY_STAGES if word in text), "")
    return word, rest(word) if word else object_words(replace(header, words=text))


def stage_of(header: Header, kind: str) -> str:
    """The stage that a header names: by the longest of the catalogue's words, else by what it says is done."""
    if named := _longest(_words_of("stages", kind), header.words):
        return named
    own = header.words.rpartition("/")[2]
    for name, words in header_stages(kind).items():
        if any(word in own for word in words):
            return name
    match = _DONE.fullmatch(own)
    return match[1] if match else ""


def _longest(words: Sequence[tuple[str, str]], text: str) -> str:
    """The name of the longest of `words` (word, name) that `text` has; "" where it has none."""
    return max(((len(word), name) for word, name in words if word in text), default=(0, ""))[1]


@cache
def _words_of(part: str, kind: str) -> tuple[tuple[str, str], ...]:
    """(word, name) of the stages or objects of a domain in the catalogue."""
    entries = read_catalogue("lexicons")[part]
    return tuple((word, entry["name"]) for entry in entries if entry.get("domain") == kind for word in entry["words"])


def is_money(unit: str) -> bool:
    """Whether a unit is one of money."""
    parsed = parse_unit(unit) if unit else None
    return parsed is not None and parsed.dimension == "money"
