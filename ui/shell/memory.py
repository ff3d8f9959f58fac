"""What nobody needs any more goes back: sessions of closed tabs with all that they held, and the memory they took.

Streamlit keeps the session of a closed tab for two minutes, in case it comes back, and then lets it go only when the
next one closes; a proposal that was read from a large workbook would lie there all night. What is freed, the
allocators of Python, Arrow and C keep for themselves until they are asked for it.
"""

import asyncio
import gc
import logging
import time
from typing import TYPE_CHECKING, Final, cast

import pyarrow
from starlette.concurrency import run_in_threadpool
from streamlit import runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from ui.shell.arena import glibc

if TYPE_CHECKING:
    from streamlit.runtime.caching.ttl_cache import TTLCache
    from streamlit.runtime.session_manager import SessionInfo

_LOG: Final = logging.getLogger("progress")
#: Seconds between two looks.
EVERY: Final = 20.0
#: Seconds of work since the last time that make it worth a tenth of a second of everybody's time.
_WORTH: Final = 1.0


async def tidy() -> None:
    """While the server runs: lets go of what is over, every EVERY seconds, and gives freed memory back."""
    worked, kept = 0.0, frozenset[str]()
    while True:
        await asyncio.sleep(EVERY)
        try:
            before, kept = kept, _let_go()
            if before - kept or time.process_time() - worked > _WORTH:
                await run_in_threadpool(give_back)
                worked = time.process_time()
        except Exception:  # whatever it was: the next look may do better
            _LOG.exception("memory was not tidied up; it is tried again")


def give_back() -> None:
    """Collect what is unreachable and hand freed memory to the system, as far as this system has ways to do so."""
    gc.collect()
    pyarrow.default_memory_pool().release_unused()
    if library := glibc():
        library.malloc_trim(0)


def _let_go() -> frozenset[str]:
    """Forget the sessions whose tabs have been closed for long enough; the ids of those that are still kept."""
    storage = getattr(runtime.get_instance()._session_mgr, "_session_storage", None) if runtime.exists() else None
    if not isinstance(storage, MemorySessionStorage):
        return frozenset()
    kept = cast("TTLCache[str, SessionInfo]", storage._cache)
    kept.expire()
    return frozenset(kept._data)
