"""/healthz and /api/tables over a small store, errors in words, and the headers on all of it."""

import asyncio
import json
from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware

from domain.schema.frames import conform
from store import migrate
from store.records import Actor, Draft
from store.write import commit_version
from ui.routes import routes
from ui.shell.errors import HANDLERS
from ui.shell.security import SecurityHeaders
from ui.shell.settings import settings

SCOPE = {"row_id": "land-1", "org_unit": "金川街道", "period": "2023H1", "as_of_end": "2023-06-30"}


def ask(path, method="GET"):
    app = Starlette(routes=routes(), middleware=[Middleware(SecurityHeaders)], exception_handlers=HANDLERS)
    sent = []
    path, _, query = path.partition("?")
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": []}

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], Headers(raw=sent[0]["headers"]), b"".join(m.get("body", b"") for m in sent[1:])


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("PROGRESS_DATABASE_URL", f"sqlite:///{tmp_path / 'progress.db'}")
    migrate.initialise()


@pytest.fixture
def version(store):
    rows = [{**SCOPE, "project": "=1+1", "stage": "施工", "area_mu": 880.0, "target_mu": None}]
    draft = Draft("金川街道", "2023H1", "edit", {"land": conform("land", rows)}, None)
    return commit_version(draft, None, Actor("甲", "admin"), "试", date(2023, 6, 30)).id


def test_health_of_empty_store_has_no_version(store):
    status, _headers, body = ask("/healthz")
    assert (status, json.loads(body)["data_version"]) == (200, None)


def test_health_has_current_version(version):
    assert json.loads(ask("/healthz")[2]) == {"ok": True, "version": "0.1.0", "data_version": version}


def test_health_without_database_fails_with_message(monkeypatch):
    monkeypatch.setenv("PROGRESS_DATABASE_URL", "sqlite:////dev/null/progress.db")
    status, _headers, body = ask("/healthz")
    assert (status, json.loads(body)["ok"]) == (503, False)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in json.loads(body)["error"])


def test_csv_route_has_chinese_headers_and_no_formula(version):
    status, headers, body = ask("/api/tables/land.csv")
    header, row = body.decode("utf-8-sig").splitlines()
    assert (status, headers["content-disposition"]) == (200, 'attachment; filename="land.csv"')
    assert "面积（亩）" in header
    assert "'=1+1" in row
    assert ",880," in row


def test_json_route_has_numbers_nulls_and_dates(version):
    table = json.loads(ask("/api/tables/land.json")[2])
    (row,) = table["rows"]
    assert table["data_version"] == version
    assert (row["area_mu"], row["target_mu"], row["as_of_end"], row["project"]) == (880, None, "2023-06-30", "=1+1")


def test_table_route_serves_older_version(version):
    assert ask(f"/api/tables/land.json?version={version}")[0] == 200
    assert ask("/api/tables/land.json?version=999")[0] == 404


@pytest.mark.parametrize("version", ["x", "-1", "1;drop", "１", "9" * 30])
def test_table_route_invalid_version_is_refused(store, version):
    assert ask(f"/api/tables/land.json?version={version}")[0] == 400


@pytest.mark.parametrize(
    "path", ["/api/tables/users.csv", "/api/tables/land.xlsx", "/api/tables/land", "/api/x", "/shell/x.js"]
)
def test_route_unknown_is_404_in_chinese(store, path):
    status, _headers, body = ask(path)
    assert status == 404
    assert "没有" in json.loads(body)["error"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_route_writing_methods_are_refused(store, method):
    status, headers, body = ask("/api/tables/land.csv", method)
    assert status == 405
    assert "只能读取" in body.decode()
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/under/_stcore/metrics", "/_stcore/agent/x"])
def test_route_of_session_metrics_is_404(path):
    async def never(*_):
        raise AssertionError("passed on")

    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(SecurityHeaders(never)({"type": "http", "path": path, "method": "GET", "headers": []}, None, send))
    assert sent[0]["status"] == 404


def test_embedding_is_allowed_for_configured_addresses_only(store, monkeypatch):
    monkeypatch.setenv("PROGRESS_EMBED_IN", "https://oa.example.gov.cn/, http://10.1.2.3:8080, oa; script-src *")
    headers = ask("/healthz")[1]
    assert "frame-ancestors https://oa.example.gov.cn http://10.1.2.3:8080" in headers["content-security-policy"]
    assert "script-src *" not in headers["content-security-policy"]
    assert "x-frame-options" not in headers
    assert settings().faults == (
        "PROGRESS_EMBED_IN 中的“oa; script-src *”不是网址（如 https://oa.example.gov.cn），没有采用。",
    )


def test_answer_has_security_headers(store):
    for path in ("/healthz", "/api/tables", "/api/x"):
        headers = ask(path)[1]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
