"""Rate limits with exponential back-off for sign-in attempts."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

#: Seconds without an attempt after which a key is reset; the most keys in memory.
FORGET_AFTER: Final = 15 * 60.0
MAX_KEYS: Final = 4096
#: Failures without a wait: of a name from one network; of a network, since a whole office may share one address; and
#: networks that may fail for a name.
_FREE_PER_PAIR: Final = 5
_FREE_PER_NETWORK: Final = 20
_FREE_NETWORKS_PER_NAME: Final = 20


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


class SignInLimit:
    """The limits of the sign-in. A stranger who guesses cannot keep the owner of a name out.

    Failures count per pair of name and network, per network, and per name the networks that failed. For a network from
    which the name has signed in since the start of the server only the pair counts: neither guesses from elsewhere nor
    those for other names hold it up.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.pairs = RateLimit(_FREE_PER_PAIR, clock=clock)
        self.networks = RateLimit(_FREE_PER_NETWORK, clock=clock)
        self.names = RateLimit(_FREE_NETWORKS_PER_NAME, clock=clock)
        self.known: OrderedDict[str, None] = OrderedDict()

    def wait(self, name: str, network: str) -> float:
        """Seconds that an attempt for `name` from `network` has to wait; 0 where it is allowed."""
        pair = _pair(name, network)
        wait = self.pairs.wait(pair)
        if pair in self.known:
            return wait
        has_failed = pair in self.pairs.attempts
        return max(wait, self.networks.wait(network), 0.0 if has_failed else self.names.wait(name))

    def count(self, name: str, network: str) -> None:
        """Note an attempt; before it is tried, so that parallel ones do not get around the limit."""
        pair = _pair(name, network)
        if pair not in self.pairs.attempts:
            self.names.count(name)
        self.pairs.count(pair)
        self.networks.count(network)

    def succeeded(self, name: str, network: str) -> None:
        """Take the noted attempt back, and remember that the name has signed in from there."""
        pair = _pair(name, network)
        self.pairs.forget(pair, reset=True)
        self.networks.forget(network, reset=False)
        self.names.forget(name, reset=False)
        self.known[pair] = None
        self.known.move_to_end(pair)
        if len(self.known) > MAX_KEYS:
            self.known.popitem(last=False)


def _pair(name: str, network: str) -> str:
    return f"{network} {name}"  # a network has no blank
