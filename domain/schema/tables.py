"""Every table and every column, described once: what is true of a column stands here and nowhere else.

A table is tidy: one row per thing, one column per property. Every row carries its scope (org_unit, period, as_of_*)
and its proof: the span [start, end) of the source text with its quote, or sheet and cell of a workbook. `cells` says
which printed figure stands behind which column of the row (domain.schema.cell_links). What each property of a column
means stands in domain.schema.columns.
"""

from dataclasses import replace
from typing import Any, Final

from domain.schema.columns import Column, Table
from domain.schema.vocabulary import (
    CHECKS,
    CONFIDENCES,
    DIMENSIONS,
    DIRECTIONS,
    ELAPSED_MODES,
    FLAGS,
    KINDS,
    QUALIFIER_WORDS,
    ROLES,
    SEVERITIES,
)

#: Subject of a figure → its word, in the order in which pages list them; filled below from the tables.
DOMAINS: Final[dict[str, str]] = {}


def _text(name: str, label: str, **facts: Any) -> Column:
    return Column(name, "text", label, **facts)


def _number(name: str, label: str, unit: str = "", **facts: Any) -> Column:
    return Column(name, "number", label, unit, **facts)


def _date(name: str, label: str, **facts: Any) -> Column:
    return Column(name, "date", label, **facts)


def _qualifier(name: str, label: str) -> Column:
    return _text(name, label, words=QUALIFIER_WORDS)


_DOMAIN = _text("domain", "领域", words=DOMAINS)
_PROJECT = _text("project", "项目")
_PLACE = _text("place", "地点")
_NAME = _text("name", "名称")
_UNIT = _text("unit", "单位（量）")
_ROLE = _text("role", "性质", words=ROLES)
_QUALIFIER = _qualifier("qualifier", "约数")
_NOTE = _text("note", "备注", fact=False, may_be_empty=True)
_INDICATOR = _text("indicator_id", "指标编号")
_OWNER = _text("owner", "责任单位", fact=False)
_RESPONSIBLE = _text("responsible", "责任人", fact=False)
_STATE_TEXT = _text("state_text", "原文进展", may_be_empty=True)
_MONTHS = _number("months", "用时", "个月", dated=False)
_VALUE = _number("value", "数值", unit_column="unit", qualifier_column="qualifier", signed=True)
_VALUE_HIGH = _number("value_high", "数值上限", unit_column="unit", qualifier_column="qualifier", signed=True)
_COUNT = _number("count", "数量", unit_column="count_unit")
_COUNT_UNIT = _text("count_unit", "数量单位")
_BEGIN = _date("begin", "起始日期")
_DUE = _date("due", "完成期限", not_before="begin", last_day=True)

#: Shape of the domains whose figures are single readings: one row, one reading.
_READING = (_text("topic", "事项"), _NAME, _PROJECT, _PLACE, _VALUE, _VALUE_HIGH, _UNIT, _QUALIFIER, _ROLE, _NOTE)


def _readings(name: str, label: str) -> Table:
    return Table(name, label, _READING, key=("name", "project", "place"))


def _choice(column: Column) -> Column:
    return replace(column, decided=True, group="choice", fact=False)


def _approval(column: Column) -> Column:
    return replace(column, decided=True, group="approval", fact=False)


def _resolution(column: Column) -> Column:
    return replace(column, decided=True, group="resolution", fact=False)


_FIGURES = Table(
    "figures", "全部数字",
    (
        _text("text", "原文写法"), _VALUE, _VALUE_HIGH, _UNIT, _text("dimension", "量纲", words=DIMENSIONS),
        _number("base_value", "换算值"), _number("base_value_high", "换算值上限"), _text("base_unit", "换算单位"),
        _QUALIFIER, _ROLE, _DOMAIN, _INDICATOR, _NAME, _PROJECT, _PLACE,
        _text("section", "章节"), _text("sentence", "所在句"),
    ),
    named_by=("name", "text"), page="source", derived=True,
)  # fmt: skip

