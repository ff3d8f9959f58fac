"""Panels as files: the address of a panel's table as CSV, and the route that serves it.

A plain link, not a download button: three buttons took a tenth of a page's drawing time, and a link can be shared. The
file holds every row and column of the panel, for the version on screen and its settings.
"""

import inspect
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote, urlencode
from weakref import WeakKeyDictionary

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from domain.judging.bands import status_rules
from domain.redaction import redact
from domain.schema.frames import Tables, conform
from domain.schema.tables import TABLES
from ui.shell.links import base_path
from ui.shell.stored import StoreError, UnknownVersion, read_earlier, read_row_versions, read_tables, read_version
from ui.show.tables import table_csv
from views.demolition import demolition_view
from views.funding import funding_view
from views.honours import honours_view
from views.indicator import indicators_view
from views.judging import Judged
from views.land import land_view
from views.more import more_view
from views.panel import Panel, panels_of
from views.plan import plan_view
from views.safety import safety_view
from views.scorecard import scorecard_view
from views.trend import trend_view

_VIEWS: Final[Mapping[str, Callable[..., Any]]] = {
    "overview": scorecard_view,
    "land": land_view,
    "demolition": demolition_view,
    "funding": funding_view,
    "safety": safety_view,
    "more": more_view,
    "honours": honours_view,
    "plan": plan_view,
    "trend": trend_view,
    "indicator": indicators_view,
}
#: Readers of earlier versions, by the name of the view's parameter.
_EARLIER: Final = {"previous": read_earlier, "row_versions": read_row_versions}
_ADDRESSES: Final[WeakKeyDictionary[Panel, str]] = WeakKeyDictionary()


def make_view(
    build: Callable[..., Any], tables: Tables, rule: str | None, version_id: int,
    result: Callable[[], Judged] | None = None,
) -> Any:  # fmt: skip
    """`build` (land_view …) over the tables of a version, with the measures of earlier versions where it takes them.

    `result`: returns the measures judged by `rule`, for the views that take them.
    """
    parameters = set(inspect.signature(build).parameters)
    given: dict[str, Any] = {}
    if result is not None and "result" in parameters:
        given, parameters = {"result": result()}, parameters - {"previous"}
    given |= {name: read("measures", version_id) for name, read in _EARLIER.items() if name in parameters}
    return build(tables, rule, **given)


def register_addresses(view: Any, build: Callable[..., Any], **settings: str | int) -> None:
    """Register the panels of `view` for `csv_address`; `build` made it under `settings` (version, rule, hide)."""
    name = next((name for name, builder in _VIEWS.items() if builder is build), None)
    if name is not None:
        for panel_name, panel in panels_of(view).items():
            _ADDRESSES[panel] = f"{base_path()}/api/panels/{name}/{panel_name}.csv?{urlencode(settings)}"


def csv_address(panel: Panel) -> str | None:
    """The address of `panel` as CSV; None for a panel that is not part of a view (a filtered one)."""
    return _ADDRESSES.get(panel)


def panel_route() -> Route:
    """GET /api/panels/VIEW/PANEL.csv?version=N&rule=ID&hide=on."""
    return Route("/api/panels/{view}/{panel}.csv", _panel_file, methods=["GET"])


async def _panel_file(request: Request) -> Response:
    query, place = request.query_params, request.path_params
    version, rule = query.get("version", ""), query.get("rule") or None
    is_known = place["view"] in _VIEWS and (rule is None or rule in status_rules())
    if not is_known or not (version.isascii() and version.isdecimal() and len(version) < 10):
        return _refusal(HTTPStatus.NOT_FOUND, "没有这个文件。请回到页面，点表格下面的“下载”。")
    try:
        unit, panel = await run_in_threadpool(_read_panel, place, int(version), rule, query.get("hide") == "on")
    except UnknownVersion as error:
        return _refusal(HTTPStatus.NOT_FOUND, str(error))
    except StoreError as error:
        return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    if panel is None:
        return _refusal(HTTPStatus.NOT_FOUND, "没有这个文件。请回到页面，点表格下面的“下载”。")
    name = f"attachment; filename*=UTF-8''{quote(unit + panel.name)}.csv"
    headers = {"Cache-Control": "no-store", "Content-Disposition": name}
    return Response(table_csv(panel.table, panel.columns)(), headers=headers, media_type="text/csv")


def _read_panel(
    place: Mapping[str, str], version_id: int, rule: str | None, hide: bool
) -> tuple[str, Panel | None]:  # fmt: skip
    """The name of the unit, and the panel of a stored version; None where the view has no panel of that name.

    Raises StoreError.
    """
    version = read_version(version_id)
    stored = read_tables(version.id)
    tables = {name: stored.get(name, conform(name, [])) for name in TABLES}
    shown = {name: redact(table) for name, table in tables.items()} if hide else tables
    panels = panels_of(make_view(_VIEWS[place["view"]], shown, rule, version_id))
    return version.unit_name, panels.get(place["panel"])


def _refusal(status: HTTPStatus, message: str) -> Response:
    return JSONResponse({"ok": False, "error": message}, status_code=status, headers={"Cache-Control": "no-store"})
