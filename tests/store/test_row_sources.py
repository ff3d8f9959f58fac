"""Which version brought what a row holds, whatever was uploaded, edited and taken back since."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from domain.schema.frames import conform
from exports.ledger.ledger_file import ledger
from proposals.proposal import commit, edited_rows, propose_edit, propose_workbook, whole_tables
from store.read import read_current
from store.records import Actor, Draft, Received
from store.row_sources import read_row_sources
from store.write import commit_version, rollback
from tests.examples import SQLITE_FIRST
from tests.ledgers import rows_by_id

pytestmark = pytest.mark.parametrize("new_store", SQLITE_FIRST, indirect=True)

WANG, LI = Actor("王芳", "editor"), Actor("李强", "editor")
JUNE, JULY, SEPTEMBER = date(2023, 6, 30), date(2023, 7, 31), date(2023, 9, 30)
ORIGIN = {"issuer": "某街道", "title": "上半年总结", "published": "2023-07-10"}
MEASURE = {
    "org_unit": "某街道", "period": "2023H1", "as_of_end": JUNE, "source_id": "总结", "start": 0, "end": 4,
    "quote": "584亩", "unit": "亩", "kind": "cumulative", "target": 800, "actual": 584, "cells": "actual=0 target=2",
}  # fmt: skip
NAMES = {"m1": "种植", "m2": "施工", "m3": "立项"}


@pytest.fixture
def first(store):
    """A report with three measures."""
    rows = [{**MEASURE, "row_id": row_id, "indicator_id": row_id, "name": name} for row_id, name in NAMES.items()]
    tables = {"measures": conform("measures", rows), "figures": conform("figures", [])}
    received = Received("总结.txt", "report", b"584", "总结", "584亩800亩", "utf-8", ORIGIN)
    return commit_version(Draft("某街道", "2023H1", "report", tables, received), None, WANG, "导入", JUNE)


def upload(name, by, *cells, as_of=JULY):
    """Commit the current ledger with cells (row_id, header, value) changed, as the file `name`."""
    current = read_current()
    book = load_workbook(io.BytesIO(ledger(whole_tables(current), current)))
    sheet = book["指标进度"]
    rows, heads = rows_by_id(sheet), {cell.value: cell.column for cell in sheet[1]}
    for row_id, label, value in cells:
        sheet.cell(rows[row_id], heads[label]).value = value
    out = io.BytesIO()
    book.save(out)
    return commit(propose_workbook(out.getvalue(), name, current, by).outcome, by, "更新", as_of, confirmed=True)


def names(version, row_id):
    """Kind, name and person of each source of a row."""
    return [(each.kind, each.name, each.by) for each in read_row_sources(version.id).of_rows[row_id]]


REPORT = ("report", "《上半年总结》", "")
BOOK7, BOOK8 = ("workbook", "7月台账", "王芳"), ("workbook", "8月台账", "李强")


def test_row_source_of_report_alone_is_the_report(first):
    assert {row_id: names(first, row_id) for row_id in NAMES} == {key: [REPORT] for key in NAMES}


def test_row_source_of_changed_figure_is_workbook_and_of_target_report(first):
    version = upload("7月台账.xlsx", WANG, ("m1", "完成值", 600), ("m1", "数据截至", JULY))
    assert names(version, "m1") == [REPORT, BOOK7]
    assert names(version, "m2") == [REPORT]


def test_row_source_of_day_alone_is_the_workbook_that_set_it(first):
    version = upload("7月台账.xlsx", WANG, ("m2", "数据截至", JULY))
    assert names(version, "m2") == [REPORT, BOOK7]


def test_row_source_of_figures_from_two_workbooks_names_both(first):
    upload("7月台账.xlsx", WANG, ("m1", "完成值", 600))
    version = upload("8月台账.xlsx", LI, ("m1", "目标值", 900), ("m1", "数据截至", JULY))
    assert names(version, "m1") == [BOOK7, BOOK8]


def test_row_source_after_note_is_unchanged(first):
    version = upload("7月台账.xlsx", WANG, ("m1", "备注", "已核对"))
    assert names(version, "m1") == [REPORT]


def test_row_source_of_new_row_is_its_workbook(first):
    current = read_current()
    book = load_workbook(io.BytesIO(ledger(whole_tables(current), current)))
    sheet = book["指标进度"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for label, value in (("名称", "验收"), ("单位（量）", "亩"), ("完成值", 30), ("数据截至", JULY)):
        sheet.cell(sheet.max_row if label != "名称" else sheet.max_row + 1, heads[label]).value = value
    out = io.BytesIO()
    book.save(out)
    version = commit(
        propose_workbook(out.getvalue(), "7月台账.xlsx", current, WANG).outcome, WANG, "新增", JULY, confirmed=True
    )
    measures = whole_tables(version)["measures"]
    (row_id,) = measures.loc[measures["name"] == "验收", "row_id"]
    assert names(version, row_id) == [BOOK7]


def test_row_source_of_edit_on_screen_is_the_person(first):
    rows = edited_rows("measures", whole_tables(first)["measures"])
    rows.loc[rows["row_id"] == "m3", ["actual", "target"]] = [610.0, 900.0]
    rows["as_of_end"] = rows["as_of_end"].where(rows["row_id"] != "m3", JULY)
    outcome = propose_edit({"measures": rows}, first, first, LI).outcome
    version = commit(outcome, LI, "更正", JULY, confirmed=True)
    assert names(version, "m3") == [("edit", "", "李强")]


def test_row_source_omits_changes_undone_by_rollback(first):
    upload("7月台账.xlsx", WANG, ("m1", "完成值", 600))
    version = rollback(first.id, LI, "填错")
    assert names(version, "m1") == [REPORT]


def test_row_source_of_older_version_is_unchanged(first):
    older = upload("7月台账.xlsx", WANG, ("m1", "完成值", 600))
    upload("8月台账.xlsx", LI, ("m1", "完成值", 640))
    assert names(older, "m1") == [REPORT, BOOK7]


def test_row_source_of_reimported_report_is_that_report(first):
    upload("7月台账.xlsx", WANG, ("m1", "完成值", 600))
    tables = {"measures": conform("measures", [
        {**MEASURE, "row_id": "m1", "indicator_id": "m1", "name": "种植", "source_id": "总结二"},
    ])}  # fmt: skip
    received = Received("总结二.txt", "report", b"new", "总结二", "584亩800亩", "utf-8", {"title": "总结更正稿"})
    version = commit_version(
        Draft("某街道", "2023H1", "report", tables, received), read_current().id, WANG, "更正", JUNE
    )
    assert names(version, "m1") == [("report", "《总结更正稿》", "")]


def test_row_source_without_history_is_the_cited_one(first):
    version = upload("7月台账.xlsx", WANG, ("m1", "完成值", 600))
    sources = read_row_sources(version.id)
    (cited,) = set(whole_tables(version)["measures"].set_index("row_id").loc[["m1"], "source_id"])
    assert sources.of_ids[cited].words.startswith("“7月台账”（王芳，")
    assert sources.of_ids["总结"].name == "《上半年总结》"
