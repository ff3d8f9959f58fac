"""The tables of the report as received: hand-checked cells, and nothing of what was read is lost."""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from domain.schema.cell_links import cell_starts
from domain.schema.tables import BASE_TABLES, TABLES
from domain.schema.vocabulary import NOT_FIGURES
from loaders.report.figures import read_figures
from loaders.report.tables import build_tables
from loaders.text.source import Source, load_source

SEED = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"


@cache
def source() -> Source:
    return load_source(SEED)


@cache
def tables() -> dict[str, pd.DataFrame]:
    return build_tables(source(), read_figures(source()))


def row(table: str, row_id: str) -> pd.Series:
    return tables()[table].set_index("row_id").loc[f"{table}:{row_id}"]


@pytest.mark.parametrize("name", [name for name in TABLES if name != "findings"])
def test_seed_proofs_quote_the_text_at_their_place(name):
    text = source().text
    for each in tables()[name].itertuples():
        assert text[each.start : each.end] == each.quote


@pytest.mark.parametrize("name", [name for name in TABLES if name not in ("findings", "figures")])
def test_seed_cells_refer_to_figures(name):
    starts = set(tables()["figures"]["start"])
    for cells in tables()[name]["cells"]:
        assert set(cell_starts(cells).values()) <= starts


@pytest.mark.parametrize("name", [name for name in TABLES if name not in ("findings",)])
def test_seed_row_ids_are_unique(name):
    assert tables()[name]["row_id"].is_unique


def test_seed_figures_are_in_a_table_or_an_issue():
    figures = tables()["figures"]
    wanted = set(figures.loc[~figures["dimension"].isin(NOT_FIGURES), "start"])
    held = {
        start
        for name in (*BASE_TABLES, "issues")
        if name not in ("measures", "commitments")
        for cells in tables()[name]["cells"]
        for start in cell_starts(cells).values()
    }
    assert wanted <= held


def test_seed_measured_figures_are_in_no_issue():
    """What is left over are the size that a project must have and the wider plans of section five."""
    left = tables()["issues"]
    assert left["code"].tolist() == ["idiom", "idiom", "advice", "advice", "advice"]
    assert not left["domain"].isin(["land", "demolition", "funding", "safety"]).any()


@pytest.mark.parametrize(
    ("row_id", "column", "value"),
    [
        ("土地整治·立项·actual", "projects", 20), ("土地整治·立项·actual", "area_mu", 880),
        ("土地整治·施工·actual", "projects", 18), ("土地整治·施工·actual", "area_mu", 600),
        ("土地整治·历史项目·种植·actual", "area_mu", 584), ("土地整治·总进度·actual", "share_pct", 73),
        ("土地整治·新增耕地·新增·actual", "target_mu", 7850), ("土地整治·土地整治·完成·actual", "target_mu", 800),
        ("四都畈绿色农田·十五里村·绿色农田·改造·actual", "area_mu", 1900),
        ("第一批高标准农田·改善灌溉面积·预计·forecast", "area_mu", 1200),
        ("存量建设用地·启用存量建设用地·actual", "target_mu", 21.2175),
    ],
)  # fmt: skip
def test_land_row_of_seed_has_the_printed_number(row_id, column, value):
    assert row("land", row_id)[column] == pytest.approx(value)


@pytest.mark.parametrize(
    ("row_id", "column", "value"),
    [
        ("常山江航运枢纽·土地·征收", "households", 381), ("常山江航运枢纽·土地·征收", "area_mu", 497.25),
        ("常山江航运枢纽·土地·征收", "area_printed", 33.15), ("常山江航运枢纽·土地·征收", "area_unit", "公顷"),
        ("常山江航运枢纽·房屋·签约·首日", "day", 1), ("常山江航运枢纽·房屋·签约·首日", "share_pct", 42.8),
        ("常山江航运枢纽·房屋·签约", "day", 7), ("常山江航运枢纽·房屋·签约", "buildings", 14),
        ("常山江航运枢纽·房屋·腾空", "day", 10), ("文峰西路西延·房屋·腾空", "buildings", 17),
        ("文峰西路西延·房屋·腾空", "limit_days", 15),
        ("交警大队·征迁", "state_text", "交警大队建设项目、高速公路“南北通道”等项目的征迁工作均按时间节点完成"),
    ],
)  # fmt: skip
def test_demolition_row_of_seed_has_the_printed_cell(row_id, column, value):
    assert row("demolition", row_id)[column] == value


