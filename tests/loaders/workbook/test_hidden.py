"""Changes in hidden rows and columns are reported: a filter or a hand hides them from whoever looks at the sheet."""

import io
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from loaders.workbook import read_workbook
from loaders.workbook.hidden_parts import LONGEST_TAG, Hidden
from tests.examples import few
from tests.loaders.workbook.files import archive, ods, ods_row, parts, sheet_xml, xls
from tests.loaders.workbook.samples import CURRENT, changes
from tests.loaders.workbook.test_round_trip import soffice

HEAD = ["编号", "项目", "环节", "面积(亩)", "备注"]
COLLAPSED, FILTERED = (f'table:visibility="{value}"' for value in ("collapse", "filter"))
IN_ROW_2, IN_COLUMN_E = "隐藏的行里有 1 行改动（第2行）", "隐藏的E列（“备注”）里有改动"
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


def told(data, name="台账.xlsx"):
    reading = read_workbook(data, name, CURRENT)
    return [fault.wrong for fault in reading.warnings if fault.kind.code.startswith("hidden")], reading


def test_change_in_a_hidden_row_is_warned_of_and_taken():
    said, reading = told(book(["land.a", "土地整治", "立项", 900.0], B, hidden_rows=[2]))
    assert said == [IN_ROW_2]
    assert changes(reading) == [("land.a", "area_mu", 880.0, 900.0)]


@pytest.mark.parametrize(
    ("tag", "flat", "words"),
    [
        ('<row r="2">', '<row r="2" ht="0" customHeight="1">', IN_ROW_2),
        ("<sheetData>", '<cols><col min="5" max="5" width="0" customWidth="1"/></cols><sheetData>', IN_COLUMN_E),
    ],
)
def test_change_in_a_row_or_column_without_size_is_warned_of(tag, flat, words):
    xml = sheet_xml([HEAD, [*A[:4], "改"], B]).replace(tag, flat)
    said, _ = told(archive(parts({"土地整治": xml})))
    assert said == [words]


def test_new_row_that_is_hidden_is_warned_of():
    assert told(book(A, B, [None, "新路", "立项", 5.0], hidden_rows=[4]))[0] == ["隐藏的行里有 1 行改动（第4行）"]


def test_change_in_a_hidden_column_is_warned_of_by_its_header():
    assert told(book([*A[:4], "核对过"], B, hidden_columns="E"))[0] == [IN_COLUMN_E]


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
    assert told(archive(members))[0] == [IN_ROW_2]


@given(st.integers(0, 900), st.integers(1, 300))
def test_hidden_row_is_found_wherever_the_part_is_cut(before, cut):
    xml = b"<row>" * before + b'<row spans="1:9" r="7" customHeight="1" hidden="1">' + b"<c/>" * 200
    at = 5 * before + cut
    hidden = Hidden()
    hidden.take(xml[:at])
    hidden.take(xml[:at][-LONGEST_TAG:] + xml[at:])
    assert hidden.rows == {6}


def told_of_ods(*rows):
    return told(ods({"土地整治": "".join(rows)}), "台账.ods")[0]


CHANGED, NOTED = ["land.a", "土地整治", "立项", 900.0], [*A[:4], "核对过"]
HEAD_ROW, CHANGED_ROW, B_ROW = ods_row(HEAD), ods_row(CHANGED), ods_row(B)
HIDDEN_ROW = ods_row(CHANGED, COLLAPSED)


def in_group(rows, attributes=""):
    return f"<table:table-row-group {attributes}>{rows}</table:table-row-group>"


@pytest.mark.parametrize(
    "hidden",
    [
        HIDDEN_ROW,
        ods_row(CHANGED, FILTERED),
        in_group(in_group(HIDDEN_ROW)),
        in_group(in_group(CHANGED_ROW), 'table:display="false"'),
        HIDDEN_ROW.replace('"', "'"),
    ],
    ids=["by hand", "by a filter", "in groups", "by a closed group", "in other quotation marks"],
)
def test_change_in_a_hidden_row_of_an_ods_is_warned_of(hidden):
    assert told_of_ods(HEAD_ROW, hidden, B_ROW) == [IN_ROW_2]


def test_change_in_a_hidden_row_of_an_ods_behind_repeated_rows_is_named_by_its_number():
    gap = ods_row([None], 'table:number-rows-repeated="3"')
    rows = (HEAD_ROW, gap, HIDDEN_ROW, B_ROW)
    assert told_of_ods(*rows) == ["隐藏的行里有 1 行改动（第5行）"]


