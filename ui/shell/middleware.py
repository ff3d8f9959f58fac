"""The middleware of the app, outermost first."""

from starlette.middleware import Middleware

from ui.shell.base_path import BasePath
from ui.shell.gate import Gate
from ui.shell.security import SecurityHeaders
from ui.shell.static_files import StaticFiles


def middleware() -> list[Middleware]:
    """Headers go on whatever the rest answers, so they stand outside; then the gate, by which the rest is reached."""
    return [Middleware(SecurityHeaders), Middleware(Gate), Middleware(BasePath), Middleware(StaticFiles)]
