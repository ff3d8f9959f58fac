"""A server with the usual limit of 1 024 descriptors, under many open pages and half-sent requests."""

import os
import resource
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from store.accounts import add_account
from store.engine import SETTING
from store.records import Actor
from store.sessions import open_session
from tests.server.running import Server, start_server
from tests.server.socket_client import Gone, SocketClient
from ui.shell.connections import EDITOR_MESSAGE, READER_MESSAGE
from ui.shell.visitor import COOKIE

#: Open pages; `PAGES=500 make soak` opens as many as an office has.
OPEN_PAGES = int(os.environ.get("PAGES", "8"))
USUAL_LIMIT = 1024


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A dashboard that is not allowed more than the usual number of descriptors, whatever it asks for."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (USUAL_LIMIT, before[1]))
    try:
        running = start_server(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    resource.prlimit(running.process.pid, resource.RLIMIT_NOFILE, (USUAL_LIMIT, USUAL_LIMIT))
    yield running
    running.stop()


def descriptors(server: Server) -> int:
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


@pytest.mark.skipif(not Path("/proc").exists(), reason="no /proc on this system")
def test_open_pages_use_one_descriptor_each_and_all_answer(server: Server) -> None:
    with SocketClient(server.url) as first, ExitStack() as pages:
        before = descriptors(server)
        opened = [pages.enter_context(SocketClient(server.url)) for _ in range(OPEN_PAGES)]
        each = (descriptors(server) - before) / OPEN_PAGES
        assert [page.errors for page in (first, *opened) if page.errors] == []
        assert each < 1.5


def test_incomplete_requests_neither_block_server_nor_fill_log(server: Server) -> None:
    address = ("127.0.0.1", int(server.url.rpartition(":")[2]))
    log_before = server.log.stat().st_size
    with ExitStack() as held:
        for _ in range(USUAL_LIMIT):
            half = held.enter_context(socket.create_connection(address, timeout=10))
            half.sendall(b"GET / HTTP/1.1\r\nHost: local")
        with urllib.request.urlopen(f"{server.url}/healthz", timeout=10) as answer:
            assert answer.status == 200
    assert server.log.stat().st_size - log_before < 20_000


@pytest.mark.parametrize(
    ("signs_in", "size", "is_taken"),
    [
        (False, READER_MESSAGE - 1000, True),
        (False, READER_MESSAGE + 1, False),
        (True, READER_MESSAGE + 1, True),
        (True, EDITOR_MESSAGE + 1, False),
    ],
)
def test_web_socket_message_above_limit_closes_connection(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signs_in: bool, size: int, is_taken: bool
) -> None:
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'progress.db'}")
    account = add_account("王芳", "editor", "金川2023不忘", Actor("机主", "admin"))
    headers = {"Cookie": f"{COOKIE}={open_session(account)}"} if signs_in else {}
    with SocketClient(server.url, headers=headers) as client:
        try:
            client.run(lambda widgets: setattr(widgets.add(id="x"), "string_value", "x" * size))
        except Gone:
            assert not is_taken
        else:
            assert is_taken
