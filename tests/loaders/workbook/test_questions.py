"""A question of the reading is answered by its key: the answer decides, is told, and no longer blocks."""

import pytest

from domain.faults import Choice, Place, answer_question, make_question
from loaders.workbook import read_workbook
from loaders.workbook.edited import read_edited, shown_rows
from tests.loaders.workbook.files import xlsx
from tests.loaders.workbook.samples import CURRENT, changes, codes

KEY = "percent_or_share|土地整治|share_pct|D3|0.81"
CHOICES = (Choice("percent", "81%"), Choice("share", "0.81%"))
BOOK = xlsx(
    {"土地整治": [["编号", "项目", "环节", "占比(%)"], ["land.a", "土地整治", "立项", None],
               ["land.b", "土地整治", "施工", 0.81]]}
)  # fmt: skip


def question():
    return make_question(
        "percent_or_share", Place("土地整治", "D3", "land", "share_pct"), CHOICES, 0.81, percent="81", share="0.81"
    )


def test_question_key_is_of_code_sheet_column_cell_and_value():
    assert question().key == KEY


@pytest.mark.parametrize("answers", [{}, {KEY: "other"}, {"another": "share"}])
def test_answer_of_none_of_its_choices_leaves_the_question_open(answers):
    asked = answer_question(question(), answers)
    assert (asked.level, asked.answer) == ("ask", "")


def test_answered_question_is_a_notice_that_says_what_was_chosen():
    answered = answer_question(question(), {KEY: "share"})
    assert answered.level == "notice"
    assert answered.message == "按您的选择：0.81%（看不出是 81% 还是 0.81%）"
    assert answered.line == "工作表“土地整治”D3（写的是“0.81”）：按您的选择：0.81%（看不出是 81% 还是 0.81%）。"


def test_open_question_changes_nothing_and_blocks():
    reading = read_workbook(BOOK, "台账.xlsx", CURRENT)
    assert changes(reading) == []
    (asked,) = reading.faults
    assert (asked.key, asked.choices) == (KEY, CHOICES)
    assert reading.questions == (asked,)


@pytest.mark.parametrize(("answer", "value"), [("percent", 81.0), ("share", 0.81)])
def test_answer_decides_the_reading_and_is_told(answer, value):
    reading = read_workbook(BOOK, "台账.xlsx", CURRENT, {KEY: answer})
    assert reading.faults == ()
    assert changes(reading) == [("land.b", "share_pct", 73.0, value)]
    assert reading.answers == {KEY: answer}
    assert "percent_or_share" in codes(reading.notices)
    assert [each.key for each in reading.questions] == [KEY]


def test_question_of_an_edit_on_screen_is_answered_by_its_key_too():
    rows = shown_rows("land", CURRENT["land"])
    rows["share_pct"] = rows["share_pct"].astype(object)
    rows.loc[1, "share_pct"] = "0.81"
    (asked,) = read_edited({"land": rows}, CURRENT, "在线修改").faults
    assert asked.place.cell == "第2行 占比（%）"
    reading = read_edited({"land": rows}, CURRENT, "在线修改", {asked.key: "percent"})
    assert (reading.faults, changes(reading)) == ((), [("land.b", "share_pct", 73.0, 81.0)])
