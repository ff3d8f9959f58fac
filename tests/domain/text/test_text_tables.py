"""Tables inside a text: which lines are one, its header, its rows, and what is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.text.outline import read_outline
from domain.text.text_tables import TextTable, find_tables
from domain.text.wrapping import wrapped_breaks

BLANKS = """现将完成情况通报如下:
项目 征收任务 本周 累计完成 累计完成 责任人
单位 (户数) 完成数量 数量 比例%
东溪镇 40 2 30 75 王小明
西岭乡 20 - 12 60 李 华
总 计 60 2 42 70 -
备注:每周五统计。
"""
BARS = """附表
2024年造林进度表
单位：亩
序号 | 乡镇 | 任务面积 | 完成面积 | 完成率(%) | 备注 |
1 | 东溪镇 | 1,200 | 600 | 50 | 已验收 |
2 | 西岭乡 | 800 | - | / | |
合计 | | 2,000 | 600 | 30 | |
"""


def table(text: str) -> TextTable:
    (found,) = find_tables(text)
    return found


def headers(text: str) -> list[str]:
    return [column.header for column in table(text).columns]


def cells(text: str) -> list[list[str | None]]:
    return [[cell and cell.text for cell in row.cells] for row in table(text).rows]


def labels(text: str) -> list[str | None]:
    return [row.label and row.label.text for row in table(text).rows]


def test_second_header_line_with_a_cell_less_is_joined_where_it_fits():
    assert headers(BLANKS) == [
        "项目单位", "征收任务(户数)", "本周完成数量", "累计完成数量", "累计完成比例%", "责任人",
    ]  # fmt: skip


def test_rows_separated_by_blanks_are_split_into_cells():
    assert cells(BLANKS) == [
        ["东溪镇", "40", "2", "30", "75", "王小明"],
        ["西岭乡", "20", None, "12", "60", "李华"],
        ["总计", "60", "2", "42", "70", None],
    ]


def test_total_row_is_marked():
    assert [row.is_total for row in table(BLANKS).rows] == [False, False, True]


def test_rows_separated_by_bars_are_split_into_cells():
    assert cells(BARS) == [
        ["1", "东溪镇", "1,200", "600", "50", "已验收"],
        ["2", "西岭乡", "800", None, None, None],
        ["合计", None, "2,000", "600", "30", None],
    ]
    assert labels(BARS) == ["东溪镇", "西岭乡", "合计"]


def test_lines_above_belong_to_the_table():
    assert [BARS[start:end] for start, end in table(BARS).above] == ["单位：亩", "2024年造林进度表", "附表"]


@pytest.mark.parametrize("gap", ["\t", "   ", " | ", "\u3000\u3000"])
def test_table_with_any_cell_separator_is_the_same(gap):
    lines = [["村名", "任务数", "完成数"], ["甲村", "30", "20"], ["乙村", "15", "9"]]
    text = "\n".join(gap.join(line) for line in lines)
    assert cells(text) == lines[1:]
    assert headers(text) == lines[0]


def test_offsets_of_cells_are_those_of_the_text():
    text = BARS.replace("西岭乡", "西 岭 乡")
    for row in table(text).rows:
        for cell in row.cells:
            assert cell is None or text[cell.start : cell.end].replace(" ", "") == cell.text


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("序号", "other number"), ("联系电话", "other number"), ("完成时间", "other number"), ("年份", "other number"),
        ("排名", "rank"), ("完成数", "number"),
    ],
)  # fmt: skip
def test_columns_of_ordinals_and_codes_are_no_figures(header, kind):
    text = f"村名 任务数 {header}\n甲村 30 21\n乙村 15 9\n"
    assert [column.kind for column in table(text).columns] == ["words", "number", kind]


def test_groups_over_repeated_words_are_joined():
    text = "乡镇 土地征收 房屋征收\n任务 完成 任务 完成\n甲镇 30 20 8 5\n乙镇 15 9 6 6\n"
    assert headers(text) == ["乡镇", "土地征收任务", "土地征收完成", "房屋征收任务", "房屋征收完成"]
    assert [column.group for column in table(text).columns] == ["", "土地征收", "土地征收", "房屋征收", "房屋征收"]


def test_empty_cells_of_an_upper_line_belong_to_the_group_before_them():
    text = (
        "乡镇 | 土地（亩） | | 房屋（户） | |\n | 任务 | 完成 | 任务 | 完成 |\n"
        "甲镇 | 30 | 20 | 8 | 5 |\n乙镇 | 15 | 9 | 6 | 6 |\n"
    )
    assert headers(text) == ["乡镇", "土地（亩）任务", "土地（亩）完成", "房屋（户）任务", "房屋（户）完成"]


def test_name_spanning_several_rows_keeps_columns_of_cells():
    text = "片区 | 村名 | 任务数 | 完成数 |\n东片 | 甲村 | 30 | 20 |\n乙村 | 15 | 9 | |\n西片 | 丙村 | 8 | 8 |\n"
    assert cells(text)[1] == [None, "乙村", "15", "9"]
    assert labels(text) == ["甲村", "乙村", "丙村"]


def test_total_without_a_row_number_is_moved_to_its_columns():
    text = "序号 村名 任务数 完成数\n1 甲村 30 20\n2 乙村 15 9\n合计 45 29\n"
    assert cells(text)[2] == ["合计", None, "45", "29"]


def test_row_of_column_numbers_is_no_row():
    text = "村名 | 任务数 | 完成数 | 完成率% |\n甲 | 1 | 2 | 3 |\n东村 | 30 | 20 | 67 |\n西村 | 15 | 9 | 60 |\n"
    assert labels(text) == ["东村", "西村"]


def test_years_are_a_header():
    text = "指标 | 2022 | 2023 |\n税收 | 310 | 325 |\n投资 | 94 | 101 |\n"
    assert headers(text) == ["指标", "2022", "2023"]


def test_numbers_that_look_like_years_are_a_row_below_a_header_of_words():
    text = "村名 任务数 完成数\n东村 1950 2010\n西村 30 20\n"
    assert cells(text) == [["东村", "1950", "2010"], ["西村", "30", "20"]]


def test_column_of_remarks_may_be_missing_in_the_rows():
    text = "村名 任务数 完成数 备注\n甲村 30 20\n乙村 15 9\n"
    assert headers(text) == ["村名", "任务数", "完成数"]


def test_cells_one_per_line_before_a_bar_make_a_table():
    text = "情况表\n村名 |\n任务数 |\n完成数 |\n甲村 |\n30 |\n|\n乙村 |\n15 |\n9 |\n以上。\n"
    assert cells(text) == [["甲村", "30", None], ["乙村", "15", "9"]]
    assert headers(text) == ["村名", "任务数", "完成数"]


def test_title_of_as_many_words_as_columns_is_no_line_of_the_header():
    text = "2024年 各村 造林情况\n村名 任务数 完成数\n甲村 30 20\n乙村 15 9\n"
    assert headers(text) == ["村名", "任务数", "完成数"]


def test_rows_of_a_table_are_no_titles_of_the_next():
    text = (
        "村名 | 投资(万元) |\n甲村 | 30 |\n乙村 | 15 |\n合计(万元) | 45 |\n表2\n村名 | 户数 |\n甲村 | 3 |\n乙村 | 5 |\n"
    )
    assert [text[start:end] for start, end in find_tables(text)[1].above] == ["表2"]


def test_several_tables_are_found_in_order():
    text = BARS + "以上为造林情况。\n" + BLANKS
    assert [len(each.rows) for each in find_tables(text)] == [3, 3]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("村名 任务数\n甲村 30 20\n乙村 15 9\n", id="header of fewer cells"),
        pytest.param(
            "地区 人口数 比重\n2020年 2010年\n甲镇 320 40.0 41.5\n乙镇 480 60.0 58.5\n", id="two ways to join"
        ),
        pytest.param("甲村 30 20\n乙村 15 9\n", id="no header"),
        pytest.param("村名 任务数 完成数\n甲村 30 20\n", id="one row"),
        pytest.param("村名 任务数 任务数\n甲村 30 20\n乙村 15 9\n", id="two columns of one name"),
        pytest.param("姓名 职务\n张三 组长\n李四 组员\n", id="no numbers"),
        pytest.param("姓名 年龄\n张三 25\n李四 30\n", id="nothing measured"),
        pytest.param("序号 村名\n1 甲村\n2 乙村\n", id="row numbers only"),
        pytest.param("甲村完成30户,乙村完成20户。\n丙村完成15户,丁村完成9户。\n", id="sentences"),
        pytest.param("村名 |\n任务数 |\n甲村 |\n30 |\n乙村 |\n15 |\n9 |\n", id="stacked cells that fill no rows"),
        pytest.param("索引号 | 0042 |\n发布日期 | 2024-01-02 |\n", id="catalogue lines"),
        pytest.param("", id="nothing"),
        pytest.param("|\n|\n| |\n", id="a frame"),
    ],
)
def test_ambiguous_columns_are_no_table(text):
    assert find_tables(text) == ()


def test_row_of_other_form_is_omitted():
    text = "村名 任务数 完成数\n甲村 30 20\n乙村 15\n丙村 8 8\n"
    assert labels(text) == ["甲村", "丙村"]


def test_lines_of_a_table_are_paragraphs_of_their_own():
    lines = [f"{name}镇某某村某某自然村 | 一二三四五六七八九十 | {at} |" for at, name in enumerate("甲乙丙丁")]
    text = "\n".join(["乡镇名称 | 建设内容 | 任务数 |", *lines])
    assert wrapped_breaks(text) == ()
    assert [each.text for each in read_outline(text).paragraphs] == text.split("\n")


@pytest.mark.parametrize(
    "text", [BARS, f"东溪镇2024年工作总结\n{BARS}", f"上半年完成造林3亩。\n东溪镇人民政府\n2024年7月1日\n{BARS}"]
)
def test_lines_of_a_table_have_a_role_of_their_own_wherever_it_stands(text):
    found = [paragraph.text for paragraph in read_outline(text).paragraphs if paragraph.role == "table"]
    assert found == BARS.splitlines()[3:]


def test_plan_that_a_header_names_makes_no_plan_of_the_table():
    text = "各镇造林情况如下:\n乡镇 | 年度计划面积 | 计划投资 |\n东溪镇 | 30 | 20 |\n西岭乡 | 15 | 9 |\n"
    assert [each.kind for each in read_outline(text).paragraphs if each.role == "table"] == ["done"] * 3


def test_numbered_labels_of_table_are_no_headings():
    text = (
        "一、经济指标\n上半年情况如下:\n指标 | 完成数 |\n1.税收收入 | 310 |\n2.工业投资 | 94 |\n"
        "各项工作有序推进,成效明显。\n"
    )
    assert read_outline(text).paragraphs[-1].path == "一、经济指标"


WORDS = st.sampled_from(
    ["甲村", "乙", "任务", "完成数", "合计", "序号", "3", "4.5", "-", "60%", "2020年", "", "1,200", "备注", "。"]
)
GAPS = st.sampled_from([" ", "  ", "\t", "|", " | ", "\n", "\n\n", "|\n", "\u3000"])


@given(st.lists(st.tuples(WORDS, GAPS), max_size=80))
@settings(deadline=None, max_examples=500)
def test_tables_of_any_text_are_disjoint_with_exact_cells(parts):
    text = "".join(word + gap for word, gap in parts)
    end = 0
    for found in find_tables(text):
        assert end <= found.start <= found.body
        assert len(found.rows) > 1
        for row in found.rows:
            assert end <= row.start
            assert len(row.cells) == len(found.columns)
            end = row.end
            for cell in filter(None, row.cells):
                assert row.start <= cell.start < cell.end <= row.end
                assert text[cell.start : cell.end].replace(" ", "").replace("\u3000", "") == (
                    cell.text.replace(" ", "").replace("\u3000", "")
                )
        assert found.end == end


@given(
    st.lists(st.integers(0, 99999), min_size=4, max_size=4),
    st.sampled_from(["\t", " | ", "  ", " "]),
)
def test_numbers_of_any_size_are_assigned_to_their_headers(values, gap):
    rows = [["东村", values[0], values[1]], ["西村", values[2], values[3]]]
    text = "\n".join(gap.join(map(str, row)) for row in [["村名", "任务数", "完成数"], *rows])
    assert [row[1:] for row in cells(text)] == [[str(value) for value in row[1:]] for row in rows]
