"""Streamlit's index.html, rewritten once: Chinese, without unused preloads, with the shell's scripts."""

import re
from pathlib import Path
from typing import Final

import streamlit

from ui.shell.assets import ICON, SCRIPTS, read_asset

STATIC: Final = Path(streamlit.__file__).parent / "static"
TITLE: Final = "半年工作进度"
#: Streamlit's modules for elements that every page uses.
PRELOADED_MODULES: Final = ("PlotlyChart", "Html", "DownloadButton")
_NOSCRIPT: Final = "<noscript><p>请在浏览器中启用 JavaScript 后打开本看板。</p></noscript>"


def _script_tags() -> str:
    return "\n    ".join(f'<script src="./{read_asset(name).address}"></script>' for name in SCRIPTS)


def _preloads(static: Path) -> str:
    """Tags that load PRELOADED_MODULES while the page connects, not only when the first such element arrives."""
    names = [
        path.name for part in PRELOADED_MODULES for path in sorted((static / "static" / "js").glob(f"{part}.*.js"))
    ]
    return "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">\n  ' for name in names)


def rewrite_index(html: str, *, static: Path = STATIC) -> str:
    """`html` as the dashboard sends it.

    Raises ValueError with every rule that matches nothing: then Streamlit's index.html has changed, and the page
    would be half English.
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
    unmatched = []
    for pattern, replacement in rules:
        html, count = re.subn(pattern, replacement, html, flags=re.DOTALL)
        unmatched += [pattern] if count == 0 else []
    if unmatched:
        raise ValueError(f"Streamlit's index.html has changed; nothing matches {'; '.join(unmatched)}")
    return re.sub(r"<!--.*?-->\s*", "", html, flags=re.DOTALL)


def read_index() -> bytes:
    """The rewritten index.html of the installed Streamlit, UTF-8."""
    return rewrite_index((STATIC / "index.html").read_text(encoding="utf-8")).encode()
