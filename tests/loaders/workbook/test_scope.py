"""A row of another unit or period is no row of this version, whether or not the workbook has a stamp."""

import pytest

from tests.loaders.workbook.samples import CURRENT, changes, read, table

HEAD = ["编号", "项目", "环节", "面积(亩)", "单位", "报告期"]


def land(unit, period, area=900.0):
    return {"土地整治": [HEAD, ["land.a", "土地整治", "立项", area, unit, period]]}


@pytest.mark.parametrize(
    ("unit", "period", "cell"),
    [("金川街道", "2022H2", "F2"), ("上方镇", "2023H1", "E2"), ("上方镇", None, "E2"), ("金川街道", 2023.0, "F2")],
)
def test_sheet_of_another_unit_is_refused_row_by_row(unit, period, cell):
    faults = read(land(unit, period)).faults
    assert [(fault.kind.code, fault.place.cell) for fault in faults] == [("row_scope", cell)]


@pytest.mark.parametrize(
    ("unit", "period"),
    [(None, None), ("—", " "), ("常山县金川街道办事处", "2023年上半年"), ("金川 街道", "2023h1")],
)
def test_rows_of_this_unit_and_period_however_written_are_read(unit, period):
    reading = read(land(unit, period))
    assert (reading.faults, changes(reading)) == ((), [("land.a", "area_mu", 880.0, 900.0)])


def test_office_under_the_header_of_the_unit_is_a_fault():
    current = CURRENT | {"commitments": table("commitments", {"row_id": "c.a", "text": "修路"})}
    rows = [["编号", "任务", "数量", "单位(量)", "单位"], [None, "建成公园", 3.0, "个", "综合办"]]
    (fault,) = read({"下半年任务": rows}, current=current).faults
    assert (fault.kind.code, fault.place.cell, fault.value) == ("row_scope", "E2", "综合办")
    assert "责任单位" in fault.write
