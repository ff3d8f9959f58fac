"""Kinds of wording that many reports share: each gives what a reader takes from it, whatever the words around it."""

import pytest

from tests.loaders.test_statement_wording import days, statements


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("元至5月,财政收入2亿元。", ("2025-01-01", "2025-05-31")),
        ("元月至4月,财政收入2亿元。", ("2025-01-01", "2025-04-30")),
        ("一至三月,财政收入2亿元。", ("2025-01-01", "2025-03-31")),
        ("前4个月,财政收入2亿元。", ("2025-01-01", "2025-04-30")),
        ("前四个月财政收入2亿元。", ("2025-01-01", "2025-04-30")),
        ("截至4.18,财政收入2亿元。", ("2025-04-18", "2025-04-18")),
        ("截至2025.4.18,财政收入2亿元。", ("2025-04-18", "2025-04-18")),
        ("截至一季度末,财政收入2亿元。", ("2025-03-31", "2025-03-31")),
        ("2024年末,财政收入2亿元。", ("2024-12-31", "2024-12-31")),
        ("2024年全年财政收入2亿元。", ("2024-01-01", "2024-12-31")),
        ("2024年财政收入2亿元。", ("2024-01-01", "2024-12-31")),
        ("“十三五”期间,财政收入2亿元。", ("2016-01-01", "2020-12-31")),
    ],
)
def test_date_phrase_of_any_form_dates_its_clause(text, expected):
    assert days(statements(text)["2亿元"]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "3月以来,检查企业30家。",
        "2025年2月以来,检查企业30家。",
        "去年全年检查企业30家。",
        "项目于上半年投产。检查企业30家。",
    ],
)
def test_phrase_without_a_last_day_or_of_an_event_dates_nothing(text):
    assert days(statements(text)["30家"]) is None


def test_first_months_of_a_year_are_no_duration():
    assert list(statements("前4个月,财政收入2亿元。")) == ["2亿元"]
