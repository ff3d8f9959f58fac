"""What must hold for any text: nothing crashes, every span is exact, every written value is read back."""

import re
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.schema.units import parse_unit
from domain.schema.vocabulary import DIMENSIONS, NOT_FIGURES
from loaders.numbers.grammar import read_numbers
from loaders.report.figures import read_figures
from loaders.text.source import Source
from tests.examples import examples

UNITS = ["户", "家", "个", "人次", "亩", "公顷", "平方米", "公里", "吨", "元", "%", "个百分点", "件", "千瓦", "公斤"]
SCALES = ["", "万", "亿", "万亿"]
LEADS = {"": "exact", "约": "about", "近": "nearly", "超过": "over", "不少于": "at_least", "不超过": "within"}
TAILS = {"": None, "以上": "at_least", "左右": "about", "以内": "within"}
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
CHINESE_DIGITS = "零一二三四五六七八九"
TEXT = st.text(
    st.sampled_from(
        "0123456789０１２.,，。;:、%％‰一二两三四五六七八九十百千万亿零第年月日元亩户家个人成倍番半数几"
        "余多约近从由至到—-~/()（）“”\n  约增长AG中的"
    ),
    max_size=80,
)


def source(text):
    return Source("report", text, "utf-8", "0" * 64, b"")


def in_chinese(number):
    """`number` (1 to 99 999 999) as a Chinese numeral."""
    if number >= 10000:
        rest = number % 10000
        return (
            in_chinese(number // 10000) + "万" + ("零" if 0 < rest < 1000 else "") + (in_chinese(rest) if rest else "")
        )
    words, gap = "", False
    for power, scale in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        gap = gap or (bool(words) and digit == 0)
        if digit:
            words += ("零" if gap and words else "") + CHINESE_DIGITS[digit] + scale
            gap = False
    return words


@st.composite
def written_numbers(draw):
    """(as written, value): plain digits, thousands separators, spaces, full width, decimals."""
    whole = draw(st.integers(0, 9_999_999))
    decimals = draw(st.sampled_from(["", ".5", ".05", ".73"]))
    style = draw(st.sampled_from(["plain", "commas", "spaces", "full", "full commas"]))
    separated = f"{whole:,}" if style in ("commas", "spaces", "full commas") else str(whole)
    written = separated + decimals
    if style == "spaces":
        written = written.replace(",", " ")
    if style.startswith("full"):
        written = written.translate(FULL_WIDTH)
    return written, float(str(whole) + decimals)


@given(
    written_numbers(),
    st.sampled_from(SCALES),
    st.sampled_from(UNITS),
    st.sampled_from(list(LEADS)),
    st.sampled_from(list(TAILS)),
)
@settings(deadline=None, max_examples=examples(100))
def test_value_written_in_digits_is_read_back(number, scale, unit, lead, tail):
    written, value = number
    if unit in ("%", "个百分点"):
        scale = ""
    quote = written + scale + unit + tail
    figures = read_figures(source(f"今年以来,共办成事情{lead}{quote},情况良好。"))
    assert list(figures["text"]) == [quote]
    row = figures.iloc[0]
    assert row["base_value"] == pytest.approx(value * parse_unit(scale + unit).factor)
    assert row["dimension"] == parse_unit(unit).dimension
    assert row["qualifier"] == (TAILS[tail] or LEADS[lead])


@given(st.integers(11, 99_999_999), st.sampled_from(UNITS[:-5]))
@settings(deadline=None, max_examples=examples(75))
def test_value_written_in_chinese_is_read_back(value, unit):
    quote = in_chinese(value) + unit
    (number,) = read_numbers(f"今年以来,共办成事情{quote},情况良好。")
    assert number.value == value
    assert (number.start, number.end) == (10, 10 + len(quote))


@given(st.integers(1, 99), st.integers(1, 99))
@settings(deadline=None)
def test_per_cent_in_words_is_read_back(whole, tenth):
    written = f"百分之{in_chinese(whole)}点{''.join(CHINESE_DIGITS[int(digit)] for digit in str(tenth))}"
    (number,) = read_numbers(f"总量增长{written}。")
    assert number.value == pytest.approx(float(f"{whole}.{tenth}"))


@given(TEXT)
@settings(deadline=None, max_examples=examples(100))
def test_reader_of_any_text_raises_nothing_and_its_spans_are_exact(text):
    figures = read_figures(source(text))
    for row in figures.itertuples():
        assert text[row.start : row.end] == row.quote == row.text
        assert row.dimension in DIMENSIONS
        assert row.quote.strip("\n ") != ""
    spans = list(zip(figures["start"], figures["end"], strict=True))
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@given(TEXT)
@settings(deadline=None, max_examples=examples(50))
def test_reader_covers_each_run_of_digits_by_a_row(text):
    covered = {at for number in read_numbers(text) for at in range(number.start, number.end)}
    assert all(at in covered for match in re.finditer(r"\d+", text) for at in range(*match.span()))


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=examples(50))
def test_reader_of_any_script_raises_nothing(text):
    read_figures(source(text))


def test_value_of_no_figure_has_no_base_value():
    figures = read_figures(source("1.2023年5月,320国道,排名第3位,完成5户。"))
    others = figures[figures["dimension"].isin(NOT_FIGURES)]
    assert len(others) == 4
    assert others["base_value"].isna().all()


@pytest.mark.parametrize(
    "sentence",
    [
        "全年完成投资3774万元,增长5.2%。",
        "从1到",
        *(
            pytest.param(each, marks=pytest.mark.soak)
            for each in ("1", "一", "从", "(", "增长5.", "\n", "第", "万", "5家、")
        ),
    ],
)
def test_reading_is_linear_in_the_length_of_the_text(sentence):
    def seconds(copies):
        text = source(sentence * copies)
        begun = perf_counter()
        read_numbers(text.text)
        read_figures(text)
        return perf_counter() - begun

    seconds(50)
    short, long = seconds(1000), seconds(8000)
    assert long < 8 * 4 * short + 0.5
