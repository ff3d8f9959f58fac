"""A sheet sorted without its column of ids is one fault; rows that were edited or moved whole are none."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.schema.frames import conform
from loaders.workbook.edited import read_edited, shown_rows
from loaders.workbook.process import limit_check
from loaders.workbook.scope import scope_of
from loaders.workbook.sheets import lay_out
from loaders.workbook.table_reader import TableReading
from tests.loaders.workbook.samples import CURRENT, SCOPE, changes, read
from tests.loaders.workbook.test_remarks import sheet_of

HEAD = ["编号", "名称", "单位(量)", "数值", "数据截至"]
NAMES = ["信访件", "办结率", "矛盾纠纷", "网格员", "志愿者", "网格"]
ROWS = [
    {"row_id": f"governance.{n}", "name": name, "unit": "件", "value": 10.0 * n, "role": "actual"}
    for n, name in enumerate(NAMES)
]
VERSION = CURRENT | {"governance": conform("governance", [SCOPE | row for row in ROWS])}


def sheet(order, value=lambda n: 10.0 * n):
    """The ids in their order, beside the contents of the rows `order`."""
    rows = [[f"governance.{at}", NAMES[n], "件", value(n), "2023-06-30"] for at, n in enumerate(order)]
    return {"治理": [HEAD, *rows]}


def test_sheet_sorted_without_its_ids_is_one_fault_and_no_change():
    reading = read(sheet([5, 4, 3, 2, 1, 0]), current=VERSION)
    assert [(fault.kind.code, fault.place.cell) for fault in reading.all_faults] == [("ids_moved", "A2")]
    assert reading.faults[0].wrong == (
        "有 6 行的编号是一行的、内容是另一行的（第2、3、4、5、6……行），像是排序时没有带上“编号”列"
    )
    assert (changes(reading, VERSION), dict(reading.deletions)) == ([], {})


def test_part_of_a_sheet_sorted_without_its_ids_is_the_fault():
    reading = read(sheet([0, 1, 2, 3, 5, 4]), current=VERSION)
    assert [fault.kind.code for fault in reading.all_faults] == ["ids_moved"]


def test_sheet_sorted_without_its_ids_and_filled_in_afterwards_is_the_fault():
    reading = read(sheet([1, 2, 3, 4, 5, 0], lambda n: 500.0 + n), current=VERSION)
    assert [fault.kind.code for fault in reading.all_faults] == ["ids_moved"]


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(6)))
def test_only_the_order_of_the_version_is_no_fault(order):
    codes = {fault.kind.code for fault in read_order(order).all_faults}
    assert ("ids_moved" in codes) == (list(order) != list(range(6)))


def read_order(order):
    """The sheet read without a process of its own."""
    (rows,) = sheet(order).values()
    (layout,), _ = lay_out([replace(sheet_of(rows), name="治理")], "", VERSION)
    return TableReading(layout, VERSION, scope_of(VERSION), "台账", limit_check(None), is_csv=False)


@pytest.mark.parametrize("names", [("新的名称", "又一个"), ("办结率", "信访件")])
def test_rows_that_were_renamed_are_edits(names):
    rows = [["governance.0", names[0], "件", 7.0, "2023-06-30"], ["governance.1", names[1], "件", 8.0, "2023-06-30"]]
    rows += [[f"governance.{n}", NAMES[n], "件", 10.0 * n, "2023-06-30"] for n in range(2, 6)]
    reading = read({"治理": [HEAD, *rows]}, current=VERSION)
    assert "ids_moved" not in {fault.kind.code for fault in reading.all_faults}
    assert len(changes(reading, VERSION)) == 4


def sorted_values(order):
    """The version's rows, the values alone in another order."""
    rows = [[f"governance.{n}", NAMES[n], "件", 10.0 * at, "2023-06-30"] for n, at in enumerate(order)]
    return {"治理": [HEAD, *rows]}


def test_column_sorted_alone_is_asked_about_and_kept_as_it_was():
    data = sorted_values([5, 4, 3, 2, 1, 0])
    (question,) = read(data, current=VERSION).faults
    assert (question.kind.code, question.place.cell) == ("column_sorted", "D2")
    assert question.wrong.startswith("“数值”改了 6 行")
    kept = read(data, current=VERSION, answers={question.key: "old"})
    assert (changes(kept, VERSION), kept.warnings) == ([], ())
    changed = read(data, current=VERSION, answers={question.key: "new"})
    assert len(changes(changed, VERSION)) == 6


@pytest.mark.parametrize("values", [[1, 0, 2, 3, 4, 5], [1, 2, 3, 3, 4, 6], [0, 1, 2, 3, 9, 8]])
def test_column_with_two_exchanged_or_with_new_values_is_an_edit(values):
    reading = read(sorted_values(values), current=VERSION)
    assert "column_sorted" not in {fault.kind.code for fault in reading.all_faults}


def test_edit_on_screen_swaps_names_as_it_likes():
    rows = shown_rows("governance", VERSION["governance"])
    rows["name"] = rows["name"].tolist()[::-1]
    reading = read_edited({"governance": rows}, VERSION, "在线修改")
    assert (reading.faults, len(changes(reading, VERSION))) == ((), 6)
