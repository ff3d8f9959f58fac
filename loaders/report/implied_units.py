"""Units that the words around a number imply: 4000万专项资金 is money, 人口1.4万 is people."""

import re
from collections.abc import Container, Sequence
from typing import Final

from domain.schema.units import MAGNITUDES, parse_unit
from loaders.numbers.number import Number

_MONEY_BEHIND: Final = re.compile(r"的?(?:专项|财政|补助|扶持)?(?:资金|元|贷款|债|投资|补助|奖金|经费)")
_MONEY_BEFORE: Final = re.compile(
    r"投资|资金|产值|收入|营收|销售额|金额|利润|税|贷款|融资|经费|补助|财政|总额|增收|交易额|消费|成交|债"
)
_PEOPLE: Final = re.compile(
    r"人口|人数|群众|学生|职工|农民|居民|党员|就业|人员|劳动力|纳税人|用户|老人|旅客|游客|教师|人民|同胞|妇女|儿童"
    r"|青年|干部|[国工商军]人"
)
#: Between an amount and the task of which it is a part.
_TASK_OF: Final = re.compile(
    r"[,，、]?(?:占|为|是|完成)[^,，;；。:：\d]{0,8}(?:任务|目标|计划|预算|指标)(?:总?数)?[的为]?约?"
)
_LOOK_AHEAD: Final = 8
#: (单位:亩) over lines whose numbers have no unit.
_STATED: Final = re.compile(r"单\s*位\s*[:：]\s*([^()（）|｜\s,，、;；]{1,4})\s*(?=[)）\n]|\Z)")
#: What stands right before an amount: 计划1200,完成960.
_BEFORE_AMOUNT: Final = re.compile(
    r"(?:任务|计划|目标|完成|已|达到?|为|累计|共|应|实|剩余?|签约|拆除|征收|种植|播种)数?[约近]?$"
)
_AFTER_AMOUNT: Final = re.compile(r"[,，。;；、)）\n]|\Z|占")
_STATED_REACH: Final = 800


def set_implied_unit(text: str, number: Number, clause: tuple[int, int], last: Number | None) -> None:
    """Gives a count that prints a scale and no unit (4000万, 八亿) the unit that its clause refers to, if it does.

    last: the number before it in its sentence, of which it may be the task (完成税收812万元,占任务1500万的54%).
    """
    if number.dimension != "count" or (number.unit and number.unit not in MAGNITUDES):
        return
    before, after = text[clause[0] : number.start], text[number.end : clause[1]][:_LOOK_AHEAD]
    if _MONEY_BEHIND.match(after):
        number.unit, number.dimension = number.unit + "元", "money"
    elif _PEOPLE.search(after):
        number.unit += "人"
    elif _MONEY_BEFORE.search(before) and not _PEOPLE.search(before):
        number.unit, number.dimension = number.unit + "元", "money"
    elif _PEOPLE.search(before):
        number.unit += "人"
    elif last is not None and last.dimension == "money" and _TASK_OF.fullmatch(text, last.end, number.start):
        number.unit, number.dimension = number.unit + "元", "money"


def set_stated_units(text: str, numbers: Sequence[Number], cells: Container[int]) -> None:
    """Gives amounts without a unit the one that a line above states for all: (单位:亩) over 计划1200,完成960.

    cells: starts of the numbers in tables, whose columns say their unit.
    """
    stated = [(match.end(), parse_unit(match[1])) for match in _STATED.finditer(text)]
    for number in numbers if stated else ():
        if number.dimension != "identifier" or number.value is None or number.start in cells:
            continue
        above = [unit for end, unit in stated if end <= number.start <= end + _STATED_REACH]
        is_amount = _BEFORE_AMOUNT.search(text, max(0, number.start - 6), number.start) is not None
        if above and above[-1] is not None and is_amount and _AFTER_AMOUNT.match(text, number.end):
            number.unit, number.dimension = above[-1].word, above[-1].dimension
