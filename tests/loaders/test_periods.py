"""The days that a figure speaks of, the period and the issuer of a report, and the headings over a figure."""

import pytest

from loaders.report.figures import read_figures
from loaders.text.source import parse_source

TITLE = "某街道2023年上半年工作总结及下半年工作思路\n\n"


def read(text):
    return read_figures(parse_source(text.encode(), "report.txt"))


def days(text):
    figures = read(text)
    figures = figures[figures["base_value"].notna()]
    return [
        (start.strftime("%Y-%m-%d"), end.strftime("%Y-%m-%d"))
        for start, end in zip(figures["as_of_start"], figures["as_of_end"], strict=True)
    ]


def test_figure_section_is_the_path_of_its_headings():
    text = TITLE + "二、上半年工作总结\n(一)聚焦重点。推进有力。\n1.土地整治。完成立项20个。\n"
    assert read(text)["section"].iloc[-1] == "二、上半年工作总结 / (一)聚焦重点 / 1.土地整治"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建成5个。", [("2023-01-01", "2023-06-30")]),
        ("1-5月固定投资达3774万元,招引9家。", [("2023-01-01", "2023-05-31"), ("2023-01-01", "2023-06-30")]),
        ("5月拆除3处。", [("2023-05-01", "2023-05-31")]),
        ("2021年建成4个,投资3万元。", [("2021-01-01", "2021-12-31"), ("2021-01-01", "2021-12-31")]),
        ("2019—2021年建成4个。", [("2019-01-01", "2021-12-31")]),
        ("一九七八年建成4个,１９７９年建成5个。", [("1978-01-01", "1978-12-31"), ("1979-01-01", "1979-12-31")]),
        ("6月20日拆除3处。", [("2023-06-20", "2023-06-20")]),
        ("一、2021年工作回顾\n建成4个。", [("2021-01-01", "2021-12-31")]),
        ("四、“八八战略”标志性成果\n街道自2013年创立。拆除2500余处。", [("2013-01-01", "2023-06-30")]),
    ],
)
def test_figure_has_the_days_that_its_words_name(text, expected):
    assert days(TITLE + text) == expected


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("某街道2023年上半年工作总结", "2023H1"),
        ("某镇2022年工作总结和2023年工作计划", "2022"),
        ("某区2021年下半年工作总结", "2021H2"),
        ("某局2024年第一季度工作总结", "2024Q1"),
        ("工作总结", None),
    ],
)
def test_report_period_is_that_of_its_title(title, period):
    read_period = read(title + "\n\n建成5个公园。")["period"].iloc[-1]
    assert (read_period if isinstance(read_period, str) else None) == period


def test_report_issuer_is_taken_from_the_title():
    assert set(read("下沙街道2022年半年度工作总结\n\n建成5个公园。")["org_unit"]) == {"下沙街道"}
