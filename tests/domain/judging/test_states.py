from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.judging.bands import UnknownRuleError
from domain.judging.states import JUDGED, RULES, judge
from domain.schema.frames import conform
from domain.schema.vocabulary import ATTENTION_ORDER, QUALIFIERS, STATES

HALF = {
    "org_unit": "街道", "period": "2023H1", "indicator_id": "farmland", "name": "新增耕地", "unit": "亩",
    "kind": "cumulative", "direction": 1, "begin": date(2023, 1, 1), "due": date(2023, 12, 31),
    "as_of_end": date(2023, 6, 30),
}  # fmt: skip
#: 100 days, of which 50 are gone: every per cent of completion is a whole number of 百分点 away.
HUNDRED = HALF | {"begin": date(2023, 3, 1), "due": date(2023, 6, 8), "as_of_end": date(2023, 4, 19), "target": 100}
EXCEPTION = {"accepted_reason": "汛期停工", "accepted_by": "分管领导", "accepted_until": date(2023, 9, 30)}


def judged(rule=None, previous=None, **cells):
    return judge(conform("measures", [HALF | cells]), rule, previous).iloc[0]


def state(rule=None, previous=None, **cells):
    return judged(rule, previous, **cells)["state"]


def test_state_rules_are_in_vocabulary_order():
    assert list(RULES) == list(STATES)


# Each rule, in the order in which they are tried.


@pytest.mark.parametrize("missing", ["actual", "target", "unit"])
def test_rule_1_intended_target_with_missing_part_is_to_verify(missing):
    row = judged(**{"actual": 584, "target": 800, missing: None})
    assert (row["state"], row["rule_number"]) == ("to_verify", 1)
    assert row["reason"] == {"actual": "未载明完成值", "target": "未载明目标值", "unit": "未载明单位"}[missing]


def test_rule_1_reported_rate_without_matching_figures_is_to_verify():
    row = judged(actual=600, target=880, reported_rate=73)
    assert row["state"] == "to_verify"
    assert row["reason"] == "自报完成率73%无法由同一报告的数字（600/880）得出"


@pytest.mark.parametrize("kind", ["forecast", "monitor_only", "rate_of_change"])
def test_rule_2_kind_without_judgement_is_monitored(kind):
    row = judged(kind=kind, actual=80, target=100)
    assert (row["state"], row["rule_number"]) == ("monitor", 2)


def test_rule_2_monitored_row_with_dates_without_target_is_monitored():
    assert state(kind="monitor", actual=3774) == "monitor"


def test_monitored_row_with_target_is_judged_as_cumulative():
    row = judged(kind="monitor", unit="万元", actual=3774, target=12000, as_of_end=date(2023, 5, 31))
    assert (row["state"], row["kind"], round(row["completion"], 4)) == ("on_track", "cumulative", 0.3145)
    assert row["reason"] == "完成率31.5%，序时41.4%，偏差−9.9个百分点，进度系数0.76"


def test_monitored_row_without_dates_shows_completion_without_judgement():
    row = judged(kind="monitor", actual=80, target=100, begin=None, due=None)
    assert (row["state"], row["completion"]) == ("open", 0.8)


def test_monitored_falling_row_is_judged_as_limit():
    cells = {"kind": "monitor", "unit": "件", "target": 120, "direction": -1}
    assert (state(**cells, actual=111), state(**cells, actual=121)) == ("on_track", "far_behind")
    assert judged(**cells, actual=150, baseline=200)["kind"] == "cumulative"


def test_monitored_row_with_target_without_value_is_to_verify():
    assert judged(kind="monitor", target=100)["reason"] == "未载明完成值"


def test_target_for_comparison_only_is_named_so():
    assert judged(kind="monitor_only", actual=80, target=100)["reason"] == "指标类型为“只监测不判定”，目标值仅供对照"


def test_rule_2_row_without_target_and_due_date_is_monitored():
    assert state(actual=3774, due=None) == "monitor"


