"""What is changed on screen and not committed yet: kept from table to table, and proposed together."""

from datetime import UTC, date, datetime

import pytest

from domain.schema.frames import conform
from domain.schema.tables import TABLES
from store.records import Version
from tests.loaders.workbook.samples import LAND, MEASURES, SAFETY
from ui.edit.editing import Editing, shown_rows

FIRST = Version(
    1, "金川街道", "2023H1", date(2023, 6, 30), "report", "王芳", "导入", datetime(2023, 7, 10, tzinfo=UTC),
    None, None, None, None, "digest",
)  # fmt: skip
FINDINGS = conform("findings", [{"row_id": "f1", "check": "rate_base", "severity": "doubt"}])


@pytest.fixture
def edits():
    given = {"land": LAND, "measures": MEASURES, "safety": SAFETY, "findings": FINDINGS}
    return Editing(FIRST, {name: given.get(name, conform(name, [])) for name in TABLES})


def test_the_editor_begins_with_what_tells_rows_apart_and_ends_with_the_id():
    shown = list(shown_rows("land", LAND).columns)
    assert shown[:4] == ["project", "place", "stage", "role"]
    assert shown[-2:] == ["quote", "row_id"]
    assert not {"source_id", "start", "cells", "org_unit"} & set(shown)


def test_rows_are_numbered_from_one_and_every_cell_is_a_text():
    rows = shown_rows("measures", MEASURES)
    assert rows.index.tolist() == [1]
    assert rows.loc[1, ["due", "target", "domain"]].tolist() == ["2023-12-31", "800", "土地整治"]
    assert {type(cell) for cell in rows.to_numpy().ravel()} == {str, type(None)}


@pytest.mark.parametrize(
    ("number", "shown"), [(880.0, "880"), (0.1 + 0.2, "0.3"), (12500.5, "12500.5"), (-3.0, "-3"), (0.00002, "0.00002")]
)
def test_a_number_is_shown_in_digits_without_exponent_or_noise(number, shown):
    assert shown_rows("land", LAND.assign(area_mu=number)).loc[1, "area_mu"] == shown


def test_changed_cells_are_proposed_as_typed_and_the_others_as_stored(edits):
    rows = edits.open("land").copy()
    rows.loc[1, "area_mu"] = "890.5"
    rows.loc[3] = {"project": "新都畈", "target_mu": "约600"}
    edits.edits["land"] = rows.where(rows.notna(), None)
    proposed = edits.proposed()["land"]
    assert proposed["area_mu"].tolist() == ["890.5", 600.0, None]
    assert proposed["share_pct"].tolist() == [None, 73.0, None]
    assert proposed["target_mu"].tolist() == [None, None, "约600"]


def test_a_number_that_reads_otherwise_than_stored_is_kept_where_nobody_changed_it():
    stored = LAND.assign(share_pct=0.00002, area_mu=1 / 3)
    edits = Editing(FIRST, {name: stored if name == "land" else conform(name, []) for name in TABLES})
    edits.edits["land"] = edits.open("land").assign(note="核对过")
    proposed = edits.proposed()["land"]
    assert proposed[["share_pct", "area_mu"]].values.tolist() == [[0.00002, 1 / 3]] * 2


def test_what_was_only_looked_at_is_not_proposed(edits):
    edits.edits["land"] = edits.open("land").copy()
    assert edits.untouched
    assert edits.proposed() == {}


def test_edits_of_one_table_are_there_again_after_a_look_at_another(edits):
    changed = edits.open("land").copy()
    changed.loc[1, "area_mu"] = "900"
    edits.edits["land"] = changed
    edits.edits["safety"] = edits.open("safety")
    assert edits.open("land").loc[1, "area_mu"] == "900"
    assert list(edits.proposed()) == ["land"]


def test_the_editor_keeps_its_own_rows_while_it_is_open(edits):
    start = edits.open("land")
    edits.edits["land"] = start.drop(index=1)
    assert edits.open("land") is start


def test_rows_are_numbered_anew_when_a_table_is_opened_again(edits):
    edits.edits["land"] = edits.open("land").drop(index=1)
    edits.open("safety")
    assert edits.open("land").index.tolist() == [1]


def test_decisions_are_no_edits_of_a_table(edits):
    edits.decide("measures", {"measures.a": {"chosen": True, "chosen_by": "王芳", "chosen_reason": "已确认"}})
    assert edits.proposed() == {}
    assert not edits.untouched


def test_a_change_after_the_check_is_noticed(edits):
    edits.decide("findings", {"f1": {"resolution": "已核实", "resolved_by": "王芳", "resolved_on": date(2023, 7, 1)}})
    edits.note_checked()
    assert edits.is_as_checked()
    edits.decide("findings", {"f1": {"resolution": "再核实"}})
    assert not edits.is_as_checked()
    assert edits.decisions["findings"]["f1"]["resolved_by"] == "王芳"


def test_changes_of_a_table_are_taken_back_one_by_one_and_those_of_others_stay(edits):
    first = edits.open("land").copy()
    edits.keep("land", first)
    assert not edits.can_undo("land")
    edits.keep("land", first.assign(note="一"))
    edits.keep("land", first.assign(note="一").drop(index=1))
    edits.open("safety")
    edits.keep("safety", edits.open("safety").assign(note="三"))
    edits.undo("land")
    assert edits.open("land")["note"].tolist() == ["一", "一"]
    edits.keep("land", edits.open("land"))
    edits.undo("land")
    assert edits.open("land")["note"].tolist() == [None, None]
    assert not edits.can_undo("land")
    assert list(edits.proposed()) == ["safety"]


def test_no_more_than_fifty_changes_can_be_taken_back(edits):
    first = edits.open("land")
    for number in range(60):
        edits.keep("land", first.assign(note=str(number)))
    for _ in range(60):
        edits.undo("land")
    assert edits.open("land")["note"].tolist() == ["9", "9"]