_STATEMENTS = Table(
    "statements", "文中陈述",
    (
        _text("subject", "主体"), _text("scope", "范围"), _text("object", "对象"), _text("stage", "环节"), _ROLE,
        _VALUE, _VALUE_HIGH, _UNIT, _number("base_value", "换算值"), _text("base_unit", "换算单位"), _QUALIFIER,
        _text("of_what", "口径"), _text("part_of", "包含于"), Column("monitored", "flag", "仅监测", words=FLAGS),
        _text("pair", "同一事实"), _date("due", "期限", last_day=True), _DOMAIN, _text("section", "章节"),
        _text("rule", "读法"), _text("confidence", "把握", words=CONFIDENCES),
    ),
    named_by=("object", "stage"), page="source", derived=True,
)  # fmt: skip

_MEASURES = Table(
    "measures", "指标进度",
    (
        _INDICATOR, _NAME, _DOMAIN, _PROJECT, _PLACE, _UNIT,
        _number("baseline", "基数", unit_column="unit", dated=False, signed=True),
        _number("target", "目标值", unit_column="unit", qualifier_column="target_qualifier", dated=False, signed=True),
        _qualifier("target_qualifier", "目标约数"),
        _number(
            "actual", "完成值", unit_column="unit", qualifier_column="actual_qualifier", part_of="target", signed=True
        ),
        _qualifier("actual_qualifier", "完成约数"),
        _number("reported_rate", "自报完成率", "%", share_of=("actual", "target"), signed=True),
        _text("of_what", "口径"),
        # Of the kind `items` only: what is neither done nor late, and what is late.
        _number("open_in_time", "限期内未办结", unit_column="unit", part_of="target"),
        _number("overdue", "逾期未办结", unit_column="unit", part_of="target"),
        _BEGIN, _DUE, _text("elapsed_mode", "序时口径", words=ELAPSED_MODES),
        _text("kind", "指标类型", words=KINDS),
        _number("direction", "方向", words=DIRECTIONS, dated=False),
        # One row per claimed target of an indicator.
        _text("claim", "目标依据", may_be_empty=True),
        _choice(Column("chosen", "flag", "已采用", words=FLAGS)),
        _choice(_text("chosen_by", "采用人", person=True)), _choice(_text("chosen_reason", "采用理由")),
        _approval(_text("accepted_reason", "批准理由")), _approval(_text("accepted_by", "批准人", person=True)),
        _approval(_date("accepted_until", "批准有效期", last_day=True)),
        _OWNER, _RESPONSIBLE, _NOTE,
    ),
    key=("name", "project", "place", "unit", "claim"), page="", parts_only_of="items",
)  # fmt: skip

_LAND = Table(
    "land", "土地整治",
    (
        _PROJECT, _PLACE, _text("stage", "环节"), _number("projects", "项目数", "个"),
        _number("area_mu", "面积", "亩", qualifier_column="qualifier"), _QUALIFIER,
        _number("target_mu", "目标面积", "亩", dated=False),
        _number("share_pct", "占比", "%", share_of=("area_mu", "target_mu")),
        _text("of_what", "口径"), _MONTHS, _ROLE, _text("object", "对象"),
        _number("target_projects", "目标项目数", "个", dated=False), _COUNT, _COUNT_UNIT, _NOTE,
    ),
    key=("project", "place", "object", "stage", "role"), page="land",
)  # fmt: skip

_DEMOLITION = Table(
    "demolition", "征迁",
    (
        _PROJECT, _PLACE, _text("object", "对象"), _text("stage", "环节"), _number("day", "用时", "天"),
        _number("households", "户数", "户"), _number("buildings", "房屋", "幢"),
        _number("area_mu", "面积", "亩", printed_columns=("area_printed", "area_unit")),
        _number("area_printed", "原文面积", unit_column="area_unit"), _text("area_unit", "原文面积单位"),
        _number("share_pct", "占比", "%"), _number("limit_days", "时限", "天", dated=False), _STATE_TEXT,
        _number("floor_m2", "房屋面积", "平方米"), _COUNT, _COUNT_UNIT,
        _number("target_households", "目标户数", "户", dated=False),
        _number("target_buildings", "目标房屋", "幢", dated=False),
        _number("target_area_mu", "目标面积", "亩", dated=False),
        _number("target_floor_m2", "目标房屋面积", "平方米", dated=False),
        _number("target_count", "目标数量", unit_column="count_unit", dated=False), _NOTE,
    ),
    key=("project", "place", "object", "stage"), page="demolition",
)  # fmt: skip

