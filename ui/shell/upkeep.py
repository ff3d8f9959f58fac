"""Maintenance of the store while the server runs: checkpoints of its write-ahead log, and a daily integrity check."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool

from store.audit import now
from store.autosave import remove_old
from store.engine import empty_log
from store.errors import StoreError
from store.health import check_copy

_LOG: Final = logging.getLogger("progress")
#: Seconds between two checkpoints: a commit that a reader kept in the log is in the file within a second of its end.
EMPTY_INTERVAL: Final = 0.4
_AFTER_FAILURE: Final = 30.0
#: Seconds from the start to the first check, between checks, and after one that failed or found faults.
FIRST_CHECK: Final = 60.0
CHECK_INTERVAL: Final = 24 * 3600.0
RECHECK_INTERVAL: Final = 600.0


@dataclass(frozen=True)
class CheckResult:
    """Result of a check. faults: one Chinese line each. at: when it ended, in UTC."""

    at: str
    faults: tuple[str, ...]


_LAST: CheckResult | None = None


def last_check() -> CheckResult | None:
    """The result of this server's last check; None before the first."""
    return _LAST


async def empty_log_periodically() -> None:
    """Background task: moves into the store's file what readers or finished commands left in its log."""
    while True:
        await asyncio.sleep(EMPTY_INTERVAL)
        try:
            await run_in_threadpool(empty_log)
        except StoreError as error:  # nothing is lost: the log stays
            _LOG.warning("the store's log was not emptied; it is tried again: %s", error)
            await asyncio.sleep(_AFTER_FAILURE)
        except Exception:
            _LOG.exception("the store's log was not emptied; it is tried again")
            await asyncio.sleep(_AFTER_FAILURE)


async def check_daily() -> None:
    """Background task: checks the whole store daily; sooner again while a check finds faults. Deletes old drafts."""
    await asyncio.sleep(FIRST_CHECK)
    while True:
        with suppress(StoreError):  # the check says it too
            await run_in_threadpool(remove_old)
        result = await run_in_threadpool(check_now)
        await asyncio.sleep(RECHECK_INTERVAL if result.faults else CHECK_INTERVAL)


def check_now() -> CheckResult:
    """Check the whole store and keep the result for /healthz; faults are also logged."""
    global _LAST
    try:
        faults = tuple(check_copy())
    except StoreError as error:
        faults = (f"检查没有做完：{error}",)
    except Exception as error:
        _LOG.exception("the store could not be checked")
        faults = (f"检查没有做完：{type(error).__name__}",)
    for fault in faults:
        _LOG.error("check of the store: %s", fault)
    _LAST = CheckResult(now(), faults)
    return _LAST
