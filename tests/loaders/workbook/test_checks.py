"""Checks: all faults at once, each at its cell with what to write instead; warnings that may go on."""

from datetime import date, timedelta

import pytest

from domain.schema.frames import conform
from domain.schema.tables import TABLES
from loaders.workbook import read_workbook
from tests.loaders.workbook.files import styles_xml, xlsx
from tests.loaders.workbook.samples import CURRENT, FUNDING, MEASURES, SAFETY, changes, codes, one, read, table
from views.demolition import demolition_view
from views.facts import facts
from views.judging import judged

LAND = ["编号", "项目", "环节", "面积(亩)", "约数", "户数说明"]
A, B = ["land.a", "土地整治", "立项", 880.0], ["land.b", "土地整治", "施工", 600.0]


def land(*rows, head=LAND):
    return {"土地整治": [head, *rows]}


FIRST = {"指标进度": "measures.a", "安全隐患": "safety.a", "治理": "governance.a", "资金项目": "funding.a"}
OTHER = {"治理": "governance.b", "资金项目": "funding.b"}


def cell(sheet, header, value):
    """The rows of CURRENT with one cell of the first written otherwise; a remark keeps its row from being empty.

    A day stands beside a figure: without one it does not move.
    """
    rows = [["编号", header, "口径" if sheet == "指标进度" else "备注"], [FIRST[sheet], value, "有"]]
    if header == "数据截至":
        rows = [[*rows[0], "完成值"], [*rows[1], 584.0]]
    unchanged = {"数值": 111.0, "单位(量)": "件", "金额(万元)": 200.0, "包含于": "funding.a"}
    return {sheet: [*rows, *([[OTHER[sheet], unchanged[header], None]] if sheet in OTHER else [])]}


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        (cell("指标进度", "完成值", "六百多点"), "not_a_number"),
        (cell("指标进度", "完成值", "无"), "zero_or_missing"),
        (cell("指标进度", "完成值", "600户"), "unit_mismatch"),
        (cell("指标进度", "完成值", -5.0), "negative"),
        (cell("指标进度", "完成值", 1e308), "too_large"),
        (cell("指标进度", "完成值", "9" * 400), "too_large"),
        (cell("治理", "数值", -1e15), "too_large"),
        (cell("指标进度", "领域", "农业"), "unknown_domain"),
        (cell("指标进度", "指标类型", "随便"), "unknown_word"),
        (cell("指标进度", "已采用", "也许"), "not_a_flag"),
        (cell("指标进度", "完成期限", "尽快"), "not_a_date"),
        (cell("指标进度", "完成期限", 45107.0), "serial_date"),
        (cell("指标进度", "完成期限", b'<c r="REF" s="2"><v>2023.6</v></c>'), "which_day"),
        (cell("指标进度", "完成期限", "2022年12月31日"), "due_before_start"),
        (cell("指标进度", "名称", None), "key_missing"),
        (cell("指标进度", "地点", "a_x0001_b"), "control_character"),
        (cell("指标进度", "完成值", b'<c r="REF"><f>1+1</f></c>'), "formula"),
        (cell("指标进度", "完成值", b'<c r="REF" t="e"><f>1/0</f><v>#DIV/0!</v></c>'), "error_value"),
        (cell("指标进度", "完成值", b'<c r="REF" t="b"><v>1</v></c>'), "not_a_number"),
        (cell("指标进度", "单位(量)", "亩亩"), "unknown_unit"),
        (cell("安全隐患", "已闭环", 9.0), "part_over_whole"),
        (cell("安全隐患", "已闭环", "约8"), "qualifier_lost"),
        (cell("安全隐患", "已闭环", "5-7"), "range_lost"),
        (cell("资金项目", "金额(万元)", 150.0), "part_over_whole"),
        (cell("资金项目", "包含于", "funding.x"), "no_such_row"),
        (cell("治理", "数值", b'<c r="REF" s="1"><v>0.5</v></c>'), None),
    ],
)
def test_fault_is_reported_at_its_cell(sheets, code):
    reading = read(sheets, styles=styles_xml(0, 9, 14))
    assert codes(reading.faults) == ([code] if code else [])
    assert all(fault.place.cell.startswith("B") for fault in reading.faults)
    assert all(fault.wrong and fault.write for fault in reading.faults)


