"""Whole tables of other offices with what their cells really hold: errors, shares, totals, days of filling in."""

import io

from openpyxl import Workbook

from loaders.workbook import read_workbook
from tests.loaders.workbook.mapping.offices import CURRENT, confirmed, first_reading, rows, second_reading

DEMOLITION = [
    ["文峰路征迁进展（截至6月28日）"],
    ["村", "应签约户数", "已签约户数", "已腾空户数", "已拆除面积（亩）"],
    ["上宅", 14, "=3+3", 2, 1200],
    ["下宅", 20, 18, 20, "#REF!"],
    ["合计", "=B3+B4", 24, 22, 1200],
]


def test_formula_without_result_and_error_in_another_offices_table_are_faults_at_their_cells():
    book = Workbook()
    for row in DEMOLITION:
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    answers = confirmed(read_workbook(saved.getvalue(), "征迁.xlsx", CURRENT))
    reading = read_workbook(saved.getvalue(), "征迁.xlsx", CURRENT, answers)
    assert [(fault.kind.code, fault.place.cell) for fault in reading.faults] == [
        ("formula", "C3"),
        ("error_value", "E4"),
    ]


def test_column_of_shares_without_the_word_rate_is_no_amount():
    head = ["指标名称", "计量单位", "年度目标", "1-6月累计", "完成情况"]
    data = [["固定资产投资", "万元", 9000, 3774, "41.9%"], ["招商引资", "万元", 5000, 2400, "48％"]]
    reading = second_reading({"Sheet1": [["重点指标（1-6月）"], head, *data]})
    assert rows(reading, "measures", "name", "target", "actual", "reported_rate") == [
        ("固定资产投资", 9000, 3774, 41.9),
        ("招商引资", 5000, 2400, 48),
    ]


def test_row_that_sums_up_is_no_village():
    head = ["村名", "2023年目标", "1-6月收入"]
    reading = second_reading(
        {"表": [["村集体收入（万元）"], head, ["上蒋", 35, 18], ["徐村", 30, 15], ["汇总", 65, 33]]}
    )
    assert set(reading.tables["other"]["place"]) == {"上蒋", "徐村"}
    assert ("total_skipped", "A5") in [(fault.kind.code, fault.place.cell) for fault in reading.notices]


def test_day_of_filling_in_is_not_the_day_of_the_figures():
    sheet = [["2024年上半年征迁进展"], ["填报时间：2024年7月3日"], ["村", "应签约户数", "已签约户数"], ["上宅", 14, 6]]
    reading = second_reading({"表": sheet})
    assert rows(reading, "demolition", "place", "as_of_end") == [("上宅", "2024-06-30")]


def test_groups_of_columns_that_name_what_is_moved_become_the_object_of_rows_of_their_own():
    head = ["村", "厂房", None, "民房", None, "合计", None]
    below = [None, *["应签约（户）", "已签约（户）"] * 3]
    sheet = [
        ["征迁签约情况（截至2024年6月20日）"],
        head,
        below,
        ["前岗", 8, 5, 40, 31, 48, 36],
        ["后岗", 3, 3, 22, 9, 25, 12],
    ]
    merged = {"表": ["B2:C2", "D2:E2", "F2:G2", "A2:A3"]}
    first = first_reading({"表": sheet}, merged)
    assert [table.left_out(table.mapping) for table in first.foreign] == [[]]
    reading = second_reading({"表": sheet}, merged)
    assert rows(reading, "demolition", "place", "object", "stage", "target_households", "households") == [
        ("前岗", "厂房", "签约", 8, 5),
        ("前岗", "民房", "签约", 40, 31),
        ("后岗", "厂房", "签约", 3, 3),
        ("后岗", "民房", "签约", 22, 9),
    ]
    assert [fault.kind.code for fault in reading.notices].count("column_computed") == 2


def test_objects_in_the_words_of_headers_tell_columns_apart_and_a_number_of_all_is_none_of_theirs():
    head = ["村", "总户数", "企业签约户数", "农户签约户数", "企业腾空户数", "农户腾空户数"]
    reading = second_reading({"表": [["征收签约腾空进展（截至2024年6月20日）"], head, ["前岗", 15, 2, 10, 1, 9]]})
    assert rows(reading, "demolition", "object", "stage", "target_households", "households") == [
        ("企业", "签约", None, 2),
        ("农户", "签约", None, 10),
        ("企业", "腾空", None, 1),
        ("农户", "腾空", None, 9),
        (None, None, 15, None),
    ]


def test_times_of_figures_are_no_objects():
    head = ["村", "本周新增签约户数", "累计签约户数"]
    first = first_reading({"表": [["房屋征收进展（截至2024年6月20日）"], head, ["前岗", 2, 10], ["后岗", 1, 5]]})
    assert [[table.labels[n] for n in table.left_out(table.mapping)] for table in first.foreign] == [[head[1]]]