def test_rule_3_done_by_due_date():
    row = judged(actual=800, target=800)
    assert (row["state"], row["rule_number"]) == ("done", 3)


def test_rule_3_done_without_due_date():
    row = judged(actual=800, target=800, due=None, begin=None)
    assert (row["state"], row["reason"]) == ("done", "完成率100.0%，未设完成期限")


def test_rule_4_done_after_due_date():
    row = judged(actual=800, target=800, due=date(2023, 5, 31))
    assert (row["state"], row["rule_number"]) == ("done_late", 4)
    assert "但期限2023年5月31日已过，达到目标的数据截至2023年6月30日" in row["reason"]


def test_rule_5_approved_exception_with_reason_person_and_end_date():
    row = judged(actual=100, target=800, **EXCEPTION)
    assert (row["state"], row["rule_number"]) == ("accepted", 5)
    assert row["reason"].startswith("已批准偏差：汛期停工（分管领导批准，有效期至2023年9月30日）；完成率12.5%")


def test_rule_5_exception_expires_at_its_end_date():
    row = judged(actual=100, target=800, **EXCEPTION | {"accepted_until": date(2023, 6, 29)})
    assert row["state"] == "far_behind"
    assert row["reason"].endswith("；批准偏差已于2023年6月29日到期")
    assert state(actual=100, target=800, **EXCEPTION | {"accepted_until": date(2023, 6, 30)}) == "accepted"


@pytest.mark.parametrize(
    ("missing", "note"), [("accepted_by", "批准偏差缺批准人，不生效"), ("accepted_until", "批准偏差缺有效期，不生效")]
)
def test_rule_5_exception_without_person_or_end_date_is_ignored(missing, note):
    row = judged(actual=100, target=800, **EXCEPTION | {missing: None})
    assert row["state"] == "far_behind"
    assert row["reason"].endswith(note)


def test_rule_6_not_done_after_due_date():
    row = judged(actual=799, target=800, due=date(2023, 6, 29))
    assert (row["state"], row["rule_number"]) == ("overdue", 6)
    assert row["reason"] == "期限2023年6月29日已过1天，完成率99.9%"


def test_rule_6_not_done_on_due_date_is_not_overdue():
    assert state(actual=799, target=800, due=date(2023, 6, 30)) == "on_track"


@pytest.mark.parametrize(("missing", "word"), [("due", "完成期限"), ("as_of_end", "数据时点"), ("begin", "起始日期")])
def test_rule_7_missing_date_shows_completion_without_judgement(missing, word):
    row = judged(**{"actual": 75, "target": 100, "unit": "%", missing: None})
    assert (row["state"], row["rule_number"], row["completion"]) == ("open", 7, 0.75)
    assert row["reason"] == f"完成率75.0%，未载明{word}，不判定"
    assert pd.isna(row["deviation"])


def test_rule_8_value_from_before_the_start():
    row = judged(actual=0, target=800, begin=date(2023, 7, 1))
    assert (row["state"], row["rule_number"]) == ("not_started", 8)
    assert row["reason"] == "2023年7月1日起实施，数据截至2023年6月30日，尚未到启动期"


def test_rule_8_task_not_started_needs_no_value():
    assert state(target=14145, unit="平方米", begin=date(2023, 7, 1)) == "not_started"


def test_rule_9_value_below_base():
    row = judged(actual=95, target=150, baseline=100)
    assert (row["state"], row["rule_number"]) == ("regressed", 9)
    assert row["reason"].startswith("完成值95亩低于基数100亩，完成率−10.0%")


def test_rule_9_falling_indicator_above_base():
    row = judged(actual=55, target=30, baseline=50, direction=-1)
    assert row["state"] == "regressed"
    assert row["reason"].startswith("完成值55亩高于基数50亩")


def test_rule_9_cumulative_value_below_previous_version():
    march = conform("measures", [HALF | {"actual": 600, "target": 800, "as_of_end": date(2023, 3, 31)}])
    row = judged(previous=march, actual=584, target=800)
    assert row["state"] == "regressed"
    assert row["reason"] == "累计值由2023年3月31日的600亩减少到584亩"


