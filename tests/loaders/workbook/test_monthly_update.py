"""The sheet 本月更新: what its clerk fills in, and nothing else, becomes changes of 指标进度."""

import io
from dataclasses import dataclass
from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from domain.judging.monthly_update import update_rows
from domain.schema.frames import conform
from exports.ledger.ledger_file import ledger
from loaders.workbook import read_workbook
from tests.loaders.workbook.files import xlsx
from tests.loaders.workbook.samples import SCOPE, codes

UPDATE, FULL = "本月更新", "指标进度"
SLOW = settings(
    max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
MEASURE = {**SCOPE, "kind": "cumulative", "direction": 1, "begin": "2023-01-01", "due": "2023-12-31", "domain": "land"}
FARM = {**MEASURE, "indicator_id": "farm", "name": "新增耕地", "unit": "亩", "actual": 584, "actual_qualifier": "exact"}
ROWS = [
    {**FARM, "row_id": "farm.1", "target": 7850, "claim": "三年任务压缩为一年", "start": 5, "quote": "7850亩"},
    {**FARM, "row_id": "farm.2", "target": 800, "claim": "一年完成", "start": 50, "quote": "800亩"},
    {**MEASURE, "row_id": "built", "indicator_id": "built", "name": "施工面积", "unit": "亩", "target": 800,
     "actual": 600, "actual_qualifier": "about", "owner": "农业办"},
    {**MEASURE, "row_id": "signed", "indicator_id": "signed", "name": "签约", "unit": "户", "target": 14, "actual": 14,
     "kind": "coverage"},
    {**MEASURE, "row_id": "hazards", "indicator_id": "hazards", "name": "重大隐患整改", "unit": "处", "target": 11,
     "actual": 8, "open_in_time": 3, "overdue": 0, "kind": "items", "domain": "safety"},
    {**MEASURE, "row_id": "jobs", "indicator_id": "jobs", "name": "新增岗位", "unit": "个", "actual": 30,
     "kind": "forecast"},
    {**MEASURE, "row_id": "rate", "indicator_id": "rate", "name": "首日签约率", "unit": "%", "actual": 42.8,
     "kind": "monitor"},
]  # fmt: skip
CURRENT = {"measures": conform("measures", ROWS)}
#: Header → letter of its column.
LETTERS = {"名称": "A", "单位": "B", "目标": "C", "上期": "D", "本期": "E", "数据截至": "F", "责任单位": "G",
           "责任人": "H", "备注": "I", "编号": "J"}  # fmt: skip


@dataclass(frozen=True)
class Version:
    id: int = 1
    org_unit: str = "金川街道"
    unit_name: str = "金川街道"
    period: str = "2023H1"
    as_of: date = date(2023, 6, 30)
    digest: str = "ab" * 32


def opened(current=CURRENT):
    return load_workbook(io.BytesIO(ledger(current, Version())))


def rows_of(sheet):
    """Name → number of its row on 本月更新."""
    return {sheet.cell(row, 1).value: row for row in range(3, sheet.max_row + 1)}


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled(*cells, full=(), current=CURRENT):
    """The ledger with cells of 本月更新 (name, header, value) and of 指标进度 (row_id, header, value) set."""
    book = opened(current)
    sheet = book[UPDATE]
    for name, header, value in cells:
        sheet[f"{LETTERS[header]}{rows_of(sheet)[name]}"].value = value
    table = book[FULL]
    heads = {cell.value: cell.column for cell in table[1]}
    ids = {table.cell(row, heads["编号"]).value: row for row in range(2, table.max_row + 1)}
    for row_id, header, value in full:
        table.cell(ids[row_id], heads[header]).value = value
    return saved(book)


def reading(content, answers=None, current=CURRENT, name="台账.xlsx"):
    return read_workbook(content, name, current, answers)


def changes(found, current=CURRENT):
    """(row_id, column, new) of what changes, proof apart."""
    return {
        (change.row_id, change.column, change.new)
        for table in found.diff(current).tables.values()
        for change in table.changed
        if change.column not in ("source_id", "start", "end", "quote", "sheet", "cell", "cells")
    }


def answered(content, choice):
    """The reading with `choice` for its only question."""
    (question,) = reading(content).questions
    return reading(content, {question.key: choice})


def test_sheet_has_one_row_per_running_indicator_with_ten_columns():
    sheet = opened()[UPDATE]
    assert opened().sheetnames[:2] == [UPDATE, "填写说明"]
    assert [cell.value for cell in sheet[2]] == list(LETTERS)
    assert list(rows_of(sheet)) == ["新增耕地", "施工面积", "首日签约率", "重大隐患整改"]
    assert sheet.freeze_panes == "B3"
    assert sheet.column_dimensions["J"].hidden


def test_several_claimed_targets_are_shown_as_undecided_and_locked():
    sheet = opened()[UPDATE]
    farm, built = rows_of(sheet)["新增耕地"], rows_of(sheet)["施工面积"]
    assert sheet[f"C{farm}"].value == "800 / 7,850，待定"
    assert sheet[f"C{farm}"].protection.locked
    assert (sheet[f"C{built}"].value, sheet[f"C{built}"].protection.locked) == (800, False)
    assert (sheet[f"D{built}"].value, sheet[f"D{farm}"].value) == ("约600", 584)
    assert not sheet[f"E{farm}"].protection.locked


def test_chosen_target_is_shown_alone_and_open():
    chosen = {"chosen": True, "chosen_by": "王芳", "chosen_reason": "区里确认"}
    rows = [row | chosen if row["row_id"] == "farm.2" else row for row in ROWS]
    current = {"measures": conform("measures", rows)}
    sheet = opened(current)[UPDATE]
    farm = rows_of(sheet)["新增耕地"]
    assert (sheet[f"C{farm}"].value, sheet[f"C{farm}"].protection.locked) == (800, False)
    found = reading(filled(("新增耕地", "目标", 820), current=current), current=current)
    assert changes(found, current) == {("farm.2", "target", 820.0)}


def test_untouched_sheet_changes_nothing():
    found = reading(filled())
    assert [fault.line for fault in found.all_faults] == []
    assert not found.diff(CURRENT)


def test_current_figure_and_day_are_written_to_every_claim_of_the_indicator():
    day = pd.Timestamp(2023, 7, 31)
    found = reading(filled(("新增耕地", "本期", 650), ("新增耕地", "数据截至", date(2023, 7, 31))))
    assert [fault.line for fault in found.all_faults] == []
    assert changes(found) == {
        ("farm.1", "actual", 650.0), ("farm.2", "actual", 650.0), ("farm.1", "as_of_end", day),
        ("farm.2", "as_of_end", day),
    }  # fmt: skip
    rows = found.tables["measures"].set_index("row_id")
    assert rows.loc[["farm.1", "farm.2"], "sheet"].tolist() == [UPDATE] * 2
    assert rows.loc[["farm.1", "farm.2"], "cell"].tolist() == ["E3"] * 2


def test_responsible_and_note_change_without_a_figure():
    found = reading(
        filled(("施工面积", "责任人", "李强"), ("施工面积", "责任单位", "城建办"), ("施工面积", "备注", "雨季"))
    )
    assert found.faults == ()
    assert changes(found) == {("built", "responsible", "李强"), ("built", "owner", "城建办"), ("built", "note", "雨季")}


@pytest.mark.parametrize(
    ("written", "number", "qualifier"), [(620, 620.0, "exact"), ("约620", 620.0, None), ("620余亩", 620.0, "over")]
)
def test_qualifier_is_that_of_the_new_figure(written, number, qualifier):
    expected = {("built", "actual", number)} | ({("built", "actual_qualifier", qualifier)} if qualifier else set())
    assert changes(reading(filled(("施工面积", "本期", written)))) == expected


def test_target_of_one_claim_can_be_changed_and_an_undecided_one_is_not_read():
    assert changes(reading(filled(("施工面积", "目标", 900)))) == {("built", "target", 900.0)}
    found = reading(filled(("新增耕地", "目标", 800)))
    assert codes(found.warnings) == ["target_undecided"]
    assert changes(found) == set()


def test_faulty_figure_is_reported_once_at_its_cell():
    found = reading(filled(("新增耕地", "本期", "快了")))
    assert [(fault.kind.code, fault.place.sheet, fault.place.cell) for fault in found.faults] == [
        ("not_a_number", UPDATE, "E3")
    ]


def test_changed_name_and_unit_are_not_read_and_warned_of():
    found = reading(filled(("施工面积", "单位", "公顷"), ("施工面积", "本期", 700)))
    assert codes(found.warnings) == ["update_kept"]
    assert changes(found) == {("built", "actual", 700.0), ("built", "actual_qualifier", "exact")}


def test_row_whose_hidden_id_was_left_behind_by_sorting_is_known_by_its_name():
    book = opened()
    sheet = book[UPDATE]
    first, second = rows_of(sheet)["新增耕地"], rows_of(sheet)["施工面积"]
    sheet[f"J{first}"].value, sheet[f"J{second}"].value = sheet[f"J{second}"].value, sheet[f"J{first}"].value
    sheet[f"E{second}"].value = 700
    assert {change[0] for change in changes(reading(saved(book)))} == {"built"}


def test_row_of_no_indicator_is_asked_about():
    book = opened()
    sheet = book[UPDATE]
    sheet["A9"].value, sheet["E9"].value = "施工的面积", 640
    content = saved(book)
    (question,) = reading(content).questions
    assert (question.kind.code, question.choices[0].label) == ("update_row", "施工面积（目标800，上期约600）")
    assert ("built", "actual", 640.0) in changes(answered(content, "built"))
    skipped = answered(content, "skip")
    assert (skipped.faults, changes(skipped)) == ((), set())


def test_remark_below_the_rows_is_skipped():
    book = opened()
    book[UPDATE]["A9"].value = "制表人：王芳"
    found = reading(saved(book))
    assert (codes(found.all_faults), changes(found)) == (["update_remark"], set())


def test_indicator_in_two_rows_is_asked_about():
    book = opened()
    sheet = book[UPDATE]
    built = rows_of(sheet)["施工面积"]
    sheet[f"E{built}"].value = 610
    sheet["A9"].value, sheet["E9"].value = "施工面积", 620
    assert ("built", "actual", 610.0) in changes(answered(saved(book), "first"))
    assert ("built", "actual", 620.0) in changes(answered(saved(book), "second"))


def test_figure_changed_on_both_sheets_is_asked_about():
    content = filled(("施工面积", "本期", 700), full=[("built", "完成值", 720), ("built", "备注", "两处")])
    (question,) = reading(content).questions
    assert (question.kind.code, question.place.sheet) == ("update_conflict", UPDATE)
    assert [choice.label for choice in question.choices] == ["按“本月更新”：700", "按“指标进度”：约720"]
    assert ("built", "actual", 700.0) in changes(answered(content, "update"))
    table = changes(answered(content, "table"))
    assert ("built", "actual", 720.0) in table
    assert ("built", "note", "两处") in table


def test_figure_changed_equally_on_both_sheets_is_no_conflict():
    found = reading(filled(("新增耕地", "本期", 650), full=[("farm.1", "完成值", 650), ("farm.2", "完成值", 650)]))
    assert found.questions == ()
    assert changes(found) == {("farm.1", "actual", 650.0), ("farm.2", "actual", 650.0)}


def test_figure_changed_on_the_full_sheet_only_is_kept():
    found = reading(filled(full=[("built", "完成值", 700)]))
    assert changes(found) == {("built", "actual", 700.0)}


def test_rest_of_a_list_of_items_is_asked_about_and_zero_where_all_are_done():
    content = filled(("重大隐患整改", "本期", 10))
    (question,) = reading(content).faults
    assert [choice.label for choice in question.choices] == ["其余1处都在限期内", "其余1处都已逾期"]
    assert changes(answered(content, "open_in_time")) == {("hazards", "actual", 10.0), ("hazards", "open_in_time", 1.0)}
    assert changes(answered(content, "overdue")) == {
        ("hazards", "actual", 10.0), ("hazards", "open_in_time", 0.0), ("hazards", "overdue", 1.0),
    }  # fmt: skip
    done = reading(filled(("重大隐患整改", "本期", 11)))
    assert (done.faults, codes(done.notices)) == ((), ["update_all_done"])
    assert changes(done) == {("hazards", "actual", 11.0), ("hazards", "open_in_time", 0.0)}


def test_share_without_its_sign_is_asked_about_once():
    content = filled(("首日签约率", "本期", 0.5))
    assert changes(answered(content, "percent")) == {("rate", "actual", 50.0)}
    assert changes(answered(content, "share")) == {("rate", "actual", 0.5)}


def test_sheet_alone_is_read():
    book = opened()
    for name in book.sheetnames:
        if name not in (UPDATE, "台账信息"):
            del book[name]
    book[UPDATE]["E3"].value = 650
    found = reading(saved(book))
    assert found.faults == ()
    assert changes(found) == {("farm.1", "actual", 650.0), ("farm.2", "actual", 650.0)}


def test_sheet_without_its_header_is_refused_in_words():
    book = opened()
    book[UPDATE]["A2"].value = None
    assert codes(reading(saved(book)).faults) == ["update_header"]


def test_sheet_of_this_name_from_another_office_is_read_as_any_other():
    content = xlsx(
        {UPDATE: [["项目名称", "总投资（万元）", "完成投资（万元）"], ["甲", 100.0, 50.0], ["乙", 80.0, 20.0]]}
    )
    assert codes(reading(content).faults) == ["map_table"]


def test_formula_without_a_result_is_a_fault():
    book = opened()
    book[UPDATE]["E3"].value = "=584+66"
    assert [(fault.kind.code, fault.place.cell) for fault in reading(saved(book)).faults] == [("formula", "E3")]


def test_indicators_of_one_name_are_distinguished_by_project_and_place():
    signed = {**MEASURE, "name": "签约", "unit": "户", "target": 10, "actual": 3}
    rows = [{**signed, "row_id": f"signed.{place}", "place": place} for place in ("东村", "西村")]
    current = {"measures": conform("measures", rows)}
    found = reading(filled(("签约（西村）", "本期", 5), current=current), current=current)
    assert changes(found, current) == {("signed.西村", "actual", 5.0)}


FIGURES = st.integers(1, 10**6).map(float) | st.decimals(1, 10**6, places=2).map(float)


@SLOW
@given(st.dictionaries(st.sampled_from(["新增耕地", "施工面积", "首日签约率"]), FIGURES.filter(lambda x: x > 1)))
def test_changes_are_exactly_what_was_filled_in(figures):
    found = reading(filled(*((name, "本期", figure) for name, figure in figures.items())))
    ids = {row.cells["name"]: row.row_ids for row in update_rows(CURRENT["measures"])}
    stored = {row["row_id"]: row["actual"] for row in ROWS}
    expected = {
        (row_id, figure) for name, figure in figures.items() for row_id in ids[name] if stored[row_id] != figure
    }
    assert {(row_id, new) for row_id, column, new in changes(found) if column == "actual"} == expected
