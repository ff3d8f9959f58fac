"""汇报材料 (docx) by GB/T 9704-2012: the report's headings, sentences, Word comments on what is to be verified.

Behind the text: 附件说明, 落款 and 成文日期; then 附件1 the table of measures and 附件2 terms and sources.
"""

import io
import re
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from charts.fitting import column_widths
from domain.schema.columns import Column
from domain.schema.period import date_text
from domain.schema.provenance import OTHERS, QUOTED
from domain.schema.vocabulary import STATES
from exports.brief.remarks import Remarks
from exports.brief.styles import BODY_SIZE, new_brief
from exports.office.clean import clean, prose
from exports.office.looks import LINE_COLOR, MUTED, state_solid
from views.brief import Brief, Section
from views.brief_paragraphs import Phrase
from views.slide_tables import cell_texts

_TABLE_WIDTH: Final = 156 / 25.4
_TABLE_SIZE: Final = 10.0
_QUOTE: Final = 80
_STOP: Final = "。"
_RUN_IN: Final = 3
#: A heading of the third level, whatever stands above it.
_NUMBERED: Final = re.compile(r"\d+[.．、]")
_CLOSING: Final = "特此报告。"
#: Characters to the right of the date; where the unit has a longer name, of that (GB/T 9704-2012, 7.3.5).
_RIGHT: Final = 4
_RIGHT_OF_LONG: Final = 2
_TABLE_TITLE: Final = "主要指标完成情况表"
_SOURCES_TITLE: Final = "口径和数字来源"


def brief_paper(brief: Brief, palette: str = "green") -> bytes:
    """`brief` (views.brief) as a .docx."""
    document, remarks = new_brief(), Remarks()
    document.add_paragraph(prose(brief.title), style="Title")
    document.add_paragraph(_stopped(prose(_STOP.join(brief.opening))))
    for section in brief.sections:
        _section(document, section, remarks)
    attention, changes = brief.headings
    if brief.attention:
        document.add_heading(attention, 1)
        for phrase in brief.attention:
            _phrases(document.add_paragraph(), [phrase], remarks)
    if brief.changes:
        document.add_heading(changes, 1)
        document.add_paragraph(_stopped(prose(_STOP.join(brief.changes))))
    document.add_paragraph(_CLOSING).paragraph_format.keep_with_next = True  # text stands above a signature
    _signature(document, brief)
    _table_annex(document, brief, palette)
    _tasks_annex(document, brief)
    _sources_annex(document, brief)
    write_footers(document)
    document.core_properties.title, document.core_properties.author = clean(brief.title), ""
    saved = io.BytesIO()
    document.save(saved)
    return remarks.written_into(saved.getvalue(), document, brief.written)


def _stopped(text: str) -> str:
    return text if text.endswith(_STOP) else text + _STOP


def _section(document: Document, section: Section, remarks: Remarks) -> None:
    """A heading of the report with its facts and tasks; one of the third level opens their paragraph, as is usual."""
    heading = prose(section.heading).rstrip("：:。；")
    level = _RUN_IN if _NUMBERED.match(heading) else section.level
    paragraph = None
    if heading and level == _RUN_IN and (section.phrases or section.plan):
        paragraph = document.add_paragraph()
        paragraph.add_run(heading + _STOP).bold = True
    elif heading:
        document.add_heading(heading, level)
    if section.phrases:
        paragraph = paragraph or document.add_paragraph()
        _phrases(paragraph, section.phrases, remarks)
    if section.plan:
        _phrases(document.add_paragraph() if paragraph is None else paragraph, section.plan, remarks)


def _phrases(paragraph: Paragraph, phrases: Sequence[Phrase], remarks: Remarks) -> None:
    for phrase in phrases:
        run = paragraph.add_run(prose(phrase.text))
        remarks.add(run, phrase.remarks)


def _signature(document: Document, brief: Brief) -> None:
    """附件说明 one line below the text, then the unit centred above the day."""
    document.add_paragraph().paragraph_format.keep_with_next = True
    for number, title in enumerate(_annexes(brief), start=1):
        paragraph = document.add_paragraph(f"附件：{number}.{title}" if number == 1 else f"{number}.{title}")
        paragraph.paragraph_format.keep_with_next = True
        if number != 1:
            paragraph.paragraph_format.first_line_indent = Pt(5 * BODY_SIZE)
    written = "" if brief.written is None else date_text(brief.written)
    if not brief.signature and not written:
        return
    for _ in range(2):
        document.add_paragraph().paragraph_format.keep_with_next = True
    unit, day = _width(brief.signature), _width(written)
    beyond = (unit - day) / 2
    right = max(_RIGHT, _RIGHT_OF_LONG + beyond)
    for text, indent in ((brief.signature, right - beyond), (written, right)):
        paragraph = document.add_paragraph(clean(text))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(max(0.0, indent) * BODY_SIZE)
        paragraph.paragraph_format.keep_with_next = text is brief.signature


def _annexes(brief: Brief) -> tuple[str, ...]:
    """The titles of the annexes; the table and the list of tasks only where there are any."""
    planned = any(section.tasks for section in brief.sections)
    titles = (not brief.measures.empty, _TABLE_TITLE), (planned, _tasks_title(brief)), (True, _SOURCES_TITLE)
    return tuple(title for is_there, title in titles if is_there)


