"""What a number format shows of a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.workbook.number_formats import is_percent, look, shifted, shown, shows_more

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
BY_SIZE = '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0'


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ('0!.0,"万"', 123456, "12.3万"), ('0\\.0,"万"', 123456, "12.3万"), ('0"."0,"万"', 123456, "12.3万"),
        ('0!.0000"万元"', 123456, "12.3456万元"), ('0!.00,,"亿"', 370368000, "3.70亿"), ("#,##0,", 123456, "123"),
        ("0.0,", 1234, "1.2"), ('0"元"', 5000, "5000元"), ('"约"0', 600, "约600"), ('0"余"', 600, "600余"),
        ('#,##0.00"公顷"', 33.1523, "33.15公顷"), (BY_SIZE, 123456, "12.3万"), (BY_SIZE, 99, "99"),
        ("0.00%", 1 / 3, "33.33%"), ("0%", 0.07, "7%"), (ACCOUNTING, -5, "-5.00"), (ACCOUNTING, 0, "-"),
        ("0.00_);[Red]\\(0.00\\)", -5.5, "(5.50)"), ("0;0", -5, "5"), ("[$¥-804]#,##0", 4000, "¥4,000"),
        ("0000", 12, "0012"), ('"第"0"号"', 12, "第12号"), ("0;-0;;@", 0, ""), ("#,###", 0, ""), ("# ?/?", 0.5, "1/2"),
        ('G/通用格式"元"', 12.5, "12.5元"), ("0000\\-00\\-00", 20230630, "2023-06-30"),
        ("#,##0.0##", 1234.5, "1,234.5"),
        ('0"万"0000"元"', 123456, "12万3456元"), ("0.0", 0.25, "0.3"), ("[<1]0.0%;0.00", 0.5, "50.0%"), ("", 5, "5"),
        ('"增长"0.0%;"下降"0.0%', -0.05, "下降5.0%"), ("0_ ", -3, "-3"), ("[<0]-0.0;0.0", -5, "-5.0"),
    ],
)  # fmt: skip
def test_number_in_a_format_is_shown_as_a_spreadsheet_shows_it(code, number, text):
    assert shown(code, number) == text


@pytest.mark.parametrize(
    ("code", "text"), [('@"元"', "500元"), ('0;-0;0;"约"@', "约500"), ("0.00", "500"), ("@", "500")]
)
def test_text_in_a_format_is_shown_in_its_section_for_texts(code, text):
    assert shown(code, "500") == text


@pytest.mark.parametrize(
    "code",
    [
        "General", "G/通用格式", "0", "0.00", "#,##0", "#,##0.00", ACCOUNTING, "0.00_);[Red]\\(0.00\\)",
        "0.00;[Red]0.00",
        "0_ ", "@", "0.00E+00", '0;"▲"0', "0.00%", "+0.0%;-0.0%", 'yyyy"年"m"月"d"日"', '[$-804]h"时"mm"分"', "0.0###",
        "_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"_);_(@_)", "[DBNum1][$-804]G/通用格式", "[红色]0", "0.00\\ ;\\-0.00\\ ",
    ],
)  # fmt: skip
def test_format_that_only_rounds_groups_aligns_or_colours_is_plain(code):
    assert not shows_more(code)


@pytest.mark.parametrize(
    "code",
    [
        '0!.0,"万"', "0,", '0"元"', '"约"0', '0"余"', "0万", "¥#,##0", "[$€-2]0", "0;0", "-0", "#,###", ";;;",
        "0;-0;;@",
        '"是";"否"', "000", "0000\\-00", '0"%"', '"约"0%', '0.0"‰"', "[<1]0.0%;0.00", "0%%", '0"+"',
        '@"元"', "# ?/?", "△0",
    ],
)  # fmt: skip
def test_format_with_words_scales_or_hidden_numbers_is_not_plain(code):
    assert shows_more(code)
    assert not is_percent(code)


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("0;0", -5), ("-0", 5), ("000-0000", 1234567), ('"是";"否"', 1), ("#,###", 0), ('0"万"0000"元"', 123456),
        ("△0", 1),
        ('0"0000"', 12), (";;;", 5), ('"增长"0%;"下降"0%', -0.05),
    ],
)  # fmt: skip
def test_format_that_shows_another_number_is_not_exact(code, number):
    assert not look(code, number).is_exact


@given(st.integers(-(10**12), 10**12), st.integers(-9, 4))
def test_shift_moves_the_decimal_point_only(number, exponent):
    assert shifted(float(number), exponent) == float(f"{number}e{exponent}")


@given(st.text(max_size=30), st.floats(-1e9, 1e9))
def test_format_of_any_content_raises_nothing(code, number):
    assert isinstance(shown(code, number), str)
    assert isinstance(look(code, number).is_exact, bool)
    assert isinstance(shows_more(code), bool)


@given(st.integers(0, 10**9), st.integers(0, 4), st.booleans())
def test_plain_places_show_python_s_own_rounding(number, decimals, grouped):
    code = ("#,##0" if grouped else "0") + ("." + "0" * decimals if decimals else "")
    assert shown(code, float(number)) == f"{number:{',' if grouped else ''}.{decimals}f}"
