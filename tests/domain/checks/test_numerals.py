import pytest

from domain.checks.numerals import count_of, numeral_of


@pytest.mark.parametrize(("numeral", "count"), [("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23)])
def test_numerals_chinese_are_parsed(numeral, count):
    assert count_of(numeral) == count
    assert numeral_of(count) == numeral


def test_numerals_in_digits_are_parsed():
    assert count_of("12") == 12
