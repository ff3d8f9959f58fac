"""The brief read back: headings, table, marks, real footnotes, and text that never acts."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from exports.brief.brief_file import brief_paper
from exports.office.clean import prose
from tests.exports.conftest import EDITION
from views.brief import brief
from views.slide_tables import cell_texts

HOSTILE = "=cmd|' /C calc'!A0\x07\u202e http://a.example/x <w:p/>"


@pytest.fixture(scope="module")
def told(report):
    return brief(report, EDITION)


@pytest.fixture(scope="module")
def content(told):
    return brief_paper(told)


@pytest.fixture(scope="module")
def paper(content):
    return Document(io.BytesIO(content))


def notes_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return etree.fromstring(parts.read("word/footnotes.xml"))


def test_brief_headings_are_those_of_the_report(paper, told):
    headings = [
        (paragraph.style.name, paragraph.text) for paragraph in paper.paragraphs if "Heading" in paragraph.style.name
    ]
    assert ("Heading 3", "1.土地整治加压奋进") in headings
    assert len(headings) == len([section for section in told.sections if section.heading]) + 4


def test_brief_table_of_measures_equals_that_of_the_view(paper, told):
    (table,) = paper.tables
    read = [[cell.text.removeprefix("■") for cell in row.cells] for row in table.rows]
    assert read[0] == [column.label for column in told.measure_columns]
    assert read[1:] == cell_texts(told.measures, told.measure_columns)
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_brief_marks_figures_to_verify(paper):
    text = next(paragraph.text for paragraph in paper.paragraphs if "584亩\uff1b目标7,850亩" in paragraph.text)
    assert re.search("584亩.*高于序时进度23.4个百分点【待核实】", text)
    assert "【存疑\uff1a“73%”未写口径" in text


def test_brief_every_reference_has_footnote_and_fact_sentence(content, told):
    notes = {note.get(qn("w:id")): "".join(note.itertext()).strip() for note in notes_of(content)}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        body = parts.read("word/document.xml").decode()
        types = parts.read("[Content_Types].xml").decode()
    references = re.findall(r'footnoteReference[^>]*w:id="(\d+)"', body)
    assert references == [number for number in notes if int(number) > 0]
    assert "/word/footnotes.xml" in types
    quotes = {fact.quote[:40] for section in told.sections for fact in section.facts}
    said = "\n".join(notes.values())
    assert all(quote in said for quote in quotes)


def test_brief_fonts_of_official_papers_have_fallbacks(content):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        styles = parts.read("word/styles.xml").decode()
        fonts = parts.read("word/fontTable.xml").decode()
    assert {"仿宋", "黑体", "楷体", "方正小标宋简体"} <= set(re.findall('w:eastAsia="([^"]+)"', styles))
    assert "FangSong" in fonts
    assert "Noto Serif CJK SC" in fonts


def test_report_text_is_never_executed(told):
    section = replace(told.sections[0], heading=HOSTILE)
    content = brief_paper(replace(told, title=HOSTILE, sections=(section,), changes=(HOSTILE,)))
    paper = Document(io.BytesIO(content))
    assert prose(HOSTILE) in [paragraph.text for paragraph in paper.paragraphs]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        relations = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".rels"))
    assert b"External" not in relations
