"""What strangers can hold open, tried over real sockets against uvicorn."""

import asyncio
import logging
import resource
import socket
from collections.abc import Iterator

import pytest
import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from ui.shell.connections import OncePerPeriod, UnfinishedHeaders, raise_descriptor_limit
from ui.shell.patches import watch_connections

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(autouse=True)
def unpatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """uvicorn's own methods again after the test."""
    for name in ("connection_made", "data_received", "connection_lost"):
        monkeypatch.setattr(AutoHTTPProtocol, name, getattr(AutoHTTPProtocol, name))


async def answer(scope, receive, send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


class Client:
    """A connection that has sent `data`."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def closed(self, seconds: float) -> bool:
        try:
            return await asyncio.wait_for(self.reader.read(), seconds) == b""
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False


class Serving:
    """uvicorn on a free port, with the limits under test."""

    def __init__(self, limits: UnfinishedHeaders) -> None:
        watch_connections(limits.add, limits.remove)
        self.limits = limits
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.server = uvicorn.Server(uvicorn.Config(answer, lifespan="off", log_level="critical"))

    async def __aenter__(self) -> "Serving":
        self.task = asyncio.create_task(self.server.serve(sockets=[self.listening]))
        while not self.server.started:
            await asyncio.sleep(0.01)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.server.force_exit = self.server.should_exit = True
        await self.task

    async def connect(self, data: bytes) -> Client:
        reader, writer = await asyncio.open_connection(*self.listening.getsockname())
        writer.write(data)
        await writer.drain()
        return Client(reader, writer)

    async def settled(self, count: int) -> None:
        """Waits until `count` connections are without complete headers."""
        for _ in range(500):
            if len(self.limits.timers) == count:
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"{len(self.limits.timers)} connections, not {count}")


def limits(seconds: float = 60.0, most: int = 3, exempt: bool = False) -> UnfinishedHeaders:
    return UnfinishedHeaders(seconds, most, lambda address: exempt)


@pytest.mark.parametrize("sent", [b"", b"GET / HT", REQUEST[:-2]])
def test_connection_without_complete_headers_is_closed_after_timeout(sent) -> None:
    async def run() -> bool:
        async with Serving(limits(seconds=0.2)) as serving:
            return await (await serving.connect(sent)).closed(20)

    assert asyncio.run(run())


def test_connection_with_complete_headers_is_answered_and_no_longer_counted() -> None:
    async def run() -> bytes:
        async with Serving(limits()) as serving:
            client = await serving.connect(REQUEST)
            status = await client.reader.readline()
            await serving.settled(0)
            return status

    assert asyncio.run(run()).startswith(b"HTTP/1.1 204")


def test_connection_closed_by_the_client_is_no_longer_counted() -> None:
    async def run() -> None:
        async with Serving(limits()) as serving:
            client = await serving.connect(b"GET")
            await serving.settled(1)
            client.writer.close()
            await serving.settled(0)
            assert serving.limits.by_address == {}

    asyncio.run(run())


@pytest.mark.parametrize(("exempt", "first_is_closed"), [(False, True), (True, False)])
def test_connection_above_limit_closes_oldest_non_exempt(exempt, first_is_closed) -> None:
    async def run() -> tuple[bool, int]:
        async with Serving(limits(most=3, exempt=exempt)) as serving:
            clients = []
            for count in range(1, 5):
                clients.append(await serving.connect(b"GET"))
                await serving.settled(count if exempt else min(count, 3))
            return await clients[0].closed(1.0), len(serving.limits.timers)

    assert asyncio.run(run()) == (first_is_closed, 4 if exempt else 3)


@pytest.fixture
def descriptors() -> Iterator[tuple[int, int]]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield before
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_descriptor_limit_is_raised_to_hard_limit(descriptors) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, descriptors[1]))
    assert raise_descriptor_limit() == descriptors[1]
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == descriptors[1]


def test_log_repeated_line_is_written_once_per_period_with_count() -> None:
    now = [0.0]
    once = OncePerPeriod(10.0, lambda: now[0])

    def lines(number: int) -> list[str]:
        record = logging.LogRecord("asyncio", logging.ERROR, "", 0, "no descriptor for socket %d", (number,), None)
        return [record.getMessage()] if once.filter(record) else []

    assert lines(1) == ["no descriptor for socket 1"]
    assert [*lines(2), *lines(3)] == []
    now[0] = 10.0
    assert lines(4) == ["no descriptor for socket 4 (repeated 2 times)"]


def test_log_other_line_is_written() -> None:
    once = OncePerPeriod(10.0, lambda: 0.0)
    records = [logging.LogRecord("asyncio", logging.ERROR, "", 0, text, (), None) for text in ("one", "another")]
    assert [once.filter(record) for record in records] == [True, True]
