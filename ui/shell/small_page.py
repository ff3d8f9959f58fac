"""Documents beside the app, without Streamlit: the sign-in, and what is said of an unknown address."""

from http import HTTPStatus
from typing import Final

from starlette.responses import HTMLResponse

from ui.shell.assets import ICON, read_asset
from ui.shell.index_page import TITLE
from ui.shell.links import base_path
from ui.shell.text import escape_html

STYLE: Final = "sign_in.css"
_NO_STORE: Final = {"Cache-Control": "no-store"}


def small_page(title: str, content: str, status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
    """A document with `content` (HTML) in the looks of the dashboard; browsers do not keep it."""
    base = base_path()
    document = f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape_html(title)} · {TITLE}</title>
<link rel="icon" href="{base}/{read_asset(ICON).address}">
<link rel="stylesheet" href="{base}/{read_asset(STYLE).address}">
</head>
<body>
<main>
<p class="site">{TITLE}</p>
{content}
</main>
</body>
</html>
"""
    return HTMLResponse(document, status_code=status, headers=_NO_STORE)


def unknown_page(path: str) -> HTMLResponse:
    """404 for an address that is no page, with a link to 总览."""
    content = f"""<h1>没有这个页面</h1>
<p>没有“{escape_html(path[:60])}”这个地址，它可能抄漏了字，或者来自旧版本。</p>
<p class="note"><a href="{base_path()}/">打开总览</a></p>"""
    return small_page("没有这个页面", content, HTTPStatus.NOT_FOUND)
