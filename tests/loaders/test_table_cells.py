"""Cells of tables inside a report: their figures, statements and pairs."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.schema.cell_links import cell_starts
from domain.schema.vocabulary import NOT_FIGURES
from loaders.report.figures import read_figures
from loaders.report.read import read_report
from loaders.text.source import SourceError, parse_source
from tests.examples import examples

BULLETIN = """现将截至5月底的房屋征收情况通报如下:
项目 征收任务 本周 累计完成 累计完成 责任人
单位 (户) 完成数量 数量 比例%
东溪镇 40 2 30 75 王小明
西岭乡 20 - 12 60 李 华
总 计 60 2 42 70 -
备注:每周五统计。
"""


def read(text: str, **origin: str) -> dict[str, pd.DataFrame]:
    return read_report(parse_source(text.encode(), "report.txt", {"period": "2024H1", **origin})).tables


def figures(text: str) -> list[dict]:
    """The figures of `text` without dates and other numbers, in order."""
    rows = read(text)["figures"]
    kept = rows[~rows["dimension"].isin(NOT_FIGURES)]
    return kept.astype(object).where(kept.notna(), None).to_dict("records")


def statements(text: str) -> list[dict]:
    rows = read(text)["statements"]
    return rows.astype(object).where(rows.notna(), None).to_dict("records")


def column(text: str, name: str) -> list:
    return [row[name] for row in statements(text)]


def of_header(header: str, value: str = "30", above: str = "") -> dict:
    """The statement of the figure under `header` in a small table."""
    text = f"{above}村名 | {header} |\n甲村 | {value} |\n乙村 | {value} |\n"
    return statements(text)[0]


def test_cells_are_figures_in_the_unit_of_their_header():
    printed = [(row["text"], row["value"], row["unit"], row["name"]) for row in figures(BULLETIN)[:4]]
    assert printed == [
        ("40", 40.0, "户", "东溪镇征收任务"), ("2", 2.0, "户", "东溪镇本周完成数量"),
        ("30", 30.0, "户", "东溪镇累计完成数量"), ("75", 75.0, "%", "东溪镇累计完成比例"),
    ]  # fmt: skip


def test_place_of_a_cell_is_the_label_of_its_row_where_that_is_a_place():
    assert [row["place"] for row in figures(BULLETIN)[::4]] == ["东溪镇", "西岭乡", None]


def test_text_with_nothing_but_a_table_is_read():
    assert len(figures("村名 任务数 完成数\n甲村 30 20\n乙村 15 9\n")) == 4


def test_text_with_a_table_whose_header_does_not_fit_has_no_figure():
    with pytest.raises(SourceError, match="没有一个数字指标"):
        read("村名 任务数\n甲村 30 20\n乙村 15 9\n")


def test_numbers_of_cells_do_not_run_together():
    """Blanks part thousands in running text: 1 000."""
    text = "村名 任务数 完成数 剩余数\n甲村 1 200 5\n乙村 3 400 7\n"
    assert [row["value"] for row in figures(text)] == [1.0, 200.0, 5.0, 3.0, 400.0, 7.0]


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("任务数", "target"), ("年度目标", "target"), ("应签约户数", "target"), ("计划完成投资", "target"),
        ("2024年预算数", "target"), ("完成数", "actual"), ("任务完成数", "actual"), ("累计完成", "actual"),
        ("实际投资", "actual"), ("预算执行数", "actual"), ("已签约", "actual"), ("总人口", "actual"),
        ("完成率(%)", "rate"), ("占任务比例(%)", "rate"), ("签约率%", "rate"), ("覆盖率(%)", "actual"),
        ("同比增长(%)", "actual"), ("剩余户数", "open"), ("未完成数", "open"), ("尚欠资金", "open"),
    ],
)  # fmt: skip
def test_role_is_that_of_the_words_of_the_header(header, role):
    assert of_header(header)["role"] == role


@pytest.mark.parametrize(
    ("header", "value", "above", "unit"),
    [
        ("面积（亩）", "30", "", "亩"), ("投资(万元)", "30", "", "万元"), ("投资额/万元", "30", "", "万元"),
        ("户数", "30", "", "户"), ("项目个数", "30", "单位：个、亿元\n", "个"),
        ("完成投资", "30", "单位：个、亿元\n", "亿元"),
        ("完成投资", "30", "单位：万元\n", "万元"), ("完成面积", "30", "2024年造林情况表(亩)\n", "亩"),
        ("项目数", "30", "单位：万元\n", None), ("流转面积", "30", "单位：万元\n", None),
        ("完成率", "60%", "单位：万元\n", "%"),
        ("完成率", "60", "单位：万元\n", "%"),
        ("完成率", "0.6", "", None), ("完成数", "30", "", None), ("完成面积", "30亩", "单位：公顷\n", "亩"),
    ],
)  # fmt: skip
def test_unit_is_that_of_the_cell_the_header_or_the_lines_above(header, value, above, unit):
    assert of_header(header, value, above)["unit"] == unit


def test_column_of_units_gives_the_unit_of_each_row():
    text = "指标 | 计量单位 | 1-6月完成 |\n税收收入 | 万元 | 310 |\n新增耕地 | 亩 | 94 |\n"
    assert [(row["value"], row["unit"], row["object"]) for row in statements(text)] == [
        (310.0, "万元", "税收收入"), (94.0, "亩", "新增耕地"),
    ]  # fmt: skip


def test_scope_is_the_label_of_the_row_and_none_for_the_total():
    assert column(BULLETIN, "scope") == ["东溪镇"] * 4 + ["西岭乡"] * 3 + [None] * 4


def test_labels_that_are_indicators_are_objects_and_no_scope():
    text = "指标名称 | 上半年完成(万元) |\n一、税收收入 | 310 |\n其中:增值税 | 94 |\n"
    assert [(row["object"], row["scope"]) for row in statements(text)] == [("税收收入", None), ("增值税", None)]


def test_target_actual_and_rate_of_a_row_are_a_pair_and_the_part_of_a_week_is_none():
    rows = statements(BULLETIN)
    assert [row["pair"] is not None for row in rows] == [
        True,
        False,
        True,
        True,
        True,
        True,
        True,
        True,
        False,
        True,
        True,
    ]
    assert rows[0]["pair"] == rows[2]["pair"] == rows[3]["pair"] != rows[4]["pair"]
    assert rows[3]["of_what"] == "征收任务"


def test_stages_of_one_task_make_two_pairs():
    text = (
        "村名 | 应征户数 | 签约户数 | 签约率(%) | 腾空户数 | 腾空率(%) |\n"
        "甲村 | 40 | 30 | 75 | 20 | 50 |\n乙村 | 8 | 8 | 100 | 4 | 50 |\n"
    )
    rows = statements(text)[:5]
    assert rows[0]["pair"].split() == [rows[1]["pair"], rows[3]["pair"]]
    assert rows[2]["pair"] == rows[1]["pair"] != rows[4]["pair"] == rows[3]["pair"]
    assert [row["stage"] for row in rows[1:]] == ["签约", "签约", "腾空", "腾空"]


def test_groups_of_columns_pair_among_themselves():
    text = (
        "乡镇 | 土地（亩） | | 房屋（户） | |\n | 任务 | 完成 | 任务 | 完成 |\n"
        "甲镇 | 30 | 20 | 8 | 5 |\n乙镇 | 15 | 9 | 6 | 6 |\n"
    )
    rows = statements(text)[:4]
    assert [row["unit"] for row in rows] == ["亩", "亩", "户", "户"]
    assert rows[0]["pair"] == rows[1]["pair"] != rows[2]["pair"] == rows[3]["pair"]


def test_amounts_of_different_years_make_no_pair():
    text = "项目 | 2023年决算数 | 2024年预算数 | 2024年执行数 |\n增值税 | 90 | 100 | 50 |\n房产税 | 8 | 10 | 6 |\n"
    rows = statements(text)[:3]
    assert [row["pair"] for row in rows] == [None, rows[2]["pair"], rows[2]["pair"]]
    assert rows[2]["pair"] is not None


def test_growth_keeps_its_sign_and_is_no_rate():
    row = of_header("同比增长(%)", "-4.2")
    assert (row["value"], row["role"], row["stage"], row["pair"]) == (-4.2, "actual", "同比增长", None)


def test_column_of_decline_gives_negative_value():
    assert of_header("同比下降（%）", "4.2")["value"] == -4.2


def test_days_are_those_of_the_sentence_that_announces_the_table():
    row = statements(BULLETIN)[2]
    assert (row["as_of_start"], row["as_of_end"]) == (pd.Timestamp("2024-05-01"), pd.Timestamp("2024-05-31"))
    assert statements(BULLETIN)[0]["as_of_start"] is None


def test_days_of_a_header_come_before_those_of_the_text():
    row = of_header("1-3月完成数", above="截至5月20日,各村完成情况表\n")
    assert (row["as_of_start"], row["as_of_end"]) == (pd.Timestamp("2024-01-01"), pd.Timestamp("2024-03-31"))


def test_days_of_a_half_year_in_a_header_are_its_months():
    row = of_header("上半年完成数", above="截至5月20日,各村完成情况表\n")
    assert (row["as_of_start"], row["as_of_end"]) == (pd.Timestamp("2024-01-01"), pd.Timestamp("2024-06-30"))


def test_task_of_the_year_is_due_at_its_end():
    assert of_header("全年任务数")["due"] == pd.Timestamp("2024-12-31")
    assert of_header("任务数")["due"] is None


def test_title_names_the_object_where_the_header_does_not():
    assert of_header("完成面积（亩）", above="2024年各村农机深松整地进度表\n")["object"] == "农机深松整地"


def test_quote_of_a_cell_is_its_row():
    assert set(column(BULLETIN, "quote")) == {
        "东溪镇 40 2 30 75 王小明",
        "西岭乡 20 - 12 60 李 华",
        "总 计 60 2 42 70 -",
    }


def test_cell_with_two_numbers_does_not_join_them():
    text = "村名 | 完成数 |\n甲村 | 12 34 |\n乙村 | 15 |\n丙村 | 9 |\n"
    assert [row["text"] for row in figures(text)] == ["15", "9"]


def test_unit_with_a_blank_inside_is_in_the_span_of_its_figure():
    assert [row["text"] for row in figures("村名 | 面积 |\n甲村 | 30 公 顷 |\n乙村 | 15公顷 |\n")] == [
        "30 公 顷",
        "15公顷",
    ]


def test_row_numbers_ranks_and_telephones_are_no_figures():
    text = "序号 村名 完成数 排名 联系电话\n1 甲村 30 2 05703012345\n2 乙村 45 1 05703012346\n"
    assert [row["text"] for row in figures(text)] == ["30", "45"]
    rows = read(text)["figures"]
    assert rows[rows["dimension"] == "rank"]["value"].tolist() == [2.0, 1.0]


def test_running_text_around_a_table_is_read_as_without_it():
    before, after = "上半年完成投资300万元,占年度目标500万元的60%。\n", "其中东溪镇拆除房屋12户。\n"
    alone = {row["text"]: (row["unit"], row["role"]) for row in figures(before + after)}
    around = {row["text"]: (row["unit"], row["role"]) for row in figures(before + BULLETIN + after)}
    assert {printed: around[printed] for printed in alone} == alone


def test_rows_of_a_table_of_tasks_are_no_commitments():
    rows = "村名 | 全年任务(亩) | 完成时间 |\n甲村 | 30 | 预计10月 |\n乙村 | 15 | 下半年 |\n"
    for heading in ("一、上半年工作回顾", "二、下半年工作计划"):
        promised = read(f"{heading}\n任务安排如下:\n{rows}")["commitments"]["quote"]
        assert not [quote for quote in promised if "|" in quote]


CELLS = st.sampled_from(
    [
        "甲村",
        "任务(户)",
        "完成数",
        "合计",
        "序号",
        "3",
        "4.5",
        "-",
        "60%",
        "2020年",
        "",
        "1,200",
        "30余",
        "约5户",
        "备注",
    ]
)
GAPS = st.sampled_from([" ", "  ", "\t", "|", " | ", "\n", "\n", "|\n"])


@given(st.lists(st.tuples(CELLS, GAPS), max_size=60))
@settings(deadline=None, max_examples=examples(40))
def test_cells_of_any_content_are_read_once_and_exactly(parts):
    text = "".join(word + gap for word, gap in parts)
    source = parse_source(f"完成1户。\n{text}".encode(), "report.txt", {"period": "2024H1"})
    rows = read_figures(source)
    spans = list(zip(rows["start"], rows["end"], strict=True))
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(source.text[row.start : row.end] == row.quote for row in rows.itertuples())
    tables = read_report(source).tables
    held = [cell_starts(cell)["value"] for cell in tables["statements"]["cells"]]
    assert len(held) == len(set(held))
