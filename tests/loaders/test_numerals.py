"""What a numeral is worth."""

import pytest

from loaders.numbers.numerals import parse_arabic, parse_chinese


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("两", 2),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("三百零五", 305),
        ("一千三百五十亿", 135e9),
        ("一亿二千万", 120000000),
        ("三亿零四百七十五万", 304750000),
        ("九十九万九千九百九十九", 999999),
        ("一万亿", 1e12),
        ("三点五", 3.5),
        ("二十八点七", 28.7),
        ("三万五", 35000),
        ("两千五", 2500),
        ("零", 0),
    ],
)
def test_chinese_numeral_has_its_value(numeral, value):
    assert parse_chinese(numeral) == pytest.approx(value)


@pytest.mark.parametrize("numeral", ["三三", "一二三", "百", "千万", "十百", "二十百", "一百千"])
def test_characters_that_make_no_number_have_no_value(numeral):
    assert parse_chinese(numeral) is None


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("1,244.5", 1244.5),
        ("12 345", 12345),
        ("１，２４４．５", 1244.5),
        ("7 4 7 7 2", 74772),
        ("8 ．8", 8.8),
        ("0.05", 0.05),
    ],
)
def test_digits_have_their_value_in_every_style(numeral, value):
    assert parse_arabic(numeral) == pytest.approx(value)