def test_faults_are_all_reported_at_once():
    head = ["编号", "项目", "环节", "面积(亩)", "性质", "数据截至"]
    rows = [
        ["land.a", "土地整治", "立项", "很多", "不知道", "将来"],
        ["land.b", "土地整治", "施工", -1.0, "完成值", "2023-06-30"],
    ]
    faults = read(land(*rows, head=head)).faults
    assert sorted(fault.place.cell for fault in faults) == ["D2", "D3", "E2", "F2"]
    assert next(fault.line for fault in faults if fault.place.cell == "D2") == (
        "工作表“土地整治”D2（写的是“很多”）：这一列要写数字。请写成数字，如 600 或 约600；文字请写到“备注”列。"
    )


@pytest.mark.parametrize(
    ("sheets", "code", "written"),
    [
        (cell("指标进度", "完成值", "\uff11,\uff12\uff15\uff10"), "changed_much", "\uff11,\uff12\uff15\uff10"),
        (cell("指标进度", "完成值", "约500亩"), "fell", "约500亩"),
        (cell("指标进度", "完成值", "约500亩"), "qualifier_read", "约500亩"),
        (cell("指标进度", "完成值", "—"), "cleared", "—"),
        (cell("指标进度", "数据截至", "5月底"), "as_of_older", "5月底"),
        (cell("指标进度", "自报完成率(%)", b'<c r="REF" s="1"><v>1.2</v></c>'), "over_complete", "120%"),
    ],
)
def test_fault_shows_the_cell_as_written(sheets, code, written):
    told = next(fault for fault in read(sheets, styles=styles_xml(0, 9)).all_faults if fault.kind.code == code)
    assert (told.place.cell, told.value) == ("B2", written)


def test_units_that_may_be_meant_are_each_named_once():
    (fault,) = read(cell("指标进度", "单位(量)", "亩亩")).faults
    assert fault.write == "请写成亩、英亩、市亩、户、万元 等"


def test_faulty_cell_changes_nothing_and_the_others_do():
    reading = read(land(["land.a", "改名", "立项", "很多"], B))
    row = reading.tables["land"].iloc[0]
    assert (row["project"], row["area_mu"]) == ("改名", 880.0)


def test_id_used_twice_is_reported_with_both_places():
    assert one(land(A, B, ["land.a", "复制的行", "立项", 1.0])) == ("id_twice", "A4")


def test_ids_that_cannot_be_are_refused():
    assert one(land(A, B, ["a\x02b", "新行", "立项", 1.0])) == ("id_odd", "A4")


def test_header_used_twice_is_reported_with_both_places():
    assert one(land([*A, 1.0], [*B, 2.0], head=["编号", "项目", "环节", "面积（亩）", "面积（公顷）"])) == (
        "header_twice",
        "E1",
    )


def test_header_in_a_unit_that_does_not_convert_is_a_fault():
    assert one(land(A, B, head=["编号", "项目", "环节", "面积（户）"])) == ("header_unit", "D1")


def test_new_row_without_its_key_is_a_fault():
    assert one(land(A, B, [None, None, "启动", 5.0])) == ("key_missing", "B4")


def test_sheets_of_one_table_are_a_fault():
    assert one(land(A, B) | {"1.土地整治": [LAND, A, B]})[0] == "sheet_twice"


def test_sheet_without_its_header_is_a_fault():
    assert one({"土地整治": [["land.a", "土地整治", "立项", 880.0]]})[0] == "no_header"


def test_workbook_without_known_headers_has_no_figures():
    assert one({"通讯录": [["姓名", "电话"], ["张三", "1"]]})[0] == "no_figures"


def test_sheet_that_fits_several_tables_is_a_question():
    assert one({"Sheet1": [["事项", "名称", "数值", "数值上限"], ["甲", "乙", 1.0, None]]})[0] == "map_table"


def test_ledger_of_another_period_is_refused():
    stamp = {"台账信息": [["单位", "金川街道"], ["报告期", "2023H2"]]}
    fault = read(land(A, B) | stamp).faults[0]
    assert (fault.kind.code, fault.value) == ("wrong_scope", "2023H2")


def test_qualifier_that_contradicts_its_column_is_a_fault():
    assert one(land(["land.a", "土地整治", "立项", "约900", "以上"], B)) == ("qualifier_conflict", "D2")


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        (cell("指标进度", "完成值", 500.0), "fell"),
        (cell("指标进度", "完成值", 790.0), "changed_much"),
        (cell("指标进度", "完成值", 583.9), "fell"),
        (cell("指标进度", "目标值", 580.0), "over_complete"),
        (cell("指标进度", "自报完成率(%)", 101.0), "over_complete"),
        (cell("指标进度", "数据截至", "2023-05-31"), "as_of_older"),
        (cell("指标进度", "完成值", None), "cleared"),
        (cell("指标进度", "单位(量)", "公顷"), "unit_changed"),
        (cell("治理", "单位(量)", "美元"), "unit_changed"),
    ],
)
def test_warnings_may_go_on(sheets, code):
    reading = read(sheets)
    assert reading.faults == ()
    assert codes(reading.warnings) == [code]


