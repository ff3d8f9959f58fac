"""One fact, the same number with the same unit in the views, the deck, the brief and the register."""

import io
import re

import openpyxl
import pytest
from docx import Document
from pptx import Presentation

from domain.views.brief import brief
from domain.views.judging import judged
from exports.brief import brief_paper
from exports.deck import deck
from exports.register import INDICATORS, register
from tests.exports.conftest import EDITION

#: Indicator and its number as written.
TEN = {
    "新增耕地(土地整治)": "584亩",
    "土地整治完成施工面积": "约600亩",
    "土地整治项目启动": "18个",
    "航运枢纽首日房屋签约率": "42.8%",
    "同创空间总体建设进度": "75%",
    "固定投资": "3,774万元",
    "规范庭院": "1,280余户",
    "集体经营性收入": "244.05万元",
    "处置信访件": "111件",
    "重大隐患整改闭环": "8处",
}
QUOTED = re.compile(r'"([^"]*)"')


@pytest.fixture(scope="module")
def slide_text(shown):
    found = []
    for page in Presentation(io.BytesIO(deck(shown))).slides:
        for shape in page.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found).replace(" ", "")


@pytest.fixture(scope="module")
def paper(report):
    return Document(io.BytesIO(brief_paper(brief(report, EDITION))))


@pytest.fixture(scope="module")
def indicators(report):
    return openpyxl.load_workbook(io.BytesIO(register(report, EDITION)))[INDICATORS]


def shown_cell(cell):
    """What a spreadsheet shows of a number in a format of ours: words in quotes around a plain number."""
    if not QUOTED.search(cell.number_format):
        return str(cell.value)
    before, _, after = QUOTED.sub(lambda match: "\0" + match[1] + "\0", cell.number_format).rpartition("0")
    decimals = len(re.sub(r".*\.", "", QUOTED.sub("", cell.number_format))) if "." in cell.number_format else 0
    words = [part.replace("\0", "") for part in (re.sub(r"[#,.0]+$", "", before), after)]
    return f"{words[0]}{cell.value:,.{decimals}f}{words[1]}"


@pytest.mark.parametrize(("name", "written"), TEN.items())
def test_ten_figures_are_the_same_everywhere(name, written, report, slide_text, paper, indicators):
    assert name in set(judged(report).settled["name"])
    number = re.escape(written.removeprefix("约"))
    assert re.search(rf"(?<![\d,.]){number}", slide_text)
    (table,) = paper.tables
    rows = {row.cells[0].text: row.cells[2].text for row in table.rows}
    assert rows[name] == written
    cells = {row[0].value: row[3] for row in indicators.iter_rows(min_row=2)}
    assert shown_cell(cells[name]) == written


def test_the_brief_says_the_same_in_its_sentences(paper):
    told = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    for written in TEN.values():
        assert written in told
