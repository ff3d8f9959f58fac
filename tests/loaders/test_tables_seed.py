"""The tables of the report as received: hand-checked cells, and nothing of what was read is lost."""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from domain.schema.cell_links import cell_starts
from domain.schema.tables import TABLES
from domain.schema.vocabulary import NOT_FIGURES
from loaders.report.figures import read_figures
from loaders.report.tables import HOLDERS, build_tables
from loaders.text.source import Source, load_source

SEED = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"


@cache
def source() -> Source:
    return load_source(SEED)


@cache
def tables() -> dict[str, pd.DataFrame]:
    return build_tables(source(), read_figures(source()))


def row(table: str, row_id: str) -> pd.Series:
    return tables()[table].set_index("row_id").loc[f"{table}.{row_id}"]


@pytest.mark.parametrize("name", [name for name in TABLES if name != "findings"])
def test_every_proof_quotes_the_text_at_its_place(name):
    text = source().text
    for each in tables()[name].itertuples():
        assert text[each.start : each.end] == each.quote


@pytest.mark.parametrize("name", [name for name in TABLES if name not in ("findings", "figures")])
def test_every_cell_points_at_a_figure(name):
    starts = set(tables()["figures"]["start"])
    for cells in tables()[name]["cells"]:
        assert set(cell_starts(cells).values()) <= starts


@pytest.mark.parametrize("name", [name for name in TABLES if name not in ("findings",)])
def test_row_ids_are_unique(name):
    assert tables()[name]["row_id"].is_unique


def test_every_figure_stands_in_a_table_or_in_an_issue():
    figures = tables()["figures"]
    wanted = set(figures.loc[~figures["dimension"].isin(NOT_FIGURES), "start"])
    held = {
        start
        for name in (*HOLDERS, "issues")
        for cells in tables()[name]["cells"]
        for start in cell_starts(cells).values()
    }
    assert wanted <= held


def test_no_measured_figure_of_the_report_is_left_to_an_issue():
    """What is left over are set phrases and the wider plans of section five, none of them this town's progress."""
    left = tables()["issues"]
    left = left[left["code"] != "wording_unmatched"]
    assert not left["domain"].isin(["land", "demolition", "funding", "safety"]).any()
    assert not left["quote"].str.contains("金川").any()


@pytest.mark.parametrize(
    ("row_id", "column", "value"),
    [
        ("approved", "projects", 20), ("approved", "area_mu", 880), ("started", "projects", 18),
        ("built", "area_mu", 600), ("planted", "area_mu", 584), ("progress", "share_pct", 73),
        ("target_pressed", "target_mu", 7850), ("target_pressed", "months", 12), ("target_plan", "target_mu", 800),
        ("four_du_farmland", "area_mu", 1900), ("first_batch", "months", 4), ("first_batch_effect", "area_mu", 1200),
        ("stock_land", "target_mu", 21.2175),
    ],
)  # fmt: skip
def test_land(row_id, column, value):
    assert row("land", row_id)[column] == pytest.approx(value)


@pytest.mark.parametrize(
    ("row_id", "column", "value"),
    [
        ("waterway_land", "households", 381), ("waterway_land", "area_mu", 497.25),
        ("waterway_land", "area_printed", 33.15), ("waterway_land", "area_unit", "公顷"),
        ("waterway_first_day", "day", 1), ("waterway_first_day", "share_pct", 42.8),
        ("waterway_signed", "day", 7), ("waterway_signed", "buildings", 14), ("waterway_signed", "share_pct", 100),
        ("waterway_vacated", "day", 10), ("wenfeng_houses", "buildings", 17), ("wenfeng_houses", "limit_days", 15),
    ],
)  # fmt: skip
def test_demolition(row_id, column, value):
    assert row("demolition", row_id)[column] == value


@pytest.mark.parametrize(
    ("row_id", "kind", "amount"),
    [
        ("tongchuang", "专项债", 4954), ("four_du", "专项资金", 4000), ("four_du_left", "专项资金", 200),
        ("hudong", "争取资金", 300), ("first_batch", "总投资", 432.6), ("jiangjia", "整合", 140),
        ("townscape", "投资", 1250), ("sewers", "筹措", 50), ("village_fund", "筹措", 100),
        ("homestay", "社会投资", 2000), ("recruited", "社会投资", 2400), ("bayberry", "投资", 100),
        ("fixed_investment", "固定投资（统计）", 3774), ("village_income", "村集体", 244.05),
        ("fines", "罚没", 7.632473), ("output_value", "企业产值", 500000),
    ],
)  # fmt: skip
def test_funding_keeps_kinds_apart(row_id, kind, amount):
    assert row("funding", row_id)["kind"] == kind
    assert row("funding", row_id)["amount_wan_yuan"] == pytest.approx(amount)


def test_the_money_left_over_is_part_of_the_special_funds():
    assert row("funding", "four_du_left")["part_of"] == "funding.four_du"


@pytest.mark.parametrize(
    ("row_id", "cells"),
    [
        ("major_hazards", {"found": 11, "closed": 8, "open_in_time": 3, "overdue": 0}),
        ("general_hazards", {"found": 6715, "rate_pct": 100}),
        ("disputes", {"found": 12, "closed": 9, "controlled": 3}),
        ("inspected", {"found": 3355}), ("risk_points", {"found": 362}), ("key_persons", {"closed": 7}),
    ],
)  # fmt: skip
def test_safety(row_id, cells):
    found = row("safety", row_id)
    assert {column: found[column] for column in cells} == cells


def test_one_task_with_two_targets_is_two_measures_each_with_its_sentence():
    farmland = tables()["measures"].query("indicator_id == 'new_farmland'")
    assert list(farmland["target"]) == [7850, 800]
    assert list(farmland["actual"]) == [584, 584]
    assert list(farmland["reported_rate"]) == [73, 73]
    assert ["三年任务压缩为一年" in claim for claim in farmland["claim"]] == [True, False]
    assert set(farmland["due"].dt.date.astype(str)) == {"2023-12-31"}


def test_the_share_of_five_months_is_dated_to_the_end_of_may():
    assert str(row("measures", "fixed_investment")["as_of_end"].date()) == "2023-05-31"


def test_a_target_per_village_has_no_sum_beside_it():
    floor = row("measures", "village_income_floor")
    assert floor["target"] == 30
    assert pd.isna(floor["actual"])


def test_a_fact_told_twice_is_one_honour():
    honours = tables()["honours"]
    assert (honours["award"].str.contains("无废乡村")).sum() == 1
    assert (honours["award"].str.contains("典型发言")).sum() == 1
    assert honours.loc[honours["award"].str.contains("典型发言"), "note"].str.contains("全县唯一").all()


def test_honours_say_who_and_one_of_how_many():
    award = tables()["honours"].iloc[0]
    assert (award["who"], award["level"], award["awarded_to_n"], award["scope"]) == (
        "徐村村",
        "国家级",
        20,
        "全国20家,全省唯一",
    )


def test_ranks_keep_who_is_ranked_and_when():
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


def test_a_month_named_in_the_text_is_the_due_date():
    start = tables()["commitments"].query("text.str.contains('投产') and due_text.str.contains('月')").iloc[0]
    assert str(start["due"].date()) == "2023-10-31"


def test_figures_know_their_indicator():
    figures = tables()["figures"].set_index("text")
    assert figures.loc["880亩", "project"] == "土地整治"
    assert figures.loc["584亩", "indicator_id"] == "new_farmland"
