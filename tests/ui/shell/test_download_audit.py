"""Files are handed out whether or not the store can note who took them."""

import json
import logging

import pytest
import sqlalchemy as sa
import streamlit as st

from store.audit import read_audit
from store.engine import SETTING, engine
from store.read import read_version
from store.records import Actor
from tests.ui.shell.dashboard import Dashboard
from tests.ui.test_routes import store, version  # noqa: F401
from ui.edit.upload import _workbook_of
from ui.shell.download_audit import record_download

EDITOR = Actor("王芳", "editor")


@pytest.fixture
def dashboard(version, monkeypatch):  # noqa: F811
    monkeypatch.setattr(st, "get_option", {"server.address": "127.0.0.1"}.get)
    yield Dashboard()
    engine().dispose()


@pytest.fixture
def read_only(dashboard):
    """SQLite refuses every write from now on, as on a read-only disk."""
    sa.event.listen(engine(), "connect", lambda connection, _record: connection.execute("PRAGMA query_only=ON"))
    engine().dispose()


def test_download_audit_records_accounts_but_not_visitors(dashboard):
    dashboard.ask("/api/versions/1/export", peer="10.0.0.7", host="10.0.0.1:8501")
    assert read_audit(1)[0].action == "commit"
    dashboard.ask("/api/versions/1/export")
    entry = read_audit(1)[0]
    assert (entry.who, entry.action, entry.version_id) == ("本机用户", "export", 1)
    assert "金川街道2023H1第1版.json" in entry.details


def test_download_audit_cross_site_image_is_not_recorded(dashboard):
    picture = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}
    assert dashboard.ask("/api/versions/1/export", headers=picture).status == 403
    assert [entry.action for entry in read_audit()] == ["commit"]


def test_download_read_only_store_still_sends_files(dashboard, read_only, caplog):
    answer = dashboard.ask("/api/versions/1/export")
    assert (answer.status, json.loads(answer.text)["period"]) == (200, "2023H1")
    assert _workbook_of(lambda _tables, _version: b"PK", read_version(1), EDITOR, "台账.xlsx") == b"PK"
    assert [entry.action for entry in read_audit()] == ["commit"]
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert [words.split(" took ")[0] for words in told] == ["not in the audit: 本机用户", "not in the audit: 王芳"]
    assert all("只读" in words for words in told)


def test_download_audit_visitor_is_not_logged(read_only, caplog):
    record_download(Actor("访客", "viewer"), "台账.xlsx", b"PK", 1)
    assert caplog.records == []


@pytest.mark.parametrize("path", ["versions/1/export", "versions/1/received", "panels/land/targets.csv?version=1"])
def test_download_unreachable_database_is_not_a_404(dashboard, monkeypatch, path):
    monkeypatch.setenv(SETTING, "postgresql://postgres@127.0.0.1:1/none")
    answer = dashboard.ask(f"/api/{path}")
    assert (answer.status, "连不上" in json.loads(answer.text)["error"]) == (503, True)
