"""Former ids: what is read holds the ids of today, what is stored stays as it was written."""

import json

import pytest
import sqlalchemy as sa

from domain.schema.frames import conform
from store import schema
from store.check import check_store
from store.earlier_versions import read_row_versions
from store.engine import reading
from store.errors import NothingChanged, PermissionDenied
from store.export import export_version
from store.former_ids import current_ids, record_former_ids
from store.read import diff_versions, list_versions, read_table
from store.records import Actor, Draft
from store.row_history import read_row_history
from store.row_sources import read_row_sources
from store.unit_changes import confirm_unit
from store.write import commit_version
from tests.store.samples import EDITOR, JUNE, SCOPE, VIEWER, draft, land

NEW = {"land": {"land-1": "land:项目·立项"}}


def stored_ids() -> list[str]:
    with reading() as connection:
        return [json.loads(cells)["row_id"] for cells in connection.scalars(sa.select(schema.rows.c.cells))]


def test_read_table_with_former_id_gives_id_of_today(store):
    commit_version(draft(880, 600), None, EDITOR, "首次", JUNE)
    record_former_ids("金川街道", NEW, EDITOR)
    assert read_table("land")["row_id"].tolist() == ["land:项目·立项", "land-2"]
    assert stored_ids() == ["land-1", "land-2"]
    assert check_store() == []


def test_indicator_and_part_of_with_former_ids_give_ids_of_today(store):
    measures = conform("measures", [{**SCOPE, "row_id": "m-1", "indicator_id": "built", "name": "施工"}])
    funding = conform("funding", [{**SCOPE, "row_id": "f-1", "kind": "结余", "part_of": "f-0"}])
    tables = {"measures": measures, "funding": funding}
    commit_version(Draft("金川街道", "2023H1", "edit", tables), None, EDITOR, "首次", JUNE)
    record_former_ids("金川街道", {"indicator_id": {"built": "施工亩"}, "funding": {"f-0": "funding:专项资金"}}, EDITOR)
    assert read_table("measures")["indicator_id"].tolist() == ["施工亩"]
    assert read_table("measures")["row_id"].tolist() == ["m-1"]
    assert read_table("funding")["part_of"].tolist() == ["funding:专项资金"]


def test_former_id_of_another_table_is_left(store):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    record_former_ids("金川街道", {"funding": {"land-1": "funding:x"}}, EDITOR)
    assert read_table("land")["row_id"].tolist() == ["land-1"]


def test_former_id_of_another_unit_is_left(store):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    other = conform("land", [{"org_unit": "大桥镇", "period": "2023H1", "row_id": "land-1", "area_mu": 5}])
    commit_version(Draft("大桥镇", "2023H1", "edit", {"land": other}), None, EDITOR, "首次", JUNE)
    record_former_ids("大桥镇", NEW, EDITOR)
    assert read_table("land", 1)["row_id"].tolist() == ["land-1"]
    assert read_table("land", 2)["row_id"].tolist() == ["land:项目·立项"]


def test_former_ids_hold_after_code_of_unit_is_confirmed(store):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    record_former_ids("金川街道", NEW, EDITOR)
    confirm_unit("金川街道", "jinchuan", Actor("管理员", "admin"))
    assert read_table("land")["row_id"].tolist() == ["land:项目·立项"]
    assert current_ids("jinchuan") == NEW


def test_id_words_inside_a_note_are_left(store):
    rows = land(880, note='写作 "row_id":"land-1" 的行')
    commit_version(Draft("金川街道", "2023H1", "edit", {"land": rows}), None, EDITOR, "首次", JUNE)
    record_former_ids("金川街道", NEW, EDITOR)
    assert read_table("land")["note"].tolist() == ['写作 "row_id":"land-1" 的行']


def test_diff_between_former_id_and_id_of_today_shows_the_number_alone(store):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    record_former_ids("金川街道", NEW, EDITOR)
    renamed = land(884).assign(row_id="land:项目·立项")
    commit_version(Draft("金川街道", "2023H1", "edit", {"land": renamed}), 1, EDITOR, "更正", JUNE)
    found = diff_versions(1, 2).tables["land"]
    assert [(each.row_id, each.column, each.old, each.new) for each in found.changed] == [
        ("land:项目·立项", "area_mu", 880, 884)
    ]
    assert (len(found.added), len(found.removed)) == (0, 0)


def test_commit_of_same_rows_under_ids_of_today_changes_nothing(store):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    record_former_ids("金川街道", NEW, EDITOR)
    renamed = land(880).assign(row_id="land:项目·立项")
    with pytest.raises(NothingChanged):
        commit_version(Draft("金川街道", "2023H1", "edit", {"land": renamed}), 1, EDITOR, "更正", JUNE)


def test_row_history_goes_on_over_former_id(store):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    record_former_ids("金川街道", NEW, EDITOR)
    renamed = land(884).assign(row_id="land:项目·立项")
    commit_version(Draft("金川街道", "2023H1", "edit", {"land": renamed}), 1, EDITOR, "更正", JUNE)
    steps = read_row_history("land", "land:项目·立项", 2)
    assert [(step.version.id, step.row["area_mu"].tolist()) for step in steps] == [(2, [884]), (1, [880])]
    assert read_row_versions("land", 2)["row_id"].tolist() == ["land:项目·立项", "land:项目·立项"]
    found = read_row_sources(2).of(read_table("land", 2))
    assert [source.version for source in found] == [2]


def test_recording_a_second_rename_moves_the_first_one_on(store):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    record_former_ids("金川街道", NEW, EDITOR)
    record_former_ids("金川街道", {"land": {"land:项目·立项": "land:立项面积"}}, EDITOR)
    assert current_ids("金川街道") == {"land": {"land-1": "land:立项面积", "land:项目·立项": "land:立项面积"}}


def test_recording_the_way_back_frees_the_id_in_use(store):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    record_former_ids("金川街道", NEW, EDITOR)
    record_former_ids("金川街道", {"land": {"land:项目·立项": "land-1"}}, EDITOR)
    assert current_ids("金川街道") == {"land": {"land:项目·立项": "land-1"}}
    assert read_table("land")["row_id"].tolist() == ["land-1"]


def test_recording_known_ids_writes_no_audit_entry(store):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    record_former_ids("金川街道", NEW, EDITOR)
    record_former_ids("金川街道", NEW, EDITOR)
    with reading() as connection:
        actions = connection.scalars(sa.select(schema.audit.c.action).order_by(schema.audit.c.seq)).all()
    assert actions == ["commit", "rename_ids"]


def test_viewer_cannot_record_former_ids(store):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    with pytest.raises(PermissionDenied):
        record_former_ids("金川街道", NEW, VIEWER)
    assert current_ids("金川街道") == {}


def test_export_holds_former_ids(store):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    record_former_ids("金川街道", NEW, EDITOR)
    whole = json.loads(export_version(list_versions()[0].id))
    assert whole["former_ids"] == NEW
    assert [row["row_id"] for row in whole["tables"]["land"]] == ["land:项目·立项"]
