"""Where a figure stands: headings, kinds of sections, sentences, clauses; and the days that it speaks of."""

import pytest

from loaders.figures import read_figures
from loaders.sections import Outline, is_wrapped, section_kind
from loaders.source import parse_source

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


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("二、上半年工作总结", "report"),
        ("一、2018年工作回顾", "report"),
        ("一、过去五年工作回顾", "report"),
        ("三、下半年工作思路举措", "plan"),
        ("二、2024年经济社会发展总体要求和政策取向", "plan"),
        ("三、2024年政府工作任务", "plan"),
        ("二、主要目标任务完成情况", "report"),
        ("一、1998年工作回顾和1999年工作的总体要求", ""),
        ("四、坚持对外开放", ""),
    ],
)
def test_a_heading_announces_what_its_part_is(heading, kind):
    assert section_kind(heading) == kind


def test_the_section_of_a_figure_is_the_path_of_its_headings():
    text = TITLE + "二、上半年工作总结\n(一)聚焦重点。推进有力。\n1.土地整治。完成立项20个。\n"
    assert read(text)["section"].iloc[-1] == "二、上半年工作总结 / (一)聚焦重点 / 1.土地整治"


def test_a_new_upper_heading_closes_the_lower_ones():
    text = "一、总结\n(一)甲\n1.乙\n二、思路\n建成5个公园。\n"
    assert Outline(text).place(text.index("5个")).path == "二、思路"


def test_a_sentence_is_whole_and_a_clause_ends_at_a_comma():
    text = "完成立项。面积达1,880亩,当中18个项目启动;其余在办。完。"
    outline = Outline(text)
    assert text[slice(*outline.sentence(text.index("18个")))] == "面积达1,880亩,当中18个项目启动;其余在办。"
    assert text[slice(*outline.clause(text.index("880")))] == "面积达1,880亩,"


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ("全县实现国内生产总值一百零四亿元按可比价格计算比上年增\n长百分之五。", True),
        ("全县实现国内生产总值一百零四亿元按可比价格计算增长百分之五。\n下一段。", False),
        ("一、上半年工作总结\n完成立项。", False),
        ("全县实现国内生产总值一百零四亿元按可比价格计算增长百分之五\n二、下半年工作", False),
        ("短行\n下一行", False),
    ],
)
def test_a_line_break_is_a_wrap_only_inside_running_text(text, wrapped):
    assert is_wrapped(text, text.index("\n")) is wrapped


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
def test_a_figure_speaks_of_the_days_that_its_words_name(text, expected):
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
def test_the_period_of_a_report_is_that_of_its_title(title, period):
    read_period = read(title + "\n\n建成5个公园。")["period"].iloc[-1]
    assert (read_period if isinstance(read_period, str) else None) == period


def test_the_issuer_is_taken_from_the_title():
    assert set(read("下沙街道2022年半年度工作总结\n\n建成5个公园。")["org_unit"]) == {"下沙街道"}
