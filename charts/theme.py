"""The looks of every chart: the only colours, the fonts, the base layout, the toolbar, the wrapping of labels.

Text takes the page's colour for text (light or dark), so a word is always readable. Marks are at
least 3:1 against white and against the dark background (WCAG 1.4.11). No state is shown by its colour alone (WCAG
1.4.1): its word is beside it, and what is unknown is hatched, so charts stay readable in black and white.
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Final

from domain.schema.vocabulary import STATES

#: The one colour of bars that are no state: money, counts, areas. No light uses it. White can be read on it, and it can
#: be seen on light and dark: it is also the ground of buttons (.streamlit/config.toml).
ACCENT: Final = "#6f63b8"
#: The accent, quieter: a part inside its whole, what is hoped for.
ACCENT_SOFT: Final = "rgba(111,99,184,0.45)"
#: The marker of such a bar: an edge in the accent, without which it is too faint for a projector.
SOFT: Final = {"color": ACCENT_SOFT, "line": {"color": ACCENT, "width": 1}}
#: Marks that carry no judgement.
GREY: Final = "#7c8591"
#: Tracks and bands behind the marks, gridlines: they may be missed.
TRACK: Final = "rgba(124,133,145,0.18)"
GRID: Final = "rgba(124,133,145,0.25)"
#: Thin lines that must be seen: where something is due, the border of a field, the underline of a link.
LINE: Final = GREY
CLEAR: Final = "rgba(0,0,0,0)"
#: The ground of the page, light and dark, as .streamlit/config.toml has it: what stays while a table moves needs one.
PAGE: Final = ("#ffffff", "#16181c")
#: The ground of what is printed or projected without a page behind it (slides, papers).
PAPER: Final = "#ffffff"
#: Text: the placeholder that Streamlit's theme replaces by the page's text colour; near black elsewhere.
TEXT: Final = "#000037"

_GREY_STATES: Final = {
    "to_verify": GREY,
    "monitor": "#868d97",
    "accepted": "#7c8591",
    "open": "#6b7480",
    "not_started": "#868d97",
}
_BAD_STATES: Final = {"overdue": "#b9363f", "regressed": "#b8447a", "far_behind": "#c43e3e", "behind": "#bf8700"}

#: Palette -> state -> colour. "green": 绿黄红 with 已完成 blue (usual). "blue": 蓝黄红, as Kaihua county has it, where
#: blue is the best.
PALETTES: Final[dict[str, dict[str, str]]] = {
    "green": {
        **_GREY_STATES, **_BAD_STATES,
        "done": "#2f6fbb", "done_late": "#4f7cac", "ahead": "#12774a", "on_track": "#68a01f",
    },
    "blue": {
        **_GREY_STATES, **_BAD_STATES,
        "done": "#2b66ad", "done_late": "#4f7cac", "ahead": "#2f6fbb", "on_track": "#5585c7",
    },
}  # fmt: skip
PALETTE_WORDS: Final = {"green": "绿黄红", "blue": "蓝黄红"}

#: Chinese faces of Windows, macOS, Linux; simplified forms first so that no Japanese glyph slips in.
FONTS: Final = (
    '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif'
)
TITLE_SIZE: Final = 17
TEXT_SIZE: Final = 14
NOTE_SIZE: Final = 13

#: Widths in half-width characters that fit a phone of 390 px: a title, a line of text (builders take another `width`).
TITLE_WIDTH: Final = 40
TEXT_WIDTH: Final = 48

_LINE_HEIGHT: Final = 1.3
_MARGIN: Final = 8
_LOWER: Final = 12  # so much further down plotly sets the subtitle of a title in one line
_LEFT: Final = 4
_OPENING: Final = "([{\uff08【《〈「『“‘〔"
_ATOM: Final = re.compile(r"[+\-−]?[A-Za-z0-9]+(?:[.,/+\-−–—%][A-Za-z0-9]+)*[%‰]?[^\W\dA-Za-z]?|.", re.DOTALL)


def state_color(state: str, palette: str = "green") -> str:
    """The colour of a state's code in `palette`; grey for an unknown code. KeyError for an unknown palette."""
    return PALETTES[palette].get(state, GREY)


