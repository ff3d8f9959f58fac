"""The report as received, with the findings that a careful reader has; and what becomes of them when it changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from domain.checks import check_report
from loaders.report.read import read_report
from loaders.text.source import load_source

SEED = Path(__file__).parents[3] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"
EXPECTED = [
    ("conflict", "two_targets", "7850亩、800亩"),
    ("doubt", "rate_base", "73%"),
    ("doubt", "rate_base", "42.8%"),
    ("doubt", "rate_base", "75%"),
    ("doubt", "sum_vs_coverage", "30万元、244.05万元"),
    ("doubt", "done_and_todo", "“常山江航运枢纽”写了已完成"),
    ("doubt", "done_and_todo", "“文峰西路西延”写了已完成"),
    ("doubt", "damaged_text", "流动摊"),
    ("doubt", "damaged_text", "其他3处在还在"),
    ("doubt", "damaged_text", "23.4万平方"),
    ("doubt", "odd_unit", "530余亩"),
    ("doubt", "exact_and_over", "5695余亩"),
    ("notice", "rate_base", "100%"),
    ("notice", "rate_of_change", "11%、17%"),
    ("notice", "part_inside", "4000万、200万元"),
    ("notice", "name_drift", "文峰西路延伸、文峰西路西延"),
    ("notice", "name_drift", "上维塑料制品、上维塑胶公司"),
    ("notice", "name_drift", "奈特密封制品、耐特密封制品公司"),
    ("notice", "said_twice", "村级典型案例"),
    ("notice", "said_twice", "执法队"),
    ("notice", "said_twice", "无废乡村"),
    ("notice", "damaged_text", "行成"),
    ("notice", "damaged_text", "一般隐患完成率100%"),
    ("notice", "damaged_text", "建设性用地"),
    ("notice", "damaged_text", "1121”矛调"),
    ("notice", "damaged_text", "建立1N”"),
    ("notice", "damaged_text", "全程留痕"),
    ("notice", "damaged_text", "“诗画风光带”建设为契机"),
    ("notice", "damaged_text", "格+党建”"),
    ("notice", "damaged_text", "“网格+服务”重复"),
    ("notice", "damaged_text", "零扣分”"),
    ("notice", "damaged_text", "进社区”"),
    ("notice", "damaged_text", "全面提高村()"),
    ("notice", "as_of_differs", "1-5月"),
    ("notice", "rank_subject", "排名全县第一、排名全县第二"),
    ("passed", "parts_whole", "12件=9件 + 3件"),
    ("passed", "parts_whole", "11处=8处 + 3处"),
    ("passed", "part_over_whole", "18个≤20个"),
]


@pytest.fixture(scope="module")
def source():
    return load_source(SEED)


def checked(source, *changes):
    text = source.text
    for before, after in changes:
        assert text.count(before) == 1
        text = text.replace(before, after)
    changed = replace(source, text=text)
    return check_report(text, read_report(changed).tables)


def test_seed_findings_match_a_careful_reading(source):
    rows = checked(source).to_dict("records")
    assert [(row["severity"], row["check"]) for row in rows] == [(severity, check) for severity, check, _ in EXPECTED]
    for row, (_, _, words) in zip(rows, EXPECTED, strict=True):
        assert any(words in str(row[column]) for column in ("printed", "title", "message"))


def test_seed_findings_quote_their_sentences(source):
    for row in checked(source).to_dict("records"):
        assert source.text[row["start"] : row["end"]] == row["quote"]
        assert row["org_unit"] == "金川街道"
        assert row["period"] == "2023H1"


@pytest.mark.parametrize(
    ("before", "after", "check", "severity", "words"),
    [
        ("重大隐患11处", "重大隐患13处", "parts_whole", "conflict", "13处≠8处 + 3处"),
        ("纠纷12件", "纠纷14件", "parts_whole", "doubt", "还有2件没有写去向"),
        ("纠纷12件", "纠纷10件", "parts_whole", "conflict", "10件≠9件 + 3件"),
        ("总进度73%", "总进度81%", "rate_base", "doubt", "“81%”无法用文中数字复算"),
        ("总进度73%", "总进度75%", "rate_base", "doubt", "600亩÷800亩=75%"),
        ("立项面积达880亩", "立项面积达900亩", "rate_base", "doubt", "600亩÷900亩=66.67%"),
        ("立项面积达880亩", "立项面积达500亩", "part_over_whole", "conflict", "600亩>500亩"),
        ("完成42.8%房屋", "完成50%房屋", "rate_base", "doubt", "7幢（推算）÷14幢=50%"),
        ("争取4000万专项", "争取100万元专项", "part_inside", "conflict", "200万元大于整体100万元"),
        ("新增耕地7850亩", "新增耕地6500亩", "two_targets", "conflict", "6500亩、800亩"),
        ("徐村村荣获全市", "徐村荣获全市", "said_twice", "notice", "无废乡村"),
        ("1-5月固定投资", "1-4月固定投资", "as_of_differs", "notice", "32.9%"),
        ("5695余亩", "4321余亩", "exact_and_over", "doubt", "4321余亩"),
    ],
)
def test_seed_findings_are_in_text_order(source, before, after, check, severity, words):
    rows = checked(source, (before, after)).to_dict("records")
    told = [row for row in rows if (row["check"], row["severity"]) == (check, severity)]
    assert any(words in " ".join(map(str, row.values())) for row in told)


def test_seed_months_have_as_of_findings_in_every_summary_section(source):
    change = ("1.土地整治加压奋进。", "1.土地整治加压奋进。1—5月份完成复垦96亩。")
    rows = checked(source, change).query("check == 'as_of_differs'")
    assert rows["printed"].tolist() == ["1—5月", "1-5月"]


@pytest.mark.parametrize(
    ("before", "after", "check"),
    [
        ("三年800亩", "三年7850亩", "two_targets"),
        ("5695余亩", "5700余亩", "exact_and_over"),
        ("530余亩坟墓", "530余座坟墓", "odd_unit"),
        ("1-5月固定投资", "1-6月固定投资", "as_of_differs"),
        ("结余资金200万元", "追加资金200万元", "part_inside"),
        ("30万元全覆盖", "30万元", "sum_vs_coverage"),
    ],
)
def test_seed_finding_disappears_with_its_cause(source, before, after, check):
    assert check not in set(checked(source, (before, after))["check"])


def test_seed_finding_keeps_id_when_numbers_change(source):
    before = checked(source)
    after = checked(source, ("重大隐患11处", "重大隐患13处"), ("总进度73%", "总进度81%"))
    assert set(before["row_id"]) == set(after["row_id"])


def test_seed_state_follows_the_chosen_target(source):
    message = checked(source).set_index("check").loc["two_targets", "message"]
    assert "按7850亩算，土地整治（新增耕地）种植完成7.44%，严重滞后" in message
    assert "按800亩算，土地整治（新增耕地）种植完成73%，超前" in message
