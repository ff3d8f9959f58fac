"""Slide parts other than charts and tables: titles and texts, large figures, sentences, footers, notes."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide as Page
from pptx.text.text import TextFrame
from pptx.util import Inches, Pt

from charts.fitting import LINE_HEIGHT, POINTS, fitting_size, lines_of, shortened, width_of
from domain.schema.display import is_missing
from domain.schema.frames import records
from domain.schema.vocabulary import STATES
from exports.deck.master import FOOTER, FOOTNOTE, LEAST, NUMBER, TITLE, Box
from exports.deck.template import placeholder_box, placeholder_number, placeholders_of
from exports.office.clean import clean, prose
from exports.office.looks import ACCENT_COLOR, INK, LINE_COLOR, MUTED, state_solid

#: A piece of text: words, colour, size in points, bold.
Run = tuple[str, str, float, bool]

_GAP: Final = 0.35
#: Points of a figure's label, number, unit and notes; the number shrinks before it would wrap.
_LABEL, _UNIT = 20.0, 24.0
_NUMBERS: Final = (60.0, 54.0, 48.0, 40.0, 34.0, 28.0)
#: Width of bold figures over that of plain ones.
_BOLD: Final = 1.15
_LABEL_LINES: Final = 2
_PROOF_SIZES: Final = (24.0, 22.0, 20.0, LEAST)
_FOOTER_LINES: Final = 3


def fill_placeholder(page: Page, name: str, text: str, sizes: Sequence[float] = ()) -> None:
    """Write `text` into the placeholder called `name`, at the first of `sizes` that fits; without text, remove it.

    Line breaks of `text` stay. Without `sizes` it takes the size of the layout.
    """
    number = placeholder_number(page, name)
    shape: Any = next(each for each in page.placeholders if each.placeholder_format.idx == number)
    lines = [prose(line) for line in text.split("\n") if prose(line)]
    if not lines:
        shape._element.getparent().remove(shape._element)
        return
    box = placeholder_box(page, name)
    size = fitting_size(max(lines, key=len), box[2], box[3] / len(lines), sizes) if sizes else None
    for place, line in enumerate(lines):
        paragraph = shape.text_frame.paragraphs[0] if place == 0 else shape.text_frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        run.font.language_id = MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE
        if size is not None:
            run.font.size = Pt(size)


def write_agenda(page: Page, name: str, rows: Sequence[tuple[str, str]], size: float, tab: float) -> None:
    """Lines of words and page into the placeholder called `name`, the pages under each other at `tab` inches."""
    number = placeholder_number(page, name)
    shape: Any = next(each for each in page.placeholders if each.placeholder_format.idx == number)
    for place, (words, at) in enumerate(rows):
        paragraph = shape.text_frame.paragraphs[0] if place == 0 else shape.text_frame.add_paragraph()
        paragraph.space_after = Pt(size / 2)
        stops = f'<a:tabLst {nsdecls("a")}><a:tab pos="{round(tab * 914400)}" algn="r"/></a:tabLst>'
        paragraph._p.get_or_add_pPr().append(parse_xml(stops))
        run = paragraph.add_run()
        run.text = f"{prose(words)}\t{prose(at)}"
        run.font.size, run.font.language_id = Pt(size), MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE


def remove_placeholder(page: Page, name: str) -> None:
    """Take the placeholder called `name` off the page: its place is drawn into."""
    number = placeholder_number(page, name)
    shape: Any = next(each for each in page.placeholders if each.placeholder_format.idx == number)
    shape._element.getparent().remove(shape._element)


def fill_title(page: Page, lines: Sequence[str]) -> None:
    """The title of a slide, broken as it is meant to be."""
    number = placeholder_number(page, TITLE)
    shape: Any = next(each for each in page.placeholders if each.placeholder_format.idx == number)
    shape.text_frame.text = "\v".join(prose(line) for line in lines)
    for run in shape.text_frame.paragraphs[0].runs:
        run.font.language_id = MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE


def write_runs(frame: TextFrame, runs: Sequence[Run], *, align: str = "left", first: bool = True) -> None:
    """One paragraph of `runs`; with `first` it is the frame's own first paragraph."""
    paragraph = frame.paragraphs[0] if first else frame.add_paragraph()
    paragraph.alignment = PP_ALIGN.RIGHT if align == "right" else PP_ALIGN.LEFT
    for words, color, size, bold in runs:
        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = RGBColor.from_string(color)
        run.font.language_id = MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE


def text_box(page: Page, box: Box, name: str) -> TextFrame:
    """An empty text frame without insets at `box` (inches)."""
    shape = page.shapes.add_textbox(*(Inches(each) for each in box))
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def rectangle(page: Page, box: Box, color: str, name: str) -> None:
    """A filled rectangle without a line."""
    shape = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(each) for each in box))
    shape.name = name
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(color)
    shape.line.fill.background()
    shape.shadow.inherit = False


