"""Streamlit's index.html, rewritten once: Chinese, without what is fetched in vain, with the shell's scripts."""

import re
from pathlib import Path
from typing import Final

import streamlit

from ui.shell.assets import ICON, SCRIPTS, read_asset

STATIC: Final = Path(streamlit.__file__).parent / "static"
TITLE: Final = "半年工作进度"
#: Streamlit's modules for what all our pages are made of: charts, our own HTML, downloads.
PARTS: Final = ("PlotlyChart", "Html", "DownloadButton")
_NOSCRIPT: Final = "<noscript><p>请在浏览器中启用 JavaScript 后打开本看板。</p></noscript>"


def _script_tags() -> str:
    return "\n    ".join(f'<script src="./{read_asset(name).address}"></script>' for name in SCRIPTS)


def _preloads(static: Path) -> str:
    """Tags that fetch what every page needs while it connects, instead of when the first such element arrives."""
    names = [path.name for part in PARTS for path in sorted((static / "static" / "js").glob(f"{part}.*.js"))]
    return "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">\n  ' for name in names)


def rewrite_index(html: str, *, static: Path = STATIC) -> str:
    """`html` as the dashboard sends it.

    Raises ValueError that lists every rule that finds nothing to change: then Streamlit's page is not the one
    that this was written for, and the page would go out half English.
    """
    icon = f'<link rel="shortcut icon" href="./{read_asset(ICON).address}"'
    rules = (
        (r'<html lang="en">', '<html lang="zh-CN">'),
        (r"<title>.*?</title>", f"<title>{TITLE}</title>"),
        (r'<link rel="shortcut icon" href="[^"]*"', icon),
        (r'<link\s+rel="preload"[^>]*as="font"[^>]*>\s*', ""),
        (r'<link rel="service-desc"[^>]*>\s*', ""),
        (r"<noscript>.*?</noscript>", _NOSCRIPT),
        (r"<!--[^>]*prerenderReady[^>]*-->\s*<script>[^<]*prerenderReady[^<]*</script>\s*", ""),
        (r'(?=<script type="module")', f"{_script_tags()}\n    "),
        (r"(?=</head>)", f"  {_preloads(static)}"),
    )
    idle = []
    for pattern, replacement in rules:
        html, hits = re.subn(pattern, replacement, html, flags=re.DOTALL)
        idle += [pattern] if hits == 0 else []
    if idle:
        raise ValueError(f"Streamlit's index.html has changed; nothing matches {'; '.join(idle)}")
    return re.sub(r"<!--.*?-->\s*", "", html, flags=re.DOTALL)


def read_index() -> bytes:
    """The rewritten index.html of the installed Streamlit, UTF-8."""
    return rewrite_index((STATIC / "index.html").read_text(encoding="utf-8")).encode()
