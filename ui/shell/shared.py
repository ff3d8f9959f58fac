"""Results that all sessions share: each is computed once, while other threads that want it wait."""

import pickle
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final, Generic, TypeVar

Result = TypeVar("Result")

#: What a result counts that cannot be pickled: more than most.
_UNMEASURED: Final = 2**20


def size_of(result: Any) -> int:
    """Bytes of a result: of bytes and texts their own, else of the pickled form, close to what its tables hold."""
    if isinstance(result, bytes | str):
        return sys.getsizeof(result)
    try:
        return len(pickle.dumps(result, protocol=pickle.HIGHEST_PROTOCOL))
    except (pickle.PicklingError, AttributeError, TypeError, RuntimeError):
        return _UNMEASURED


class Shared(Generic[Result]):
    """Results by key, together at most `most_bytes`; the one that was asked for longest ago is dropped first.

    A larger result and a failure are not kept: the next one who asks computes anew. Results are shared, so treat them
    as read-only.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        #: Key → result and its bytes.
        self._results: OrderedDict[Hashable, tuple[Result, int]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        #: Key → the lock of who computes it, and how many use that lock.
        self._computing: dict[Hashable, tuple[threading.Lock, int]] = {}

    def get(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """The result of `key`, from `compute` where there is none yet. Raises what `compute` raises."""
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key][0]
            own, users = self._computing.get(key, (threading.Lock(), 0))
            self._computing[key] = own, users + 1
        try:
            with own:
                with self._lock:
                    if key in self._results:
                        return self._results[key][0]
                result = compute()
                self._keep(key, result, size_of(result))
                return result
        finally:
            with self._lock:
                users = self._computing[key][1] - 1
                if users:
                    self._computing[key] = own, users
                else:
                    del self._computing[key]

    @property
    def kept_bytes(self) -> int:
        """Bytes of all results together."""
        return self._bytes

    def clear(self) -> None:
        """Drop all results."""
        with self._lock:
            self._results.clear()
            self._bytes = 0

    def _keep(self, key: Hashable, result: Result, size: int) -> None:
        if size > self._most:
            return
        with self._lock:
            self._results[key] = result, size
            self._bytes += size
            while self._bytes > self._most:
                self._bytes -= self._results.popitem(last=False)[1][1]