DEMOLITION = table(
    "demolition",
    {
        "row_id": "demolition.a", "project": "航运枢纽", "object": "土地", "stage": "征收", "area_mu": 497.25,
        "area_printed": 33.15, "area_unit": "公顷", "start": 99, "end": 120, "quote": "33.15公顷", "cells": "area_mu=9",
    },
)  # fmt: skip
AREAS = ["编号", "面积(亩)", "原文面积", "原文面积单位"]


def areas(*cells, head=AREAS, row_id="demolition.a", project="航运枢纽"):
    rows = [[*head, "项目"], [row_id, *cells, project]]
    return read({"征迁": rows}, current={"demolition": DEMOLITION})


@pytest.mark.parametrize("columns", [2, 4])
@pytest.mark.parametrize(("area", "shown"), [(510.0, "510亩（34公顷）"), (499.0, "499亩（33.27公顷）"), ("——", "")])
def test_area_changed_alone_clears_the_printed_one(columns, area, shown):
    reading = areas(*[area, 33.15, "公顷"][: columns - 1], head=AREAS[:columns])
    assert reading.faults == ()
    assert codes(reading.notices).count("printed_cleared") == 1
    row = reading.tables["demolition"].iloc[0]
    assert row[["area_printed", "area_unit"]].isna().all()
    tables = {name: table(name) for name in TABLES} | CURRENT | reading.tables
    assert demolition_view(tables).amounts.table["value_text"].tolist() == ([shown] if shown else [])
    told = [fact.text for fact in facts(tables, judged(tables)) if fact.text.startswith("航运枢纽")]
    assert told == ([f"航运枢纽土地征收完成{shown.partition('（')[0]}"] if shown else told)


def test_area_changed_with_the_printed_one_keeps_both():
    reading = areas(510.0, 34.0, "公顷")
    assert [change[1:] for change in changes(reading, {"demolition": DEMOLITION})] == [
        ("area_mu", 497.25, 510.0), ("area_printed", 33.15, 34.0),
    ]  # fmt: skip
    version = {name: conform(name, []) for name in TABLES} | CURRENT | reading.tables
    assert demolition_view(version).amounts.table["value_text"].tolist() == ["34公顷（510亩）"]


@pytest.mark.parametrize(
    ("cells", "project"),
    [
        ((510.0, 35.0, "公顷"), "航运枢纽"), ((497.25, 34.0, "公顷"), "航运枢纽"),
        ((497.25, 33.15, "亩"), "航运枢纽"), ((510.0, 33.15, "公顷"), "新的项目"),
    ],
)  # fmt: skip
def test_areas_of_one_row_written_in_two_units_agree(cells, project):
    (fault,) = areas(*cells, row_id="demolition.a" if project == "航运枢纽" else None, project=project).faults
    assert (fault.kind.code, fault.place.cell) == ("printed_differs", "C2")


def day(serial):
    return f'<c r="REF" s="1"><v>{serial}</v></c>'.encode()


@pytest.mark.parametrize("typed", [6.3, 630, 2023, 2023.6, 18000])
@pytest.mark.parametrize("column", ["数据截至", "完成期限"])
def test_number_typed_into_a_cell_of_dates_is_a_question(column, typed):
    reading = read(cell("指标进度", column, day(typed)), styles=styles_xml(0, 14))
    assert codes(reading.faults) == ["which_day"]


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        (day(46203), "比报告期末（2023年6月30日）晚了半年以上"), ("2024-01-01", "晚了半年以上"),
        (f"{date.today() + timedelta(days=3)}", "还没有到"), ("2023-12-31", ""), ("2023-07-10", ""),
    ],
)  # fmt: skip
def test_day_outside_of_the_period_is_a_warning(as_of, words):
    new = land(A, B, [None, "新", "启动", 1.0, as_of], head=["编号", "项目", "环节", "面积(亩)", "数据截至"])
    for sheets in (cell("指标进度", "数据截至", as_of), new):
        told = [fault for fault in read(sheets, styles=styles_xml(0, 14)).warnings if fault.kind.code == "as_of_late"]
        assert [words in fault.wrong for fault in told] == ([True] if words else [])


