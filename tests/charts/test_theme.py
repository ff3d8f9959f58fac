"""The theme: colours that can be told apart and read, labels that wrap, a Chinese toolbar."""

import re
import tomllib
from pathlib import Path

import pytest

from charts.theme import (
    ACCENT,
    ACCENT_SOFT,
    GREY,
    LINE,
    PAGE,
    PALETTE_WORDS,
    PALETTES,
    PAPER,
    SOFT,
    TEXT,
    TITLE_SIZE,
    TITLE_WIDTH,
    TRACK,
    broken,
    layout,
    plotly_config,
    safe,
    state_marker,
    state_markers,
    text_width,
    wrap,
)
from domain.schema.vocabulary import STATES

ROOT = Path(__file__).parents[2]
COLOR = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|\brgba?\(|\bhsla?\(")
COLORS = sorted({ACCENT, GREY, LINE, *(color for palette in PALETTES.values() for color in palette.values())})
THEMES = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
LOOKS = ("light", "dark")
GROUNDS = ("backgroundColor", "secondaryBackgroundColor")
#: How much of textColor stands in words that are less important: Streamlit's captions, our notes; all of it elsewhere.
SHARES = (0.6, 0.8, 1)


def over(color: str, ground: str, share: float = 1) -> str:
    """What is seen of `color` ("#rrggbb" or "rgba(…)"), a `share` of it, over `ground`."""
    if color.startswith("rgba"):
        *channels, alpha = color[5:-1].split(",")
        top, share = [int(channel) for channel in channels], float(alpha)
    else:
        top = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    under = [int(ground[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(share * t + (1 - share) * u):02x}" for t, u in zip(top, under, strict=True))


def luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", PALETTES)
def test_palette_has_colour_for_every_state(palette):
    assert set(PALETTES[palette]) == set(STATES)
    assert palette in PALETTE_WORDS


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("color", COLORS)
def test_mark_contrasts_with_light_and_dark_ground(color, look):
    assert contrast(color, THEMES[look]["backgroundColor"]) >= 3


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_contrasts_with_every_ground(ground, look):
    theme = THEMES[look]
    plain = theme[ground]
    for below in (plain, over(TRACK, plain), over(ACCENT, plain, 0.2)):
        assert contrast(theme["textColor"], below) >= 7
    assert all(contrast(over(theme["textColor"], plain, share), plain) >= 4.5 for share in SHARES)
    assert contrast(theme["linkColor"], plain) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
def test_accent_contrasts_with_white_text_and_every_ground(look):
    theme = THEMES[look]
    assert theme["primaryColor"] == ACCENT
    assert contrast(PAPER, ACCENT) >= 4.5
    seen = (ACCENT, LINE, theme["borderColor"])
    assert all(contrast(color, theme[ground]) >= 3 for color in seen for ground in GROUNDS)


def test_accent_differs_from_state_colours():
    assert all(ACCENT not in palette.values() for palette in PALETTES.values())


def test_colours_are_defined_only_in_theme():
    files = [p for room in ("charts", "pages", "ui") for p in (ROOT / room).rglob("*.py")]
    typed = [f"{p.name}: {m}" for p in files if p.name != "theme.py" for m in COLOR.findall(p.read_text("utf-8"))]
    assert typed == []


@pytest.mark.parametrize("look", LOOKS)
def test_pale_bar_has_contrasting_edge(look):
    assert contrast(SOFT["line"]["color"], THEMES[look]["backgroundColor"]) >= 3
    assert contrast(over(ACCENT_SOFT, THEMES[look]["backgroundColor"]), ACCENT) >= 1.5


def test_marker_of_state_to_verify_only_is_hatched():
    assert state_marker("to_verify")["pattern"]["shape"] == "/"
    assert "pattern" not in state_marker("done")
    assert state_markers(["done", "to_verify"])["pattern"]["shape"] == ["", "/"]


def test_title_for_phone_wraps_and_keeps_number_with_unit():
    lines = wrap("土地整治:按三年任务800亩已超前,按7850亩则严重滞后", TITLE_WIDTH)
    assert lines == ["土地整治:按三年任务800亩已超前,", "按7850亩则严重滞后"]


@pytest.mark.parametrize("width", [10, 17, 40])
def test_wrapping_keeps_text_and_no_line_starts_with_closing_mark(width):
    text = "常山江航运枢纽(一期)381户、33.15公顷土地征收,“按时完成”;7天完成14幢房屋签约。"
    lines = wrap(text, width)
    assert "".join(lines) == text
    assert all(line[0] not in ",。;、)”" for line in lines)
    assert all(text_width(line) <= width + 4 for line in lines)


def test_markup_in_text_is_escaped():
    assert safe('<a href="http://x">甲</a> & 乙') == '&lt;a href="http://x"&gt;甲&lt;/a&gt; &amp; 乙'
    assert broken("<b>甲</b>") == "&lt;b&gt;甲&lt;/b&gt;"
    assert safe(None) == safe(float("nan")) == ""


def test_plot_height_is_independent_of_title():
    for title in ("", "短", "长" * 90):
        drawn = layout(title, "单位:亩", 100)
        assert drawn["height"] - drawn["margin"]["t"] - drawn["margin"]["b"] == 100


def test_notes_below_title_keep_distance_from_plot():
    """Plotly sets them further down below one line of a title than below two."""
    one, two = layout("短", "单位:亩", 100), layout("长" * 30, "单位:亩", 100)
    assert one["margin"]["t"] > two["margin"]["t"] - TITLE_SIZE * 1.3


def test_camera_file_name_and_messages_are_chinese():
    config = plotly_config("土地整治/进度 2023")
    assert config["toImageButtonOptions"] == {"format": "png", "filename": "土地整治_进度_2023", "scale": 2}
    assert config["displaylogo"] is False
    assert config["locales"][config["locale"]]["dictionary"]["Download plot as a PNG"] == "保存为图片（PNG）"


def test_text_colour_is_that_of_the_page_under_streamlit():
    stand_ins = pytest.importorskip("streamlit.elements.lib.streamlit_plotly_theme")
    assert stand_ins.GRAY_90 == TEXT
    assert layout("题", "注", 10)["font"]["color"] == TEXT


def test_line_does_not_end_with_an_opening_bracket():
    assert wrap("来源：《上半年工作总结》（2023年7月10日发布）", 28) == [
        "来源：《上半年工作总结》",
        "（2023年7月10日发布）",
    ]


def test_ground_of_the_page_is_that_of_the_settings():
    assert (THEMES["light"]["backgroundColor"], THEMES["dark"]["backgroundColor"]) == PAGE
