"""Whole spreadsheets of other offices: each figure arrives in its table, with its unit, its day and its cell."""

from dataclasses import replace
from datetime import date

import pytest

from domain.schema.frames import conform
from loaders.workbook import read_workbook
from proposals.mapping_choices import month_labels
from tests.loaders.workbook.mapping.offices import (
    CURRENT,
    SCOPE,
    confirmed,
    first_reading,
    rows,
    second_reading,
    workbook,
)

DEMOLITION = {
    "Sheet1": [
        ["龙游路征迁项目进度表（截至6月20日）"],
        ["序号", "村", "房屋", None, None, "土地", None, "备注"],
        [None, None, "应签约户数", "已签约户数", "签约率（%）", "应征面积（亩）", "已征收面积（亩）", None],
        [1, "上宅村", 120, 90, 75, 310.5, 200, None],
        [2, "下宅村", 80, 80, 100, 150, 150, "已清零"],
        ["合计", None, 200, 170, 85, 460.5, 350, None],
        ["填表人：张三"],
    ]
}
DEMOLITION_MERGED = {"Sheet1": ["A1:H1", "A2:A3", "B2:B3", "C2:E2", "F2:G2", "H2:H3"]}
FUNDING = {
    "资金": [
        ["2024年项目资金拨付情况表"],
        ["单位：元"],
        ["序号", "项目名称", "总投资", "上级补助", "专项债", "自筹", "责任人", "联系电话"],
        [1, "人民路改造", 5000000, 2000000, 2500000, 500000, "李四", "13800000000"],
        [2, "污水管网", 1200000, None, 1200000, None, "王五", "13900000000"],
    ]
}
CASES = {
    "隐患清单": [
        ["安全隐患排查整改台账"],
        ["序号", "隐患描述", "隐患类别", "隐患等级", "整改责任人", "整改期限", "整改完成日期", "是否完成整改"],
        [1, "消防通道堵塞", "消防", "一般", "甲", "2024-05-01", "2024-04-28", "是"],
        [2, "配电箱破损", "消防", "一般", "乙", "2024-05-15", None, "否"],
        [3, "灭火器过期", "消防", "一般", "丙", "2024-07-31", None, "否"],
        [4, "危化品混放", "危化", "重大", "丁", "2024-06-01", "2024-06-01", "是"],
    ]
}
PROGRESS = {
    "1-6月": [
        ["重点工作指标完成情况"],
        ["指标名称", "计量单位", "全年目标", "1-6月完成", "完成率", "责任单位"],
        ["新增耕地", "亩", 800, 584, 0.73, "农业办"],
        ["工业投资", "万元", 12000, 6600, 0.55, "经发办"],
    ]
}
MONTHS = {
    "产值": [
        ["2024年规上工业主要指标"],
        ["指标", "单位", "1月", "2月", "3月", "4月"],
        ["工业总产值", "万元", 100, 120.5, 130, None],
        ["用电量", "万千瓦时", 11, 12, 13, None],
    ]
}


def test_demolition_by_village_becomes_one_row_per_village_and_stage():
    reading = second_reading(DEMOLITION, DEMOLITION_MERGED)
    assert reading.faults == ()
    assert rows(
        reading, "demolition", "place", "stage", "target_households", "households", "share_pct", "target_area_mu",
        "area_mu", "as_of_end",
    ) == [
        ("上宅村", "签约", 120, 90, 75, None, None, "2024-06-20"),
        ("上宅村", "征收", None, None, None, 310.5, 200, "2024-06-20"),
        ("下宅村", "签约", 80, 80, 100, None, None, "2024-06-20"),
        ("下宅村", "征收", None, None, None, 150, 150, "2024-06-20"),
    ]  # fmt: skip


def test_money_columns_become_one_row_per_kind_in_the_unit_above_the_table():
    reading = second_reading(FUNDING)
    assert reading.faults == ()
    assert rows(reading, "funding", "project", "kind", "stage", "amount_wan_yuan") == [
        ("人民路改造", None, "总投资", 500),
        ("人民路改造", "上级补助", None, 200),
        ("人民路改造", "专项债", None, 250),
        ("人民路改造", "自筹", None, 50),
        ("污水管网", None, "总投资", 120),
        ("污水管网", "专项债", None, 120),
    ]


