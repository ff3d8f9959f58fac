"""One unit restored from a backup: what is lacking is added, nothing is removed, and others stay as they are."""

import shutil

import pytest
import sqlalchemy as sa

from store import __main__ as command
from store import migrate, read, schema
from store.accounts import add_account, find_account
from store.audit import read_audit
from store.backup import backup
from store.check import check_store
from store.engine import DEFAULT_FILE, SETTING, engine, writing
from store.errors import PermissionDenied, UnknownUnit
from store.export import export_version
from store.records import Actor
from store.restore import restore
from store.unit_changes import confirm_unit
from store.unit_restore import restore_unit
from tests.examples import sqlite_first
from tests.store.two_units import EDITOR, commit_land, store_two_units

ADMIN = Actor("机主", "admin")


def areas(unit: str, period: str | None = None) -> list[float]:
    """The area of each version of a unit, the oldest first."""
    return [
        read.read_table("land", version.id)["area_mu"].item() for version in reversed(read.list_versions(unit, period))
    ]


@pytest.fixture
def two_units(store, tmp_path, monkeypatch):
    """Version 1 of jcjd (880), version 2 of dqz (120)."""
    monkeypatch.setattr("store.restore.DEFAULT_FILE", tmp_path / DEFAULT_FILE.name)
    store_two_units()


@pytest.fixture
def lost(two_units, tmp_path):
    """A store that was put back to its second version; `late.db` also holds version 3 of jcjd (900) and 4 (910)."""
    backup(tmp_path / "early.db")
    commit_land("jcjd", "鸡笼山", 900)
    commit_land("jcjd", "鸡笼山", 910)
    backup(tmp_path / "late.db")
    restore(tmp_path / "early.db", EDITOR)
    return tmp_path / "late.db"


def test_restored_unit_gets_missing_versions_under_their_numbers(lost):
    digests = read.read_version(1).digest, read.read_version(2).digest
    restored = restore_unit(lost, "金川街道", EDITOR)
    assert (restored.added, restored.current) == ({3: 3, 4: 4}, ())
    assert areas("jcjd") == [880, 900, 910]
    assert areas("dqz") == [120]
    assert (read.read_version(1).digest, read.read_version(2).digest) == digests
    assert read.read_version(4).author == "王芳"
    assert [entry.action for entry in read_audit(2)] == ["restore_unit", "restore"]
    assert check_store() == []


@sqlite_first
def test_restored_unit_keeps_unused_numbers(lost):
    commit_land("dqz", "石门坑", 130, "2023H2")
    taken = read.read_current("dqz").id
    restored = restore_unit(lost, "jcjd", EDITOR)
    assert taken == 5
    assert restored.added == {3: 3, 4: 4}
    assert (areas("jcjd"), areas("dqz")) == ([880, 900, 910], [120, 130])
    assert check_store() == []


