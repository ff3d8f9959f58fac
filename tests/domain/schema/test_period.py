from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.schema.period import PeriodError, as_of_text, coverage_text, date_text, elapsed, parse_period

YEAR = (date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("code", "begin", "due", "label"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31), "2023年"),
        ("2023H1", date(2023, 1, 1), date(2023, 6, 30), "2023年上半年"),
        ("2023H2", date(2023, 7, 1), date(2023, 12, 31), "2023年下半年"),
        ("2023Q1", date(2023, 1, 1), date(2023, 3, 31), "2023年第一季度"),
        ("2024Q4", date(2024, 10, 1), date(2024, 12, 31), "2024年第四季度"),
    ],
)
def test_period_has_days_and_chinese_name(code, begin, due, label):
    period = parse_period(code)
    assert (period.code, period.begin, period.due, period.label) == (code, begin, due, label)


def test_period_in_lower_case_with_spaces_is_parsed():
    assert parse_period(" 2023h1 ").code == "2023H1"


@pytest.mark.parametrize("text", ["", "2023H3", "2023Q5", "23H1", "上半年", "2023-06", "0000H1"])
def test_period_invalid_text_is_refused_with_advice(text):
    with pytest.raises(PeriodError, match="不是报告期，请写成2023"):
        parse_period(text)


@pytest.mark.parametrize(
    ("as_of", "percent"),
    [(date(2023, 5, 31), 41.4), (date(2023, 6, 30), 49.6), (date(2023, 7, 10), 52.3), (date(2023, 12, 31), 100.0)],
)
def test_elapsed_by_day_counts_the_first_day(as_of, percent):
    assert round(100 * elapsed(*YEAR, as_of), 1) == percent


def test_elapsed_over_three_years():
    assert round(100 * elapsed(date(2023, 1, 1), date(2025, 12, 31), date(2023, 6, 30)), 1) == 16.5


def test_elapsed_on_first_day_is_one_day():
    assert elapsed(*YEAR, date(2023, 1, 1)) == pytest.approx(1 / 365)


def test_elapsed_of_one_day_task_is_1():
    assert elapsed(date(2023, 5, 1), date(2023, 5, 1), date(2023, 5, 1)) == 1.0


@pytest.mark.parametrize(("as_of", "share"), [(date(2022, 12, 31), 0.0), (date(2024, 1, 1), 1.0)])
def test_elapsed_is_clipped_to_0_and_1(as_of, share):
    assert elapsed(*YEAR, as_of) == share


def test_elapsed_by_month_counts_finished_months():
    assert round(100 * elapsed(*YEAR, date(2023, 11, 30), "month"), 1) == 91.7
    assert elapsed(*YEAR, date(2023, 5, 31), "month") == pytest.approx(5 / 12)
    assert elapsed(*YEAR, date(2023, 6, 10), "month") == pytest.approx(5 / 12)


def test_elapsed_by_month_handles_end_of_february():
    assert elapsed(date(2024, 1, 1), date(2024, 12, 31), date(2024, 2, 28), "month") == pytest.approx(1 / 12)
    assert elapsed(date(2024, 1, 1), date(2024, 12, 31), date(2024, 2, 29), "month") == pytest.approx(2 / 12)


def test_elapsed_due_date_before_start_is_refused_in_chinese():
    with pytest.raises(PeriodError, match="完成期限2023年1月1日早于起始日期2023年12月31日"):
        elapsed(YEAR[1], YEAR[0], date(2023, 6, 30))


def test_elapsed_ignores_times_of_day():
    assert elapsed(pd.Timestamp("2023-01-01"), pd.Timestamp("2023-12-31"), datetime(2023, 6, 30, 18)) == 181 / 365


days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(st.tuples(days, days).map(sorted), days, days, st.sampled_from(["day", "month"]))
def test_elapsed_is_between_0_and_1_and_monotonic(span, one, other, mode):
    earlier, later = sorted([one, other])
    before, after = elapsed(*span, earlier, mode), elapsed(*span, later, mode)
    assert 0 <= before <= after <= 1


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (None, date(2023, 6, 30), "截至2023年6月30日"),
        (date(2023, 6, 30), date(2023, 6, 30), "截至2023年6月30日"),
        (date(2023, 1, 1), date(2023, 5, 31), "2023年1—5月"),
        (date(2023, 5, 1), date(2023, 5, 31), "2023年5月"),
        (date(2023, 1, 1), date(2023, 12, 31), "2023年"),
        (date(2013, 1, 1), date(2023, 6, 30), "2013年1月—2023年6月"),
        (date(2023, 1, 1), date(2023, 7, 10), "2023年1月1日—7月10日"),
        (date(2022, 12, 5), date(2023, 7, 10), "2022年12月5日—2023年7月10日"),
        (pd.NaT, pd.Timestamp("2023-06-30"), "截至2023年6月30日"),
        (None, None, "未载明数据时点"),
        (pd.NaT, pd.NaT, "未载明数据时点"),
    ],
)
def test_as_of_text_is_chinese(start, end, text):
    assert as_of_text(start, end) == text


def test_date_text_has_no_leading_zeros():
    assert date_text(date(2023, 6, 3)) == "2023年6月3日"


@pytest.mark.parametrize(
    ("period", "as_of", "words"),
    [
        ("2023H1", date(2023, 6, 30), "2023年上半年"),
        ("2023H1", None, "2023年上半年"),
        ("2023H1", date(2023, 7, 31), "2023年1—7月"),
        ("2023H1", date(2023, 9, 30), "2023年1—9月"),
        ("2023H1", date(2023, 9, 15), "2023年1月1日—9月15日"),
        ("2023H1", date(2023, 12, 31), "2023年"),
        ("2023H1", date(2024, 2, 29), "2023年1月—2024年2月"),
        ("2023H1", date(2023, 5, 31), "2023年上半年（数据截至2023年5月31日）"),
        ("2023Q1", date(2023, 6, 30), "2023年上半年"),
        ("2023H2", date(2023, 12, 31), "2023年下半年"),
        ("2023H2", date(2023, 10, 31), "2023年下半年（数据截至2023年10月31日）"),
        ("2023H2", date(2024, 1, 31), "2023年7月—2024年1月"),
        ("2023", date(2023, 12, 31), "2023年"),
        ("2023", date(2023, 9, 30), "2023年（数据截至2023年9月30日）"),
        ("某期", date(2023, 9, 30), "某期"),
    ],
)
def test_coverage_of_a_version_follows_its_day(period, as_of, words):
    assert coverage_text(period, as_of) == words


def test_coverage_before_the_end_of_the_period_without_its_day_is_the_label():
    assert coverage_text("2023H1", date(2023, 5, 31), dated=False) == "2023年上半年"
    assert coverage_text("2023H1", date(2023, 9, 30), dated=False) == "2023年1—9月"