def figure_cards(page: Page, figures: pd.DataFrame, box: Box, palette: str = "green") -> float:
    """The figures side by side at the top of `box`: label, number with unit, then state, note and day.

    Returns their height in inches.
    """
    left, top, width, _ = box
    each = (width - _GAP * (len(figures) - 1)) / max(1, len(figures))
    height = 0.0
    for place, row in enumerate(records(figures)):
        x = left + place * (each + _GAP)
        rectangle(page, (x, top, each, 0.05), ACCENT_COLOR, f"数字{place + 1}线")
        label = shortened(clean(row["label"]), each, _LABEL_LINES, _LABEL)
        number, unit = clean(row["value"]), clean(row["unit"])
        fits = (s for s in _NUMBERS if _BOLD * width_of(number, s) + width_of(f" {unit}", _UNIT) <= each)
        size = next(fits, _NUMBERS[-1])
        notes = _card_notes(row, palette)
        lines = sum(lines_of("".join(words for words, *_ in runs), each, LEAST) for runs in notes)
        own = (_LABEL * _LABEL_LINES + size + LEAST * lines) * LINE_HEIGHT / POINTS + 0.2
        frame = text_box(page, (x, top + 0.12, each, own), f"数字{place + 1}")
        write_runs(frame, [(label, MUTED, _LABEL, False)])
        write_runs(frame, [(number, INK, size, True), (f" {unit}", INK, _UNIT, False)], first=False)
        for runs in notes:
            write_runs(frame, runs, first=False)
        height = max(height, own)
    return height


def _card_notes(row: dict[str, Any], palette: str) -> list[list[Run]]:
    """State behind its square, note, and the day of the figure."""
    notes: list[list[Run]] = []
    if not is_missing(row["state"]):
        word = [("■ ", state_solid(row["state"], palette), LEAST, False), (STATES[row["state"]], INK, LEAST, False)]
        notes.append(word)
    if not is_missing(row["note"]):
        notes.append([(prose(row["note"]), MUTED, LEAST, False)])
    if not is_missing(row["as_of"]):
        notes.append([(prose(row["as_of"]), MUTED, LEAST, False)])
    return notes


def write_proof(page: Page, sentence: str, box: Box) -> None:
    """The sentence of the report below its figures, as large as fits, cut with … where it is very long."""
    left, top, width, height = box
    text = clean(sentence)
    size = fitting_size(text, width - 0.2, height, _PROOF_SIZES)
    most = int(height / (size * LINE_HEIGHT / POINTS))
    if not text or most < 1:
        return
    lines = min(most, lines_of(text, width - 0.2, size))
    rectangle(page, (left, top + 0.04, 0.05, lines * size * LINE_HEIGHT / POINTS), LINE_COLOR, "原文线")
    frame = text_box(page, (left + 0.2, top, width - 0.2, height), "原文")
    write_runs(frame, [(shortened(text, width - 0.2, most, size), INK, size, False)])


def write_footer(page: Page, parts: Sequence[str]) -> None:
    """The footer and the page's number, as placeholders that PowerPoint and WPS know as such."""
    field = (
        '<a:fld id="{6F63B8A0-0000-4000-8000-000000000001}" type="slidenum"><a:rPr lang="zh-CN"/><a:t>0</a:t></a:fld>'
    )
    names = [each.name for each in placeholders_of(page.slide_layout)]
    for kind, name, content in (("ftr", FOOTER, ""), ("sldNum", NUMBER, field)):
        if name not in names:
            continue
        number = placeholder_number(page, name)
        shape = parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{100 + number}" name="{name}"/><p:cNvSpPr>'
            f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter" idx="{number}"/></p:nvPr>'
            f"</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{content}</a:p></p:txBody></p:sp>"
        )
        page.shapes._spTree.append(shape)
        if kind == "ftr":
            width = placeholder_box(page, name)[2]
            words = shortened(" | ".join(prose(part) for part in parts), width, _FOOTER_LINES, FOOTNOTE)
            footer: Any = page.shapes[-1]
            run = footer.text_frame.paragraphs[0].add_run()
            run.text, run.font.size = words, Pt(FOOTNOTE)
            run.font.language_id = MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE


def write_notes(page: Page, bases: Sequence[str], headings: Sequence[str] = ()) -> None:
    """The speaker's notes: first the slide's message, then its evidence, the report's own sentences."""
    lines = [*(prose(line) for line in headings if line), *map(clean, bases)]
    frame = page.notes_slide.notes_text_frame
    if frame is not None and lines:
        frame.text = "\n".join(lines)
