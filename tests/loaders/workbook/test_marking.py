"""The marked copy: the clerk's own workbook, each fault at its cell, and a list of all of them in front."""

import io
import tempfile

import pytest
from openpyxl import load_workbook

from loaders.workbook import mark_faults, marking, read_workbook
from tests.loaders.workbook.files import sheet_xml, xls, xlsx
from tests.loaders.workbook.samples import CURRENT, changes, codes

HEAD = ["编号", "项目", "环节", "面积(亩)", "性质"]
ROWS = [HEAD, ["land.a", "土地整治", "立项", "很多", "完成值"], ["land.b", "土地整治", "施工", 900.0, "随便"]]


def marked(data, name="台账.xlsx"):
    reading = read_workbook(data, name, CURRENT)
    return load_workbook(io.BytesIO(mark_faults(data, reading.all_faults)))


def test_faulty_cells_are_filled_and_commented_and_others_are_unchanged():
    workbook = marked(xlsx({"土地整治": ROWS, "附表": [["随手记", 5.0]]}))
    sheet = workbook["土地整治"]
    assert "这一列要写数字" in sheet["D2"].comment.text
    assert sheet["D2"].fill.fgColor.rgb == "FFF8C9C9"
    assert "没有“随便”这一项" in sheet["E3"].comment.text
    assert sheet["D3"].fill.fgColor.rgb == "FFFFF3B0"
    assert [cell.value for cell in sheet[2]] == ["land.a", "土地整治", "立项", "很多", "完成值"]
    assert sheet["B2"].comment is None
    assert workbook["附表"]["B1"].value == 5.0


def test_list_of_faults_is_the_first_sheet_and_links_to_the_cells():
    sheet = marked(xlsx({"土地整治": ROWS})).worksheets[0]
    assert sheet.title == "问题清单"
    assert [cell.value for cell in sheet[1]] == ["级别", "工作表", "单元格", "原内容", "问题", "怎样改"]
    rows = {row[2].value: row for row in sheet.iter_rows(min_row=2)}
    assert rows["D2"][3].value == "很多"
    assert rows["D2"][2].hyperlink.location == "'土地整治'!D2"


def test_marked_copy_corrected_and_uploaded_is_read_without_its_list():
    data = xlsx({"土地整治": ROWS})
    copy = mark_faults(data, read_workbook(data, "台账.xlsx", CURRENT).all_faults)
    again = read_workbook(copy, "台账.xlsx", CURRENT)
    assert codes(again.faults) == ["not_a_number", "unknown_word"]
    workbook = load_workbook(io.BytesIO(copy))
    workbook["土地整治"]["D2"], workbook["土地整治"]["E3"] = 880, "完成值"
    mended = io.BytesIO()
    workbook.save(mended)
    reading = read_workbook(mended.getvalue(), "台账.xlsx", CURRENT)
    assert reading.faults == ()
    cleared = load_workbook(io.BytesIO(mark_faults(mended.getvalue(), reading.all_faults)))
    assert cleared["土地整治"]["D2"].comment is None


def test_fault_within_merged_cells_is_marked_at_their_corner():
    merged = '<mergeCells count="1"><mergeCell ref="C2:D2"/></mergeCells>'
    rows = [HEAD, ["land.a", "土地整治", None, "很多", "完成值"], ["land.b", "土地整治", "施工", 600.0, None]]
    assert marked(xlsx({"土地整治": sheet_xml(rows, merged)}))["土地整治"]["C2"].comment is not None


@pytest.mark.parametrize(
    ("data", "name", "title"),
    [
        (xls("土地整治", ROWS), "台账.xls", "土地整治"),
        (xlsx({"土地整治": ROWS}, "<styleSheet><fills><fill/></fills></styleSheet>"), "怪.xlsx", "土地整治"),
        ("\n".join(",".join(map(str, row)) for row in ROWS).encode("gb18030"), "土地整治.csv", "台账"),
    ],
)
def test_file_of_another_format_becomes_a_workbook_of_its_values(data, name, title):
    sheet = marked(data, name)[title]
    assert sheet["D2"].value == "很多"
    assert sheet["D2"].comment is not None


