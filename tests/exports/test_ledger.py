"""下载最新台账: what the workbook holds, that it runs nothing, and that it is the same each time."""

import io
import re
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from domain.schema.frames import conform
from domain.schema.tables import BASE_TABLES, TABLES
from exports.ledger.ledger_file import ledger
from loaders.report.read import read_report
from loaders.text.source import load_source
from tests.punctuation import half_width
from tests.test_dependencies import ROOT


@dataclass(frozen=True)
class Version:
    id: int = 7
    org_unit: str = "金川街道"
    unit_name: str = "金川街道"
    period: str = "2023H1"
    as_of: date = date(2023, 6, 30)
    digest: str = "ab" * 32


LAND = {
    "row_id": "land.a", "org_unit": "金川街道", "period": "2023H1", "as_of_end": "2023-06-30", "project": "土地整治",
    "area_mu": 880.5, "qualifier": "exact", "role": "actual", "quote": "面积达880.5亩", "start": 3, "end": 9,
}  # fmt: skip


@pytest.fixture(scope="module")
def seed_ledger():
    tables = read_report(load_source(ROOT / "seeds" / "2023H1" / "jinchuan-2023H1.txt")).tables
    return load_workbook(io.BytesIO(ledger(tables, Version())))


def opened(**tables):
    content = ledger({name: conform(name, rows) for name, rows in tables.items()}, Version())
    return load_workbook(io.BytesIO(content))


def column(sheet, label):
    letters = [cell.column_letter for cell in sheet[1] if cell.value == label]
    assert len(letters) == 1
    return letters[0]


def test_ledger_has_a_guide_a_sheet_per_table_and_a_hidden_stamp():
    workbook = opened()
    assert workbook.sheetnames == ["本月更新", "填写说明", *(TABLES[name].label for name in BASE_TABLES), "台账信息"]
    stamp = workbook["台账信息"]
    assert stamp.sheet_state == "hidden"
    assert {row[0].value: row[1].value for row in stamp.iter_rows()} == {
        "单位": "金川街道", "报告期": "2023H1", "数据截至": "2023-06-30", "版本": "7", "校验码": "ab" * 32,
    }  # fmt: skip


def test_ledger_headers_are_chinese_with_units_frozen_noted_and_filtered():
    sheet = opened(land=[LAND])["土地整治"]
    headers = [cell.value for cell in sheet[1]]
    assert headers[:6] == ["项目", "地点", "环节", "项目数（个）", "面积（亩）", "约数"]
    assert sheet.freeze_panes == "B2"
    assert all(cell.comment and cell.comment.text and cell.font.bold for cell in sheet[1])
    assert sheet.auto_filter.ref.startswith("A1:")


def test_ledger_codes_are_words_and_dates_are_dates():
    sheet = opened(land=[LAND])["土地整治"]
    assert sheet[column(sheet, "约数") + "2"].value == "准确数"
    assert sheet[column(sheet, "性质") + "2"].value == "完成值"
    day = sheet[column(sheet, "数据截至") + "2"]
    assert (day.value, day.number_format) == (datetime(2023, 6, 30), "yyyy-mm-dd")


def test_ledger_closed_vocabularies_have_drop_downs():
    sheet = opened(measures=[{"row_id": "m"}])["指标进度"]
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules[f"{column(sheet, '方向')}2:{column(sheet, '方向')}2002"] == '"越多越好,越少越好"'
    assert "限额（越低越好）" in rules[f"{column(sheet, '指标类型')}2:{column(sheet, '指标类型')}2002"]


def test_ledger_ids_and_quotes_are_locked_and_the_rest_is_editable():
    sheet = opened(land=[LAND])["土地整治"]
    assert sheet.protection.sheet
    assert [sheet.protection.sort, sheet.protection.insertRows, sheet.protection.deleteRows] == [False] * 3
    assert sheet[column(sheet, "编号") + "2"].protection.locked
    assert sheet.column_dimensions[column(sheet, "编号")].hidden
    assert sheet[column(sheet, "原文") + "2"].protection.locked
    assert not sheet[column(sheet, "面积（亩）") + "2"].protection.locked
    assert sheet.column_dimensions[column(sheet, "数字出处")].hidden


