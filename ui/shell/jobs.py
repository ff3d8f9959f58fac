"""Long-running work of a page: runs in its own thread and is cancelled when no page polls it any more."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from store.errors import StoreError

Result = TypeVar("Result")

#: Seconds without a poll (tab closed, network lost) after which the work is cancelled.
ABANDONED_AFTER: Final = 15.0
_LOG: Final = logging.getLogger(__name__)
_UNEXPECTED: Final = "处理时出了意外，没有写入任何内容。请再试一次；仍然不行，请把文件交给管理员查看。"


class Job(Generic[Result]):
    """Work in a background thread. `work` receives a function that it calls now and then: whether to stop."""

    def __init__(self, work: Callable[[Callable[[], bool]], Result]) -> None:
        self._work = work
        self._started = self._last_poll = time.monotonic()
        self._cancelled = threading.Event()
        self._ended = threading.Event()
        self.result: Result | None = None
        self.error: StoreError | None = None
        threading.Thread(target=self._run, name="job", daemon=True).start()

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    @property
    def cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self._cancelled.is_set()

    def poll(self) -> bool:
        """Whether it has ended; a waiting page polls every half second, which keeps the work alive."""
        self._last_poll = time.monotonic()
        return self._ended.is_set()

    def wait(self, seconds: float) -> bool:
        """Block for at most `seconds`; whether it has ended."""
        return self._ended.wait(seconds)

    def cancel(self) -> None:
        """Stop the work at its next check; its result is discarded."""
        self._cancelled.set()

    def _should_stop(self) -> bool:
        if time.monotonic() - self._last_poll > ABANDONED_AFTER:
            self.cancel()
        return self._cancelled.is_set()

    def _run(self) -> None:
        try:
            result = self._work(self._should_stop)
            if not self._cancelled.is_set():
                self.result = result
        except StoreError as error:
            self.error = error
        except Exception:
            if not self._cancelled.is_set():
                _LOG.exception("a job failed")
                self.error = StoreError(_UNEXPECTED)
        finally:
            self._ended.set()
