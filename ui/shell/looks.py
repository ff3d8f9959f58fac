"""The one stylesheet of our own HTML, with the colours of the charts; how much room the window has."""

from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

from charts.theme import ACCENT, GREY, GRID, LINE, PALETTES, TRACK
from charts.wide import WIDE

#: The cookie in which the browser tells the width of its window (ui/shell/assets/width.js).
WIDTH_COOKIE: Final = "progress_width"
#: Pixels that the menu takes from charts and tables: as many as its titles need.
MENU_WIDTH: Final = 240
#: Below so many pixels Streamlit lays the menu over the page; what it leaves free beside a page, then and else.
_NARROW: Final = 768
_SIDES_NARROW: Final = 32
_SIDES: Final = 160


def wide_window() -> bool:
    """Whether charts had room for more than a phone's lines when the page connected; False where that is not known."""
    told = st.context.cookies.to_dict().get(WIDTH_COOKIE, "")
    width = int(told) if told.isascii() and told.isdecimal() and len(told) <= len("99999") else 0
    return width - (_SIDES_NARROW if width < _NARROW else _SIDES + MENU_WIDTH) >= WIDE


@cache
def stylesheet(palette: str = "green") -> str:
    """The <style> element of a page: looks.css and, as variables, the colours of charts/theme.py.

    `palette`: the colours of the states, a key of PALETTES; KeyError for another.
    """
    variables = {"accent": ACCENT, "tint": f"{ACCENT}33", "grey": GREY, "grid": GRID, "line": LINE, "track": TRACK}
    root = "".join(f"--{name}:{color};" for name, color in variables.items())
    states = "".join(f".state-{state}{{--swatch:{color}}}" for state, color in PALETTES[palette].items())
    rules = Path(__file__).with_name("looks.css").read_text(encoding="utf-8")
    return f"<style>:root{{{root}}}{states}{rules}</style>"
