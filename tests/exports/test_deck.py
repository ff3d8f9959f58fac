"""The deck read back: charts equal their tables, every slide carries its numbers, nothing in it acts."""

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from exports.deck.deck_file import deck
from exports.deck.native import native_charts
from exports.office.clean import clean, prose
from tests.exports.conftest import EDITION
from tests.punctuation import half_width
from views.slide import PROGRESS
from views.slide_tables import cell_texts
from views.slides import slides

HOSTILE = "=1+1\x07\u202ecmd|' /C calc'!A0 http://a.example/x <b>&amp;"


@pytest.fixture(scope="module")
def content(shown):
    return deck(shown)


@pytest.fixture(scope="module")
def pages(content):
    return list(Presentation(io.BytesIO(content)).slides)


def approximately(value):
    return None if value is None else pytest.approx(value, rel=1e-12)


def charts_of(page):
    return [shape for shape in page.shapes if shape.has_chart]


def texts_of(page):
    found = [shape.text_frame.text for shape in page.shapes if shape.has_text_frame]
    for shape in page.shapes:
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def test_deck_has_one_page_per_slide_and_own_layouts(content, shown):
    read = Presentation(io.BytesIO(content))
    assert len(read.slides) == len(shown)
    assert [layout.name for layout in read.slide_layouts] == ["封面", "目录", "内容", "结束", "图文"]
    assert read.slide_width / read.slide_height == pytest.approx(16 / 9, abs=0.001)


def test_deck_charts_read_back_as_the_table_of_their_slide(pages, shown):
    compared = []
    for page, slide in zip(pages, shown, strict=True):
        for shape, chart in zip(charts_of(page), native_charts(slide), strict=True):
            plots = shape.chart.plots
            assert tuple(plots[0].categories) == chart.categories
            read = {series.name: series.values for plot in plots for series in plot.series}
            assert read == {series.name: series.values for series in chart.series}
            compared.append(slide.id)
    assert compared == ["funding", "safety"]


def test_deck_chart_values_are_the_numbers_of_the_view(pages, shown):
    by_id = {slide.id: (page, slide) for page, slide in zip(pages, shown, strict=True)}
    page, slide = by_id["funding"]
    (shape,) = charts_of(page)
    assert list(shape.chart.plots[0].categories) == slide.drawn["label"].tolist()
    assert list(shape.chart.plots[0].series[0].values) == slide.drawn["amount_wan_yuan"].tolist()


def test_deck_chart_workbook_has_the_same_numbers(pages, shown):
    for page, slide in zip(pages, shown, strict=True):
        for shape, chart in zip(charts_of(page), native_charts(slide), strict=True):
            book = openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
            rows = list(book.active.values)
            assert rows[0][1:] == tuple(series.name for series in chart.series)
            assert [row[0] for row in rows[1:]] == list(chart.categories)
            for column, series in enumerate(chart.series, start=1):
                assert [row[column] for row in rows[1:]] == [approximately(value) for value in series.values]


def test_deck_chart_numbers_are_in_notes_and_appendix(pages, shown):
    by_id = {slide.id: page for page, slide in zip(pages, shown, strict=True)}
    compared = []
    for page, slide in zip(pages, shown, strict=True):
        if slide.chart in {"", PROGRESS}:
            continue
        cells = [[clean(cell) for cell in row] for row in cell_texts(slide.table, slide.columns)]
        notes = page.notes_slide.notes_text_frame.text
        assert all(row[0] in notes and row[-1].strip("—") in notes for row in cells)
        (table,) = [shape.table for shape in by_id[f"{slide.id}_numbers"].shapes if shape.has_table]
        read = [[cell.text for cell in row.cells] for row in table.rows][1:]
        assert read == cells[: len(read)]
        compared.append(slide.id)
    assert compared == ["funding", "safety"]


def test_progress_table_has_bar_as_long_as_completion(pages, shown):
    by_id = {slide.id: (page, slide) for page, slide in zip(pages, shown, strict=True)}
    page, _ = by_id["overview"]
    shapes = {shape.name: shape for shape in page.shapes}
    done, whole = shapes["同创空间总体项目建设进度"], shapes["同创空间总体项目建设进度：目标"]
    assert done.width / whole.width == pytest.approx(0.75, abs=0.001)
    (table,) = [shape.table for shape in page.shapes if shape.has_table]
    assert [cell.text for cell in table.rows[2].cells] == [
        "同创空间总体项目建设进度",
        "75% / 100%",
        "75.0%",
        "■ 未设期限",
    ]
    assert not any(name.startswith("土地整治（新增耕地）") for name in shapes)


def sizes_of(page):
    """Points of each run that is written, by whether it stands in the footer."""
    found = {True: [], False: []}
    for shape in page.shapes:
        frames = [shape.text_frame] if shape.has_text_frame else []
        if shape.has_table:
            frames += [cell.text_frame for row in shape.table.rows for cell in row.cells]
        for run in (run for frame in frames for paragraph in frame.paragraphs for run in paragraph.runs):
            if run.font.size is not None and run.text.strip():
                found[shape.name in {"页脚", "页码"}].append(run.font.size.pt)
    return found


