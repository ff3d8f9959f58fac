"""server.baseUrlPath: the dashboard behind a proxy, under a folder of another site."""

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from ui.shell.links import base_path

#: Routes of the shell; Streamlit handles the base path of its own routes.
_OWN: Final = ("/shell/", "/api/", "/healthz", "/favicon.png", "/show", "/print", "/sign-in", "/sign-out")


class BasePath:
    """ASGI middleware: strips the base path from requests for the shell's routes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.base = base_path()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; ASGI."""
        path = scope.get("path", "")
        if self.base and path.startswith(tuple(self.base + own for own in _OWN)):
            scope = {**scope, "path": path.removeprefix(self.base)}
        await self.app(scope, receive, send)
