"""Routes beside the pages: /healthz for monitoring, /api/tables for programs, and the shell's own."""

import json
import tomllib
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import pandas as pd
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from domain.schema.csv_text import csv_text
from domain.schema.frames import conform
from domain.schema.tables import TABLES
from store.errors import StoreError, UnknownUnit, UnknownVersion
from store.health import verify_store
from store.read import read_current_id, read_table, read_version
from store.units import read_unit
from ui.meeting.routes import meeting_routes
from ui.shell.access import may_read
from ui.shell.assets import asset_routes
from ui.shell.sign_in import SignIn
from ui.shell.upkeep import last_check
from ui.shell.version_files import version_routes
from ui.shell.visitor import visitor_from_headers
from ui.show.panel_files import panel_route

PROGRAM_VERSION: Final[str] = tomllib.loads(
    (Path(__file__).resolve().parents[1] / "pyproject.toml").read_text(encoding="utf-8")
)["project"]["version"]
_NO_STORE: Final = {"Cache-Control": "no-store"}
_MAX_FAULTS: Final = 20


def routes() -> list[Route]:
    """Every route of the shell; all but the sign-in read-only (GET and HEAD)."""
    return [
        Route("/healthz", _healthz, methods=["GET"]),
        Route("/api/tables", _tables, methods=["GET"]),
        Route("/api/tables/{file}", _table, methods=["GET"]),
        panel_route(),
        *version_routes(),
        *meeting_routes(),
        *SignIn().routes(),
        *asset_routes(),
        Route("/api/{rest:path}", _nothing),
        Route("/shell/{rest:path}", _nothing),
    ]


async def _healthz(request: Request) -> Response:
    """200 with the program's version, the current data version (null: nothing stored) and the time of the last check.

    503 without a store, where its file is not the one that the server opened, or after a check that found faults.
    Without read access, the data version and the faults are left out.
    """
    health: dict[str, Any] = {"ok": True, "version": PROGRAM_VERSION}
    try:
        version_id = await run_in_threadpool(verify_store)
        can_read = await run_in_threadpool(may_read, visitor_from_headers(request.headers))
    except StoreError as error:
        return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    if can_read:
        health["data_version"] = version_id
    result = last_check()
    if result is not None:
        health["checked_at"] = result.at
    if result is None or not result.faults:
        return JSONResponse(health, headers=_NO_STORE)
    count = len(result.faults)
    health |= {"ok": False, "error": f"检查发现 {count} 处问题。请在看板所在的电脑运行 python -m store check 查看。"}
    if can_read:
        health["faults"] = result.faults[:_MAX_FAULTS]
    return JSONResponse(health, status_code=HTTPStatus.SERVICE_UNAVAILABLE, headers=_NO_STORE)


async def _nothing(_request: Request) -> Response:
    """404; otherwise Streamlit would answer 200 with its index.html."""
    return _refusal(HTTPStatus.NOT_FOUND, "没有这个地址。全部表格见 /api/tables。")


async def _tables(_request: Request) -> Response:
    """The names and labels of all tables."""
    return _json([{"name": table.name, "label": table.label} for table in TABLES.values()])


async def _table(request: Request) -> Response:
    """One table of the current version, or of ?version=N, as NAME.csv or NAME.json."""
    name, _, form = request.path_params["file"].rpartition(".")
    if name not in TABLES or form not in ("csv", "json"):
        return _refusal(
            HTTPStatus.NOT_FOUND,
            f"没有这张表：{request.path_params['file']}。请用 /api/tables/表名.csv 或 .json，"
            f"表名可以是 {'、'.join(TABLES)}。",
        )
    number = request.query_params.get("version")
    if number is not None and not (number.isascii() and number.isdecimal() and len(number) <= 9):
        return _refusal(HTTPStatus.BAD_REQUEST, f"版本号应是数字，而不是“{number}”。")
    try:
        unit = request.query_params.get("unit")
        version_id, table = await run_in_threadpool(_read, name, int(number) if number else None, unit)
    except (UnknownUnit, UnknownVersion) as error:
        return _refusal(HTTPStatus.NOT_FOUND, str(error))
    except StoreError as error:
        return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
    if form == "csv":
        attachment = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return Response(csv_text(table, name).encode(), headers={**_NO_STORE, **attachment}, media_type="text/csv")
    return _json(_as_json(name, version_id, table))


def _read(name: str, number: int | None, unit: str | None) -> tuple[int | None, pd.DataFrame]:
    """Table `name` of version `number`, else of the newest one of `unit` (None: the unit shown first)."""
    if number is not None:
        version_id: int | None = read_version(number).id
    else:
        version_id = read_current_id(read_unit(unit).code if unit else None)
    return version_id, conform(name, []) if version_id is None else read_table(name, version_id)


def _as_json(name: str, version_id: int | None, table: pd.DataFrame) -> dict[str, Any]:
    """Columns with label, unit and kind; rows as objects, missing cells null, dates as YYYY-MM-DD."""
    spec = TABLES[name]
    columns = [
        {"name": column.name, "label": column.label, "unit": column.unit, "kind": column.kind}
        for column in spec.all_columns
    ]
    rows = json.loads(table.to_json(orient="records", date_format="iso", date_unit="s", force_ascii=False))
    for column in spec.all_columns:
        if column.kind == "date":
            for row in rows:
                row[column.name] = row[column.name] and row[column.name][:10]
    return {"name": name, "label": spec.label, "data_version": version_id, "columns": columns, "rows": rows}


def _json(content: Any) -> Response:
    return JSONResponse(content, headers=_NO_STORE)


def _refusal(status: HTTPStatus, message: str) -> Response:
    return JSONResponse({"ok": False, "error": message}, status_code=status, headers=_NO_STORE)
