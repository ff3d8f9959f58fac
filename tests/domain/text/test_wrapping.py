"""Line breaks inside sentences: which they are, the text without them, and the way back to the original offsets."""

import pytest

from domain.text.wrapping import JoinedText, wrapped_breaks


def test_numbers_in_a_column_are_not_joined():
    text = "各村上半年集体经济经营性收入合计数据如下单位万元12\n30\n45\n"
    assert JoinedText(text).text == text


def test_joined_offsets_map_back_to_source():
    text = "全县实现国内生产总值按可比价格计算比上年增\n长14.5%,财政收入三亿元有余并且还在不断增\n加。"
    joined = JoinedText(text)
    start = joined.text.index("14.5%")
    assert text[slice(*joined.span(start, start + 5))] == "14.5%"


def test_text_without_wraps_stays_as_it_is():
    assert JoinedText("一、总结\n完成5件。\n").text == "一、总结\n完成5件。\n"


def test_source_offsets_map_to_joined_text():
    text = "全县实现国内生产总值按可比价格计算比上年增\n长14.5%,财政收入三亿元有余并且还在不断增\n加。"
    joined = JoinedText(text)
    assert joined.text[joined.joined(text.index("14.5%")) :].startswith("14.5%")
    assert joined.joined(len(text)) == len(joined.text)


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ("全县实现国内生产总值一百零四亿元按可比价格计算比上年增\n长百分之五。", True),
        ("全县实现国内生产总值一百零四亿元按可比价格计算增长百分之五。\n下一段。", False),
        ("一、上半年工作总结\n完成立项。", False),
        ("全县实现国内生产总值一百零四亿元按可比价格计算增长百分之五\n二、下半年工作", False),
        ("短行\n下一行", False),
        ("共走访了甲村、\n乙村两个村。", True),
        ("出台了办法(试行\n)三个。", True),
        ("某某街道办事处2022年度工作总结及2023年度工作思路\n发布日期:2023-01-08", False),
        ("某某街道办事处2022年度工作总结及2023年度工作思路\n今年以来,街道各项工作平稳。", False),
        ("信息来源:某某街道党政综合办公室和某某社区联合供稿\n今年以来,街道各项工作平稳。", False),
        ("今年以来,街道持续推进各项重点工作,共走访企业三百家次\n·解决问题", False),
    ],
)
def test_line_break_is_wrapped_only_inside_running_text(text, wrapped):
    assert wrapped_breaks(text) == ((text.index("\n"),) if wrapped else ())


def test_long_bulleted_item_is_not_continued_by_heading_below():
    text = "·推动河东、河西两个片区的存量厂房改造升级,新增标准厂房面积三万平方米\n完善公共服务\n·新建养老驿站两处"
    assert wrapped_breaks(text) == ()


def test_wrapped_bulleted_item_continues_where_other_lines_are_as_wide():
    text = (
        "·推动河东、河西两个片区的存量厂房改造升级,新增标准厂\n房面积三万平方米。\n"
        "·对接国有平台公司和社会资本,共同建设人才公寓和配套商\n业设施,年内开工。"
    )
    assert len(wrapped_breaks(text)) == 2
