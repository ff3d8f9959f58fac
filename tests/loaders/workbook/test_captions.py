"""A unit outside the data is that of every column without one; where it may be of several columns, it is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.schema.units import convert
from loaders.workbook.caption_words import is_caption, stated_units
from tests.loaders.workbook.samples import CURRENT, changes, codes, read

MONEY = ["编号", "项目", "金额"]
A, B = ["funding.a", "四都畈", 50_000_000.0], ["funding.b", "四都畈", 2_000_000.0]


def asked(reading):
    return [(fault.place.cell, [choice.value for choice in fault.choices]) for fault in reading.questions]


@pytest.mark.parametrize(
    "above",
    [
        [["单位:元"]], [["（单位：元）"]], [["资金台账（单位：元）"]], [["资金台账"], [None, None, "单位：元"]],
        [["资金台账", None, "金额单位：元"]], [["资金台账 单位: 元"]], [["资金台账"], [None, "单位：", "元"]],
        [["单　位：元"]], [["【单位：元】"]], [["计量单位:元"], ["填报单位：金川街道"]], [["指标：项目资金(元)"]],
        [["资金台账（元）"]], [["单位：元、亩"]], [["货币单位为元"]],
        [["单位：元    填报日期：2023年6月30日"]], [["填报单位：金川街道    单位：元    填报时间：6月"]],
        [["单位：元。"]], [["金额单位：元，面积单位：亩"]], [["资金台账（单位：元，截至2023年6月30日）"]],
        [["以上金额以元为单位"]], [["单位（元）"]], [["资金台账"], ["元"]], [["面积：亩\n金额：元"]],
    ],
)  # fmt: skip
def test_unit_above_the_table_converts_a_column_without_a_unit(above):
    reading = read({"资金项目": [*above, MONEY, A, B]})
    assert reading.faults == ()
    assert changes(reading) == [("funding.a", "amount_wan_yuan", 4000.0, 5000.0)]
    (told,) = [fault.wrong for fault in reading.notices if fault.kind.code == "header_converted"]
    assert told == "表上方的单位为“元”，整列已换算为“万元”"


@pytest.mark.parametrize(
    "above", ["填报单位：金川街道", "单位：金川街道", "资金台账（街道）", "建设单位：县", "资金台账"]
)
def test_office_above_the_table_is_no_unit(above):
    reading = read({"资金项目": [[above], MONEY, ["funding.a", "四都畈", 4000.0], ["funding.b", "四都畈", 200.0]]})
    assert (changes(reading), reading.faults) == ([], ())
    assert codes(reading.warnings) == []


def test_column_with_a_unit_of_another_dimension_is_left_alone():
    head = ["编号", "金额", "形象进度(%)", "用时"]
    reading = read({"资金项目": [["单位：元"], head, ["funding.a", 50_000_000.0, 80.0, 3.0], ["funding.b", 2e6]]})
    assert changes(reading) == [
        ("funding.a", "amount_wan_yuan", 4000.0, 5000.0), ("funding.a", "progress_pct", None, 80.0),
        ("funding.a", "months", None, 3.0),
    ]  # fmt: skip


def test_unit_in_a_cell_goes_before_the_unit_above_the_table():
    reading = read({"资金项目": [["单位：元"], MONEY, ["funding.a", "四都畈", "5000万元"], B]})
    assert changes(reading) == [("funding.a", "amount_wan_yuan", 4000.0, 5000.0)]


def test_unit_above_that_is_the_unit_of_the_table_changes_nothing():
    reading = read(
        {"资金项目": [["单位：万元"], MONEY, ["funding.a", "四都畈", 4000.0], ["funding.b", "四都畈", 200.0]]}
    )
    assert (changes(reading), reading.faults, reading.warnings) == ([], (), ())


AREAS = ["编号", "项目", "面积", "目标面积(亩)"]
ROWS = [["land.a", "土地整治", 60.0, 900.0], ["land.b", "土地整治", 40.0, 700.0]]


def test_unit_above_beside_a_column_with_another_unit_is_asked_about():
    reading = read({"土地整治": [["单位：公顷"], AREAS, *ROWS]})
    assert asked(reading) == [("C2", ["公顷", "亩"])]
    assert codes(reading.faults) == ["which_unit"]
    assert reading.faults[0].wrong == "表上方写着单位“公顷”（A1），看不出“面积”这一列是不是这个单位"


@pytest.mark.parametrize(("answer", "areas"), [("公顷", [900.0]), ("亩", [60.0, 40.0])])
def test_answer_says_in_which_unit_the_column_is(answer, areas):
    sheets = {"土地整治": [["单位：公顷"], AREAS, *ROWS]}
    (question,) = read(sheets).questions
    reading = read(sheets, answers={question.key: answer})
    assert reading.faults == ()
    assert [new for _, column, _, new in changes(reading) if column == "area_mu"] == areas


def test_units_above_that_both_fit_one_column_are_a_question():
    reading = read({"资金项目": [["单位：元"], ["单位：亿元"], MONEY, A, B]})
    assert asked(reading) == [("C3", ["元", "亿元", "万元"])]


def test_unit_above_that_contradicts_the_only_column_with_a_unit_is_asked_about():
    reading = read({"资金项目": [["单位：元"], ["编号", "金额(万元)"], ["funding.a", 5000.0], ["funding.b", 200.0]]})
    assert asked(reading) == [("B2", ["万元", "元"])]


def test_unit_above_that_no_column_can_have_is_warned_of():
    reading = read({"土地整治": [["单位：元"], ["编号", "面积"], ["land.a", 880.0], ["land.b", 600.0]]})
    assert (codes(reading.warnings), changes(reading)) == (["caption_unused"], [])


@pytest.mark.parametrize(
    "below",
    [
        [["单位：元"]], [[None, "单位：元"]], [[None, None, "（单位：元）"]], [[None, "单位：", "元"]],
        [["填表人：", "张三", "单位：元"]], [["填报单位：金川街道  单位：元"]], [["注：含历年"], ["单位：元"]],
    ],
)  # fmt: skip
def test_unit_below_the_table_converts_a_column_without_a_unit(below):
    reading = read({"资金项目": [MONEY, A, B, *below]})
    assert (reading.faults, len(reading.diff(CURRENT).tables["funding"].added)) == ((), 0)
    assert changes(reading) == [("funding.a", "amount_wan_yuan", 4000.0, 5000.0)]
    (told,) = [fault.wrong for fault in reading.notices if fault.kind.code == "header_converted"]
    assert told == "表下方的单位为“元”，整列已换算为“万元”"


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([A, ["单位：元"], B], "表中间"), ([A, B, ["注：金额单位为元"]], "表下方"),
        ([A, B, ["注：1.含历年；2.金额以元计"]], "表下方"),
    ],
)  # fmt: skip
def test_unit_among_the_rows_or_in_a_note_is_asked_about(rows, where):
    reading = read({"资金项目": [MONEY, *rows]})
    assert asked(reading) == [("C1", ["元", "万元"])]
    assert reading.faults[0].wrong.startswith(f"{where}写着单位“元”")


def test_units_above_and_below_that_differ_are_asked_about():
    reading = read({"资金项目": [["单位：亿元"], MONEY, A, B, ["单位：元"]]})
    assert asked(reading) == [("C2", ["亿元", "元", "万元"])]


def test_unit_below_that_no_column_can_have_is_warned_of():
    reading = read({"土地整治": [["编号", "面积"], ["land.a", 880.0], ["land.b", 600.0], ["单位：元"]]})
    assert (codes(reading.warnings), changes(reading)) == (["caption_unused"], [])


def test_unit_in_the_name_of_the_sheet_converts_a_column_without_a_unit():
    assert changes(read({"资金项目(元)": [MONEY, A, B]})) == [("funding.a", "amount_wan_yuan", 4000.0, 5000.0)]


def test_unit_below_a_header_with_another_unit_is_asked_about():
    head, unit_row = ["编号", "面积(亩)"], [None, "公顷"]
    reading = read({"土地整治": [head, unit_row, ["land.a", 880.0], ["land.b", 600.0]]})
    assert asked(reading) == [("B1", ["亩", "公顷"])]


def test_unit_above_is_that_of_rows_without_one_in_a_column_of_units():
    head = ["编号", "项目", "面积", "单位"]
    rows = [["land.a", "土地整治", 900.0, "亩"], ["land.b", "土地整治", 50.0, None]]
    reading = read({"土地整治": [["单位：公顷"], head, *rows]})
    assert changes(reading) == [("land.a", "area_mu", 880.0, 900.0), ("land.b", "area_mu", 600.0, 750.0)]


@pytest.mark.parametrize(("answer", "actual"), [("公顷", 600.0), ("none", 40.0)])
def test_unit_in_a_note_below_rows_with_units_is_what_is_answered(answer, actual):
    sheets = {"指标进度": [["编号", "完成值"], ["measures.a", 40.0], ["注：单位为公顷"]]}
    (question,) = read(sheets).questions
    assert changes(read(sheets, answers={question.key: answer})) == [("measures.a", "actual", 584.0, actual)]


MEASURE = ["编号", "名称", "目标值", "完成值"]


def test_unit_above_converts_rows_whose_stored_unit_it_fits():
    reading = read({"指标进度": [["单位：公顷"], MEASURE, ["measures.a", "新增耕地", 60.0, 40.0]]})
    assert changes(reading) == [("measures.a", "target", 800.0, 900.0), ("measures.a", "actual", 584.0, 600.0)]
    assert "40公顷 已换算为 600亩" in [fault.wrong for fault in reading.notices]


def test_unit_above_leaves_rows_of_another_dimension_and_rows_with_a_unit_alone():
    head = [*MEASURE, "单位(量)"]
    rows = [["measures.a", "新增耕地", 900.0, 600.0, "亩"], [None, "新指标", 5.0, 4.0, None]]
    reading = read({"指标进度": [["单位：公顷"], head, *rows]})
    assert changes(reading) == [("measures.a", "target", 800.0, 900.0), ("measures.a", "actual", 584.0, 600.0)]
    added = reading.diff(CURRENT).tables["measures"].added
    assert added[["target", "actual", "unit"]].to_numpy().tolist() == [[5.0, 4.0, "公顷"]]
    told = [fault.wrong for fault in reading.notices if fault.kind.code == "unit_above"]
    assert told == ["1 行没有写单位，“单位（量）”按表上方的单位记为“公顷”"]


def test_unit_of_a_group_of_columns_is_that_of_its_numbers():
    upper = ["编号", "名称", "面积(公顷)", None]
    lower = [None, None, "目标值", "完成值"]
    reading = read({"指标进度": [upper, lower, ["measures.a", "新增耕地", 60.0, 40.0]]})
    assert changes(reading) == [("measures.a", "target", 800.0, 900.0), ("measures.a", "actual", 584.0, 600.0)]


def test_units_above_that_both_fit_the_rows_are_one_question_per_column():
    reading = read({"指标进度": [["单位：公顷、亩"], ["编号", "完成值"], ["measures.a", 40.0]]})
    assert asked(reading) == [("B2", ["公顷", "亩"])]
    (question,) = reading.questions
    sheets = {"指标进度": [["单位：公顷、亩"], ["编号", "完成值"], ["measures.a", 40.0]]}
    assert changes(read(sheets, answers={question.key: "公顷"})) == [("measures.a", "actual", 584.0, 600.0)]


UNITS = st.sampled_from(["元", "万元", "亿元", "亩", "公顷", "平方米", "千克", "户", "个", "%", "元/亩", "万人次"])
FORMS = st.sampled_from(
    ["单位：{}", "单位:{}", "（单位：{}）", "单 位： {}", "二〇二三年情况表 单位：{}", "计量单位:{}"]
)


@given(UNITS, FORMS)
def test_stated_unit_is_found_in_every_form(unit, form):
    assert stated_units(form.format(unit), None, is_title=False) == [unit]
    assert convert(1.0, unit, unit) == 1.0


@given(st.text(st.sampled_from("单位:：金川街道办事处 填报建设（）、元"), max_size=12), st.booleans())
def test_text_above_of_any_content_gives_known_units_or_none(text, is_title):
    for unit in stated_units(text, "元", is_title=is_title):
        assert convert(2.0, unit, unit) == 2.0
    assert is_caption(text) in (True, False)
