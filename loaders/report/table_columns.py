"""What the columns of a table in a text say of their numbers: role and unit, by the words of the header.

任务, 计划, 应: target; 完成, 累计, 实际: actual; 完成率, 占任务%: rate; 剩余, 未: open. Units stand in the header (亩),
in a column of units, or above the table: 单位：万元. What none of these says has no unit.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.schema.units import parse_unit
from domain.text.text_tables import TableRow, TextTable
from domain.text.traditional import simplified
from loaders.report.statements.lexicon import stage_words

_BRACKETS: Final = re.compile(r"[(（\[【]([^()（）\[\]【】]{1,16})[)）\]】]")
_BEHIND_MARK: Final = re.compile(r"[/／:：,，]([^/／:：,，]{1,6})$")
_STATED: Final = re.compile(r"单\s*位\s*[:：]\s*([^()（）|｜\n]{1,24})")
_TITLE_UNIT: Final = re.compile(r"[(（]([^()（）]{1,8})[)）]\s*$")
_SEPARATORS: Final = re.compile(r"[、,，;；和及 ]+")
_UNIT_COLUMN: Final = re.compile(r"(?:计量|数量)?单位")
#: 户数, 项目个数: the measure word of what is counted. 项目数 has none.
_COUNTED: Final = re.compile(r"([户个人件起宗处家栋幢台座辆间])数量?$")
_OF_THINGS: Final = re.compile(r"(?:项目|企业|村|单位|人员|农户|机构|网格|隐患|问题|事故|案件)数量?$|人次$")
_OF_KIND: Final = (
    ("money", re.compile(r"投资|金额|资金|额$|收入|支出|产值|税|预算|决算|贷款|补助")),
    ("area", re.compile(r"面积|耕地|土地|农田|造林|征地")),
)
_SHARE: Final = re.compile(
    r"(?:率|比例|比重|比率|百分比|占比|[%％])$|占.{0,8}(?:任务|计划|目标|预算)(?:数|的?比例)?$|进度[%％]?$"
)
_GROWTH: Final = re.compile(r"同比|环比|[比较](?:上年|去年|上月)|增长|增幅|增速|增减|下降|降幅|±")
_DECLINE: Final = re.compile(r"下降|降幅|减幅|降低")
_LEVEL: Final = re.compile(r"(?:覆盖|合格|满意|就业|知晓|普及|绿化|失业|利用|城镇化|发生|死亡)率")
_DONE_FIRST: Final = re.compile(
    r"执行|决算|实际|实绩|已|实现|到位|(?:完成|达到|占)(?:年度|全年)?(?:任务|目标|计划|指标)"
)
_ASKED: Final = re.compile(r"计划|预算|预期|应|需(?!求)|拟|任务(?!.{0,3}完成)|目标(?!.{0,3}完成)|指标")
#: All there is to do, where another column says what is done of it.
_WHOLE: Final = re.compile(r"总(?:户数|任务|面积|数量?|量|人数|幢数|栋数)$")
_DONE: Final = re.compile(r"已|完成|签约|拆除|腾空|搬迁|整改|办结|化解|征收|交房")
_WORK: Final = re.compile(r"完成|任务|计划|目标|预算|进度|执行|序时")
#: 本周完成数量 says nothing of what is counted: it counts what the column before it does.
_GENERIC: Final = re.compile(
    r"(?:[本当]\s*[周日月期旬年季]度?|[上下]半年|累计|实际|已|未|应|尚|剩余|新增|任务|目标|计划|完成|全年|年度|总|数|量|面积|金?额|"
    r"签约|签订|腾空|拆除|搬迁|整改|销号|化解|办结|开工|竣工|完工|验收)+"
)
_DATES: Final = re.compile(r"[\d年月日季度上下半一二三四至到—~～-]+|累计")
_OPEN: Final = re.compile(r"剩余|剩|尚|未(?!来)|待|欠|差额|缺口|余下")
_INTERIM: Final = re.compile(r"[本当上]\s*[周日月期旬]|今日|昨日|[本当]天|新增")
#: A share of more than this is no fraction: 0.88 may be 88 % or 0.88 %.
_FRACTION: Final = 1.0
_PERCENT: Final = ("%", "％", "‰")


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What a column of numbers says. header: its words without units; note: a noun in brackets, (节点数).

    role: target, actual, rate or open. unit: "" where nothing says one. is_interim: 本周, 当月: a part of the
    span that the others refer to.
    """

    header: str
    note: str
    role: str
    unit: str
    is_growth: bool
    declines: bool
    is_interim: bool


def column_meanings(text: str, table: TextTable) -> list[ColumnMeaning | None]:
    """One per column of `table`, a table of `text`; None for a column that holds no figures."""
    titles = [simplified(text[start:end]).rstrip(" |｜") for start, end in table.above]
    headers = [simplified(column.header) for column in table.columns if column.kind == "number"]
    asked = any(_ASKED.search(header) for header in headers)
    done = any(_DONE.search(header) for header in headers)
    words = _Words(titles, _units_above(titles), asked=asked, done=done)
    meanings: list[ColumnMeaning | None] = []
    unit = ""
    for at, column in enumerate(table.columns):
        meaning = _meaning(table, at, words) if column.kind == "number" else None
        if meaning is not None and not meaning.unit and _GENERIC.fullmatch(meaning.header):
            meaning = replace(meaning, unit=unit)
        if meaning is not None and meaning.unit not in _PERCENT:
            unit = meaning.unit
        meanings.append(meaning)
    return meanings


