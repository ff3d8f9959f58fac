"""The brief read back: form by GB/T 9704-2012, headings, annexes, Word comments, and text that never acts."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from lxml import etree

from exports.brief.brief_file import brief_paper
from exports.office.clean import prose
from tests.exports.conftest import EDITION
from tests.punctuation import half_width
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


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return etree.fromstring(parts.read(name))


def comments_of(content):
    """Words that a comment covers → its lines."""
    body, listed = part(content, "word/document.xml"), part(content, "word/comments.xml")
    lines = {each.get(qn("w:id")): ["".join(p.itertext()) for p in each] for each in listed}
    covered, current = {}, []
    for element in body.iter():
        if element.tag == qn("w:commentRangeStart"):
            current.append(element.get(qn("w:id")))
            covered.setdefault(current[-1], "")
        elif element.tag == qn("w:commentRangeEnd"):
            current.remove(element.get(qn("w:id")))
        elif element.tag == qn("w:t"):
            for number in current:
                covered[number] += element.text
    return {covered[number]: lines[number] for number in covered}


def test_brief_headings_are_those_of_the_report(paper, told):
    headings = [(each.style.name, each.text) for each in paper.paragraphs if "Heading" in each.style.name]
    assert ("Heading 2", "（二）聚焦重点、强势推进，项目建设成果丰硕") in headings
    assert ("Heading 1", "五、需要关注的事项") in headings
    run_in = [each.runs[0].text for each in paper.paragraphs if each.style.name == "Normal" and each.runs]
    assert "1.土地整治加压奋进。" in run_in
    levels = [section.level for section in told.sections if section.heading]
    assert len(headings) == len([level for level in levels if level < 3]) + 1


def test_brief_page_and_type_follow_the_standard(paper, content):
    section = paper.sections[0]
    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(each.mm) for each in margins] == [37, 35, 28, 26]
    styles = {style.name: style.element.xml for style in paper.styles}
    assert '"方正小标宋简体"' in styles["Title"]
    assert 'w:sz w:val="44"' in styles["Title"]
    assert '"黑体"' in styles["Heading 1"]
    assert '"楷体"' in styles["Heading 2"]
    assert 'w:line="560" w:lineRule="exact"' in styles["Normal"]
    size = part(content, "word/styles.xml").find(f".//{qn('w:docDefaults')}//{qn('w:sz')}")
    assert size.get(qn("w:val")) == "32"


def test_brief_signature_and_day_stand_below_list_of_annexes(told):
    paper = Document(io.BytesIO(brief_paper(replace(told, signature="金川街道", written=date(2023, 7, 12)))))
    texts = [paragraph.text for paragraph in paper.paragraphs]
    first = texts.index("附件：1.主要指标完成情况表")
    assert texts[first : first + 7] == [
        "附件：1.主要指标完成情况表", "2.下半年任务清单", "3.口径和数字来源", "", "", "金川街道", "2023年7月12日",
    ]  # fmt: skip
    day = paper.paragraphs[first + 6]
    assert day.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert day.paragraph_format.right_indent == Pt(64)


def test_brief_annex_has_all_tasks(paper, told):
    texts = [paragraph.text for paragraph in paper.paragraphs if paragraph.style.name == "Source"]
    tasks = [task for section in told.sections for task in section.tasks]
    assert len(tasks) == 56
    assert [task.text for task in tasks if not any(prose(task.text).rstrip("；") in text for text in texts)] == []


def test_brief_table_of_measures_equals_that_of_the_view(paper, told):
    (table,) = paper.tables
    read = [[cell.text.removeprefix("■") for cell in row.cells] for row in table.rows]
    assert read[0] == [column.label for column in told.measure_columns]
    assert read[1:] == cell_texts(told.measures, told.measure_columns)
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_brief_figures_to_verify_have_word_comments(content):
    comments = comments_of(content)
    lines = comments["土地整治（新增耕地）种植完成584亩。"]
    assert lines[0].startswith("待核实：土地整治（新增耕地）种植。")
    assert "按目标7,850亩计，完成率7.4%" in lines[1]
    assert lines[2] == "请向提供该数字的科室核实后定稿。"
    assert comments["完成总进度73%，"][0].startswith("存疑：“73%”未写口径")


def test_brief_each_remark_of_the_view_is_a_comment(content, told):
    phrases = [each for section in told.sections for each in (*section.phrases, *section.plan)]
    phrases += told.attention
    remarks = [phrase.remarks for phrase in phrases if phrase.remarks]
    assert len(remarks) > 5
    assert len(part(content, "word/comments.xml")) == len(remarks)


def test_brief_sources_are_a_list_without_footnotes(content, paper, told):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert "word/footnotes.xml" not in parts.namelist()
    texts = [paragraph.text for paragraph in paper.paragraphs]
    listed = [text for text in texts[texts.index("口径和数字来源") :] if text.startswith("[")]
    quotes = {fact.quote[:40] for section in told.sections for fact in section.facts}
    assert [quote for quote in quotes if not any(quote in line for line in listed)] == []
    assert listed[0].startswith("[1]原文：“")


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
    texts = [paragraph.text for paragraph in paper.paragraphs]
    assert prose(HOSTILE) in texts
    assert f"{prose(HOSTILE)}。" in texts
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        relations = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".rels"))
    assert b"External" not in relations


def test_paper_marks_are_full_width_outside_of_quotations(paper):
    texts = [re.sub("原文：“.*", "", paragraph.text) for paragraph in paper.paragraphs]  # damaged ones too
    assert half_width("\n".join(texts)) == []