def test_text_in_the_list_never_runs():
    sheet = marked(xlsx({"土地整治": [HEAD, ["land.a", "土地整治", "立项", "=1+1", "完成值"], ROWS[2]]})).worksheets[0]
    cell = next(row[3] for row in sheet.iter_rows(min_row=2) if row[2].value == "D2")
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_file_too_large_to_mark_gives_the_list_alone(monkeypatch):
    data = xlsx({"土地整治": ROWS})
    said = read_workbook(data, "台账.xlsx", CURRENT).all_faults
    real = marking._ask

    def too_large(asked, content):
        if asked["kind"] != "list":
            raise marking.Refused(said[0])
        return real(asked, content)

    monkeypatch.setattr(marking, "_ask", too_large)
    workbook = load_workbook(io.BytesIO(mark_faults(data, said)))
    assert workbook.sheetnames == ["问题清单"]
    assert workbook["问题清单"].max_row > 2


def test_marking_leaves_no_file_behind(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    data = xlsx({"土地整治": ROWS})
    mark_faults(data, read_workbook(data, "台账.xlsx", CURRENT).all_faults)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["治理.csv", "C:\\台账\\治理.csv", "[治理].csv", "治理(7月).csv"])
def test_marked_copy_of_a_csv_is_recognised_when_uploaded(name):
    data = "事项,名称,数值,单位(量)\n甲,乙,很多,个\n".encode()
    reading = read_workbook(data, name, CURRENT)
    again = read_workbook(mark_faults(data, reading.all_faults, name), "标注.xlsx", CURRENT)
    assert list(again.tables) == list(reading.tables) == ["governance"]
    assert [fault.place.cell for fault in again.faults] == ["C2"]


@pytest.mark.parametrize("name", ["", ".csv", "问题清单.csv", "a" * 300 + ".csv", "'x'\x00\x07*?.csv", "台账信息.csv"])
def test_file_of_any_name_is_marked(name):
    data = "编号,项目,环节,面积(亩)\nland.a,土地整治,立项,很多\n".encode()
    copy = load_workbook(io.BytesIO(mark_faults(data, read_workbook(data, "土地整治.csv", CURRENT).all_faults, name)))
    assert len(copy.sheetnames) == 2
    assert copy[copy.sheetnames[1]]["D2"].comment is not None


def test_marked_copy_of_an_old_format_shows_its_numbers_as_before():
    rows = [["编号", "金额(万元)", "形象进度(%)"], ["funding.a", (123456.0, 1), "很多"], ["funding.b", 200.0, (0.5, 2)]]
    data = xls("资金项目", rows, '0\\.0,"万"', "0%")
    copy = mark_faults(data, read_workbook(data, "台账.xls", CURRENT).faults)
    again = read_workbook(copy, "台账.xlsx", CURRENT)
    assert [change[1:] for change in changes(again)] == [
        ("amount_wan_yuan", 4000.0, 12.3456), ("progress_pct", None, 50.0),
    ]  # fmt: skip


def test_marked_copy_keeps_struck_pieces():
    pieces = '<r><rPr><strike/></rPr><t>584</t></r><r><rPr><sz val="11"/></rPr><t>700</t></r>'
    cell = f'<c r="REF" t="inlineStr"><is>{pieces}</is></c>'.encode()
    data = xlsx({"土地整治": [["编号", "项目", "面积(亩)", "占比(%)"], ["land.b", "土地整治", cell, "很多"]]})
    copy = mark_faults(data, read_workbook(data, "台账.xlsx", CURRENT).faults)
    assert changes(read_workbook(copy, "台账.xlsx", CURRENT))[0] == ("land.b", "area_mu", 600.0, 700.0)
