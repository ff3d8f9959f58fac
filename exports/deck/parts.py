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
from views.slide_titles import MOST_LINES

#: A piece of text: words, colour, size in points, bold.
Run = tuple[str, str, float, bool]

_GAP: Final = 0.35
#: Points of a figure's label, number, unit and notes; the number shrinks before it would wrap.
_LABEL, _UNIT, _NOTE = 22.0, 28.0, 20.0
_NUMBERS: Final = (88.0, 80.0, 72.0, 66.0, 60.0, 54.0, 48.0, 40.0, 34.0, 28.0)
#: The first of _NUMBERS for a word in place of a number.
_WORDS: Final = 3
#: Width of bold figures over that of plain ones.
_BOLD: Final = 1.15
_LABEL_LINES: Final = 2
_PROOF_SIZES: Final = (24.0, 22.0, 20.0, LEAST)
_FOOTER_LINES: Final = 3
_POINT_SIZES: Final = (24.0, 22.0, 20.0, LEAST)
#: Space behind a point, in lines.
_POINT_GAP: Final = 0.35
#: Sizes of a title of more than two lines.
_LONG_TITLES: Final = (24.0, 22.0, 20.0, LEAST)
BULLET: Final = "• "


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
    _, _, width, height = placeholder_box(page, TITLE)
    for run in shape.text_frame.paragraphs[0].runs:
        run.font.language_id = MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE
        if len(lines) > MOST_LINES:  # typed by an editor
            run.font.size = Pt(fitting_size("".join(lines), width, height, _LONG_TITLES))


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


def figure_cards(
    page: Page, figures: pd.DataFrame, box: Box, palette: str = "green", largest: float = _NUMBERS[0]
) -> float:
    """The figures side by side at the top of `box`: label, number with unit, then state, note and day.

    largest: size of the numbers in points, at most. Returns their height in inches.
    """
    left, top, width, _ = box
    each = (width - _GAP * (len(figures) - 1)) / max(1, len(figures))
    rows = [{**row, "value": clean(row["value"]), "unit": clean(row["unit"])} for row in records(figures)]
    size = min([largest, *(_number_size(row, each) for row in rows)])
    labels = [shortened(clean(row["label"]), each, _LABEL_LINES, _LABEL) for row in rows]
    label_lines = max((lines_of(label, each, _LABEL) for label in labels), default=1)
    height = 0.0
    for place, (row, label) in enumerate(zip(rows, labels, strict=True)):
        x = left + place * (each + _GAP)
        rectangle(page, (x, top, each, 0.05), ACCENT_COLOR, f"数字{place + 1}线")
        notes = _card_notes(row, palette)
        lines = sum(lines_of("".join(words for words, *_ in runs), each, _NOTE) for runs in notes)
        above = (_LABEL * label_lines * LINE_HEIGHT) / POINTS + 0.2
        below = (size + _NOTE * lines) * LINE_HEIGHT / POINTS + 0.1
        name = text_box(page, (x, top + 0.15, each, above), f"数字{place + 1}名称")
        write_runs(name, [(label, MUTED, _LABEL, False)])
        frame = text_box(page, (x, top + 0.15 + above, each, below), f"数字{place + 1}")
        write_runs(frame, [(row["value"], INK, size, True), (f" {row['unit']}", INK, _UNIT, False)])
        for runs in notes:
            write_runs(frame, runs, first=False)
        height = max(height, 0.15 + above + below)
    return height


def _number_size(row: dict[str, Any], width: float) -> float:
    """The largest size at which a number stands beside its unit; a word such as 已完成 is smaller than a number."""
    sizes = _NUMBERS if any(char.isdigit() for char in row["value"]) else _NUMBERS[_WORDS:]
    fits = (
        size for size in sizes if _BOLD * width_of(row["value"], size) + width_of(f" {row['unit']}", _UNIT) <= width
    )
    return next(fits, _NUMBERS[-1])


def _card_notes(row: dict[str, Any], palette: str) -> list[list[Run]]:
    """State behind its square, note, and the day of the figure."""
    notes: list[list[Run]] = []
    if not is_missing(row["state"]) and STATES[row["state"]] != row["value"]:
        word = [("■ ", state_solid(row["state"], palette), _NOTE, False), (STATES[row["state"]], INK, _NOTE, False)]
        notes.append(word)
    if not is_missing(row["note"]):
        notes.append([(prose(row["note"]), MUTED, _NOTE, False)])
    if not is_missing(row["as_of"]):
        notes.append([(prose(row["as_of"]), MUTED, _NOTE, False)])
    return notes


