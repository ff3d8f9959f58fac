"""Drafts of ended sessions on 上传台账 and 在线修改: what is restored, for whom, and what cannot be."""

import shutil

import pytest

from proposals.proposal import whole_tables
from store.engine import engine
from store.read import read_current, read_version
from store.records import Actor
from tests.pages.conftest import EDITOR, markup, press
from tests.pages.test_edit import EDIT, RESOLUTION, fill, rows_of, submit
from ui.edit import autosaving

RESTORED = "已恢复上次没有提交的改动"
LI = Actor("李强", "editor", account="李强")


@pytest.fixture
def show_later(show, own_store, editor, monkeypatch):
    """Shows a page in a session after the earlier ones have ended."""

    def in_new_session(file, **query):
        monkeypatch.setattr(autosaving, "_SESSIONS", {})
        return show(file, **query)

    return in_new_session


@pytest.fixture
def drafts(tmp_path):
    """The files of drafts, as a function."""
    return lambda: [path for path in tmp_path.glob("progress-drafts/*/*") if path.is_file()]


def change_land(page):
    rows = rows_of("land")
    rows.loc[2, "area_mu"] = "893.5"
    page.session_state["edit jcjd 2023H1"].edits["land"] = rows
    return press(page, "检查并预览")


def test_draft_edits_of_an_ended_session_are_restored_until_the_commit(show_later, drafts):
    assert "880亩" in markup(change_land(show_later(EDIT)))
    assert len(drafts()) == 1
    page = show_later(EDIT)
    shown = markup(page)
    assert RESTORED in shown
    assert "改过的表：土地整治（从第1版开始改）" in shown
    assert "893.5亩" in shown
    shown = markup(submit(page))
    assert "已存为第2版" in shown
    assert RESTORED not in shown
    assert drafts() == []
    assert RESTORED not in markup(show_later(EDIT))


def test_draft_decision_of_an_ended_session_is_restored_with_its_day(show_later):
    page = show_later(EDIT, task="finding")
    fill(page, RESOLUTION, "自然资源所确认以800亩为准")
    press(page, "记录并预览")
    page = show_later(EDIT, task="finding")
    assert "有尚未提交的决定" in markup(page)
    submit(page)
    settled = whole_tables(read_current())["findings"].dropna(subset=["resolution"])
    assert settled[["resolution", "resolved_by"]].values.tolist() == [["自然资源所确认以800亩为准", "王芳"]]
    assert settled["resolved_on"].notna().all()


def test_draft_of_a_running_session_is_not_restored_in_a_second_one(show, own_store, editor):
    change_land(show(EDIT))
    assert RESTORED not in markup(show(EDIT))


def test_draft_edits_of_one_person_are_hidden_from_the_next_one_in_the_session(show, own_store, monkeypatch, drafts):
    monkeypatch.setattr("ui.shell.account.actor_of", lambda visitor: EDITOR)
    page = change_land(show(EDIT))
    [draft] = drafts()
    monkeypatch.setattr("ui.shell.account.actor_of", lambda visitor: LI)
    shown = markup(page.run())
    assert "还没有改动" in shown
    assert "893.5" not in shown
    assert drafts() == [draft]


def test_draft_edits_of_a_missing_version_are_reported_and_kept(show_later, drafts, tmp_path):
    shutil.copy(tmp_path / "progress.db", tmp_path / "before.db")
    submit(change_land(show_later(EDIT)))
    page = show_later(EDIT)
    rows = rows_of("land")
    rows.loc[3, "area_mu"] = "1"
    page.session_state["edit jcjd 2023H1"].edits["land"] = rows
    press(page, "检查并预览")
    assert read_version(2)
    engine().dispose()
    shutil.copy(tmp_path / "before.db", tmp_path / "progress.db")
    shown = markup(show_later(EDIT))
    assert "上次没有提交的改动没有恢复" in shown
    assert "还没有改动" in shown
    assert len(drafts()) == 1


def test_draft_that_cannot_be_saved_is_reported(show, own_store, editor, tmp_path):
    (tmp_path / "progress-drafts").write_bytes(b"a file in its place")
    page = change_land(show(EDIT))
    assert "没有自动保存" in markup(page.run())