def _tasks_title(brief: Brief) -> str:
    return f"{brief.coming}任务清单"


def _width(text: str) -> float:
    """The width of `text` in Chinese characters; digits and Latin letters take half of one."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _annex(document: Document, brief: Brief, title: str) -> None:
    """附件1 at the top left of a new page, its title below."""
    paragraph = document.add_paragraph(f"附件{_annexes(brief).index(title) + 1}", style="Annex")
    paragraph.paragraph_format.page_break_before = True
    document.add_paragraph(title, style="Annex Title")


def _table_annex(document: Document, brief: Brief, palette: str) -> None:
    if brief.measures.empty:
        return
    _annex(document, brief, _TABLE_TITLE)
    count = int((brief.measures["state"] == "to_verify").sum())
    if count:
        document.add_paragraph(f"表中标“{STATES['to_verify']}”的{count}行，核实前不作结论。", style="Source")
    _table(document, brief.measures, brief.measure_columns, palette)


def _tasks_annex(document: Document, brief: Brief) -> None:
    """All tasks, below their headings and topics."""
    if _tasks_title(brief) not in _annexes(brief):
        return
    _annex(document, brief, _tasks_title(brief))
    number, before = 0, ""
    for section in brief.sections:
        if section.tasks and section.heading:
            document.add_paragraph(prose(section.heading).rstrip("：:。；"), style="Source").runs[0].bold = True
        for task in section.tasks:
            number += 1
            topic = f"{task.topic}：" if task.topic not in (before, "") and task.topic not in section.heading else ""
            before = task.topic
            document.add_paragraph(_stopped(prose(f"（{number}）{topic}{task.text.rstrip('；')}")), style="Source")


def _sources_annex(document: Document, brief: Brief) -> None:
    """The terms, then the sources below each heading, numbered on through the whole list."""
    _annex(document, brief, _SOURCES_TITLE)
    for term, meaning in brief.definitions:
        paragraph = document.add_paragraph(style="Source")
        paragraph.add_run(f"{prose(term)}：").bold = True
        paragraph.add_run(_stopped(prose(meaning)))
    if brief.source:
        document.add_paragraph(f"本材料数字来源：{_stopped(prose(brief.source))}", style="Source")
    number = 0
    for heading, bases in brief.bases:
        if heading:
            document.add_paragraph(prose(heading).rstrip("：:。；"), style="Source").runs[0].bold = True
        for basis in bases:
            number += 1
            document.add_paragraph(f"[{number}]{_note(basis)}", style="Source")


def _note(basis: str) -> str:
    """What a clause rests on: 原文：“…”, a long sentence cut; or 依据：…."""
    label, _, text = clean(basis).partition("：")
    quote, other, others = text.partition(OTHERS)
    if label == QUOTED and len(quote) > _QUOTE:
        quote = f"{quote[:_QUOTE]}…”"
    return f"{label}：{quote}{other}{others}"


def _states(table: pd.DataFrame) -> list[str]:
    return [str(state) for state in table["state"]] if "state" in table else [""] * len(table)


def _table(document: Document, table: pd.DataFrame, columns: Sequence[Column], palette: str) -> None:
    """A table with thin lines whose header repeats on each page and whose rows do not break over pages."""
    header = [clean(column.label) for column in columns]
    rows = [[clean(cell) for cell in row] for row in cell_texts(table, tuple(columns))]
    numbers = [index for index, column in enumerate(columns) if column.name not in {"label", "word"}]
    widths = column_widths([header, *rows], _TABLE_WIDTH, _TABLE_SIZE, pad=0.22, numbers=numbers)
    drawn: Any = document.add_table(len(rows) + 1, len(columns))
    drawn.autofit = False
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = Mm(width * 25.4)
    drawn._tbl.tblPr.find(qn("w:tblLayout")).addprevious(_borders())
    for place, (cells, state) in enumerate(zip([header, *rows], ["", *_states(table)], strict=True)):
        row = drawn.rows[place]
        properties = row._tr.get_or_add_trPr()
        for name in ("cantSplit", "tblHeader") if place == 0 else ("cantSplit",):
            properties.append(parse_xml(f"<w:{name} {nsdecls('w')}/>"))
        for index, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Mm(widths[index] * 25.4)
            paragraph = cell.paragraphs[0]
            paragraph.style = "Table Text"
            if index in numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if place and columns[index].name == "word":
                paragraph.add_run("■").font.color.rgb = RGBColor.from_string(state_solid(state, palette))
            run = paragraph.add_run(text)
            run.bold = place == 0


def _borders() -> Any:
    inside = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE_COLOR}"'
    outside = f'w:val="single" w:sz="8" w:space="0" w:color="{MUTED}"'
    return parse_xml(
        f"<w:tblBorders {nsdecls('w')}><w:top {outside}/><w:bottom {outside}/><w:insideH {inside}/></w:tblBorders>"
    )


def write_footers(document: Document) -> None:
    """— 1 — at the outer edge: right on odd pages, left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles["footer"]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.add_run("— ")
        paragraph._p.append(
            parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        )
        paragraph.add_run(" —")
    section.footer_distance = Pt(78)
