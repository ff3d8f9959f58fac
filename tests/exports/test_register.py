"""The register read back: every row of every table, numbers as numbers with their words, colours, the printed page."""

import io
import zipfile

import openpyxl
import pandas as pd
import pytest

from domain.schema.frames import conform
from domain.schema.tables import TABLES
from exports.register.register_file import INDICATORS, SUMMARY, register
from tests.exports.conftest import EDITION
from views.judging import judged


@pytest.fixture(scope="module")
def content(report):
    return register(report, EDITION, hide=False)


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(sheet):
    rows = list(sheet.values)
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_register_has_a_sheet_per_table_with_every_row(book, report):
    for name, spec in TABLES.items():
        rows = rows_of(book[spec.label])
        assert [row["编号"] for row in rows if row["编号"]] == report[name]["row_id"].tolist()


def test_register_numbers_are_those_of_the_table(book, report):
    rows = rows_of(book["资金项目"])
    expected = report["funding"]["amount_wan_yuan"]
    assert [row["金额（万元）"] for row in rows] == [None if pd.isna(value) else value for value in expected]


def test_register_indicator_is_a_number_in_a_format_with_unit_and_qualifier(book, report):
    sheet = book[INDICATORS]
    cells = {row[0].value: row for row in sheet.iter_rows(min_row=2) if row[0].value}
    actual = cells["土地整治（新增耕地）施工"][3]
    assert (actual.value, actual.number_format) == (600, '"约"0"亩"')
    assert cells["规范庭院"][3].number_format == '#,##0"余户"'
    claims = judged(report).claims
    watched = claims["state"] == "monitor"
    claims = pd.concat([claims[~watched], claims[watched]])  # what is only watched stands last
    shares = [None if pd.isna(value) else value for value in claims["completion"]]
    assert [row[4].value for row in sheet.iter_rows(min_row=2)] == shares


def test_register_state_word_has_its_colour(book):
    sheet = book[INDICATORS]
    assert {cell.value for cell in sheet["I"][1:]} >= {"已完成", "正常", "仅监测", "待核实（按此目标超前）"}
    (cells,) = [each for each in sheet.conditional_formatting if str(each.sqref).startswith("I2")]
    formulas = [rule.formula[0] for rule in cells.rules]
    assert 'SEARCH("待核实",I2)' in formulas[0]
    assert any('SEARCH("已完成",I2)' in formula for formula in formulas)


def test_register_summary_has_native_charts_of_its_own_cells(book):
    sheet = book[SUMMARY]
    assert len(sheet._charts) == 2
    reference = sheet._charts[0].series[0].val.numRef.f
    assert reference.startswith(f"'{SUMMARY}'!$B$")
    first, last = (int(part.rpartition("$")[2]) for part in reference.split(":"))
    counts = [sheet.cell(row, 2).value for row in range(first, last + 1)]
    words = [sheet.cell(row, 1).value for row in range(first, last + 1)]
    assert counts[words.index("已完成")] == 14


def test_register_sheets_fit_a4_width_with_titles_on_each_page(book):
    for sheet in book:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert bool(sheet.print_area) == (sheet.sheet_state == "visible")
        assert sheet.page_setup.fitToWidth in (None, 1)  # 1 is the default of the file
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        if sheet.title != SUMMARY:
            assert sheet.print_title_rows == "$1:$1"


def test_register_summary_states_completion_and_elapsed_time_of_each_deviation(book):
    rows = [[cell.value for cell in row[:4]] for row in book[SUMMARY].iter_rows()]
    (found,) = [row for row in rows if row[0] == "土地整治（新增耕地）种植·按800亩" and row[3] is not None]
    assert found[1] == pytest.approx(0.73)
    assert found[2].endswith("，偏差+23.4个百分点")
    assert found[3] == pytest.approx(0.4959, abs=1e-4)


def test_register_summary_bars_show_completion_and_elapsed_time(book):
    chart = book[SUMMARY]._charts[1]
    names = [book[SUMMARY][each.tx.strRef.f.rpartition("!")[2].replace("$", "")].value for each in chart.series]
    assert names == ["完成率", "序时进度"]


def test_register_summary_has_no_state_under_one_of_several_targets(book):
    states = [
        row[2].value for row in book[SUMMARY].iter_rows() if str(row[0].value).startswith("土地整治（新增耕地）种植·按")
    ]
    assert [text.partition("，")[0] for text in states] == ["待核实（按此目标）"] * 2


def test_register_task_has_only_a_due_date_of_its_own(book):
    rows = rows_of(book["下半年任务"])
    assert len(rows) == 56
    assert sum(row["完成期限"] is not None for row in rows) == 2


def test_register_ids_and_offsets_are_hidden(book):
    sheet = book["土地整治"]
    hidden = {cell.value for cell in sheet[1] if sheet.column_dimensions[cell.column_letter].hidden}
    assert {"编号", "开始位置", "结束位置"} & {cell.value for cell in sheet[1]} <= hidden
    assert "编号" in hidden


def test_register_sheets_for_tracing_and_without_rows_are_hidden_and_not_printed(book, report):
    hidden = {sheet.title for sheet in book if sheet.sheet_state == "hidden"}
    empty = {spec.label for name, spec in TABLES.items() if report[name].empty}
    assert hidden == {"文中陈述", "指标进度", "全部数字", "数据核对", "未入表内容"} | empty


def test_register_monitored_figures_are_outside_the_printed_area(book):
    sheet = book[INDICATORS]
    last = int(sheet.print_area.rpartition("$")[2])
    words = [cell.value for cell in sheet["I"][1:]]
    assert "仅监测" not in words[: last - 1]
    assert set(words[last - 1 :]) == {"仅监测"}


def test_register_report_text_is_no_formula_or_link(report):
    land = report["land"].copy()
    land["note"] = '=HYPERLINK("http://a.example")\x07'
    content = register({**report, "land": land}, hide=False)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["土地整治"]
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=HYPERLINK")]
    assert len(cells) == len(land)
    assert {cell.data_type for cell in cells} == {"s"}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = b"".join(parts.read(name) for name in parts.namelist() if "worksheets/" in name)
    assert b"<f>" not in sheets
    assert b"<hyperlink" not in sheets


def test_register_of_the_same_version_has_the_same_bytes(report, content):
    assert register(report, EDITION, hide=False) == content


def test_register_names_without_permission_are_hidden(report):
    book = openpyxl.load_workbook(io.BytesIO(register(report)))
    told = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert not any("叶继强" in text for text in told)
    assert "个人姓名和受处分人数已隐去" in told


def test_register_of_empty_version_has_every_sheet_and_says_so():
    book = openpyxl.load_workbook(io.BytesIO(register({name: conform(name, []) for name in TABLES})))
    assert len(book.sheetnames) == len(TABLES) + 2
    assert book["土地整治"]["A2"].value == "本期没有数据"
