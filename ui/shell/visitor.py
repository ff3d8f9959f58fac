"""Authentication: the visitor behind a connection; the gate passes it on to pages and routes in a header."""

import secrets
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final, Literal, get_args
from urllib.parse import quote, unquote, urlsplit

from starlette.requests import HTTPConnection
from starlette.types import Scope

from store.accounts import MAX_NAME_LENGTH, normalized_name
from store.sessions import session_of
from ui.shell.settings import Settings

Kind = Literal["nobody", "machine", "session", "proxy"]
_KINDS: Final[dict[str, Kind]] = {kind: kind for kind in get_args(Kind)}

#: The header in which the gate passes the visitor on. Its value begins with a random token of this process, so that
#: clients cannot forge it even if the gate were bypassed.
VISITOR_HEADER: Final = "x-progress-visitor"
_SEAL: Final = secrets.token_hex(16)
COOKIE: Final = "progress_session"

#: Prefixes of headers that proxies use to name a user: stripped from every request.
_IDENTITY_HEADERS: Final = (
    "x-progress-", "x-auth-request-", "x-forwarded-user", "x-forwarded-email", "x-forwarded-preferred-username",
    "x-forwarded-groups", "x-forwarded-access-token", "x-remote-", "remote-user", "remote-name", "remote-email",
    "remote-groups", "x-streamlit-user", "x-webauth-", "x-authentik-", "x-user", "x-ms-client-principal",
    "x-goog-authenticated-", "cf-access-", "tailscale-user-",
)  # fmt: skip
#: Prefixes of headers by which a proxy marks a forwarded request.
_FORWARDING_HEADERS: Final = (
    "forwarded", "via", "x-forwarded", "x-original-", "x-real-ip", "x-client-ip", "x-cluster-client-ip",
    "true-client-ip", "client-ip", "cf-", "cdn-",
    "fastly-client-ip", "fly-", "do-connecting-ip", "x-envoy-", "x-azure-", "x-appengine-",
    "x-amzn-", "x-amz-cf-", "x-vercel-", "ali-cdn-", "x-proxy", "x-remote-", "wl-proxy-",
)  # fmt: skip


@dataclass(frozen=True)
class Visitor:
    """kind: machine (local user), session, proxy or nobody. value: the session's id, or the name from the proxy."""

    kind: Kind = "nobody"
    value: str = ""

    def header(self) -> str:
        """The value of VISITOR_HEADER: ASCII, with the token."""
        return f"{_SEAL} {self.kind} {quote(self.value, safe='')}"


NOBODY: Final = Visitor()


def visitor_from_headers(headers: Mapping[str, str]) -> Visitor:
    """The visitor that the gate wrote into `headers` (lower-case names); NOBODY without a valid token."""
    seal, _, rest = headers.get(VISITOR_HEADER, "").partition(" ")
    kind, _, value = rest.partition(" ")
    if not secrets.compare_digest(seal.encode(), _SEAL.encode()) or kind not in _KINDS:
        return NOBODY
    return Visitor(_KINDS[kind], unquote(value))


def visitor_of(scope: Scope, bound: str, settings: Settings) -> Visitor:
    """The visitor of the connection of `scope`; `bound`: the address that the server listens on.

    In this order: the name from a trusted proxy, the session of the cookie, the local user. May read the key that
    signs cookies from the database; raises StoreUnavailable.
    """
    connection = HTTPConnection(scope)
    if settings.user_header and settings.trusts(peer_of(scope)):
        names = connection.headers.getlist(settings.user_header)
        if len(names) == 1 and (name := _name(names[0])):
            return Visitor("proxy", name)
    if session := session_of(connection.cookies.get(COOKIE, "")):
        return Visitor("session", session)
    server = scope["server"][0] if scope.get("server") else None
    if is_loopback(server) and is_local_request(bound, peer_of(scope), connection.headers.items()):
        return Visitor("machine")
    return NOBODY


