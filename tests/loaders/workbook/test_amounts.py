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
        ("600", "亩", 600, "exact"), ("1,250", "亩", 1250, "exact"),
        ("1\u00a0250", "亩", 1250, "exact"), ("1\u2009250\u2009000亩", "亩", 1250000, "exact"),
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
def test_number_in_the_wanted_unit_is_read(text, wanted, value, qualifier):
    amount = parse_amount(text, wanted)
    assert (amount.value, amount.qualifier) == (value, qualifier)


@pytest.mark.parametrize(
    ("text", "wanted", "code"),
    [
        ("很多", "亩", "not_a_number"), ("5户3人", "户", "not_a_number"), ("合计600", "亩", "not_a_number"),
        ("1'234", "亩", "not_a_number"), ("1’234", "亩", "not_a_number"),
        ("2023.6.30", "亩", "not_a_number"), ("12号", "个", "not_a_number"), ("1e5", "个", "not_a_number"),
        ("600户", "亩", "unit_mismatch"), ("9.5折", "%", "unit_mismatch"), ("无", "处", "zero_or_missing"),
        ("截至约600", "亩", "not_a_number"), ("1" * 50 + "亩", "亩", "not_a_number"),
    ],
)  # fmt: skip
def test_number_invalid_or_in_another_unit_is_a_fault(text, wanted, code):
    with pytest.raises(CellFault) as caught:
        parse_amount(text, wanted)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "584 600", "584\n600", "584\t600", "584\u3000600", "584\u2028600", "584\r\n600", "1 250 000", "600亩 880亩",
        "584 60", "5\n-6", "584\u00a060\u00a0000 7", "12万 3千", "3. 5",
        "\uff15\uff18\uff14 \uff16\uff10\uff10", "7 4 7 7 2",
    ],
)  # fmt: skip
def test_numbers_two_in_one_cell_are_a_fault(text):
    with pytest.raises(CellFault) as caught:
        parse_amount(text, "亩")
    assert caught.value.code == "two_numbers"


@given(
    st.integers(100, 999), st.integers(100, 999), st.sampled_from(" \t\n\r\v\f\x85\u1680\u2002\u2028\u2029\u205f\u3000")
)
def test_numbers_separated_by_a_blank_are_not_joined(first, second, blank):
    with pytest.raises(CellFault):
        parse_amount(f"{first}{blank}{second}", "亩")


@pytest.mark.parametrize(
    ("text", "wanted"), [("73%%", "%"), ("600亩亩", "亩"), ("5公顷亩", "亩"), ("12万元万元", "万元"), ("73%％", "%")]
)
def test_unit_written_twice_is_a_fault(text, wanted):
    with pytest.raises(CellFault) as caught:
        parse_amount(text, wanted)
    assert caught.value.code == "not_a_number"


@pytest.mark.parametrize(
    ("text", "wanted", "value"),
    [("33.1523公顷", "亩", 497.2845), ("12.3456万元", "万元", 12.3456), ("33.3333333333%", "%", 33.3333333333)],
)
def test_number_with_many_decimals_and_a_unit_is_read_exactly(text, wanted, value):
    assert parse_amount(text, wanted).value == pytest.approx(value, rel=1e-12)


@given(
    st.integers(0, 10**6), st.text("0123456789", min_size=1, max_size=10),
    st.sampled_from(["公顷", "万元", "亿元", "%", "亩", "公里", "吨"]), st.sampled_from(["", "约", " "]),
)  # fmt: skip
def test_decimals_of_any_length_before_a_unit_are_read_whole(whole, decimals, unit, before):
    amount = parse_amount(f"{before}{whole}.{decimals}{unit}", unit)
    assert amount.value == pytest.approx(float(f"{whole}.{decimals}"), rel=1e-11)


@pytest.mark.parametrize("text", ["5 - 6%", "5%-\n6%", "约 600 亩", "600\n亩"])
def test_blank_that_separates_no_two_numbers_is_no_fault(text):
    assert parse_amount(text, "%" if "%" in text else "亩").value in (5, 600)


@pytest.mark.parametrize("text", ["584①", "584²", "12 ①", "①584", "12⒈", "584₁", "\uff15\uff18\uff14③", "约600④"])
def test_note_number_behind_a_number_is_a_fault_that_names_the_number(text):
    with pytest.raises(CellFault) as caught:
        parse_amount(text, "亩")
    assert caught.value.code == "mark_in_number"
    assert parse_amount(caught.value.slots["number"], "亩").value in (584, 12, 600)