_FUNDING = Table(
    "funding", "资金项目",
    (
        _PROJECT, _PLACE, _text("kind", "资金性质"), _text("stage", "阶段"),
        _number("amount_wan_yuan", "金额", "万元", qualifier_column="qualifier", signed=True), _QUALIFIER, _ROLE,
        _text("part_of", "包含于"),  # row_id of the row whose money this is a part of
        _number("progress_pct", "形象进度", "%"),
        _number("output", "产出", unit_column="output_unit", qualifier_column="output_qualifier"),
        _text("output_unit", "产出单位"), _text("output_name", "产出内容"), _qualifier("output_qualifier", "产出约数"),
        _MONTHS, _number("target_wan_yuan", "目标金额", "万元", dated=False), _NOTE,
    ),
    key=("project", "place", "kind", "stage", "output_name"), page="funding",
)  # fmt: skip

_SAFETY = Table(
    "safety", "安全隐患",
    (
        _text("category", "类别"), _text("level", "级别"), _UNIT,
        _number("found", "排查发现", unit_column="unit"),
        *(
            _number(name, label, unit_column="unit", part_of="found")
            for name, label in {
                "closed": "已闭环", "controlled": "已稳控", "open_in_time": "限期内整改中", "overdue": "逾期未改",
            }.items()
        ),
        _number("rate_pct", "完成率", "%", share_of=("closed", "found")), _PLACE,
        _number("checked", "检查数", unit_column="unit"),
        _number("target_rate_pct", "目标完成率", "%", dated=False), _NOTE,
    ),
    key=("category", "level", "place", "unit"), page="safety",
)  # fmt: skip

_COMMITMENTS = Table(
    "commitments", "下半年任务",
    (
        _text("text", "任务"), _DOMAIN, _PROJECT, _text("theme", "板块"), _text("topic", "方面"),
        _number("quantity", "数量", unit_column="unit", dated=False), _UNIT, _BEGIN, _DUE,
        _text("due_text", "期限依据"), _OWNER, replace(_STATE_TEXT, label="目前进展"), _NOTE,
    ),
    key=("text", "project"), page="plan",
)  # fmt: skip

_HONOURS = Table(
    "honours", "亮点荣誉",
    (
        _text("who", "获得者"), _text("award", "荣誉"), _text("level", "级别"), _number("awarded_to_n", "同获数量"),
        _text("scope", "范围"), _text("date_text", "时间"), _NOTE,
    ),
    key=("award", "who"), page="honours",
)  # fmt: skip

_FINDINGS = Table(
    "findings", "数据核对",
    (
        _text("check", "核对项", words=CHECKS), _text("severity", "结论", words=SEVERITIES),
        _text("title", "概要"), _text("message", "说明"),
        # What a check made of the figures: a resolution is about it.
        _text("computed", "计算结果", group="resolution"), _text("printed", "原文所写", group="resolution"),
        _text("confirm", "请核实"), _text("with_whom", "向谁核实"),
        _text("figures", "涉及数字"),  # start offsets of the figures concerned, joined by a space
        _INDICATOR, _DOMAIN,
        _resolution(_text("resolution", "处理结果", may_be_empty=True)),
        _resolution(_text("resolved_by", "处理人", person=True)), _resolution(_date("resolved_on", "处理日期")),
    ),
    named_by=("title",), page="checks", derived=True,
)  # fmt: skip

_ISSUES = Table(
    "issues", "未入表内容",
    (
        _text("code", "类型"), _text("severity", "级别", words=SEVERITIES), _text("message", "说明"),
        _text("remedy", "处理办法"), _DOMAIN,
    ),
    named_by=("message",), page="source", derived=True,
)  # fmt: skip

#: Every table by name, in the order of pages, of exports and of the ledger's sheets.
TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        _FIGURES, _STATEMENTS, _MEASURES, _LAND, _DEMOLITION, _FUNDING, _SAFETY,
        _readings("party", "党建"), _readings("rural_income", "集体经济"), _readings("environment", "人居环境"),
        _readings("investment", "营商"), _readings("governance", "治理"), _readings("history", "八八战略十年"),
        replace(_readings("other", "其他")),
        _HONOURS, _COMMITMENTS, _FINDINGS, _ISSUES,
    )
}  # fmt: skip

#: The base tables: every one that is not derived from the report and the others.
BASE_TABLES: Final = tuple(name for name, table in TABLES.items() if not table.derived)

DOMAINS.update({name: TABLES[name].label for name in BASE_TABLES if name != "measures"}, other="其他")