@pytest.mark.parametrize(("hour", "late"), [(15, True), (16, False)])
def test_day_in_the_future_of_the_office_is_a_warning(hour, late, set_clock, machine_zone):
    set_clock(2023, 7, 9, hour)
    warnings = read(cell("指标进度", "数据截至", "2023-07-10")).warnings
    assert ("还没有到" in "".join(fault.wrong for fault in warnings if fault.kind.code == "as_of_late")) is late


def test_unit_changed_with_its_number_is_no_change_of_unit():
    head = ["编号", "单位(量)", "完成值", "目标值", "口径"]
    reading = read({"指标进度": [head, ["measures.a", "公顷", 38.93, 53.33, "有"]]})
    assert reading.warnings == ()


def test_number_changed_with_its_unit_is_compared_in_one_and_written_in_both():
    head = ["编号", "单位(量)", "完成值", "目标值", "口径"]
    reading = read({"指标进度": [head, ["measures.a", "公顷", 26.0, 53.33, "有"]]})
    assert [fault.wrong for fault in reading.warnings if fault.kind.code != "unit_changed"] == [
        "由 584亩 变为 26公顷，变化 -33%", "累计数由 584亩 降为 26公顷",
    ]  # fmt: skip


def test_falling_indicator_that_rises_is_a_warning():
    falling = MEASURES.iloc[0].dropna().to_dict() | {"direction": -1, "baseline": 1000}
    reading = read(cell("指标进度", "完成值", 620.0), current=CURRENT | {"measures": table("measures", falling)})
    assert "累计数由 584亩 升为 620亩" in [fault.wrong for fault in reading.warnings]


def test_count_that_restarts_did_not_fall():
    head = ["编号", "完成值", "起始日期", "完成期限", "数据截至"]
    row = ["measures.a", 500.0, "2024-01-01", "2024-12-31", "2024-06-30"]
    assert codes(read({"指标进度": [head, row]}).warnings) == ["as_of_late"]


def test_approximate_value_that_may_be_higher_did_not_fall():
    assert codes(read(cell("指标进度", "完成值", "500余")).warnings) == []


def test_rates_of_change_may_be_negative():
    assert read(cell("治理", "数值", -5.3)).faults == ()


def test_existing_fault_does_not_block_another_change():
    wrong = table("safety", SAFETY.iloc[0].dropna().to_dict() | {"closed": 99})
    reading = read({"安全隐患": [["编号", "备注"], ["safety.a", "已复核"]]}, current=CURRENT | {"safety": wrong})
    assert reading.faults == ()


def test_parts_of_approximate_money_are_held_against_what_it_may_be():
    current = CURRENT | {"funding": table("funding", *(
        row | {"qualifier": "over"} if row["row_id"] == "funding.a" else row
        for row in ({key: value for key, value in row.items() if value == value} for row in FUNDING.to_dict("records"))
    ))}  # fmt: skip
    rows = [["编号", "金额(万元)"], ["funding.a", 4000.0], ["funding.b", 4900.0]]
    assert read({"资金项目": rows}, current=current).faults == ()
    rows[2][1] = 5100.0
    assert codes(read({"资金项目": rows}, current=current).faults) == ["part_over_whole"]


def test_formulas_alone_in_a_row_do_not_vanish():
    sheets = land(A, B, [None, None, None, b'<c r="REF"><f>D2+D3</f></c>'])
    assert one(sheets) == ("formula", "D4")


def test_total_of_a_formula_without_a_result_is_a_total():
    reading = read(land(A, B, ["合计", None, None, b'<c r="REF"><f>D2+D3</f></c>']))
    assert reading.faults == ()
    assert codes(reading.notices).count("total_skipped") == 1


@pytest.mark.parametrize("name", ["![x](http://h/x).xlsx", "../../a\x00b.xlsx", "<b>.xlsx", "a" * 300 + ".xlsx"])
def test_file_name_becomes_a_plain_id(name):
    reading = read_workbook(xlsx(land(["land.a", "土地整治", "立项", 900.0], B)), name, CURRENT)
    assert len(reading.source_id) <= 70
    assert reading.source_id.isprintable()
    assert "/" not in reading.source_id or "http" in name


