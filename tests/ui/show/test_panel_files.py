"""The tables of the pages as CSV, by addresses that can be sent."""

import asyncio
import csv
import re
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import PAGES, markup, seed_store  # noqa: F401
from ui.show.panel_files import panel_route

pytestmark = pytest.mark.usefixtures("seed_store")


def ask(address: str) -> tuple[int, Headers, str]:
    sent = []
    path, _, query = address.partition("?")
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(Starlette(routes=[panel_route()])(scope, receive, send))
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], Headers(raw=sent[0]["headers"]), body.decode("utf-8")


def rows(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(text.removeprefix("\ufeff").splitlines()))


def test_panel_file_has_headers_and_units():
    status, headers, text = ask("/api/panels/land/targets.csv?version=1")
    assert status == 200
    assert unquote(headers["content-disposition"]).endswith("土地整治完成值对目标.csv")
    assert rows(text)[0][:3] == ["名称", "状态", "完成值"]
    assert rows(text)[1][:4] == ["土地整治（新增耕地）种植", "严重滞后", "584", "7850"]


def test_panel_file_uses_chosen_rule():
    assert rows(ask("/api/panels/land/targets.csv?version=1&rule=pace")[2])[2][1] == "正常"


def test_panel_file_hides_names():
    assert "叶继强" in ask("/api/panels/honours/honours.csv?version=1")[2]
    assert "叶继强" not in ask("/api/panels/honours/honours.csv?version=1&hide=on")[2]


@pytest.mark.parametrize(
    "address",
    ["land/nothing.csv?version=1", "users/land.csv?version=1", "land/targets.csv", "land/targets.csv?version=99",
     "land/targets.csv?version=1&rule=x", "land/targets.csv?version=%C2%B2", "land/__class__.csv?version=1"],
)  # fmt: skip
def test_panel_file_unknown_is_refused_in_words(address):
    status, _headers, text = ask(f"/api/panels/{address}")
    assert status == 404
    assert re.search("[\u4e00-\u9fff]", text)


@pytest.mark.parametrize("page", ["land", "demolition", "funding", "safety", "more", "honours"])
def test_panel_file_is_linked_from_every_table(page):
    shown = markup(AppTest.from_file(str(PAGES / "progress" / f"{page}.py"), default_timeout=20).run())
    addresses = re.findall(r'<a href="(/api/panels/[^"]*)" download="[^"]*\.csv">', shown)
    assert len(addresses) == shown.count("<caption>")
    assert {ask(address.replace("&amp;", "&"))[0] for address in addresses} == {200}