@pytest.mark.parametrize(
    ("row_id", "amount"),
    [
        ("同创空间·专项债·争取·actual", 4954), ("四都畈绿色农田·十五里村·专项资金·争取·actual", 4000),
        ("四都畈绿色农田·资金·结余·actual", 200), ("湖东片高标准农田·湖东村·争取资金·争取·actual", 300),
        ("第一批高标准农田·总投资·actual", 432.6), ("蒋家村美丽乡村·整合资金·actual", 140),
        ("徐村鲁里等风貌提升·徐村村·投资·投资·actual", 1250), ("污水管网改造·筹措资金·筹措·actual", 50),
        ("壮大村集体经济·筹措资金·筹措·actual", 100), ("新都杨梅共富果园·新都村·投资·投资·actual", 100),
    ],
)  # fmt: skip
def test_funding_row_of_seed_keeps_its_kind_of_money(row_id, amount):
    assert row("funding", row_id)["amount_wan_yuan"] == pytest.approx(amount)


@pytest.mark.parametrize(
    ("table", "name", "value", "unit"),
    [
        ("investment", "固定投资", 3774, "万元"), ("investment", "项目总投资", 2400, "万元"),
        ("investment", "大和热磁产业园投资", 2000, "万元"), ("investment", "公司年产值", 50, "亿元"),
        ("rural_income", "集体经营性收入", 244.05, "万元"), ("governance", "罚款总额", 76324.73, "元"),
    ],
)  # fmt: skip
def test_money_that_funds_no_project_is_a_reading_of_its_domain(table, name, value, unit):
    found = tables()[table].set_index("name").loc[name]
    assert (found["value"], found["unit"]) == (value, unit)


def test_seed_remaining_money_is_part_of_the_special_funds():
    left = row("funding", "四都畈绿色农田·资金·结余·actual")
    assert left["part_of"] == "funding:四都畈绿色农田·十五里村·专项资金·争取·actual"


@pytest.mark.parametrize(
    ("row_id", "cells"),
    [
        ("隐患·重大", {"found": 11, "closed": 8, "open_in_time": 3}), ("隐患·一般", {"found": 6715, "rate_pct": 100}),
        ("矛盾纠纷·重大", {"found": 12, "closed": 9, "controlled": 3}), ("排查单位", {"checked": 3355}),
        ("风险隐患点", {"found": 362}), ("停产停业", {"found": 2}), ("重点人和重点事", {"closed": 7}),
    ],
)  # fmt: skip
def test_safety_row_of_seed_has_the_printed_numbers(row_id, cells):
    found = row("safety", row_id)
    assert {column: found[column] for column in cells} == cells


def test_closed_cases_of_another_name_are_no_part_of_what_was_found():
    measures = tables()["measures"]
    assert not ((measures["target"] == 362) | (measures["actual"] == 7)).any()


def test_hazards_within_their_limit_are_no_measure_of_their_own():
    hazards = tables()["measures"].query("target == 11")
    assert hazards[["actual", "open_in_time"]].to_numpy().tolist() == [[8, 3]]


def test_proposals_for_others_are_no_measures():
    assert not tables()["measures"]["quote"].str.contains("桥头堡|重大改革攻坚|重点领域改革").any()


def test_facts_behind_a_plan_for_the_second_half_are_of_the_first():
    """下半年开展设备购置安装 stands before half of the summary."""
    days = tables()["environment"]["as_of_end"].dt.date.astype(str)
    assert set(days) == {"2023-06-30"}


def test_seed_task_with_two_targets_is_two_measures_each_with_its_sentence():
    farmland = tables()["measures"].query("indicator_id == '土地整治(新增耕地)种植平方米'")
    assert list(farmland["target"]) == [7850, 800]
    assert list(farmland["actual"]) == [584, 584]
    assert list(farmland["reported_rate"]) == [73, 73]
    assert ["三年任务压缩为一年" in claim for claim in farmland["claim"]] == [True, False]
    assert set(farmland["due"].dt.date.astype(str)) == {"2023-12-31"}


