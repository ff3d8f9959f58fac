"""The middleware of the app, outermost first."""

from starlette.middleware import Middleware

from ui.shell.base_path import BasePath
from ui.shell.gate import Gate
from ui.shell.patches import AT_IMPORT
from ui.shell.security import SecurityHeaders
from ui.shell.static_files import StaticFiles


def middleware() -> list[Middleware]:
    """Security headers first, since they apply to every response; then the gate, which protects the rest."""
    for patch in AT_IMPORT:
        patch()
    return [Middleware(SecurityHeaders), Middleware(Gate), Middleware(BasePath), Middleware(StaticFiles)]
