"""Releases the sessions of closed tabs and returns freed memory to the system.

Streamlit keeps the session of a closed tab for two minutes in case it reconnects, but expires it only when the next
tab closes: a proposal from a large workbook would stay in memory all night. The allocators of Python, Arrow and C
keep freed memory until told to release it.
"""

import asyncio
import gc
import logging
import time
from typing import Final

import pyarrow
from starlette.concurrency import run_in_threadpool

from ui.shell.arena import glibc
from ui.shell.patches import expire_sessions

_LOG: Final = logging.getLogger("progress")
#: Seconds between two runs.
INTERVAL: Final = 20.0
#: Seconds of CPU time since the last release below which another one (about 0.1 s for all users) is not worth it.
_MIN_CPU_SECONDS: Final = 1.0


async def release_memory_periodically() -> None:
    """Every INTERVAL seconds: expires sessions of closed tabs; after that or after CPU work, releases memory."""
    last_cpu_time, live = 0.0, frozenset[str]()
    while True:
        await asyncio.sleep(INTERVAL)
        try:
            previous, live = live, expire_sessions()
            if previous - live or time.process_time() - last_cpu_time > _MIN_CPU_SECONDS:
                await run_in_threadpool(release_memory)
                last_cpu_time = time.process_time()
        except Exception:  # the next run may succeed
            _LOG.exception("memory was not tidied up; it is tried again")


def release_memory() -> None:
    """Run the garbage collector and return freed memory to the system, as far as the platform supports it."""
    gc.collect()
    pyarrow.default_memory_pool().release_unused()
    if library := glibc():
        library.malloc_trim(0)
