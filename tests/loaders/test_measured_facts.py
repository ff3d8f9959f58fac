"""Measures of facts that one sentence does not print as target, actual and rate; of a unit that no catalogue knows."""

import pandas as pd
import pytest

from domain.judging.states import judge, roll_up
from domain.schema.cell_links import cell_starts
from loaders.report.read import read_report
from loaders.text.source import parse_source


def judged(text: str, period: str = "2024H1") -> pd.DataFrame:
    """The judged measures of a report of 东岭县."""
    source = parse_source(text.encode(), "report.txt", {"period": period, "org_unit": "东岭县"})
    return judge(read_report(source).tables["measures"])


def cells(table: pd.DataFrame, *columns: str) -> list[tuple]:
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in table[list(columns)].to_numpy().tolist()]


def test_hazards_closed_in_another_sentence_are_measured_by_those_found():
    found = judged("排查重大隐患12处,一般隐患340处。已完成重大隐患整改闭环9处,其余3处仍在整改期限内。")
    assert cells(found, "target", "actual", "open_in_time", "kind") == [(12, 9, 3, "items")]
    assert found["state"].tolist() == ["on_track"]


def test_rate_of_one_level_of_hazards_is_not_that_of_another():
    found = judged("排查重大隐患12处,一般隐患340处。已完成重大隐患整改闭环9处,一般隐患整改率95%。")
    assert (12, 9, None) in cells(found, "target", "actual", "reported_rate")
    assert (340, 323, 95) in cells(found, "target", "actual", "reported_rate")


def test_rate_of_hazards_is_not_that_of_the_firms_that_have_them():
    found = judged("参与排查治理的企业43158家,一般隐患整改率为96.61%。")
    assert found.empty


def test_rate_printed_in_a_later_sentence_joins_its_fact():
    found = judged("共排查出重大隐患50项,已整改20项,落实治理资金300万元。整改进度较慢,重大隐患整改率仅为40%。")
    assert cells(found, "target", "actual", "reported_rate") == [(50, 20, 40)]


def test_cases_under_control_are_neither_closed_nor_late():
    found = judged("梳理上报矛盾纠纷15件,已化解11件,已稳控4件。")
    assert cells(found, "target", "actual", "open_in_time", "state") == [(15, 11, 4, "on_track")]


def test_part_of_all_that_was_begun_is_measured_by_all():
    found = judged("高标准农田立项项目24个,立项面积960亩。当中19个项目已启动施工。")
    assert cells(found, "target", "actual", "unit") == [(24, 19, "个")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("南岭大道项目完成26幢房屋全部签约。", 26),
        ("南岭大道项目按时完成73户房屋征收。", 73),
        ("南岭大道项目20天内完成31幢房屋拆除。", 31),
        ("飞线整治行动中,完成205户任务数。", 205),
        ("北片区拆迁任务涉及的52户,已全部拆除完毕。", 52),
        ("化解信访积案6件,历史信访积案动态清零。", 6),
    ],
)
def test_number_stated_as_all_of_its_task_is_done(text: str, number: float):
    found = judged(text)
    assert cells(found, "target", "actual", "kind", "state") == [(number, number, "coverage", "done")]
    starts = cell_starts(found["cells"][0])
    assert starts["target"] == starts["actual"] == text.index(f"{number:.0f}")


@pytest.mark.parametrize(
    "text",
    ["7个工作组圆满完成了征收任务。", "完成26幢房屋签约。", "完成房屋签约率达到100%。", "将全部完成26幢房屋签约。"],
)
def test_number_not_stated_as_all_of_its_task_is_no_measure(text: str):
    found = judged(text)
    assert "done" not in found["state"].tolist()


def test_cases_found_and_cases_closed_under_two_names_make_no_pair():
    assert judged("处置交办的信访件130件,化解信访积案3件。").empty


def test_targets_printed_twice_for_one_task_are_claims_of_one_indicator():
    text = (
        "一、上半年工作总结\n把新增耕地6000亩的三年任务压缩为一年来完成,已完成施工面积500亩,"
        "历史项目450亩全部完成种植,完成总进度75%。\n二、下半年工作思路\n一年完成土地整治三年600亩工作任务。"
    )
    found = judged(text)
    claims = found[found["claim"].notna()]
    assert sorted(cells(claims, "target", "actual", "reported_rate")) == [
        (600, 450, 75), (600, 500, None), (6000, 450, 75), (6000, 500, None),
    ]  # fmt: skip
    assert set(claims["due"]) == {pd.Timestamp("2024-12-31")}
    indicators = roll_up(claims)
    assert (len(indicators), set(indicators["claims"]), set(indicators["state"])) == (2, {2}, {"to_verify"})
    assert found[found["target"] == 450]["state"].tolist() == ["done"]


