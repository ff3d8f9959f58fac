"""Streamlit's own files as the shell sends them: compressed once, kept, and nothing else from the disk."""

import asyncio
import gzip
from http import HTTPStatus

import pytest
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse

from ui.shell.index_page import STATIC, read_index, rewrite_index
from ui.shell.static_files import CompressedFiles, StaticFiles, accepts_gzip

SCRIPT = next((STATIC / "static" / "js").glob("index.*.js"))


async def streamlit_app(scope, receive, send):
    """Stands for everything inside of the middleware; says so."""
    await PlainTextResponse("inner")(scope, receive, send)


def ask(app, path, method="GET", **headers):
    """(status, headers, body) of one request to an ASGI application."""
    sent = []
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], Headers(raw=sent[0]["headers"]), b"".join(m.get("body", b"") for m in sent[1:])


@pytest.fixture
def app(tmp_path):
    return StaticFiles(streamlit_app, tmp_path)


def test_a_script_is_sent_compressed_and_kept_for_good(app):
    status, headers, body = ask(app, f"/static/js/{SCRIPT.name}", accept_encoding="gzip, deflate, br")
    assert status == HTTPStatus.OK
    assert gzip.decompress(body) == SCRIPT.read_bytes()
    assert headers["content-encoding"] == "gzip"
    assert headers["cache-control"] == "public, immutable, max-age=31536000"
    assert headers["vary"] == "Accept-Encoding"
    assert headers["content-type"].startswith("text/javascript")


def test_a_known_script_is_not_sent_again(app):
    path = f"/static/js/{SCRIPT.name}"
    etag = ask(app, path, accept_encoding="gzip")[1]["etag"]
    status, headers, body = ask(app, path, accept_encoding="gzip", if_none_match=f'"other", {etag}')
    assert (status, body, headers["etag"]) == (304, b"", etag)


def test_the_compressed_form_is_made_once_and_outlives_the_process(tmp_path):
    first = CompressedFiles(STATIC / "static", tmp_path)
    name = f"js/{SCRIPT.name}"
    made = first.read(name)
    kept = tmp_path / f"{name}.gz"
    written = kept.stat().st_mtime_ns
    assert first.read(name) is made
    assert CompressedFiles(STATIC / "static", tmp_path).read(name) == made
    assert kept.stat().st_mtime_ns == written


@pytest.mark.parametrize(
    "damage",
    [b"", b"not gzip", gzip.compress(b"another file")[:-5], gzip.compress(b"another file")],
    ids=["empty", "not gzip", "cut off", "another file"],  # the bytes hold the time of day: no name for a test
)
def test_a_damaged_kept_form_is_made_again(tmp_path, damage):
    name = f"js/{SCRIPT.name}"
    kept = tmp_path / f"{name}.gz"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(damage)
    assert gzip.decompress(CompressedFiles(STATIC / "static", tmp_path).read(name)) == SCRIPT.read_bytes()
    assert gzip.decompress(kept.read_bytes()) == SCRIPT.read_bytes()


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path):
    (tmp_path / "file").write_text("in the way")
    files = CompressedFiles(STATIC / "static", tmp_path / "file")
    assert gzip.decompress(files.read(f"js/{SCRIPT.name}")) == SCRIPT.read_bytes()


@pytest.mark.parametrize(
    "headers",
    [{}, {"accept_encoding": "br"}, {"accept_encoding": "gzip;q=0"}, {"accept_encoding": "gzip", "range": "bytes=0-9"}],
    ids=["nothing", "brotli only", "gzip refused", "range"],
)
def test_a_client_that_wants_it_otherwise_gets_the_file_as_it_is(app, headers):
    status, answered, body = ask(app, f"/static/js/{SCRIPT.name}", **headers)
    assert (status, body) == (200, b"inner")
    assert "content-encoding" not in answered
    assert answered["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../index.html",
        "/static/js/../../index.html",
        "/static//etc/passwd",
        "/static/js/%2e%2e/index.html",
        "/static/media/x.woff2",
        "/static/js/",
        "/static/js/none.js",
    ],
)
def test_only_the_names_that_streamlit_ships_are_answered(app, path):
    assert ask(app, path, accept_encoding="gzip")[2] == b"inner"


def test_writing_methods_go_through(app):
    assert ask(app, f"/static/js/{SCRIPT.name}", method="POST", accept_encoding="gzip")[2] == b"inner"


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("gzip", True), ("GZIP;q=0.5, br", True), ("*", True), ("gzip;q=0, *", False), ("identity", False), ("", False)],
)
def test_the_weights_of_accept_encoding_count(accepted, expected):
    assert accepts_gzip(Headers({"accept-encoding": accepted})) is expected


def test_another_html_page_is_left_alone(tmp_path):
    async def other(scope, receive, send):
        await HTMLResponse("<p>other</p>")(scope, receive, send)

    assert ask(StaticFiles(other, tmp_path), "/media/a.html")[2] == b"<p>other</p>"


def test_the_page_is_chinese_and_has_no_inline_script():
    page = read_index().decode()
    assert '<html lang="zh-CN">' in page
    assert "<title>半年工作进度</title>" in page
    assert "service-desc" not in page
    assert "woff2" not in page
    assert "<script>" not in page
    assert page.index("shell/polyfills") < page.index('type="module"')


def test_a_page_of_another_streamlit_is_refused_with_every_rule_that_misses():
    with pytest.raises(ValueError, match=r"title.*noscript"):
        rewrite_index("<html></html>")
