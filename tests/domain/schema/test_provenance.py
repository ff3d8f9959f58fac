"""What sources are called, alone and mixed, and what a row rests on."""

from datetime import date

import pandas as pd
import pytest

from domain.schema.provenance import (
    Source,
    Sources,
    basis_text,
    fact_versions,
    report_source,
    row_place_text,
    rows_source_text,
    sources_text,
)

REPORT = report_source(
    {"issuer": "某街道", "title": "上半年总结", "published": "2023-07-10", "index_number": "1/2"}, "a.txt", 1
)
AUGUST = Source("workbook", "8月台账", by="王芳", day=date(2023, 9, 4), version=2)
EDIT = Source("edit", "", by="李强", day=date(2023, 9, 12), version=3)
SOURCES = Sources(
    {"a": (REPORT,), "b": (REPORT, AUGUST), "c": (EDIT,)}, {"r": REPORT, "8月台账-1a2b3c4d": AUGUST}, {2: AUGUST}
)


def rows(*row_ids, **more):
    return pd.DataFrame({"row_id": list(row_ids), **more})


def test_source_text_of_report_names_all_known_details():
    assert rows_source_text(rows("a"), SOURCES) == "某街道《上半年总结》（2023年7月10日发布，索引号1/2）"


def test_source_text_of_several_sources_is_in_date_order():
    assert rows_source_text(rows("c", "b"), SOURCES) == (
        "《上半年总结》（2023年7月10日发布）；“8月台账”（王芳，2023年9月4日上传）；在线修改（李强，2023年9月12日）"
    )


def test_source_text_of_workbook_omits_the_report():
    assert rows_source_text(rows("x", source_id=["8月台账-1a2b3c4d"]), SOURCES) == "“8月台账”（王芳，2023年9月4日上传）"


def test_source_of_rolled_up_row_is_that_of_its_claims():
    assert rows_source_text(rows("x", claim_rows=["a c"]), SOURCES).endswith("；在线修改（李强，2023年9月12日）")


def test_source_of_point_of_other_version_is_that_version():
    assert rows_source_text(rows("a", version_id=[2]), SOURCES) == "“8月台账”（王芳，2023年9月4日上传）"


def test_source_text_of_many_sources_is_first_latest_and_count():
    found = [REPORT, *(Source("workbook", f"{month}月台账", version=month) for month in range(7, 13))]
    assert sources_text(found) == "《上半年总结》（2023年7月10日发布）；“10月台账”；“11月台账”；“12月台账”等7个来源"


@pytest.mark.parametrize("table", [rows(), rows("unknown"), pd.DataFrame()])
def test_source_text_omits_unknown_source(table):
    assert rows_source_text(table, SOURCES) == ""


def test_source_text_redacted_names_no_person():
    assert rows_source_text(rows("b", "c"), SOURCES.hidden()) == (
        "《上半年总结》（2023年7月10日发布）；“8月台账”（2023年9月4日上传）；在线修改（2023年9月12日）"
    )


CELL = {"row_id": "b", "source_id": "8月台账-1a2b3c4d", "sheet": "指标进度", "cell": "K4:M4", "quote": None}


def test_basis_of_workbook_row_names_sheet_and_row():
    assert basis_text(CELL, SOURCES) == (
        "依据：“8月台账”（王芳，2023年9月4日上传）工作表“指标进度”第4行；另据《上半年总结》（2023年7月10日发布）"
    )


def test_basis_of_sentence_names_other_sources_of_row():
    row = {"row_id": "b", "source_id": "r", "quote": "完成584亩"}
    assert basis_text(row, SOURCES) == "原文：“完成584亩”；另据“8月台账”（王芳，2023年9月4日上传）"


def test_basis_of_edited_row_names_person_and_day():
    row = {"row_id": "c", "source_id": "在线修改(李强)", "quote": None}
    assert basis_text(row, SOURCES) == "依据：在线修改（李强，2023年9月12日）"


@pytest.mark.parametrize(("cell", "words"), [("K4", "第4行"), ("AB12 AD12", "第12行"), (None, "")])
def test_place_text_of_row_names_its_row(cell, words):
    assert row_place_text({"sheet": "土地", "cell": cell}) == f"工作表“土地”{words}"


def test_source_text_without_title_uses_file_name_and_keeps_invalid_day():
    assert report_source({"published": "七月"}, "总结.txt").whole == "总结.txt（七月发布）"


@pytest.mark.parametrize(
    ("columns", "versions"),
    [
        ({"name": 1, "unit": 1, "target": 1, "actual": 2, "as_of_end": 2}, {1, 2}),
        ({"name": 1, "unit": 1, "actual": 2, "as_of_end": 2}, {2}),
        ({"name": 1, "actual": 1, "as_of_end": 3}, {1, 3}),
        ({"name": 4, "actual": 1, "as_of_end": 1}, {1, 4}),
        ({"name": 1, "direction": 1}, {1}),
    ],
)
def test_source_versions_of_row_are_those_of_numbers_day_and_changed_text(columns, versions):
    assert fact_versions("measures", columns) == versions
