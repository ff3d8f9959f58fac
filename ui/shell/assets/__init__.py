"""Static files of the shell: scripts that run before Streamlit's own, the sign-in's stylesheet and the icon."""

import hashlib
import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from charts.theme import LINE, PAPER

FOLDER: Final = Path(__file__).parent
CONFIG: Final = FOLDER.parents[2] / ".streamlit" / "config.toml"
_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Asset:
    """One file as sent: `address` holds a digest of `content`, so that browsers may cache it as immutable."""

    address: str
    content: bytes
    media_type: str


@cache
def read_asset(name: str) -> Asset:
    """The file `name` of this folder with its placeholder filled in.

    Raises FileNotFoundError for an unknown name and ValueError where the placeholder is missing.
    """
    path = FOLDER / name
    text = path.read_text(encoding="utf-8")
    if name in _SLOTS:
        slot, value = _SLOTS[name]
        if slot not in text:
            raise ValueError(f"{path.name} has no {slot}")
        text = text.replace(slot, value())
    content = text.encode()
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Asset(f"shell/{path.stem}.{digest}{path.suffix}", content, _TYPES[path.suffix])


def _texts() -> str:
    return (FOLDER / "frame_texts.json").read_text(encoding="utf-8")


def _themes() -> str:
    """The two themes of config.toml with the names that Streamlit's page uses, as JSON."""
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    return json.dumps({kind: {"bodyFont": theme["font"], **theme[kind]} for kind in ("light", "dark")})


def _colours() -> str:
    """The same themes as variables of a stylesheet, light or dark as the browser prefers."""
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    names = {
        "ground": "backgroundColor", "field": "secondaryBackgroundColor", "text": "textColor", "accent": "primaryColor"
    }  # fmt: skip
    light, dark = (
        "".join(f"--{variable}:{theme[kind][name]};" for variable, name in names.items()) for kind in ("light", "dark")
    )
    common = f"--font:{theme['font']};--line:{LINE};--paper:{PAPER};"
    return f":root{{color-scheme:light dark;{common}{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"


#: File -> its placeholder, and the function that returns the value.
_SLOTS: Final[dict[str, tuple[str, Callable[[], str]]]] = {
    "frame.js": ('JSON.parse("@TEXTS@")', _texts),
    "server.js": ('JSON.parse("@THEMES@")', _themes),
    "sign_in.css": ("/* @COLOURS@ */", _colours),
}

#: In loading order.
SCRIPTS: Final = (
    "polyfills.js",
    "width.js",
    "server.js",
    "session.js",
    "frame.js",
    "links.js",
    "sort.js",
    "tables.js",
    "unsaved.js",
    "paper.js",
)
STYLES: Final = ("sign_in.css",)
ICON: Final = "icon.svg"


def asset_routes() -> list[Route]:
    """One GET route per file, cached by browsers for a year: the address changes with the content.

    The icon is also served as /favicon.png, which Streamlit's page requests first.
    """
    routes = [_route(f"/{read_asset(name).address}", read_asset(name)) for name in (*SCRIPTS, *STYLES, ICON)]
    return [*routes, _route("/favicon.png", read_asset(ICON))]


def _route(path: str, asset: Asset) -> Route:
    async def send(_request: Request) -> Response:
        headers = {"Cache-Control": "public, immutable, max-age=31536000"}
        return Response(asset.content, media_type=asset.media_type, headers=headers)

    return Route(path, send, methods=["GET"])