def test_new_rows_of_an_ods_that_are_repeated_and_hidden_are_all_warned_of():
    new = ods_row([None, "新路", "立项", 5.0], f'table:number-rows-repeated="2" {COLLAPSED}')
    assert told_of_ods(HEAD_ROW, ods_row(A), B_ROW, new) == ["隐藏的行里有 2 行改动（第4、5行）"]


def test_rows_hidden_to_the_end_of_an_ods_are_no_warning_without_a_change():
    end = ods_row([None], f'table:number-rows-repeated="1048573" {FILTERED}')
    assert told_of_ods(HEAD_ROW, CHANGED_ROW, B_ROW, end) == []


@pytest.mark.parametrize(
    "visible",
    [
        ods_row(CHANGED, 'table:visibility="visible"'),
        in_group(ods_row(A, COLLAPSED)) + CHANGED_ROW,
        in_group(ods_row(A), 'table:display="false"') + in_group(CHANGED_ROW, 'table:display="true"'),
    ],
    ids=["visible", "behind a hidden row", "behind a closed group"],
)
def test_change_in_a_row_of_an_ods_that_is_not_hidden_is_no_warning(visible):
    assert told_of_ods(HEAD_ROW, visible, B_ROW) == []


@pytest.mark.parametrize(
    "columns",
    [
        f'<table:table-column table:number-columns-repeated="4"/><table:table-column {COLLAPSED}/>',
        f'<table:table-column/><table:table-column table:number-columns-repeated="1023" {FILTERED}/>',
        '<table:table-column/><table:table-column-group table:display="false"><table:table-column-group>'
        '<table:table-column table:number-columns-repeated="9"/></table:table-column-group></table:table-column-group>',
        f'<table:table-header-columns><table:table-column table:number-columns-repeated="4"/>'
        f"</table:table-header-columns><table:table-column {COLLAPSED}/>",
    ],
    ids=["by hand", "repeated to the end", "by a closed group", "behind columns that are repeated in print"],
)
def test_change_in_a_hidden_column_of_an_ods_is_warned_of(columns):
    assert told_of_ods(columns, HEAD_ROW, ods_row(NOTED), B_ROW) == [IN_COLUMN_E]


def test_change_beside_a_hidden_column_of_an_ods_is_no_warning():
    columns = f'<table:table-column table:number-columns-repeated="2" {COLLAPSED}/>'
    assert told_of_ods(columns, HEAD_ROW, ods_row(NOTED), B_ROW) == []


def test_hidden_row_of_the_first_sheet_of_an_ods_is_not_taken_for_one_of_the_second():
    safety = ods_row(["编号", "已闭环"]) + ods_row(["safety.a", 8.0], COLLAPSED)
    data = ods({"安全隐患": safety, "土地整治": HEAD_ROW + CHANGED_ROW + B_ROW})
    assert told(data, "台账.ods")[0] == []


def xls_book(*rows, **hidden):
    return xls("土地整治", [HEAD, *rows], **hidden)


def test_change_in_a_hidden_row_of_an_xls_is_warned_of_and_taken():
    said, reading = told(xls_book(CHANGED, B, hidden_rows=[1]), "台账.xls")
    assert said == [IN_ROW_2]
    assert changes(reading) == [("land.a", "area_mu", 880.0, 900.0)]


def test_change_in_a_row_of_an_xls_that_hides_rows_without_a_record_is_warned_of():
    assert told(xls_book(CHANGED, B, hides_others=True), "台账.xls")[0] == [IN_ROW_2]


def test_change_in_a_hidden_column_of_an_xls_is_warned_of():
    assert told(xls_book(NOTED, B, hidden_columns=[4]), "台账.xls")[0] == [IN_COLUMN_E]


def test_change_beside_hidden_rows_and_columns_of_an_xls_is_no_warning():
    assert told(xls_book(CHANGED, B, hidden_rows=[0, 2], hidden_columns=[0, 4]), "台账.xls")[0] == []


@pytest.mark.office
@pytest.mark.skipif(
    not (shutil.which("soffice") or shutil.which("libreoffice")),
    reason="LibreOffice is not installed: what it writes of hidden rows and columns is not checked",
)
@pytest.mark.parametrize("target", few(["ods", "xls"], 0))
def test_changes_that_libreoffice_saved_as_hidden_are_warned_of(tmp_path, target):
    data = book(["land.a", "土地整治", "立项", 900.0, "核对过"], B, hidden_rows=[2], hidden_columns="E")
    assert told(soffice(data, tmp_path, target=target), f"台账.{target}")[0] == [IN_ROW_2, IN_COLUMN_E]
