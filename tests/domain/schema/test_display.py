import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.schema.display import (
    area_text,
    number_text,
    pace_text,
    points_text,
    printed_text,
    qualified_text,
    quantity_text,
    share_text,
    stated,
)


def test_number_text_of_largest_numbers_exists():
    assert len(number_text(1.7e308)) == 309 + 102


NOTHING = [None, math.nan, pd.NA, pd.NaT]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (4954, "万元", "4,954万元"),
        (432.6, "万元", "432.6万元"),
        (76324.73, "元", "7.63万元"),
        (50, "亿元", "50.00亿元"),
        (9999.99, "万元", "9,999.99万元"),
        (9999.995, "万元", "1.00亿元"),
        (12345, "万元", "1.23亿元"),
        (796, "元", "796元"),
        (0, "元", "0元"),
        (-300, "万元", "−300万元"),
        (24_000_000, "美元", "2,400万美元"),
    ],
)
def test_money_text_changes_from_wan_to_yi_yuan_at_10000_wan(value, unit, text):
    assert quantity_text(value, unit) == text


def test_money_text_can_keep_printed_unit():
    assert printed_text(76324.73, "元") == "76,324.73元"
    assert printed_text(2000, "万元", "over") == "2,000余万元"
    assert printed_text(12.345, "公顷") == "12.345公顷"


def test_money_text_per_month_is_not_scaled():
    assert quantity_text(79600, "元/月") == "79,600元/月"


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "text"),
    [
        (600, "亩", "about", "约600亩"),
        (40, "人", "over", "40余人"),
        (2000, "万元", "over", "2,000余万元"),
        (1000, "户", "nearly", "近1,000户"),
        (70, "%", "at_least", "70%以上"),
        (1.4, "万", "at_least", "1.4万以上"),
        (15, "天", "within", "15天内"),
        (584, "亩", "exact", "584亩"),
        (584, "亩", None, "584亩"),
        (584, "亩", math.nan, "584亩"),
    ],
)
def test_number_text_shows_qualifier(value, unit, qualifier, text):
    assert quantity_text(value, unit, qualifier) == text


def test_number_text_names_expected_values():
    assert quantity_text(80, "万元", forecast=True) == "预计80万元"
    assert quantity_text(220, "套", "over", forecast=True) == "预计220余套"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (6715, "处", "6,715处"),
        (200_000, "人次", "20万人次"),
        (14_000, "人", "1.4万人"),
        (12_845, "户", "12,845户"),
        (2_345_678, "人", "234.57万人"),
        (120_000_000, "人次", "1.2亿人次"),
        (13_000, "平方米", "13,000平方米"),
        (276_500, "平方米", "27.65万平方米"),
        (27.65, "万平方米", "27.65万平方米"),
        (4, "月", "4个月"),
        (0.5, "百分点", "0.5个百分点"),
        (7, None, "7"),
        (3, "不认识的单位", "3不认识的单位"),
    ],
)
def test_number_text_scales_by_wan_and_yi_only(value, unit, text):
    assert quantity_text(value, unit) == text


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "text"),
    [
        (33.15, "公顷", None, "33.15公顷（497.25亩）"),
        (584, "亩", None, "584亩（38.93公顷）"),
        (600, "亩", "about", "约600亩（约40公顷）"),
        (2, "万亩", None, "2万亩（0.13万公顷）"),
        (13_000, "平方米", None, "13,000平方米"),
        (None, "亩", None, "—"),
    ],
)
def test_area_text_shows_printed_unit_first_and_keeps_floor_area(value, unit, qualifier, text):
    assert area_text(value, unit, qualifier) == text


def test_percent_text_may_exceed_100():
    assert [share_text(share) for share in (0.73, 1.125, 0.0764, 0)] == ["73.0%", "112.5%", "7.6%", "0.0%"]


def test_points_text_has_a_sign():
    assert [points_text(points) for points in (23.4, -41.94, 0, -0.04)] == [
        "+23.4个百分点", "−41.9个百分点", "0.0个百分点", "0.0个百分点",
    ]  # fmt: skip


def test_pace_text_has_two_decimals():
    assert pace_text(1.4717) == "1.47"


def test_number_text_rounds_halves_away_from_zero():
    assert [number_text(value, 2) for value in (2.675, -2.675, 0.125)] == ["2.68", "−2.68", "0.13"]


@pytest.mark.parametrize("nothing", NOTHING)
def test_missing_value_is_labelled_and_not_zero(nothing):
    texts = [
        number_text(nothing), quantity_text(nothing, "亩"), printed_text(nothing, "亩"), area_text(nothing, "亩"),
        share_text(nothing), points_text(nothing), pace_text(nothing),
    ]  # fmt: skip
    assert texts == ["—"] * 7
    assert stated(nothing) == "未载明"


def test_text_present_is_shown_unchanged():
    assert (stated("街道"), stated("  "), stated("")) == ("街道", "未载明", "未载明")


@given(st.floats(0, 1e13), st.sampled_from(["元", "万元", "亩", "人", "个", "%", "平方米", "天"]))
def test_number_text_has_at_most_two_decimals_and_grouped_digits(value, unit):
    number = quantity_text(value, unit)
    whole, _, rest = number.partition(".")
    assert len(rest) - len(rest.lstrip("0123456789")) <= 2
    assert not any(len(group.strip("万亿元亩人个%平方米天")) > 3 for group in whole.split(",")[1:])


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "text"),
    [(50, "亿元", "over", "50余亿元"), (1.25, "亿元", "about", "约1.25亿元"), (2000, "万元", "over", "2,000余万元")],
)
def test_number_text_approximate_has_no_trailing_zeros(value, unit, qualifier, text):
    assert quantity_text(value, unit, qualifier) == text


def test_number_text_approximate_ignores_decimals_of_column():
    assert qualified_text("2,000.00", qualifier="over") == "2,000余"
