"""What headers mean by the words they end in, by their unit and by their period."""

from datetime import date

import pytest

from loaders.workbook.mapping.header_periods import parse_header_period
from loaders.workbook.mapping.header_words import is_closed, object_words, parse_header


@pytest.mark.parametrize(
    ("header", "role", "side", "unit"),
    [
        ("采购预算金额（元）", "money", "target", "元"),
        ("本年累计完成投资(万元)", "money", "actual", "万元"),
        ("腾空率", "rate", "actual", ""),
        ("完成计划%", "rate", "target", "%"),
        ("去年同期", "count", "baseline", ""),
        ("应拆面积（㎡）", "measure", "target", "平方米"),
        ("合同经办人", "person", "", ""),
        ("整改责任单位", "office", "", ""),
        ("负责人及联系方式", "contact", "", ""),
        ("设计批复文号", "key", "", ""),
        ("计划竣工时间", "date", "", ""),
        ("是否销号", "state", "", ""),
        ("所在村（社区）", "place", "", ""),
        ("路面宽度(m)", "measure", "", "米"),
    ],
)
def test_header_is_known_by_its_last_words_and_its_unit(header, role, side, unit):
    found = parse_header((header,))
    assert (found.role, found.side, found.unit) == (role, side, unit)


def test_header_of_two_rows_takes_its_side_from_the_lowest_word():
    found = parse_header(("实际到资（万美元）", "全年计划"))
    assert (found.side, found.unit, object_words(found)) == ("target", "万美元", "到资")


@pytest.mark.parametrize(
    ("header", "begin", "end"),
    [
        ("1-6月完成", date(2024, 1, 1), date(2024, 6, 30)),
        ("上半年完成数", date(2024, 1, 1), date(2024, 6, 30)),
        ("截至6月底累计", None, date(2024, 6, 30)),
        ("截至5月20日", None, date(2024, 5, 20)),
        ("2023年4月", date(2023, 4, 1), date(2023, 4, 30)),
        ("201803", date(2018, 3, 1), date(2018, 3, 31)),
        ("第三季度", date(2024, 7, 1), date(2024, 9, 30)),
        ("十一月", date(2024, 11, 1), date(2024, 11, 30)),
        ("1—2月", date(2024, 1, 1), date(2024, 2, 29)),
    ],
)
def test_period_of_a_header_gives_first_and_last_day(header, begin, end):
    period = parse_header_period(header)
    assert (period.begin(2024), period.end(2024)) == (begin, end)


@pytest.mark.parametrize("header", ["13月", "合同金额", "G60", "2-1地块"])
def test_header_without_a_period_has_none(header):
    assert parse_header_period(header) is None


@pytest.mark.parametrize(
    ("state", "closed"),
    [
        ("已整改到位", True),
        ("是", True),
        ("√", True),
        ("未完成", False),
        ("整改中", False),
        ("否", False),
        ("详见附件", None),
    ],
)
def test_state_of_a_case_says_whether_it_is_closed(state, closed):
    assert is_closed(state) is closed
