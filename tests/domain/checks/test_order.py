"""Names that are counted, ranks, and days."""

import pytest


@pytest.mark.parametrize(
    ("text", "check", "figures"),
    [
        ("在三个村（甲水村、乙山村、丙河村、丁岭村）开展试点，投入20万元。", "listed_names", ["三个"]),
        ("甲水村、乙山村、丙河村四个村完成改造20户。", "listed_names", ["四个"]),
        ("综合排名由第5位上升到第8位，投入20万元。", "rank_subject", ["第5位", "第8位"]),
        ("从高到低依次为甲村60户、乙村40户、丙村50户。", "rank_subject", ["40户", "50户"]),
        ("甲村完成98%，排名第一；乙村完成99%，排名第二。", "rank_subject", ["98%", "99%"]),
        ("完成最多的是甲村30户，最少的是乙村40户。", "rank_subject", ["30户", "40户"]),
        ("征迁自3月1日至3月20日，历时30天，签约88户。", "date_order", ["3月1日", "3月20日", "30天"]),
        ("项目于5月10日开工，4月20日竣工，投资20万元。", "date_order", ["5月10日", "4月20日"]),
    ],
)
def test_date_order_impossible_is_a_conflict(raised, text, check, figures):
    assert raised(text, check) == [("conflict", figures)]


def test_date_not_in_calendar_is_a_conflict(raised):
    assert [severity for severity, _ in raised("6月31日完成签约88户。", "date_order")] == ["conflict"]


@pytest.mark.parametrize("check", ["listed_names", "rank_subject", "date_order"])
@pytest.mark.parametrize(
    "text",
    [
        "甲水村、乙山村等四个村完成改造20户。",
        "在三个村（甲水村、乙山村、丙河村）开展试点，投入20万元。",
        "在三个村建设示范点，甲水村、乙山村各投20万元。",
        "综合排名由第八位上升到第五位，前移3位，投入20万元。",
        "从低到高依次为甲村30户、乙村40户、丙村50户。",
        "信访件甲村12件，排名第一；乙村15件，排名第二。",
        "征迁自3月1日至3月20日，历时20天，签约88户。",
        "项目于2023年11月开工，今年4月竣工，投资20万元。",
        "2024年2月29日完成签约88户。",
    ],
)
def test_date_order_valid_has_no_finding(raised, text, check):
    assert raised(text, check) == []
