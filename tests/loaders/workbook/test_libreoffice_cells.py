"""Cells as LibreOffice saves them: number formats, struck-out and raised pieces, comments, in .xlsx, .ods and .xls."""

import io
import shutil

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from loaders.workbook import read_workbook
from tests.examples import few
from tests.loaders.workbook.files import sheet_xml, xlsx
from tests.loaders.workbook.samples import CURRENT, changes
from tests.loaders.workbook.test_round_trip import soffice

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(
        not (shutil.which("soffice") or shutil.which("libreoffice")),
        reason="LibreOffice is not installed: what it makes of number formats is not checked",
    ),
]

#: Project, number, its format, and the amount in 万元 that it says; about: the qualifier.
AMOUNTS = [
    ("甲", 123456, '0\\.0,"万"', 12.3456, "exact"),
    ("乙", 500000, '#,##0"元"', 50.0, "exact"),
    ("丙", 600, '"约"0', 600.0, "about"),
    ("丁", 800, '0"余"', 800.0, "over"),
    ("戊", 1.5, '0.0"亿元"', 15000.0, "exact"),
    ("己", 123456, '[>=10000]0\\.0,"万";0', 12.3456, "exact"),
    ("庚", 42, "#,##0.00", 42.0, "exact"),
    ("辛", 50000, "0,", 50.0, "exact"),
]


def workbook():
    """A workbook of clerks' habits, by openpyxl."""
    made = openpyxl.Workbook()
    money = made.active
    money.title = "资金项目"
    money.append(["项目", "金额(万元)", "形象进度(%)"])
    for at, (name, number, code, _, _) in enumerate(AMOUNTS, start=2):
        money.append([name, number])
        money.cell(at, 2).number_format = code
    money["C2"], money["C2"].number_format = 1 / 3, "0.00%"
    land = made.create_sheet("土地整治")
    for row in (["编号", "项目", "环节", "面积(亩)", "备注"], ["land.a", "土地整治", "立项", 880, None]):
        land.append(row)
    struck = TextBlock(InlineFont(strike=True), "584")
    land.append(["land.b", "土地整治", "施工", CellRichText(struck, "700"), "已验收"])
    land.append([None, "新项目", "启动", CellRichText("5", TextBlock(InlineFont(vertAlign="superscript"), "1")), None])
    land.append([None, "旧项目", "启动", 7, None])
    for cell in land[5]:
        cell.font = Font(strike=True)
    land["E3"].comment = Comment("待县局复核", "张三")
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize("target", few(["xlsx", "ods", "xls"], 0, 1))
def test_cells_saved_by_libreoffice_say_what_they_show(tmp_path, target):
    data = soffice(workbook(), tmp_path, target=target)
    current = CURRENT | {"funding": CURRENT["funding"].iloc[0:0]}
    reading = read_workbook(data, f"台账.{target}", current)
    money = reading.tables["funding"].set_index("project")
    assert money["amount_wan_yuan"].to_dict() == pytest.approx({name: value for name, _, _, value, _ in AMOUNTS})
    assert money["qualifier"].fillna("exact").to_dict() == {name: words for name, *_, words in AMOUNTS}
    assert money["progress_pct"]["甲"] == pytest.approx(100 / 3)
    assert ("land.b", "area_mu", 600.0, 700.0) in changes(reading, current)
    assert {(fault.kind.code, fault.place.cell) for fault in reading.faults} == {
        ("mark_in_number", "D4"), ("struck_row", "B5"),
    }  # fmt: skip
    notices = {(fault.kind.code, fault.place.cell): fault.wrong for fault in reading.notices}
    assert "584" in notices["struck_piece", "D3"]
    assert "待县局复核" in notices["comment", "E3"]


@pytest.mark.parametrize("target", few(["ods", "xls"], 1))
def test_figure_covered_by_a_merged_cell_saved_by_libreoffice_is_a_fault(tmp_path, target):
    head = ["编号", "项目", "环节", "面积(亩)", "数据截至"]
    rows = [["土地整治台账"], head, ["land.a", "土地整治", "立项", 880.0, "2023-06-30"]]
    rows += [["land.b", "土地整治", "施工", 555.0, "2023-06-30"]]
    merged = '<mergeCells><mergeCell ref="A1:E1"/><mergeCell ref="B3:B4"/><mergeCell ref="D3:D4"/></mergeCells>'
    data = soffice(xlsx({"土地整治": sheet_xml(rows, merged)}), tmp_path, target=target)
    reading = read_workbook(data, f"台账.{target}", CURRENT)
    assert [(fault.kind.code, fault.place.cell) for fault in reading.faults] == [("covered_cell", "D4")]
    assert changes(reading) == []


@pytest.mark.parametrize("target", few(["ods", "xls"], 0))
def test_group_header_merged_by_libreoffice_is_that_of_its_columns(tmp_path, target):
    head = [["编号", "项目", "环节", "面积(亩)", None], [None, None, None, "目标", "完成"]]
    rows = [*head, ["land.a", "土地整治", "立项", 800.0, 880.0], ["land.b", None, "施工", None, 600.0]]
    merged = '<mergeCells><mergeCell ref="D1:E1"/><mergeCell ref="B3:B4"/></mergeCells>'
    data = soffice(xlsx({"土地整治": sheet_xml(rows, merged)}), tmp_path, target=target)
    assert changes(read_workbook(data, f"台账.{target}", CURRENT)) == [("land.a", "target_mu", None, 800.0)]
