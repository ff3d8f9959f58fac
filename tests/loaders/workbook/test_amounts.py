"""Numbers and days as clerks write them into a cell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.workbook.amounts import CellFault, parse_amount
from loaders.workbook.days import parse_day, serial_day


@pytest.mark.parametrize(
    ("text", "wanted", "value", "qualifier"),
    [
        ("600", "亩", 600, "exact"), ("1,250", "亩", 1250, "exact"), ("1 250", "亩", 1250, "exact"),
        ("\uff11\uff0c\uff12\uff15\uff10", "亩", 1250, "exact"), ("约600", "亩", 600, "about"),
        ("2000余万", "万元", 2000, "over"), ("2000余万元", "万元", 2000, "over"), ("1.2亿元", "万元", 12000, "exact"),
        ("1250元", "万元", 0.125, "exact"), ("73%", "%", 73, "exact"), ("百分之七十三", "%", 73, "exact"),
        ("三百余", "户", 300, "over"), ("六百", "亩", 600, "exact"), ("600亩左右", "亩", 600, "about"),
        ("近千", "户", 1000, "nearly"), ("10以上", "个", 10, "at_least"), ("不少于30", "万元", 30, "at_least"),
        ("≥30", "万元", 30, "at_least"), ("不到30", "万元", 30, "within"), ("3节点", "节点", 3, "exact"),
        ("33.15公顷", "亩", 497.25, "exact"), ("-5.3", "%", -5.3, "exact"), ("\u22125.3", "亩", -5.3, "exact"),
        ("+5", "个", 5, "exact"), ("100", "套(间)", 100, "exact"), ("20", "万人次", 20, "exact"),
        ("20余", "万人次", 20, "over"), ("15天内", "天", 15, "within"), ("0", "个", 0, "exact"),
    ],
)  # fmt: skip
def test_a_number_in_the_unit_that_is_wanted(text, wanted, value, qualifier):
    amount = parse_amount(text, wanted)
    assert (amount.value, amount.qualifier) == (value, qualifier)


@pytest.mark.parametrize(
    ("text", "wanted", "code"),
    [
        ("很多", "亩", "not_a_number"), ("5户3人", "户", "not_a_number"), ("合计600", "亩", "not_a_number"),
        ("2023.6.30", "亩", "not_a_number"), ("12号", "个", "not_a_number"), ("1e5", "个", "not_a_number"),
        ("600户", "亩", "unit_mismatch"), ("9.5折", "%", "unit_mismatch"), ("无", "处", "zero_or_missing"),
        ("截至约600", "亩", "not_a_number"), ("1" * 50 + "亩", "亩", "not_a_number"),
    ],
)  # fmt: skip
def test_what_is_no_number_or_of_another_unit_is_a_fault(text, wanted, code):
    with pytest.raises(CellFault) as caught:
        parse_amount(text, wanted)
    assert caught.value.code == code


def test_a_share_without_its_sign_is_marked_as_such():
    assert parse_amount("0.73", "%").bare_share
    assert not parse_amount("0.73%", "%").bare_share
    assert not parse_amount("73", "%").bare_share
    assert not parse_amount("0.73", "亩").bare_share


@given(st.decimals(-(10**9), 10**9, places=2))
def test_any_plain_number_is_itself(number):
    assert parse_amount(f"{number:,f}", "万元").value == pytest.approx(float(number), rel=1e-12)


@pytest.mark.parametrize(
    ("text", "end", "begin"),
    [
        ("2023-06-30", "2023-06-30", "2023-06-30"), ("2023年6月30日", "2023-06-30", "2023-06-30"),
        ("2023.6.30", "2023-06-30", "2023-06-30"), ("2023/6/5", "2023-06-05", "2023-06-05"),
        ("20230630", "2023-06-30", "2023-06-30"), ("2023-06-30 00:00:00", "2023-06-30", "2023-06-30"),
        ("2023年6月30日前", "2023-06-30", "2023-06-30"), ("2023-6-30之前", "2023-06-30", "2023-06-30"),
        ("6月底", "2023-06-30", "2023-06-30"), ("12月底前", "2023-12-31", "2023-12-31"),
        ("6月", "2023-06-30", "2023-06-01"), ("2024年2月", "2024-02-29", "2024-02-01"),
        ("6月初", "2023-06-01", "2023-06-01"), ("6月15日", "2023-06-15", "2023-06-15"),
        ("年底", "2023-12-31", "2023-12-31"), ("2023年", "2023-12-31", "2023-01-01"),
        ("二〇二三年六月三十日", "2023-06-30", "2023-06-30"),
        ("\uff12\uff10\uff12\uff13.6.30", "2023-06-30", "2023-06-30"),
    ],
)  # fmt: skip
def test_a_day_as_an_end_and_as_a_beginning(text, end, begin):
    assert parse_day(text, 2023, is_end=True) == date.fromisoformat(end)
    assert parse_day(text, 2023, is_end=False) == date.fromisoformat(begin)


@pytest.mark.parametrize(
    "text", ["2023年6月31日", "下半年", "尽快", "30", "6.30", "13月", "年", "0001-01-01", "9999-12-31"]
)
def test_what_names_no_day_is_a_fault(text):
    with pytest.raises(CellFault):
        parse_day(text, 2023, is_end=True)


def test_a_month_without_any_year_is_asked():
    with pytest.raises(CellFault) as caught:
        parse_day("6月底", None, is_end=True)
    assert caught.value.code == "which_day"


def test_numbers_that_excel_makes_of_days():
    assert serial_day(45107.0) == date(2023, 6, 30)
    assert serial_day(880.0) is None
    assert serial_day(45107.5) is None
