"""/show and /print over the seeds: what they send, what they keep, what they refuse, and what they never say."""

import asyncio
import gzip
import html
import json
import re
from dataclasses import dataclass
from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware

from charts.theme import TEXT_SIZE
from domain.schema.frames import conform
from store import migrate
from store.engine import SETTING, engine
from store.records import Actor, Draft
from store.write import commit_version
from tests.punctuation import half_width
from ui.meeting.routes import COOKIE, meeting_routes, saved_choice
from ui.shell.security import SecurityHeaders

PERSON = "叶继强"
SECTION = re.compile(r'<section class="slide[^"]*" id="slide-(\w+)"')


@dataclass
class Answer:
    status_code: int
    headers: Headers
    content: bytes

    @property
    def text(self):
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.content) if packed else self.content).decode()


class Client:
    """Asks the documents as a browser does: it takes gzip and sends back the cookie that it was given."""

    def __init__(self):
        self.app = Starlette(routes=meeting_routes(), middleware=[Middleware(SecurityHeaders)])
        self.cookie = ""

    def get(self, address, **headers):
        path, _, query = address.partition("?")
        said = {"accept-encoding": "gzip", "cookie": self.cookie, **headers}
        raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in said.items() if value]
        scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": raw}
        sent = []

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            sent.append(message)

        asyncio.run(self.app(scope, receive, send))
        answer = Answer(
            sent[0]["status"], Headers(raw=sent[0]["headers"]), b"".join(part.get("body", b"") for part in sent[1:])
        )
        self.cookie = answer.headers.get("set-cookie", self.cookie).partition(";")[0]
        return answer


@pytest.fixture
def client(seed_database, monkeypatch):
    monkeypatch.setenv(SETTING, f"sqlite:///{seed_database}")
    yield Client()
    engine().dispose()


def ids(page):
    return SECTION.findall(page.text)


def figures(page):
    return [json.loads(found) for found in re.findall(r'<script type="application/json">(.*?)</script>', page.text)]


@pytest.mark.parametrize("address", ["/show", "/print"])
def test_show_all_slides_in_one_uncached_document(client, address):
    page = client.get(address)
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert ids(page)[:4] == ["cover", "agenda", "overview", "highlights"]
    assert ids(page)[9:14] == ["attention", "plan", "closing", "to_verify", "definitions"]
    assert '<html lang="zh-CN"' in page.text
    assert "<title>金川街道2023年上半年工作进展" in page.text


def test_show_document_has_no_inline_script(client):
    page = client.get("/show")
    own = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page.text)
    assert set(own) == {' type="application/json"'}
    assert re.search(r"\son\w+=", page.text) is None
    assert "script-src 'self'" in page.headers["content-security-policy"]


def test_show_charts_have_alt_text_and_no_small_type(client):
    page = client.get("/show")
    told = re.findall(r'<figure class="drawn[^"]*" role="img" aria-label="([^"]*)"', page.text)
    assert len(told) == len(figures(page)) == 2  # funding, safety
    assert all(len(words) > 10 for words in told)
    sizes = re.findall(r'"size": (\d+), "color"|"size": (\d+)}', json.dumps([each["layout"] for each in figures(page)]))
    assert min(int(one or other) for one, other in sizes) == TEXT_SIZE


def test_show_slides_are_in_chosen_order(client):
    assert ids(client.get("/show?slides=safety,land,cover")) == ["safety", "land", "cover"]


def test_show_requested_slide_is_open(client):
    assert 'class="slide content current" id="slide-overview"' in client.get("/show?p=3").text


def test_show_hidden_name_is_not_in_document(tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'named.db'}")
    migrate.initialise()
    row = {"row_id": "h1", "org_unit": "金川街道", "period": "2023H1", "as_of_end": "2023-06-30", "who": PERSON,
           "award": "全国劳动模范", "level": "国家级", "quote": f"{PERSON}获评全国劳动模范"}  # fmt: skip
    draft = Draft("金川街道", "2023H1", "edit", {"honours": conform("honours", [row])}, None)
    commit_version(draft, None, Actor("周明", "admin"), "试", date(2023, 6, 30))
    shown, hidden = Client().get("/show?hide=off"), Client().get("/show?hide=on")
    assert PERSON in shown.text
    assert "周明" in shown.text
    assert PERSON not in hidden.text
    assert "周明" not in hidden.text
    assert "叶某某" in hidden.text
    engine().dispose()


def test_show_last_choice_is_restored(client):
    first = client.get("/show?slides=land,cover&hide=on")
    assert "HttpOnly" in first.headers["set-cookie"]
    assert "SameSite=lax" in first.headers["set-cookie"]
    assert ids(client.get("/show")) == ["land", "cover"]
    assert ids(client.get("/show?p=2")) == ["land", "cover"]
    assert ids(client.get("/print")) == ["land", "cover"]


def test_show_reload_keeps_choice(client):
    assert "set-cookie" not in client.get("/show?slides=land&opened=1&p=1").headers


@pytest.mark.parametrize("cookie", [None, "", "slides=nothing", "hide=no", "%%%", "version=x"])
def test_saved_choice_invalid_cookie_hides_names(cookie):
    assert saved_choice(cookie).hide
    assert saved_choice(cookie).slides == ()


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("slides=nothing", 400, "没有幻灯片“nothing”"),
        ("slides=%3Cb%3E", 400, "没有幻灯片“&lt;b&gt;”"),
        ("version=abc", 400, "版本号应是数字"),
        ("version=99", 404, "没有版本 99"),
        ("p=0", 400, "页码应是从1起的数字"),
        ("p=99", 400, "没有第99页"),
        ("hide=maybe", 400, "hide 只能是 on"),
        ("opened=x", 400, "版本号应是数字"),
    ],
)
def test_show_bad_address_is_refused_in_chinese(client, query, status, told):
    page = client.get(f"/show?{query}")
    assert page.status_code == status
    assert told in page.text
    assert "回到看板" in page.text
    assert "set-cookie" not in page.headers


def test_show_empty_store_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'empty.db'}")
    migrate.initialise()
    page = Client().get("/show")
    assert page.status_code == 503
    assert "还没有任何版本" in page.text
    assert COOKIE not in page.headers.get("set-cookie", "")
    engine().dispose()


@pytest.mark.parametrize("name", ["plotly.min", "draw", "show", "print", "meeting"])
def test_show_assets_are_compressed_and_cached_for_a_year(client, name):
    text = client.get("/show").text + client.get("/print").text
    address = re.search(rf'"(shell/{re.escape(name)}\.[0-9a-f]{{12}}\.(?:js|css))"', text)[1]
    sent = client.get(f"/{address}")
    assert sent.headers["content-encoding"] == "gzip"
    assert "immutable" in sent.headers["cache-control"]
    assert client.get(f"/{address}", if_none_match=sent.headers["etag"]).status_code == 304
    assert client.get(f"/{address}", **{"accept-encoding": "identity"}).content == gzip.decompress(sent.content)


@pytest.mark.parametrize("route", ["/show", "/print"])
def test_slides_have_full_width_marks_outside_of_quotations(client, route):
    words = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", "\n", client.get(route).text, flags=re.DOTALL)
    assert half_width(html.unescape(words)) == []
