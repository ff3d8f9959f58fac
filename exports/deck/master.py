"""The one slide master of a deck: theme, fonts, places of title, text and footer, and two layouts (封面, 内容)."""

from typing import Final

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation as Deck
from pptx.util import Inches

from exports.office.looks import (
    ACCENT_COLOR,
    ACCENT_FAINT,
    ACCENT_PALE,
    INK,
    LINE_COLOR,
    MUTED,
    NIGHT,
    SANS,
    SANS_HINTS,
    TRACK_COLOR,
    WHITE,
)

#: Inches: the page (16:9), the margin left and right, and the boxes (left, top, width, height) of the layouts.
WIDTH: Final = 13.333
HEIGHT: Final = 7.5
MARGIN: Final = 0.6
INNER: Final = WIDTH - 2 * MARGIN
Box = tuple[float, float, float, float]
TITLE_BOX: Final[Box] = (MARGIN, 0.70, INNER, 0.98)
SECTION_BOX: Final[Box] = (MARGIN, 0.36, INNER, 0.34)
LINES_BOX: Final[Box] = (MARGIN, 1.68, INNER, 0.32)
DEFINITION_BOX: Final[Box] = (MARGIN, 6.56, INNER, 0.44)
FOOTER_BOX: Final[Box] = (MARGIN, 7.02, INNER - 0.9, 0.36)
NUMBER_BOX: Final[Box] = (WIDTH - MARGIN - 0.8, 7.06, 0.8, 0.28)
COVER_TITLE_BOX: Final[Box] = (1.1, 2.05, 11.1, 1.45)
COVER_LINES_BOX: Final[Box] = (1.1, 3.95, 11.1, 1.5)
COVER_SOURCE_BOX: Final[Box] = (1.1, 6.55, 11.1, 0.5)

COVER, CONTENT = 0, 1
SECTION, LINES, DEFINITION, FOOTER, NUMBER = 10, 11, 12, 13, 14
COVER_LINES, COVER_SOURCE = 1, 15

_KEPT_LAYOUTS: Final = {"Title Slide": "封面", "Title Only": "内容"}


def new_deck() -> Deck:
    """An empty 16:9 presentation with our theme, master and two layouts, and nothing of the default template's."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name not in _KEPT_LAYOUTS:
            deck.slide_layouts.remove(layout)
    master = deck.slide_master
    master.part.part_related_by(RT.THEME).blob = theme_xml().encode()
    _drawn(master, _MASTER_SHAPES)
    styles = master._element.find(f"{{{_P}}}txStyles")
    master._element.replace(styles, parse_xml(_text_styles()))
    cover, content = deck.slide_layouts
    _drawn(cover, _COVER_SHAPES)
    _drawn(content, _CONTENT_SHAPES)
    cover._element.set("showMasterSp", "0")
    cover._element.cSld.insert(0, parse_xml(_ground(NIGHT)))
    for layout in (cover, content):
        layout._element.cSld.set("name", _KEPT_LAYOUTS[layout._element.cSld.get("name")])
        layout._element.set("userDrawn", "1")
    deck.part._element.sldSz.attrib.pop("type", None)
    _without_template_parts(deck)
    return deck


def theme_xml() -> str:
    """The theme: our colours, 微软雅黑 for Chinese and Arial for figures (tabular), plain shapes."""
    colors = {
        "dk1": INK, "lt1": WHITE, "dk2": NIGHT, "lt2": ACCENT_FAINT, "accent1": ACCENT_COLOR, "accent2": ACCENT_PALE,
        "accent3": MUTED, "accent4": LINE_COLOR, "accent5": TRACK_COLOR, "accent6": NIGHT, "hlink": ACCENT_COLOR,
        "folHlink": MUTED,
    }  # fmt: skip
    scheme = "".join(f'<a:{name}><a:srgbClr val="{color}"/></a:{name}>' for name, color in colors.items())
    face = (
        f'<a:latin typeface="Arial"/><a:ea typeface="{SANS}" {SANS_HINTS}/><a:cs typeface=""/>'
        f'<a:font script="Hans" typeface="{SANS}"/>'
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><a:theme {nsdecls("a")} name="工作进展">'
        f'<a:themeElements><a:clrScheme name="工作进展">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="工作进展"><a:majorFont>{face}</a:majorFont>'
        f"<a:minorFont>{face}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="工作进展"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


_P: Final = "http://schemas.openxmlformats.org/presentationml/2006/main"


def _drawn(page: object, shapes: str) -> None:
    """Put `shapes` in place of those that the master or layout has."""
    tree = page.shapes._spTree  # type: ignore[attr-defined]
    for shape in list(tree)[2:]:
        tree.remove(shape)
    for shape in parse_xml(f"<p:spTree {nsdecls('p', 'a', 'r')}>{shapes}</p:spTree>"):
        tree.append(shape)


def _without_template_parts(deck: Deck) -> None:
    """Drop the default template's thumbnail, printer settings and slide counts, which describe other slides."""
    package = deck.part.package
    for rels in (package._rels, deck.part.rels):
        for name, rel in list(rels.items()):
            if rel.reltype in {RT.THUMBNAIL, RT.PRINTER_SETTINGS, RT.EXTENDED_PROPERTIES}:
                rels.pop(name)


