"""Three monthly uploads later: pages, charts, slides and papers name the sources and the months of what they show."""

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
from exports.files import FILE_KINDS
from exports.register.register_file import INDICATORS, SUMMARY, register
from store.engine import SETTING, engine
from tests.exports.monthly import three_months
from ui.meeting.choice import Choice
from ui.meeting.document import PAPER, SCREEN, Frame, slides_document
from ui.meeting.page import file_name
from ui.shell.material import read_material
from views.brief import brief
from views.roll_forward import roll_forward
from views.slides import slides

PAGES = Path(__file__).parents[2] / "pages" / "progress"
BOOKS = ("7月台账", "8月台账", "9月台账")
REPORT = "《金川街道2023年上半年工作总结及下半年工作思路》（2023年7月10日发布"
INDEX_NUMBER = "索引号1133082206201405/2023-80898"
#: An id as rows cite it: 9月台账-1a2b3c4d, jinchuan-2023H1.
IDS = re.compile(r"月台账-[0-9a-f]{8}|jinchuan-2023H1(?!\.txt)")
#: Page → the workbooks that figures on it come from; the report stands behind all of them.
OF_PAGE = {
    "overview": ("7月台账", "9月台账"), "land": ("9月台账",), "demolition": (), "funding": ("8月台账",),
    "safety": ("8月台账",), "honours": (), "plan": (), "more": (), "trend": ("7月台账", "9月台账"),
}  # fmt: skip
#: Slide → the same.
OF_SLIDE = {
    "cover": BOOKS, "overview": ("7月台账", "9月台账"), "land": ("9月台账",), "demolition": (), "highlights": (),
    "funding": ("8月台账",), "safety": ("8月台账",), "honours_numbers": (), "plan": (), "definitions": BOOKS,
    "origins": BOOKS,
}  # fmt: skip


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("monthly") / "progress.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, f"sqlite:///{path}")
        three_months()
        engine().dispose()
    return path


@pytest.fixture
def store(database, monkeypatch):
    monkeypatch.setenv(SETTING, f"sqlite:///{database}")
    yield
    engine().dispose()


@pytest.fixture(scope="module")
def material(database):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, f"sqlite:///{database}")
        yield read_material(hide=False)
        engine().dispose()


@pytest.fixture(scope="module")
def shown(material):
    return slides(material.tables, material.edition, hide=False, previous=material.previous)


def books_in(text):
    return tuple(book for book in BOOKS if f"“{book}”（" in text)


def opened(file):
    page = AppTest.from_file(str(PAGES / f"{file}.py"), default_timeout=60).run()
    assert not page.exception
    return page


def body_of(page):
    return html.unescape("".join(element.proto.body for element in page.get("html")))


@pytest.mark.parametrize("file", OF_PAGE)
def test_page_names_the_sources_of_what_it_shows(store, file):
    body = body_of(opened(file))
    head = body[body.index('<header class="head">') : body.index("</header>")]
    assert books_in(head) == OF_PAGE[file]
    assert REPORT in head
    assert not IDS.search(body)


def captions(page):
    """Alternative text of each chart on a page → the line below the chart."""
    specs = [(chart.proto.alt, json.loads(chart.proto.spec)["layout"]) for chart in page.get("plotly_chart")]
    return {
        alt: html.unescape("".join(each["text"].replace("<br>", "") for each in layout["annotations"]
                                   if each.get("text", "").startswith("来源")))
        for alt, layout in specs
    }  # fmt: skip


def caption_of(page, words):
    return next(line for alt, line in captions(page).items() if words in alt)


def test_charts_of_one_page_name_their_own_sources(store):
    page = opened("land")
    assert caption_of(page, "各环节的项目数和面积").startswith("来源：金川街道" + REPORT)
    assert books_in(caption_of(page, "各环节的项目数和面积")) == ()
    assert books_in(caption_of(page, "子弹图")) == ("9月台账",)


def test_chart_of_money_names_the_workbook_that_set_a_day(store):
    assert books_in(caption_of(opened("funding"), "按性质列出各项目资金")) == ("8月台账",)


def test_page_says_who_brought_a_workbook(store):
    assert re.search(r"“8月台账”（李强，\d{4}年\d+月\d+日上传）", body_of(opened("safety")))


def test_page_says_the_months_that_its_data_cover(store):
    assert "报告期：2023年1—9月；数据截至2023年9月30日" in body_of(opened("overview"))


def test_name_of_a_file_says_the_months_and_the_day(store):
    assert file_name(Choice(), FILE_KINDS["xlsx"], 4) == "金川街道2023年1—9月指标台账-截至20230930-第4版.xlsx"


@pytest.mark.parametrize("name", OF_SLIDE)
def test_slide_names_the_sources_of_what_it_shows(shown, name):
    slide = next(slide for slide in shown if slide.id == name)
    assert books_in(slide.source) == OF_SLIDE[name]
    assert REPORT in slide.source