@pytest.mark.parametrize(
    ("done", "expected", "number"),
    [
        (60, "ahead", 10), (59, "on_track", 11), (50, "on_track", 11), (41, "on_track", 11),
        (40, "behind", 12), (20, "behind", 12), (19, "far_behind", 13), (0, "far_behind", 13),
    ],
)  # fmt: skip
def test_rules_10_to_13_by_points_have_limits_10_minus_10_and_minus_30(done, expected, number):
    row = judged(**HUNDRED | {"actual": done})
    assert (row["state"], row["rule_number"]) == (expected, number)


# The same measures by the other rules.


def test_state_of_600_of_7850_is_on_track_by_points_behind_by_pace():
    cells = {"actual": 600, "target": 7850, "due": date(2025, 12, 31)}
    assert (state(**cells), state("pace", **cells)) == ("on_track", "behind")


def test_state_by_points_584_of_800_is_ahead_600_of_7850_is_far_behind():
    assert (state(actual=584, target=800), state(actual=600, target=7850)) == ("ahead", "far_behind")


def test_state_by_strict_rule_one_point_below_elapsed_is_behind():
    assert [state("strict", **HUNDRED | {"actual": done}) for done in (50, 49)] == ["on_track", "behind"]


def test_judged_row_names_rule_and_its_label():
    row = judged("pace", **HUNDRED | {"actual": 45})
    assert (row["rule_id"], row["band"]) == ("pace", "进展中等")
    assert pd.isna(judged(actual=800, target=800)["band"])


def test_judging_by_unknown_rule_is_refused():
    with pytest.raises(UnknownRuleError, match="没有名为“county”的判定规则"):
        judge(conform("measures", []), "county")


# First match wins.


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"actual": 900, "target": 800, "unit": None, **EXCEPTION}, "to_verify"),  # 1 before 3 and 5
        ({"kind": "forecast", "actual": 900, "target": 800}, "monitor"),  # 2 before 3
        ({"actual": 800, "target": 800, **EXCEPTION}, "done"),  # 3 before 5
        ({"actual": 800, "target": 800, "due": date(2023, 5, 31), **EXCEPTION}, "done_late"),  # 4 before 5
        ({"actual": 1, "target": 800, "due": date(2023, 5, 31), **EXCEPTION}, "accepted"),  # 5 before 6
        ({"actual": 700, "target": 800, **EXCEPTION}, "accepted"),  # 5 before 10
        ({"actual": 90, "target": 150, "baseline": 100, "due": date(2023, 5, 31)}, "overdue"),  # 6 before 9
        ({"actual": 90, "target": 150, "baseline": 100, "due": None}, "open"),  # 7 before 9
        ({"actual": 90, "target": 150, "baseline": 100, "begin": date(2023, 7, 1)}, "not_started"),  # 8 before 9
        ({"actual": 99.9, "target": 150, "baseline": 100, "begin": date(2023, 6, 30)}, "regressed"),  # 9 before 11
    ],
)  # fmt: skip
def test_first_matching_rule_decides_the_state(cells, expected):
    assert state(**cells) == expected


# Kinds of indicator.


def test_falling_indicator_is_judged_from_its_base():
    row = judged(actual=40, target=30, baseline=50, direction=-1)
    assert (row["completion"], row["state"]) == (0.5, "on_track")


def test_limit_kept_is_on_track_until_due_date():
    limit = {"kind": "limit", "unit": "起", "direction": -1, "target": 3, "actual": 1}
    assert state(**limit) == "on_track"
    assert state(**limit | {"as_of_end": date(2023, 12, 31)}) == "done"
    assert state(**limit | {"as_of_end": date(2024, 1, 15)}) == "done"


def test_limit_without_base_is_on_track_or_exceeded():
    limit = {"kind": "limit", "unit": "天", "target": 15}
    row = judged(**limit | {"actual": 16})
    assert (row["state"], row["reason"]) == ("far_behind", "完成值16天，目标值15天，限额已突破")
    assert state(**limit | {"actual": 15, "actual_qualifier": "within", "due": None}) == "done"


