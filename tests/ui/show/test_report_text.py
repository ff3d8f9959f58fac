"""The report on screen: every character, every figure a link, one sentence in view."""

import html
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.schema.frames import conform
from ui.show.marks import Mark, damage_marks, figure_marks, issue_marks
from ui.show.report_text import report_html

SEED = Path(__file__).parents[3] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"
TEXT = "一、概况\n立项面积达880亩,排名第一。施工<600亩>。\n(一)还有"
START = TEXT.index("880亩")
FIGURE = Mark(START, START + 4, "figure", "立项面积:880亩 · 土地整治 · 完成值", "land", f"/source?at={START}")


def words(markup: str) -> str:
    """What a reader sees, without line breaks."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def test_report_text_has_headings_and_paragraphs():
    assert re.findall(r"<(\w+)>", report_html(TEXT, [])) == ["h2", "p", "h3"]


FRONT = (
    "索引号:123 公开方式:主动公开\n公开日期:2023-07-10\n某街道2023年上半年工作总结\n"
    "一、土地\n甲10亩。\n二、安全\n乙3处。"
)


def folds(markup: str) -> list[tuple[bool, str]]:
    """Whether each fold stands open, and its words."""
    found = re.findall(r'<details class="chapter"( open)?><summary ([^>]*)>(.*?)</summary>', markup)
    return [
        (bool(opened), words(inner) or re.search('"网页信息"', attributes)[0]) for opened, attributes, inner in found
    ]


def test_report_text_chapters_are_folded_but_the_first():
    assert folds(report_html(FRONT, [])) == [(False, '"网页信息"'), (True, "一、土地"), (False, "二、安全")]
    assert words(report_html(FRONT, [])) == FRONT.replace("\n", "")


def test_report_text_chapter_of_an_offset_stands_open_alone():
    opened = report_html(FRONT, [], at=FRONT.index("乙"))
    assert folds(opened) == [(False, '"网页信息"'), (False, "一、土地"), (True, "二、安全")]


def test_report_text_chapters_with_figures_of_a_domain_stand_open():
    place = FRONT.index("3处")
    mark = Mark(place, place + 2, "figure", "乙：3处", "safety", "")
    assert [opened for opened, _ in folds(report_html(FRONT, [mark], domain="safety"))] == [False, False, True]


def test_report_text_is_escaped():
    assert "&lt;600亩&gt;" in report_html(TEXT, [])


def test_report_text_figure_is_link_with_description():
    link = re.search(r"<a ([^>]*)>880亩</a>", report_html(TEXT, [FIGURE])).group(1)
    assert (
        link == f'class="figure" title="立项面积:880亩 · 土地整治 · 完成值" id="at-{START}" href="/source?at={START}"'
    )


def test_report_text_sentence_of_offset_is_marked_and_scrollable():
    markup = report_html(TEXT, [FIGURE], at=START)
    marked = "".join(re.findall(r'class="[^"]*sentence[^>]*>([^<]*)<', markup))
    assert marked == "立项面积达880亩,排名第一。"
    assert re.findall(r"<a [^>]*data-here[^>]*>([^<]*)<", markup) == ["880亩"]


def test_report_text_offset_outside_marks_nothing():
    assert report_html(TEXT, [FIGURE], at=9999) == report_html(TEXT, [FIGURE])


def test_report_text_figures_of_other_domains_are_dimmed():
    assert 'class="figure quiet"' in report_html(TEXT, [FIGURE], domain="safety")
    assert 'class="figure asked"' in report_html(TEXT, [FIGURE], domain="land")


def test_marks_are_made_of_figures_and_issues():
    figures = conform("figures", [{"start": 9, "end": 13, "text": "880亩", "name": "立项面积", "domain": "land",
                                   "role": "actual", "dimension": "area"},
                                  {"start": 18, "end": 20, "text": "第一", "dimension": "rank"}])  # fmt: skip
    figures["current"] = ["900亩(指标进度)", ""]
    issues = conform("issues", [{"start": 9, "end": 13, "message": "单位不明"}, {"message": "没有位置"}])
    said = "立项面积：880亩 · 土地整治 · 完成值 · 现为900亩(指标进度)"
    assert figure_marks(figures) == [Mark(9, 13, "figure", said, "land", "/source?at=9"),
                                     Mark(18, 20, "noted", "第一", "", "/source?at=18")]  # fmt: skip
    assert issue_marks(issues) == [Mark(9, 13, "issue", "单位不明")]


def damage(title: str, printed: str | None = None) -> list[tuple[str, str]]:
    finding = {"row_id": "d1", "check": "damaged_text", "title": title, "printed": printed}
    findings = conform("findings", [{**finding, "start": TEXT.index("立项"), "end": TEXT.index("施工")}])
    return [(TEXT[mark.start : mark.end], mark.href) for mark in damage_marks(findings, TEXT)]


def test_report_text_damaged_text_links_to_finding():
    assert damage("疑似错字", "排名") == [("排名", "/checks?finding=d1")]
    assert damage("不成对:「立项面」、「第一」") == [("立项面", "/checks?finding=d1"), ("第一", "/checks?finding=d1")]
    assert [words for words, _ in damage("段末没有句号")] == ["。"]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9), st.sampled_from(["figure", "noted", "issue"]))),
       st.integers(-1, 45))  # fmt: skip
def test_report_text_any_marks_lose_no_character(places, at):
    marks = [Mark(start, start + size, kind, "<'\">") for start, size, kind in places]
    assert words(report_html(TEXT, marks, at=at)) == TEXT.replace("\n", "")


def test_report_text_seed_is_shown_completely():
    text = SEED.read_text(encoding="utf-8")
    assert re.sub(r"\s", "", words(report_html(text, []))) == re.sub(r"\s", "", text)
