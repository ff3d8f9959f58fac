from datetime import date

import pytest

from domain.judging.progress import Measure
from domain.judging.to_verify import reason_to_verify, targeted

FARMLAND = {"unit": "亩", "actual": 584, "target": 800}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"kind": "sum"}, "指标类型“sum”不在词表中"),
        ({"elapsed_mode": "week"}, "序时口径“week”不在词表中，请改为day、month之一"),
        ({"direction": 0}, "方向“0”无效，越高越好填1，越低越好填-1"),
        ({"begin": date(2023, 12, 31), "due": date(2023, 1, 1)}, "完成期限2023年1月1日早于起始日期2023年12月31日"),
        ({"actual": None, "unit": None}, "未载明完成值、单位"),
        ({"direction": -1}, "要求下降的指标未载明基数，完成率无从计算"),
        ({"baseline": 800}, "目标值与基数相同（均为800亩），完成率无从计算"),
        ({"baseline": 900}, "指标要求上升，基数900亩、目标800亩却方向相反"),
        ({"baseline": 500, "direction": -1}, "指标要求下降，基数500亩、目标800亩却方向相反"),
    ],
)
def test_measure_that_cannot_be_judged_names_the_cause(cells, reason):
    found = reason_to_verify(Measure(**FARMLAND | cells))
    assert found is not None
    assert found.startswith(reason)


def test_measure_without_fault_is_not_to_verify():
    assert reason_to_verify(Measure(**FARMLAND)) is None


def test_reported_rate_with_stated_base_needs_no_value():
    assert reason_to_verify(Measure(kind="coverage", reported_rate=100, of_what="一般隐患")) is None
    assert reason_to_verify(Measure(kind="coverage", reported_rate=100)) == "未载明完成值、目标值、单位"


@pytest.mark.parametrize("rate", [73, 72.9, 72])
def test_reported_rate_may_follow_from_approximate_value(rate):
    assert (
        reason_to_verify(Measure(unit="亩", actual=700, actual_qualifier="about", target=960, reported_rate=rate))
        is None
    )


@pytest.mark.parametrize(("rate", "sound"), [(42.8, True), (42.9, True), (42.7, False), (43, True), (42, True)])
def test_reported_rate_may_be_rounded_or_truncated(rate, sound):
    assert (reason_to_verify(Measure(unit="幢", actual=6, target=14, reported_rate=rate)) is None) == sound


def test_reported_rate_may_follow_from_another_row_of_indicator():
    claims = [Measure(unit="亩", actual=584, target=target, reported_rate=73) for target in (7850, 800)]
    assert reason_to_verify(claims[0], claims) is None
    assert reason_to_verify(claims[0]) == "自报完成率73%无法由同一报告的数字（584/7,850）得出"


@pytest.mark.parametrize(
    ("cells", "meant"),
    [
        ({"target": 800}, True),
        ({"claim": "三年任务"}, True),
        ({"reported_rate": 75}, True),
        ({"due": date(2023, 12, 31)}, True),
        ({"kind": "milestone"}, True),
        ({"actual": 3774}, False),
        ({"kind": "forecast", "target": 80}, False),
        ({"kind": "rate_of_change", "target": 10}, False),
        ({"kind": "rate_of_change", "target": 10, "baseline": 5}, True),
    ],
)
def test_target_intention_is_recognized(cells, meant):
    assert targeted(Measure(**cells)) == meant
