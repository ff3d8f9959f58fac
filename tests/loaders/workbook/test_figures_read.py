"""No figure is left out in silence: of columns, of rows, of sheets; and no day moves without a figure."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.workbook.process import limit_check
from loaders.workbook.scope import scope_of
from loaders.workbook.sheets import lay_out
from loaders.workbook.table_reader import TableReading
from tests.loaders.workbook.samples import CURRENT, changes, codes, read
from tests.loaders.workbook.test_remarks import sheet_of

HEAD = ["编号", "项目", "面积(亩)", "数据截至"]
A, B = ["land.a", "土地整治", 880.0], ["land.b", "土地整治", 600.0]


def told(reading, code):
    return [(fault.place.cell, fault.wrong) for fault in reading.all_faults if fault.kind.code == code]


def test_day_of_a_row_without_a_figure_does_not_move():
    rows = [["land.a", "土地整治", None, "2023-09-30"], [*B, "2023-09-30"]]
    reading = read({"土地整治": [HEAD, *rows]})
    days = [(row_id, str(new)[:10]) for row_id, column, _, new in changes(reading) if column == "as_of_end"]
    assert days == [("land.b", "2023-09-30")]
    assert told(reading, "day_kept") == [("D2", "这一行没有读到数字，“数据截至”仍为2023年6月30日")]


def test_day_of_a_row_with_figures_in_an_unread_column_only_is_unchanged():
    head = ["编号", "项目", "种下去的", "数据截至"]
    rows = [["land.a", "土地整治", 900.0, "2023-09-30"], ["land.b", "土地整治", "610亩", "2023-09-30"]]
    reading = read({"土地整治": [head, *rows]})
    assert changes(reading) == []
    assert told(reading, "figures_unread") == [("C1", "“种下去的”这一列不在台账中，其中 2 个数字没有读入")]
    assert len(told(reading, "day_kept")) == 2


def test_day_moves_with_a_figure_that_stayed_the_same():
    reading = read({"土地整治": [HEAD, [*A, "2023-09-30"], [*B, "2023-06-30"]]})
    assert [column for _, column, _, _ in changes(reading)] == ["as_of_end"]


@pytest.mark.parametrize("head", ["序号", "联系电话", "行 次"])
def test_column_of_line_numbers_and_telephones_is_no_warning(head):
    rows = [[1.0, *A], [2.0, *B]]
    assert read({"土地整治": [[head, *HEAD[:3]], *rows]}).warnings == ()


def test_column_of_numbers_under_a_header_of_texts_is_asked_about_and_not_taken():
    sheets = {"资金项目": [["项目", "资金来源"], ["新路", 300.0], ["新桥", "500万元"], ["新村", None]]}
    reading = read(sheets)
    (question,) = reading.questions
    assert (question.kind.code, question.place.cell) == ("number_as_text", "B1")
    assert question.wrong == "“资金来源”按表头是“资金性质”，这一列却有 2 个数字"
    assert reading.diff(CURRENT).tables["funding"].added["kind"].isna().all()
    skipped = read(sheets, answers={question.key: "skip"})
    assert skipped.faults == ()
    assert told(skipped, "column_unknown") == [("B1", "不认识“资金来源”这个表头，2 个单元格没有读入，其中数字 2 个")]
    taken = read(sheets, answers={question.key: "text"})
    assert taken.diff(CURRENT).tables["funding"].added["kind"].tolist()[:2] == ["300", "500万元"]


@pytest.mark.parametrize("kinds", [["专项债", "1级"], ["专项债", 300.0, "整合资金"]])
def test_column_of_texts_is_taken_though_one_is_a_number(kinds):
    rows = [[f"新路{n}", kind, 5.0] for n, kind in enumerate(kinds)]
    assert read({"资金项目": [["项目", "资金来源", "金额(万元)"], *rows]}).questions == ()


def test_new_rows_without_a_figure_are_warned_of_by_name_and_row():
    rows = [["新路", "专项债", None], ["新桥", "专项债", 5.0], ["新村", None, "——"]]
    reading = read({"资金项目": [["项目", "资金性质", "金额(万元)"], *rows]})
    assert told(reading, "rows_without_figures") == [("", "新增的 2 行（第2、4行：新路、新村）一个数字也没有读到")]


def test_sheet_that_only_describes_indicators_is_warned_of():
    rows = [["名称", "单位(量)", "口径"], ["新增耕地", "亩", "按验收"]]
    assert "sheet_without_figures" in codes(read({"指标进度": rows}).warnings)


def test_empty_template_is_warned_of():
    assert "no_rows" in codes(read({"土地整治": [HEAD]}).warnings)


def test_task_in_words_needs_no_figure():
    assert codes(read({"下半年任务": [["任务", "数据截至"], ["建成新桥", "2023-09-30"]]}).warnings) == []


@pytest.mark.parametrize(
    "row", [["目标值", 5.0, "完成"], ["指标名称", "亩", 5.0], ["工作", "完成", "目标"], ["新路", "完成", None]]
)
def test_row_of_data_is_never_the_header(row):
    sheet = replace(sheet_of([["名称", "情况", "数"], row, ["新桥", "目标", 7.0]]), name="治理")
    (layout,), _ = lay_out([sheet], "", CURRENT)
    assert (layout.data_from, layout.columns["name"].label) == (1, "名称")


TEXTS = st.text(st.sampled_from("合计小总共三一、(（*※注:5项.1 —甲村"), min_size=1, max_size=6)
CELLS = st.none() | TEXTS | st.floats(1, 9) | st.sampled_from(["立项", "面积(亩)", "#REF!", "land.a", "约600"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=6))
def test_row_of_any_content_is_read_or_reported(rows):
    head = ["编号", "项目", "环节", "面积(亩)", "不认识的"]
    (layout,), said = lay_out([sheet_of([head, *rows])], "土地整治", CURRENT)
    reading = TableReading(layout, CURRENT, scope_of(CURRENT), "台账", limit_check(None), is_csv=False)
    cells = [fault.place.cell for fault in (*said, *reading.all_faults)]
    reported = {int("".join(filter(str.isdigit, cell))) - 1 for cell in cells if any(map(str.isdigit, cell))}
    taken = set(reading.sheet_rows.at.tolist())
    read_in = {found.at for name, found in layout.columns.items() if name != "row_id"}
    filled = {n for n, row in enumerate(rows, start=1) if any(is_filled(row[at]) for at in read_in)}
    left = filled - taken - reported  # without a column of names they are told by their number, in one question
    counts = [re.search(r"新增的 (\d+) 行", fault.wrong) for fault in reading.all_faults]
    assert len(left) <= sum(int(count[1]) for count in counts if count)
    assert len(reading.ids) == len(taken)
    unread = {at for at in range(1, 5) if any(is_filled(row[at]) for row in rows)} - read_in
    assert unread <= {"ABCDE".index(cell[0]) for cell in cells if cell[1:] == "1"}


def is_filled(cell):
    return isinstance(cell, float) or bool((cell or "").strip(" —"))
