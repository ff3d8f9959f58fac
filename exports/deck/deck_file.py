"""Slides as a presentation (pptx): native charts that stay editable, each with its numbers, day and sentences."""

import io
from collections.abc import Callable, Sequence
from typing import Final

from pptx.slide import Slide as Page
from pptx.util import Pt

from exports.deck.charts import draw_chart, names_width
from exports.deck.master import (
    CONTENT,
    COVER,
    COVER_LINES,
    COVER_SOURCE,
    DEFINITION,
    INNER,
    LINES,
    MARGIN,
    SECTION,
    Box,
    new_deck,
)
from exports.deck.native import NativeChart, native_charts
from exports.deck.parts import figure_cards, fill_placeholder, write_footer, write_notes, year_line
from exports.deck.tables import word_table
from exports.office.clean import clean, prose
from views.slide import Slide

_TITLE_SIZES: Final = (26.0, 24.0, 22.0, 20.0, 18.0)
_COVER_SIZES: Final = (44.0, 40.0, 36.0, 32.0)
_DEFINITION_SIZES: Final = (11.0, 10.5, 10.0, 9.0)
_TOP: Final = 2.12
#: Inches that the rest moves up below a title of one line, and where there is no line below it.
_LIFT: Final = 0.42
_NO_LINES: Final = 0.25
_BOTTOM: Final = 6.50
_GAP: Final = 0.35
#: Inches of a bar with its gap, at most.
_THICKEST: Final = 0.62
#: Share of the width that charts take beside a table; a chart of columns needs more for its names.
_CHART_SHARE: Final = {"bullets": 0.46, "gantt": 0.40, "state_strip": 0.38, "hazards": 0.48, "deviations": 0.54}


def deck(
    slides: Sequence[Slide], *, palette: str = "green", progress: Callable[[float], object] | None = None
) -> bytes:
    """`slides` (views.slides) as a .pptx. `progress` is called with the share that is done, up to 1."""
    presentation = new_deck()
    for place, slide in enumerate(slides, start=1):
        layout = presentation.slide_layouts[COVER if slide.kind == "cover" else CONTENT]
        page = presentation.slides.add_slide(layout)
        if slide.kind == "cover":
            _cover(page, slide)
        else:
            _content(page, slide, palette)
        if progress is not None:
            progress(place / (len(slides) + 1))
    presentation.core_properties.title = clean(slides[0].title) if slides else ""
    presentation.core_properties.author = ""
    written = io.BytesIO()
    presentation.save(written)
    if progress is not None:
        progress(1.0)
    return written.getvalue()


def _cover(page: Page, slide: Slide) -> None:
    fill_placeholder(page, 0, slide.title, _COVER_SIZES)
    lines = [prose(line) for line in slide.lines]
    fill_placeholder(page, COVER_LINES, lines[0] if lines else "")
    frame = next((each for each in page.placeholders if each.placeholder_format.idx == COVER_LINES), None)
    for line in lines[1:]:
        if frame is not None:
            paragraph = frame.text_frame.add_paragraph()
            paragraph.text, paragraph.space_before = line, Pt(8)
    fill_placeholder(page, COVER_SOURCE, f"来源：{slide.source}" if slide.source else "")


def _content(page: Page, slide: Slide, palette: str) -> None:
    lines = fill_placeholder(page, 0, slide.title, _TITLE_SIZES)
    fill_placeholder(page, SECTION, slide.section)
    fill_placeholder(page, LINES, "；".join(slide.lines), lift=_LIFT if lines == 1 else 0.0)
    fill_placeholder(page, DEFINITION, slide.limits, _DEFINITION_SIZES)
    top = _TOP - (_LIFT if lines == 1 else 0.0) - (0.0 if any(slide.lines) else _NO_LINES)
    if slide.elapsed is not None:
        year_line(page, slide.elapsed, (MARGIN, top - 0.05, INNER, 0.07))
        top += 0.2
    if len(slide.figures):
        top += figure_cards(page, slide.figures, top, slide.title, palette)
    _body(page, slide, (MARGIN, top, INNER, _BOTTOM - top), palette)
    source = f"来源：{slide.source}" if slide.source else ""
    footer = [f"数据时点：{slide.as_of}" if slide.as_of else "", source]
    write_footer(page, " | ".join(part for part in footer if part))
    write_notes(page, slide.notes, (f"{slide.section}：{slide.title}", slide.limits, source))


def _body(page: Page, slide: Slide, box: Box, palette: str) -> None:
    """Charts left, the table right; without a chart the table has the whole width."""
    charts = native_charts(slide, palette)
    left, top, width, height = box
    share = _CHART_SHARE.get(slide.chart, 0.52) if charts else 0.0
    chart_width = width * share - (_GAP if charts else 0)
    _draw_charts(page, charts, (left, top, chart_width, height), slide.alt)
    if len(slide.table):
        word_table(page, slide.table, slide.columns, (left + width * share, top, width * (1 - share), height), palette)


def _draw_charts(page: Page, charts: Sequence[NativeChart], box: Box, alt: str) -> None:
    """One above the other, each as high as its number of bars asks for; few bars do not grow thick."""
    left, top, width, height = box
    total = sum(len(chart.categories) + 1 for chart in charts)
    names = names_width(charts, width)
    for chart in charts:
        rows = len(chart.categories) + 1
        part = height * rows / total
        if chart.shape != "bullets":
            part = min(part, rows * _THICKEST)
        draw_chart(page, chart, (left, top, width, part), alt=alt, names=names, titled=len(charts) > 1)
        top += part
