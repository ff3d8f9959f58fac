"""The draft of the next report (docx): the last one with new figures as tracked changes, open figures highlighted."""

import io
from datetime import date
from typing import Any, Final

from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from exports.brief.brief_file import write_footers
from exports.brief.remarks import Remarks
from exports.brief.styles import new_brief
from exports.office.clean import clean
from views.roll_forward import USUAL_REMARKS, Edit, Rolled

#: Who the tracked changes are by.
AUTHOR: Final = "滚动更新"


def roll_forward_paper(rolled: Rolled, written: date | None = None) -> bytes:
    """`rolled` (views.roll_forward) as a .docx. written: the day of its changes and comments, None for none.

    A new number or word is an insertion behind the deletion of the old one, with a comment on where it comes from; a
    figure without a new value is highlighted. The comment on the first line counts them.
    """
    document, remarks = new_brief(), Remarks()
    for place, each in enumerate(rolled.paragraphs):
        style = "Normal" if each.level is None else "Title" if each.level == 0 else f"Heading {each.level}"
        paragraph = document.add_paragraph(style=style)
        for piece in each.pieces:
            if isinstance(piece, str):
                run = paragraph.add_run(clean(piece))
            else:
                run = _edited(paragraph, piece, written)
                remarks.add(run, () if piece.remark in USUAL_REMARKS else piece.remark)
            if place == 0 and piece is each.pieces[0]:
                remarks.add(run, _legend(rolled))
    write_footers(document)
    saved = io.BytesIO()
    document.save(saved)
    return remarks.written_into(saved.getvalue(), document, written)


def _legend(rolled: Rolled) -> tuple[str, ...]:
    numbers, words, left = (len(rolled.edits(kind)) for kind in ("number", "word", "open"))
    lines = [
        f"本稿沿用上期报告原文，按台账换上新数字：改数字{numbers}处、改用词{words}处，以修订方式标出，可逐条接受或拒绝。",
        f"标黄的{left}处没有新值，请核对、补报或删去；时间、名次和文字表述由起草人改写。",
    ]
    return (*lines, f"新数字来源：{rolled.source}") if rolled.source else tuple(lines)


def _edited(paragraph: Paragraph, edit: Edit, written: date | None) -> Run:
    """The run of the new text of an edit."""
    if edit.kind == "open":
        run = paragraph.add_run(clean(edit.old))
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        return run
    _tracked(paragraph, "del", edit.old, edit.start, written)
    return _tracked(paragraph, "ins", edit.new, edit.start, written)


def _tracked(paragraph: Paragraph, name: str, text: str, number: int, written: date | None) -> Run:
    """A tracked deletion or insertion of `text` at the end of `paragraph`."""
    day = f' w:date="{written}T00:00:00Z"' if written else ""
    inside = "delText" if name == "del" else "t"
    identity = 2 * number + (name == "ins")
    change: Any = parse_xml(
        f'<w:{name} {nsdecls("w")} w:id="{identity}" w:author="{AUTHOR}"{day}>'
        f'<w:r><w:{inside} xml:space="preserve"></w:{inside}></w:r></w:{name}>'
    )
    change[0][0].text = clean(text)
    paragraph._p.append(change)
    return Run(change[0], paragraph)
