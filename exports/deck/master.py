"""The slide master of a deck: theme, fonts, and the layouts with their placeholders, which a template may replace."""

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
_SECTION_BOX: Final[Box] = (MARGIN, 0.30, INNER, 0.36)
_TITLE_BOX: Final[Box] = (MARGIN, 0.70, INNER, 1.10)
_BODY_BOX: Final[Box] = (MARGIN, 1.98, INNER, 4.72)
_PHOTO: Final = 3.9
_BESIDE_BOX: Final[Box] = (MARGIN, 1.98, INNER - _PHOTO - 0.4, 4.72)
_PHOTO_BOX: Final[Box] = (WIDTH - MARGIN - _PHOTO, 1.98, _PHOTO, 4.72)
_FOOTER_BOX: Final[Box] = (MARGIN, 6.82, INNER - 1.0, 0.66)
_NUMBER_BOX: Final[Box] = (WIDTH - MARGIN - 0.8, 6.92, 0.8, 0.36)
_COVER_TITLE_BOX: Final[Box] = (1.1, 1.55, 11.1, 1.55)
_COVER_LINES_BOX: Final[Box] = (1.1, 3.50, 11.1, 2.30)
_REPORTER_BOX: Final[Box] = (1.1, 5.85, 11.1, 0.45)
_COVER_SOURCE_BOX: Final[Box] = (1.1, 6.55, 11.1, 0.5)
_CLOSING_BOX: Final[Box] = (1.1, 2.6, 11.1, 1.6)

#: Layouts of a template and the placeholders that each must have, by name.
COVER, AGENDA, CONTENT, PHOTO, CLOSING = "封面", "目录", "内容", "图文", "结束"
TITLE, SECTION, BODY, PICTURE, FOOTER, NUMBER = "标题", "栏目", "正文", "图片", "页脚", "页码"
LINES, REPORTER, SOURCE = "报告期和时点", "汇报人", "来源"
LAYOUTS: Final[dict[str, tuple[str, ...]]] = {
    COVER: (TITLE, LINES, REPORTER, SOURCE),
    AGENDA: (TITLE, BODY, NUMBER),
    CONTENT: (TITLE, SECTION, BODY, FOOTER, NUMBER),
    PHOTO: (TITLE, SECTION, BODY, PICTURE, FOOTER, NUMBER),
    CLOSING: (TITLE,),
}
#: Layouts of python-pptx's own template that become ours.
_BASES: Final = {
    "Title Slide": COVER, "Section Header": AGENDA, "Title Only": CONTENT, "Picture with Caption": PHOTO,
    "Blank": CLOSING,
}  # fmt: skip


