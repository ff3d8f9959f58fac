"""What a row of a domain table is of, by its statement: the cells that its id is made of."""

import re
from typing import Final

from loaders.report.reading import Row
from loaders.report.row_columns import CELLS, DISPUTES, HAZARDS, is_penalty
from loaders.report.statements.lexicon import fund_in, kind_of, object_of_unit, words_in

_LEVELS: Final = {"重大隐患": "重大", "一般隐患": "一般"}
_LEVEL_WORD: Final = re.compile("(重大|一般)")
#: Where a hazard may be, none that was found.
_RISK_POINTS: Final = re.compile("[\u4e00-\u9fff]{0,2}(?:隐患|风险)点$")
#: Stages that the name of the thing itself may say better (房屋签约).
_SAY_LITTLE: Final = (None, "完成", "征迁")
#: Money that the unit has put together itself.
_RAISED: Final = re.compile("筹措|筹集|自筹|整合")
#: Stages of money of which a rate is printed (支付率).
_PAID: Final = frozenset({"拨付", "支出", "到位", "下达"})
_RAISED_WORDS: Final = {"筹集": "筹措"}
#: A longer name of a thing is a clause (一年完成土地整治三年).
_LONGEST_THING: Final = 8
FIRST_DAY: Final = re.compile("首日|第一天|当日")


def row_identity(table: str, statement: Row) -> Row:
    """The cells by which a row of `table` is met again, its project and place apart: object, stage, category, level."""
    printed, quote = statement["object"] or "", statement["quote"] or ""
    kind = kind_of(printed) or statement["object"]
    stage = statement["stage"]
    if statement["role"] == "open" and stage:
        stage = f"未{stage}"
    if table == "funding":
        return {"kind": _kind_of_money(statement), "stage": stage, "role": _role(statement)}
    if table == "land":
        thing = kind if len(printed) > _LONGEST_THING or "完成" in printed else statement["object"]
        says_stage = stage is not None and thing == f"{stage}面积"
        if statement["role"] == "forecast" and stage in (None, "完成"):
            stage = "预计"
        names_stage_only = stage is not None and (thing in (None, "项目") or says_stage)
        return {"object": None if names_stage_only else thing, "stage": stage, "role": _role(statement)}
    if table == "safety":
        scope = statement["scope"] or statement["subject"]
        if is_penalty(statement):
            stages = [word.printed for word in words_in("stages", quote, 0, len(quote)) if word.name == stage]
            return {"category": stages[0] if stages else stage, "level": None, "place": scope}
        if points := _RISK_POINTS.search(printed):
            return {"category": points[0], "level": None, "place": scope}
        is_named = kind in (*HAZARDS, *DISPUTES) and kind not in _LEVELS
        category = "隐患" if kind in _LEVELS else kind if is_named else statement["object"]
        cell = CELLS[table](statement)
        if kind_of(printed) is None and cell is not None and cell.column == "checked":
            category = "排查单位"
        level = _LEVEL_WORD.search(printed) if kind in DISPUTES else None
        return {"category": category, "level": level[0] if level else _LEVELS.get(kind or ""), "place": scope}
    step = next((word.name for word in words_in("stages", printed, 0, len(printed))), None)
    if step and statement["stage"] in _SAY_LITTLE:
        stage = f"未{step}" if statement["role"] == "open" else step
    where = statement["scope"] or statement["subject"]
    is_empty = kind_of(printed) is None and (not printed or printed.endswith("率") or (where and where in printed))
    if is_empty or kind == "项目":
        kind = object_of_unit(str(statement["unit"] or "").lstrip("万千百十亿"), table) or kind
    elif statement["part_of"] and statement["object"]:
        kind = statement["object"]
    first = {"day": 1.0} if FIRST_DAY.search(quote) and statement["base_unit"] == "%" else {}
    return {"object": kind, "stage": stage, **first}


def _kind_of_money(statement: Row) -> str | None:
    """What money it is (专项债, 总投资); None for what it builds and how far that is."""
    if statement["base_unit"] == "%" and statement["role"] == "rate" and statement["stage"] in _PAID:
        printed = statement["object"] or ""
        return fund_in(printed) or kind_of(printed)
    if statement["base_unit"] != "元":
        return None
    quote = statement["quote"] or ""
    if raised := _RAISED.search(quote):
        return f"{_RAISED_WORDS.get(raised[0], raised[0])}资金"
    printed = statement["object"] or ""
    kind = fund_in(printed) or fund_in(quote) or kind_of(printed) or statement["object"]
    is_plain = kind == "资金"
    if is_plain and statement["stage"] == "争取":
        return "争取资金"
    return "投资" if is_plain and statement["stage"] == "投资" else kind


def _role(statement: Row) -> str | None:
    """A target has a column of its own; what is hoped for stays apart from what is there."""
    return "forecast" if statement["role"] == "forecast" else "actual"
