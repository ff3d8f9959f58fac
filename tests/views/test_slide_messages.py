"""The titles of whole reports: supported by their sentence or row, never the state of a doubt, never twice.

The texts of three reports; hekou.txt is the one that nothing was tuned on.
"""

import re
from pathlib import Path

import pytest

from loaders.report.read import read_report
from loaders.text.source import load_source
from views.judging import judged
from views.slide_titles import LINE, LINKING, title_lines
from views.slides import slides

HERE = Path(__file__).parent
SEED = HERE.parents[1] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"
REPORTS = [SEED, HERE / "reports" / "qingshan.txt", HERE / "reports" / "hekou.txt"]
SIGNS = re.compile(r"[\s，。、：；！？,.;:!?（）()“”%·「」《》]")
#: Words of a state or a deviation, which a title may not say of a doubt.
STATE_WORDS = ("落后", "滞后", "超前", "低于序时进度", "快于序时进度", "逾期", "倒退", "正常", "已完成", "全部完成")


@pytest.fixture(scope="module", params=REPORTS, ids=lambda path: path.stem)
def report(request):
    source = load_source(request.param)
    tables = read_report(source).tables
    return request.param.read_text("utf-8"), tables, [slide for slide in slides(tables) if slide.message is not None]


def words_of(basis):
    """Every run of `basis` that has two characters or more, numbers taken whole."""
    found = set(LINKING)
    for source in basis:
        tokens = re.findall(r"\d[\d,.]*\d|\d|\D", source)
        for first in range(len(tokens)):
            runs = ("".join(tokens[first:last]) for last in range(first + 1, len(tokens) + 1))
            found |= {run for run in runs if len(run) > 1 or run.isdigit()}
    return found


def supported(title, basis):
    """Whether `title` can be put together from words of `basis`, linking words and punctuation."""
    words = words_of(basis)
    reached = {0}
    for place in range(len(title)):
        if place in reached:
            reached |= {
                place + size for size in range(1, len(title) - place + 1) if title[place : place + size] in words
            }
            reached |= {place + 1} if SIGNS.match(title[place]) else set()
    return len(title) in reached


def test_title_words_are_in_their_sentence_or_row(report):
    _, _, found = report
    assert len(found) >= 8
    assert [slide.title for slide in found if not supported(slide.title, slide.message.basis)] == []


def test_title_quote_is_in_the_report(report):
    text, _, found = report
    quotes = [slide.message.quote for slide in found if slide.message.quote and slide.id != "to_verify"]
    assert len(quotes) >= 3
    flat = re.sub(r"\s", "", text)
    assert [quote for quote in quotes if not all(part in flat for part in re.sub(r"\s", "", quote).split("，"))] == []


def test_title_never_states_the_state_of_a_doubt(report):
    _, tables, found = report
    indicators = judged(tables).indicators
    asked = set(indicators.loc[indicators["state"] == "to_verify", "name"])
    judged_names = set(indicators["name"]) - asked
    for slide in found:
        if slide.id in {"overview", "to_verify"}:
            continue
        without_judged = slide.title
        for name in judged_names:
            without_judged = without_judged.replace(name, "")
        if any(name in without_judged for name in asked) or "待确认" in slide.title:
            assert [word for word in STATE_WORDS if word in slide.title.replace("尚未完成", "")] == []


def test_title_takes_two_lines_of_28_characters_at_most(report):
    _, _, found = report
    for slide in found:
        assert len(title_lines(slide.title)) <= 2, slide.title
        assert all(len(line) <= 28 for line in title_lines(slide.title)), slide.title
    assert LINE == 28


def test_title_is_used_once(report):
    _, tables, _ = report
    titles = [slide.title for slide in slides(tables)]
    assert sorted(titles) == sorted(set(titles))
