"""Downloads of a version: the received file, byte for byte, and the whole version as JSON."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from store.errors import StoreError, UnknownVersion
from store.export import export_version
from store.read import read_received, read_version
from ui.shell.access import actor_of
from ui.shell.download_audit import record_download
from ui.shell.links import base_path
from ui.shell.visitor import visitor_from_headers

_NOTHING: Final = "没有这个文件。请回到“历史版本”，点版本后面的链接。"
_DIGITS: Final = 9


def received_address(version_id: int) -> str:
    """The address of the file that version `version_id` was made from, as received."""
    return f"{base_path()}/api/versions/{version_id}/received"


def export_address(version_id: int) -> str:
    """The address of version `version_id` as one JSON file."""
    return f"{base_path()}/api/versions/{version_id}/export"


def version_routes() -> list[Route]:
    """GET /api/versions/N/received and /api/versions/N/export."""
    return [
        Route("/api/versions/{version}/received", _answer(_received), methods=["GET"]),
        Route("/api/versions/{version}/export", _answer(_export), methods=["GET"]),
    ]


def _received(version_id: int) -> tuple[str, bytes] | None:
    return read_received(version_id)


def _export(version_id: int) -> tuple[str, bytes]:
    version = read_version(version_id)
    return f"{version.unit_name}{version.period}第{version_id}版.json", export_version(version_id)


def _answer(read: Callable[[int], tuple[str, bytes] | None]) -> Callable[[Request], object]:
    """The handler that sends the file that `read` returns for a version, as a download, never rendered."""

    def find(request: Request, version_id: int) -> tuple[str, bytes] | None:
        found = read(version_id)
        if found is not None and request.method == "GET":
            record_download(actor_of(visitor_from_headers(request.headers)), *found, version_id)
        return found

    async def send(request: Request) -> Response:
        number = request.path_params["version"]
        if not (number.isascii() and number.isdecimal() and len(number) <= _DIGITS):
            return _refusal(_NOTHING)
        try:
            found = await run_in_threadpool(find, request, int(number))
        except UnknownVersion as error:
            return _refusal(str(error))
        except StoreError as error:
            return _refusal(str(error), HTTPStatus.SERVICE_UNAVAILABLE)
        if found is None:
            return _refusal("这一版不是由文件产生的（在线修改或回退），没有收到的文件。")
        name, content = found
        headers = {"Cache-Control": "no-store", "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
        return Response(content, headers=headers, media_type="application/octet-stream")

    return send


def _refusal(message: str, status: HTTPStatus = HTTPStatus.NOT_FOUND) -> Response:
    headers = {"Cache-Control": "no-store"}
    return JSONResponse({"ok": False, "error": message}, status_code=status, headers=headers)
