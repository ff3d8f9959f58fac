"""Who opened a connection, as far as the connection itself can tell: the gate hands it to the scripts of pages."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Final, Literal
from urllib.parse import quote, unquote, urlsplit

Kind = Literal["nobody", "machine", "session", "proxy"]
_KINDS: Final[dict[str, Kind]] = {
    "nobody": "nobody",
    "machine": "machine",
    "session": "session",
    "proxy": "proxy",
}

#: The header in which the gate says who it is. It begins with a number of this process, so that nobody outside can
#: write one, even where the gate were left out.
HEADER: Final = "x-progress-visitor"
_SEAL: Final = secrets.token_hex(16)

#: Headers by which a proxy tells that the request came from elsewhere.
FORWARDING: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
_LOCAL_NAMES: Final = ("localhost",)


@dataclass(frozen=True)
class Visitor:
    """Somebody at the machine, the owner of a session (`value`: its id), a user that a proxy names, or nobody."""

    kind: Kind = "nobody"
    value: str = ""

    def header(self) -> str:
        """What stands in HEADER: ASCII, sealed."""
        return f"{_SEAL} {self.kind} {quote(self.value, safe='')}"


NOBODY: Final = Visitor()


def handed(headers: Mapping[str, str]) -> Visitor:
    """The visitor that the gate wrote into `headers`; NOBODY where it did not."""
    seal, _, rest = headers.get(HEADER, "").partition(" ")
    kind, _, value = rest.partition(" ")
    if not secrets.compare_digest(seal.encode(), _SEAL.encode()) or kind not in _KINDS:
        return NOBODY
    return Visitor(_KINDS[kind], unquote(value))


def is_loopback(address: str | None) -> bool:
    """Whether `address` is one of this machine to itself: 127.0.0.0/8, ::1, also written ::ffff:127.0.0.1."""
    try:
        found = ip_address((address or "").strip("[]"))
    except ValueError:
        return (address or "").lower().rstrip(".") in _LOCAL_NAMES
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        return found.ipv4_mapped.is_loopback
    return found.is_loopback


def at_the_machine(bound: str | None, peer: str | None, headers: Iterable[tuple[str, str]]) -> bool:
    """Whether a request comes from somebody who sits at the machine.

    `bound`: the address that the server listens on; `peer`: whence the connection comes; `headers`: lower-case
    names. All must hold: the server listens on loopback only, the connection is from loopback, the browser asked
    for a loopback name (a foreign name that points here is DNS rebinding), and no proxy passed it on.
    """
    known = list(headers)
    if not (is_loopback(bound) and is_loopback(peer)):
        return False
    if any(name in FORWARDING or name.startswith("x-forwarded-") for name, _ in known):
        return False
    hosts = [value for name, value in known if name == "host"]
    return len(hosts) == 1 and is_loopback(_hostname(hosts[0]))


def _hostname(host: str) -> str | None:
    try:
        parts = urlsplit(f"//{host}")
    except ValueError:
        return None
    return parts.hostname if parts.netloc == host and "@" not in host else None
