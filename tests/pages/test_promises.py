"""承诺兑现: promises of the period before beside what this report says of them."""

from datetime import date

import pytest

from proposals.proposal import commit
from proposals.report_upload import Confirmed, default_choice, propose_report, read_submitted
from tests.pages.conftest import EDITOR, markup

PROMISES = "checking/promises.py"
BEFORE = """大桥镇2023年上半年工作总结
一、工作完成情况
固定资产投资。完成固定资产投资5600万元。
二、下半年工作计划
年底前完成七里渠改造工程3公里。
建成老年食堂2个。叶继强获评后继续包联。
新建垃圾中转站1座。
"""
NOW = """大桥镇2023年工作总结
一、工作完成情况
固定资产投资。完成固定资产投资9800万元。
七里渠改造工程3公里已完工通水。
老年食堂2个正在装修。
"""


def hand_in(text, period, as_of):
    proposal = propose_report(read_submitted(text.encode(), "总结.txt"), Confirmed("大桥镇", period, as_of), EDITOR)
    commit(proposal.decide(default_choice(proposal)), EDITOR, "导入", as_of, confirmed=True)


@pytest.fixture
def two_periods(empty_store):
    hand_in(BEFORE, "2023H1", date(2023, 6, 30))
    hand_in(NOW, "2023", date(2023, 12, 31))


def rows_of(shown, state):
    """The part of the page about one state."""
    return shown.partition(f"<summary>{state} ")[2].partition("</details>")[0]


def test_promise_is_listed_under_its_state_with_both_sentences(show, two_periods):
    shown = markup(show(PROMISES))
    kept = rows_of(shown, "已兑现")
    assert "年底前完成七里渠改造工程3公里" in kept
    assert f'<a href="/source?at={NOW.index("七里渠")}">七里渠改造工程3公里已完工通水。</a>' in kept
    assert "老年食堂2个正在装修" in rows_of(shown, "在推进")
    assert "新建垃圾中转站1座" in rows_of(shown, "未再提及")
    assert "没有找到" in rows_of(shown, "未再提及")


def test_promise_names_are_hidden_by_the_setting(show, two_periods):
    assert "叶继强" not in markup(show(PROMISES, hide="on"))


def test_promises_of_the_first_period_state_what_to_do(show, seed_store):
    shown = markup(show(PROMISES))
    assert "还没有更早时期的报告" in shown
    assert '在“<a href="/report">导入报告</a>”里' in shown