def test_cases_are_counted_into_closed_open_in_time_and_overdue_on_the_day():
    reading = second_reading(CASES, as_of="2024-06-30")
    assert reading.faults == ()
    assert rows(
        reading,
        "safety",
        "category",
        "level",
        "found",
        "closed",
        "open_in_time",
        "overdue",
        "unit",
        "as_of_end",
        "cell",
    ) == [
        ("消防", "一般", 3, 1, 1, 1, "处", "2024-06-30", "H3:H5"),
        ("危化", "重大", 1, 1, 0, 0, "处", "2024-06-30", "H6"),
    ]


def test_case_is_overdue_only_after_its_due_day():
    reading = second_reading(CASES, as_of="2024-05-15")
    assert rows(reading, "safety", "open_in_time", "overdue")[0] == (2, 0)


def test_indicators_become_measures_with_the_day_of_their_header():
    reading = second_reading(PROGRESS)
    assert reading.faults == ()
    assert rows(
        reading, "measures", "name", "unit", "target", "actual", "reported_rate", "owner", "as_of_start", "as_of_end",
        "sheet", "cell",
    ) == [
        ("新增耕地", "亩", 800, 584, 73, "农业办", "2024-01-01", "2024-06-30", "1-6月", "A3:F3"),
        ("工业投资", "万元", 12000, 6600, 55, "经发办", "2024-01-01", "2024-06-30", "1-6月", "A4:F4"),
    ]  # fmt: skip


def test_months_as_columns_become_one_figure_per_month():
    reading = second_reading(MONTHS)
    assert reading.faults == ()
    assert rows(reading, "other", "name", "value", "unit", "as_of_start", "as_of_end", "cell")[:4] == [
        ("工业总产值（2024年1月）", 100, "万元", "2024-01-01", "2024-01-31", "A3:C3"),
        ("工业总产值（2024年2月）", 120.5, "万元", "2024-02-01", "2024-02-29", "A3:D3"),
        ("工业总产值（2024年3月）", 130, "万元", "2024-03-01", "2024-03-31", "A3:E3"),
        ("用电量（2024年1月）", 11, "万千瓦时", "2024-01-01", "2024-01-31", "A4:C4"),
    ]


def test_sheets_per_village_with_one_header_are_asked_about_once_and_name_the_place():
    head = ["序号", "项目名称", "土地面积（亩）", "已交地面积（亩）"]
    sheets = {"上宅村": [head, [1, "东区地块", 10, 4]], "下宅村": [head, [1, "西区地块", 20, 20]]}
    assert len(first_reading(sheets).questions) == 1
    reading = second_reading(sheets)
    (table,) = reading.tables
    assert sorted({row[0] for row in rows(reading, table, "place")}) == ["上宅村", "下宅村"]


def test_tables_below_each_other_are_both_read():
    sheets = {
        "月报": [
            ["一、征迁进度"],
            ["村", "应签约户数", "已签约户数"],
            ["上宅村", 12, 9],
            ["合计", 12, 9],
            [],
            ["二、资金拨付（单位：万元）"],
            ["项目名称", "上级补助", "县级配套", "自筹"],
            ["人民路改造", 20, 30, 5],
        ]
    }
    reading = second_reading(sheets)
    assert rows(reading, "demolition", "place", "target_households", "households") == [("上宅村", 12, 9)]
    assert rows(reading, "funding", "project", "kind", "amount_wan_yuan") == [
        ("人民路改造", "上级补助", 20), ("人民路改造", "县级配套", 30), ("人民路改造", "自筹", 5),
    ]  # fmt: skip


def test_tables_side_by_side_are_both_read():
    sheets = {
        "村情": [
            ["村", "人口数", "户数", None, "村", "人口数", "户数"],
            ["上宅村", 1200, 300, None, "下宅村", 900, 210],
        ]
    }
    values = sorted(row[0] for row in rows(second_reading(sheets), "other", "value"))
    assert values == [210, 300, 900, 1200]


@pytest.mark.parametrize("sheets", [DEMOLITION, FUNDING, CASES, PROGRESS, MONTHS])
def test_mapping_before_the_confirmation_reads_nothing(sheets):
    reading = first_reading(sheets)
    assert [question.kind.code for question in reading.questions] == ["map_table"]
    assert reading.tables == {}
    assert len(reading.faults) == 1


def test_file_without_any_figure_is_refused_with_the_reason():
    reading = first_reading({"模板": [["序号", "项目名称", "完成投资（万元）"], [1, "人民路改造", None]]})
    assert [fault.kind.code for fault in reading.faults] == ["no_figures"]