@pytest.mark.parametrize(
    "written", ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", " #ref! ", "＃REF！", "Err:502", "#NUM!"]
)
def test_error_stored_as_a_value_is_a_fault_at_its_cell(written):
    assert one(land(["land.a", "土地整治", "立项", written], B)) == ("error_value", "D2")
    assert one(land(["land.a", written, "立项", 880.0], B)) == ("error_value", "B2")
    assert one(land(A, B, [written, "新路", "立项", 5.0])) == ("error_value", "A4")


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ({"资金项目": [["项目", "单位", "产出"], ["新路", "吨", 5.0]]}, [("output", 5.0), ("output_unit", "吨")]),
        ({"资金项目": [["项目", "单位", "金额"], ["新路", "亿元", 0.5]]}, [("amount_wan_yuan", 5000.0)]),
        ({"土地整治": [["项目", "面积", "单位"], ["新路", 60.0, "公顷"]]}, [("area_mu", 900.0)]),
        ({"治理": [["名称", "数值", "单位"], ["垃圾清运", 11.0, "吨"]]}, [("value", 11.0), ("unit", "吨")]),
    ],
)  # fmt: skip
def test_column_headed_danwei_that_holds_units_is_the_unit(sheets, expected):
    reading = read(sheets)
    (added,) = [each.added.iloc[0] for each in reading.diff(CURRENT).tables.values()]
    assert [(column, added[column]) for column, _ in expected] == expected
    assert reading.faults == ()


def test_unit_beside_a_row_that_no_number_of_it_can_have_is_a_fault():
    assert one({"土地整治": [["编号", "面积", "单位"], ["land.a", 60.0, "户"], ["land.b", 600.0, "亩"]]}) == (
        "unit_mismatch", "B2",
    )  # fmt: skip


@pytest.mark.parametrize("office", ["金川街道", "街道"])
def test_column_headed_danwei_that_holds_offices_is_the_office(office):
    reading = read({"土地整治": [["编号", "面积(亩)", "单位"], ["land.a", 880.0, office], ["land.b", 600.0, office]]})
    assert codes(reading.faults) == ([] if office == "金川街道" else ["row_scope", "row_scope"])


@pytest.mark.parametrize(
    ("sheet", "head", "row"),
    [
        ("治理", ["名称", "数值"], ["固定资产投资增速", -4.9]),
        ("指标进度", ["名称", "完成值"], ["税收同比增长", -4.9]),
        ("资金项目", ["项目", "阶段", "金额(万元)"], ["新路", "结余", -20.0]),
        ("资金项目", ["项目", "资金性质", "金额(万元)"], ["新路", "收支差额", -20.0]),
    ],
)
def test_number_whose_name_says_that_it_may_fall_below_zero_is_taken(sheet, head, row):
    reading = read({sheet: [head, row]})
    assert reading.faults == ()
    (added,) = [each.added for each in reading.diff(CURRENT).tables.values()]
    assert row[-1] in added.iloc[0].tolist()


@pytest.mark.parametrize(
    ("sheet", "head", "row"),
    [
        ("治理", ["名称", "数值"], ["信访件数", -4.9]),
        ("资金项目", ["项目", "阶段", "金额(万元)"], ["新路", "争取", -20.0]),
        ("土地整治", ["项目", "环节", "面积(亩)"], ["粮食增长工程", "面积净增", -5.0]),
        ("土地整治", ["项目", "环节", "项目数(个)"], ["新路", "项目增减", -1.0]),
        ("征迁", ["项目", "环节", "户数(户)"], ["新路", "签约同比增长", -3.0]),
        ("资金项目", ["项目", "产出内容", "产出", "产出单位"], ["新路", "里程变化", -2.0, "公里"]),
        ("指标进度", ["名称", "单位(量)", "逾期未办结"], ["信访净增", "件", -1.0]),
    ],
)
def test_number_that_cannot_fall_below_zero_is_a_fault_still(sheet, head, row):
    assert one({sheet: [head, row]})[0] == "negative"


MANY_BELOW_ZERO = {
    "治理": [["名称", "数值", "数据截至"], *([f"信访件数{each}", -float(each), "2023-06-30"] for each in "1234")]
}


@pytest.mark.parametrize(
    ("answer", "values"), [("keep", [-1, -2, -3, -4]), ("positive", [1, 2, 3, 4]), ("drop", [None] * 4)]
)
def test_many_numbers_below_zero_in_a_column_are_one_question(answer, values):
    (question,) = read(MANY_BELOW_ZERO).faults
    assert (question.kind.code, question.place.cell) == ("negatives", "B2")
    answered = read(MANY_BELOW_ZERO, answers={question.key: answer})
    added = answered.diff(CURRENT).tables["governance"].added["value"]
    assert [None if value != value else value for value in added] == values
