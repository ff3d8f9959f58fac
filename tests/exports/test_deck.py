"""The deck read back: charts equal their tables, every slide carries its numbers, nothing in it acts."""

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation

from exports.deck.deck_file import deck
from exports.deck.native import native_charts
from exports.office.clean import clean, prose
from views.slide_tables import cell_words

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
    assert [layout.name for layout in read.slide_layouts] == ["封面", "内容"]
    assert read.slide_width / read.slide_height == pytest.approx(16 / 9, abs=0.001)


def test_every_chart_reads_back_as_its_slide_s_table(pages, shown):
    compared = 0
    for page, slide in zip(pages, shown, strict=True):
        for shape, chart in zip(charts_of(page), native_charts(slide), strict=True):
            plots = shape.chart.plots
            assert tuple(plots[0].categories) == chart.categories
            read = {series.name: series.values for plot in plots for series in plot.series}
            assert read == {series.name: series.values for series in chart.series}
            compared += 1
    assert compared >= 12


def test_values_of_charts_are_the_numbers_of_the_view(pages, shown):
    by_id = {slide.id: (page, slide) for page, slide in zip(pages, shown, strict=True)}
    page, slide = by_id["funding"]
    (shape,) = charts_of(page)
    assert list(shape.chart.plots[0].categories) == slide.drawn["label"].tolist()
    assert list(shape.chart.plots[0].series[0].values) == slide.drawn["amount_wan_yuan"].tolist()
    page, slide = by_id["land"]
    (shape,) = charts_of(page)
    bars, marks = shape.chart.plots
    assert list(bars.series[0].values) == slide.drawn["completion_pct"].tolist()
    elapsed = [None if pd.isna(value) else value for value in slide.drawn["elapsed_pct"]]
    assert [series.name for series in marks.series] == ["目标（%）", "序时进度（%）"]
    assert list(marks.series[1].values) == elapsed


def test_the_workbook_behind_a_chart_holds_the_same_numbers(pages, shown):
    for page, slide in zip(pages, shown, strict=True):
        for shape, chart in zip(charts_of(page), native_charts(slide), strict=True):
            book = openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
            rows = list(book.active.values)
            assert rows[0][1:] == tuple(series.name for series in chart.series)
            assert [row[0] for row in rows[1:]] == list(chart.categories)
            for column, series in enumerate(chart.series, start=1):
                assert [row[column] for row in rows[1:]] == [approximately(value) for value in series.values]


def test_each_page_with_a_chart_has_the_numbers_as_a_table_too(pages, shown):
    for page, slide in zip(pages, shown, strict=True):
        if slide.chart in {"", "state_strip", "gantt"}:
            continue
        tables = [shape.table for shape in page.shapes if shape.has_table]
        assert len(tables) == 1
        read = [[cell.text.removeprefix("■ ") for cell in row.cells] for row in tables[0].rows][1:]
        assert read == [[clean(cell) for cell in row] for row in cell_words(slide.table, slide.columns)]


def test_deck_page_has_date_source_and_sentences_in_notes(pages, shown):
    for page, slide in zip(pages[1:], shown[1:], strict=True):
        footer = next(text for text in texts_of(page) if "来源\uff1a" in text)
        assert prose(slide.source)[:6] in footer
        assert slide.as_of.split("、")[0] in footer
        notes = page.notes_slide.notes_text_frame.text
        assert all(clean(sentence) in notes for sentence in slide.notes)


def test_a_label_follows_its_value_in_words_of_its_own(content):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        charts = "".join(parts.read(name).decode() for name in parts.namelist() if "/charts/chart" in name)
    assert 'formatCode="&quot;约&quot;0&quot;亩&quot;"' in charts
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
    bare = replace(shown[1], figures=shown[1].figures.iloc[:0], drawn=pd.DataFrame(), chart="", elapsed=None)
    (page,) = Presentation(io.BytesIO(deck([bare]))).slides
    assert charts_of(page) == []


def test_bar_axis_starts_at_zero(pages, shown):
    for page, slide in zip(pages, shown, strict=True):
        for shape, chart in zip(charts_of(page), native_charts(slide), strict=True):
            values = [value for value in chart.series[0].values if value is not None]
            if chart.shape in {"bars", "bullets"} and min(values) >= 0:
                assert shape.chart.value_axis.minimum_scale == 0


def test_axes_are_named_as_the_schema_asks(content):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        charts = "".join(parts.read(name).decode() for name in parts.namelist() if "/charts/chart" in name)
    assert re.findall(r'<c:(?:axId|crossAx) val="(-\d+)"', charts) == []
