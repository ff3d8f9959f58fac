"""Static files of the slides: stylesheet, scripts, and plotly's script from its Python package."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import plotly
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.shell.static_files import CACHE, IMMUTABLE, MEDIA_TYPES, CompressedFiles, accepts_gzip, matches

FOLDER: Final = Path(__file__).parent
PLOTLY: Final = Path(plotly.__file__).parent / "package_data"
STYLE: Final = "meeting.css"
_FILES: Final = (STYLE, "draw.js", "show.js", "print.js")
_PLOTLY_FILE: Final = "plotly.min.js"


@dataclass(frozen=True)
class MeetingAsset:
    """One file: its address (with a digest of its content, so that browsers may cache it as immutable) and its path."""

    address: str
    path: Path


@cache
def read_meeting_asset(name: str) -> MeetingAsset:
    """The file `name` of this folder, or plotly's script. Raises FileNotFoundError for an unknown name."""
    path = PLOTLY / name if name == _PLOTLY_FILE else FOLDER / name
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return MeetingAsset(f"shell/{path.stem}.{digest}{path.suffix}", path)


def meeting_asset_routes() -> list[Route]:
    """One GET route per file, gzipped where the client accepts it, cached by browsers for a year."""
    return [_route(name) for name in (*_FILES, _PLOTLY_FILE)]


@cache
def _gzipped_plotly() -> CompressedFiles:
    return CompressedFiles(PLOTLY, CACHE / f"plotly-{plotly.__version__}")


@cache
def _gzipped(name: str) -> bytes:
    if name == _PLOTLY_FILE:
        return _gzipped_plotly().read(name)
    return gzip.compress(read_meeting_asset(name).path.read_bytes(), 9, mtime=0)


def _route(name: str) -> Route:
    asset = read_meeting_asset(name)
    media_type = MEDIA_TYPES[asset.path.suffix]

    async def send(request: Request) -> Response:
        gzip_accepted = accepts_gzip(request.headers)
        etag = f'"{asset.address.rsplit("/", 1)[-1]}{".gz" if gzip_accepted else ""}"'
        headers = {"Cache-Control": IMMUTABLE, "ETag": etag, "Vary": "Accept-Encoding"}
        if matches(request.headers, etag):
            return Response(status_code=304, headers=headers)
        if gzip_accepted:
            headers["Content-Encoding"] = "gzip"
        content = await run_in_threadpool(_gzipped, name) if gzip_accepted else asset.path.read_bytes()
        return Response(content, headers=headers, media_type=media_type)

    return Route(f"/{asset.address}", send, methods=["GET"])
