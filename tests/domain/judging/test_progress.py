from datetime import date

import pytest

from domain.judging.progress import Measure, completion, deviation, ends, finish_date, pace, progress_of, projection

YEAR = {"begin": date(2023, 1, 1), "due": date(2023, 12, 31), "as_of_end": date(2023, 6, 30), "unit": "亩"}


def test_completion_584_of_800_at_mid_year():
    found = progress_of(Measure(actual=584, target=800, **YEAR))
    assert found.printed.completion == pytest.approx(0.73)
    assert round(found.deviation, 1) == 23.4
    assert round(found.pace, 2) == 1.47


def test_completion_600_of_7850_at_mid_year():
    found = progress_of(Measure(actual=600, target=7850, **YEAR))
    assert round(100 * found.printed.completion, 1) == 7.6
    assert round(found.deviation, 1) == -41.9
    assert round(found.pace, 2) == 0.15


def test_completion_600_of_7850_over_three_years():
    found = progress_of(Measure(actual=600, target=7850, **YEAR | {"due": date(2025, 12, 31)}))
    assert round(found.deviation, 1) == -8.9
    assert round(found.pace, 2) == 0.46


def test_completion_of_five_months_is_compared_with_41_4_percent():
    found = progress_of(Measure(actual=3774, target=9000, **YEAR | {"as_of_end": date(2023, 5, 31), "unit": "万元"}))
    assert round(100 * found.elapsed, 1) == 41.4


def test_completion_starts_at_base_and_may_exceed_1():
    assert completion(130, 150, baseline=100) == 0.6
    assert completion(900, 800) == 1.125


def test_completion_of_falling_indicator():
    assert completion(40, 30, baseline=50) == 0.5
    assert completion(55, 30, baseline=50) == -0.25


def test_completion_with_target_equal_to_base_is_missing():
    assert completion(5, 5, baseline=5) is None


def test_deviation_ignores_float_noise():
    assert deviation(0.4, 0.5) == -10
    assert deviation(0.2, 0.5) == -30


def test_pace_before_start_is_missing():
    assert pace(0.1, 0) is None


def test_projection_continues_at_current_pace():
    assert projection(300, 100, 0.5) == 500


def test_projection_is_available_from_15_percent_elapsed():
    assert projection(15, 0, 0.15) == pytest.approx(100)
    assert projection(15, 0, 0.1499) is None


def test_finish_date_is_extrapolated_from_elapsed_over_completion():
    measure = Measure(begin=date(2023, 1, 1), due=date(2023, 12, 31))  # 364 days lie between
    assert finish_date(measure, 0.5, 0.5) == date(2023, 12, 31)
    assert finish_date(measure, 0.25, 0.5) == date(2024, 12, 29)


@pytest.mark.parametrize(("completed", "gone"), [(0.5, 0.1), (0, 0.5), (-0.1, 0.5), (1, 0.5), (1e-9, 0.5)])
def test_finish_date_too_early_done_stalled_or_out_of_range_is_missing(completed, gone):
    assert finish_date(Measure(begin=date(2023, 1, 1), due=date(2023, 12, 31)), completed, gone) is None


def test_elapsed_time_follows_stored_mode():
    by_month = progress_of(
        Measure(actual=1, target=2, elapsed_mode="month", **YEAR | {"as_of_end": date(2023, 11, 30)})
    )
    assert round(100 * by_month.elapsed, 1) == 91.7


@pytest.mark.parametrize("kind", ["items", "milestone", "stage", "limit"])
def test_deviation_of_kind_not_spread_over_time_is_missing(kind):
    found = progress_of(Measure(kind=kind, actual=8, target=11, **YEAR))
    assert (found.deviation, found.pace, found.projection, found.finish_date) == (None, None, None, None)


def test_completion_ends_of_approximate_actual():
    printed, worst, best = ends(Measure(actual=600, actual_qualifier="about", target=1000))
    assert [end.completion for end in (printed, worst, best)] == [0.6, 0.55, 0.65]


def test_completion_ends_of_approximate_target():
    _, worst, best = ends(Measure(actual=500, target=1000, target_qualifier="about"))
    assert worst.completion == pytest.approx(500 / 1500)
    assert best.completion == pytest.approx(500 / 500)


def test_completion_of_minimum_target_uses_the_threshold():
    _, worst, best = ends(Measure(actual=7, target=10, target_qualifier="at_least"))
    assert (worst.completion, best.completion) == (0.7, 0.7)


def test_completion_of_over_700_stays_below_800():
    assert not ends(Measure(actual=700, actual_qualifier="over", target=800))[2].reached


def test_completion_worst_end_of_falling_indicator_is_the_high_one():
    _, worst, best = ends(Measure(actual=40, actual_qualifier="about", target=30, baseline=50, direction=-1))
    assert (worst.completion, best.completion) == (0.25, 0.75)


def test_completion_open_side_stops_at_base():
    _, worst, best = ends(Measure(actual=15, actual_qualifier="within", target=20))
    assert (worst.completion, best.completion) == (0, 0.75)
    _, worst, best = ends(Measure(actual=40, actual_qualifier="at_least", target=30, baseline=50, direction=-1))
    assert (worst.completion, best.completion) == (0, 0.5)


def test_reported_rate_replaces_completion_only_with_stated_base():
    assert ends(Measure(reported_rate=75, of_what="全部工程"))[0].completion == 0.75
    assert ends(Measure(reported_rate=75))[0].completion is None
