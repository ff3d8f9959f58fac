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


def test_static_script_is_compressed_and_cached_permanently(app):
    status, headers, body = ask(app, f"/static/js/{SCRIPT.name}", accept_encoding="gzip, deflate, br")
    assert status == HTTPStatus.OK
    assert gzip.decompress(body) == SCRIPT.read_bytes()
    assert headers["content-encoding"] == "gzip"
    assert headers["cache-control"] == "public, immutable, max-age=31536000"
    assert headers["vary"] == "Accept-Encoding"
    assert headers["content-type"].startswith("text/javascript")


def test_static_script_unchanged_answers_304(app):
    path = f"/static/js/{SCRIPT.name}"
    etag = ask(app, path, accept_encoding="gzip")[1]["etag"]
    status, headers, body = ask(app, path, accept_encoding="gzip", if_none_match=f'"other", {etag}')
    assert (status, body, headers["etag"]) == (304, b"", etag)


def test_static_compressed_file_is_reused_after_restart(tmp_path):
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
def test_static_compressed_file_damaged_is_recreated(tmp_path, damage):
    name = f"js/{SCRIPT.name}"
    kept = tmp_path / f"{name}.gz"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(damage)
    assert gzip.decompress(CompressedFiles(STATIC / "static", tmp_path).read(name)) == SCRIPT.read_bytes()
    assert gzip.decompress(kept.read_bytes()) == SCRIPT.read_bytes()


def test_static_unwritable_folder_still_serves_files(tmp_path):
    (tmp_path / "file").write_text("in the way")
    files = CompressedFiles(STATIC / "static", tmp_path / "file")
    assert gzip.decompress(files.read(f"js/{SCRIPT.name}")) == SCRIPT.read_bytes()


@pytest.mark.parametrize(
    "headers",
    [{}, {"accept_encoding": "br"}, {"accept_encoding": "gzip;q=0"}, {"accept_encoding": "gzip", "range": "bytes=0-9"}],
    ids=["nothing", "brotli only", "gzip refused", "range"],
)
def test_static_request_without_gzip_or_with_range_gets_original(app, headers):
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
def test_static_unknown_name_is_not_answered(app, path):
    assert ask(app, path, accept_encoding="gzip")[2] == b"inner"


def test_static_writing_methods_are_passed_through(app):
    assert ask(app, f"/static/js/{SCRIPT.name}", method="POST", accept_encoding="gzip")[2] == b"inner"


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("gzip", True), ("GZIP;q=0.5, br", True), ("*", True), ("gzip;q=0, *", False), ("identity", False), ("", False)],
)
def test_static_accept_encoding_weights_are_respected(accepted, expected):
    assert accepts_gzip(Headers({"accept-encoding": accepted})) is expected


def test_static_other_html_page_is_unchanged(tmp_path):
    async def other(scope, receive, send):
        await HTMLResponse("<p>other</p>")(scope, receive, send)

    assert ask(StaticFiles(other, tmp_path), "/media/a.html")[2] == b"<p>other</p>"


def test_index_page_is_chinese_without_inline_script():
    page = read_index().decode()
    assert '<html lang="zh-CN">' in page
    assert "<title>半年工作进度</title>" in page
    assert "service-desc" not in page
    assert "woff2" not in page
    assert "<script>" not in page
    assert page.index("shell/polyfills") < page.index('type="module"')


def test_index_page_of_other_streamlit_is_refused_with_unmatched_rules():
    with pytest.raises(ValueError, match=r"title.*noscript"):
        rewrite_index("<html></html>")