@pytest.mark.parametrize("text", ["=1+1", "+1", "-5.3", "@SUM(A1)", "\uff1d1", "#DIV/0!", "\t=1", "{=1}", "2023-06-30"])
def test_ledger_text_is_written_as_text(text):
    sheet = opened(land=[LAND | {"note": text}])["土地整治"]
    cell = sheet[column(sheet, "备注") + "2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_ledger_text_that_looks_like_a_formula_is_marked_as_text():
    sheet = opened(land=[LAND | {"note": "=1+1"}])["土地整治"]
    assert sheet[column(sheet, "备注") + "2"].quotePrefix
    assert not sheet["A2"].quotePrefix


def test_ledger_numbers_are_written_as_numbers():
    sheet = opened(land=[LAND | {"area_mu": -5.3}])["土地整治"]
    assert (sheet["E2"].value, sheet["E2"].data_type) == (-5.3, "n")
    assert sheet["D2"].value is None


@pytest.mark.parametrize("text", ["a\x00b", "a\x1fb", "_x0041_", "a\nb", "a\tb"])
def test_ledger_characters_invalid_in_xml_survive_round_trip(text):
    content = ledger({"land": conform("land", [LAND | {"note": text}])}, Version())
    headers, row = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("土地整治").to_python()[:2]
    assert row[headers.index("备注")] == text


def test_ledger_of_the_same_version_has_the_same_bytes():
    tables = {"land": conform("land", [LAND])}
    first = ledger(tables, Version())
    assert ledger(tables, Version()) == first
    assert b"2023-06-30T00:00:00Z" not in ledger(tables, Version(as_of=date(2024, 1, 1)))


def test_ledger_pages_are_landscape_a4_with_the_header_on_each():
    sheet = opened(land=[LAND])["土地整治"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$1"


def test_ledger_rows_are_as_high_as_their_longest_text():
    sheet = opened(land=[LAND, LAND | {"row_id": "land.b", "note": "长" * 100}])["土地整治"]
    assert sheet.row_dimensions[2].height is None
    assert sheet.row_dimensions[3].height == 6 * 15


def test_ledger_columns_without_content_are_hidden_but_those_to_fill_in():
    sheet = opened(land=[LAND])["土地整治"]
    assert sheet.column_dimensions[column(sheet, "项目数（个）")].hidden
    assert not any(sheet.column_dimensions[column(sheet, label)].hidden for label in ("环节", "备注", "面积（亩）"))
    empty = opened()["土地整治"]
    assert not empty.column_dimensions[column(empty, "项目数（个）")].hidden


def test_ledger_ids_are_hidden(seed_ledger):
    shown = [
        str(cell.value)
        for sheet in seed_ledger.worksheets
        if sheet.sheet_state == "visible"
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and not sheet.column_dimensions[cell.column_letter].hidden
    ]
    assert len(shown) > 1000
    assert [text for text in shown if re.search("[a-z]{3}|[a-z]_|_[a-z]", text)] == []


def test_guide_fits_one_screen(seed_ledger):
    guide = seed_ledger["填写说明"]
    heights = [guide.row_dimensions[row].height or 15 for row in range(1, guide.max_row + 1)]
    assert sum(heights) <= 25 * 15
    assert guide.max_column == 1


def test_ledger_headers_hints_and_explanation_have_full_width_marks(seed_ledger):
    first, explanation, *sheets = seed_ledger
    rows = [*first.iter_rows(max_row=2), *explanation.iter_rows(), *(sheet[1] for sheet in sheets)]
    texts = [cell.value for row in rows for cell in row if isinstance(cell.value, str)]
    hints = [rule.prompt or "" for sheet in seed_ledger for rule in sheet.data_validations.dataValidation]
    assert len(texts) > 100
    assert half_width("\n".join((*texts, *hints))) == []