def proof_height(sentences: str, box: Box) -> float:
    """Inches that the sentences take in `box`."""
    size = _proof_size(sentences, box)
    return sum(lines_of(text, box[2] - 0.2, size) for text in sentences.split("\n")) * size * LINE_HEIGHT / POINTS


def _proof_size(sentences: str, box: Box) -> float:
    longest = max(sentences.split("\n"), key=len)
    return fitting_size(longest, box[2] - 0.2, box[3] / (sentences.count("\n") + 1), _PROOF_SIZES)


def write_proof(page: Page, sentences: str, box: Box) -> None:
    """The sentences of the report below its figures, as large as fits; those that do not fit are left to the notes."""
    left, top, width, height = box
    size = _proof_size(sentences, box)
    room = int(height / (size * LINE_HEIGHT / POINTS))
    shown: list[str] = []
    for text in filter(None, map(clean, sentences.split("\n"))):
        lines = lines_of(text, width - 0.2, size)
        if lines > room and shown:
            break
        if room < 1:
            return
        shown.append(shortened(text, width - 0.2, room, size))
        room -= min(room, lines)
    if not shown:
        return
    lines = sum(lines_of(text, width - 0.2, size) for text in shown)
    rectangle(page, (left, top + 0.04, 0.05, lines * size * LINE_HEIGHT / POINTS), LINE_COLOR, "原文线")
    frame = text_box(page, (left + 0.2, top, width - 0.2, height), "原文")
    for place, text in enumerate(shown):
        write_runs(frame, [(text, INK, size, False)], first=place == 0)


def points_height(points: Sequence[str], width: float, size: float = _POINT_SIZES[-1]) -> float:
    """Inches that `points` take at `size`; 0 for none."""
    lines = sum(lines_of(f"{BULLET}{clean(point)}", width, size) for point in points)
    return (lines * LINE_HEIGHT + _POINT_GAP * len(points)) * size / POINTS


def write_points(page: Page, points: Sequence[str], box: Box) -> float:
    """Lines of context at the top of `box`, as large as fits; returns their height in inches.

    Where they do not fit at the smallest size the last ones are cut with …: the notes have them whole.
    """
    left, top, width, height = box
    size = next((each for each in _POINT_SIZES if points_height(points, width, each) <= height), _POINT_SIZES[-1])
    frame = text_box(page, (left, top, width, min(height, points_height(points, width, size))), "要点")
    room = int(height / (size * LINE_HEIGHT / POINTS))
    for place, point in enumerate(points):
        words = f"{BULLET}{clean(point)}"
        most = room - (len(points) - place - 1)
        if most < 1:
            break
        room -= min(most, lines_of(words, width, size))
        write_runs(frame, [(shortened(words, width, most, size), INK, size, False)], first=place == 0)
        frame.paragraphs[-1].space_after = Pt(size * _POINT_GAP)
    return points_height(points, width, size)


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
            footer: Any = page.shapes[-1]
            footer.text_frame.text = _footer_words([prose(part) for part in parts], width)
            for run in footer.text_frame.paragraphs[0].runs:
                run.font.size = Pt(FOOTNOTE)
                run.font.language_id = MSO_LANGUAGE_ID.SIMPLIFIED_CHINESE


def _footer_words(parts: Sequence[str], width: float) -> str:
    """The parts in as few lines as they need, broken between them; as they come where one is longer than a line."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]} | {part}" if lines else part
        if lines and width_of(longer, FOOTNOTE) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    if len(lines) <= _FOOTER_LINES and all(width_of(line, FOOTNOTE) <= width for line in lines):
        return "\v".join(lines)
    return shortened(" | ".join(parts), width, _FOOTER_LINES, FOOTNOTE)


def write_notes(page: Page, bases: Sequence[str], headings: Sequence[str] = ()) -> None:
    """The speaker's notes: first the slide's message, then its evidence, the report's own sentences."""
    lines = [*(prose(line) for line in headings if line), *map(clean, bases)]
    frame = page.notes_slide.notes_text_frame
    if frame is not None and lines:
        frame.text = "\n".join(lines)
