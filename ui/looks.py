"""The one stylesheet of our own HTML, with the colours of the charts."""

from functools import cache
from pathlib import Path

from charts.theme import ACCENT, GREY, GRID, LINE, PALETTES, TRACK


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
