"""Autosaved drafts: whose they are, which session has them, and their bounds in size, number and age."""

import json
import os
import shutil
import time

import pytest

from store import autosave
from store.autosave import Slot, claim, delete, release, remove_old, save
from store.engine import SETTING, engine
from store.errors import StoreError
from store.records import Actor

WANG, LI, LOCAL = Actor("王芳", "editor", session="s1"), Actor("李强", "editor", session="s2"), Actor("王芳", "editor")
EDIT = "edit 金川街道 2023H1"
STATE = {"tables": {"land": {"area_mu": ["893.5", None]}}, "note": "约600\ud800"}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """The folder of the drafts; its store is never opened."""
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/progress.db")
    yield tmp_path / "progress-drafts"
    engine().dispose()


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def ended(_session):
    return False


def test_draft_of_ended_session_is_claimed_once_by_next_session(folder):
    save(Slot(WANG, EDIT, "a"), STATE, b"\x00\xff")
    draft = claim(Slot(WANG, EDIT, "b"), ended)
    assert (draft.state, draft.content) == (STATE, b"\x00\xff")
    assert claim(Slot(WANG, EDIT, "c"), lambda session: session == "b") is None
    assert claim(Slot(WANG, EDIT, "c"), ended).state == STATE
    assert len(files(folder)) == 1


def test_draft_of_running_session_is_not_claimed():
    save(Slot(WANG, EDIT, "a"), STATE)
    assert claim(Slot(WANG, EDIT, "b"), lambda session: session == "a") is None


@pytest.mark.parametrize("other", [LI, LOCAL])
def test_draft_of_other_person_is_not_found(other):
    save(Slot(WANG, EDIT, "a"), STATE)
    assert claim(Slot(other, EDIT, "b"), ended) is None


def test_draft_of_local_user_is_not_found_by_account_of_same_name():
    save(Slot(LOCAL, EDIT, "a"), STATE)
    assert claim(Slot(WANG, EDIT, "b"), ended) is None


def test_draft_of_other_period_is_not_found():
    save(Slot(WANG, EDIT, "a"), STATE)
    assert claim(Slot(WANG, "edit 金川街道 2023H2", "b"), ended) is None


def test_draft_claims_start_with_the_newest(folder):
    for age, session in ((60, "a"), (0, "b")):
        save(Slot(WANG, EDIT, session), {"of": session})
        [path] = [path for path in files(folder) if f".{session}." in path.name]
        os.utime(path, (time.time() - age, time.time() - age))
    assert claim(Slot(WANG, EDIT, "c"), ended).state == {"of": "b"}
    assert claim(Slot(WANG, EDIT, "d"), lambda session: session == "c").state == {"of": "a"}


def test_draft_released_is_found_by_next_session():
    save(Slot(WANG, EDIT, "a"), STATE)
    claim(Slot(WANG, EDIT, "b"), ended)
    release(Slot(WANG, EDIT, "b"))
    assert claim(Slot(WANG, EDIT, "c"), lambda session: session == "b").state == STATE


def test_draft_deleted_leaves_no_file(folder):
    save(Slot(WANG, EDIT, "a"), STATE)
    delete(Slot(WANG, EDIT, "a"))
    delete(Slot(WANG, EDIT, "a"))
    assert files(folder) == []


def test_draft_file_is_private_and_anonymous(folder):
    save(Slot(WANG, EDIT, "a"), STATE)
    [path] = files(folder)
    assert os.stat(path).st_mode & 0o777 == 0o600
    assert os.stat(path.parent).st_mode & 0o777 == 0o700
    assert "王芳" not in str(path)


def test_draft_above_size_limit_is_refused_and_earlier_kept(folder, monkeypatch):
    save(Slot(WANG, EDIT, "a"), STATE)
    monkeypatch.setattr(autosave, "MAX_BYTES", 2**20)
    with pytest.raises(StoreError, match="改动太大"):
        save(Slot(WANG, EDIT, "a"), STATE, bytes(2**20))
    assert claim(Slot(WANG, EDIT, "b"), ended).state == STATE


def test_drafts_above_limit_per_person_are_deleted_oldest_first(folder):
    save(Slot(LI, EDIT, "x"), STATE)
    for number in range(12):
        save(Slot(WANG, EDIT, f"{number:02}"), STATE)
        [path] = [path for path in files(folder) if f".{number:02}." in path.name]
        os.utime(path, (time.time() - 100 + number, time.time() - 100 + number))
    remove_old()
    left = [path.name.split(".")[1] for path in files(folder)]
    assert sorted(left) == ["02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "x"]


def test_drafts_above_total_size_are_deleted_oldest_first(folder, monkeypatch):
    monkeypatch.setattr(autosave, "MAX_TOTAL_BYTES", 3000)
    for age, by in ((50, WANG), (10, LI)):
        save(Slot(by, EDIT, by.session), {}, bytes(1200))
        [path] = [path for path in files(folder) if f".{by.session}." in path.name]
        os.utime(path, (time.time() - age, time.time() - age))
    remove_old()
    assert [path.name.split(".")[1] for path in files(folder)] == ["s2"]


def test_draft_unchanged_for_fourteen_days_is_deleted(folder):
    save(Slot(WANG, EDIT, "a"), STATE)
    [path] = files(folder)
    kept = time.time() - 13 * 86400
    os.utime(path, (kept, kept))
    remove_old()
    assert files(folder) == [path]
    old = time.time() - 15 * 86400
    os.utime(path, (old, old))
    assert claim(Slot(WANG, EDIT, "b"), ended) is None
    assert files(folder) == []


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[]", b'{"state": 1, "content": ""}', b'{"state": {}}'])
def test_draft_unreadable_is_reported_and_set_aside(folder, content):
    save(Slot(WANG, EDIT, "a"), STATE)
    [path] = files(folder)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="读不出来"):
        claim(Slot(WANG, EDIT, "b"), ended)
    assert claim(Slot(WANG, EDIT, "c"), ended) is None
    assert [path.read_bytes() for path in files(folder)] == [content]


def test_draft_in_unwritable_folder_is_refused_with_message(folder):
    folder.write_bytes(b"a file in its place")
    with pytest.raises(StoreError, match="没有自动保存"):
        save(Slot(WANG, EDIT, "a"), STATE)
    assert claim(Slot(WANG, EDIT, "b"), ended) is None


def test_draft_of_other_database_on_same_disk_is_separate(tmp_path, monkeypatch, folder):
    save(Slot(WANG, EDIT, "a"), STATE)
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/other.db")
    assert claim(Slot(WANG, EDIT, "b"), ended) is None


def test_drafts_of_postgresql_store_are_in_data_folder_without_password(monkeypatch, tmp_path):
    monkeypatch.setattr(autosave, "DEFAULT_FILE", tmp_path / "data" / "progress.db")
    monkeypatch.setenv(SETTING, "postgresql://office:secret@127.0.0.1/progress")
    save(Slot(WANG, EDIT, "a"), STATE)
    [path] = files(tmp_path / "data")
    assert json.loads(path.read_text())["state"] == STATE
    assert path.parts[len(tmp_path.parts) + 1].startswith("drafts-")
    shutil.rmtree(tmp_path / "data")
