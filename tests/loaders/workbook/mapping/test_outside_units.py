"""Units outside another office's table apply to columns without one of their own, or are asked about."""

from dataclasses import replace

import pytest

from loaders.workbook import read_workbook
from loaders.workbook.mapping.table_mapping import LEFT_OUT
from tests.loaders.workbook.mapping.offices import CURRENT, confirmed, first_reading, rows, second_reading, workbook

HEAD = ["序号", "项目名称", "建设单位", "总投资", "到位资金"]
YUAN = [[1, "甲路改造", "住建所", 12_005_000, 3_000_000], [2, "乙桥加固", "交通所", 8_000_000, 2_500_000]]


def amounts(reading):
    return rows(reading, "funding", "project", "stage", "amount_wan_yuan")


@pytest.mark.parametrize(
    "sheet",
    [
        {"表": [["资金表"], HEAD, *YUAN, ["单位：元"]]},
        {"表": [["资金表"], HEAD, *YUAN, [None] * 7 + ["单位：元"]]},
        {"表": [["资金表"], ["单位：", "元"], HEAD, *YUAN]},
        {"资金（元）": [["资金表"], HEAD, *YUAN]},
    ],
)
def test_unit_outside_the_table_applies_to_columns_without_one(sheet):
    reading = second_reading(sheet)
    assert amounts(reading) == [
        ("甲路改造", "总投资", 1200.5),
        ("甲路改造", "到位", 300),
        ("乙桥加固", "总投资", 800),
        ("乙桥加固", "到位", 250),
    ]
    assert reading.questions[1:] == ()


@pytest.mark.parametrize(
    ("sheet", "where"),
    [
        ({"表": [["资金表（单位：万元）"], ["单位：元"], HEAD, *YUAN]}, "表上方写着单位“万元、元”（A1）"),
        ({"表": [["资金表"], HEAD, *YUAN, ["注：本表金额单位为元，含税。"]]}, "表下方写着单位“元”（A5）"),
        ({"表": [["资金表"], ["单位：元"], [*HEAD[:4], "到位资金（万元）"], *YUAN]}, "表上方写着单位“元”（A2）"),
    ],
)
def test_unit_that_may_not_apply_is_asked_about_and_read_as_answered(sheet, where):
    reading = second_reading(sheet)
    question = reading.questions[1]
    assert (question.kind.code, question.answer, question in reading.faults) == ("which_unit", "", True)
    assert question.wrong.startswith(where)
    answers = confirmed(first_reading(sheet)) | {each.key: "元" for each in reading.questions[1:]}
    answered = read_workbook(workbook(sheet), "表.xlsx", CURRENT, answers)
    assert amounts(answered)[0] == ("甲路改造", "总投资", 1200.5)


RELIEF = {
    "帮扶": [
        ["帮扶资金使用情况表"],
        ["序号", "项目名称", "受益户数", "受益人口数", "计划投入（元）", "已投入帮扶资金"],
        [1, "柑橘大棚", 25, 156, 200_000, 15_000],
        [2, "村道硬化", 40, 133, 90_000, 90_000],
    ]
}


def test_unit_of_another_column_is_asked_about_before_money_without_one_is_read():
    reading = second_reading(RELIEF)
    question = reading.questions[1]
    assert question.wrong.startswith("其他列的表头写着单位“元”")
    assert [choice.value for choice in question.choices] == ["元", "万元"]
    answers = confirmed(first_reading(RELIEF)) | {question.key: "元"}
    answered = read_workbook(workbook(RELIEF), "表.xlsx", CURRENT, answers)
    assert sorted(amount for *_, amount in amounts(answered)) == [1.5, 9, 9, 20]


def test_counts_of_people_in_a_table_of_money_are_proposed_as_left_out():
    [table] = first_reading(RELIEF).foreign
    assert table.mapping.uses == (LEFT_OUT, "project", LEFT_OUT, LEFT_OUT, "amount_wan_yuan", "amount_wan_yuan")
    assert table.left_out


def test_rows_of_figures_above_the_header_are_reported():
    reading = second_reading({"表": [["资金表（单位：元）"], YUAN[0], HEAD, YUAN[1]]})
    assert [(fault.kind.code, fault.place.cell) for fault in reading.warnings] == [("row_above_header", "A2")]


def test_number_beside_the_table_is_reported():
    reading = second_reading({"表": [["资金表（单位：元）"], HEAD, *YUAN, [None] * 8 + [777]]})
    assert ("note_skipped", "I5") in [(fault.kind.code, fault.place.cell) for fault in reading.notices]


NOWHERE = {"表": [["资金到位情况"], [*HEAD[:3], "总投资", "到位资金"], *YUAN]}


def test_unit_that_stands_nowhere_is_asked_about_once_for_all_columns_and_remembered():
    first = second_reading(NOWHERE)
    (question,) = first.faults
    assert (question.kind.code, question.wrong) == ("unit_nowhere", "整张表没有写明“总投资”“到位资金”的单位")
    assert [choice.value for choice in question.choices] == ["万元", "元", "亿元"]
    answered = read_workbook(workbook(NOWHERE), "表.xlsx", CURRENT, first.answers | {question.key: "元"})
    assert amounts(answered)[0] == ("甲路改造", "总投资", 1200.5)
    kept = {table.signature: table.to_remember().to_json() for table in answered.foreign}
    (table,) = first_reading(NOWHERE, remembered=kept).foreign
    answers = {table.key: replace(table.mapping, as_of="2024-07-31").to_json()}
    next_month = read_workbook(workbook(NOWHERE), "表.xlsx", CURRENT, answers, remembered=kept)
    assert next_month.faults == ()
    assert amounts(next_month)[0] == ("甲路改造", "总投资", 1200.5)


@pytest.mark.parametrize("header", ["合同天数", "8M序列号", "是否已评价", "受益户数", "备注"])
def test_numbers_that_are_no_money_are_proposed_as_left_out(header):
    table = [["资金支付台账（单位：元）"], ["项目名称", "支付金额", header], ["甲路", 20_000, 90], ["乙桥", 5_000, 60]]
    assert first_reading({"表": table}).foreign[0].mapping.uses[2] == LEFT_OUT
