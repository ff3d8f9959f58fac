"""Rows whose ids are gone are found again by what they say; a new row that says what another says is told."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from domain.schema.frames import conform
from domain.schema.tables import BASE_TABLES, TABLES
from exports.ledger.ledger_file import ledger
from loaders.workbook import read_workbook
from loaders.workbook.edited import read_edited, shown_rows
from tests.ledgers import column_of
from tests.loaders.workbook.samples import CURRENT, LAND, SCOPE, changes, codes, read
from tests.loaders.workbook.test_round_trip import DAYS, SLOW, Version, seed

__all__ = ["seed"]

HEAD = ["编号", "项目", "环节", "面积(亩)"]
A, B = ["land.a", "土地整治", "立项", 880.0], ["land.b", "土地整治", "施工", 600.0]


def without_ids(current):
    """The ledger of `current` whose column of ids was deleted from every sheet."""
    book = load_workbook(io.BytesIO(ledger(current, Version())))
    for name in BASE_TABLES:
        sheet = book[TABLES[name].label]
        sheet.delete_cols(column_of(sheet, "编号"))
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_seed_ledger_without_its_ids_changes_nothing(seed):
    reading = read_workbook(without_ids(seed), "台账.xlsx", seed)
    assert reading.faults == reading.warnings == ()
    assert not reading.diff(seed)
    assert dict(reading.deletions) == {}
    assert set(codes(reading.notices)) == {"id_found"}


@SLOW
@given(st.data())
def test_rows_with_equal_keys_are_distinguished_by_other_columns(data):
    rows = st.fixed_dictionaries(
        {"project": st.sampled_from("甲乙"), "area_mu": st.none() | st.integers(2, 4)},
        optional={
            "stage": st.sampled_from(["立项", "合计", "—", " "]),
            "note": st.sampled_from(["一、", "/", "=1"]),
            "as_of_end": DAYS,
            "role": st.just("target"),
        },
    )
    drawn = data.draw(st.lists(rows, min_size=1, max_size=12))
    current = {"land": conform("land", [SCOPE | row | {"row_id": f"land.{n}"} for n, row in enumerate(drawn)])}
    reading = read_workbook(without_ids(current), "台账.xlsx", current)
    assert (reading.diff(current).count, dict(reading.deletions), reading.faults) == (0, {}, ())


@pytest.mark.parametrize("ids", [(1.0, 2.0), ("1", "2"), ("LAND.A", "land。b"), ("—", "—")])
def test_numbers_of_lines_and_misspelt_ids_are_no_new_rows(ids):
    reading = read({"土地整治": [HEAD, [ids[0], "土地整治", "立项", 900.0], [ids[1], *B[1:]]]})
    assert changes(reading) == [("land.a", "area_mu", 880.0, 900.0)]
    assert (dict(reading.deletions), codes(reading.notices).count("id_found")) == ({}, 2)


def test_line_number_becomes_no_id():
    reading = read({"土地整治": [HEAD, A, B, [3.0, "新项目", "启动", 5.0]]})
    assert reading.diff(CURRENT).tables["land"].added["row_id"].str.startswith("land.new-").all()
    assert "unknown_id" not in codes(reading.warnings)


def test_copied_row_without_its_id_is_new_and_a_warning():
    reading = read({"土地整治": [HEAD, A, B, [None, *B[1:]]]})
    assert len(reading.diff(CURRENT).tables["land"].added) == 1
    (told,) = [fault for fault in reading.warnings if fault.kind.code == "row_twin"]
    assert (told.place.cell, "land.b" in told.wrong, "项目、环节" in told.wrong) == ("B4", True, True)


def test_new_rows_that_say_the_same_are_warned_of_once():
    new = [None, "新项目", "启动", 5.0]
    told = [f.place.cell for f in read({"土地整治": [HEAD, A, B, new, new]}).warnings if f.kind.code == "row_twin"]
    assert told == ["B5"]


def test_new_row_with_the_keys_of_two_missing_ones_is_a_warning():
    """Two rows of the current version share their keys; the one that came back is like neither."""
    same_figures = conform("land", [SCOPE | {"row_id": f"land.{n}", "project": "甲", "area_mu": n} for n in (1, 2)])
    reading = read({"土地整治": [["项目", "面积(亩)"], ["甲", 5.0]]}, current={"land": same_figures})
    assert codes(reading.warnings).count("row_twin") == 1
    assert len(reading.deletions["land"]) == 2


def test_edit_with_a_duplicate_row_is_a_warning():
    rows = shown_rows("land", LAND)
    rows.loc[2, ["project", "stage", "role"]] = ["土地整治", "施工", "完成"]
    reading = read_edited({"land": rows}, CURRENT, "在线修改")
    assert [f.place.cell for f in reading.warnings if f.kind.code == "row_twin"] == ["第3行 项目"]


MEASURE = ["名称", "单位(量)", "目标值", "完成值"]
CLAIMED = CURRENT | {"measures": conform("measures", [
    SCOPE | {
        "row_id": f"measures.{n}", "name": "新增耕地", "unit": "亩", "target": target, "actual": 584, "claim": claim,
    }
    for n, (target, claim) in enumerate([(1500, "年初计划"), (800, "责任书")])
])}  # fmt: skip


@pytest.mark.parametrize(("unit", "target", "actual"), [("公顷", 53.3333333333, 40.0), ("平方米", 533333.333333, 4e5)])
def test_row_in_another_unit_is_the_same_indicator_and_converted(unit, target, actual):
    reading = read({"指标进度": [MEASURE, ["新增耕地", unit, target, actual]]})
    (row_id, column, old, new), *others = changes(reading)
    assert (row_id, column, old, new, others) == ("measures.a", "actual", 584.0, pytest.approx(600.0), [])
    assert (dict(reading.deletions), codes(reading.warnings)) == ({}, [])
    assert codes(reading.notices).count("row_converted") == 2


def test_row_in_another_unit_whose_number_is_the_same_in_it_changes_nothing():
    reading = read({"指标进度": [MEASURE, ["新增耕地", "公顷", 160 / 3, 584 / 15]]})
    assert (changes(reading), reading.warnings, dict(reading.deletions)) == ([], (), {})


def test_row_with_the_old_number_in_another_unit_is_converted_all_the_same():
    reading = read({"指标进度": [["名称", "单位(量)", "完成值"], ["新增耕地", "公顷", 584.0]]})
    assert changes(reading) == [("measures.a", "actual", 584.0, 8760.0)]


def test_row_in_a_unit_that_does_not_convert_is_a_new_one():
    reading = read({"指标进度": [MEASURE, ["新增耕地", "户", 800.0, 600.0]]})
    assert len(reading.diff(CURRENT).tables["measures"].added) == 1


@pytest.mark.parametrize("target", [800.0, "800亩", "约800", "八百"])
def test_row_with_the_target_of_one_claim_belongs_to_it(target):
    reading = read({"指标进度": [MEASURE, ["新增耕地", "亩", target, 640.0]]}, current=CLAIMED)
    assert ("measures.1", "actual", 584.0, 640.0) in changes(reading, CLAIMED)
    assert len(reading.diff(CLAIMED).tables["measures"].added) == 0
    assert reading.deletions["measures"]["row_id"].tolist() == ["measures.0"]
    assert reading.faults == ()


def test_rows_of_two_claims_each_belong_to_the_one_with_its_target_in_any_unit():
    rows = [["新增耕地", "公顷", 100.0, 44.0], ["新增耕地", "亩", 800.0, 660.0]]
    reading = read({"指标进度": [MEASURE, *rows]}, current=CLAIMED)
    assert changes(reading, CLAIMED) == [
        ("measures.0", "actual", 584.0, 660.0), ("measures.1", "actual", 584.0, 660.0),
    ]  # fmt: skip


def test_row_of_an_indicator_with_two_targets_and_another_one_is_asked_about():
    sheets = {"指标进度": [MEASURE, ["新增耕地", "亩", 900.0, 640.0]]}
    reading = read(sheets, current=CLAIMED)
    (question,) = reading.questions
    assert codes(reading.faults) == ["which_claim"]
    assert [choice.label for choice in question.choices] == [
        "目标值1,500亩（年初计划）", "目标值800亩（责任书）", "都不是，是新增的一行",
    ]  # fmt: skip
    answered = read(sheets, current=CLAIMED, answers={question.key: "measures.0"})
    assert changes(answered, CLAIMED) == [
        ("measures.0", "target", 1500.0, 900.0), ("measures.0", "actual", 584.0, 640.0),
    ]  # fmt: skip
    new = read(sheets, current=CLAIMED, answers={question.key: "new"})
    assert len(new.diff(CLAIMED).tables["measures"].added) == 1
