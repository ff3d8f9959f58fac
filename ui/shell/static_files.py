"""Streamlit's static files, compressed once and cached; and its index.html, rewritten once.

Streamlit sends its bundles uncompressed (7.4 MB up to the first chart) and leaves compression to a proxy, which an
office machine does not have.
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

from domain.settings import data_home
from ui.shell.index_page import STATIC, read_index
from ui.shell.links import base_path
from ui.shell.small_page import unknown_page

ROOT: Final = Path(__file__).resolve().parents[2]
CACHE: Final = data_home() / "cache"
MEDIA_TYPES: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
#: Addresses of the pages, without slashes; "" is the first page, which also answers to its own name.
PAGE_NAMES: Final = frozenset({"", "index.html", *(path.stem for path in (ROOT / "pages").rglob("*.py"))})
IMMUTABLE: Final = "public, immutable, max-age=31536000"


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
    etags = [tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")]
    return etag in etags or "*" in etags


def _varying(send: Send) -> Send:
    """`send` with the header Vary: Accept-Encoding."""

    async def send_varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
        await send(message)

    return send_varying


class CompressedFiles:
    """The gzip forms of the text files in `folder` (js/NAME, css/NAME), made on first use and kept in `cache`.

    Only names found in `folder` at the start are served: no path of a request reaches the disk.
    """

    def __init__(self, folder: Path, cache: Path) -> None:
        self.files = {
            path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix in MEDIA_TYPES
        }
        self.cache = cache
        self.ready: dict[str, bytes] = {}
        self.lock = threading.Lock()

    def read(self, name: str) -> bytes:
        """The gzip form of file `name`; compressed at most once per process. Raises KeyError for unknown names."""
        with self.lock:
            if name not in self.ready:
                self.ready[name] = self._kept(name) or self._compress(name)
            return self.ready[name]

    def _kept(self, name: str) -> bytes | None:
        path = self.cache / f"{name}.gz"
        try:
            content = path.read_bytes()
            is_current = gzip.decompress(content) == self.files[name].read_bytes()
        except (OSError, EOFError, zlib.error):
            return None
        return content if is_current else None

    def _compress(self, name: str) -> bytes:
        content = gzip.compress(self.files[name].read_bytes(), 9, mtime=0)
        path = self.cache / f"{name}.gz"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(draft, path)
        except OSError:
            pass  # read-only folder: kept in memory, and compressed again after the next start
        return content


class StaticFiles:
    """ASGI middleware: serves /static/js and /static/css compressed, and replaces Streamlit's index.html by ours.

    Range requests, other methods and clients without gzip are passed on unchanged.
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
        """Serve a static file from memory, else pass the request on; ASGI."""
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
        common = {"Cache-Control": IMMUTABLE, "ETag": etag, "Vary": "Accept-Encoding"}
        if matches(headers, etag):
            return Response(status_code=304, headers=common)
        content = await run_in_threadpool(self.files.read, name)
        media_type = MEDIA_TYPES[Path(name).suffix]
        return Response(content, headers={**common, "Content-Encoding": "gzip"}, media_type=media_type)

    def _index(self, headers: Headers) -> Response:
        gzipped = accepts_gzip(headers)
        etag = f'"{self.index_etag}{".gz" if gzipped else ""}"'
        common = {"Cache-Control": "no-cache", "ETag": etag, "Vary": "Accept-Encoding"}
        if matches(headers, etag):
            return Response(status_code=304, headers=common)
        if gzipped:
            common["Content-Encoding"] = "gzip"
        return Response(self.index_gzip if gzipped else self.index, headers=common, media_type="text/html")

    async def _through(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on; a response with Streamlit's index.html (recognized by its ETag) is replaced.

        Streamlit sends it for every address: for one that is no page the answer is 404.
        """
        is_index = False

        async def swap(message: Message) -> None:
            nonlocal is_index
            if message["type"] == "http.response.start":
                etag = Headers(raw=message["headers"]).get("etag", "")
                is_index = message["status"] == 200 and etag.removeprefix("W/") == self.original
                if is_index:
                    path = scope["path"].removeprefix(base_path())
                    is_page = path.strip("/") in PAGE_NAMES
                    answer = self._index(Headers(scope=scope)) if is_page else unknown_page(path)
                    await answer(scope, receive, send)
            if not is_index:
                await send(message)

        # The client's conditional headers refer to our page, not to Streamlit's file.
        conditions = {b"if-none-match", b"if-modified-since", b"range", b"if-range"}
        headers = [(name, value) for name, value in scope["headers"] if name not in conditions]
        await self.app({**scope, "headers": headers}, receive, swap)
