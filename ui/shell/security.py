"""Security headers on every response; the content security policy allows only what Streamlit and plotly need."""

import re
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.shell.settings import settings

#: Directive -> sources. Styles are inline because emotion and plotly write them at run time; scripts never are.
POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'none'",
    "frame-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
_FIXED: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


#: Streamlit's agent API describes itself even when it is disabled, and its metrics tell of sessions; here both are 404.
_CLOSED_PATHS: Final = re.compile(r"/_stcore/(agent/|metrics$)")


def security_headers() -> dict[str, str]:
    """The headers of every HTTP response; the dashboard is framed by nobody, or by the addresses of the setting."""
    embedders = settings().embedders
    policy = POLICY | ({"frame-ancestors": " ".join(embedders)} if embedders else {})
    framing = {} if embedders else {"X-Frame-Options": "DENY"}  # the older header knows no list
    text = "; ".join(f"{directive} {sources}" for directive, sources in policy.items())
    return {"Content-Security-Policy": text, **framing, **_FIXED}


class SecurityHeaders:
    """ASGI middleware that sets security_headers() on each HTTP response, overriding the inner application's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; ASGI."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(security_headers())
            await send(message)

        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif _CLOSED_PATHS.search(scope["path"]):
            await PlainTextResponse("没有这个地址。", status_code=404)(scope, receive, send_with_headers)
        else:
            await self.app(scope, receive, send_with_headers)
