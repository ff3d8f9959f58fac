"""The columns of every table: name, type, Chinese header, unit. The one list that all rooms share.

A table is tidy: one row per thing, one column per property. Every row carries its scope (org_unit,
period, as_of_*) and its proof: the span [start, end) of the source text with its quote, or sheet and
cell of a workbook. `cells` says which printed figure stands behind which column of the row, as
"column=start" pairs joined by a space; `start` is the figure's offset and its key in `figures`. A number that somebody
has changed since is "column~start": what was printed there stands behind it no more, but tells what it is; and
"quote~start" is where the sentence begins on which such a row rested.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

Kind = Literal["text", "number", "integer", "date", "flag"]

# Texts as Python's own strings: in tables of some dozens of rows they are read a third faster than Arrow's.
pd.set_option("mode.string_storage", "python")


@dataclass(frozen=True)
class Column:
    """One column: `unit` is what the numbers are in ("" where none, or where a unit column says it)."""

    name: str
    kind: Kind
    label: str
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """One table: `columns` are its own, between the scope and the proof that all tables share."""

    name: str
    label: str
    columns: tuple[Column, ...]

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Scope, own columns, proof: the order in which a table is stored and exported."""
        return (*SCOPE, *self.columns, *PROOF)

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError where the table has none."""
        for column in self.all_columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name!r} has no column {name!r}")


def _text(name: str, label: str) -> Column:
    return Column(name, "text", label)


def _number(name: str, label: str, unit: str = "") -> Column:
    return Column(name, "number", label, unit)


def _date(name: str, label: str) -> Column:
    return Column(name, "date", label)


SCOPE: Final = (
    _text("row_id", "编号"),
    _text("org_unit", "单位"),
    _text("period", "报告期"),
    _date("as_of_start", "数据起始"),
    _date("as_of_end", "数据截至"),
)
PROOF: Final = (
    _text("source_id", "来源"),
    Column("start", "integer", "原文起点"),
    Column("end", "integer", "原文终点"),
    _text("quote", "原文"),
    _text("sheet", "工作表"),
    _text("cell", "单元格"),
    _text("cells", "数字出处"),
)

_DOMAIN = _text("domain", "领域")
_PROJECT = _text("project", "项目")
_PLACE = _text("place", "地点")
_NAME = _text("name", "名称")
_UNIT = _text("unit", "单位(量)")
_NOTE = _text("note", "备注")

#: Shape of the domains whose figures are single readings: one row, one reading.
_READING = (
    _text("topic", "事项"), _NAME, _PROJECT, _PLACE,
    _number("value", "数值"), _number("value_high", "数值上限"), _UNIT,
    _text("qualifier", "约数"), _text("role", "性质"), _NOTE,
)  # fmt: skip

TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        Table(
            "figures", "全部数字",
            (
                _text("text", "原文写法"), _number("value", "数值"), _number("value_high", "数值上限"),
                _UNIT, _text("dimension", "量纲"),
                _number("base_value", "换算值"), _number("base_value_high", "换算值上限"),
                _text("base_unit", "换算单位"), _text("qualifier", "约数"), _text("role", "性质"),
                _DOMAIN, _text("indicator_id", "指标编号"), _NAME, _PROJECT, _PLACE,
                _text("section", "章节"), _text("sentence", "所在句"),
            ),
        ),
        Table(
            "measures", "指标进度",
            (
                _text("indicator_id", "指标编号"), _NAME, _DOMAIN, _PROJECT, _PLACE, _UNIT,
                _number("baseline", "基数"),
                _number("target", "目标值"), _text("target_qualifier", "目标约数"),
                _number("actual", "完成值"), _text("actual_qualifier", "完成约数"),
                _number("reported_rate", "自报完成率", "%"), _text("of_what", "口径"),
                _number("open_in_time", "限期内未办结"), _number("overdue", "逾期未办结"),  # kind items only
                _date("begin", "起始日期"), _date("due", "完成期限"),
                _text("elapsed_mode", "序时口径"),  # day | month
                _text("kind", "指标类型"), _number("direction", "方向"),  # +1 more is better, -1 less
                _text("claim", "目标依据"),  # one row per claimed target of an indicator
                Column("chosen", "flag", "已采用"),
                _text("chosen_by", "采用人"), _text("chosen_reason", "采用理由"),
                _text("accepted_reason", "批准理由"), _text("accepted_by", "批准人"),
                _date("accepted_until", "批准有效期"),
                _text("owner", "责任单位"), _NOTE,
            ),
        ),
        Table(
            "land", "土地整治",
            (
                _PROJECT, _PLACE, _text("stage", "环节"), _number("projects", "项目数", "个"),
                _number("area_mu", "面积", "亩"), _text("qualifier", "约数"),
                _number("target_mu", "目标面积", "亩"), _number("share_pct", "占比", "%"),
                _text("of_what", "口径"), _number("months", "用时", "个月"), _text("role", "性质"), _NOTE,
            ),
        ),
        Table(
            "demolition", "征迁",
            (
                _PROJECT, _PLACE, _text("object", "对象"), _text("stage", "环节"), _number("day", "第几天", "天"),
                _number("households", "户数", "户"), _number("buildings", "房屋", "幢"),
                _number("area_mu", "面积", "亩"), _number("area_printed", "原文面积"),
                _text("area_unit", "原文面积单位"), _number("share_pct", "占比", "%"),
                _number("limit_days", "时限", "天"), _text("state_text", "原文进展"), _NOTE,
            ),
        ),
        Table(
            "funding", "资金项目",
            (
                _PROJECT, _PLACE, _text("kind", "资金性质"), _text("stage", "阶段"),
                _number("amount_wan_yuan", "金额", "万元"), _text("qualifier", "约数"), _text("role", "性质"),
                _text("part_of", "包含于"),  # row_id of the row whose money this is a part of
                _number("progress_pct", "形象进度", "%"),
                _number("output", "产出"), _text("output_unit", "产出单位"), _text("output_name", "产出内容"),
                _text("output_qualifier", "产出约数"), _number("months", "用时", "个月"), _NOTE,
            ),
        ),
        Table(
            "safety", "安全隐患",
            (
                _text("category", "类别"), _text("level", "级别"), _UNIT,
                _number("found", "排查发现"), _number("closed", "已闭环"),
                _number("controlled", "已稳控"), _number("open_in_time", "限期内整改中"),
                _number("overdue", "逾期未改"), _number("rate_pct", "完成率", "%"), _NOTE,
            ),
        ),
        Table("party", "党建", _READING),
        Table("rural_income", "集体经济", _READING),
        Table("environment", "人居环境", _READING),
        Table("governance", "治理", _READING),
        Table("investment", "营商", _READING),
        Table("history", "八八战略十年", _READING),
        Table(
            "commitments", "下半年任务",
            (
                _text("text", "任务"), _DOMAIN, _PROJECT, _text("theme", "板块"), _text("topic", "方面"),
                _number("quantity", "数量"), _UNIT, _date("begin", "起始日期"), _date("due", "完成期限"),
                _text("due_text", "期限依据"), _text("owner", "责任单位"), _text("state_text", "目前进展"), _NOTE,
            ),
        ),
        Table(
            "honours", "亮点荣誉",
            (
                _text("who", "获得者"), _text("award", "荣誉"), _text("level", "级别"),
                _number("awarded_to_n", "同获数量"), _text("scope", "范围"), _text("date_text", "时间"), _NOTE,
            ),
        ),
        Table(
            "findings", "数据核对",
            (
                _text("check", "核对项"), _text("severity", "结论"), _text("title", "概要"),
                _text("message", "说明"), _text("computed", "计算结果"), _text("printed", "原文所写"),
                _text("confirm", "请核实"), _text("with_whom", "向谁核实"),
                _text("figures", "涉及数字"),  # start offsets of the figures concerned, joined by a space
                _text("indicator_id", "指标编号"), _DOMAIN,
                _text("resolution", "处理结果"), _text("resolved_by", "处理人"), _date("resolved_on", "处理日期"),
            ),
        ),
        Table(
            "issues", "未入表内容",
            (
                _text("code", "类型"), _text("severity", "级别"), _text("message", "说明"),
                _text("remedy", "处理办法"), _DOMAIN,
            ),
        ),
    )
}  # fmt: skip

_TEXT: Final = pd.StringDtype(na_value=np.nan)


def conform(name: str, rows: Iterable[Mapping[str, Any]] | pd.DataFrame) -> pd.DataFrame:
    """`rows` as table `name`: exactly its columns, in order, with its types; shape (len(rows), columns).

    Missing cells become missing values, never zero or "". Raises KeyError for an unknown table and
    ValueError for a column that the table does not have: a misspelt column must not vanish.
    """
    table = TABLES[name]
    if isinstance(rows, pd.DataFrame):
        given = {str(column): rows[column].tolist() for column in rows.columns}
        length = len(rows)
    else:
        listed = list(rows)
        given = {
            column: [row.get(column) for row in listed]
            for column in dict.fromkeys(key for row in listed for key in row)
        }
        length = len(listed)
    unknown = [column for column in given if column not in {each.name for each in table.all_columns}]
    if unknown:
        raise ValueError(f"table {name!r} has no column {', '.join(unknown)}")
    absent: list[Any] = [None] * length
    cells = {column.name: _typed(given.get(column.name, absent), column.kind) for column in table.all_columns}
    return pd.DataFrame(cells, copy=False)


def _typed(cells: list[Any], kind: Kind) -> Any:
    """One column of cells in the type of its kind; an array, since a Series per column costs five times as much."""
    values = np.empty(len(cells), dtype=object)
    values[:] = cells
    missing = pd.isna(values)
    if kind == "text":
        return pd.array([None if gone else str(cell) for cell, gone in zip(cells, missing, strict=True)], dtype=_TEXT)
    values[missing] = np.nan if kind == "number" else None
    if kind == "number":
        return values.astype("float64")
    if kind == "date":
        return pd.to_datetime(pd.Series(values), format="ISO8601").astype("datetime64[s]").array
    return pd.array(values.tolist(), dtype="Int64" if kind == "integer" else "boolean")


def cell_starts(cells: str | None) -> dict[str, int]:
    """The `cells` text of a row as {column: start offset of the figure behind it}; {} where missing."""
    return _cell_pairs(cells, "=")


def replaced_starts(cells: str | None) -> dict[str, int]:
    """Of the `cells` of a row, {column: start offset of the printed figure that somebody has since changed}."""
    return _cell_pairs(cells, "~")


def join_cells(starts: Mapping[str, int], replaced: Mapping[str, int] | None = None) -> str:
    """The inverse of `cell_starts` and `replaced_starts`: target=1500 actual~1353; a column in both is in `starts`."""
    gone = {column: start for column, start in (replaced or {}).items() if column not in starts}
    return " ".join([f"{column}={at}" for column, at in starts.items()] + [f"{c}~{at}" for c, at in gone.items()])


def replace_figures(cells: str | None, columns: Collection[str], sentence: object = None) -> str | None:
    """`cells` of a row after somebody has changed `columns`; `sentence`: the start of the one that the row rested on.

    What was printed of them is kept as what it was; so is the place of the sentence. None where nothing is known.
    """
    printed, gone = cell_starts(cells), replaced_starts(cells)
    if not pd.isna(sentence):  # type: ignore[call-overload]
        gone["quote"] = int(str(sentence))
    return join_cells({name: at for name, at in printed.items() if name not in columns}, gone | printed) or None


def _cell_pairs(cells: str | None, sign: str) -> dict[str, int]:
    pairs = cells.split() if isinstance(cells, str) else ()
    return {column: int(start) for column, found, start in (pair.partition(sign) for pair in pairs) if found}