def test_limit_with_base_is_judged_from_its_base():
    assert state(kind="limit", unit="名", actual=6, target=3, baseline=9) == "on_track"


def test_coverage_is_done_only_at_the_full_number():
    assert judged(kind="coverage", unit="村", actual=6, target=12)["completion"] == 0.5
    assert judged(kind="coverage", unit="村", actual=6)["reason"] == "未载明目标值"
    assert judged(kind="coverage", unit="村", actual=13, target=12)["reason"] == "完成数13村多于总数12村"


ITEMS = {"kind": "items", "unit": "处", "target": 11, "actual": 8, "begin": None, "due": None}


def test_items_open_within_deadline_are_not_behind():
    row = judged(**ITEMS, open_in_time=3)
    assert (row["state"], row["reason"]) == ("on_track", "完成率72.7%，未办结3处，无逾期")
    assert pd.isna(row["deviation"])


def test_items_are_behind_only_when_some_are_overdue():
    row = judged(**ITEMS, open_in_time=2, overdue=1)
    assert (row["state"], row["reason"]) == ("overdue", "1处逾期未办结，完成率72.7%")
    assert state(**ITEMS | {"begin": date(2023, 1, 1), "due": date(2023, 6, 1)}, overdue=0) == "on_track"


def test_items_without_overdue_count_are_open():
    assert state(**ITEMS) == "open"


def test_items_not_adding_up_are_to_verify():
    assert judged(**ITEMS, open_in_time=2)["reason"] == "总数11处，已办结8处，限期内与逾期合计2处，相加不符"
    assert state(**ITEMS | {"actual": 11}, overdue=1) == "to_verify"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"actual": 1}, "done"),
        ({"actual": 0}, "on_track"),
        ({"actual": 0, "due": date(2023, 6, 29)}, "overdue"),
        ({"actual": 0, "due": None}, "open"),
        ({"actual": 0, "begin": date(2023, 7, 1)}, "not_started"),
        ({"actual": None}, "to_verify"),
    ],
)
def test_milestone_is_done_or_not_and_never_behind(cells, expected):
    assert state(**{"kind": "milestone", "unit": None, **cells}) == expected


def test_stage_chain_is_on_time_or_late():
    assert state(kind="stage", unit=None, actual=1, target=5) == "on_track"
    assert state(kind="stage", unit=None, actual=1, target=5, due=date(2023, 6, 29)) == "overdue"


def test_change_rate_is_judged_with_its_base():
    assert state(kind="rate_of_change", unit="%", actual=11, target=20) == "monitor"
    assert state(kind="rate_of_change", unit="%", actual=85, target=90, baseline=80) == "on_track"


def test_value_before_any_elapsed_time_is_not_behind():
    early = {"elapsed_mode": "month", "as_of_end": date(2023, 1, 15), "target": 800}
    assert (state("pace", actual=0, **early), state("points", actual=0, **early)) == ("on_track", "on_track")
    assert pd.isna(judged(actual=10, **early)["pace"])


# Approximate figures.


def test_borderline_state_shows_both_ends():
    row = judged(**HUNDRED | {"actual": 40, "actual_qualifier": "over"})
    assert (row["state"], row["state_high"], row["borderline"]) == ("behind", "on_track", True)
    assert "临界：约数两端（完成率40.0%至50.0%）分别为滞后和正常" in row["reason"]


def test_state_equal_at_both_ends_is_not_borderline():
    row = judged(actual=600, actual_qualifier="about", target=7850)
    assert (row["state"], row["state_high"], row["borderline"]) == ("far_behind", "far_behind", False)
    assert (round(row["completion_low"], 3), round(row["completion_high"], 3)) == (0.070, 0.083)


