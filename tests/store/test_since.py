"""A store from which something was taken away together with its audit is told by an earlier backup or its digest."""

import re

import pytest
import sqlalchemy as sa

from store import read, schema
from store.__main__ import main
from store.audit import GENESIS, hash_entry
from store.backup import backup
from store.check import check_store
from store.engine import engine
from store.errors import StoreError
from store.records import Actor
from store.restore import restore
from store.since import backup_digest, check_since
from store.write import commit_version
from tests.examples import sqlite_first
from tests.store.samples import EDITOR, JUNE, draft


@pytest.fixture
def history(store, tmp_path, monkeypatch):
    """Three versions and three entries, and a backup of them; its digest is returned."""
    monkeypatch.setattr("store.restore.DEFAULT_FILE", tmp_path / "progress.db")
    for parent, area in ((None, 880), (1, 900), (2, 910)):
        commit_version(draft(area), parent, EDITOR, "更正", JUNE)
    backup(tmp_path / "backup.db")
    return backup_digest(tmp_path / "backup.db")


def cut_off(*versions: int) -> None:
    """Take the newest versions away with their entries, so that what is left is sound by itself."""
    with engine().begin() as connection:
        schema.unprotect(connection)
        for version in versions:
            connection.execute(sa.delete(schema.audit).where(schema.audit.c.version_id == version))
            held = schema.version_contents.c
            gone = connection.scalars(sa.select(held.content_sha256).where(held.version_id == version)).all()
            connection.execute(sa.delete(schema.version_contents).where(held.version_id == version))
            kept = connection.scalars(sa.select(held.content_sha256)).all()
            for sha256 in set(gone) - set(kept):
                connection.execute(sa.delete(schema.rows).where(schema.rows.c.content_sha256 == sha256))
                connection.execute(sa.delete(schema.contents).where(schema.contents.c.sha256 == sha256))
            connection.execute(sa.delete(schema.versions).where(schema.versions.c.id == version))
        last = connection.execute(sa.select(schema.audit).order_by(schema.audit.c.seq.desc())).first()
        connection.execute(sa.update(schema.audit_head).values(seq=last.seq, hash=last.hash))
        schema.protect(connection)


def given(history: str, tmp_path, form: str) -> str:
    return {"digest": history, "short digest": history[:24], "file": str(tmp_path / "backup.db")}[form]


FORMS = pytest.mark.parametrize("form", ["digest", "short digest", "file"])


@sqlite_first
@FORMS
def test_check_since_backup_with_later_work_finds_nothing(history, tmp_path, form):
    commit_version(draft(920), 3, EDITOR, "更正", JUNE)
    assert check_since(given(history, tmp_path, form)) == []


@FORMS
def test_check_since_detects_truncated_version_and_audit(history, tmp_path, form):
    cut_off(3)
    assert check_store() == []
    [told] = check_since(given(history, tmp_path, form))
    assert told == "操作记录比备份时少：备份时有第 3 条，现在只到第 2 条，其后的记录和版本不见了"


@sqlite_first
@FORMS
def test_check_since_detects_rewritten_version(history, tmp_path, form):
    cut_off(3)
    commit_version(draft(777), 2, EDITOR, "更正", JUNE)
    assert check_store() == []
    [told] = check_since(given(history, tmp_path, form))
    assert told == "操作记录与备份时不同：第 3 条已被换成别的，当时的记录和版本不见了"


@sqlite_first
def test_check_since_file_names_first_missing_entry(history, tmp_path):
    cut_off(3, 2)
    [told] = check_since(str(tmp_path / "backup.db"))
    assert told.startswith("操作记录比备份时少：备份时有第 2 条到第 3 条，现在只到第 1 条")


def test_check_since_detects_entry_changed_with_recomputed_chain(history, tmp_path):
    with engine().begin() as connection:
        schema.unprotect(connection)
        previous = GENESIS
        for row in connection.execute(sa.select(schema.audit).order_by(schema.audit.c.seq)).all():
            entry = {**row._mapping, "who": "别人", "previous": previous}
            previous = entry["hash"] = hash_entry(entry)
            connection.execute(sa.update(schema.audit).where(schema.audit.c.seq == row.seq).values(**entry))
        connection.execute(sa.update(schema.audit_head).values(hash=previous))
        schema.protect(connection)
    assert check_store() == []
    assert len(check_since(history)) == 1
    assert "第 1 条到第 3 条" in check_since(str(tmp_path / "backup.db"))[0]


@sqlite_first
@FORMS
def test_check_since_after_restore_of_older_backup_names_the_restore(history, tmp_path, form, set_clock):
    path = tmp_path / "later.db"
    commit_version(draft(920), 3, EDITOR, "更正", JUNE)
    backup(path)
    set_clock(2023, 7, 9, 17, 30)
    restore(tmp_path / "backup.db", Actor("李强", "editor"))
    since = {"file": str(path), "digest": backup_digest(path), "short digest": backup_digest(path)[:24]}[form]
    lost, cause = check_since(since)
    assert "第 4 条" in lost
    assert cause.startswith("操作记录第 4 条：李强在2023-07-10 01:30恢复过备份。")
    assert check_since(history) == []


@sqlite_first
@pytest.mark.parametrize("since", ["README.md", "nowhere.db", "3-xyz", "3-abc", "-1-" + "a" * 64])
def test_check_since_other_file_is_refused(history, since):
    with pytest.raises((StoreError, OSError)):
        check_since(since)


@sqlite_first
def test_check_since_accepts_digest_printed_by_backup(history, tmp_path, capsys):
    assert main(["backup", str(tmp_path / "printed.db")]) == 0
    digest = re.search(r"^摘要 (\S+)$", capsys.readouterr().out, re.MULTILINE)[1]
    assert main(["check", "--since", digest]) == 0
    assert capsys.readouterr().out == "数据完整，与写入时一致。\n"
    cut_off(3)
    assert read.read_current_id() == 2
    assert main(["check"]) == 0
    capsys.readouterr()
    assert main(["check", "--since", digest]) == 1
    assert "其后的记录和版本不见了" in capsys.readouterr().out