@dataclass(frozen=True, slots=True)
class _Words:
    """What stands over the columns: the lines above the table, their units, whether one asks for or reports work."""

    titles: Sequence[str]
    units: Sequence[str]
    asked: bool
    done: bool


def unit_of_row(table: TextTable, row: TableRow) -> str:
    """The unit that a column of units (计量单位) says for the numbers of `row`; "" where there is none."""
    for at, column in enumerate(table.columns):
        cell = row.cells[at]
        if at != table.label_column and cell and _UNIT_COLUMN.fullmatch(column.header) and _known(cell.text):
            return cell.text
    return ""


def _meaning(table: TextTable, at: int, context: _Words) -> ColumnMeaning:
    words = simplified(table.columns[at].header)
    notes = [match[1].strip() for match in _BRACKETS.finditer(words)]
    units = [note for note in notes if _known(note)]
    header = _BRACKETS.sub("", words)
    if not units and (behind := _BEHIND_MARK.search(header)) and _known(behind[1]):
        units, header = [behind[1]], header[: behind.start()]
    is_share = _SHARE.search(header) is not None or "%" in units
    unit = units[-1] if units else _unit(table, at, header, context.units, is_share)
    spoken = header if _DATES.sub("", header) or not context.titles else context.titles[0]
    is_growth = _GROWTH.search(spoken) is not None and unit in (*_PERCENT, "百分点", "个百分点")
    note = next((note for note in notes if not _known(note)), "")
    header = re.sub(r"[%％]$", "", header)
    role = "actual" if is_growth else _role(header, context, is_share=is_share and unit in _PERCENT)
    declines = is_growth and _DECLINE.search(spoken) is not None and "增" not in spoken
    return ColumnMeaning(header, note, role, unit, is_growth, declines, _INTERIM.search(words) is not None)


def _role(header: str, context: _Words, *, is_share: bool) -> str:
    if is_share:
        return "rate" if _is_rate(header, context) else "actual"
    if _OPEN.search(header):
        return "open"
    if _DONE_FIRST.search(header) and not re.search(r"^(?:[本当].)?(?:应|计划|需)", header):
        return "actual"
    return "target" if _ASKED.search(header) or (context.done and _WHOLE.search(header)) else "actual"


def _is_rate(header: str, context: _Words) -> bool:
    """Whether a per cent is a share of work: 完成率, 签约率, 比例 beside a task; 覆盖率 and 占比 are levels."""
    if _LEVEL.search(header):
        return False
    if _WORK.search(header) or re.search(rf"(?:{stage_words()})(?:率|比例|占比)$", header):
        return True
    return context.asked and re.fullmatch(r"(?:累计)?(?:比例|百分比|比率)", header) is not None


def _unit(table: TextTable, at: int, header: str, above: Sequence[str], is_share: bool) -> str:
    """The unit of a column whose header has none in brackets."""
    if is_share:
        printed = [row.cells[at] for row in table.rows]
        values = [float(found[0]) for cell in printed if cell and (found := re.match(r"\d+(?:\.\d+)?", cell.text))]
        says_percent = header.endswith(("%", "％")) or any(cell and cell.text.endswith(("%", "％")) for cell in printed)
        return "%" if says_percent or max(values, default=0.0) > _FRACTION else ""
    if counted := _COUNTED.search(header):
        return counted[1]
    if len(above) == 1:
        return above[0] if _may_count(above[0], header) else ""
    for dimension, words in _OF_KIND:
        fitting = [unit for unit in above if (known := parse_unit(unit)) and known.dimension == dimension]
        if len(fitting) == 1 and words.search(header):
            return fitting[0]
    return ""


def _may_count(unit: str, header: str) -> bool:
    """Whether the one unit above a table may be that of a column: 单位：万元 is not that of 面积 or 项目数."""
    known = parse_unit(unit)
    if known is None or known.dimension == "count":
        return True
    kinds = [dimension for dimension, words in _OF_KIND if words.search(header)]
    return not _OF_THINGS.search(header) and (not kinds or known.dimension in kinds)


def _units_above(titles: Sequence[str]) -> list[str]:
    """The units that the lines above a table state: 单位：个、亿元, or a title that ends in (万元)."""
    for line in titles:
        if stated := _STATED.search(line):
            return list(_parsed(stated[1].strip()))
    for line in titles:
        titled = _TITLE_UNIT.search(line)
        unit = parse_unit(titled[1]) if titled else None
        if unit is not None and unit.word and unit.dimension != "count":
            return [unit.word]
    return []


def _parsed(stated: str) -> Iterator[str]:
    if _known(stated):
        yield stated
        return
    parts = [part for part in _SEPARATORS.split(stated) if part]
    if all(_known(part) for part in parts):
        yield from parts


def _known(word: str) -> bool:
    return bool(word) and parse_unit(word) is not None
