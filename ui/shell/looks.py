"""The stylesheet of our own HTML, with the colours of the charts; the width of the window."""

from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

from charts.theme import ACCENT, GREY, GRID, LINE, PAGE, PALETTES, TRACK
from charts.wide import WIDE

#: The cookie with the width of the browser's window, in pixels (ui/shell/assets/width.js).
WIDTH_COOKIE: Final = "progress_width"
#: Pixels of the menu's width, enough for its titles.
MENU_WIDTH: Final = 240
#: Below this width in pixels Streamlit lays the menu over the page; the page's side margins below and above it.
_NARROW: Final = 768
_MARGIN_NARROW: Final = 32
_MARGIN: Final = 96


def wide_window() -> bool:
    """Whether the window was wide enough for wide charts when the page connected; False where the width is unknown."""
    cookie = st.context.cookies.to_dict().get(WIDTH_COOKIE, "")
    width = int(cookie) if cookie.isascii() and cookie.isdecimal() and len(cookie) <= len("99999") else 0
    return width - (_MARGIN_NARROW if width < _NARROW else _MARGIN + MENU_WIDTH) >= WIDE


@cache
def stylesheet(palette: str = "green") -> str:
    """The <style> element of a page: looks.css and, as variables, the colours of charts/theme.py.

    `palette`: the colours of the states, a key of PALETTES; KeyError for another.
    """
    variables = {"accent": ACCENT, "tint": f"{ACCENT}33", "grey": GREY, "grid": GRID, "line": LINE, "track": TRACK}
    variables["page"] = f"light-dark({PAGE[0]},{PAGE[1]})"
    root = "".join(f"--{name}:{color};" for name, color in variables.items())
    states = "".join(f".state-{state}{{--swatch:{color}}}" for state, color in PALETTES[palette].items())
    rules = Path(__file__).with_name("looks.css").read_text(encoding="utf-8")
    return f"<style>:root{{{root}}}{states}{rules}</style>"
