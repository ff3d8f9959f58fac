"""Guessing passwords is made slow: after some failures each further attempt has to wait, twice as long every time."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

#: Seconds after which failures are forgotten; names and addresses that are remembered at most.
FORGOTTEN_AFTER: Final = 15 * 60.0
REMEMBERED: Final = 4096


class RateLimit:
    """Counts attempts per key (a name, an address): `free` at once, then a wait of 1, 2, 4 … `longest` seconds.

    An attempt counts from its beginning, so that many at once are no way around; `forget` takes it back. What is
    kept is bounded: the keys that were quiet longest go first. For one thread (the server's event loop).
    """

    def __init__(self, free: int, longest: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.free = free
        self.longest = longest
        self.clock = clock
        self.attempts: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Seconds that an attempt for `key` has to wait; 0 where it may go on."""
        count, last = self.attempts.get(key, (0, 0.0))
        passed = self.clock() - last
        if count < self.free or passed > FORGOTTEN_AFTER:
            return 0.0
        return max(0.0, min(self.longest, 2.0 ** min(count - self.free, 30)) - passed)

    def count(self, key: str) -> None:
        """Note an attempt for `key`."""
        count, last = self.attempts.pop(key, (0, 0.0))
        now = self.clock()
        self.attempts[key] = (1 if now - last > FORGOTTEN_AFTER else count + 1, now)
        if len(self.attempts) > REMEMBERED:
            self.attempts.popitem(last=False)

    def forget(self, key: str, *, all_of_it: bool) -> None:
        """Take back the attempt that succeeded, or everything that is known of `key`."""
        count, last = self.attempts.pop(key, (0, 0.0))
        if count > 1 and not all_of_it:
            self.attempts[key] = (count - 1, last)
