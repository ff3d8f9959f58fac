"""Which printed targets no measure judges."""

import pytest

from domain.judging.unjudged import judged_coverage
from loaders.report.read import read_report
from loaders.text.source import parse_source
from views.overview import overview_view


def tables(text: str, period: str = "2024H1") -> dict:
    """The tables of a report of 东岭县."""
    return read_report(parse_source(text.encode(), "report.txt", {"period": period, "org_unit": "东岭县"})).tables


def test_unjudged_target_of_judged_pair_is_not_listed():
    coverage = judged_coverage(tables("完成固定资产投资5600万元,占年度目标1亿元的56%。"))
    assert (coverage.targeted, len(coverage.unjudged), coverage.is_enough) == (2, 0, True)


def test_unjudged_target_without_measure_is_listed_with_missing_parts():
    text = "一、下半年工作思路\n力争城镇化率达到62%。"
    coverage = judged_coverage(tables(text))
    assert coverage.unjudged[["text", "lacks"]].to_numpy().tolist() == [["62%", "没有对应的完成值"]]
    assert not coverage.is_enough
    start = int(coverage.unjudged["start"][0])
    assert text[start : start + 3] == "62%"


@pytest.mark.parametrize("text", ["走访企业30家。", "任务完成时间为2024年5月8日。", "工业总产值同比增长8%。"])
def test_unjudged_other_numbers_dates_and_growth_are_not_listed(text: str):
    assert judged_coverage(tables(f"{text}检查商铺12家。")).targeted == 0


def test_unjudged_growth_that_is_asked_for_is_listed():
    coverage = judged_coverage(tables("一、下半年工作思路\n争取实现财政总收入11亿元,比增7%。"))
    assert coverage.unjudged[["text", "lacks"]].to_numpy().tolist() == [["7%", "没有对应的完成值"]]


def test_overview_with_unjudged_targets_claims_no_all_clear():
    text = "完成固定资产投资9000万元,占年度目标1亿元的90%。\n二、下半年工作思路\n力争城镇化率达到62%,绿化率达到35%。"
    overview = overview_view(tables(text))
    assert overview.attention.title == "已判断的指标都不需要关注，另有2个带目标的数字无法判断"
    assert "另有2个带目标的数字无法判断：62%没有对应的完成值、35%没有对应的完成值" in overview.summary


def test_overview_with_all_targets_judged_gives_all_clear():
    overview = overview_view(tables("完成固定资产投资9000万元,占年度目标1亿元的90%。"))
    assert overview.attention.title == "没有需要关注的事项"


def test_overview_without_indicators_says_how_many_targets_are_not_judged():
    text = "农业综合开发项目计划财政资金1183万元。走访企业30家。"
    read = tables(text) | {"measures": tables(text)["measures"].iloc[:0]}
    assert overview_view(read).states.title == "文中有1个带目标的数字，都未能判断进度"


def test_overview_of_figures_without_a_target_says_so():
    assert (
        overview_view(tables("走访企业30家。检查商铺12家。")).states.title == "文中的数字都没有写明目标，无法判断进度"
    )
