"""Lists with one household per row: counted into stages, without the names of anybody."""

from datetime import date, datetime

import pytest

from loaders.workbook.cells import Other
from loaders.workbook.mapping.household_counts import is_done
from tests.loaders.workbook.mapping.offices import first_reading, rows, second_reading

HEAD = [
    "序号", "被征收人", "联系电话", "坐落", "房屋性质", "建筑面积（㎡）", "补偿金额（元）", "签约日期", "约定腾空日期",
    "腾空日期", "是否拆除", "备注",
]  # fmt: skip
LEDGER = [
    ["滨江片区房屋拆迁台账（截至2024年6月30日）"],
    HEAD,
    [
        1,
        "甲某",
        "138",
        "一号",
        "住宅",
        120.5,
        360000,
        datetime(2024, 5, 2),
        datetime(2024, 6, 1),
        "2024.6.1",
        "是",
        None,
    ],
    [2, "乙某", "139", "二号", "住宅", 80, 260000, "5月8日", datetime(2024, 6, 1), None, "否", None],
    [None, None, None, "三号", "住宅", 30, None, None, None, None, None, "第二处"],
    [3, "丙某", "137", "四号", "商铺", 60, 560000, datetime(2024, 7, 2), datetime(2024, 8, 1), None, None, None],
    [4, "丁某", "136", "五号", "商铺", 70, 560000, "协商中", None, None, None, None],
]
COUNTS = ("object", "stage", "households", "target_households", "floor_m2", "target_floor_m2")


def test_households_are_counted_into_stages_by_day_and_by_yes_or_no():
    reading = second_reading({"台账": LEDGER})
    assert [table.mapping.kind for table in reading.foreign] == ["households"]
    assert rows(reading, "demolition", *COUNTS) == [
        ("住宅", "签约", 2, 2, 230.5, 230.5),
        ("住宅", "腾空", 1, 2, 120.5, 230.5),
        ("住宅", "拆除", 1, 2, 120.5, 230.5),
        ("商铺", "签约", 0, 2, 0, 130),
        ("商铺", "腾空", 0, 2, 0, 130),
        ("商铺", "拆除", 0, 2, 0, 130),
    ]


def test_rows_that_do_not_say_whether_a_household_has_signed_by_the_day_are_named():
    warnings = second_reading({"台账": LEDGER}).warnings
    assert [(fault.kind.code, "第6、7行" in fault.message) for fault in warnings] == [("stage_unclear", True)]


def test_nobody_s_name_is_stored_and_the_rows_cite_the_cells():
    reading = second_reading({"台账": LEDGER})
    stored = reading.tables["demolition"].to_csv()
    assert not any(name in stored for name in ("甲某", "乙某", "丙某", "丁某", "138"))
    assert rows(reading, "demolition", "sheet", "cell")[0] == ("台账", "F3:H5")


def test_a_money_column_of_households_is_left_out_with_a_tick():
    table = first_reading({"台账": LEDGER}).foreign[0]
    assert [table.labels[n] for n in table.left_out(table.mapping)] == ["补偿金额（元）"]


def test_places_and_states_in_words_and_merged_villages():
    sheet = [
        ["某项目征收分户明细（截至6月20日）"], ["所在村", "户主", "房屋面积（㎡）", "签约情况", "是否腾空"],
        ["前岗村", "甲", 100, "已签约", "√"], [None, "乙", 50.5, "未签约", None], ["后岗村", "丙", 80, "已签", "否"],
    ]  # fmt: skip
    reading = second_reading({"明细": sheet}, {"明细": ["A3:A4"]})
    assert rows(reading, "demolition", "place", *COUNTS[1:4]) == [
        ("前岗村", "签约", 1, 2), ("前岗村", "腾空", 1, 2), ("后岗村", "签约", 1, 1), ("后岗村", "腾空", 0, 1),
    ]  # fmt: skip


def test_list_without_stages_gives_the_households_and_the_sum_of_each_kind_of_area():
    head = ["编号", "姓 名", "住宅建筑面积（㎡）", "门面建筑面积（㎡）", "安置面积（㎡）"]
    sheet = [["旧城拆迁评估表"], head, ["P1", "甲", 82, None, 90], ["P2", "乙", 88, 12.5, 99]]
    reading = second_reading({"评估": sheet})
    assert rows(reading, "demolition", "object", "stage", "households", "floor_m2") == [
        (None, None, 2, None),
        ("住宅建筑", None, None, 170),
        ("门面建筑", None, None, 12.5),
        (None, "安置", None, 189),
    ]


def test_table_that_counts_households_is_no_list_of_them():
    sheet = [["征收进展（截至6月20日）"], ["村", "联系户姓名", "应签户数", "已签户数"], ["前岗", "甲", 20, 11]]
    assert first_reading({"表": sheet}).foreign[0].mapping.kind == "demolition"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("是", True), ("已签", True), ("签约", True), ("2024年5月", True), (Other("date", "2024-06-30"), True),
        (45413.0, True), (20240502.0, True), ("否", False), ("未签", False), (None, False), ("—", False),
        (Other("date", "2024-07-01"), None), ("计划6月10日", None), ("6月底前", None), ("外出", None),
    ],
)  # fmt: skip
def test_cell_says_whether_a_stage_is_reached_on_a_day(value, expected):
    assert is_done(value, "签约", 2024, date(2024, 6, 30)) is expected


def test_column_that_says_nothing_of_done_or_not_is_no_stage_and_floors_of_named_households_need_no_other_word():
    head = ["姓名", "住宅（㎡）", "门面房（㎡）", "安置方式", "安置意见", "安置面积"]
    data = [["甲", 82, 10, "货币", "一楼"], ["乙", 88, 0, "房屋", "二楼"], ["丙", 60, 5, "货币", "二楼"]]
    reading = second_reading({"评估": [head, *data]})
    assert [table.mapping.kind for table in reading.foreign] == ["households"]
    assert rows(reading, "demolition", "object", "stage", "households", "floor_m2") == [
        (None, None, 3, None), ("住宅", None, None, 230), ("门面房", None, None, 15),
    ]  # fmt: skip
