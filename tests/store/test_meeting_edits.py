"""Edits of a meeting: kept per version with who and when, valid for later versions, never overwritten unseen."""

import json

import pytest

from store.audit import read_audit
from store.backup import backup
from store.check import check_store
from store.engine import DEFAULT_FILE
from store.errors import EditedMeanwhile, InvalidDraft, PermissionDenied
from store.meeting_edits import read_edits, write_edits
from store.read import read_current
from store.records import Actor
from store.restore import restore
from store.unit_backup import backup_unit
from store.unit_restore import restore_unit
from store.write import commit_version
from tests.store.samples import EDITOR, JUNE, VIEWER, draft
from tests.store.two_units import commit_land, store_two_units

LAND, COVER = ("slide", "land"), ("slide", "cover")
OTHER = Actor("李强", "editor")


@pytest.fixture
def version(store):
    return commit_version(draft(880), None, EDITOR, "首次", JUNE)


def values(version_id):
    return {(each.kind, each.key): each.value for each in read_edits(version_id)}


def known(version_id):
    return {(each.kind, each.key): each.saved_at for each in read_edits(version_id)}


def test_edit_is_kept_with_its_author_and_audited(version):
    write_edits(version.id, {LAND: {"title": "新增耕地880亩"}}, {}, EDITOR)
    (edit,) = read_edits(version.id)
    assert (edit.kind, edit.key, edit.value, edit.author) == ("slide", "land", {"title": "新增耕地880亩"}, "王芳")
    entry = read_audit(1)[0]
    assert (entry.who, entry.action, entry.version_id) == ("王芳", "edit_meeting", version.id)
    assert json.loads(entry.details)["edits"] == [{"kind": "slide", "key": "land", "value": {"title": "新增耕地880亩"}}]
    assert check_store() == []


def test_edit_is_taken_over_by_the_next_version_and_not_by_the_one_before(version):
    second = commit_version(draft(900), version.id, EDITOR, "更新", JUNE)
    write_edits(second.id, {LAND: {"title": "第二版"}}, {}, EDITOR)
    third = commit_version(draft(910), second.id, EDITOR, "更新", JUNE)
    assert values(version.id) == {}
    assert values(third.id) == {LAND: {"title": "第二版"}}


def test_edit_taken_back_counts_no_more_for_later_versions(version):
    write_edits(version.id, {LAND: {"title": "第一版"}, COVER: {"title": "封面"}}, {}, EDITOR)
    second = commit_version(draft(900), version.id, EDITOR, "更新", JUNE)
    write_edits(second.id, {LAND: None}, known(second.id), EDITOR)
    assert values(second.id) == {COVER: {"title": "封面"}}
    assert values(version.id)[LAND] == {"title": "第一版"}


def test_edit_over_that_of_somebody_else_is_refused(version):
    write_edits(version.id, {LAND: {"title": "王芳"}}, {}, EDITOR)
    with pytest.raises(EditedMeanwhile, match="王芳改了同一处"):
        write_edits(version.id, {LAND: {"title": "李强"}, COVER: {"title": "封面"}}, {}, OTHER)
    assert values(version.id) == {LAND: {"title": "王芳"}}


def test_edit_without_change_is_not_written(version):
    write_edits(version.id, {LAND: {"title": "一"}}, {}, EDITOR)
    before = read_audit()
    write_edits(version.id, {LAND: {"title": "一"}, COVER: None}, known(version.id), OTHER)
    assert read_audit() == before


def test_edit_by_a_reader_is_refused_and_audited(version):
    with pytest.raises(PermissionDenied):
        write_edits(version.id, {LAND: {"title": "一"}}, {}, VIEWER)
    assert read_audit(1)[0].action == "refusal"
    assert values(version.id) == {}


def test_edit_that_is_too_long_is_refused(version):
    with pytest.raises(InvalidDraft, match="太长"):
        write_edits(version.id, {LAND: {"notes": ["字" * 7000]}}, {}, EDITOR)


def test_edits_of_a_restored_unit_come_back(store, tmp_path, monkeypatch):
    monkeypatch.setattr("store.restore.DEFAULT_FILE", tmp_path / DEFAULT_FILE.name)
    store_two_units()
    backup(tmp_path / "early.db")
    commit_land("jcjd", "鸡笼山", 900)
    number = read_current("jcjd").id
    write_edits(number, {LAND: {"title": "鸡笼山900亩"}}, {}, EDITOR)
    backup(tmp_path / "late.db")
    restore(tmp_path / "early.db", EDITOR)
    restored = restore_unit(tmp_path / "late.db", "jcjd", EDITOR)
    assert values(restored.added[number]) == {LAND: {"title": "鸡笼山900亩"}}
    assert check_store() == []


def test_backup_of_one_unit_has_its_edits(store, tmp_path, monkeypatch):
    monkeypatch.setattr("store.restore.DEFAULT_FILE", tmp_path / DEFAULT_FILE.name)
    store_two_units()
    backup(tmp_path / "early.db")
    commit_land("jcjd", "鸡笼山", 900)
    number = read_current("jcjd").id
    write_edits(number, {LAND: {"title": "鸡笼山900亩"}}, {}, EDITOR)
    backup_unit(tmp_path / "unit.db", "jcjd", EDITOR)
    restore(tmp_path / "early.db", EDITOR)
    restored = restore_unit(tmp_path / "unit.db", "jcjd", EDITOR)
    assert values(restored.added[number]) == {LAND: {"title": "鸡笼山900亩"}}
