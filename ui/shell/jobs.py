"""Work that takes longer than a rerun may: in a thread of its own, given up when no page looks at it any more."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from store.errors import StoreError

Result = TypeVar("Result")

#: Seconds without anybody looking (the tab was closed, the network is gone) after which the work is given up.
NOBODY_LOOKS: Final = 15.0
_LOG: Final = logging.getLogger(__name__)
_UNFORESEEN: Final = "处理时出了意外,没有写入任何内容。请再试一次;仍然不行,请把文件交给管理员查看。"


class Job(Generic[Result]):
    """One piece of work. `work` is given a question that it asks now and then: whether to give up."""

    def __init__(self, work: Callable[[Callable[[], bool]], Result]) -> None:
        self._work = work
        self._began = self._looked = time.monotonic()
        self._given_up = threading.Event()
        self._ended = threading.Event()
        self.result: Result | None = None
        self.error: StoreError | None = None
        threading.Thread(target=self._run, name="job", daemon=True).start()

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self._began

    @property
    def cancelled(self) -> bool:
        """Whether somebody gave it up."""
        return self._given_up.is_set()

    def look(self) -> bool:
        """Whether it has ended; a page that waits for it asks every half second, and so keeps it going."""
        self._looked = time.monotonic()
        return self._ended.is_set()

    def wait(self, seconds: float) -> bool:
        """Whether it ends within `seconds`."""
        return self._ended.wait(seconds)

    def cancel(self) -> None:
        """Give it up; it stops at its next question, and its result is thrown away."""
        self._given_up.set()

    def _stop(self) -> bool:
        if time.monotonic() - self._looked > NOBODY_LOOKS:
            self.cancel()
        return self._given_up.is_set()

    def _run(self) -> None:
        try:
            result = self._work(self._stop)
            if not self._given_up.is_set():
                self.result = result
        except StoreError as error:
            self.error = error
        except Exception:
            if not self._given_up.is_set():
                _LOG.exception("a job failed")
                self.error = StoreError(_UNFORESEEN)
        finally:
            self._ended.set()
