"""Streamlit's own files, compressed once and kept; and its index.html, rewritten once.

Streamlit sends its bundles as they are (7.4 MB up to the first chart) and leaves compression to a proxy, which
a subdistrict does not have.
"""

import gzip
import hashlib
import os
import re
import tempfile
import threading
import zlib
from pathlib import Path
from typing import Final

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.shell.index_page import STATIC, read_index
from ui.shell.links import base_path

ROOT: Final = Path(__file__).resolve().parents[2]
CACHE: Final = ROOT / "data" / "cache"
MEDIA_TYPES: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
FOR_GOOD: Final = "public, immutable, max-age=31536000"


def accepts_gzip(headers: Headers) -> bool:
    """Whether the client takes gzip (RFC 9110, 12.5.3): named, or by "*", with a weight above zero."""
    weights: dict[str, float] = {}
    for item in headers.get("accept-encoding", "").lower().split(","):
        coding, _, weight = item.partition(";")
        number = re.fullmatch(r"\s*q\s*=\s*([\d.]+)\s*", weight)
        weights[coding.strip()] = float(number[1]) if number else 1.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def matches(headers: Headers, etag: str) -> bool:
    """Whether the client already has the representation `etag` (If-None-Match, weak comparison)."""
    known = [tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")]
    return etag in known or "*" in known


def _varying(send: Send) -> Send:
    """`send`, with the note for caches that a client with gzip gets another form."""

    async def send_varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return send_varying


class CompressedFiles:
    """The gzip forms of the text files in `folder` (js/NAME, css/NAME), made on first use and kept in `cache`.

    The names hold a digest of the content, so a kept form never goes stale. Only names that lie in `folder` at
    the start are known: no path of a request reaches the disk.
    """

    def __init__(self, folder: Path, cache: Path) -> None:
        self.files = {
            path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix in MEDIA_TYPES
        }
        self.cache = cache
        self.ready: dict[str, bytes] = {}
        self.lock = threading.Lock()

    def read(self, name: str) -> bytes:
        """The gzip form of file `name`; compressed at most once per process. Raises KeyError for others."""
        with self.lock:
            if name not in self.ready:
                self.ready[name] = self._kept(name) or self._compress(name)
            return self.ready[name]

    def _kept(self, name: str) -> bytes | None:
        kept = self.cache / f"{name}.gz"
        try:
            content = kept.read_bytes()
            whole = gzip.decompress(content) == self.files[name].read_bytes()
        except (OSError, EOFError, zlib.error):
            return None
        return content if whole else None

    def _compress(self, name: str) -> bytes:
        content = gzip.compress(self.files[name].read_bytes(), 9, mtime=0)
        kept = self.cache / f"{name}.gz"
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=kept.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(draft, kept)
        except OSError:
            pass  # a read-only folder: the form is kept in memory and made again after the next start
        return content


class StaticFiles:
    """ASGI middleware: answers for /static/js and /static/css, and puts our index.html in place of Streamlit's.

    Requests for a range, for another method or by a client without gzip go through unchanged.
    """

    def __init__(self, app: ASGIApp, cache: Path = CACHE) -> None:
        self.app = app
        self.prefix = f"{base_path()}/static/"
        self.files = CompressedFiles(STATIC / "static", cache / f"streamlit-{streamlit.__version__}")
        original = STATIC / "index.html"
        self.original = FileResponse(original, stat_result=original.stat()).headers["etag"]
        self.index = read_index()
        self.index_gzip = gzip.compress(self.index, 9, mtime=0)
        self.index_etag = hashlib.sha256(self.index).hexdigest()[:16]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        name = scope["path"].removeprefix(self.prefix)
        if scope["path"].startswith(self.prefix):
            if name not in self.files.files:
                return await self.app(scope, receive, send)
            if "range" in headers or not accepts_gzip(headers):
                return await self.app(scope, receive, _varying(send))
            return await (await self._file(name, headers))(scope, receive, send)
        return await self._through(scope, receive, send)

    async def _file(self, name: str, headers: Headers) -> Response:
        etag = f'"{name.rsplit("/", 1)[-1]}.gz"'
        common = {"Cache-Control": FOR_GOOD, "ETag": etag, "Vary": "Accept-Encoding"}
        if matches(headers, etag):
            return Response(status_code=304, headers=common)
        content = await run_in_threadpool(self.files.read, name)
        media_type = MEDIA_TYPES[Path(name).suffix]
        return Response(content, headers={**common, "Content-Encoding": "gzip"}, media_type=media_type)

    def _index(self, headers: Headers) -> Response:
        packed = accepts_gzip(headers)
        etag = f'"{self.index_etag}{".gz" if packed else ""}"'
        common = {"Cache-Control": "no-cache", "ETag": etag, "Vary": "Accept-Encoding"}
        if matches(headers, etag):
            return Response(status_code=304, headers=common)
        if packed:
            common["Content-Encoding"] = "gzip"
        return Response(self.index_gzip if packed else self.index, headers=common, media_type="text/html")

    async def _through(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the inner application answer, and sends our page where it answers with Streamlit's (by its ETag)."""
        ours = False

        async def swap(message: Message) -> None:
            nonlocal ours
            if message["type"] == "http.response.start":
                etag = Headers(raw=message["headers"]).get("etag", "")
                ours = message["status"] == 200 and etag.removeprefix("W/") == self.original
                if ours:
                    await self._index(Headers(scope=scope))(scope, receive, send)
            if not ours:
                await send(message)

        # The client's conditions speak of our page, not of Streamlit's file.
        conditions = {b"if-none-match", b"if-modified-since", b"range", b"if-range"}
        kept = [(name, value) for name, value in scope["headers"] if name not in conditions]
        await self.app({**scope, "headers": kept}, receive, swap)
