"""Limits on what a stranger can take up: descriptors, connections without headers, messages, lines in the log."""

import asyncio
import logging
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from ui.shell.patches import limit_messages, watch_connections
from ui.shell.settings import settings

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None  # type: ignore[assignment]

#: Seconds within which a connection must have sent its first headers; how many may be without, per address.
HEADER_SECONDS: Final = 10.0
MAX_UNFINISHED: Final = 20
#: Bytes of the largest message over a web socket: of readers, and of who may edit. Files come by HTTP.
READER_MESSAGE: Final = 256 * 1024
EDITOR_MESSAGE: Final = 8 * 1024 * 1024
#: Seconds in which a line of the log is written once.
REPEAT_SECONDS: Final = 10.0
_LOGGERS: Final = ("asyncio", "uvicorn.error")


def raise_descriptor_limit() -> int:
    """Raises the limit of open descriptors to what the system allows this process; returns it, 0 where unknown."""
    if resource is None:
        return 0
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (OSError, ValueError):  # macOS names no limit and refuses it
            return soft
    return hard


class UnfinishedHeaders:
    """Connections that have not sent complete headers yet. On the server's event loop only.

    Closed after `seconds`. Of one address at most `most` stay: a further one closes the oldest, since one whose
    headers come does not stay long. An address for which `is_exempt` is true has no such limit.
    """

    def __init__(self, seconds: float, most: int, is_exempt: Callable[[str], bool]) -> None:
        self.seconds = seconds
        self.most = most
        self.is_exempt = is_exempt
        self.timers: dict[asyncio.Transport, tuple[str, asyncio.TimerHandle]] = {}
        self.by_address: dict[str, OrderedDict[asyncio.Transport, None]] = {}

    def add(self, transport: asyncio.Transport) -> None:
        """Begin to wait for the headers of a new connection."""
        peer = transport.get_extra_info("peername")
        address = str(peer[0]) if isinstance(peer, tuple) and peer else ""
        timer = asyncio.get_running_loop().call_later(self.seconds, transport.abort)
        self.timers[transport] = address, timer
        of_address = self.by_address.setdefault(address, OrderedDict())
        of_address[transport] = None
        if len(of_address) > self.most and not self.is_exempt(address):
            oldest = next(iter(of_address))
            self.remove(oldest)
            oldest.abort()

    def remove(self, transport: asyncio.Transport) -> None:
        """The headers have come, or the connection has ended."""
        address, timer = self.timers.pop(transport, ("", None))
        if timer is not None:
            timer.cancel()
            of_address = self.by_address[address]
            del of_address[transport]
            if not of_address:
                del self.by_address[address]


class OncePerPeriod(logging.Filter):
    """Lets a line through once in `seconds`, whatever its numbers; the next one says how often it was repeated."""

    def __init__(self, seconds: float = REPEAT_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.seconds = seconds
        self.clock = clock
        self.seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether `record` is written."""
        key = f"{record.levelno} {re.sub('[0-9]+', '0', record.getMessage())[:200]}"
        now = self.clock()
        since, repeats = self.seen.get(key, (-self.seconds, 0))
        if now - since < self.seconds:
            self.seen[key] = since, repeats + 1
            return False
        self.seen[key] = now, 0
        self.seen.move_to_end(key)
        if len(self.seen) > 100:
            self.seen.popitem(last=False)
        if repeats:
            record.msg, record.args = f"{record.getMessage()} (repeated {repeats} times)", ()
        return True


def limit_connections() -> None:
    """Puts the limits of this module into force, once per process, before the first connection."""
    raise_descriptor_limit()
    unfinished = UnfinishedHeaders(HEADER_SECONDS, MAX_UNFINISHED, lambda address: settings().trusts(address))
    watch_connections(unfinished.add, unfinished.remove)
    limit_messages(READER_MESSAGE)
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(OncePerPeriod())