def state_marker(state: str, palette: str = "green") -> dict[str, Any]:
    """The marker of a bar in `state`: its colour; 待核实 and unknown states are hatched, 仅监测 is hollow."""
    color = state_color(state, palette)
    if state == "to_verify" or state not in STATES:
        return hatched(color)
    if state == "monitor":
        return {"color": CLEAR, "line": {"color": color, "width": 1}}
    return {"color": color}


def hatched(color: str = GREY) -> dict[str, Any]:
    """The marker of a bar whose value is not known or not agreed: diagonal lines in `color`, an edge, no filling."""
    return {
        "color": color,
        "pattern": {
            "shape": "/",
            "fillmode": "replace",
            "fgcolor": color,
            "bgcolor": CLEAR,
            "size": 6,
            "solidity": 0.25,
        },
        "line": {"color": color, "width": 1},
    }


def state_markers(states: Iterable[str], palette: str = "green") -> dict[str, Any]:
    """One marker for bars in several `states`, in their order: colours, and hatching where `state_marker` hatches."""
    markers = [state_marker(state, palette) for state in states]
    colors = [marker["color"] for marker in markers]
    edged = [marker.get("line", {"color": CLEAR, "width": 0}) for marker in markers]
    shapes = [marker.get("pattern", {"shape": ""})["shape"] for marker in markers]
    if not any(edge["width"] for edge in edged):
        return {"color": colors}
    return {
        "color": colors,
        "pattern": {"shape": shapes, "fillmode": "replace", "bgcolor": CLEAR, "size": 6, "solidity": 0.25},
        "line": {"color": [edge["color"] for edge in edged], "width": [edge["width"] for edge in edged]},
    }


def safe(text: object) -> str:
    """`text` of a report escaped for plotly: no tag, link or entity takes effect. Missing becomes ""."""
    return "" if text is None or text != text else html.escape(str(text), quote=False)


