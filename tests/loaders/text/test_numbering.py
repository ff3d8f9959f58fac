"""Automatic numbers of Word documents stand before their paragraphs as Word shows them."""

import pytest

from loaders.text.child_numbers import format_number
from loaders.text.document import read_document
from tests.loaders.text.documents import docx, level, levels, numbered, numbering, paragraph

CHAPTERS = levels(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))


def lines(*body, **parts):
    return read_document(docx(*body, **parts), "报告.docx").text.split("\n")


@pytest.mark.parametrize(
    ("number_format", "value", "expected"),
    [
        ("decimal", 12, "12"),
        ("chineseCounting", 1, "一"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 35, "三十五"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1005, "一千零五"),
        ("japaneseCounting", 12, "十二"),
        ("ideographDigital", 12, "一二"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 12, "亥"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("decimalEnclosedCircle", 2, "②"),
        ("decimalEnclosedCircleChinese", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 3, "03"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 2, "B"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 9, "ix"),
    ],
)
def test_number_in_a_format_is_written_as_word_writes_it(number_format, value, expected):
    assert format_number(value, number_format) == expected


def test_numbering_restarts_below_a_higher_level():
    body = [
        numbered("土地"), numbered("立项", 1), numbered("完成5个。", 2), numbered("启动3个。", 2), numbered("施工", 1),
        numbered("完成2个。", 2), numbered("房屋"), numbered("拆除", 1),
    ]  # fmt: skip
    assert lines(*body, numbering=numbering(CHAPTERS)) == [
        "一、土地", "（一）立项", "1.完成5个。", "2.启动3个。", "（二）施工", "1.完成2个。", "二、房屋", "（一）拆除",
    ]  # fmt: skip


def test_numbering_is_separated_from_digits_behind_it():
    assert lines(numbered("2023年完成5个。"), numbering=numbering(levels(("decimal", "%1.")))) == ["1. 2023年完成5个。"]


def test_numbering_of_a_level_includes_the_levels_above():
    spec = levels(("chineseCounting", "第%1章"), ("decimal", "%1.%2"))
    assert lines(numbered("甲"), numbered("乙", 1), numbering=numbering(spec)) == ["第一章甲", "一.1乙"]


def test_legal_levels_show_arabic_digits():
    spec = levels(("chineseCounting", "%1、")) + level(
        1, '<w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2、"/>'
    )
    assert lines(numbered("甲"), numbered("乙", 1), numbering=numbering(spec)) == ["一、甲", "1.1、乙"]


def test_numbering_of_one_list_continues_and_an_override_restarts_it():
    numbers = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    body = [numbered("甲"), numbered("乙", number=2), numbered("丙", number=3), numbered("丁", number=3)]
    assert lines(*body, numbering=numbering(CHAPTERS, numbers)) == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_numbering_starts_at_the_given_number():
    assert lines(numbered("甲"), numbering=numbering(levels(("chineseCounting", "%1、"), start=3))) == ["三、甲"]


def test_numbers_come_from_styles_and_from_what_they_are_based_on():
    style = (
        '<w:style w:type="paragraph" w:styleId="1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/></w:style>'
    )
    body = [paragraph(text, properties=f'<w:pStyle w:val="{name}"/>') for text, name in (("甲", "1"), ("乙", "2"))]
    assert lines(*body, styles=style, numbering=numbering(CHAPTERS)) == ["一、甲", "二、乙"]


def test_numbering_level_of_a_style_is_the_one_that_names_it():
    spec = levels(("chineseCounting", "%1、")) + level(
        1, '<w:numFmt w:val="chineseCounting"/><w:pStyle w:val="b"/><w:lvlText w:val="（%2）"/>'
    )
    style = '<w:style w:type="paragraph" w:styleId="b"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = [numbered("甲"), paragraph("乙", properties='<w:pStyle w:val="b"/>')]
    assert lines(*body, styles=style, numbering=numbering(spec)) == ["一、甲", "（一）乙"]


def test_number_zero_takes_the_number_of_a_style_away():
    style = '<w:style w:type="paragraph" w:styleId="1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    plain = paragraph("乙", properties='<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines(plain, styles=style, numbering=numbering(CHAPTERS)) == ["乙"]


def test_numbering_of_an_empty_paragraph_counts_and_shows_nothing():
    assert lines(numbered("甲"), numbered(""), numbered("丙"), numbering=numbering(CHAPTERS)) == [
        "一、甲",
        "",
        "三、丙",
    ]


def test_numbering_of_a_deleted_paragraph_does_not_count():
    gone = paragraph(
        "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>",
        properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>',
    )
    assert lines(numbered("甲"), gone, numbered("丙"), numbering=numbering(CHAPTERS)) == ["一、甲", "二、丙"]


def test_numbers_of_before_a_change_do_not_count():
    change = '<w:pPrChange w:id="1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'
    assert lines(paragraph("甲", properties=change), numbering=numbering(CHAPTERS)) == ["甲"]


def test_bullet_of_a_symbol_font_is_a_plain_one():
    assert lines(numbered("甲"), numbering=numbering(levels(("bullet", "&#xf06c;")))) == ["•甲"]


def test_numbering_in_an_unknown_format_is_written_in_digits_and_reported():
    document = read_document(docx(numbered("甲"), numbering=numbering(levels(("thaiCounting", "%1、")))), "a.docx")
    assert document.text == "1、甲"
    assert document.notes == ("1 个自动编号的样式不认识，按阿拉伯数字读，请核对",)


def test_lists_linked_by_a_style_take_its_levels():
    numbers = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="7"><w:abstractNumId w:val="5"/></w:num>'
    )
    linked = f'<w:abstractNum w:abstractNumId="5">{CHAPTERS}</w:abstractNum>'
    style = '<w:style w:type="numbering" w:styleId="n"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    inside = numbering('<w:numStyleLink w:val="n"/>', linked + numbers)
    assert lines(numbered("甲"), styles=style, numbering=inside) == ["一、甲"]
