"""What is changed on screen and not committed yet: kept from table to table, and proposed together."""

from datetime import UTC, date, datetime

import pytest

from domain.schema.frames import conform
from domain.schema.tables import TABLES
from store.records import Version
from tests.loaders.workbook.samples import LAND, MEASURES, SAFETY
from ui.edit.edits import Editing, shown_rows

FIRST = Version(
    1, "金川街道", "2023H1", date(2023, 6, 30), "report", "王芳", "导入", datetime(2023, 7, 10, tzinfo=UTC),
    None, None, None, None, "digest",
)  # fmt: skip
FINDINGS = conform("findings", [{"row_id": "f1", "check": "rate_base", "severity": "doubt"}])


@pytest.fixture
def edits():
    given = {"land": LAND, "measures": MEASURES, "safety": SAFETY, "findings": FINDINGS}
    return Editing(FIRST, {name: given.get(name, conform(name, [])) for name in TABLES})


def test_grid_columns_start_with_key_and_end_with_id():
    shown = list(shown_rows("land", LAND).columns)
    assert shown[:5] == ["project", "place", "object", "stage", "role"]
    assert shown[-2:] == ["quote", "row_id"]
    assert not {"source_id", "start", "cells", "org_unit"} & set(shown)


def test_grid_rows_are_numbered_from_one_with_text_cells():
    rows = shown_rows("measures", MEASURES)
    assert rows.index.tolist() == [1]
    assert rows.loc[1, ["due", "target", "domain"]].tolist() == ["2023-12-31", "800", "土地整治"]
    assert {type(cell) for cell in rows.to_numpy().ravel()} == {str, type(None)}


@pytest.mark.parametrize(
    ("number", "shown"), [(880.0, "880"), (0.1 + 0.2, "0.3"), (12500.5, "12500.5"), (-3.0, "-3"), (0.00002, "0.00002")]
)
def test_grid_number_has_no_exponent_or_float_noise(number, shown):
    assert shown_rows("land", LAND.assign(area_mu=number)).loc[1, "area_mu"] == shown


def test_proposal_changed_cells_as_typed_others_as_stored(edits):
    rows = edits.open("land").copy()
    rows.loc[1, "area_mu"] = "890.5"
    rows.loc[3] = {"project": "新都畈", "target_mu": "约600"}
    edits.edits["land"] = rows.where(rows.notna(), None)
    proposed = edits.proposed()["land"]
    assert proposed["area_mu"].tolist() == ["890.5", 600.0, None]
    assert proposed["share_pct"].tolist() == [None, 73.0, None]
    assert proposed["target_mu"].tolist() == [None, None, "约600"]


def test_proposal_unchanged_rounded_number_keeps_stored_value():
    stored = LAND.assign(share_pct=0.00002, area_mu=1 / 3)
    edits = Editing(FIRST, {name: stored if name == "land" else conform(name, []) for name in TABLES})
    edits.edits["land"] = edits.open("land").assign(note="核对过")
    proposed = edits.proposed()["land"]
    assert proposed[["share_pct", "area_mu"]].values.tolist() == [[0.00002, 1 / 3]] * 2


def test_proposal_without_edits_is_empty(edits):
    edits.edits["land"] = edits.open("land").copy()
    assert edits.untouched
    assert edits.proposed() == {}


def test_edits_survive_switching_tables(edits):
    changed = edits.open("land").copy()
    changed.loc[1, "area_mu"] = "900"
    edits.edits["land"] = changed
    edits.edits["safety"] = edits.open("safety")
    assert edits.open("land").loc[1, "area_mu"] == "900"
    assert list(edits.proposed()) == ["land"]


def test_grid_rows_are_stable_while_open(edits):
    start = edits.open("land")
    edits.edits["land"] = start.drop(index=1)
    assert edits.open("land") is start


def test_grid_reopened_table_is_renumbered(edits):
    edits.edits["land"] = edits.open("land").drop(index=1)
    edits.open("safety")
    assert edits.open("land").index.tolist() == [1]


def test_edits_decisions_are_no_table_edits(edits):
    edits.decide("measures", {"measures.a": {"chosen": True, "chosen_by": "王芳", "chosen_reason": "已确认"}})
    assert edits.proposed() == {}
    assert not edits.untouched


def test_edits_change_after_check_is_noticed(edits):
    edits.decide("findings", {"f1": {"resolution": "已核实", "resolved_by": "王芳", "resolved_on": date(2023, 7, 1)}})
    edits.note_checked()
    assert edits.is_as_checked()
    edits.decide("findings", {"f1": {"resolution": "再核实"}})
    assert not edits.is_as_checked()
    assert edits.decisions["findings"]["f1"]["resolved_by"] == "王芳"


def test_undo_reverts_one_change_of_one_table(edits):
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


def test_undo_is_limited_to_fifty_changes(edits):
    first = edits.open("land")
    for number in range(60):
        edits.keep("land", first.assign(note=str(number)))
    for _ in range(60):
        edits.undo("land")
    assert edits.open("land")["note"].tolist() == ["9", "9"]
