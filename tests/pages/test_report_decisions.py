"""导入报告: what is asked about the words of a report, kept by the commit, applied to the next one, taken back."""

import json

import pytest

from loaders.report.decisions import make_decision
from store.mappings import read_mappings
from store.read import read_current, read_table
from tests.examples import few
from tests.pages.conftest import markup, press
from tests.pages.test_report import REPORT, commit, confirm_new_unit, paste, run_job, widget
from ui.edit.report_questions import changed_decisions, number_table
from ui.edit.report_state import ReportState

FIRST = "大桥镇2023年上半年工作总结\n\n一、项目建设\n兴业大道项目完成投资3200万元，征收房屋46户。\n"
NEXT = "大桥镇2023年工作总结\n\n一、项目建设\n兴业大道二期项目完成投资5100万元，征收房屋90户。\n"
THIRD = "大桥镇2024年上半年工作总结\n\n一、项目建设\n兴业大道二期项目完成投资800万元，征收房屋12户。\n"
ANSWER = "“兴业大道二期项目”是哪个项目"


@pytest.fixture
def first_stored(show, empty_store, editor):
    """A unit with one version, of a report that names a project."""
    commit(confirm_new_unit(paste(show(REPORT), FIRST)))


def hand_in(show, text):
    return run_job(press(paste(show(REPORT), text), "确认，读取数字"))


def answered(page, answer="就是“兴业大道项目”"):
    widget(page, "radio", ANSWER).set_value(answer)
    return run_job(press(page, "按以上确认重新读取"))


def test_name_answered_is_read_as_the_known_project_and_kept_by_the_commit_only(show, first_stored):
    page = hand_in(show, NEXT)
    assert "有1处拿不准" in markup(page)
    page = answered(page)
    assert "没有拿不准的读法" in markup(page)
    assert read_mappings("大桥镇", "reading") == {}
    commit(page)
    assert set(read_table("demolition", read_current("大桥镇", "2023").id)["project"]) == {"兴业大道项目"}
    (stored,) = read_mappings("大桥镇", "reading").values()
    assert (stored.header, stored.who, stored.version_id) == ("名称“兴业大道二期项目”", "王芳", 2)


def test_name_answered_once_is_applied_to_the_next_report_and_shown_as_such(show, first_stored):
    commit(answered(hand_in(show, NEXT)))
    page = hand_in(show, THIRD)
    shown = markup(page)
    assert "按以往确认：1处" in shown
    assert "名称“兴业大道二期项目”：就是项目“兴业大道项目”" in shown
    commit(page)
    assert set(read_table("demolition", read_current("大桥镇", "2024H1").id)["project"]) == {"兴业大道项目"}


@pytest.mark.soak
def test_name_taken_back_is_asked_again(show, first_stored):
    commit(answered(hand_in(show, NEXT)))
    page = show(REPORT)
    assert "名称“兴业大道二期项目”：就是项目“兴业大道项目”" in markup(page)
    press(page, "撤回")
    assert read_mappings("大桥镇", "reading") == {}
    assert "有1处拿不准" in markup(hand_in(show, THIRD))


def test_answer_survives_in_the_draft():
    decision = make_decision("name", {"name": "兴业大道二期项目"}, {"name": "兴业大道项目"})
    state, again = ReportState(), ReportState()
    state.begin(NEXT.encode(), "总结.txt")
    state.decide([decision])
    again.restore(json.loads(json.dumps(state.saved(None))), NEXT.encode())
    assert again.decisions == {decision.signature: decision}


def numbers_of(page):
    return page.session_state["pending report"].proposal.questions.numbers


def test_number_edited_makes_one_decision_with_what_was_typed(show, first_stored):
    numbers = numbers_of(hand_in(show, NEXT))
    table = number_table(numbers)
    at = table.index[table["数字"] == "5100万元"][0]
    table.loc[at, ["归入", "对象", "环节"]] = ["资金项目", "投资", "完成"]
    (decision,) = changed_decisions(numbers, table)
    meaning = {"table": "funding", "object": "投资", "stage": "完成", "role": "actual"}
    assert decision.value == {**meaning, "clause": "兴业大道二期项目完成投资万元"}


@pytest.mark.parametrize(("column", "key"), few([("读对了", "table"), ("不是指标", "not_figure")], 1))
def test_number_ticked_makes_one_decision(show, first_stored, column, key):
    numbers = numbers_of(hand_in(show, NEXT))
    table = number_table(numbers)
    table.loc[0, column] = True
    (decision,) = changed_decisions(numbers, table)
    assert key in decision.value


def test_numbers_untouched_make_no_decision(show, first_stored):
    numbers = numbers_of(hand_in(show, NEXT))
    assert changed_decisions(numbers, number_table(numbers)) == []