def test_cover_and_papers_say_the_months_and_not_the_half_year(material, shown):
    assert shown[0].title == "金川街道2023年1—9月工作进展"
    assert "报告期：2023年1—9月" in shown[0].lines
    paper = brief(material.tables, material.edition, previous=material.previous, before=material.before)
    assert paper.title == "金川街道2023年1—9月工作进展情况汇报"
    assert paper.opening[0] == "现将金川街道2023年1—9月工作进展情况汇报如下"


def footer_source(slide) -> str:
    """The source in a footer: without the index number of the report."""
    return slide.source.replace(f"，{INDEX_NUMBER}", "")


@pytest.fixture(scope="module")
def by_id(shown):
    return {slide.id: slide for slide in shown}


def test_rate_of_the_report_stands_beside_no_number_of_a_later_month(by_id):
    assert by_id["land"].title == "土地整治（新增耕地）种植585亩，对照哪个目标待确认"
    assert not any("73%" in note for note in by_id["land"].figures["note"].fillna(""))


def test_scorecard_has_the_day_of_each_row_where_they_differ(by_id):
    days = by_id["overview"].drawn.set_index("label")["day"]
    assert (days["土地整治项目施工"], days["矛盾纠纷化解"]) == ("1—9月", "1—6月")


def test_number_of_the_report_that_a_workbook_replaced_is_no_reading(by_id):
    labels = by_id["environment_numbers"].table["label"].tolist()
    assert labels.count("规范庭院") == 1


def test_number_of_a_workbook_opens_where_it_comes_from(by_id):
    row_id = by_id["land"].figures["row_id"].iloc[0]
    assert "“9月台账”" in by_id["land"].bases[row_id]
    page = slides_document([by_id["land"]], Choice(), Frame("", "show.js", SCREEN))
    assert 'data-place="row=measures' in page


def test_slide_of_origins_has_the_index_number_beside_the_workbooks(by_id):
    assert any(INDEX_NUMBER in cell for cell in by_id["origins"].table["meaning"])


def test_deck_names_the_source_on_each_page_whole(shown):
    for page, slide in zip(Presentation(io.BytesIO(deck(shown))).slides, shown, strict=True):
        if slide.kind in {"agenda", "closing"}:
            continue
        texts = [shape.text_frame.text for shape in page.shapes if shape.has_text_frame]
        assert any(footer_source(slide) in text for text in texts), slide.id
        assert not any(IDS.search(text) for text in (*texts, page.notes_slide.notes_text_frame.text))


@pytest.mark.parametrize("kind", [SCREEN, PAPER])
def test_meeting_names_the_source_on_each_slide(shown, kind):
    document = html.unescape(slides_document(shown, Choice(), Frame("题", "show.js", kind)))
    for slide in shown:
        part = document[document.index(f'id="slide-{slide.id}"') :].partition("</section>")[0]
        assert footer_source(slide) in part
    assert not IDS.search(document)


@pytest.fixture(scope="module")
def listed_sources(material):
    paper = brief(
        material.tables, material.edition, hide=False, previous=material.previous, before=material.before
    )  # fmt: skip
    texts = [paragraph.text for paragraph in Document(io.BytesIO(brief_paper(paper))).paragraphs]
    return texts[texts.index("口径和数字来源") :]


def test_brief_sources_are_all_named(listed_sources):
    (first,) = [line for line in listed_sources if line.startswith("本材料数字来源：")]
    assert books_in(first) == BOOKS
    assert REPORT in first


def test_brief_source_of_workbook_names_sheet_and_row(listed_sources):
    of_books = [line for line in listed_sources if "]依据" in line]
    assert any(re.search(r"依据：“9月台账”（王芳，.*上传）工作表“指标进度”第\d+行", line) for line in of_books)
    assert any(re.search(r"依据：“8月台账”（李强，.*上传）工作表“安全隐患”第\d+行", line) for line in of_books)
    assert not any(IDS.search(line) for line in listed_sources)


def test_roll_forward_after_three_months_has_new_figures_and_their_workbooks(material):
    report = material.last_report()
    rolled = roll_forward(report.text, report.tables, material.tables, material.edition.sources, hide=False)
    changed = {edit.old: edit for edit in rolled.edits("number")}
    assert changed["1280余户"].new == "1400余户"
    assert changed["1280余户"].remark[0] == "由1280余户改为1400余户"
    assert "“7月台账”（王芳，" in changed["1280余户"].remark[1]
    assert changed["3774万元"].new == "3775万元"
    assert changed["8处"].new == "10处"
    assert {edit.old for edit in rolled.edits("open")} >= {"112个", "1-5月", "2023年上半年"}
    assert books_in(rolled.source) == BOOKS


def test_register_names_sources_in_words(material):
    book = openpyxl.load_workbook(io.BytesIO(register(material.tables, material.edition, previous=material.previous)))
    summary = "\n".join(str(row[0].value) for row in book[SUMMARY].iter_rows(max_row=12))
    assert books_in(summary) == BOOKS
    assert "金川街道2023年1—9月指标台账" in summary
    rows = {row[0].value: row[-1].value for row in book[INDICATORS].iter_rows(min_row=2)}
    assert re.match(r"依据：“7月台账”（王芳，.*工作表“指标进度”第\d+行", rows["规范庭院"])
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if IDS.search(cell)]
