"""Slide parts other than charts: texts, headline figures, tables, the timeline of the year, footers, notes."""

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

from charts.fitting import LINE_HEIGHT, POINTS, fitting_size, lines_of, shortened, title_size
from domain.schema.display import is_missing
from domain.schema.frames import records
from domain.schema.vocabulary import STATES
from exports.deck.master import FOOTER, FOOTER_BOX, INNER, MARGIN, NUMBER, Box
from exports.office.clean import clean, prose
from exports.office.looks import ACCENT_COLOR, INK, MUTED, TRACK_COLOR, state_solid
from views.slide import MOST_FIGURES

#: A piece of text: words, colour, size in points, bold.
Run = tuple[str, str, float, bool]

#: Inches of a headline figure without its note, with the space below.
_CARD_TOP: Final = 0.09 + (13 + 26) * LINE_HEIGHT / POINTS + 0.24
_PLACEHOLDER_SIZE: Final = 14.0
_FOOTER_SIZES: Final = (10.5, 10.0, 9.5, 9.0)
#: Several sources take a second line.
_FOOTER_LINES: Final = 2


def fill_placeholder(page: Page, number: int, text: str, sizes: Sequence[float] = (), *, lift: float = 0.0) -> int:
    """Write `text` into the placeholder `number`, at the first of `sizes` that fits; without text, take it away.

    lift: inches that it moves up. Returns how many lines the text takes, 0 where there is none.
    """
    shape = next(each for each in page.placeholders if each.placeholder_format.idx == number)
    words = prose(text)
    if not words:
        shape._element.getparent().remove(shape._element)
        return 0
    if lift:
        left, top, across, high = shape.left, shape.top, shape.width, shape.height
        shape.left, shape.top, shape.width, shape.height = left, top - Inches(lift), across, high
    paragraph = shape.text_frame.paragraphs[0]
    run = paragraph.add_run()
    run.text = words
    run.font.language_id = MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE
    width, height = shape.width / 914400, shape.height / 914400
    fit = title_size if sizes else fitting_size
    size = fit(words, width, height, sizes) if sizes else _PLACEHOLDER_SIZE
    if sizes:
        run.font.size = Pt(size)
    return lines_of(words, width, size)


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


def figure_cards(page: Page, figures: pd.DataFrame, top: float, title: str, palette: str = "green") -> float:
    """The headline figures side by side from `top`: label, number with unit, then the state's word, else the note.

    A note already in `title` is left out. Returns their height in inches.
    """
    gap = 0.25
    each = (INNER - gap * (MOST_FIGURES - 1)) / MOST_FIGURES
    below = 0
    for place, row in enumerate(records(figures)):
        x = MARGIN + place * (each + gap)
        rectangle(page, (x, top, each, 0.03), ACCENT_COLOR, f"数字{place + 1}线")
        frame = text_box(page, (x, top + 0.09, each, _CARD_TOP), f"数字{place + 1}")
        label = shortened(clean(row["label"]), each, 1, 13)
        write_runs(frame, [(label, MUTED, 13, False)])
        value = [(clean(row["value"]), INK, 26, True), (f" {clean(row['unit'])}", INK, 14, False)]
        write_runs(frame, value, first=False)
        for line in _card_notes(row, title):
            color = state_solid(row["state"], palette) if line.startswith("■") else MUTED
            runs = [("■ ", color, 12, False), (line[1:], INK, 12, False)] if line.startswith("■") else []
            text = shortened(line, each, 2, 12)
            write_runs(frame, runs or [(text, MUTED, 12, False)], first=False)
            below = max(below, 1 if runs else lines_of(text, each, 12))
    return _CARD_TOP + below * 12 * LINE_HEIGHT / POINTS


def _card_notes(row: dict[str, Any], title: str) -> list[str]:
    """The state's word after a square, else the note unless the title contains it."""
    if not is_missing(row["state"]):
        return [f"■{STATES[row['state']]}"]
    note = clean(row["note"])
    return [prose(note)] if note and note not in title else []


def year_line(page: Page, share: float, box: Box) -> None:
    """How much of the year is gone: a thin track, filled that far."""
    left, top, width, height = box
    rectangle(page, box, TRACK_COLOR, "全年")
    rectangle(page, (left, top, width * min(1.0, max(0.0, share)), height), ACCENT_COLOR, "全年已过")


def write_footer(page: Page, text: str) -> None:
    """The footer and the page's number, as placeholders that PowerPoint and WPS know as such."""
    field = (
        '<a:fld id="{6F63B8A0-0000-4000-8000-000000000001}" type="slidenum"><a:rPr lang="zh-CN"/><a:t>0</a:t></a:fld>'
    )
    size = fitting_size(prose(text), FOOTER_BOX[2], FOOTER_BOX[3], _FOOTER_SIZES)
    words = shortened(prose(text), FOOTER_BOX[2], _FOOTER_LINES, size)
    for kind, number, name, content in (("ftr", FOOTER, "页脚", ""), ("sldNum", NUMBER, "页码", field)):
        shape = parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{100 + number}" name="{name}"/><p:cNvSpPr>'
            f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter" idx="{number}"/></p:nvPr>'
            f"</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>{content}</a:p></p:txBody></p:sp>"
        )
        page.shapes._spTree.append(shape)
        if kind == "ftr" and words:
            footer: Any = page.shapes[-1]
            run = footer.text_frame.paragraphs[0].add_run()
            run.text, run.font.size = words, Pt(size)
            run.font.language_id = MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE


def write_notes(page: Page, bases: Sequence[str], headings: Sequence[str] = ()) -> None:
    """The speaker's notes: first the slide's message, then its evidence, the report's own sentences."""
    lines = [*(prose(line) for line in headings if line), *map(clean, bases)]
    frame = page.notes_slide.notes_text_frame
    if frame is not None and lines:
        frame.text = "\n".join(lines)
