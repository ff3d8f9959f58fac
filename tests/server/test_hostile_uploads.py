"""Hostile files against a running server with people on it: each is one refusal, and nothing else happens."""

import time

import pytest

from store.engine import SETTING, engine
from store.export import export_version
from store.read import list_versions
from tests.loaders.workbook.hostile import HOSTILE
from tests.server.running import memory, start_server
from tests.server.socket_client import SocketClient
from tests.server.uploader import hand_in
from tests.server.viewers import looking

VIEWERS = 10
#: Memory that may be in use more than before.
MEGABYTES = 50


@pytest.fixture
def server(tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    running = start_server(tmp_path, TMPDIR=str(tmp_path / "tmp"))
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/progress.db")
    yield running
    engine().dispose()
    running.stop()


def test_hostile_upload_is_refused_without_effect_on_others(server, tmp_path):
    stored = export_version(1)
    with looking(server.url, VIEWERS) as viewers, SocketClient(server.url, page="upload") as clerk:
        hand_in(clerk, "空.csv", b"a")  # what the first reading loads stays
        time.sleep(1)
        before = memory(server)
        for name, content in HOSTILE.items():
            told = hand_in(clerk, f"{name}.xlsx", content)
            assert 'role="alert"' in told or "要改正" in told, name
            assert "5 提交" not in told, name
        time.sleep(1)
        assert memory(server) - before < MEGABYTES
        assert clerk.errors == []
    assert [viewer.troubles for viewer in viewers if viewer.troubles] == []
    assert [version.id for version in list_versions()] == [1]
    assert export_version(1) == stored
    assert list((tmp_path / "tmp").iterdir()) == []