def test_deck_font_sizes_are_legible_from_the_back_of_the_room(pages, shown):
    for page, slide in zip(pages, shown, strict=True):
        sizes = sizes_of(page)
        assert all(size >= 18 for size in sizes[False]), slide.id
        assert all(size >= 12 for size in sizes[True]), slide.id
        for shape in charts_of(page):
            written = [int(each) for each in re.findall(r'sz="(\d+)"', shape.chart.part.blob.decode())]
            assert min(written) >= 1800


def test_slide_shows_one_visual(pages, shown):
    for page, slide in zip(pages, shown, strict=True):
        figures = [shape for shape in page.shapes if re.fullmatch(r"数字\d", shape.name)]
        tables = [shape for shape in page.shapes if shape.has_table]
        assert len(charts_of(page)) + len(tables) + bool(figures) <= 1, slide.id
        assert len(figures) <= 3


def test_photograph_has_its_place_in_the_layout_and_no_empty_frame_on_the_page(pages, shown):
    by_id = {slide.id: page for page, slide in zip(pages, shown, strict=True)}
    page = by_id["party"]
    assert PP_PLACEHOLDER.PICTURE in [shape.placeholder_format.type for shape in page.slide_layout.placeholders]
    assert PP_PLACEHOLDER.PICTURE not in [shape.placeholder_format.type for shape in page.placeholders]
    assert "右侧留有现场照片的位置，可插入图片" in page.notes_slide.notes_text_frame.text


def test_deck_page_has_date_source_and_sentences_in_notes(pages, shown):
    for page, slide in zip(pages, shown, strict=True):
        if slide.kind != "content":
            continue
        footer = next(text for text in texts_of(page) if "来源\uff1a" in text)
        assert prose(slide.source)[:6] in footer
        assert slide.as_of.split("、")[0] in footer
        notes = page.notes_slide.notes_text_frame.text
        assert all(clean(sentence) in notes for sentence in slide.notes)


def test_deck_chart_label_with_qualifier_has_it_in_its_number_format(report):
    money = report["funding"]
    over = money.assign(qualifier=money["qualifier"].where(money["amount_wan_yuan"] != 1250, "over"))
    with zipfile.ZipFile(io.BytesIO(deck(slides({**report, "funding": over}, EDITION)))) as parts:
        charts = "".join(parts.read(name).decode() for name in parts.namelist() if "/charts/chart" in name)
    assert 'formatCode="#,##0&quot;余万元&quot;"' in charts


def test_theme_and_charts_name_chinese_and_latin_fonts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        theme = parts.read("ppt/theme/theme1.xml").decode()
        charts = [
            parts.read(name).decode() for name in parts.namelist() if re.fullmatch(r"ppt/charts/chart\d+.xml", name)
        ]
    assert theme.count('<a:ea typeface="Microsoft YaHei"') == 2
    assert all('typeface="+mn-ea"' in chart for chart in charts)


def test_report_text_is_never_executed(shown):
    slide = next(slide for slide in shown if slide.id == "funding")
    drawn = slide.drawn.assign(label=[HOSTILE, *slide.drawn["label"].iloc[1:]])
    table = slide.table.assign(label=[HOSTILE, *slide.table["label"].iloc[1:]])
    content = deck([replace(slide, title=HOSTILE, drawn=drawn, table=table, notes=(HOSTILE,))])
    (page,) = Presentation(io.BytesIO(content)).slides
    (shape,) = charts_of(page)
    sheet = openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)).active
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value.startswith("=1+1cmd")
    assert page.shapes.title.text_frame.text.startswith("=1+1cmd")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        links = [parts.read(name) for name in parts.namelist() if name.endswith(".rels")]
    assert not any(b"hyperlink" in rels or b'TargetMode="External"' in rels for rels in links)


def test_progress_is_reported_until_end(shown):
    told = []
    deck(shown[:3], progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) == 4


def test_deck_without_figures_has_its_pages(shown):
    bare = replace(shown[2], figures=shown[2].figures.iloc[:0], drawn=pd.DataFrame(), chart="")
    (page,) = Presentation(io.BytesIO(deck([bare]))).slides
    assert charts_of(page) == []


def test_bar_axis_starts_at_zero(pages, shown):
    for page, slide in zip(pages, shown, strict=True):
        for shape, chart in zip(charts_of(page), native_charts(slide), strict=True):
            values = [value for value in chart.series[0].values if value is not None]
            if chart.shape == "bars" and min(values) >= 0:
                assert shape.chart.value_axis.minimum_scale == 0


def test_axes_are_named_as_the_schema_asks(content):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        charts = "".join(parts.read(name).decode() for name in parts.namelist() if "/charts/chart" in name)
    assert re.findall(r'<c:(?:axId|crossAx) val="(-\d+)"', charts) == []


def test_deck_marks_are_full_width_outside_of_quotations(pages):
    frames = [shape for page in pages for shape in page.shapes]
    texts = [shape.text_frame.text for shape in frames if shape.has_text_frame]
    cells = [cell.text for shape in frames if shape.has_table for row in shape.table.rows for cell in row.cells]
    assert half_width("\n".join((*texts, *cells))) == []