def new_deck() -> Deck:
    """An empty 16:9 presentation with our theme, master and layouts, and nothing of the default template's."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name not in _BASES:
            deck.slide_layouts.remove(layout)
    master = deck.slide_master
    master.part.part_related_by(RT.THEME).blob = theme_xml().encode()
    _drawn(master, _MASTER_SHAPES)
    styles = master._element.find(f"{{{_P}}}txStyles")
    master._element.replace(styles, parse_xml(_text_styles()))
    for layout in deck.slide_layouts:
        name = _BASES[layout.name]
        _drawn(layout, _SHAPES[name])
        layout._element.cSld.set("name", name)
        layout._element.set("userDrawn", "1")
        if name != COVER:
            layout._element.attrib.pop("type", None)
        if name in _ON_DARK:
            layout._element.set("showMasterSp", "0")
            layout._element.cSld.insert(0, parse_xml(_ground(NIGHT)))
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
#: The smallest type of a slide, that of its footer, and that of a title, in points.
LEAST, FOOTNOTE, HEADING = 18.0, 12.0, 28.0
#: Placeholders by number: that of a layout is found by name, that of a slide by the number of its layout's.
_FOOTERS: Final = _placeholder(
    6, FOOTER, 'type="ftr" sz="quarter" idx="13"', _FOOTER_BOX, _level(FOOTNOTE, MUTED), anchor="ctr"
)
_PAGE: Final = _placeholder(
    7, NUMBER, 'type="sldNum" sz="quarter" idx="14"', _NUMBER_BOX, _level(FOOTNOTE, MUTED, align="r"),
    anchor="ctr", text=_NUMBER_FIELD,
)  # fmt: skip
_MASTER_SHAPES: Final = (
    _rectangle(8, "标题色条", (0, 0.36, 0.16, 1.36), ACCENT_COLOR)
    + _rectangle(9, "页脚线", (MARGIN, 6.80, INNER, 0.01), LINE_COLOR)
    + _placeholder(2, TITLE, 'type="title"', _TITLE_BOX)
    + _placeholder(3, BODY, 'type="body" idx="1"', _BODY_BOX)
    + _FOOTERS
    + _PAGE
)
_HEAD: Final = _placeholder(2, TITLE, 'type="title"', _TITLE_BOX) + _placeholder(
    3, SECTION, 'type="body" sz="quarter" idx="10"', _SECTION_BOX, _level(LEAST, ACCENT_COLOR, bold=True), anchor="ctr"
)
_ON_DARK: Final = frozenset({COVER, CLOSING})
_EDGE: Final = _rectangle(8, "色条", (0, 0, 0.32, HEIGHT), ACCENT_COLOR)
_SHAPES: Final = {
    COVER: _EDGE
    + _rectangle(9, "短线", (1.1, 3.24, 1.5, 0.05), ACCENT_PALE)
    + _placeholder(2, TITLE, 'type="ctrTitle"', _COVER_TITLE_BOX, _level(44, WHITE, bold=True), anchor="b")
    + _placeholder(3, LINES, 'type="subTitle" idx="1"', _COVER_LINES_BOX, _level(20, ACCENT_FAINT))
    + _placeholder(
        5, REPORTER, 'type="body" sz="quarter" idx="17"', _REPORTER_BOX, _level(20, ACCENT_FAINT),
        text='<a:r><a:rPr lang="zh-CN"/><a:t>点击填写汇报人和汇报日期</a:t></a:r>',
    )
    + _placeholder(
        4, SOURCE, 'type="body" sz="quarter" idx="15"', _COVER_SOURCE_BOX, _level(FOOTNOTE, ACCENT_PALE), anchor="b"
    ),
    AGENDA: _placeholder(2, TITLE, 'type="title"', _TITLE_BOX)
    + _placeholder(4, BODY, 'type="body" idx="11"', _BODY_BOX, _level(24, INK))
    + _PAGE,
    CONTENT: _HEAD + _placeholder(4, BODY, 'type="body" idx="11"', _BODY_BOX, _level(LEAST, INK)) + _FOOTERS + _PAGE,
    PHOTO: _HEAD
    + _placeholder(4, BODY, 'type="body" idx="11"', _BESIDE_BOX, _level(LEAST, INK))
    + _placeholder(
        5, PICTURE, 'type="pic" idx="12"', _PHOTO_BOX, _level(LEAST, MUTED),
        text='<a:r><a:rPr lang="zh-CN"/><a:t>点击插入现场照片</a:t></a:r>',
    )
    + _FOOTERS
    + _PAGE,
    CLOSING: _EDGE + _placeholder(2, TITLE, 'type="title"', _CLOSING_BOX, _level(44, WHITE, bold=True), anchor="ctr"),
}  # fmt: skip


def _text_styles() -> str:
    """Title, body and other texts of the master, in the theme's fonts."""
    faces = '<a:latin typeface="+{0}-lt"/><a:ea typeface="+{0}-ea"/><a:cs typeface="+{0}-cs"/>'
    ink = '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    paragraph = 'algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"'
    body = "".join(
        f'<a:lvl{level}pPr marL="0" indent="0" {paragraph}><a:buNone/><a:defRPr sz="1800" kern="1200">{ink}'
        f"{faces.format('mn')}</a:defRPr></a:lvl{level}pPr>"
        for level in range(1, 10)
    )
    return (
        f"<p:txStyles {nsdecls('p', 'a')}><p:titleStyle><a:lvl1pPr {paragraph}><a:lnSpc>"
        '<a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="2800" b="1" kern="1200">{ink}'
        f"{faces.format('mj')}</a:defRPr></a:lvl1pPr></p:titleStyle><p:bodyStyle>{body}</p:bodyStyle>"
        f"<p:otherStyle>{body}</p:otherStyle></p:txStyles>"
    )


def _ground(color: str) -> str:
    fill = f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'
    return f"<p:bg {nsdecls('p', 'a')}><p:bgPr>{fill}<a:effectLst/></p:bgPr></p:bg>"
