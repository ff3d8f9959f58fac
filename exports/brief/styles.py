"""Styles, fonts and page of the brief, after GB/T 9704-2012: 小标宋, 黑体, 楷体, 仿宋; A4, lines of 28 points.

Where a typeface is missing, the font table names others of its kind, for Word and WPS; texts are marked zh-CN, by
which LibreOffice has fontconfig pick simplified forms.
"""

from typing import Any, Final

from docx import Document as new_document
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

TITLE: Final = "方正小标宋简体"
BODY: Final = "仿宋"
KAI: Final = "楷体"
HEI: Final = "黑体"
SONG: Final = "宋体"
LATIN: Final = "Times New Roman"
#: Typeface -> others to take where it is missing, and its panose number.
_FACES: Final = {
    TITLE: ("方正小标宋_GBK;宋体;SimSun;Noto Serif CJK SC", "02010601030101010101"),
    BODY: ("FangSong;仿宋_GB2312;FangSong_GB2312;华文仿宋;Noto Serif CJK SC", "02010609060101010101"),
    KAI: ("KaiTi;楷体_GB2312;华文楷体;Noto Serif CJK SC", "02010609060101010101"),
    HEI: ("SimHei;华文黑体;Noto Sans CJK SC", "02010609060101010101"),
    SONG: ("SimSun;华文宋体;Noto Serif CJK SC", "02010600030101010101"),
}
#: 3号, and the line pitch, in points.
BODY_SIZE: Final = 16.0
_LINE: Final = 28.0


def new_brief() -> Document:
    """An empty document with our styles, font table and page (margins of 37, 35, 28 and 26 mm)."""
    document = new_document()
    styles: Any = document.styles.element
    for child in list(styles):
        styles.remove(child)
    for child in parse_xml(f"<w:styles {nsdecls('w')}>{_defaults()}{_styles()}</w:styles>"):
        styles.append(child)
    document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)._blob = _font_table().encode()
    _without_template_parts(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    return document


def _without_template_parts(document: Document) -> None:
    """Drop what the default template brings along and nothing here uses; its theme would set other fonts."""
    unused = ("stylesWithEffects", "customXml", "thumbnail", "theme")
    for rels in (document.part.rels, document.part.package.rels):
        for name, rel in list(rels.items()):
            if rel.reltype.rsplit("/", 1)[-1] in unused:
                del rels[name]


def _fonts(east: str) -> str:
    return f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{east}"/>'


def _defaults() -> str:
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(BODY)}{_size(BODY_SIZE)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>"
    )


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _lines(points: float) -> str:
    return f'<w:spacing w:before="0" w:after="0" w:line="{round(points * 20)}" w:lineRule="exact"/>'


def _style(name: str, style_id: str, paragraph: str, run: str, *, based: str = "Normal", default: bool = False) -> str:
    basis = "" if default else f'<w:basedOn w:val="{based}"/>'
    first = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="paragraph"{first} w:styleId="{style_id}">'
        f'<w:name w:val="{name}"/>{basis}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def _styles() -> str:
    indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    none = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    keep = "<w:keepNext/><w:keepLines/>"
    made = [
        _style(
            "Normal", "Normal", f'<w:widowControl w:val="0"/>{_lines(_LINE)}{indent}<w:jc w:val="both"/>', "",
            default=True,
        ),
        _style(
            "Title", "Title", f'<w:spacing w:before="0" w:after="200" w:line="640" w:lineRule="exact"/>{none}'
            '<w:jc w:val="center"/>', f"{_fonts(TITLE)}{_size(22)}",
        ),
        _style("heading 1", "Heading1", f'{keep}{_lines(_LINE)}{indent}<w:outlineLvl w:val="0"/>', _fonts(HEI)),
        _style("heading 2", "Heading2", f'{keep}{_lines(_LINE)}{indent}<w:outlineLvl w:val="1"/>', _fonts(KAI)),
        _style(
            "heading 3", "Heading3", f'{keep}{_lines(_LINE)}{indent}<w:outlineLvl w:val="2"/>', f"{_fonts(BODY)}<w:b/>"
        ),
        _style(
            "Table Text", "TableText", f'<w:spacing w:before="20" w:after="20" w:line="300" w:lineRule="exact"/>{none}'
            '<w:jc w:val="left"/>', _size(10),
        ),
        _style("Annex", "Annex", f"{keep}{_lines(_LINE)}{none}", _fonts(HEI)),
        _style(
            "Annex Title", "AnnexTitle",
            f'{keep}<w:spacing w:before="0" w:after="160" w:line="640" w:lineRule="exact"/>{none}'
            '<w:jc w:val="center"/>', f"{_fonts(TITLE)}{_size(22)}",
        ),
        _style(
            "Source", "Source", f'<w:spacing w:before="0" w:after="0" w:line="320" w:lineRule="exact"/>{none}'
            '<w:jc w:val="left"/>', _size(10.5),
        ),
        _style(
            "footer", "Footer", '<w:spacing w:before="0" w:after="0"/><w:ind w:firstLineChars="0" w:firstLine="0" '
            'w:left="320" w:right="320"/>', f"{_fonts(SONG)}{_size(14)}",
        ),
    ]  # fmt: skip
    return "".join(made) + (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:panose1 w:val="{panose}"/><w:charset w:val="86"/>'
        '<w:family w:val="modern"/><w:pitch w:val="variable"/></w:font>'
        for name, (others, panose) in _FACES.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:fonts {nsdecls("w")}>{fonts}<w:font w:name="{LATIN}"><w:panose1 w:val="02020603050405020304"/>'
        '<w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )
