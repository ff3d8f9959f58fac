"""Tables edited on screen, read as if a workbook held them."""

import pandas as pd
import pytest

from loaders.workbook.edited import read_edited, shown_rows
from tests.loaders.workbook.samples import CURRENT, GOVERNANCE, LAND, MEASURES, changes, codes


def read(**edited):
    return read_edited(edited, CURRENT, "在线修改")


def test_tables_as_they_are_shown_change_nothing():
    reading = read(**{name: shown_rows(name, table) for name, table in CURRENT.items()})
    assert reading.all_faults == ()
    assert changes(reading) == []
    assert reading.deletions == {}


def test_codes_are_shown_as_words_and_read_back():
    rows = shown_rows("measures", MEASURES)
    assert rows.loc[0, ["domain", "kind", "direction", "elapsed_mode"]].tolist() == [
        "土地整治",
        "累计",
        "越多越好",
        "按日",
    ]
    rows.loc[0, "direction"] = "越少越好"
    assert changes(read(measures=rows)) == [("measures.a", "direction", 1.0, -1.0)]


def test_columns_not_shown_are_unchanged():
    rows = shown_rows("land", LAND)[["row_id", "project", "area_mu"]]
    rows.loc[0, "area_mu"] = 900.0
    assert changes(read(land=rows)) == [("land.a", "area_mu", 880.0, 900.0)]


def test_per_cent_below_one_is_not_multiplied():
    rows = shown_rows("land", LAND)
    rows.loc[1, "share_pct"] = 0.5
    assert changes(read(land=rows)) == [("land.b", "share_pct", 73.0, 0.5)]
    rows = shown_rows("governance", GOVERNANCE)
    rows.loc[0, "value"] = 0.8
    assert changes(read(governance=rows)) == [("governance.a", "value", 11.0, 0.8)]


def test_new_row_gets_an_id_and_empty_rows_are_dropped():
    rows = pd.concat([shown_rows("land", LAND), pd.DataFrame([{"project": "新都畈", "area_mu": 90.0}, {}])])
    table = read(land=rows.reset_index(drop=True)).tables["land"]
    assert table["row_id"].str.match(r"land\.(a|b|new-.*)").all()
    assert (len(table), table["project"].iloc[2], table["org_unit"].iloc[2]) == (3, "新都畈", "金川街道")


def test_rows_removed_need_confirmation_like_those_of_a_workbook():
    reading = read(land=shown_rows("land", LAND).iloc[1:])
    assert reading.deletions["land"]["row_id"].tolist() == ["land.a"]
    assert len(reading.tables["land"]) == 2


def test_fault_of_an_edit_names_its_row_and_header():
    rows = shown_rows("land", LAND)
    rows.loc[0, "area_mu"], rows.loc[1, "qualifier"] = -3.0, "大概吧"
    reading = read(land=rows)
    assert codes(reading.faults) == ["negative", "unknown_word"]
    assert {fault.place.cell for fault in reading.faults} == {"第1行 面积（亩）", "第2行 约数"}


def test_changed_figure_is_proved_by_the_edit_and_by_no_cell():
    rows = shown_rows("land", LAND)
    rows.loc[0, "area_mu"] = 900.0
    row = read(land=rows).tables["land"].iloc[0]
    assert (row["source_id"], row["cells"]) == ("在线修改", "projects=12 quote~10 area_mu~20")
    assert row[["start", "quote", "sheet", "cell"]].isna().all()


@pytest.mark.parametrize(
    "cells",
    [
        {"project": "合计", "area_mu": "1480"},
        {"project": "注:面积含林地"},
        {"area_mu": "75"},
        {"project": "一、高标准农田"},
    ],
)
def test_new_row_that_looks_like_no_data_is_a_question(cells):
    rows = pd.concat([shown_rows("land", LAND), pd.DataFrame([cells], dtype=object)]).reset_index(drop=True)
    (fault,) = read(land=rows).faults
    assert (fault.kind.code, fault.place.cell) == ("row_left_out", "第3行")
    assert "“项目”" in fault.write


def test_rows_named_like_a_table_or_its_headers_are_rows():
    rows = shown_rows("land", LAND)
    rows.loc[0, ["project", "place", "stage", "note"]] = ["项目", "地点", "环节", "备注"]
    assert changes(read(land=rows)) == [
        ("land.a", "project", "土地整治", "项目"),
        ("land.a", "place", None, "地点"),
        ("land.a", "stage", "立项", "环节"),
        ("land.a", "note", None, "备注"),
    ]


def test_table_with_all_rows_removed_needs_confirmation():
    reading = read(land=shown_rows("land", LAND).iloc[0:0])
    assert reading.deletions["land"]["row_id"].tolist() == ["land.a", "land.b"]
    assert reading.faults == ()
