"""Changes in hidden rows and columns are reported: a filter or a hand hides them from whoever looks at the sheet."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from loaders.workbook import read_workbook
from loaders.workbook.hidden_parts import LONGEST_TAG, Hidden
from tests.loaders.workbook.files import archive, parts, sheet_xml
from tests.loaders.workbook.samples import CURRENT, changes

HEAD = ["编号", "项目", "环节", "面积(亩)", "备注"]
A, B = ["land.a", "土地整治", "立项", 880.0, None], ["land.b", "土地整治", "施工", 600.0, None]


def book(*rows, hidden_rows=(), hidden_columns=""):
    """An .xlsx of openpyxl with hidden rows (numbers) and columns (letters)."""
    made = Workbook()
    sheet = made.active
    sheet.title = "土地整治"
    for row in (HEAD, *rows):
        sheet.append(row)
    for number in hidden_rows:
        sheet.row_dimensions[number].hidden = True
    for letter in hidden_columns:
        sheet.column_dimensions[letter].hidden = True
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def told(data):
    reading = read_workbook(data, "台账.xlsx", CURRENT)
    return [fault.wrong for fault in reading.warnings if fault.kind.code.startswith("hidden")], reading


def test_change_in_a_hidden_row_is_warned_of_and_taken():
    said, reading = told(book(["land.a", "土地整治", "立项", 900.0], B, hidden_rows=[2]))
    assert said == ["隐藏的行里有 1 行改动（第2行）"]
    assert changes(reading) == [("land.a", "area_mu", 880.0, 900.0)]


def test_new_row_that_is_hidden_is_warned_of():
    assert told(book(A, B, [None, "新路", "立项", 5.0], hidden_rows=[4]))[0] == ["隐藏的行里有 1 行改动（第4行）"]


def test_change_in_a_hidden_column_is_warned_of_by_its_header():
    assert told(book([*A[:4], "核对过"], B, hidden_columns="E"))[0] == ["隐藏的E列（“备注”）里有改动"]


@pytest.mark.parametrize(("rows", "columns"), [([3], "A"), ([], "CE"), ([3], ""), ([1], "")])
def test_hidden_rows_and_columns_without_a_change_are_no_warning(rows, columns):
    data = book(["land.a", "土地整治", "立项", 900.0], B, hidden_rows=rows, hidden_columns=columns)
    assert told(data)[0] == []


def test_hidden_row_of_the_second_sheet_is_not_taken_for_one_of_the_first():
    other = load_workbook(io.BytesIO(book(["land.a", "土地整治", "立项", 900.0], B)))
    second = other.create_sheet("安全隐患", 0)
    second.append(["编号", "已闭环"])
    second.append(["safety.a", 8.0])
    second.row_dimensions[2].hidden = True
    saved = io.BytesIO()
    other.save(saved)
    assert told(saved.getvalue())[0] == []


def test_hidden_row_of_a_sheet_whose_name_is_escaped_is_found():
    xml = sheet_xml([HEAD[:4], ["land.a", "土地整治", "立项", 900.0], B[:4]])
    members = parts({"土地整治&amp;(1)": xml.replace('<row r="2">', "<row hidden='true' r=\"2\">")})
    assert told(archive(members))[0] == ["隐藏的行里有 1 行改动（第2行）"]


@given(st.integers(0, 900), st.integers(1, 300))
def test_hidden_row_is_found_wherever_the_part_is_cut(before, cut):
    xml = b"<row>" * before + b'<row spans="1:9" r="7" customHeight="1" hidden="1">' + b"<c/>" * 200
    at = 5 * before + cut
    hidden = Hidden()
    hidden.take(xml[:at])
    hidden.take(xml[:at][-LONGEST_TAG:] + xml[at:])
    assert hidden.rows == {6}
