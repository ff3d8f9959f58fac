from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.judging.states import count_states, judge, roll_up, worst_first
from domain.schema.frames import conform
from domain.schema.vocabulary import STATES
from tests.examples import examples

HALF = {
    "org_unit": "街道", "period": "2023H1", "unit": "亩", "kind": "cumulative", "direction": 1,
    "begin": date(2023, 1, 1), "due": date(2023, 12, 31), "as_of_end": date(2023, 6, 30),
}  # fmt: skip
SMALL = HALF | {
    "row_id": "m1",
    "indicator_id": "farmland",
    "name": "新增耕地",
    "actual": 584,
    "target": 800,
    "claim": "三年800亩",
}
LARGE = SMALL | {"row_id": "m2", "target": 7850, "claim": "7850亩的三年任务"}
CHOICE = {"chosen": True, "chosen_by": "张主任", "chosen_reason": "以县里下达的任务书为准"}


def indicators(*rows):
    return roll_up(judge(conform("measures", list(rows))))


def test_claims_with_different_states_are_to_verify():
    row = indicators(SMALL, LARGE).iloc[0]
    assert (row["state"], row["rule_number"], row["claims"]) == ("to_verify", 1, 2)
    assert (row["claim_rows"], row["claim_states"]) == ("m1 m2", "ahead far_behind")
    assert row["reason"] == (
        "2个目标依据结论不同：目标800亩（三年800亩）为超前；目标7,850亩（7850亩的三年任务）为严重滞后。"
        "请选定一个目标，并写明采用人和理由"
    )


def test_claims_undecided_give_no_numbers():
    row = indicators(SMALL, LARGE).iloc[0]
    assert row[["target", "claim", "completion", "deviation", "pace", "band"]].isna().all()
    assert (row["actual"], row["elapsed"]) == (584, pytest.approx(181 / 365))


def test_chosen_claim_decides_the_state():
    row = indicators(SMALL, LARGE | CHOICE).iloc[0]
    assert (row["state"], row["target"], row["claims"], row["claim_rows"]) == ("far_behind", 7850, 2, "m1 m2")


@pytest.mark.parametrize("missing", ["chosen_by", "chosen_reason"])
def test_chosen_claim_without_name_or_reason_is_ignored(missing):
    row = indicators(SMALL, LARGE | CHOICE | {missing: None}).iloc[0]
    assert row["state"] == "to_verify"
    assert row["reason"].endswith("已勾选采用的目标依据缺采用人或采用理由，不生效")


def test_chosen_claims_of_two_are_to_verify():
    row = indicators(SMALL | CHOICE, LARGE | CHOICE).iloc[0]
    assert row["state"] == "to_verify"
    assert row["reason"].startswith("采用了不止一个目标")


def test_claims_that_agree_have_state_of_least_favourable():
    row = indicators(SMALL, SMALL | {"row_id": "m2", "target": 880, "claim": "880亩"}).iloc[0]
    assert (row["state"], row["target"], row["claims"]) == ("ahead", 880, 2)
    assert row["reason"].endswith("；另有1个目标依据，结论相同：目标800亩（三年800亩）完成率73.0%")


def test_claims_in_different_bands_of_one_state_differ():
    """By the pace rule 0.95 and 0.60 are both 正常: 56.2 % and 36.5 % of 49.6 %."""
    rows = [SMALL | {"actual": 450}, SMALL | {"row_id": "m2", "actual": 450, "target": 1300, "claim": "1300亩"}]
    row = roll_up(judge(conform("measures", rows), "pace")).iloc[0]
    assert (row["state"], row["target"]) == ("on_track", 1300)
    assert row["reason"].endswith("；另有1个目标依据，档次不同：目标800亩（三年800亩）完成率56.3%（进展显著）")


def test_claims_with_best_ends_in_different_bands_differ():
    """400余 is 400 to 500: 30.8 to 38.5 % of 1300 and 40 to 50 % of 1000, of 49.6 %; 0.95 of that is 47.1 %."""
    about = SMALL | {"actual": 400, "actual_qualifier": "over"}
    rows = [about | {"target": 1000}, about | {"row_id": "m2", "target": 1300, "claim": "1300亩"}]
    row = roll_up(judge(conform("measures", rows), "pace")).iloc[0]
    assert (row["state"], row["state_high"]) == ("on_track", "on_track")
    assert row["reason"].endswith(
        "；另有1个目标依据，档次不同：目标1,000亩（三年800亩）完成率40.0%（进展中等或进展显著）"
    )


def test_claims_unjudgeable_name_their_own_reasons():
    row = indicators(SMALL | {"unit": None}, SMALL | {"row_id": "m2", "target": None, "claim": "年度任务"}).iloc[0]
    assert row["state"] == "to_verify"
    assert "结论相同" not in row["reason"]
    assert row["reason"] == "未载明单位；另有1个目标依据，同样待核：目标—（年度任务）未载明目标值"


