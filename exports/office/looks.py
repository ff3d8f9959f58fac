"""Looks of slides and papers: solid colours made from charts/theme.py, the fonts, the sizes in points.

Fonts. A slide names one Chinese typeface per slot, so it is the one that Windows, macOS with Office and WPS have
(Microsoft YaHei); its panose, pitch and character set go with it, by which PowerPoint and WPS pick the nearest
sans-serif where it is missing, and texts are marked zh-CN, by which LibreOffice has fontconfig pick simplified forms.
Papers use the typefaces of GB/T 9704-2012 (方正小标宋, 黑体, 楷体, 仿宋), with the bold or plain substitutes below.
"""

from typing import Final

from charts.theme import ACCENT, GREY, PAPER, TEXT, state_color

#: Typeface of slides, with what a program needs to find the nearest one where it is missing.
SANS: Final = "Microsoft YaHei"
SANS_HINTS: Final = 'panose="020B0503020204020204" pitchFamily="34" charset="-122"'


def mixed(color: str, share: float, ground: str = PAPER) -> str:
    """`share` of `color` over `ground` as RRGGBB, both "#rrggbb": the opaque equivalent of a transparent mark."""
    pairs = zip(_channels(color), _channels(ground), strict=True)
    return "".join(f"{round(share * over + (1 - share) * under):02X}" for over, under in pairs)


def solid(color: str) -> str:
    """A colour of charts/theme.py ("#6f63b8") as office files write it (6F63B8)."""
    return mixed(color, 1)


def state_solid(state: str, palette: str = "green") -> str:
    """The colour of a state as RRGGBB."""
    return solid(state_color(state, palette))


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


ACCENT_COLOR: Final = solid(ACCENT)
ACCENT_PALE: Final = mixed(ACCENT, 0.45)
ACCENT_FAINT: Final = mixed(ACCENT, 0.10)
#: The ground of the cover: the accent in the dark.
NIGHT: Final = mixed(ACCENT, 0.42, TEXT)
INK: Final = mixed(TEXT, 0.88)
MUTED: Final = mixed(TEXT, 0.62)
LINE_COLOR: Final = mixed(GREY, 0.40)
TRACK_COLOR: Final = mixed(GREY, 0.18)
WHITE: Final = solid(PAPER)