def test_seed_share_of_five_months_is_dated_to_the_end_of_may():
    assert str(row("measures", "固定投资元")["as_of_end"].date()) == "2023-05-31"


def test_seed_target_per_village_has_no_sum_beside_it():
    floor = row("measures", "村集体收入全覆盖元")
    assert floor["target"] == 30
    assert pd.isna(floor["actual"])


def test_seed_fact_stated_twice_is_one_honour():
    honours = tables()["honours"]
    assert (honours["award"].str.contains("无废乡村")).sum() == 1
    assert (honours["award"].str.contains("典型发言")).sum() == 1
    assert honours.loc[honours["award"].str.contains("典型发言"), "note"].str.contains("全县唯一").all()


def test_seed_honours_have_receiver_and_number_of_honoured():
    award = tables()["honours"].iloc[0]
    assert (award["who"], award["level"], award["awarded_to_n"], award["scope"]) == (
        "徐村村",
        "国家级",
        20,
        "全国20家,全省唯一",
    )


def test_seed_ranks_have_subject_and_date():
    ranks = tables()["honours"].query("award.str.startswith('督考')")
    assert list(zip(ranks["who"], ranks["date_text"], ranks["award"], strict=True)) == [
        ("金川街道上蒋村", "5月", "督考排名全县第一"),
        ("金川街道", "6月", "督考排名全县第二"),
    ]


def test_commitments_follow_the_plan_of_the_report():
    commitments = tables()["commitments"]
    farmland = commitments[commitments["text"].str.contains("土地整治")].iloc[0]
    assert farmland["theme"].startswith("抓项目、重招商")
    assert (farmland["topic"], farmland["quantity"], farmland["unit"]) == ("推进项目建设", 800, "亩")
    assert set(commitments["theme"].str[:3]) >= {"炼思想", "抓项目", "扬优势", "绷紧弦"}


def test_seed_month_named_in_the_text_is_the_due_date():
    start = tables()["commitments"].query("text.str.contains('投产') and due_text.str.contains('月')").iloc[0]
    assert str(start["due"].date()) == "2023-10-31"


def test_seed_figures_refer_to_their_indicator():
    figures = tables()["figures"].set_index("text")
    assert figures.loc["880亩", "project"] == "土地整治"
    assert figures.loc["584亩", "indicator_id"] == "土地整治(新增耕地)种植平方米"


def test_measure_names_of_seed_are_short_and_none_is_half_a_sentence():
    measures = tables()["measures"]
    assert measures["name"].str.len().max() <= 18
    assert not measures["name"].str.contains("的|可为|建成后|[,，]").any()


def test_measure_of_seed_has_its_name_alone():
    claims = tables()["measures"].drop_duplicates("indicator_id")
    assert claims["name"].is_unique


@pytest.mark.parametrize(
    ("figure", "name"),
    [
        ("220余套(间)", "同创空间职工租住公寓"), ("42.8%", "常山江航运枢纽首日房屋签约率"),
        ("11%", "执法办案办结率同比"), ("111件", "处置信访件"), ("3355家", "安全生产排查单位"),
        ("2400万", "企业总投资"), ("100%", "一般隐患整改"),
    ],
)  # fmt: skip
def test_seed_measure_has_its_short_name(figure, name):
    (start,) = tables()["figures"].query("text == @figure and role.notna()")["start"]
    named = {row.name: cell_starts(row.cells).values() for row in tables()["measures"].itertuples(index=False)}
    assert start in named[name]


def test_stage_of_money_of_seed_follows_its_work():
    assert row("funding", "同创空间·专项债·争取·actual")["stage"] == "在建"
    assert row("funding", "四都畈绿色农田·十五里村·专项资金·争取·actual")["stage"] == "完工"
    assert row("funding", "湖东片高标准农田·湖东村·争取资金·争取·actual")["stage"] == "争取"


def test_days_of_the_look_back_begin_where_its_chapter_says():
    assert set(tables()["history"]["as_of_start"].dt.date.astype(str)) == {"2013-01-01"}
    honours = tables()["honours"]
    assert (honours["as_of_start"] == "2013-01-01").sum() == 7
