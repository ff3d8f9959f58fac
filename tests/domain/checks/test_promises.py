"""Promises of an earlier report, looked for in a text: kept, under way, left out, with another number."""

import pytest

from domain.checks.promises import STATES, Promise, count_states, find_promises
from domain.checks.report import Report
from loaders.report.read import read_report
from loaders.text.source import parse_source

TEXT = """一、上半年工作完成情况
七里渠改造工程3公里全线完工通水，受益村民200户。
老年食堂正在装修，预计8月开业。
固定投资完成5600万元。
二、下半年工作计划
继续推进文化礼堂改造5个。
"""
REPORT = Report(TEXT, read_report(parse_source(TEXT.encode(), "a.txt", {"period": "2023H1"})).tables)


def state_of(text, value=None, unit="", names=()):
    promise = Promise("p", text, text, "other", names, value, unit)
    [found] = find_promises([promise], REPORT)
    return found.state, None if found.start is None else TEXT[found.start : found.end].strip("\n")


@pytest.mark.parametrize(
    ("promise", "state", "sentence"),
    [
        ("年底前完成七里渠改造工程", "kept", "七里渠改造工程3公里全线完工通水，受益村民200户。"),
        ("建成老年食堂", "under_way", "老年食堂正在装修，预计8月开业。"),
        ("推进文化礼堂改造", "under_way", "继续推进文化礼堂改造5个。"),
        ("新建垃圾中转站一座", "not_mentioned", None),
        ("加快推进各项重点工作", "not_mentioned", None),
    ],
)
def test_promise_has_the_state_of_the_sentence_that_speaks_of_it(promise, state, sentence):
    assert state_of(promise) == (state, sentence)


def test_promise_with_another_number_of_its_unit_is_redefined():
    assert state_of("文化礼堂改造8个", 8.0, "个")[0] == "redefined"
    assert state_of("文化礼堂改造5个", 5.0, "个")[0] == "under_way"


def test_number_of_another_thing_in_the_sentence_redefines_nothing():
    assert state_of("完成七里渠改造工程3公里", 3.0, "公里")[0] == "kept"


def test_states_are_counted_in_the_order_of_the_page():
    promises = [Promise(str(n), text, text, "other") for n, text in enumerate(("建成老年食堂", "新建垃圾中转站一座"))]
    found = find_promises(promises, REPORT)
    assert list(count_states(found).items()) == [("not_mentioned", 1), ("under_way", 1)]
    assert list(STATES) == ["redefined", "not_mentioned", "under_way", "kept"]


def test_text_without_sentences_mentions_nothing():
    [found] = find_promises([Promise("p", "建成老年食堂", "", "other")], Report("", {}))
    assert (found.state, found.share) == ("not_mentioned", 0.0)