def _place(box: Box) -> str:
    left, top, width, height = (round(each * 914400) for each in box)
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _rectangle(number: int, name: str, box: Box, color: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'{_place(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{color}"/>'
        "</a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _placeholder(
    number: int, name: str, kind: str, box: Box, style: str = "", *, anchor: str = "t", text: str = ""
) -> str:
    """A placeholder without insets at `box`; kind: the attributes of p:ph; style: of its first level."""
    levels = f"<a:lstStyle><a:lvl1pPr {style}</a:lvl1pPr></a:lstStyle>" if style else "<a:lstStyle/>"
    run = text or f'<a:r><a:rPr lang="zh-CN"/><a:t>{name}</a:t></a:r>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr>{_place(box)}<a:prstGeom prst="rect">'
        '<a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" '
        f'bIns="0" anchor="{anchor}">'
        f"<a:noAutofit/></a:bodyPr>{levels}<a:p>{run}</a:p></p:txBody></p:sp>"
    )


def _level(size: float, color: str, *, bold: bool = False, align: str = "l") -> str:
    weight = ' b="1"' if bold else ' b="0"'
    return (
        f'marL="0" indent="0" algn="{align}"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{round(size * 100)}"{weight}><a:solidFill><a:srgbClr val="{color}"/></a:solidFill></a:defRPr>'
    )


_NUMBER_FIELD: Final = (
    '<a:fld id="{6F63B8A0-0000-4000-8000-000000000001}" type="slidenum"><a:rPr lang="zh-CN"/><a:t>‹#›</a:t></a:fld>'
)
_FOOTERS: Final = _placeholder(
    6, "页脚", f'type="ftr" sz="quarter" idx="{FOOTER}"', FOOTER_BOX, _level(10.5, MUTED), anchor="ctr"
) + _placeholder(
    7, "页码", f'type="sldNum" sz="quarter" idx="{NUMBER}"', NUMBER_BOX, _level(10.5, MUTED, align="r"),
    anchor="ctr", text=_NUMBER_FIELD,
)  # fmt: skip
_MASTER_SHAPES: Final = (
    _rectangle(8, "标题色条", (0, 0.40, 0.16, 1.20), ACCENT_COLOR)
    + _rectangle(9, "页脚线", (MARGIN, 7.02, INNER, 0.01), LINE_COLOR)
    + _placeholder(2, "标题", 'type="title"', TITLE_BOX)
    + _placeholder(3, "正文", 'type="body" idx="1"', (MARGIN, 2.1, INNER, 4.3))
    + _FOOTERS
)
_CONTENT_SHAPES: Final = (
    _placeholder(2, "标题", 'type="title"', TITLE_BOX)
    + _placeholder(
        3, "栏目", f'type="body" sz="quarter" idx="{SECTION}"', SECTION_BOX, _level(14, ACCENT_COLOR, bold=True)
    )
    + _placeholder(
        4, "单位和时点", f'type="body" sz="quarter" idx="{LINES}"', LINES_BOX, _level(13, MUTED), anchor="ctr"
    )
    + _placeholder(
        5, "口径", f'type="body" sz="quarter" idx="{DEFINITION}"', DEFINITION_BOX, _level(11, MUTED), anchor="b"
    )
    + _FOOTERS
)
_COVER_SHAPES: Final = (
    _rectangle(8, "色条", (0, 0, 0.32, HEIGHT), ACCENT_COLOR)
    + _rectangle(9, "短线", (1.1, 3.66, 1.5, 0.05), ACCENT_PALE)
    + _placeholder(2, "标题", 'type="ctrTitle"', COVER_TITLE_BOX, _level(44, WHITE, bold=True), anchor="b")
    + _placeholder(3, "报告期和时点", f'type="subTitle" idx="{COVER_LINES}"', COVER_LINES_BOX, _level(20, ACCENT_FAINT))
    + _placeholder(
        4,
        "来源",
        f'type="body" sz="quarter" idx="{COVER_SOURCE}"',
        COVER_SOURCE_BOX,
        _level(13, ACCENT_PALE),
        anchor="b",
    )
)


def _text_styles() -> str:
    """Title, body and other texts of the master, in the theme's fonts."""
    faces = '<a:latin typeface="+{0}-lt"/><a:ea typeface="+{0}-ea"/><a:cs typeface="+{0}-cs"/>'
    ink = '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    paragraph = 'algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"'
    body = "".join(
        f'<a:lvl{level}pPr marL="0" indent="0" {paragraph}><a:buNone/><a:defRPr sz="1400" kern="1200">{ink}'
        f"{faces.format('mn')}</a:defRPr></a:lvl{level}pPr>"
        for level in range(1, 10)
    )
    return (
        f"<p:txStyles {nsdecls('p', 'a')}><p:titleStyle><a:lvl1pPr {paragraph}><a:lnSpc>"
        '<a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="2600" b="1" kern="1200">{ink}'
        f"{faces.format('mj')}</a:defRPr></a:lvl1pPr></p:titleStyle><p:bodyStyle>{body}</p:bodyStyle>"
        f"<p:otherStyle>{body}</p:otherStyle></p:txStyles>"
    )


def _ground(color: str) -> str:
    fill = f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'
    return f"<p:bg {nsdecls('p', 'a')}><p:bgPr>{fill}<a:effectLst/></p:bgPr></p:bg>"
