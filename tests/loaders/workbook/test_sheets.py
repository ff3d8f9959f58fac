"""Which sheet is which table: a name that only sounds like one gives way to the ids of its rows and to its headers."""

import pytest

from tests.loaders.workbook.files import xlsx
from tests.loaders.workbook.samples import CURRENT, SCOPE, changes, codes, read, table

SAFETY = [
    ["编号", "类别", "级别", "单位(量)", "排查发现", "已闭环"],
    ["safety.a", "安全生产隐患", "重大", "处", 11.0, 9.0],
]
READINGS = [["编号", "事项", "名称", "数值", "单位(量)"], ["environment.a", "垃圾分类", "覆盖率", 91.0, "%"]]
ENVIRONMENT = table(
    "environment",
    SCOPE | {"row_id": "environment.a", "topic": "垃圾分类", "name": "覆盖率", "value": 90, "unit": "%"},
)


def without_ids(rows):
    return [row[1:] for row in rows]


@pytest.mark.parametrize("name", ["隐患治理", "土地整治隐患", "Sheet1", "安全隐患"])
def test_sheet_of_an_unknown_name_is_recognised_by_its_ids(name):
    assert changes(read({name: SAFETY})) == [("safety.a", "closed", 8.0, 9.0)]


def test_sheet_with_exact_name_of_a_table_is_that_table_despite_a_similar_one():
    current = CURRENT | {"environment": ENVIRONMENT}
    reading = read({"环境治理": READINGS}, current=current)
    assert changes(reading, current) == [("environment.a", "value", 90.0, 91.0)]
    assert dict(reading.deletions) == {}


@pytest.mark.parametrize(
    ("name", "rows", "tables"),
    [("环境治理", READINGS, ("治理", "人居环境")), ("隐患治理", SAFETY, ("治理", "安全隐患"))],
)
def test_sheet_name_of_two_possible_tables_without_ids_is_a_question(name, rows, tables):
    (fault,) = read({name: without_ids(rows)}).faults
    assert fault.kind.code == "which_sheet"
    assert all(label in fault.wrong for label in tables)


def test_sheet_of_two_possible_tables_is_read_as_the_clerk_picks():
    content = xlsx({"隐患治理": without_ids(SAFETY)})
    (question,) = read(content).questions
    assert [choice.label for choice in question.choices] == ["治理", "安全隐患", "都不是，不读入这张工作表"]
    picked = read(content, answers={question.key: "safety"})
    assert codes(picked.faults) == ["part_over_whole"]  # read as 安全隐患, whose closed and open cases exceed 11
    assert list(picked.tables) == ["safety"]
    left = read(content, answers={question.key: "none"})
    assert (left.faults, dict(left.tables)) == ((), {})


@pytest.mark.parametrize("name", ["1.治理(7月)", "2023年治理", "金川街道治理工作", "治理 (2)"])
def test_sheet_name_with_additions_is_enough_without_ids(name):
    rows = [["办结率同比", "行政执法", 12.0, "%"], ["信访件", "矛盾调解", 111.0, "件"]]
    reading = read({name: [["名称", "事项", "数值", "单位(量)"], *rows]})
    assert changes(reading) == [("governance.a", "value", 11.0, 12.0)]


HEAD = ["编号", "项目", "环节"]
A, B = ["land.a", "土地整治", "立项", 880.0], ["land.b", "土地整治", "施工", 610.0]


def test_header_remark_of_a_column_with_a_unit_is_reported_and_no_unit():
    reading = read({"土地整治": [[*HEAD, "面积(含林地)"], A, B]})
    assert changes(reading) == [("land.b", "area_mu", 600.0, 610.0)]
    (told,) = [fault for fault in reading.notices if fault.kind.code == "header_remark"]
    assert (told.place.cell, "含林地" in told.wrong, "亩" in told.wrong) == ("D1", True, True)


@pytest.mark.parametrize("unit", ["户", "顷", "公顷含林地", "拆迁户"])
def test_header_remark_that_may_be_a_unit_is_no_remark(unit):
    (fault,) = read({"土地整治": [[*HEAD, f"面积({unit})"], A, B]}).faults
    assert (fault.kind.code, fault.place.cell) == ("header_unit", "D1")


def test_header_of_a_due_date_is_not_the_as_of_date():
    current = {"commitments": table("commitments", {"row_id": "commitments.a", "text": "建公园", "due": "2023-10-31"})}
    reading = read({"下半年任务": [["编号", "任务", "截止日期"], ["commitments.a", "建公园", "2023-12-31"]]}, current)
    assert changes(reading, current) == []
    (told,) = [fault for fault in reading.warnings if fault.kind.code == "column_unknown"]
    assert "“完成期限”" in told.write
    assert "no_as_of" not in codes(reading.warnings)
