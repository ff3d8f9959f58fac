from datetime import date

import pytest

from domain.judging.history import histories_of
from domain.judging.states import judge
from domain.schema.frames import conform

JUNE = {
    "org_unit": "街道", "indicator_id": "farmland", "name": "新增耕地", "unit": "亩", "kind": "cumulative",
    "begin": date(2023, 1, 1), "due": date(2023, 12, 31), "as_of_end": date(2023, 6, 30), "actual": 584, "target": 800,
}  # fmt: skip
MARCH = JUNE | {"as_of_end": date(2023, 3, 31), "actual": 600}


def history(now, *before):
    return histories_of(conform("measures", [now]), conform("measures", list(before)))[0]


def test_value_below_previous_version_fell():
    assert history(JUNE, MARCH).fell
    assert not history(JUNE, MARCH | {"actual": 584}).fell


def test_fall_is_compared_with_latest_previous_version():
    january = MARCH | {"as_of_end": date(2023, 1, 31), "actual": 700}
    assert not history(JUNE, january, MARCH | {"actual": 500}).fell


def test_fall_ignores_corrected_values():
    wrong = MARCH | {"actual": 900}
    assert not history(JUNE, MARCH | {"actual": 500}, wrong).fell
    assert not history(JUNE, MARCH | {"actual": 500}, wrong).reached_in_time
    assert history(JUNE, wrong, MARCH | {"actual": 500}).reached_in_time


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
def test_fall_is_compared_with_same_count_only(difference):
    assert not history(JUNE, MARCH | difference).fell


def test_fall_is_found_despite_new_name_or_claim():
    assert history(JUNE | {"claim": "三年800亩"}, MARCH | {"name": "土地整治", "claim": "一年800亩"}).fell


def test_fall_without_indicator_is_matched_by_name():
    nameless = {"indicator_id": None}
    assert history(JUNE | nameless, MARCH | nameless).fell
    assert not history(JUNE | nameless, MARCH | nameless | {"name": "高标准农田"}).fell


def test_rank_has_no_fall():
    rank = {"kind": "limit", "unit": "名", "target": 3}
    assert not history(JUNE | rank | {"actual": 2}, MARCH | rank | {"actual": 1}).fell


def test_fall_of_approximate_value_must_be_certain():
    assert not history(JUNE | {"actual": 600, "actual_qualifier": "about"}, MARCH | {"actual": 620}).fell
    assert history(JUNE | {"actual": 600, "actual_qualifier": "about"}, MARCH | {"actual": 660}).fell


def test_falling_indicator_that_rises_moved_backward():
    falling = {"direction": -1, "baseline": 900, "target": 100}
    assert history(JUNE | falling | {"actual": 600}, MARCH | falling | {"actual": 584}).fell


def test_target_reached_in_earlier_version_is_done_on_time():
    now = JUNE | {"due": date(2023, 5, 31), "actual": 800}
    reached = conform("measures", [now | {"as_of_end": date(2023, 5, 20)}])
    row = judge(conform("measures", [now]), previous=reached).iloc[0]
    assert row["state"] == "done"
    assert row["reason"] == "完成率100.0%，此前版本已在期限2023年5月31日前达到"
    assert judge(conform("measures", [now])).iloc[0]["state"] == "done_late"


def test_history_without_earlier_versions_is_empty():
    assert history(JUNE).last is None
    assert histories_of(conform("measures", [JUNE]), None)[0].last is None


def test_fall_compares_values_of_different_units_after_conversion():
    hectares = {"unit": "公顷", "target": 53.33}
    assert history(JUNE | hectares | {"actual": 38.93}, MARCH | {"actual": 584}).fell is False
    assert history(JUNE | hectares | {"actual": 38.93}, MARCH).fell
    assert history(JUNE, MARCH | hectares | {"actual": 40}).fell
    assert history(JUNE | hectares | {"actual": 38.93}, MARCH | {"actual": 800}).reached_in_time
