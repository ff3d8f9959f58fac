"""The middleware of the app, outermost first."""

import uvicorn.config
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from ui.shell.base_path import BasePath
from ui.shell.gate import Gate
from ui.shell.security import SecurityHeaders
from ui.shell.static_files import StaticFiles


def keep_peers() -> None:
    """Keeps uvicorn from putting what a proxy on this machine says in the place of the connection's own address.

    It does so for X-Forwarded-For from loopback; the gate must know whence a connection really comes. Called while
    the app is imported, before uvicorn wraps it.
    """
    uvicorn.config.ProxyHeadersMiddleware = _as_it_is  # type: ignore[assignment, misc]


def _as_it_is(app: ASGIApp, trusted_hosts: object) -> ASGIApp:
    return app


def middleware() -> list[Middleware]:
    """Headers go on whatever the rest answers, so they stand outside; then the gate, by which the rest is reached."""
    keep_peers()
    return [Middleware(SecurityHeaders), Middleware(Gate), Middleware(BasePath), Middleware(StaticFiles)]
