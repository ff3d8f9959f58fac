"""Labels of the points of a native chart: each in its own number format, so that it follows its value when edited."""

from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from exports.deck.native import Series, Shape
from exports.office.looks import INK, WHITE
from exports.office.spreadsheet import label_format

#: Size of everything written in a chart, in points.
TEXT: Final = 18.0


def label_points(element: Any, native: Series, shape: Shape) -> None:
    """A label per point that has words, in its own number format; the others have none."""
    labels = []
    for index, text in enumerate(native.texts):
        value = native.values[index]
        if not text or value is None:
            continue
        place = _LABEL_PLACES[shape]
        color = INK if place == "outEnd" or native.fills[index].hatched else WHITE
        labels.append(_label(index, text, label_format(value, text), place, color))
    shown = "".join(labels)
    flags = _flags(False)
    existing = element.find(qn("c:dLbls"))
    if existing is not None:
        element.remove(existing)
    if not shown:
        return
    made = parse_xml(f"<c:dLbls {nsdecls('c', 'a')}>{shown}{flags}</c:dLbls>")
    element._insert_dLbls(made)


#: Label positions: behind the bar, or inside it in white.
_LABEL_PLACES: Final = {"bars": "outEnd", "shares": "ctr"}


def _label(index: int, text: str, code: str | None, place: str, color: str) -> str:
    look = (
        f'<a:defRPr sz="{round(TEXT * 100)}" b="1"><a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'
        '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/></a:defRPr>'
    )
    plain = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    if code is None:
        run = f"<a:r>{look.replace('a:defRPr', 'a:rPr')}<a:t>{escape(text)}</a:t></a:r>"
        words = f"<c:tx><c:rich><a:bodyPr/><a:p><a:pPr>{look}</a:pPr>{run}</a:p></c:rich></c:tx>"
        return f'<c:dLbl><c:idx val="{index}"/>{words}{plain}<c:dLblPos val="{place}"/>{_flags(True)}</c:dLbl>'
    return (
        f'<c:dLbl><c:idx val="{index}"/><c:numFmt formatCode={quoteattr(code)} sourceLinked="0"/>{plain}'
        f'<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr>{look}</a:pPr><a:endParaRPr lang="zh-CN"/></a:p>'
        "</c:txPr>"
        f'<c:dLblPos val="{place}"/>{_flags(True)}</c:dLbl>'
    )


def _flags(value: bool) -> str:
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{int(value)}"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )
