"""Rows whose ids are gone are found again by what they say; a new row that says what another says is told."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from domain.sheets import LEDGER_TABLES
from domain.tables import TABLES, conform
from exports.ledger import ledger
from loaders.workbook import read_workbook
from loaders.workbook.edited import read_edited, shown_rows
from tests.loaders.workbook.samples import CURRENT, LAND, SCOPE, changes, codes, read
from tests.loaders.workbook.test_round_trip import DAYS, SLOW, Version, seed

__all__ = ["seed"]

HEAD = ["编号", "项目", "环节", "面积(亩)"]
A, B = ["land.a", "土地整治", "立项", 880.0], ["land.b", "土地整治", "施工", 600.0]


def without_ids(current):
    """The ledger of `current` whose column of ids was deleted from every sheet."""
    book = load_workbook(io.BytesIO(ledger(current, Version())))
    for name in LEDGER_TABLES:
        book[TABLES[name].label].delete_cols(1)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_the_ledger_of_the_seed_without_its_ids_changes_nothing(seed):
    reading = read_workbook(without_ids(seed), "台账.xlsx", seed)
    assert reading.faults == reading.warnings == ()
    assert not reading.diff(seed)
    assert dict(reading.deletions) == {}
    assert set(codes(reading.notices)) == {"id_found"}


@SLOW
@given(st.data())
def test_rows_that_share_their_keys_are_told_apart_by_the_rest(data):
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


def test_the_number_of_a_line_becomes_no_id():
    reading = read({"土地整治": [HEAD, A, B, [3.0, "新项目", "启动", 5.0]]})
    assert reading.diff(CURRENT).tables["land"].added["row_id"].str.startswith("land.new-").all()
    assert "unknown_id" not in codes(reading.warnings)


def test_a_copied_row_without_its_id_is_new_and_warned_of():
    reading = read({"土地整治": [HEAD, A, B, [None, *B[1:]]]})
    assert len(reading.diff(CURRENT).tables["land"].added) == 1
    (told,) = [fault for fault in reading.warnings if fault.kind.code == "row_twin"]
    assert (told.place.cell, "land.b" in told.wrong, "项目、环节" in told.wrong) == ("B4", True, True)


def test_new_rows_that_say_the_same_are_warned_of_once():
    new = [None, "新项目", "启动", 5.0]
    told = [f.place.cell for f in read({"土地整治": [HEAD, A, B, new, new]}).warnings if f.kind.code == "row_twin"]
    assert told == ["B5"]


def test_a_row_that_says_what_a_missing_one_said_differs_and_is_warned_of():
    """Two rows of the current version share their keys; the one that came back is like neither."""
    twins = conform("land", [SCOPE | {"row_id": f"land.{n}", "project": "甲", "area_mu": n} for n in (1, 2)])
    reading = read({"土地整治": [["项目", "面积(亩)"], ["甲", 5.0]]}, current={"land": twins})
    assert codes(reading.warnings).count("row_twin") == 1
    assert len(reading.deletions["land"]) == 2


def test_an_edit_on_screen_is_warned_of_twins_too():
    rows = shown_rows("land", LAND)
    rows.loc[2, ["project", "stage", "role"]] = ["土地整治", "施工", "完成"]
    reading = read_edited({"land": rows}, CURRENT, "在线修改")
    assert [f.place.cell for f in reading.warnings if f.kind.code == "row_twin"] == ["第3行 项目"]