def test_claims_without_state_do_not_agree():
    row = indicators(SMALL | {"due": None}, LARGE | {"due": None}).iloc[0]
    assert row["state"] == "open"
    assert row["reason"].endswith("；另有1个目标依据：目标800亩（三年800亩）完成率73.0%")


@settings(deadline=None, max_examples=examples(30))
@given(
    st.sampled_from(["points", "pace", "strict"]),
    st.sampled_from([None, "about", "over", "nearly", "at_least"]),
    st.floats(0, 1000).map(lambda number: round(number, 1)),
    st.lists(st.floats(1, 1500).map(lambda number: round(number, 1)), min_size=2, max_size=3, unique=True),
    st.sampled_from([None, 73.0]),
    st.sampled_from([{}, {"due": None}, {"unit": None}, {"accepted_reason": "汛期", "accepted_by": "李强",
                                                     "accepted_until": date(2023, 9, 30)}]),
)  # fmt: skip
def test_claims_with_one_state_at_both_ends_are_said_to_agree(rule, about, done, goals, rate, more):
    rows = [
        SMALL | more | {"row_id": f"m{n}", "target": goal, "claim": f"{goal}亩", "actual": done,
                        "actual_qualifier": about, "reported_rate": rate}
        for n, goal in enumerate(goals)
    ]  # fmt: skip
    claims = judge(conform("measures", rows), rule)
    (reason,) = roll_up(claims)["reason"]
    ends = claims[["state", "state_high", "band", "band_high"]].astype(object).where(lambda cells: cells.notna(), None)
    conclusive = not set(claims["state"]) & {"to_verify", "open", "accepted"}
    assert ("结论相同" in reason) == (conclusive and len(set(map(tuple, ends.to_numpy().tolist()))) == 1)


def test_claims_agreeing_at_one_end_only_are_to_verify():
    about = SMALL | {"actual": 400, "actual_qualifier": "over"}
    table = indicators(about | {"target": 800}, about | {"row_id": "m2", "target": 900})
    assert table["claim_states"].tolist() == ["on_track on_track"]
    assert table["state"].tolist() == ["to_verify"]


def test_monitored_row_is_not_a_claim():
    row = indicators(SMALL, SMALL | {"row_id": "m9", "kind": "forecast", "claim": None}).iloc[0]
    assert (row["state"], row["claims"], row["claim_rows"]) == ("ahead", 1, "m1")


def test_indicators_are_grouped_by_unit_period_and_id():
    rows = [SMALL, LARGE | {"period": "2023H2"}, LARGE | {"org_unit": "别的街道"}]
    assert indicators(*rows)["state"].tolist() == ["ahead", "far_behind", "far_behind"]


def test_rows_without_indicator_are_not_grouped():
    assert len(indicators(SMALL | {"indicator_id": None}, LARGE | {"indicator_id": None})) == 2


def test_rollup_keeps_types_and_empty_table():
    judged = judge(conform("measures", [SMALL, LARGE]))
    assert roll_up(judged).dtypes[judged.columns].equals(judged.dtypes)
    empty = roll_up(judge(conform("measures", [])))
    assert (len(empty), empty.columns[-1]) == (0, "claim_states")


def test_state_counts_cover_every_state_in_vocabulary_order():
    counts = count_states(indicators(SMALL, LARGE, SMALL | {"indicator_id": "b", "name": "高标准农田"}))
    assert counts["state"].tolist() == list(STATES)
    assert counts["label"].tolist() == list(STATES.values())
    assert counts.loc[counts["n"] > 0, ["state", "n", "names"]].to_numpy().tolist() == [
        ["to_verify", 1, "新增耕地"], ["ahead", 1, "高标准农田"],
    ]  # fmt: skip


def test_state_counts_of_empty_table_are_thirteen_zeros():
    assert count_states(indicators())["n"].tolist() == [0] * 13


def test_rows_are_sorted_by_state_then_deviation():
    rows = [
        SMALL | {"indicator_id": "ahead"},
        SMALL | {"indicator_id": "behind_15", "actual": 277},
        SMALL | {"indicator_id": "behind_20", "actual": 237},
        SMALL | {"indicator_id": "open", "due": None},
        SMALL | {"indicator_id": "overdue", "due": date(2023, 5, 1)},
    ]
    table = worst_first(indicators(*rows))
    assert table["indicator_id"].tolist() == ["overdue", "behind_20", "behind_15", "open", "ahead"]
    assert table.index.tolist() == [0, 1, 2, 3, 4]
    assert not pd.Index(table.columns).str.startswith("_").any()
