"""Reports that are handed in: first versions, replacing and adding, figures that people changed, two editors."""

from dataclasses import replace
from datetime import date

import pytest

from domain.schema.cell_links import cell_starts, earlier_starts, replaced_starts
from proposals.proposal import commit, edited_rows, propose_edit, whole_tables
from proposals.report_upload import Confirmed, default_choice, propose_report, read_submitted
from store import migrate
from store.errors import ConflictError, InvalidDraft, PermissionDenied
from store.read import find_imported, list_versions, read_current, read_source, read_table
from store.records import Actor
from tests.examples import sqlite_first
from tests.store.samples import EDITOR, JUNE

TITLE = "大桥镇2023年上半年工作总结\n\n今年以来，我镇扎实推进各项工作。\n"
LAND = "一、土地整治\n完成土地整治立项20个，面积880亩。\n"
SAFETY = "二、安全生产\n排查隐患30处，整改28处。\n"
SCOPE = Confirmed("大桥镇", "2023H1", JUNE, "大桥镇2023年上半年工作总结")


@pytest.fixture(autouse=True)
def initialised(new_store):
    """A store with its tables and without a version."""
    migrate.initialise()


def hand_in(text, mode="replace", by=EDITOR, scope=SCOPE):
    return propose_report(read_submitted(text.encode(), "总结.txt"), replace(scope, mode=mode), by)


def store(text, mode="replace", **settled):
    proposal = hand_in(text, mode)
    outcome = proposal.decide(replace(default_choice(proposal), **settled))
    return commit(outcome, EDITOR, "导入", JUNE, confirmed=True)


def change_area(value):
    """Somebody writes another area for the land that is in the version."""
    current = read_current()
    land = edited_rows("land", whole_tables(current)["land"])
    land.loc[land["area_mu"].notna(), "area_mu"] = value
    commit(propose_edit({"land": land}, current, current, EDITOR).outcome, EDITOR, "更正", JUNE, confirmed=True)


def areas():
    return sorted(read_table("land")["area_mu"].dropna())


@sqlite_first
def test_report_before_the_commit_is_not_stored():
    assert hand_in(TITLE + LAND).outcome.tables["land"]["area_mu"].dropna().tolist() == [880]
    assert list_versions() == []


def test_first_report_brings_unit_origin_and_proofs():
    version = store(TITLE + LAND + SAFETY)
    assert (version.id, version.unit_name, version.period, version.as_of) == (1, "大桥镇", "2023H1", date(2023, 6, 30))
    source = read_source()
    assert source.text == TITLE + LAND + SAFETY
    assert source.origin["title"] == "大桥镇2023年上半年工作总结"
    figures = read_table("figures")
    assert all(source.text[start:end] == quote for start, end, quote in figures[["start", "end", "quote"]].to_numpy())
    assert find_imported(source.sha256).id == 1


@sqlite_first
def test_replacement_removes_rows_it_does_not_mention():
    store(TITLE + LAND + SAFETY)
    store(TITLE + LAND)
    assert read_table("safety").empty
    assert areas() == [880]


@sqlite_first
def test_addition_keeps_rows_it_does_not_mention_with_their_source_and_places_in_it():
    first = store(TITLE + LAND + SAFETY)
    safety = read_table("safety")
    version_id = store(TITLE + LAND.replace("880", "900"), "add").id
    kept = read_table("safety")
    assert kept["row_id"].tolist() == safety["row_id"].tolist()
    assert set(kept["source_id"]) == {read_source(first.id).source_id}
    assert kept[["start", "end"]].isna().all(axis=None)
    text = read_source(version_id, kept["source_id"].iloc[0]).text
    for (_, row), was in zip(kept.iterrows(), safety["cells"], strict=True):
        places = earlier_starts(row["cells"])
        start = places.pop("quote")
        assert text[start : start + len(row["quote"])] == row["quote"]
        assert places == cell_starts(was)
        assert cell_starts(row["cells"]) == {}
    assert areas() == [900]


