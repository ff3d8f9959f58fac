"""Cells merged over several rows: texts and days are those of each row, numbers are asked about."""

import pytest

from loaders.workbook import Refused
from tests.loaders.workbook.files import sheet_xml
from tests.loaders.workbook.samples import CURRENT, changes, codes, read

HEAD = ["编号", "项目", "环节", "面积(亩)", "数据截至"]
A = ["land.a", "土地整治", "立项", 880.0, "2023-06-30"]


def merged(rows, *areas):
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return read({"土地整治": sheet_xml(rows, f"<mergeCells>{cells}</mergeCells>")})


def test_name_merged_over_rows_is_that_of_each():
    rows = [HEAD, A, ["land.b", None, "施工", 600.0, None], [None, None, "验收", 5.0, None]]
    reading = merged(rows, "B2:B4", "E2:E4")
    assert (reading.faults, changes(reading)) == ((), [])
    (added,) = reading.diff(CURRENT).tables["land"].added.to_dict("records")
    assert (added["project"], str(added["as_of_end"])[:10]) == ("土地整治", "2023-06-30")
    told = [(f.place.cell, f.wrong) for f in reading.notices if f.kind.code == "merged_filled"]
    assert told == [
        ("B2", "“项目”有合并的单元格，已填到下面的 2 行"), ("E2", "“数据截至”有合并的单元格，已填到下面的 2 行"),
    ]  # fmt: skip


@pytest.mark.parametrize("first", [2, 70])
def test_number_merged_over_rows_is_a_question(first):
    rows = [HEAD, *[[None] * 5] * (first - 2), A, ["land.b", "土地整治", "施工", None, None]]
    reading = merged(rows, f"D{first}:D{first + 1}")
    assert [(f.kind.code, f.place.cell) for f in reading.faults] == [("merged_number", f"D{first}")]


def test_ids_and_rows_that_hold_nothing_are_not_filled():
    reading = merged([HEAD, A, [None, None, None, None, None], [None, None, "验收", 5.0, None]], "A2:A4", "B2:B4")
    assert (codes(reading.faults), len(reading.diff(CURRENT).tables["land"].added)) == ([], 1)


def test_title_and_note_merged_over_columns_are_no_data():
    rows = [["台账", None, None, None, None], HEAD, A, ["land.b", "土地整治", "施工", 600.0, "6月底"], ["注:截至6月"]]
    reading = merged(rows, "A1:E1", "A5:E8")
    assert (reading.faults, changes(reading)) == ((), [])


def test_merges_of_the_data_do_not_change_how_the_header_is_read():
    head = [["编号", "项目", "环节", "面积(亩)", None], [None, None, None, "目标", "完成"]]
    rows = [*head, ["land.a", "土地整治", "立项", 800.0, 880.0], ["land.b", None, "施工", None, 600.0]]
    assert changes(merged(rows, "B3:B4")) == [("land.a", "target_mu", None, 800.0)]


def test_more_merged_cells_than_a_clerk_makes_are_refused_and_not_left_out():
    areas = [f"B{row}:B{row + 1}" for row in range(2, 200_004, 2)]
    with pytest.raises(Refused) as refused:
        merged([HEAD, A], *areas)
    assert refused.value.fault.kind.code == "too_much"


@pytest.mark.parametrize(("area", "cell"), [("D2:D3", "D3"), ("C3:D3", "D3")])
def test_figure_covered_by_a_merged_cell_is_a_fault_and_not_read(area, cell):
    reading = merged([HEAD, A, ["land.b", "土地整治", "施工", 555.0, None]], area)
    assert (codes(reading.faults), reading.faults[0].place.cell) == (["covered_cell"], cell)
    assert "area_mu" not in {column for _, column, *_ in changes(reading)}


def test_text_repeated_under_its_merged_cell_is_read_in_each_row():
    reading = merged([HEAD, A, ["land.b", "土地整治", "施工", 600.0, "2023-06-30"]], "B2:B3", "E2:E3")
    assert (reading.faults, changes(reading)) == ((), [])


def test_text_under_a_merged_cell_that_differs_is_a_fault():
    reading = merged([HEAD, A, ["land.b", "别的项目", "施工", 600.0, "2023-06-30"]], "B2:B3")
    assert [(fault.kind.code, fault.place.cell) for fault in reading.faults] == [("covered_cell", "B3")]
