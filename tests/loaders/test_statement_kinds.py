"""Kinds of wording that many reports share: each gives what a reader takes from it, whatever the words around it."""

import pandas as pd
import pytest

from loaders.report.read import read_report
from loaders.text.source import parse_source
from tests.loaders.test_statement_wording import column, days, statements


def cells(text: str, table: str, *columns: str, period: str = "2025H1") -> list[tuple]:
    rows = read_report(parse_source(text.encode(), "report.txt", {"period": period})).tables[table]
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in rows[list(columns)].to_numpy().tolist()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("元至5月,财政收入2亿元。", ("2025-01-01", "2025-05-31")),
        ("元月至4月,财政收入2亿元。", ("2025-01-01", "2025-04-30")),
        ("一至三月,财政收入2亿元。", ("2025-01-01", "2025-03-31")),
        ("前4个月,财政收入2亿元。", ("2025-01-01", "2025-04-30")),
        ("前四个月财政收入2亿元。", ("2025-01-01", "2025-04-30")),
        ("截至4.18,财政收入2亿元。", ("2025-04-18", "2025-04-18")),
        ("截至2025.4.18,财政收入2亿元。", ("2025-04-18", "2025-04-18")),
        ("截至一季度末,财政收入2亿元。", ("2025-03-31", "2025-03-31")),
        ("2024年末,财政收入2亿元。", ("2024-12-31", "2024-12-31")),
        ("2024年全年财政收入2亿元。", ("2024-01-01", "2024-12-31")),
        ("2024年财政收入2亿元。", ("2024-01-01", "2024-12-31")),
        ("“十三五”期间,财政收入2亿元。", ("2016-01-01", "2020-12-31")),
    ],
)
def test_date_phrase_of_any_form_dates_its_clause(text, expected):
    assert days(statements(text)["2亿元"]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "3月以来,检查企业30家。",
        "2025年2月以来,检查企业30家。",
        "去年全年检查企业30家。",
        "项目于上半年投产。检查企业30家。",
    ],
)
def test_phrase_without_a_last_day_or_of_an_event_dates_nothing(text):
    assert days(statements(text)["30家"]) is None


def test_first_months_of_a_year_are_no_duration():
    assert list(statements("前4个月,财政收入2亿元。")) == ["2亿元"]


def test_year_before_our_district_is_no_number_of_a_list():
    text = "第二批房屋签约30户,2025年我区签约500户。"
    assert column(text, "scope") == {"30户": "第二批", "500户": None}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("检查商场5家,建材市场4家以及居民楼30栋。", "30栋"),
        ("共计整治主干道路两侧农田30亩。", "30亩"),
        ("除青山村外,完成改造30户。", "30户"),
        ("农村产业入选省级重点建设项目;获奖励30万元。", "30万元"),
    ],
)
def test_words_that_lead_to_a_name_give_no_scope(text, printed):
    assert statements(text)[printed]["scope"] is None


def test_shares_that_go_on_with_a_rate_belong_each_to_its_amount():
    found = statements("已开工12个村、360户,分别占计划的80%、75%;未开工3个村、120户,分别占计划的20%、25%。")
    pairs = [("12个", "80%"), ("360户", "75%"), ("3个", "20%"), ("120户", "25%")]
    assert all(found[rate]["role"] == "rate" for _, rate in pairs)
    assert all(set(found[rate]["pair"].split()) & set(found[amount]["pair"].split()) for amount, rate in pairs)
    assert len({found[rate]["pair"] for _, rate in pairs}) == 4


def test_growth_that_goes_on_with_another_is_growth():
    found = statements("财政收入2亿元,社零总额5亿元,分别同比增长7%和4%。")
    assert [found[each]["stage"] for each in ("7%", "4%")] == ["同比增长", "同比增长"]


def test_rates_of_places_behind_their_name_are_rates():
    text = "各镇完成率分别为:东溪镇76%、西溪镇58%。"
    found = statements(text)
    assert [(found[each]["role"], found[each]["scope"]) for each in ("76%", "58%")] == [
        ("rate", "东溪镇"), ("rate", "西溪镇"),
    ]  # fmt: skip


def test_levels_of_places_are_no_rates():
    assert column("各镇绿化率分别为:东溪镇36%、西溪镇38%。", "role") == {"36%": "actual", "38%": "actual"}


def test_base_in_brackets_is_the_target_of_its_rate():
    found = statements("全镇完成改厕900户,完成年度任务(800户)的112.5%。")
    assert (found["800户"]["role"], found["112.5%"]["role"]) == ("target", "rate")
    assert found["800户"]["pair"] == found["112.5%"]["pair"] is not None


def test_plan_of_the_year_beside_its_investment_is_a_target():
    found = statements("重点项目6个,总投资9亿元,年度计划完成投资4亿元,1-5月完成投资1亿元,占年度计划的25%。")
    assert [found[each]["role"] for each in ("9亿元", "4亿元", "1亿元", "25%")] == [
        "actual",
        "target",
        "actual",
        "rate",
    ]
    assert {found[each]["domain"] for each in ("9亿元", "4亿元", "1亿元", "25%")} == {"investment"}


def test_parts_of_a_plan_are_no_actual_of_it():
    found = statements("计划投资9亿元,其中:中央5亿元,省级3亿元,县1亿元。")
    assert [found[each]["pair"] for each in ("5亿元", "3亿元", "1亿元")] == [None] * 3


def test_rate_of_money_paid_is_of_no_area():
    assert statements("余村地块共有土地241亩,土地补偿款完成发放93%。")["241亩"]["pair"] is None


def test_planning_of_villages_is_no_target():
    assert statements("村庄规划设计完成30个。")["30个"]["role"] == "actual"


def test_land_that_a_clearing_takes_is_a_row_of_demolition():
    text = "青溪新区征迁进展\n完成耕地丈量242亩、林地丈量18亩。坟墓共84穴,已迁移31穴。\n"
    assert cells(text, "demolition", "area_mu")[:2] == [(242.0,), (18.0,)]
    assert cells(text, "land", "area_mu") == []


def test_land_that_is_made_stays_land_beside_a_clearing():
    text = "青溪项目征收土地50亩,签约30户。垦造耕地20亩。\n"
    assert statements(text)["20亩"]["domain"] == "land"


def test_hazards_put_right_on_the_spot_are_closed_and_others_open_in_time():
    text = "检查加油站12家,发现安全隐患9条,其中现场整改5条,限期整改4条。"
    assert cells(text, "safety", "found", "closed", "open_in_time")[1:] == [(9.0, 5.0, 4.0)]


def test_inspection_again_is_an_inspection():
    assert cells("本次行动共复查了80家单位。", "safety", "checked") == [(80.0,)]


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        ("举行集中签约仪式3次。", "3次", "other"),
        ("整治山塘20口。", "20口", "other"),
        ("限上批发业总量6亿元。", "6亿元", "investment"),
        ("新增固投项目3个,投资总额6亿元。", "6亿元", "investment"),
        ("投资120万元,硬化村道3公里。", "120万元", "funding"),
        ("财政支出5亿元,同比增长9%。", "9%", "funding"),
        ("财政资金支出5亿元,快于序时进度3个百分点。", "3个百分点", "funding"),
    ],
)
def test_figure_is_of_the_domain_that_its_words_name(text, printed, expected):
    assert statements(text)[printed]["domain"] == expected
