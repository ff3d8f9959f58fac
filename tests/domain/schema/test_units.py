"""Unit words, their base units, and conversion."""

import pytest

from domain.schema.units import UNIT_WORDS, UnitError, convert, parse_unit
from domain.schema.vocabulary import DIMENSIONS


@pytest.mark.parametrize(
    ("word", "dimension", "factor", "base"),
    [
        ("元", "money", 1, "元"),
        ("万元", "money", 1e4, "元"),
        ("万亿元", "money", 1e12, "元"),
        ("亿美元", "money", 1e8, "美元"),
        ("公顷", "area", 10000, "平方米"),
        ("平方公里", "area", 1e6, "平方米"),
        ("万亩", "area", 1e4 * 2000 / 3, "平方米"),
        ("公里", "length", 1000, "米"),
        ("亿斤", "mass", 0.5e8, "千克"),
        ("万吨", "mass", 1e7, "千克"),
        ("%", "percent", 1, "%"),
        ("成", "percent", 10, "%"),
        ("个百分点", "percentage_point", 1, "百分点"),
        ("个月", "duration", 1, "个月"),
        ("微克/立方米", "concentration", 1, "微克/立方米"),
        ("户", "count", 1, "户"),
        ("万人次", "count", 1e4, "人次"),
        ("元/月", "money", 1, "元/月"),
        ("万元/亩", "money", 1e4, "元/亩"),
        ("公斤/亩", "mass", 1, "千克/亩"),
        ("万", "count", 1e4, ""),
    ],
)
def test_unit_word_has_dimension_and_base(word, dimension, factor, base):
    unit = parse_unit(word)
    assert unit is not None
    assert (unit.dimension, unit.base) == (dimension, base)
    assert unit.factor == pytest.approx(factor)


def test_unit_hectare_is_fifteen_mu():
    assert [convert(1, word, "亩") for word in ("公顷", "ha", "hm²")] == [pytest.approx(15)] * 3
    assert convert(33.15, "公顷", "亩") == pytest.approx(497.25)


def test_unit_money_converts_by_scale_only():
    assert convert(76324.73, "元", "万元") == pytest.approx(7.632473)


def test_unit_unknown_word_is_none():
    assert parse_unit("格") is None


@pytest.mark.parametrize(
    ("one", "other"), [("元", "美元"), ("人", "人次"), ("元", "元/月"), ("天", "个月"), ("元", "格")]
)
def test_unit_of_other_dimension_does_not_convert(one, other):
    with pytest.raises(UnitError):
        convert(1, one, other)


def test_unit_words_have_dimensions_of_the_vocabulary():
    assert {parse_unit(word).dimension for word in UNIT_WORDS} <= set(DIMENSIONS)
