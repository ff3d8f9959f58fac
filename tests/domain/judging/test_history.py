from datetime import date

import pytest

from domain.judging.history import pasts_of
from domain.judging.states import judge
from domain.schema.frames import conform

JUNE = {
    "org_unit": "街道", "indicator_id": "farmland", "name": "新增耕地", "unit": "亩", "kind": "cumulative",
    "begin": date(2023, 1, 1), "due": date(2023, 12, 31), "as_of_end": date(2023, 6, 30), "actual": 584, "target": 800,
}  # fmt: skip
MARCH = JUNE | {"as_of_end": date(2023, 3, 31), "actual": 600}


def past(now, *before):
    return pasts_of(conform("measures", [now]), conform("measures", list(before)))[0]


def test_a_value_lower_than_in_the_last_version_fell():
    assert past(JUNE, MARCH).fell
    assert not past(JUNE, MARCH | {"actual": 584}).fell


def test_the_last_version_counts_and_not_an_older_one():
    january = MARCH | {"as_of_end": date(2023, 1, 31), "actual": 700}
    assert not past(JUNE, january, MARCH | {"actual": 500}).fell


def test_a_value_that_was_corrected_counts_no_more():
    wrong = MARCH | {"actual": 900}
    assert not past(JUNE, MARCH | {"actual": 500}, wrong).fell
    assert not past(JUNE, MARCH | {"actual": 500}, wrong).reached_in_time
    assert past(JUNE, wrong, MARCH | {"actual": 500}).reached_in_time


@pytest.mark.parametrize(
    "difference",
    [
        {"as_of_end": date(2023, 6, 30)},  # a correction of the same day
        {"as_of_end": None},
        {"begin": date(2022, 1, 1)},  # last year's count
        {"unit": "户"},
        {"org_unit": "别的街道"},
        {"indicator_id": "planting"},
        {"place": "上蒋村"},
        {"actual": None},
    ],
)
def test_only_an_earlier_value_of_the_same_count_is_compared(difference):
    assert not past(JUNE, MARCH | difference).fell


def test_a_new_name_or_another_claim_does_not_hide_a_fall():
    assert past(JUNE | {"claim": "三年800亩"}, MARCH | {"name": "土地整治", "claim": "一年800亩"}).fell


def test_without_an_indicator_the_name_tells_which_count_it_is():
    nameless = {"indicator_id": None}
    assert past(JUNE | nameless, MARCH | nameless).fell
    assert not past(JUNE | nameless, MARCH | nameless | {"name": "高标准农田"}).fell


def test_a_rank_does_not_fall():
    rank = {"kind": "limit", "unit": "名", "target": 3}
    assert not past(JUNE | rank | {"actual": 2}, MARCH | rank | {"actual": 1}).fell


def test_an_approximate_figure_fell_only_where_it_is_certain():
    assert not past(JUNE | {"actual": 600, "actual_qualifier": "about"}, MARCH | {"actual": 620}).fell
    assert past(JUNE | {"actual": 600, "actual_qualifier": "about"}, MARCH | {"actual": 660}).fell


def test_a_falling_indicator_that_rises_again_went_the_wrong_way():
    falling = {"direction": -1, "baseline": 900, "target": 100}
    assert past(JUNE | falling | {"actual": 600}, MARCH | falling | {"actual": 584}).fell


def test_a_target_reached_in_an_earlier_version_was_reached_in_time():
    now = JUNE | {"due": date(2023, 5, 31), "actual": 800}
    reached = conform("measures", [now | {"as_of_end": date(2023, 5, 20)}])
    row = judge(conform("measures", [now]), previous=reached).iloc[0]
    assert row["state"] == "done"
    assert row["reason"] == "完成率100.0%，此前版本已在期限2023年5月31日前达到"
    assert judge(conform("measures", [now])).iloc[0]["state"] == "done_late"


def test_without_earlier_versions_there_is_no_past():
    assert past(JUNE).last is None
    assert pasts_of(conform("measures", [JUNE]), None)[0].last is None


def test_a_value_in_another_unit_is_the_same_count_and_fell_only_where_it_is_less():
    hectares = {"unit": "公顷", "target": 53.33}
    assert past(JUNE | hectares | {"actual": 38.93}, MARCH | {"actual": 584}).fell is False
    assert past(JUNE | hectares | {"actual": 38.93}, MARCH).fell
    assert past(JUNE, MARCH | hectares | {"actual": 40}).fell
    assert past(JUNE | hectares | {"actual": 38.93}, MARCH | {"actual": 800}).reached_in_time