@sqlite_first
@pytest.mark.parametrize(("side", "area"), [("yours", 900), ("theirs", 870)])
def test_report_figure_that_differs_from_a_manual_change_is_a_conflict(side, area):
    store(TITLE + LAND)
    change_area(870)
    proposal = hand_in(TITLE + LAND.replace("880", "900"))
    [conflict] = [each for each in proposal.outcome.conflicts if each.table == "land"]
    assert [(cell.column, cell.yours, cell.theirs) for cell in conflict.cells] == [("area_mu", 900, 870)]
    with pytest.raises(InvalidDraft, match="没有选定以哪一边为准"):
        commit(proposal.outcome, EDITOR, "导入", JUNE, confirmed=True)
    settled = {each.key: side for each in proposal.outcome.conflicts}
    commit(proposal.decide(replace(default_choice(proposal), settled=settled)), EDITOR, "导入", JUNE, confirmed=True)
    assert areas() == [area]


@sqlite_first
def test_manually_added_row_is_kept_unless_its_removal_is_chosen():
    store(TITLE + LAND + SAFETY)
    current = read_current()
    safety = edited_rows("safety", whole_tables(current)["safety"])
    safety.loc[len(safety) + 1] = {**safety.iloc[0].to_dict(), "row_id": None, "category": "消防", "found": 50}
    commit(propose_edit({"safety": safety}, current, current, EDITOR).outcome, EDITOR, "补充", JUNE, confirmed=True)
    proposal = hand_in(TITLE + LAND)
    assert len(proposal.deletions["safety"]) == len(read_table("safety"))
    left = proposal.decide(default_choice(proposal)).tables["safety"]
    assert "消防" in left["category"].tolist()
    assert len(left) < len(read_table("safety"))


def test_second_of_two_editors_is_warned_and_may_go_on():
    first, second = hand_in(TITLE + LAND), hand_in(TITLE + SAFETY)
    commit(first.outcome, EDITOR, "导入", JUNE, confirmed=True)
    with pytest.raises(ConflictError):
        commit(second.outcome, Actor("李明", "editor"), "导入", JUNE, confirmed=True)
    assert len(list_versions()) == 1
    again = second.rebased()
    assert again.parent.id == 1
    commit(again.outcome, Actor("李明", "editor"), "导入", JUNE, confirmed=True)
    assert areas() == [880]
    assert not read_table("safety").empty


@sqlite_first
def test_viewer_report_proposal_is_refused():
    with pytest.raises(PermissionDenied):
        hand_in(TITLE + LAND, by=Actor("访客", "viewer"))


@sqlite_first
def test_unreadable_report_is_one_line():
    with pytest.raises(InvalidDraft, match=r"总结\.pdf：") as refusal:
        read_submitted(b"%PDF-1.4 broken", "总结.pdf")
    assert "\n" not in str(refusal.value)


@sqlite_first
def test_row_kept_twice_keeps_its_places_in_the_first_text():
    store(TITLE + LAND + SAFETY)
    second = store(TITLE + LAND.replace("880", "900"), "add")
    places = read_table("safety", second.id)[["source_id", "cells"]].to_numpy().tolist()
    store(TITLE + LAND.replace("880", "910"), "add")
    assert read_table("safety")[["source_id", "cells"]].to_numpy().tolist() == places


@sqlite_first
def test_row_that_people_changed_has_no_place_in_the_text_of_a_further_report():
    store(TITLE + LAND + SAFETY)
    current = read_current()
    safety = edited_rows("safety", whole_tables(current)["safety"])
    safety.loc[0, "found"] = 31
    commit(propose_edit({"safety": safety}, current, current, EDITOR).outcome, EDITOR, "更正", JUNE, confirmed=True)
    store(TITLE + LAND.replace("880", "900"), "add")
    (cells,) = read_table("safety")["cells"]
    assert (cell_starts(cells), replaced_starts(cells)) == ({}, {})
    assert set(earlier_starts(cells)) == {"quote", "found", "closed"}
