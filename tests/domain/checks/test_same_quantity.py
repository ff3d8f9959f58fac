"""Two units, averages, sizes of money, and one thing said twice."""

import pytest


@pytest.mark.parametrize(
    ("text", "check", "severity", "figures"),
    [
        ("土地平整24000㎡（折合30亩）。", "two_units", "conflict", ["24000㎡", "30亩"]),
        ("总投资1.2亿元，即1200万元。", "two_units", "conflict", ["1.2亿元", "1200万元"]),
        ("修建水渠12公里（1200米）。", "two_units", "conflict", ["12公里", "1200米"]),
        ("共发放补贴36万元，惠及120户，户均发放5000元。", "average", "conflict", ["36万元", "120户", "5000元"]),
        ("12个村集体收入共600万元，村均60万元。", "average", "conflict", ["12个", "600万元", "60万元"]),
        ("培训24场、1200人次，平均每场60人次。", "average", "conflict", ["24场", "1200人次", "60人次"]),
        ("甲村补助35万元、乙村补助42万元、丙村补助38亿元。", "size_of_money", "doubt", ["35万元", "42万元", "38亿元"]),
        ("涉迁95户已全部签约。目前剩余7户正在做工作。", "all_and_left", "conflict", ["95户", "7户"]),
        ("排查隐患120处，整改率100%，剩余12处正在整改。", "all_and_left", "conflict", ["120处", "100%", "12处"]),
    ],
)
def test_quantity_contradicting_its_other_wording_is_reported(raised, text, check, severity, figures):
    assert raised(text, check) == [(severity, figures)]


@pytest.mark.parametrize("check", ["two_units", "average", "size_of_money", "all_and_left"])
@pytest.mark.parametrize(
    "text",
    [
        "流转土地33.15公顷（约497亩）。",
        "引进外资100万美元，折合人民币720万元。",
        "共发放补贴36万元，惠及120户，户均发放3000元。",
        "流转土地376亩，涉及12户，户均31亩。",
        "投资600万元，覆盖12个村，村均增收5万元。",
        "农村居民人均可支配收入3.2万元，总投资5亿元，惠及120人。",
        "甲村补助35万元、乙村补助42万元、丙村补助1.2亿元。",
        "排查隐患120处，已整改98处，剩余22处全部落实整改责任人。",
        "重大隐患5处已全部整改。一般隐患115处，已整改100处，剩余15处正在整改。",
        "确保年底前95户全部签约。目前剩余7户正在做工作。",
    ],
)
def test_quantities_equal_or_unrelated_have_no_finding(raised, text, check):
    assert raised(text, check) == []


SUMMARY = "一、上半年工作情况\n上半年，{first}。\n（一）重点工作。{second}。"


@pytest.mark.parametrize(
    ("first", "second", "figures"),
    [
        ("完成农村户厕改造320户，成效明显", "完成农村户厕改造302户，新建公厕4座", ["320户", "302户"]),
        ("完成固定资产投资12.3亿元", "1—6月，固定资产投资完成12.8亿元", ["12.3亿元", "12.8亿元"]),
        ("全镇新增高标准农田1200亩", "高标准农田建设新增2100亩", ["1200亩", "2100亩"]),
    ],
)
def test_summary_differing_from_detail_is_a_conflict(raised, first, second, figures):
    assert raised(SUMMARY.format(first=first, second=second), "two_values") == [("conflict", figures)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("完成固定资产投资12.3亿元", "固定资产投资完成12.28亿元"),
        ("甲水村完成户厕改造320户", "乙山村完成户厕改造302户"),
        ("一季度发放耕地地力补贴32万元", "发放耕地地力补贴96万元"),
        ("开展活动12次", "开展活动8次"),
        ("完成户厕改造约320户", "完成户厕改造318户"),
        ("农村户厕改造每户补助2000元", "农村户厕改造补助120万元"),
    ],
)
def test_quantities_of_other_place_time_or_rounding_have_no_finding(raised, first, second):
    assert raised(SUMMARY.format(first=first, second=second), "two_values") == []


def test_quantity_with_two_targets_is_a_conflict(raised):
    text = "今年全镇危房改造目标任务85户。\n全年危房改造任务95户，已完成60户。"
    assert raised(text, "two_targets") == [("conflict", ["85户", "95户"])]


def test_quantity_done_and_planned_alike_is_a_conflict(raised):
    text = "一、上半年工作情况\n完成农村户厕改造320户。\n二、下半年工作安排\n完成农村户厕改造320户。"
    assert raised(text, "done_and_todo") == [("conflict", ["320户", "320户"])]


def test_quantity_planned_in_addition_has_no_finding(raised):
    text = "一、上半年工作情况\n完成农村户厕改造320户。\n二、下半年工作安排\n再完成农村户厕改造320户。"
    assert raised(text, "done_and_todo") == []
