"""The store's upkeep while the server runs: its log is emptied, and once a day all that is stored is checked."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool

from store.audit import now
from store.engine import empty_log
from store.errors import StoreError
from store.health import check_copy

_LOG: Final = logging.getLogger("progress")
#: Seconds between two looks at the log: a commit whose log a reader kept is in the file within a second of the reader.
EMPTY_EVERY: Final = 0.4
_AFTER_FAILURE: Final = 30.0
#: Seconds from the start to the first check, between checks, and after one that found faults or could not be done.
FIRST_CHECK: Final = 60.0
CHECK_EVERY: Final = 24 * 3600.0
CHECK_AGAIN: Final = 600.0


@dataclass(frozen=True)
class Checked:
    """What the last check found, one Chinese line each; at: when it ended, in UTC."""

    at: str
    faults: tuple[str, ...]


_LAST: Checked | None = None


def last_check() -> Checked | None:
    """What the last check of this server found; None before the first."""
    return _LAST


async def keep_file_whole() -> None:
    """While the server runs: moves into the store's file what readers, or commands that have ended, left in its log."""
    while True:
        await asyncio.sleep(EMPTY_EVERY)
        try:
            await run_in_threadpool(empty_log)
        except StoreError as error:  # nothing is lost: the log stays
            _LOG.warning("the store's log was not emptied; it is tried again: %s", error)
            await asyncio.sleep(_AFTER_FAILURE)
        except Exception:
            _LOG.exception("the store's log was not emptied; it is tried again")
            await asyncio.sleep(_AFTER_FAILURE)


async def check_daily() -> None:
    """While the server runs: checks all that is stored, and again soon while it is not sound."""
    await asyncio.sleep(FIRST_CHECK)
    while True:
        checked = await run_in_threadpool(check_now)
        await asyncio.sleep(CHECK_AGAIN if checked.faults else CHECK_EVERY)


def check_now() -> Checked:
    """Check all that is stored and keep what was found for /healthz; faults are logged too."""
    global _LAST
    try:
        faults = tuple(check_copy())
    except StoreError as error:
        faults = (f"检查没有做完:{error}",)
    except Exception as error:
        _LOG.exception("the store could not be checked")
        faults = (f"检查没有做完:{type(error).__name__}",)
    for fault in faults:
        _LOG.error("check of the store: %s", fault)
    _LAST = Checked(now(), faults)
    return _LAST
