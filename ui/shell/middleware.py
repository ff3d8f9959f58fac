"""The middleware of the app, outermost first."""

import uvicorn.config
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from ui.shell.base_path import BasePath
from ui.shell.gate import Gate
from ui.shell.security import SecurityHeaders
from ui.shell.static_files import StaticFiles


def keep_peer_addresses() -> None:
    """Keeps uvicorn from replacing a connection's peer address by X-Forwarded-For.

    It does so for peers on loopback; the gate needs the real peer address. Called while the app is imported, before
    uvicorn wraps it.
    """
    uvicorn.config.ProxyHeadersMiddleware = _unchanged  # type: ignore[assignment, misc]


def _unchanged(app: ASGIApp, trusted_hosts: object) -> ASGIApp:
    return app


def middleware() -> list[Middleware]:
    """Security headers first, since they apply to every response; then the gate, which protects the rest."""
    keep_peer_addresses()
    return [Middleware(SecurityHeaders), Middleware(Gate), Middleware(BasePath), Middleware(StaticFiles)]
