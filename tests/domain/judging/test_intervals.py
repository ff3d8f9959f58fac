import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.judging.intervals import Interval, interval, last_place
from domain.schema.vocabulary import QUALIFIERS


@pytest.mark.parametrize(
    ("value", "place"),
    [(2000, 1000), (1900, 100), (5695, 1), (40, 10), (1.4, 0.1), (432.6, 0.1), (7.05, 0.01), (0, 0), (-600, 100)],
)
def test_last_nonzero_digit_place(value, place):
    assert last_place(value) == place


def test_last_nonzero_digit_ignores_float_noise():
    assert last_place(0.1 + 0.2) == 0.1


@pytest.mark.parametrize(
    ("value", "qualifier", "expected"),
    [
        (584, "exact", Interval(584, 584)),
        (584, None, Interval(584, 584)),
        (40, "over", Interval(40, 50, high_open=True)),
        (5695, "over", Interval(5695, 5696, high_open=True)),
        (2000, "over", Interval(2000, 3000, high_open=True)),
        (600, "about", Interval(550, 650)),
        (1000, "nearly", Interval(0, 1000, low_open=True)),
        (380, "nearly", Interval(370, 380, low_open=True)),
        (70, "at_least", Interval(70, math.inf)),
        (1.4, "at_least", Interval(1.4, math.inf)),
        (15, "within", Interval(-math.inf, 15)),
        (-40, "over", Interval(-50, -40, low_open=True)),
        (0, "over", Interval(0, 0)),
    ],
)
def test_approximate_value_is_an_interval(value, qualifier, expected):
    assert interval(value, qualifier) == expected


def test_interval_of_decimals_uses_their_last_place():
    assert interval(1.4, "over").high == pytest.approx(1.5)
    assert (interval(1.4, "about").low, interval(1.4, "about").high) == pytest.approx((1.35, 1.45))


def test_interval_scales_with_powers_of_ten():
    printed, converted = interval(2000, "over"), interval(20_000_000, "over")  # 2000余万元 in 万元 and in 元
    assert (printed.low * 10_000, printed.high * 10_000) == (converted.low, converted.high)


def test_interval_unknown_qualifier_is_refused():
    with pytest.raises(ValueError, match="不是约数的写法"):
        interval(40, "maybe")


def test_interval_excludes_impossible_end():
    low, high = interval(700, "over").ends()
    assert low == 700
    assert 799.99 < high < 800


def test_interval_open_side_is_infinite():
    assert interval(70, "at_least").ends() == (70, math.inf)
    assert interval(15, "within").ends() == (-math.inf, 15)


@given(st.floats(-1e9, 1e9), st.sampled_from(list(QUALIFIERS)))
def test_interval_contains_printed_number(value, qualifier):
    found = interval(value, qualifier)
    low, high = found.ends()
    assert found.low <= low <= value <= high <= found.high
    assert found.exact == (found.low == found.high)
