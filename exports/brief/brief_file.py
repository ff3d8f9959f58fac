"""汇报材料 (docx): a paper's skeleton with the report's headings, current figures, marks of doubt and footnotes."""

import io
from collections import Counter
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
from domain.schema.provenance import OTHERS, QUOTED
from domain.schema.vocabulary import STATES
from exports.brief.styles import new_brief
from exports.office.clean import clean, prose
from exports.office.footnotes import Footnotes
from exports.office.looks import INK, LINE_COLOR, MUTED, state_solid
from views.brief import Brief, Section, Task
from views.facts import Fact
from views.slide_tables import cell_texts

_TABLE_WIDTH: Final = 156 / 25.4
_TABLE_SIZE: Final = 10.0
_QUOTE: Final = 80
_STOP: Final = "。"
_MARKED: Final = "【{}】"


def brief_paper(brief: Brief, palette: str = "green") -> bytes:
    """`brief` (views.brief) as a .docx."""
    document = new_brief()
    notes = Footnotes(document)
    document.add_paragraph(prose(brief.title), style="Title")
    if brief.subtitle:
        document.add_paragraph(prose(brief.subtitle), style="Subtitle")
    opening = document.add_paragraph(prose(_STOP.join(brief.opening)))
    if brief.source:
        notes.add(opening, _sources_note(brief))
    opening.add_run(_STOP)
    _measures(document, brief, palette)
    _attention(document, brief, palette)
    usual = _usual_as_of(brief.sections)
    for section in brief.sections:
        _section(document, section, notes, usual)
    document.add_heading("与上一版相比", 1)
    for line in brief.changes:
        document.add_paragraph(prose(line) + _STOP)
    document.add_heading("口径与来源", 1)
    for term, meaning in brief.definitions:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        paragraph.add_run(f"{prose(term)}\uff1a").bold = True
        paragraph.add_run(_stopped(prose(meaning)))
    _footers(document)
    notes.finish()
    document.core_properties.title, document.core_properties.author = clean(brief.title), ""
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _sources_note(brief: Brief) -> str:
    """Where the figures and the quoted sentences come from: in one sentence where both come from the report."""
    if brief.source == brief.report:
        return f"本材料数字及脚注所引原文均出自{prose(brief.source)}。"
    quoted = f"脚注所引原文出自{prose(brief.report)}。" if brief.report else ""
    return f"本材料数字来源\uff1a{prose(brief.source)}。{quoted}"


def _stopped(text: str) -> str:
    return text if text.endswith(_STOP) else text + _STOP


def _measures(document: Document, brief: Brief, palette: str) -> None:
    document.add_heading("主要指标完成情况", 1)
    count = int((brief.measures["state"] == "to_verify").sum()) if len(brief.measures) else 0
    if brief.measures.empty:
        document.add_paragraph("本期没有指标。")
        return
    if count:
        word = STATES["to_verify"]
        document.add_paragraph(f"表中标“{word}”的{count}行，核实前不作结论，汇报时请一并说明。")
    document.add_paragraph("主要指标完成情况表", style="Table Caption")
    _table(document, brief.measures, brief.measure_columns, palette)


def _attention(document: Document, brief: Brief, palette: str) -> None:
    """What needs attention, worst first: name, state, reason."""
    document.add_heading("需要关注的事项", 1)
    if brief.attention.empty:
        document.add_paragraph(f"{brief.attention_title}。")
    rows = zip(cell_texts(brief.attention, brief.attention_columns), _states(brief.attention), strict=True)
    for number, ((name, word, reason), state) in enumerate(rows, start=1):
        paragraph = document.add_paragraph(f"{number}.{prose(name)}")
        _mark(paragraph, word, state_solid(state, palette))
        paragraph.add_run(_stopped(prose(reason)))


def _section(document: Document, section: Section, notes: Footnotes, usual: str) -> None:
    """A heading of the report, its facts in one paragraph, its tasks in one paragraph per topic."""
    if section.heading:
        document.add_heading(prose(section.heading.rstrip(":\uff1a")), section.level)
    if section.facts:
        _facts(document.add_paragraph(), section.facts, notes, usual)
    for topic in dict.fromkeys(task.topic for task in section.tasks):
        _tasks(document.add_paragraph(), topic, [task for task in section.tasks if task.topic == topic], notes)


def _facts(paragraph: Paragraph, facts: Sequence[Fact], notes: Footnotes, usual: str) -> None:
    """The clauses in order: a footnote where their source sentence ends, a mark on what is to be verified.

    The as-of date is printed where it changes; `usual` is given in the opening.
    """
    current_as_of = usual
    for place, fact in enumerate(facts):
        last = place == len(facts) - 1
        dated = f"（{fact.as_of}）" if fact.as_of != current_as_of else ""
        current_as_of = fact.as_of
        paragraph.add_run(prose(f"{fact.text}{dated}"))
        if fact.state == "to_verify":
            _mark(paragraph, STATES["to_verify"], INK)
        elif fact.doubt:
            _mark(paragraph, f"存疑\uff1a{prose(fact.doubt)}", INK)
        if fact.change:
            paragraph.add_run(f"\uff08{prose(fact.change)}\uff09")
        if fact.basis and (last or facts[place + 1].basis != fact.basis):
            notes.add(paragraph, _note(fact.basis))
        paragraph.add_run(_STOP if last else "\uff1b")


def _tasks(paragraph: Paragraph, topic: str, tasks: Sequence[Task], notes: Footnotes) -> None:
    if topic:
        paragraph.add_run(f"{prose(topic)}{_STOP}").bold = True
    else:
        paragraph.add_run("下一步\uff1a")
    paragraph.add_run("\uff1b".join(prose(task.text) for task in tasks))
    rests = [task.basis for task in tasks if task.basis]
    if rests:
        notes.add(paragraph, _note(rests[0]) + (f"等{len(rests)}处" if len(rests) > 1 else ""))
    paragraph.add_run(_STOP)


def _note(basis: str) -> str:
    """What a clause rests on as a footnote: 原文：“…”, a long sentence cut; or 依据：…."""
    label, _, text = clean(basis).partition("：")
    quote, other, others = text.partition(OTHERS)
    if label == QUOTED and len(quote) > _QUOTE:
        quote = f"{quote[:_QUOTE]}…”"
    return f"{label}\uff1a{quote}{other}{others}"


def _mark(paragraph: Paragraph, words: str, color: str) -> None:
    run = paragraph.add_run(_MARKED.format(words))
    run.bold = True
    run.font.color.rgb = RGBColor.from_string(color)


def _usual_as_of(sections: Sequence[Section]) -> str:
    """The most frequent as-of date: printed once, in the opening; facts with another date print theirs."""
    counts = Counter(fact.as_of for section in sections for fact in section.facts)
    return counts.most_common(1)[0][0] if counts else ""


def _states(table: pd.DataFrame) -> list[str]:
    return [str(state) for state in table["state"]] if "state" in table else [""] * len(table)


def _table(document: Document, table: pd.DataFrame, columns: Sequence[Column], palette: str) -> None:
    """A table with thin lines whose header repeats on each page and whose rows do not break over pages."""
    header = [clean(column.label) for column in columns]
    rows = [[clean(cell) for cell in row] for row in cell_texts(table, tuple(columns))]
    numbers = [index for index, column in enumerate(columns) if column.name not in {"label", "word"}]
    widths = column_widths([header, *rows], _TABLE_WIDTH, _TABLE_SIZE, pad=0.12, numbers=numbers)
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


def _footers(document: Document) -> None:
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
