"""One fact, the same number with the same unit on page and slide, on paper, in the deck, the brief and the register."""

import html
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from exports.brief.brief_file import brief_paper
from exports.deck.deck_file import deck
from exports.register.register_file import INDICATORS, register
from store.engine import SETTING, engine
from tests.exports.conftest import EDITION
from ui.meeting.choice import Choice
from ui.meeting.document import PAPER, SCREEN, Frame, slides_document
from views.brief import brief
from views.judging import judged

#: Indicator and its number as written.
TEN = {
    "土地整治（新增耕地）种植": "584亩",
    "土地整治（新增耕地）施工": "约600亩",
    "土地整治项目施工": "18个",
    "常山江航运枢纽首日房屋签约率": "42.8%",
    "同创空间总体项目建设进度": "75%",
    "固定投资": "3,774万元",
    "规范庭院": "1,280余户",
    "集体经营性收入": "244.05万元",
    "处置信访件": "111件",
    "重大隐患整改闭环": "8处",
}
#: Indicator and the page that tells it: its file and what its address asks for.
PAGES = Path(__file__).parents[2] / "pages" / "progress"
PAGE_OF = {
    "土地整治（新增耕地）种植": ("land", {}),
    "土地整治（新增耕地）施工": ("land", {}),
    "土地整治项目施工": ("land", {}),
    "常山江航运枢纽首日房屋签约率": ("demolition", {}),
    "同创空间总体项目建设进度": ("overview", {}),
    "固定投资": ("overview", {}),
    "规范庭院": ("more", {"section": "environment"}),
    "集体经营性收入": ("overview", {}),
    "处置信访件": ("more", {"section": "governance"}),
    "重大隐患整改闭环": ("overview", {}),
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


def told(markup):
    """What a reader sees of HTML: its texts, without elements, and what its charts write."""
    return html.unescape(re.sub(r"<(?!/?script)[^>]*>", "", markup)).replace(" ", "")


def page_text(file, query):
    page = AppTest.from_file(str(PAGES / f"{file}.py"), default_timeout=20)
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    charts = [json.loads(chart.proto.spec) for chart in page.get("plotly_chart")]
    written = "".join(json.dumps(chart, ensure_ascii=False) for chart in charts)
    return told("".join(element.proto.body for element in page.get("html")) + written)


def number_in(text, written):
    """The number with its unit stands in `text`, and is not the end of a longer one."""
    return re.search(rf"(?<![\d,.]){re.escape(written.removeprefix('约'))}", text) is not None


def shown_cell(cell):
    """What a spreadsheet shows of a number in a format of ours: words in quotes around a plain number."""
    if not QUOTED.search(cell.number_format):
        return str(cell.value)
    before, _, after = QUOTED.sub(lambda match: "\0" + match[1] + "\0", cell.number_format).rpartition("0")
    decimals = len(re.sub(r".*\.", "", QUOTED.sub("", cell.number_format))) if "." in cell.number_format else 0
    words = [part.replace("\0", "") for part in (re.sub(r"[#,.0]+$", "", before), after)]
    return f"{words[0]}{cell.value:,.{decimals}f}{words[1]}"


@pytest.fixture(scope="module")
def names(report):
    """The names of all judged indicators."""
    return set(judged(report).indicators["name"])


@pytest.fixture(scope="module")
def in_brief(paper):
    """Name → figure in the table of the brief."""
    (table,) = paper.tables
    return {row.cells[0].text: row.cells[2].text for row in table.rows}


@pytest.mark.parametrize(("name", "written"), TEN.items())
def test_ten_figures_agree_in_all_exports(name, written, names, slide_text, in_brief, indicators):
    assert name in names
    assert number_in(slide_text, written)
    assert in_brief[name] == written
    cells = {row[0].value: row[3] for row in indicators.iter_rows(min_row=2)}
    assert shown_cell(cells[name]) == written


def test_brief_sentences_have_same_figures(paper):
    told = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    for written in TEN.values():
        assert written.replace(",", "") in told  # the body of an official paper has no thousands separators


@pytest.mark.parametrize(
    "frame", [Frame("题", "show.js", SCREEN), Frame("题", "print.js", PAPER)], ids=["show", "print"]
)
def test_ten_figures_are_the_same_on_the_slides_of_screen_and_paper(frame, shown):
    text = told(slides_document(shown, Choice(), frame))
    assert [written for written in TEN.values() if not number_in(text, written)] == []


@pytest.mark.parametrize("name", PAGE_OF)
def test_ten_figures_are_the_same_on_their_pages(name, seed_database, monkeypatch):
    monkeypatch.setenv(SETTING, f"sqlite:///{seed_database}")
    assert number_in(page_text(*PAGE_OF[name]), TEN[name])
    engine().dispose()
