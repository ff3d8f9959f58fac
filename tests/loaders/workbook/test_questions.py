"""A question of the reading is answered by its key: the answer decides, is told, and no longer blocks."""

import pytest

from domain.faults import Choice, Place, answer_question, make_question
from loaders.workbook import read_workbook
from loaders.workbook.edited import read_edited, shown_rows
from tests.loaders.workbook.files import xlsx
from tests.loaders.workbook.samples import CURRENT, changes, codes, read

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
def test_answer_decides_the_reading_and_is_reported(answer, value):
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


def test_number_below_zero_is_asked_about_and_kept_only_where_it_may_be():
    content = xlsx({"土地整治": [["编号", "项目", "面积（亩）"], ["land.a", "土地整治", -900.0]]})
    (question,) = read(content).questions
    assert [choice.label for choice in question.choices] == ["是900，多写了负号", "不读入这一格"]
    assert changes(read(content, answers={question.key: "positive"})) == [("land.a", "area_mu", 880.0, 900.0)]
    dropped = read(content, answers={question.key: "drop"})
    assert (dropped.faults, changes(dropped)) == ((), [])
    money = xlsx({"资金项目": [["编号", "项目", "金额（万元）"], ["funding.a", "四都畈", -4100.0]]})
    (question,) = read(money).questions
    assert question.choices[0].label == "就是−4,100"
    assert changes(read(money, answers={question.key: "keep"}))[0][3] == -4100.0


def test_new_row_without_its_name_is_asked_about():
    rows = [["编号", "项目", "环节", "面积（亩）", "数据截至"], ["land.a", "土地整治", "立项", 880.0, "2023-06-30"],
            [None, None, "启动", 300.0, "2023-06-30"]]  # fmt: skip
    content = xlsx({"土地整治": rows})
    (question,) = read(content).questions
    assert [choice.label for choice in question.choices] == ["和上面一样，是“土地整治”", "不读入这一行"]
    above = read(content, answers={question.key: "above"})
    assert above.faults == ()
    assert above.tables["land"].iloc[-1][["project", "stage", "area_mu"]].tolist() == ["土地整治", "启动", 300.0]
    skipped = read(content, answers={question.key: "skip"})
    assert (skipped.faults, len(skipped.tables["land"])) == ((), 2)


def test_sheet_that_lacks_the_column_of_names_is_asked_about_once():
    rows = [["环节", "面积（亩）", "目标面积（亩）"], ["启动", 300.0, 400.0], ["验收", 200.0, 300.0]]
    content = xlsx({"土地整治": rows})
    (question,) = read(content).faults
    assert question.wrong == "这张表没有“项目”一列，新增的 2 行认不出是什么"
    assert read(content, answers={question.key: "skip"}).faults == ()


def test_row_copied_with_its_hidden_id_is_asked_about():
    rows = [["编号", "项目", "环节", "面积（亩）", "数据截至"], ["land.a", "土地整治", "立项", 880.0, "2023-06-30"],
            ["land.a", "土地整治", "验收", 100.0, "2023-06-30"]]  # fmt: skip
    content = xlsx({"土地整治": rows})
    (question,) = read(content).questions
    new = read(content, answers={question.key: "new"})
    assert new.faults == ()
    assert new.tables["land"]["area_mu"].tolist() == [880.0, 600.0, 100.0]
    assert len(read(content, answers={question.key: "skip"}).tables["land"]) == 2