def test_plan_of_a_report_on_a_whole_year_is_no_claim_on_its_actual():
    text = (
        "一、2024年工作总结\n新增耕地任务6000亩,历史项目450亩全部完成种植,完成总进度75%。\n"
        "二、2025年工作思路\n完成土地整治600亩工作任务。"
    )
    found = judged(text, period="2024")
    assert 600 not in found[found["actual"].notna() & found["claim"].notna()]["target"].tolist()


@pytest.mark.parametrize("words", ["形象进度已达", "总体项目建设进度达到", "工程进度"])
def test_share_of_all_the_work_is_an_open_measure_with_target_100(words: str):
    found = judged(f"南岭大道项目{words}62%。")
    assert cells(found, "target", "actual", "unit", "state") == [(100, 62, "%", "open")]


def test_target_for_each_village_without_village_numbers_is_to_verify():
    found = judged("一、下半年工作思路\n年底前实现村级经营性收入25万元全覆盖。")
    assert cells(found, "target", "actual", "kind", "state") == [(25, None, "coverage", "to_verify")]


def test_computed_target_has_the_digits_that_give_the_printed_rate():
    found = judged("完成招商引资1.8亿元,完成率149%。")
    assert cells(found, "actual", "reported_rate", "state") == [(1.8, 149, "done")]
    assert round(100 * 1.8 / found["target"][0]) == 149


def test_hazards_that_were_found_wait_for_no_actual():
    assert judged("列入治理计划的重大隐患8项,落实治理资金200万元。").empty


def test_projects_and_plots_that_a_clearing_consists_of_are_no_targets():
    found = judged("一、下半年工作思路\n实施5个地块房屋征收项目,拆除住宅300户。")
    assert found["target"].tolist() == [300]


@pytest.mark.parametrize(
    "text",
    [
        "全年目标为每村30万元以上。14个村集体经营性收入合计392万元。",
        "各村集体经济收入目标不低于50万元,截至6月底,全街道集体经济收入达到640万元,9个村超过50万元。",
    ],
)
def test_target_for_each_village_is_not_compared_with_the_sum_of_all(text):
    assert [each for each in cells(judged(text), "target", "actual") if None not in each] == []


def test_target_for_each_village_is_compared_with_the_average_of_a_village():
    found = judged("全年目标为每村集体经营性收入30万元以上。村均集体经营性收入28万元。")
    assert cells(found, "target", "actual") == [(30, 28)]


@pytest.mark.parametrize(
    "text",
    [
        "集镇改造项目计划投入1500万元，正在开展前期工作。幼儿园迁建项目总投资4800万元，已到位资金1200万元。",
        "集镇改造项目计划投入1500万元,河道整治项目安排120万元。",
        "污水管网工程计划投资800万元。通村公路提升工程完成投资260万元。",
    ],
)
def test_money_of_another_project_is_no_part_of_a_target(text: str):
    assert not (judged(text)["target"].notna() & judged(text)["actual"].notna()).any()


@pytest.mark.parametrize(
    "text",
    [
        "集镇改造项目计划投资1500万元,已完成投资600万元。",
        "集镇改造项目计划投资1500万元。截至6月底,该项目已完成投资600万元。",
        "集镇改造项目计划投资1500万元,其中一期工程已开工。集镇改造工程已完成投资600万元。",
    ],
)
def test_money_of_the_same_project_is_measured_by_its_target(text: str):
    assert cells(judged(text), "target", "actual") == [(1500, 600)]


def test_target_that_the_plan_asks_for_again_is_the_one_that_is_measured():
    text = (
        "一、上半年工作总结\n完成固定资产投资3.2亿元,完成年度目标6.2亿元的51.6%。\n"
        "二、下半年工作计划\n全年完成固定资产投资6.2亿元。全年完成技改投资1.5亿元。"
    )
    rows = read_report(parse_source(text.encode(), "r.txt", {"period": "2026H1"})).tables["measures"]
    assert rows[["name", "target"]].to_numpy().tolist() == [["固定资产投资", 6.2], ["技改投资", 1.5]]
