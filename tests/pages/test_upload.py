"""上传台账 as who may not change anything sees it, and as an editor finds it."""

import pytest

from store.records import Actor
from tests.pages.conftest import markup

UPLOAD = "keeping/upload.py"


@pytest.fixture
def editor(monkeypatch):
    """Somebody who may change figures looks at the page."""
    monkeypatch.setattr("ui.account.actor_of", lambda visitor: Actor("王芳", "editor"))


def test_a_viewer_may_download_the_ledger_and_is_told_how_to_become_an_editor(show, seed_store):
    page = show(UPLOAD)
    assert [button.proto.label for button in page.get("download_button")] == ["下载最新台账"]
    assert "只读" in markup(page)
    assert page.get("file_uploader") == []


def test_an_editor_finds_the_uploader_and_nothing_to_commit_yet(show, seed_store, editor):
    page = show(UPLOAD)
    (uploader,) = page.get("file_uploader")
    assert "20 MB" in uploader.proto.label
    assert page.button == []
