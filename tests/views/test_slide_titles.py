"""Titles of slides: made of the words of their sentence or row, and no longer than two lines."""

import pytest

from views.slide_titles import Message, clause_title, first_message, title_lines, unsupported

ROW = ("高标准农田建设", "2,560亩", "3,200亩", "80%")


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("高标准农田建设完成2,560亩，占目标3,200亩的80%", ""),
        ("高标准农田建设完成2,560亩，成效显著", "成效显著"),
        ("高标准农田建设完成560亩", "560亩"),
        ("高标准农田建设完成2,560亩，占目标3,200亩的8", "8"),
    ],
)
def test_title_word_outside_of_row_is_found(title, rest):
    assert unsupported(title, ROW) == rest


def test_title_with_invented_word_is_passed_over():
    candidates = [Message("农田建设领跑全县", "农田建设完成80%"), Message("农田建设完成80%", "农田建设完成80%")]
    assert first_message(candidates) == candidates[1]


def test_title_used_before_is_passed_over():
    assert first_message([Message("完成80%", "完成80%")], used=["完成80%"]) is None


def test_title_of_two_lines_breaks_at_pause():
    text = "东湖污水处理厂二期工程投资完成1,800万元，占目标6,000万元的30%，低于序时进度9.7个百分点"
    assert title_lines(text) == (
        "东湖污水处理厂二期工程投资完成1,800万元，",
        "占目标6,000万元的30%，低于序时进度9.7个百分点",
    )


def test_title_line_never_breaks_inside_of_number():
    lines = title_lines("一二三四五六七八九十一二三四五六七八九十一二三四五六12,345万元一二三四五六七")
    assert lines[0] == "一二三四五六七八九十一二三四五六七八九十一二三四五六"


@pytest.mark.parametrize(
    ("sentence", "number", "title"),
    [
        ("(三)春茶产量达到86吨,同比增长8.5%。", "86吨", "春茶产量达到86吨，同比增长8.5%"),
        (
            "我们坚持把项目建设摆在首位,全力以赴抓推进抓落实,积极争取上级各类专项资金支持,计划新开工项目12个,已开工7个,成效明显。",
            "7个",
            "计划新开工项目12个，已开工7个",
        ),
        ("其中", "1", ""),
    ],
)  # fmt: skip
def test_clause_with_number_is_complete(sentence, number, title):
    assert clause_title(sentence, number) == title
