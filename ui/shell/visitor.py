"""Who opened a connection, as far as the connection itself can tell: the gate hands it to the scripts of pages."""

import secrets
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final, Literal, get_args
from urllib.parse import quote, unquote, urlsplit

from starlette.requests import HTTPConnection
from starlette.types import Scope

from store.accounts import LONGEST_NAME, usual_name
from store.sessions import session_of
from ui.shell.settings import Settings

Kind = Literal["nobody", "machine", "session", "proxy"]
_KINDS: Final[dict[str, Kind]] = {kind: kind for kind in get_args(Kind)}

#: The header in which the gate says who it is. Its value begins with a number of this process, so that nobody
#: outside can write one, even where the gate were left out.
HEADER: Final = "x-progress-visitor"
_SEAL: Final = secrets.token_hex(16)
COOKIE: Final = "progress_session"

#: Headers by which programs tell each other who a user is: from whoever sends them they are not believed.
_IDENTITY: Final = (
    "x-progress-", "x-auth-request-", "x-forwarded-user", "x-forwarded-email", "x-forwarded-preferred-username",
    "x-forwarded-groups", "x-forwarded-access-token", "x-remote-", "remote-user", "remote-name", "remote-email",
    "remote-groups", "x-streamlit-user", "x-webauth-", "x-authentik-", "x-user", "x-ms-client-principal",
    "x-goog-authenticated-", "cf-access-", "tailscale-user-",
)  # fmt: skip
#: Headers by which a proxy tells that the request came from elsewhere.
_FORWARDING: Final = ("forwarded", "x-forwarded", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "via")


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
    """The visitor that the gate wrote into `headers` (lower-case names); NOBODY where it did not."""
    seal, _, rest = headers.get(HEADER, "").partition(" ")
    kind, _, value = rest.partition(" ")
    if not secrets.compare_digest(seal.encode(), _SEAL.encode()) or kind not in _KINDS:
        return NOBODY
    return Visitor(_KINDS[kind], unquote(value))


def visitor_of(scope: Scope, bound: str, settings: Settings) -> Visitor:
    """Who opens the connection of `scope`; `bound`: the address that the server listens on.

    A name that a believed proxy gives comes first, then the session of the cookie, then the machine. May ask the
    database for the key that signs cookies; raises StoreUnavailable.
    """
    connection = HTTPConnection(scope)
    if settings.user_header and settings.believes(peer_of(scope)):
        names = connection.headers.getlist(settings.user_header)
        if len(names) == 1 and (name := _name(names[0])):
            return Visitor("proxy", name)
    if session := session_of(connection.cookies.get(COOKIE, "")):
        return Visitor("session", session)
    server = scope["server"][0] if scope.get("server") else None
    if is_loopback(server) and at_the_machine(bound, peer_of(scope), connection.headers.items()):
        return Visitor("machine")
    return NOBODY


def without_identity(headers: Iterable[tuple[bytes, bytes]], settings: Settings) -> list[tuple[bytes, bytes]]:
    """ASGI headers without those that claim who somebody is, written with - or _."""
    foreign = (*_IDENTITY, settings.user_header) if settings.user_header else _IDENTITY
    return [
        (name, value)
        for name, value in headers
        if not name.decode("latin-1").lower().replace("_", "-").startswith(foreign)
    ]


def peer_of(scope: Scope) -> str | None:
    """The address at the other end of the connection, whatever headers say."""
    return scope["client"][0] if scope.get("client") else None


def client_of(scope: Scope, settings: Settings) -> str:
    """The address of whoever asks: the peer's, or what a believed proxy says stands before it."""
    peer = peer_of(scope) or ""
    if settings.believes(peer):
        told = ",".join(HTTPConnection(scope).headers.getlist("x-forwarded-for")).split(",")
        return next((text.strip()[:64] for text in reversed(told) if text.strip()), peer)
    return peer


def network_of(client: str) -> str:
    """Whose an address is, for counting: of IPv6 the /64, all of whose addresses one machine may use."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((int(address), 64), strict=False))
    return str(address)


def is_https(scope: Scope, settings: Settings) -> bool:
    """Whether the browser came by https: to us, or to a proxy that is believed."""
    if settings.believes(peer_of(scope)):
        return HTTPConnection(scope).headers.get("x-forwarded-proto", scope.get("scheme", "")) in ("https", "wss")
    return scope.get("scheme") in ("https", "wss")


def is_loopback(address: str | None) -> bool:
    """Whether `address` is one of this machine to itself: localhost, 127.0.0.0/8, ::1, also as ::ffff:127.0.0.1."""
    text = (address or "").strip("[]")
    try:
        found = ip_address(text)
    except ValueError:
        return text.lower().rstrip(".") == "localhost"
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        return found.ipv4_mapped.is_loopback
    return found.is_loopback


def at_the_machine(bound: str | None, peer: str | None, headers: Iterable[tuple[str, str]]) -> bool:
    """Whether a request comes from somebody who sits at the machine.

    `bound`: the address that the server listens on; `peer`: whence the connection comes; `headers`: lower-case
    names. All must hold: the server listens on loopback only, the connection is from loopback, the browser asked
    for a loopback name, and no proxy passed it on.
    """
    known = list(headers)
    hosts = _hosts(known)
    return _direct(bound, peer, known) and len(hosts) == 1 and is_loopback(_hostname(hosts[0]))


def is_rebound(
    bound: str | None, peer: str | None, headers: Iterable[tuple[str, str]], allowed: Container[str | None]
) -> bool:
    """Whether a browser on this machine was led here under a foreign name (DNS rebinding).

    The page of that name could read whatever the dashboard answers. `allowed`: host names that may lead here. A
    proxy passes on foreign names too, and says so in its headers.
    """
    known = list(headers)
    names = [_hostname(host) for host in _hosts(known)]
    return _direct(bound, peer, known) and any(not is_loopback(name) and name not in allowed for name in names)


def _direct(bound: str | None, peer: str | None, headers: Iterable[tuple[str, str]]) -> bool:
    """Whether server and peer are both on loopback and no header tells of a proxy between them."""
    passed_on = any(name.replace("_", "-").startswith(_FORWARDING) for name, _ in headers)
    return is_loopback(bound) and is_loopback(peer) and not passed_on


def _hosts(headers: Iterable[tuple[str, str]]) -> list[str]:
    return [value for name, value in headers if name == "host"]


def same_site(origin: str | None, host: str | None, allowed: Iterable[str] = ()) -> bool:
    """Whether `origin` (of an Origin or Referer header) is the site that was asked, or one of `allowed` origins."""
    try:
        parts = urlsplit(origin or "")
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return False
    return parts.netloc == host or f"{parts.scheme}://{parts.netloc}" in allowed


def _hostname(host: str) -> str | None:
    try:
        parts = urlsplit(f"//{host}")
    except ValueError:
        return None
    return parts.hostname if parts.netloc == host and "@" not in host else None


def _name(value: str) -> str:
    """The user's name in a proxy's header (UTF-8, which HTTP hands over as latin-1); "" for what is no name."""
    raw = value.encode("latin-1", "replace")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = value
    name = usual_name(text)
    return name if name.isprintable() and len(name) <= LONGEST_NAME else ""