def text_width(text: str) -> int:
    """How wide `text` is, in half-width characters: a Chinese character or full-width mark counts two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def wrap(text: str, width: int = TEXT_WIDTH) -> list[str]:
    """`text` in lines of at most `width` half-width characters; [""] for an empty text.

    A number stays with the character behind it (584亩), closing marks never begin a line, opening ones never end
    it, and a line that can end at a mark of punctuation in its last part does so.
    """
    lines: list[str] = []
    line: list[str] = []
    for atom in _atoms(text):
        if line and text_width("".join(line)) + text_width(atom) > width:
            cut = _break_point(line, width)
            lines.append("".join(line[:cut]).strip())
            line = line[cut:]
        line.append(atom)
    return [*lines, "".join(line).strip()]


def _atoms(text: str) -> list[str]:
    """The unbreakable pieces of a text: numbers with their unit, punctuation with the character it belongs to."""
    atoms: list[str] = []
    for match in _ATOM.finditer(text):
        atom = match.group()
        closing = atom[0] != " " and unicodedata.category(atom[0]).startswith("P") and atom[0] not in _OPENING
        if atoms and (closing or atoms[-1][-1] in _OPENING):
            atoms[-1] += atom
        else:
            atoms.append(atom)
    return atoms


def _break_point(line: list[str], width: int) -> int:
    """How many atoms of a full `line` to keep: up to the last mark or bracket in its last two fifths, else all."""
    for count in range(len(line), 0, -1):
        head = "".join(line[:count])
        if text_width(head) < width * 0.6:
            break
        before_bracket = count < len(line) and line[count][0] in _OPENING
        if before_bracket or unicodedata.category(head[-1]).startswith("P") or head[-1] == " ":
            return count
    return len(line)


def broken(text: object, width: int = TEXT_WIDTH) -> str:
    """`text` wrapped at `width` with <br>, safe for plotly."""
    return "<br>".join(safe(line) for line in wrap("" if text is None or text != text else str(text), width))


def layout(title: str, subtitle: str, height: float, **more: Any) -> dict[str, Any]:
    """The layout of a figure whose plot area is `height` px high: its own height follows from title and margins.

    Backgrounds are left to the page's theme. `more` replaces or adds keys; a "margin" in it is
    merged with the default one.
    """
    words, top = heading(title, subtitle)
    margin = {
        "l": _LEFT,
        "r": 16,
        "t": top,
        "b": _MARGIN,
        "pad": 0,
        "autoexpand": False,
        **more.pop("margin", {}),
    }
    return {
        "template": {},
        "title": words,
        "font": {"family": FONTS, "size": TEXT_SIZE, "color": TEXT},
        "hoverlabel": {"font": {"family": FONTS, "size": TEXT_SIZE}, "align": "left"},
        "margin": margin,
        "height": round(margin["t"] + height + margin["b"]),
        "separators": ".,",
        "showlegend": False,
        "dragmode": False,
        "bargap": 0,
        **more,
    }


def heading(
    title: str, subtitle: str, title_width: int = TITLE_WIDTH, text_width: int = TEXT_WIDTH
) -> tuple[dict[str, Any], int]:
    """The title of a figure with its subtitle below it, and how many px of margin they need above the plot area."""
    title_lines = wrap(title, title_width) if title else []
    note_lines = wrap(subtitle, text_width) if subtitle else []
    top = _MARGIN + len(title_lines) * TITLE_SIZE * _LINE_HEIGHT + 12
    top += len(note_lines) * NOTE_SIZE * _LINE_HEIGHT + 14 if note_lines else 0
    top += _LOWER if note_lines and len(title_lines) == 1 else 0
    figure_title: dict[str, Any] = {
        "text": "<br>".join(map(safe, title_lines)),
        "x": 0, "xref": "container", "xanchor": "left", "y": 1, "yref": "container",
        "pad": {"l": _LEFT, "t": _MARGIN + 12},  # to the first line; with yanchor "top" it would be cut off
        "font": {"family": FONTS, "size": TITLE_SIZE},
    }  # fmt: skip
    if note_lines:
        figure_title["subtitle"] = {
            "text": "<br>".join(map(safe, note_lines)),
            "font": {"family": FONTS, "size": NOTE_SIZE, "color": TEXT},
        }
    return figure_title, round(top)


def axis(**more: Any) -> dict[str, Any]:
    """An axis with thin gridlines that neither zooms nor moves, so a finger on a phone scrolls the page."""
    return {
        "fixedrange": True, "gridcolor": GRID, "gridwidth": 1, "zeroline": False, "showline": False, "ticks": "",
        "automargin": False, "tickfont": {"size": NOTE_SIZE, "color": TEXT}, **more,
    }  # fmt: skip


def hidden_axis(**more: Any) -> dict[str, Any]:
    """An invisible axis that only positions traces."""
    return {"fixedrange": True, "visible": False, **more}


#: Every button of the toolbar but the camera and the page's own full-screen button.
_BUTTONS_TO_REMOVE: Final = (
    "zoom2d", "pan2d", "select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d",
    "hoverClosestCartesian", "hoverCompareCartesian", "toggleSpikelines",
)  # fmt: skip
_DICTIONARY: Final = {
    "Download plot as a PNG": "保存为图片（PNG）",
    "Download plot": "保存为图片",
    "Preparing image - this may take a few seconds": "正在生成图片，请稍候",
    "Image download succeeded": "图片已保存",
    "Sorry, there was a problem downloading your image!": "图片未能保存，请重试或截屏",
}
_MONTHS: Final = [f"{month}月" for month in range(1, 13)]


def plotly_config(file_name: str) -> dict[str, Any]:
    """The toolbar of a chart: the camera saves `file_name`.png at twice the size, tooltips in Chinese, no logo.

    `file_name`: Chinese, without ending; what a file system forbids becomes a low line.
    """
    return {
        "displaylogo": False,
        "responsive": True,
        "scrollZoom": False,
        "doubleClick": False,
        "modeBarButtonsToRemove": list(_BUTTONS_TO_REMOVE),
        "toImageButtonOptions": {"format": "png", "filename": re.sub(r'[\\/:*?"<>|\s]+', "_", file_name), "scale": 2},
        "locale": "zh-CN",
        "locales": {
            "zh-CN": {
                "dictionary": _DICTIONARY,
                "format": {"months": _MONTHS, "shortMonths": _MONTHS, "date": "%Y-%m-%d"},
            }
        },
    }