def without_identity(headers: Iterable[tuple[bytes, bytes]], settings: Settings) -> list[tuple[bytes, bytes]]:
    """ASGI headers without those that claim an identity, written with - or _."""
    claiming = (*_IDENTITY_HEADERS, settings.user_header) if settings.user_header else _IDENTITY_HEADERS
    return [
        (name, value)
        for name, value in headers
        if not name.decode("latin-1").lower().replace("_", "-").startswith(claiming)
    ]


def peer_of(scope: Scope) -> str | None:
    """The peer address of the connection, regardless of headers."""
    return scope["client"][0] if scope.get("client") else None


def client_of(scope: Scope, settings: Settings) -> str:
    """The client's address: the peer's, or the last entry of X-Forwarded-For from a trusted proxy."""
    peer = peer_of(scope) or ""
    if settings.trusts(peer):
        forwarded = ",".join(HTTPConnection(scope).headers.getlist("x-forwarded-for")).split(",")
        return next((text.strip()[:64] for text in reversed(forwarded) if text.strip()), peer)
    return peer


def network_of(client: str) -> str:
    """The network of `client`, the key for rate limits: of IPv6 the /64, which a single machine may use as a whole."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((int(address), 64), strict=False))
    return str(address)


def is_https(scope: Scope, settings: Settings) -> bool:
    """Whether the browser uses https: to this server, or to a trusted proxy."""
    if settings.trusts(peer_of(scope)):
        return HTTPConnection(scope).headers.get("x-forwarded-proto", scope.get("scheme", "")) in ("https", "wss")
    return scope.get("scheme") in ("https", "wss")


def is_loopback(address: str | None) -> bool:
    """Whether `address` is a loopback address: localhost, 127.0.0.0/8, ::1, also as ::ffff:127.0.0.1."""
    text = (address or "").strip("[]")
    try:
        found = ip_address(text)
    except ValueError:
        return text.lower().rstrip(".") == "localhost"
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        return found.ipv4_mapped.is_loopback
    return found.is_loopback


def is_local_request(bound: str | None, peer: str | None, headers: Iterable[tuple[str, str]]) -> bool:
    """Whether a request comes from a browser on this machine.

    `bound`: the address that the server listens on; `peer`: the peer address; `headers`: lower-case names. True only
    if the server listens on loopback, the peer is on loopback, Host is a loopback name, and no proxy forwarded it.
    """
    pairs = list(headers)
    hosts = _hosts(pairs)
    return _direct(bound, peer, pairs) and len(hosts) == 1 and is_loopback(_hostname(hosts[0]))


def is_rebound(
    bound: str | None, peer: str | None, headers: Iterable[tuple[str, str]], allowed: Container[str | None]
) -> bool:
    """Whether a browser on this machine uses a foreign host name (DNS rebinding).

    A page under that name could read every response of the dashboard. `allowed`: host names that are accepted.
    Forwarded requests do not count: proxies use other host names and mark them in their headers.
    """
    pairs = list(headers)
    names = [_hostname(host) for host in _hosts(pairs)]
    return _direct(bound, peer, pairs) and any(not is_loopback(name) and name not in allowed for name in names)


def _direct(bound: str | None, peer: str | None, headers: Iterable[tuple[str, str]]) -> bool:
    """Whether server and peer are both on loopback and no proxy forwarded the request."""
    is_forwarded = any(name.replace("_", "-").startswith(_FORWARDING_HEADERS) for name, _ in headers)
    return is_loopback(bound) and is_loopback(peer) and not is_forwarded


def _hosts(headers: Iterable[tuple[str, str]]) -> list[str]:
    return [value for name, value in headers if name == "host"]


def same_site(origin: str | None, host: str | None, allowed: Iterable[str] = ()) -> bool:
    """Whether `origin` (from an Origin or Referer header) is the site `host`, or one of the `allowed` origins."""
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
    """The user's name in a proxy's header (UTF-8, decoded as latin-1 by the server); "" for an invalid name."""
    raw = value.encode("latin-1", "replace")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = value
    name = normalized_name(text)
    return name if name.isprintable() and len(name) <= MAX_NAME_LENGTH else ""
