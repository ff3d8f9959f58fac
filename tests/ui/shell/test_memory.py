"""What nobody needs any more goes back: sessions of closed tabs, memory that was freed."""

import asyncio
import ctypes
import gc
import platform
import subprocess
import sys
import weakref

import pytest
from streamlit import runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from ui.shell import arena, memory
from ui.shell.background import running


class Session:
    id = "closed"


class Info:
    def __init__(self) -> None:
        self.session = Session()


class Manager:
    def __init__(self, storage: MemorySessionStorage) -> None:
        self._session_storage = storage


class Runtime:
    def __init__(self, storage: MemorySessionStorage) -> None:
        self._session_mgr = Manager(storage)


def test_memory_session_of_closed_tab_is_released(monkeypatch):
    storage = MemorySessionStorage(ttl_seconds=0)
    info = Info()
    storage.save(info)
    kept = weakref.ref(info)
    del info
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(runtime, "get_instance", lambda: Runtime(storage))
    assert kept() is not None
    memory.expire_sessions()
    gc.collect()
    assert kept() is None


def test_memory_is_trimmed_after_streamlit_released_session(monkeypatch):
    storage, given = MemorySessionStorage(), []
    storage.save(Info())
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(runtime, "get_instance", lambda: Runtime(storage))
    monkeypatch.setattr(memory, "INTERVAL", 0.01)
    monkeypatch.setattr(memory, "_MIN_CPU_SECONDS", float("inf"))
    monkeypatch.setattr(memory, "release_memory", lambda: given.append(len(storage.list())))

    async def while_it_tidies() -> None:
        async with running(memory.release_memory_periodically()):
            await asyncio.sleep(0.1)
            storage.delete("closed")
            while not given:
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(while_it_tidies(), 10))
    assert given[0] == 0


def test_memory_failure_is_logged_and_retried(monkeypatch, caplog):
    given = []

    def give_back() -> None:
        given.append(1)
        if len(given) == 1:
            raise RuntimeError("unforeseen")

    monkeypatch.setattr(memory, "INTERVAL", 0.0)
    monkeypatch.setattr(memory, "_MIN_CPU_SECONDS", -float("inf"))
    monkeypatch.setattr(memory, "release_memory", give_back)

    async def while_it_tidies() -> None:
        async with running(memory.release_memory_periodically()):
            while len(given) < 2:
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(while_it_tidies(), 30))
    assert [str(record.exc_info[1]) for record in caplog.records] == ["unforeseen"]


def test_memory_trim_collects_garbage():
    ring = Info()
    ring.again = ring
    kept = weakref.ref(ring)
    del ring
    memory.release_memory()
    assert kept() is None


#: Eight threads at once keep a piece each; how many arenas glibc then has, as it tells by itself.
THREADS = """
import ctypes, sys, threading
if sys.argv[1] == "shared":
    import ui.shell
held, together = [], threading.Barrier(8)
def take():
    together.wait()
    held.append(bytearray(10_000))
    together.wait()
threads = [threading.Thread(target=take) for _ in range(8)]
[thread.start() for thread in threads], [thread.join() for thread in threads]
ctypes.CDLL(None).malloc_stats()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc alone has arenas")
def test_memory_threads_share_one_arena():
    def arenas(how: str) -> int:
        done = subprocess.run([sys.executable, "-c", THREADS, how], capture_output=True, text=True, check=True)
        return done.stderr.count("Arena ")

    assert arenas("shared") == 1 < arenas("apart")


def test_memory_without_glibc_does_nothing(monkeypatch):
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: pytest.fail("Windows has no library without a name"))
    arena.share_arena()
    memory.release_memory()