def test_rows_of_the_version_absent_from_an_office_table_are_not_offered_for_deletion():
    reading = second_reading(DEMOLITION, DEMOLITION_MERGED, current=CURRENT)
    assert reading.deletions == {}


def test_hazards_counted_by_level_become_one_row_per_level_and_unit():
    sheets = {
        "统计": [
            ["2024年1-6月安全检查情况统计表"],
            ["领域", "检查企业（家次）", "发现隐患（处）", None, "已整改（处）", None, "整改率"],
            [None, None, "一般", "重大", "一般", "重大", None],
            ["工贸", 86, 120, 3, 115, 2, "95.1%"],
        ]
    }
    reading = second_reading(sheets, {"统计": ["A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3"]})
    assert reading.faults == ()
    assert rows(reading, "safety", "category", "level", "unit", "checked", "found", "closed", "rate_pct") == [
        ("工贸", None, "家次", 86, None, None, 95.1),
        ("工贸", "一般", "处", None, 120, 115, None),
        ("工贸", "重大", "处", None, 3, 2, None),
    ]


def test_sheets_per_month_become_one_figure_per_month_with_its_day():
    head = ["村名", "参与户数"]
    sheets = {"4月": [["各村垃圾分类情况"], head, ["东村", 180]], "5月": [["各村垃圾分类情况"], head, ["东村", 190]]}
    reading = second_reading(sheets)
    assert reading.faults == () == reading.warnings
    assert rows(reading, "other", "name", "place", "value", "as_of_end", "sheet") == [
        ("参与户数（2024年4月）", "东村", 180, "2024-04-30", "4月"),
        ("参与户数（2024年5月）", "东村", 190, "2024-05-31", "5月"),
    ]


def test_areas_of_several_things_of_a_land_project_are_rows_of_their_own():
    head = ["项目名称", "建设规模（亩）", "新增耕地（亩）"]
    reading = second_reading({"项目": [["土地整治项目一览表（截至2024年6月30日）"], head, ["下坑旱改水", 120.5, 98]]})
    assert rows(reading, "land", "project", "object", "area_mu") == [
        ("下坑旱改水", "耕地", 98),
        ("下坑旱改水", None, 120.5),
    ]


QUARTERS = {
    "表": [
        ["2024年重点指标分季度计划完成情况表"],
        ["指标名称", "单位", "全年目标", "一季度", None, "二季度", None],
        [None, None, None, "计划", "完成", "计划", "完成"],
        ["固定资产投资", "万元", 12000, 2000, 2100, 3000, None],
    ]
}
QUARTERS_MERGED = {"表": ["A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2"]}


def test_plan_and_result_of_each_quarter_are_rows_of_their_own():
    reading = second_reading(QUARTERS, QUARTERS_MERGED, as_of="")
    assert (reading.faults, reading.warnings) == ((), ())
    assert rows(reading, "other", "name", "value", "unit", "role", "as_of_start", "as_of_end") == [
        ("固定资产投资 全年目标", 12000, "万元", "target", None, "2024-03-31"),
        ("固定资产投资 计划（2024年1—3月）", 2000, "万元", "target", None, "2024-03-31"),
        ("固定资产投资 完成（2024年1—3月）", 2100, "万元", None, "2024-01-01", "2024-03-31"),
        ("固定资产投资 计划（2024年4—6月）", 3000, "万元", "target", None, "2024-03-31"),
    ]


def test_quarters_of_a_table_of_stages_are_a_choice_and_the_last_with_results_is_read():
    sheets = {"表": [["各村签约分季度进度（2024年7月5日）"], ["村名", "一季度（户）", None, "二季度（户）", None],
                    [None, "计划签约", "完成签约", "计划签约", "完成签约"], ["东村", 20, 18, 30, 26]]}  # fmt: skip
    merged = {"表": ["A2:A3", "B2:C2", "D2:E2"]}
    (table,) = first_reading(sheets, merged).foreign
    uses = ("place", "target_households", "households", "target_households", "households")
    mapping = replace(table.of_kind("demolition"), uses=uses)
    assert list(month_labels(table, mapping).values()) == ["取最近一个有数的", "只取一季度（户）", "只取二季度（户）"]
    answers = {table.key: replace(mapping, left_out=True).to_json()}
    reading = read_workbook(workbook(sheets, merged), "表.xlsx", CURRENT, answers)
    assert rows(reading, "demolition", "target_households", "households", "as_of_end") == [(30, 26, "2024-06-30")]


