"""Where goals are announced, and how far a word of hope or of planning reaches."""

from loaders.report.figures import read_figures
from loaders.text.source import parse_source


def roles(text):
    figures = read_figures(parse_source(text.encode(), "报告.txt"))
    figures = figures[figures["base_value"].notna()]
    return dict(zip(figures["text"], figures["role"], strict=True))


def test_goals_announced_in_a_sentence_are_targets_to_its_end():
    text = "2023年主要预期目标是:生产总值增长6%左右,出口增长7%,粮食稳定在507万吨以上。上年出口增长4%。"
    assert roles(text) == {
        "6%左右": "target", "7%": "target", "507万吨以上": "target", "4%": "actual",
    }  # fmt: skip


def test_goals_announced_by_a_line_of_its_own_are_the_list_below():
    text = "建议全年经济社会发展预期目标\n●地区生产总值增长5%以上\n●城镇新增就业110万人以上\n"
    assert roles(text) == {"5%以上": "target", "110万人以上": "target"}


def test_list_in_a_sentence_that_mentions_a_plan_has_actuals():
    text = "一、2022年工作总结\n一是认真落实播种计划任务,全年完成播种32220亩,其中油菜1830亩。"
    assert roles(text) == {"32220亩": "actual", "1830亩": "actual"}


def test_hope_ends_with_its_part_of_the_sentence_and_expectation_leads_its_whole_list():
    hoped = "11个项目已进场,其它项目也有望新增12个;渝利铁路征地984亩。"
    assert roles(hoped) == {"11个": "actual", "12个": "forecast", "984亩": "actual"}
    assert roles("预计实现生产总值20亿元；社会投资10亿元。") == {"20亿元": "forecast", "10亿元": "forecast"}