def test_restored_unit_of_other_store_gets_new_numbers(two_units, tmp_path, capsys):
    shutil.copy(other_store(tmp_path), tmp_path / "other-backup.db")
    assert command.main(["restore", str(tmp_path / "other-backup.db"), "--by", "王芳", "--unit", "金川街道"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "已恢复单位 jcjd：补上 2 个版本，其他单位、账号和操作记录不变。",
        "备份中的版本 1 现为版本 3。",
        "备份中的版本 2 现为版本 4。",
    ]
    assert (areas("jcjd"), areas("dqz")) == ([880, 700, 710], [120])
    assert read.read_version(3).parent_id == 1
    assert check_store() == []


def other_store(folder):
    """A backup of another store, in which versions 1 and 2 are of 金川街道 (700, 710)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, f"sqlite:///{folder}/other.db")
        migrate.initialise()
        commit_land("金川街道", "鸡笼山", 700)
        commit_land("金川街道", "鸡笼山", 710)
        backup(folder / "backup-of-other.db")
        engine().dispose()
    return folder / "backup-of-other.db"


@sqlite_first
def test_restored_unit_twice_adds_nothing(two_units, tmp_path):
    path = other_store(tmp_path)
    restore_unit(path, "jcjd", EDITOR)
    restored = restore_unit(path, "jcjd", EDITOR)
    assert (restored.added, restored.current) == ({}, ())
    assert areas("jcjd") == [880, 700, 710]
    assert check_store() == []


@sqlite_first
def test_restored_unit_without_loss_is_rolled_back_to_backup(two_units, tmp_path):
    backup(tmp_path / "backup.db")
    commit_land("jcjd", "鸡笼山", 900)
    restored = restore_unit(tmp_path / "backup.db", "jcjd", EDITOR)
    assert (restored.added, restored.current) == ({}, (4,))
    current = read.read_current("jcjd")
    assert (current.kind, current.restores_id, current.parent_id) == ("rollback", 1, 3)
    assert export_version(current.id) == export_version(1)
    assert areas("jcjd") == [880, 900, 880]
    assert read.read_current("dqz").id == 2
    assert [entry.action for entry in read_audit(2)] == ["restore_unit", "commit"]
    assert check_store() == []
    assert commit_land("jcjd", "鸡笼山", 920).parent_id == 4


def test_restored_unit_after_later_work_follows_newest(lost):
    commit_land("jcjd", "鸡笼山", 600)
    restored = restore_unit(lost, "jcjd", EDITOR)
    assert restored.added == {3: 6, 4: 7}
    assert areas("jcjd") == [880, 600, 900, 910]
    assert read.read_current("jcjd").id == 7
    assert check_store() == []


@sqlite_first
def test_restored_unit_unknown_to_store_is_added(two_units, tmp_path, monkeypatch):
    commit_land("某镇", "石门坑", 50)
    backup(tmp_path / "backup.db")
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/fresh.db")
    migrate.initialise()
    commit_land("金川街道", "鸡笼山", 880)
    assert restore_unit(tmp_path / "backup.db", "某镇", EDITOR).added == {3: 3}
    assert areas("某镇") == [50]
    assert check_store() == []


@sqlite_first
def test_restored_unit_with_confirmed_code_takes_versions_by_name(two_units, tmp_path):
    path = other_store(tmp_path)
    confirm_unit("金川街道", "jinchuan", ADMIN)
    restored = restore_unit(path, "金川街道", EDITOR)
    assert restored.unit == "jinchuan"
    assert areas("jinchuan") == [880, 700, 710]
    assert check_store() == []


@sqlite_first
def test_restored_unit_leaves_accounts_unchanged(lost):
    add_account("王芳", "editor", "金川2023不忘", ADMIN)
    account = find_account("王芳")
    restore_unit(lost, "jcjd", EDITOR)
    assert find_account("王芳") == account


@sqlite_first
def test_restored_unit_missing_in_backup_is_reported(lost):
    with pytest.raises(
        UnknownUnit, match="备份中没有“某镇”这个单位。备份的现有单位：金川街道（jcjd）、大桥镇（dqz）。"
    ):
        restore_unit(lost, "某镇", EDITOR)


@sqlite_first
def test_restored_unit_by_viewer_is_refused(lost):
    with pytest.raises(PermissionDenied):
        restore_unit(lost, "jcjd", Actor("李强", "viewer"))
    assert areas("jcjd") == [880]


@sqlite_first
def test_restored_unit_by_editor_of_other_unit_is_refused(lost):
    for code in ("jcjd", "dqz"):
        confirm_unit(code, code, ADMIN)
    add_account("李强", "editor", "金川2023不忘", ADMIN, "dqz")
    with pytest.raises(PermissionDenied):
        restore_unit(lost, "jcjd", Actor("李强", "editor", account="李强"))
    assert areas("jcjd") == [880]


@sqlite_first
def test_restored_version_changed_by_hand_is_detected(lost):
    restore_unit(lost, "jcjd", EDITOR)
    with writing() as connection:
        schema.unprotect(connection)
        connection.execute(sa.update(schema.versions).where(schema.versions.c.id == 4).values(note="别的"))
        schema.protect(connection)
    assert check_store() == ["版本 4 与写入时不符"]
