"""/show (汇报模式) and /print: the slides of a version as HTML documents, not cached."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from ui.meeting.assets import meeting_asset_routes
from ui.meeting.choice import KEYS, AddressError, Choice, address_of, parse_choice, parse_page
from ui.meeting.document import PAPER, SCREEN, Frame, message_document, slides_document
from ui.meeting.slide_cache import selected_slides
from ui.shell.links import base_path
from ui.shell.stored import StoreError, UnknownUnit, UnknownVersion, read_current_id, read_unit
from ui.shell.text import escape_html

#: The cookie with the last choice of this browser, as a query string.
COOKIE: Final = "progress_show"
_COOKIE_SECONDS: Final = 180 * 24 * 3600
#: Query parameter with the version that an open presentation started with, kept when it is reloaded.
_OPENED_VERSION: Final = "opened"


def meeting_routes() -> list[Route]:
    """The two documents and their files."""
    return [
        Route("/show", _answer(_show), methods=["GET"]),
        Route("/print", _answer(_print), methods=["GET"]),
        *meeting_asset_routes(),
    ]


def saved_choice(cookie: str | None) -> Choice:
    """The choice in the cookie; the default where it is missing or no longer valid."""
    try:
        return parse_choice(dict(parse_qsl(cookie or "")))
    except AddressError:
        return Choice()


Document = Callable[[Request, Choice, int], str]


def _answer(document: Document) -> Callable[[Request], object]:
    async def answer(request: Request) -> Response:
        query = request.query_params
        try:
            chosen = any(query.get(key) for key in KEYS)
            choice = parse_choice(query) if chosen else saved_choice(request.cookies.get(COOKIE))
            page = await run_in_threadpool(_document, document, request, choice)
        except AddressError as error:
            return _refusal(HTTPStatus.BAD_REQUEST, str(error))
        except (UnknownUnit, UnknownVersion) as error:
            return _refusal(HTTPStatus.NOT_FOUND, str(error))
        except StoreError as error:
            return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
        response = HTMLResponse(page, headers={"Cache-Control": "no-store"})
        if chosen and _OPENED_VERSION not in query:
            path = base_path() + "/"
            response.set_cookie(
                COOKIE, address_of(choice), _COOKIE_SECONDS, path=path, httponly=True, samesite="lax",
                secure=request.url.scheme == "https",
            )  # fmt: skip
        return response

    return answer


def _document(document: Document, request: Request, choice: Choice) -> str:
    """The document of the chosen version, else of the one it was opened with, else of the newest of the unit."""
    opened = parse_choice({"version": request.query_params.get(_OPENED_VERSION, "")}).version
    unit = read_unit(choice.unit).code if choice.unit else None
    version = choice.version or opened or read_current_id(unit)
    if version is None:
        raise StoreError("还没有任何版本。请先在“数据更新”中上传报告，或把报告放进 seeds/ 后重新启动。")
    return document(request, choice, version)


def _show(request: Request, choice: Choice, version: int) -> str:
    shown = selected_slides(choice, version)
    first = parse_page(request.query_params)
    if first > len(shown):
        raise AddressError(f"没有第{first}页：所选的幻灯片共{len(shown)}页。")
    data: Mapping[str, object] = {
        "opened": version,
        "leave": f"{base_path()}/",
        "source": f"{base_path()}/source?version={version}&",
    }
    attributes = " ".join(f'data-{key}="{escape_html(value)}"' for key, value in data.items())
    return slides_document(shown, choice, Frame(shown[0].title, "show.js", SCREEN, "", attributes, first))


def _print(_request: Request, choice: Choice, version: int) -> str:
    shown = selected_slides(choice, version)
    bar = (
        '<header class="bar"><button type="button" id="print">打印 / 存为 PDF</button>'
        f"<span>共{len(shown)}页，A4 横向；在打印窗口中选“另存为 PDF”可存为文件。</span>"
        f'<a href="{escape_html(base_path())}/">回到看板</a></header>'
    )
    return slides_document(shown, choice, Frame(f"{shown[0].title}（打印）", "print.js", PAPER, bar))


def _refusal(status: HTTPStatus, message: str) -> Response:
    page = message_document("打不开汇报", message, f"{base_path()}/")
    return HTMLResponse(page, status_code=status, headers={"Cache-Control": "no-store"})
