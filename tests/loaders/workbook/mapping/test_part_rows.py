"""Rows 其中： of another office's table carry the name of the row they are part of, and are not counted beside it."""

import pytest

from loaders.workbook import read_workbook
from tests.loaders.workbook.mapping.offices import CURRENT, confirmed, first_reading, rows, second_reading, workbook

LAND = {
    "表": [
        ["各项目征地进度表（截至2024年6月20日）"],
        ["序号", "项目名称", "应征面积（亩）", "已征面积（亩）"],
        [1, "环城路", 300, 210],
        [None, "其中：东村", 180, 120],
        [None, "西村", 120, 90],
        [2, "园区二期", 80, 60],
        ["合计", None, 380, 270],
    ]
}
WHOLES = [("环城路", None, 210), ("园区二期", None, 60)]
PARTS = [("环城路", "东村", 120), ("环城路", "西村", 90), ("园区二期", None, 60)]


def answered(sheets, answer):
    """The reading with the one question about wholes and parts answered."""
    (question,) = second_reading(sheets).faults
    answers = confirmed(first_reading(sheets)) | {question.key: answer}
    return read_workbook(workbook(sheets), "表.xlsx", CURRENT, answers)


def test_parts_of_a_project_are_asked_about_once():
    (question,) = second_reading(LAND).faults
    assert (question.kind.code, question.place.cell) == ("parts_of_rows", "B4")


@pytest.mark.parametrize(("answer", "expected", "skipped"), [("whole", WHOLES, 2), ("parts", PARTS, 1)])
def test_parts_or_the_whole_are_read_as_answered(answer, expected, skipped):
    reading = answered(LAND, answer)
    assert (reading.faults, reading.warnings) == ((), ())
    assert rows(reading, "demolition", "project", "place", "area_mu") == expected
    assert sum(fault.kind.code == "part_skipped" for fault in reading.notices) == skipped


def test_parts_that_are_no_places_are_named_after_their_project():
    sheets = {"表": [["2024年1-6月资金到位情况（万元）"], ["项目名称", "到位资金"], ["环城路", 210],
                    ["其中：市级", 120], ["  县级", 90], ["水厂", 60]]}  # fmt: skip
    assert rows(answered(sheets, "parts"), "funding", "project", "amount_wan_yuan") == [
        ("环城路（其中：市级）", 120), ("环城路（其中：县级）", 90), ("水厂", 60),
    ]  # fmt: skip


def test_parts_of_statistics_are_rows_with_the_name_of_the_whole():
    sheets = {"表": [["主要指标"], ["指标名称", "单位", "1月", "2月", "3月"], ["财政总收入", "万元", 30, 62, 90],
                    ["其中：地方收入", "万元", 18, 37, 54], ["工业产值", "万元", 8, 15, 26]]}  # fmt: skip
    reading = second_reading(sheets)
    assert reading.faults == ()
    assert [name for name, value in rows(reading, "other", "name", "value") if value in (18, 8)] == [
        "财政总收入（其中：地方收入）（2024年1月）",
        "工业产值（2024年1月）",
    ]
