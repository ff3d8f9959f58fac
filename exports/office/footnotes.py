"""Real footnotes in a .docx: python-docx has none, so the part that holds them is written here and joined to it.

ECMA-376 part 1, 17.11: a part footnotes.xml with two separators, a reference in the text per note, and the settings
that name the separators.
"""

from typing import Any, Final
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from exports.office.clean import clean

TEXT_STYLE: Final = "FootnoteText"
REFERENCE_STYLE: Final = "FootnoteReference"
_PART: Final = "/word/footnotes.xml"


class Footnotes:
    """The footnotes of one document: `add` them where they belong, then `finish` once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._texts: list[str] = []

    def add(self, paragraph: Paragraph, text: str) -> int:
        """A reference at the end of `paragraph` to a note with `text`; returns its number."""
        self._texts.append(clean(text))
        number = len(self._texts)
        run = paragraph.add_run()
        run._r.get_or_add_rPr().append(parse_xml(f'<w:rStyle {nsdecls("w")} w:val="{REFERENCE_STYLE}"/>'))
        run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="{number}"/>'))
        return number

    def finish(self) -> None:
        """Write the part, its relationship, its settings; numbers ①② restart on each page."""
        document = self._document
        part = Part(PackURI(_PART), CONTENT_TYPE.WML_FOOTNOTES, self._xml().encode(), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        settings: Any = document.settings.element
        named = parse_xml(f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>')
        after = next((each for name in _AFTER if (each := settings.find(qn(name))) is not None), None)
        if after is None:
            settings.append(named)
        else:
            after.addprevious(named)
        for section in document.sections:
            numbering = parse_xml(
                f'<w:footnotePr {nsdecls("w")}><w:numFmt w:val="decimalEnclosedCircleChinese"/>'
                '<w:numRestart w:val="eachPage"/></w:footnotePr>'
            )
            size: Any = section._sectPr.find(qn("w:pgSz"))
            size.addprevious(numbering)

    def _xml(self) -> str:
        separators = (
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
            "</w:footnote>"
        )
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{TEXT_STYLE}"/></w:pPr><w:r><w:rPr>'
            f'<w:rStyle w:val="{REFERENCE_STYLE}"/></w:rPr><w:footnoteRef/></w:r><w:r>'
            f'<w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
            for number, text in enumerate(self._texts, start=1)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f"<w:footnotes {nsdecls('w')}>{separators}{notes}</w:footnotes>"
        )


#: The elements after w:footnotePr in w:settings (CT_Settings is a sequence).
_AFTER: Final = (
    "w:endnotePr", "w:compat", "w:docVars", "w:rsids", "m:mathPr", "w:attachedSchema", "w:themeFontLang",
    "w:clrSchemeMapping", "w:shapeDefaults", "w:decimalSymbol", "w:listSeparator",
)  # fmt: skip
