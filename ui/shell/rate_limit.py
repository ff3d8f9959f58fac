"""Rate limit with exponential back-off for sign-in attempts."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

#: Seconds without an attempt after which a key is reset; the most keys in memory.
FORGET_AFTER: Final = 15 * 60.0
MAX_KEYS: Final = 4096


class RateLimit:
    """Counts attempts per key (a name, an address): `free` without delay, then waits of 1, 2, 4 … `longest` seconds.

    An attempt counts when it starts, so that parallel attempts do not bypass the limit; `forget` takes it back. The
    number of keys is bounded; the least recently used go first. Not thread-safe: for the server's event loop.
    """

    def __init__(self, free: int, longest: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.free = free
        self.longest = longest
        self.clock = clock
        self.attempts: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Seconds that an attempt for `key` has to wait; 0 where it is allowed."""
        count, last = self.attempts.get(key, (0, 0.0))
        elapsed = self.clock() - last
        if count < self.free or elapsed > FORGET_AFTER:
            return 0.0
        return max(0.0, min(self.longest, 2.0 ** min(count - self.free, 30)) - elapsed)

    def count(self, key: str) -> None:
        """Note an attempt for `key`."""
        count, last = self.attempts.pop(key, (0, 0.0))
        now = self.clock()
        self.attempts[key] = (1 if now - last > FORGET_AFTER else count + 1, now)
        if len(self.attempts) > MAX_KEYS:
            self.attempts.popitem(last=False)

    def forget(self, key: str, *, reset: bool) -> None:
        """Take back one attempt for `key` (it succeeded); with `reset` all of them."""
        count, last = self.attempts.pop(key, (0, 0.0))
        if count > 1 and not reset:
            self.attempts[key] = (count - 1, last)
