import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.judging.rate_bases import decimals_of, rate_match


@pytest.mark.parametrize(
    ("printed", "part", "whole", "match"),
    [
        (73, 584, 800, "rounded"),
        (42.8, 6, 14, "truncated"),  # 42.857
        (42.8, 163, 381, "rounded"),  # 42.78
        (73, 584, 7850, None),
        (73, 600, 880, None),
        (73, 600, 800, None),
        (90, 18, 20, "rounded"),
        (100, 6715, 6715, "rounded"),
        (66, 2, 3, "truncated"),
        (67, 2, 3, "rounded"),
        (50, 1, 0, None),
        (50, math.nan, 2, None),
    ],
)
def test_rate_follows_by_rounding_or_truncation(printed, part, whole, match):
    assert rate_match(printed, part, whole) == match


def test_rate_half_a_unit_away_does_not_follow():
    assert rate_match(2, 25, 1000) == "truncated"  # 2.5 %
    assert rate_match(3, 25, 1000) is None


def test_rate_trailing_zeros_count_when_decimals_are_given():
    assert rate_match(73, 7312, 10_000) == "rounded"
    assert rate_match(73, 7312, 10_000, decimals=1) is None


def test_rate_decimals_are_counted_as_printed():
    assert [decimals_of(rate) for rate in (73, 42.8, 99.25, 100)] == [0, 1, 2, 0]


@given(st.integers(0, 5000), st.integers(1, 5000), st.integers(0, 3))
def test_rate_rounded_or_truncated_from_its_base_always_follows(part, whole, decimals):
    exact = 100 * part / whole
    cut = math.floor(exact * 10**decimals + 1e-9) / 10**decimals
    assert rate_match(cut, part, whole, decimals) is not None
    if abs(exact * 10**decimals % 1 - 0.5) > 1e-5:
        assert rate_match(round(exact, decimals), part, whole, decimals) == "rounded"
