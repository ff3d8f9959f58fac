"""What nobody needs any more goes back: sessions of closed tabs, memory that was freed."""

import gc
import weakref

from streamlit import runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from ui.shell import memory


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


def test_the_session_of_a_closed_tab_is_let_go_without_another_one_closing(monkeypatch):
    storage = MemorySessionStorage(ttl_seconds=0)
    info = Info()
    storage.save(info)
    kept = weakref.ref(info)
    del info
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(runtime, "get_instance", lambda: Runtime(storage))
    assert kept() is not None
    memory._let_go()
    gc.collect()
    assert kept() is None


def test_giving_back_collects_what_is_unreachable():
    ring = Info()
    ring.again = ring
    kept = weakref.ref(ring)
    del ring
    memory.give_back()
    assert kept() is None