@pytest.mark.parametrize(
    ("above", "below", "day"),
    [
        ([["编制日期：2024年6月28日"]], [], date(2024, 6, 28)),
        ([], [["填表人：张三", None, "填报日期：2024年7月2日"]], date(2024, 7, 2)),
        ([["填报日期：", "2024-7-2"]], [], date(2024, 7, 2)),
        ([], [], None),
    ],
)
def test_day_of_filling_in_is_proposed_and_not_taken_as_the_day(above, below, day):
    head = ["村名", "应签户数（户）", "已签户数（户）"]
    (table,) = first_reading(
        {"表": [["各村签约进度表"], *above, head, ["东村", 20, 18], ["西村", 9, 8], *below]}
    ).foreign
    assert (table.lacks_day, table.filled_in) == (True, day)


def test_amounts_written_as_texts_below_words_of_texts_are_figures_with_their_own_units():
    head = ["工作事项", "目标任务", "完成情况", "责任部门", "进展说明"]
    sheets = {
        "表": [
            ["街道民生实事（截至2024年6月30日）"], head,
            ["口袋公园", "6个", "3个", "城建办", "2处"], ["老旧小区", "1,280户", "845户", "城建办", "按期"],
            ["绿化补植", "3.5万平方米", "2.1万平方米", "城管办", None],
            ["停车位", "约300个", "180余个", "城建办", None],
        ]
    }  # fmt: skip
    reading = second_reading(sheets)
    assert (reading.faults, reading.warnings) == ((), ())
    assert rows(reading, "measures", "name", "target", "actual", "unit", "owner") == [
        ("口袋公园", 6, 3, "个", "城建办"),
        ("老旧小区", 1280, 845, "户", "城建办"),
        ("绿化补植", 3.5, 2.1, "万平方米", "城管办"),
        ("停车位", 300, 180, "个", "城建办"),
    ]
    assert rows(reading, "measures", "actual_qualifier")[-1] == ("over",)


def test_texts_beside_few_amounts_stay_texts():
    sheets = {"表": [["重点工作进度（截至2024年6月30日）"], ["工作事项", "已完成（个）", "完成情况"],
                    ["公园", 3, "3个"], ["小区", 5, "主体封顶"], ["车位", 8, "正在施工"]]}  # fmt: skip
    (table,) = first_reading(sheets).foreign
    assert table.figures[1] == 3
    assert "value" not in table.mapping.uses[2:]
    assert table.mapping.uses[2] not in ("actual", "target")


def test_villages_below_merged_districts_with_subtotals_are_the_places():
    head = ["片区", "村（社区）", "整治任务（亩）", "已整治（亩）"]
    villages = [["东片", "石塘村", 300, 210], [None, "梅林村", 150, 150], ["东片小计", None, 450, 360]]
    villages += [["西片", "古桥村", 500, 260], ["西片小计", None, 500, 260], ["总计", None, 950, 620]]
    sheets = {"表": [["耕地整治进度表（截至2024年6月30日）"], head, *villages]}
    reading = second_reading(sheets, {"表": ["A3:A4"]})
    assert (reading.faults, reading.warnings) == ((), ())
    (table,) = reading.tables
    assert {place for (place,) in rows(reading, table, "place")} == {"石塘村", "梅林村", "古桥村"}


def test_money_without_a_stage_is_none_that_has_one_in_the_current_version():
    raised = SCOPE | {"row_id": "funding.raised", "project": "泵站", "stage": "筹措", "kind": "筹措资金",
                      "amount_wan_yuan": 140}  # fmt: skip
    current = CURRENT | {"funding": conform("funding", [raised])}
    sheets = {
        "表": [["2024年工业投资分月完成情况（单位：万元）"], ["项目", "4月", "5月"], ["泵站", 50, 60], ["厂房", 7, 8]]
    }
    answers = confirmed(first_reading(sheets, current=current))
    reading = read_workbook(workbook(sheets), "表.xlsx", current, answers)
    assert rows(reading, "funding", "project", "stage", "amount_wan_yuan")[0] == ("泵站", "筹措", 140)
    assert ("泵站", None, 60) in rows(reading, "funding", "project", "stage", "amount_wan_yuan")
