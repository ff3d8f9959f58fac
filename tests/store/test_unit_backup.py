"""The backup of one unit: it holds nothing of others, and restores what a store lacks; the check of one unit."""

import shutil
import sqlite3
from dataclasses import replace

import pytest
import sqlalchemy as sa

from store import __main__ as command
from store import migrate, read, schema
from store.check import check_store
from store.engine import SETTING, writing
from store.errors import StoreError, UnknownUnit
from store.mappings import read_mappings
from store.records import MappingDraft
from store.restore import restore
from store.since import check_since
from store.unit_backup import backup_unit
from store.unit_changes import confirm_unit
from store.unit_restore import restore_unit
from store.write import commit_version
from tests.store.samples import EDITOR, JUNE, draft
from tests.store.test_unit_restore import ADMIN, areas
from tests.store.two_units import commit_land, store_two_units

ANSWER = MappingDraft("a1", "名称“二期”", '{"name":"一期"}', "reading")


@pytest.fixture
def saved(sqlite_store, tmp_path):
    """Two units; a backup of 金川街道 with its versions 1 and 3 and a remembered answer."""
    store_two_units()
    confirm_unit("金川街道", "jcjd", ADMIN)
    current = read.read_current("jcjd", "2023H1")
    commit_version(replace(draft(1), mappings=(ANSWER,)), current.id, EDITOR, "七月", JUNE)
    assert backup_unit(tmp_path / "unit.db", "金川街道", EDITOR) == []
    return tmp_path / "unit.db"


def test_backup_of_a_unit_holds_nothing_of_others(saved):
    with sqlite3.connect(saved) as copy:
        assert copy.execute("SELECT id FROM versions ORDER BY id").fetchall() == [(1,), (3,)]
        assert copy.execute("SELECT code, name FROM units").fetchall() == [("jcjd", "金川街道")]
        assert copy.execute("SELECT count(*) FROM accounts").fetchall() == [(0,)]
        assert copy.execute("SELECT count(*) FROM rows WHERE cells LIKE '%石门坑%'").fetchall() == [(0,)]


def test_backup_of_a_unit_restores_its_versions_and_answers(saved, tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'other.db'}")
    migrate.initialise()
    restored = restore_unit(saved, "jcjd", EDITOR)
    assert restored.added == {1: 1, 3: 3}
    assert read_mappings("金川街道", "reading")["a1"].mapping == '{"name":"一期"}'
    assert (read_mappings("金川街道", "reading")["a1"].who, check_store()) == ("王芳", [])


def test_backup_of_a_unit_adds_nothing_to_the_store_it_came_from(saved):
    assert restore_unit(saved, "金川街道", EDITOR).added == {}
    assert areas("dqz") == [120]


def test_restore_of_the_whole_store_from_one_unit_is_refused(saved):
    with pytest.raises(StoreError, match="只是“金川街道”一个单位的备份"):
        restore(saved, EDITOR)
    assert areas("dqz") == [120]


def test_backup_of_an_unknown_unit_is_refused(saved, tmp_path):
    with pytest.raises(UnknownUnit):
        backup_unit(tmp_path / "no.db", "没有的街道", EDITOR)
    assert not (tmp_path / "no.db").exists()


def test_check_since_a_unit_backup_finds_a_lost_version(saved):
    commit_land("dqz", "石门坑", 130)
    assert check_since(str(saved)) == []
    shutil.copy(saved, saved.with_name("more.db"))
    with sqlite3.connect(saved.with_name("more.db")) as copy:
        for trigger in ("versions_refuses_update",):
            copy.execute(f"DROP TRIGGER {trigger}")
        copy.execute("UPDATE versions SET digest = 'f' WHERE id = 3")
    assert check_since(str(saved.with_name("more.db"))) == ["备份中的版本 3 不见了"]


def damage(sha256):
    with writing() as connection:
        schema.unprotect(connection)
        connection.execute(sa.update(schema.rows).where(schema.rows.c.content_sha256 == sha256).values(cells="{}"))
        schema.protect(connection)


def test_check_of_a_unit_finds_its_faults_only(saved):
    (content,) = {read.read_hashes(2)["land"]}
    damage(content)
    assert check_store(unit="jcjd") == []
    assert len(check_store(unit="dqz")) == 1


@pytest.mark.parametrize("words", ["check", "backup"])
def test_commands_take_a_unit(saved, words, tmp_path, capsys):
    file = [str(tmp_path / "again.db")] if words == "backup" else []
    assert command.main([words, *file, "--unit", "金川街道"]) == 0
    assert command.main([words, *file, "--unit", "没有的"]) == 2
    assert "现有单位：金川街道" in capsys.readouterr().err
