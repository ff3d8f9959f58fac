"""What a figure of a column says beside its number: the stage, the kind of money, the name, the period of its row."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from domain.catalogue import read_catalogue
from domain.schema.units import parse_unit
from loaders.workbook.mapping.header_words import Header, header_label, object_words

#: Words of money that are planned, or there, as stages; the first that a header has counts.
_MONEY_STAGES: Final = (
    "总投资", "概算", "预算", "控制价", "中标", "结算", "决算", "批复", "下达", "争取", "申报", "到位", "拨付", "支付",
    "已付", "实付", "完成投资", "使用", "支出", "结余", "计划", "合同", "投资",
)  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """One figure per row: the column of ours, and the other columns of its row that the header fills in (sorted)."""

    column: str
    fixed: tuple[tuple[str, str], ...]


def fact_of(kind: str, column: str, header: Header, *, several: bool) -> Fact:
    """The fact of a column with `header` that becomes `column`; several: whether the table counts several things."""
    fixed: dict[str, str] = {}
    words = object_words(header)
    if kind == "measures" and several and words:
        fixed["name"] = words
    elif kind == "other":
        fixed["name"] = header_label(header.path[:-1]) if header.is_period else header.label
    elif kind in ("demolition", "land"):
        if stage := _stage(header, kind):
            fixed["stage"] = stage
        if column.endswith("count") and header.unit:
            fixed["count_unit"] = header.unit
    elif kind == "funding" and column in ("amount_wan_yuan", "target_wan_yuan"):
        stage = next((word for word in _MONEY_STAGES if word in header.words), "")
        rest = object_words(replace(header, words=header.words.replace(stage, ""))) if stage else words
        if stage:
            fixed["stage"] = stage
        if rest:
            fixed["kind"] = rest
    return Fact(column, tuple(sorted(fixed.items())))


def unit_of(column: str, header: Header) -> str:
    """The unit of a fact's number by its header; a rate without one is in per cent."""
    return header.unit or ("%" if header.role == "rate" else "")


def _stage(header: Header, kind: str) -> str:
    """The stage that a header names, by the catalogue's words: the longest one counts."""
    found = [(len(word), name) for word, name in _stages(kind) if word in header.words]
    return max(found)[1] if found else ""


@cache
def _stages(kind: str) -> tuple[tuple[str, str], ...]:
    stages = read_catalogue("lexicons")["stages"]
    return tuple((word, stage["name"]) for stage in stages if stage.get("domain") == kind for word in stage["words"])


def is_money(unit: str) -> bool:
    """Whether a unit is one of money."""
    parsed = parse_unit(unit) if unit else None
    return parsed is not None and parsed.dimension == "money"
