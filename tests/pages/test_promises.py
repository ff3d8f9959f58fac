"""承诺兑现: promises of the period before beside what this report says of them."""

from datetime import date

import pytest

from proposals.proposal import commit
from proposals.report_upload import Confirmed, default_choice, propose_report, read_submitted
from store.audit import read_audit
from store.meeting_edits import write_edits
from store.read import read_current, read_table
from store.records import Actor
from tests.pages.conftest import EDITOR, markup, press
from ui.meeting.slide_cache import all_slides

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


def test_confirmed_promise_is_counted_apart_and_on_the_slide(show, two_periods, editor):
    page = show(PROMISES)
    number = read_current("大桥镇").id
    slide = next(each for each in all_slides(number, hide=True, rule="points") if each.id == "promises")
    assert (slide.optional, slide.title) == (True, "上期承诺3项，兑现情况待经办人确认")
    page.selectbox(key="promise picked").set_value(promise_id("垃圾中转站")).run()
    press(page, "确认未再提及")
    shown = markup(page)
    assert "经办人已确认1项：未再提及1项；待确认2项，程序按文字相近初判：" in shown
    assert "王芳" in rows_of(shown, "未再提及")
    slide = next(each for each in all_slides(number, hide=True, rule="points") if each.id == "promises")
    assert slide.optional is False
    assert slide.title == "上期承诺3项，经办人已确认1项，其中0项已兑现"
    assert slide.points[0] == "经办人已确认1项：未再提及1项"
    assert slide.table.iloc[0][["text", "state_word", "basis"]].tolist() == ["新建垃圾中转站1座", "未再提及", "已确认"]
    assert read_audit(1)[0].action == "edit_meeting"


def test_confirmation_is_taken_back(show, two_periods, editor):
    page = show(PROMISES)
    page.selectbox(key="promise picked").set_value(promise_id("垃圾中转站")).run()
    press(page, "确认已兑现")
    assert "垃圾中转站" in rows_of(markup(page), "已兑现")
    page.selectbox(key="promise picked").set_value(promise_id("垃圾中转站")).run()
    press(page, "撤回确认")
    assert "垃圾中转站" in rows_of(markup(page), "未再提及")
    assert "经办人已确认" not in markup(page)


def test_confirmation_of_another_sentence_counts_no_more(show, two_periods, editor):
    key = promise_id("七里渠")
    value = {"state": "under_way", "text": "年底前完成七里渠改造工程3公里", "quote": "旧的原句"}
    write_edits(read_current("大桥镇").id, {("promise", key): value}, {}, EDITOR)
    shown = markup(show(PROMISES))
    assert "待确认（确认后原句有变）" in rows_of(shown, "已兑现")


def test_reader_confirms_nothing(show, two_periods, monkeypatch):
    monkeypatch.setattr("ui.shell.account.actor_of", lambda visitor: Actor("访客", "viewer"))
    assert "撤回确认" not in [button.label for button in show(PROMISES).button]


def promise_id(words):
    """The id of the promise that has `words`, in the version of the period before."""
    rows = read_table("commitments", read_current("大桥镇", "2023H1").id)
    return rows.loc[rows["text"].str.contains(words), "row_id"].item()
