"""Results that all sessions share: each is computed once, while other threads that want it wait."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Shared(Generic[Result]):
    """Results by key, at most `most`; the one that was asked for longest ago is dropped first.

    A failure is not kept: the next one who asks computes anew. Results are shared, so treat them as read-only.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._results: OrderedDict[Hashable, Result] = OrderedDict()
        self._lock = threading.Lock()
        #: Key → the lock of who computes it, and how many use that lock.
        self._computing: dict[Hashable, tuple[threading.Lock, int]] = {}

    def get(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """The result of `key`, from `compute` where there is none yet. Raises what `compute` raises."""
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
            own, users = self._computing.get(key, (threading.Lock(), 0))
            self._computing[key] = own, users + 1
        try:
            with own:
                with self._lock:
                    if key in self._results:
                        return self._results[key]
                result = compute()
                with self._lock:
                    self._results[key] = result
                    while len(self._results) > self._most:
                        self._results.popitem(last=False)
                return result
        finally:
            with self._lock:
                users = self._computing[key][1] - 1
                if users:
                    self._computing[key] = own, users
                else:
                    del self._computing[key]

    def clear(self) -> None:
        """Drop all results."""
        with self._lock:
            self._results.clear()