def test_completion_open_end_is_missing_and_stated():
    row = judged(**HUNDRED | {"actual": 70, "actual_qualifier": "at_least"})
    assert (row["state"], row["state_high"]) == ("ahead", "done")
    assert pd.isna(row["completion_high"])
    assert "（完成率70.0%以上）" in row["reason"]


def test_limit_may_be_borderline():
    row = judged(kind="limit", unit="天", target=15, actual=15, actual_qualifier="about")
    assert (row["state"], row["state_high"], row["borderline"]) == ("far_behind", "on_track", True)


# The table.


def test_deviation_text_is_not_rounded_onto_a_limit():
    row = judged(**HUNDRED | {"actual": 40.04})
    assert row["state"] == "on_track"
    assert "偏差−9.96个百分点" in row["reason"]


def test_reason_contains_the_numbers():
    assert judged(actual=584, target=800)["reason"] == "完成率73.0%，序时49.6%，偏差+23.4个百分点，进度系数1.47"


def test_reported_rate_is_compared_with_completion():
    row = judged(actual=584, target=800, reported_rate=73)
    assert abs(row["reported_gap"]) < 1e-9
    assert judged(actual=593, target=800, reported_rate=74)["reported_gap"] == pytest.approx(74 - 74.125)


def test_reported_rate_may_follow_from_one_claim_of_indicator():
    rows = [HALF | {"actual": 584, "target": target, "reported_rate": 73} for target in (7850, 800)]
    assert judge(conform("measures", rows))["state"].tolist() == ["far_behind", "ahead"]


def test_judging_keeps_rows_order_and_columns():
    rows = conform("measures", [HALF | {"row_id": name, "actual": 1, "target": 2} for name in ("b", "a", "c")])
    table = judge(rows)
    assert table["row_id"].tolist() == ["b", "a", "c"]
    assert table.columns.tolist() == [*rows.columns, *JUDGED]
    pd.testing.assert_frame_equal(table[rows.columns], rows)


def test_judging_empty_table_keeps_columns_and_types():
    table = judge(conform("measures", []))
    assert (len(table), table.columns[-1]) == (0, "reason")
    assert table["finish_date"].dtype == judge(conform("measures", [HALF]))["finish_date"].dtype


def test_judging_blank_row_is_monitored():
    row = judge(conform("measures", [{}])).iloc[0]
    assert (row["state"], row["reason"]) == ("monitor", "未设目标，仅作监测")


values = st.floats(0, 2000, allow_nan=False)
plans = st.fixed_dictionaries(
    {
        "target": st.floats(1, 2000),
        "due": st.dates(date(2023, 1, 2), date(2025, 12, 31)),
        "as_of_end": st.dates(date(2022, 12, 1), date(2026, 3, 1)),
    }
)
GOOD_FIRST = ("done", "done_late", "ahead", "on_track", "behind", "far_behind", "regressed", "overdue")


@settings(max_examples=60, deadline=None)
@given(plans, values, values, st.sampled_from(["points", "pace", "strict"]))
def test_state_is_monotonic_in_value(plan, one, other, rule):
    less, more = sorted([one, other])
    table = judge(
        conform("measures", [HALF | plan | {"actual": actual, "row_id": str(actual)} for actual in (less, more)]), rule
    )
    if set(table["state"]) <= set(GOOD_FIRST):
        places = [GOOD_FIRST.index(found) for found in table["state"]]
        assert places[1] <= places[0]


@settings(max_examples=60, deadline=None)
@given(plans, st.one_of(st.none(), values), st.sampled_from(list(QUALIFIERS)), st.sampled_from([None, 0, 50]))
def test_judging_gives_every_row_state_rule_and_reason(plan, actual, qualifier, baseline):
    row = judged(**plan | {"actual": actual, "actual_qualifier": qualifier, "baseline": baseline})
    assert list(STATES)[row["rule_number"] - 1] == row["state"]
    assert row["state_high"] in ATTENTION_ORDER
    assert row["reason"]
    assert pd.isna(row["elapsed"]) or 0 <= row["elapsed"] <= 1
    assert pd.isna(row["projection"]) or row["elapsed"] >= 0.15