@given(st.integers(0, 10**6), st.sampled_from("①⑳²³₂⒈"), st.sampled_from(["", " ", "亩", "%"]))
def test_note_mark_is_never_part_of_a_number(number, mark, between):
    with pytest.raises(CellFault):
        parse_amount(f"{number}{between}{mark}", "亩")


@pytest.mark.parametrize(("text", "wanted"), [("600㎡", "平方米"), ("600m²", "平方米"), ("600μg/m³", "微克/立方米")])
def test_raised_digit_of_a_unit_belongs_to_it(text, wanted):
    assert parse_amount(text, wanted).value == 600


@pytest.mark.parametrize(
    ("text", "wanted", "value"),
    [
        ("2万", "千克", 20_000), ("2万", "千米", 20_000), ("5千", "千克", 5000), ("5千", "户", 5000),
        ("2万", "万千瓦", 2), ("2.5千万", "万元", 2500), ("1.5亿", "万元", 15_000), ("12万3千", "万元", 12.3),
        ("四千", "万元", 4000), ("近千", "万元", 1000), ("4千余万元", "万元", 4000), ("1千元", "万元", 0.1),
    ],
)  # fmt: skip
def test_scale_applies_to_the_wanted_unit(text, wanted, value):
    assert parse_amount(text, wanted).value == value


@pytest.mark.parametrize(
    ("text", "wanted", "large", "small"),
    [
        ("4千余", "万元", "4000余万元", "4000余元"), ("1千", "万元", "1000万元", "1000元"),
        ("3-5百", "万元", "300-500万元", "300-500元"), ("约2千", "万人次", "约2000万人次", "约2000人次"),
        ("2万", "亿元", "20000亿元", "20000元"),
    ],
)  # fmt: skip
def test_scale_smaller_than_that_of_the_unit_is_a_question(text, wanted, large, small):
    with pytest.raises(CellFault) as caught:
        parse_amount(text, wanted)
    assert (caught.value.code, caught.value.slots) == ("which_scale", {"large": large, "small": small})


@given(st.integers(1, 9999), st.sampled_from("百千万"), st.sampled_from(["", "余"]), st.sampled_from(["亿元", "亿斤"]))
def test_scale_choices_offered_can_be_read(number, scale, over, wanted):
    with pytest.raises(CellFault) as caught:
        parse_amount(f"{number}{scale}{over}", wanted)
    large, small = (parse_amount(caught.value.slots[each], wanted).value for each in ("large", "small"))
    assert large == pytest.approx(small * 1e8)


def test_share_without_its_sign_is_marked():
    assert parse_amount("0.73", "%").bare_share
    assert not parse_amount("0.73%", "%").bare_share
    assert not parse_amount("73", "%").bare_share
    assert not parse_amount("0.73", "亩").bare_share


@given(st.decimals(-(10**9), 10**9, places=2))
def test_plain_number_is_unchanged(number):
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
def test_day_is_read_as_an_end_and_as_a_beginning(text, end, begin):
    assert parse_day(text, 2023, is_end=True) == date.fromisoformat(end)
    assert parse_day(text, 2023, is_end=False) == date.fromisoformat(begin)


@pytest.mark.parametrize(
    "text", ["2023年6月31日", "下半年", "尽快", "30", "6.30", "13月", "年", "0001-01-01", "9999-12-31", "2023-06-1②"]
)
def test_day_that_names_no_day_is_a_fault(text):
    with pytest.raises(CellFault):
        parse_day(text, 2023, is_end=True)


def test_month_without_a_year_is_a_question():
    with pytest.raises(CellFault) as caught:
        parse_day("6月底", None, is_end=True)
    assert caught.value.code == "which_day"


def test_numbers_that_excel_makes_of_days():
    assert serial_day(45107.0) == date(2023, 6, 30)
    assert serial_day(880.0) is None
    assert serial_day(45107.5) is None


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("三十万", "万元", 30),
        ("约三亿五千万", "万元", 35000),
        ("两亿", "亿元", 2),
        ("三十万", "元", 300000),
        ("四千", "万元", 4000),
    ],
)
def test_scale_in_chinese_numerals_is_part_of_the_number_and_not_of_its_unit(text, unit, value):
    assert parse_amount(text, unit).value == value


def test_scale_in_chinese_numerals_smaller_than_that_of_the_unit_is_asked_about():
    with pytest.raises(CellFault) as fault:
        parse_amount("三万", "亿元")
    assert (fault.value.code, fault.value.slots) == ("which_scale", {"large": "30000亿元", "small": "30000元"})
