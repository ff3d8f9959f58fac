"""Slides as a presentation (pptx): native charts and tables that stay editable, each with its day and sentences."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from pptx.slide import Slide as Page

from charts.fitting import POINTS, width_of
from domain.schema.frames import records
from exports.deck.charts import draw_chart, names_width
from exports.deck.master import (
    AGENDA,
    BODY,
    CLOSING,
    CONTENT,
    COVER,
    LEAST,
    LINES,
    PHOTO,
    PICTURE,
    SECTION,
    SOURCE,
    TITLE,
    Box,
)
from exports.deck.native import NativeChart, native_charts
from exports.deck.parts import (
    figure_cards,
    fill_placeholder,
    fill_title,
    points_height,
    proof_height,
    remove_placeholder,
    write_footer,
    write_notes,
    write_points,
    write_proof,
)
from exports.deck.progress import draw_progress, fitting_tasks
from exports.deck.tables import TALL_LINE, fitting_rows, plain_table, word_table, write_cell
from exports.deck.template import layout_of, open_template, placeholder_box
from exports.office.clean import clean, prose
from exports.office.looks import INK, MUTED
from views.slide import PROGRESS, Slide
from views.slide_tables import cell_texts

_COVER_SIZES: Final = (44.0, 40.0, 36.0, 32.0)
#: Inches that the rest moves up below a title of one line.
_LIFT: Final = 0.45
_GAP: Final = 0.3
#: Inches between figures, points and sentences; points of the size that they are first tried at.
_LEAST_GAP, _WIDEST_GAP = 0.12, 0.7
#: Size of the numbers above points and sentences, and above one of them.
_BESIDE_TEXT, _ALONE = 60.0, 88.0
_POINTS: Final = 24.0
#: Inches of a bar with its gap, at most.
_THICKEST: Final = 1.1
#: Inches below a table for a row that wraps in a wider typeface than ours.
_RESERVE: Final = 0.25
#: Inches beside the words of a cell of the agenda, and of a row at most.
_PAD, _AGENDA_ROW = 0.3, 0.8
_AGENDA_SIZES: Final = (28.0, 26.0, 24.0, 22.0, 20.0, LEAST)
#: For who prepares the slide, in the notes.
_PICTURE_HINT: Final = "右侧留有现场照片的位置，可插入图片"
_LAYOUTS: Final = {"cover": COVER, "agenda": AGENDA, "closing": CLOSING}


def deck(
    slides: Sequence[Slide],
    *,
    palette: str = "green",
    template: bytes | None = None,
    progress: Callable[[float], object] | None = None,
) -> bytes:
    """`slides` (views.slides) as a .pptx. template: an office's own one (exports.deck.template), None: ours.

    `progress` is called with the share that is done, up to 1. Raises FileRefused for a template that cannot be used.
    """
    presentation = open_template(template)
    for place, slide in enumerate(slides, start=1):
        name = _LAYOUTS.get(slide.kind, PHOTO if slide.has_photograph else CONTENT)
        page = presentation.slides.add_slide(layout_of(presentation, name))
        _WRITERS[slide.kind](page, slide, palette)
        if progress is not None:
            progress(place / (len(slides) + 1))
    presentation.core_properties.title = clean(slides[0].title) if slides else ""
    presentation.core_properties.author = ""
    written = io.BytesIO()
    presentation.save(written)
    if progress is not None:
        progress(1.0)
    return written.getvalue()


def _cover(page: Page, slide: Slide, _palette: str) -> None:
    fill_placeholder(page, TITLE, slide.title, _COVER_SIZES)
    fill_placeholder(page, LINES, "\n".join(slide.lines))
    source = f"来源：{slide.source}" if slide.source else ""
    fill_placeholder(page, SOURCE, " | ".join(filter(None, (*slide.marks, source))))
    _script(page, slide)


def _agenda(page: Page, slide: Slide, _palette: str) -> None:
    fill_title(page, slide.title_lines)
    rows = [(f"{row['number']}{row['label']}", str(row["page"])) for row in records(slide.table)]
    left, top, width, height = placeholder_box(page, BODY)
    remove_placeholder(page, BODY)
    pages = max((width_of(at, _AGENDA_SIZES[0]) for _, at in rows), default=0.0) + _PAD
    longest = max((width_of(words, _AGENDA_SIZES[0]) for words, _ in rows), default=0.0) + _PAD
    line = TALL_LINE / POINTS * max(1, len(rows))
    fits = (
        size for size in _AGENDA_SIZES
        if (longest + pages) * size / _AGENDA_SIZES[0] <= width and size * line <= height
    )  # fmt: skip
    size = next(fits, LEAST)
    heights = [min(_AGENDA_ROW, height / max(1, len(rows)))] * len(rows)
    if rows:
        table = plain_table(page, (left, top), [width - pages, pages], heights, BODY)
        for place, cells in enumerate(rows):
            for index, text in enumerate(cells):
                run = (prose(text), MUTED if index else INK, size, False)
                write_cell(table.cell(place, index), [run], align="right" if index else "left")
    write_footer(page, slide.marks)
    _script(page, slide)


def _closing(page: Page, slide: Slide, _palette: str) -> None:
    fill_title(page, slide.title_lines)
    _script(page, slide)


def _script(page: Page, slide: Slide) -> None:
    """The notes of a slide without evidence: what the presenter says."""
    if slide.script or slide.marks:
        write_notes(page, (), (*slide.script, *slide.marks))


def _content(page: Page, slide: Slide, palette: str) -> None:
    fill_title(page, slide.title_lines)
    fill_placeholder(page, SECTION, slide.section)
    left, top, width, height = placeholder_box(page, BODY)
    remove_placeholder(page, BODY)
    if slide.has_photograph:
        remove_placeholder(page, PICTURE)  # empty, it is printed by some programs; the layout has its place
    lift = _LIFT if len(slide.title_lines) == 1 else 0.0
    shown = _body(page, slide, (left, top - lift, width, height + lift), palette)
    write_footer(page, shown.footnotes)
    automatic = f"自动标题：{slide.automatic}" if slide.automatic else ""
    headings = (
        *slide.script, f"{slide.section}：{slide.title}", automatic, *slide.points, *slide.marks, shown.limits,
        *_chart_numbers(slide), _PICTURE_HINT if slide.has_photograph else "",
    )  # fmt: skip
    write_notes(page, slide.notes, headings)


def _body(page: Page, slide: Slide, box: Box, palette: str) -> Slide:
    """Draw what `slide` shows: figures, a chart or a table, and its points below. Returns it with the rows that did not
    fit counted.
    """
    left, top, width, height = box
    if len(slide.figures) and not slide.chart:
        _figures(page, slide, box, palette)
        return slide
    below = min(height / 2, points_height(slide.points, width) + _GAP) if slide.points else 0.0
    shown, used = _visual(page, slide, (left, top, width, height - below), palette)
    if slide.points:
        start = used + _GAP
        write_points(page, slide.points, (left, top + start, width, height - start))
    return shown


def _visual(page: Page, slide: Slide, box: Box, palette: str) -> tuple[Slide, float]:
    """Draw the chart or table; the slide with the rows that did not fit counted, and the inches used."""
    if slide.chart == PROGRESS:
        most = fitting_tasks(len(slide.drawn), box)
        used = draw_progress(page, slide.drawn.head(most), box, palette)
        return replace(slide, left=slide.left + len(slide.drawn) - most), used
    if slide.chart:
        return slide, _draw_charts(page, native_charts(slide, palette), box, slide.alt)
    if len(slide.table):
        left, top, width, height = box
        box = left, top, width, height - _RESERVE
        most = fitting_rows(slide.table, slide.columns, box)
        used = word_table(page, slide.table.head(most), slide.columns, box, palette)
        return replace(slide, left=slide.left + len(slide.table) - most), used
    return slide, 0.0


def _figures(page: Page, slide: Slide, box: Box, palette: str) -> None:
    """The figures, the points and the sentences below each other, with the same space between them."""
    left, top, width, height = box
    used = figure_cards(page, slide.figures, box, palette, _BESIDE_TEXT if slide.points and slide.proof else _ALONE)
    lines = points_height(slide.points, width, _POINTS) if slide.points else 0.0
    sentences = proof_height(slide.proof, (left, top, width, height - used - lines - _GAP)) if slide.proof else 0.0
    parts = bool(slide.points) + bool(slide.proof)
    gap = max(_LEAST_GAP, min(_WIDEST_GAP, (height - used - lines - sentences) / max(1, parts)))
    if slide.points:
        used += gap
        used += write_points(page, slide.points, (left, top + used, width, height - used))
    if slide.proof and height - used - gap > 0:
        write_proof(page, slide.proof, (left, top + used + gap, width, height - used - gap))


def _chart_numbers(slide: Slide) -> list[str]:
    """The numbers of a chart in words, a line per row: 土地整治项目启动：18个 / 20个，90.0%."""
    if not slide.chart:
        return []
    rows = cell_texts(slide.table, slide.columns)
    return [f"{name}：{'，'.join(cell for cell in cells if cell != '—')}" for name, *cells in rows]


def _draw_charts(page: Page, charts: Sequence[NativeChart], box: Box, alt: str) -> float:
    """One above the other, each as high as its number of bars asks for; few bars do not grow thick. The inches used."""
    left, top, width, height = box
    total = sum(len(chart.categories) + 1 for chart in charts)
    names = names_width(charts, width)
    for chart in charts:
        rows = len(chart.categories) + 1
        part = min(height * rows / total, rows * _THICKEST)
        draw_chart(page, chart, (left, top, width, part), alt=alt, names=names, titled=len(charts) > 1)
        top += part
    return top - box[1]


_WRITERS: Final[dict[str, Callable[[Page, Slide, str], None]]] = {
    "cover": _cover, "agenda": _agenda, "closing": _closing, "content": _content,
}  # fmt: skip
