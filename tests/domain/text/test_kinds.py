"""What a part of a report tells of: by its heading, by the title, by its wording."""

import pytest

from domain.text.kinds import announced, title_kind
from domain.text.outline import read_outline


def kind_of(text, words):
    return read_outline(text).sentence(text.index(words)).kind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("上半年工作总结", "done"),
        ("2018年工作回顾", "done"),
        ("主要目标任务完成情况", "done"),
        ("预算执行情况", "done"),
        ("过去五年工作回顾", "history"),
        ("十年来的主要变化", "history"),
        ("“十四五”时期工作回顾", "history"),
        ("过去一年工作回顾", "done"),
        ("一年来的工作", ""),
        ("上半年工作", "done"),
        ("2024年1—6月重点工作", "done"),
        ("前三季度的主要工作", "done"),
        ("上半年工作安排", "plan"),
        ("下半年工作思路举措", "plan"),
        ("2024年经济社会发展总体要求和政策取向", "plan"),
        ("下步工作", "plan"),
        ("开启新征程,建设现代化新城", "plan"),
        ("今后五年的奋斗目标", "plan"),
        ("“十四五”时期发展目标", "plan"),
        ("存在的主要问题", "problems"),
        ("问题和不足", "problems"),
        ("存在问题及下一步打算", ""),
        ("对乡村振兴工作的几点建议", "proposals"),
        ("几点体会", "proposals"),
        ("人大代表建议办理", ""),
        ("特色亮点工作:", "highlights"),
        ("亮点及成效", "done"),
        ("1998年工作回顾和1999年工作的总体要求", ""),
        ("坚持对外开放", ""),
    ],
)
def test_heading_determines_kind_of_its_part(heading, kind):
    assert announced(heading).kind == kind


@pytest.mark.parametrize(
    ("heading", "kind"), [("2023年重点项目", "plan"), ("2022年重点项目", "done"), ("2022年与2023年重点项目", "")]
)
def test_heading_of_a_year_is_a_plan_where_the_year_comes_after_that_of_the_report(heading, kind):
    assert announced(heading, 2022).kind == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青石镇2022年工作总结", "done"),
        ("关于某项目进展情况的汇报", "done"),
        ("青石镇2023年重点工作安排", "plan"),
        ("青石街道2023年工作规划", "plan"),
        ("青石镇2023年主要工作目标", "plan"),
        ("重点工作基本情况及下半年工作目标措施的调研报告", "done"),
        ("青石镇2022年工作总结及2023年工作思路", ""),
        ("关于2022年计划执行情况的报告", "done"),
        ("政府工作报告", ""),
        ("青石镇过去五年工作总结", "history"),
    ],
)
def test_title_determines_kind_of_whole_report(title, kind):
    assert title_kind(title) == kind


def test_lower_heading_with_plan_word_keeps_kind_of_chapter():
    text = (
        "二、上半年工作总结\n(一)谋划举措、安排任务,项目建设成果丰硕\n完成立项20个。\n(二)落实三年行动计划\n新建3处。\n"
    )
    assert kind_of(text, "20个") == "done"
    assert kind_of(text, "3处") == "done"


def test_lower_heading_worded_as_a_section_of_a_report_changes_the_kind():
    text = "一、工业\n(一)存在问题\n仍有2家停产。\n(二)下一步打算\n复产2家。\n二、农业\n完成春播。\n"
    assert kind_of(text, "停产") == "problems"
    assert kind_of(text, "复产") == "plan"


def test_line_naming_main_work_of_a_year_opens_a_part():
    text = "工作回顾\n五年来,完成投资300万元。\n2024年重点工作\n改造农贸市场2个。\n"
    assert kind_of(text, "2个") == "plan"


def test_chapters_below_a_part_take_its_kind():
    text = "第一部分 2022年工作回顾\n一、产业\n引进2家。\n第二部分 2023年工作安排\n一、产业\n引进4家。\n"
    assert kind_of(text, "2家") == "done"
    assert kind_of(text, "4家") == "plan"


def test_report_with_a_title_of_a_plan_is_a_plan_without_a_heading():
    text = "青石镇2023年工作要点\n夯实产业\n·引进企业5家\n·新建标准厂房2万平方米\n"
    assert {sentence.kind for sentence in read_outline(text).sentences[1:]} == {"plan"}


def test_text_of_mostly_requests_is_a_plan():
    text = "全镇要新建高标准农田2000亩,确保粮食产量稳定。\n各村要备足化肥300吨。力争新开工项目8个。\n"
    assert {sentence.kind for sentence in read_outline(text).sentences} == {"plan"}


def test_bulletin_of_a_project_is_done_up_to_the_paragraph_that_opens_the_plan():
    text = (
        "片区改造涉及居民512户。截至6月底,已签约498户,已拆除460户。\n"
        "下一步,我们将加大力度,8月底前拆除剩余房屋。年内开工安置房2栋。\n"
    )
    assert kind_of(text, "460户") == "done"
    assert kind_of(text, "2栋") == "plan"


def test_summary_may_close_with_a_plan_for_the_next_year():
    text = "青石街道2023年工作总结\n一、聚焦民生\n新建口袋公园2个。\n2024年,街道将继续聚焦民生,改造小区4个。\n"
    assert kind_of(text, "2个") == "done"
    assert kind_of(text, "4个") == "plan"


def test_sentences_of_mixed_chapter_follow_their_time_words():
    text = "一、2022年工作回顾和2023年总体要求\n去年新增企业5家。今年要新增企业8家。\n"
    assert kind_of(text, "5家") == "done"
    assert kind_of(text, "8家") == "plan"


def test_chapter_without_kind_words_is_a_plan_if_it_requests():
    text = (
        "一、2022年工作回顾\n完成投资2亿元。\n二、加快农业发展\n要新建农田300亩。要落实补贴40万元。\n"
        "三、办好民生实事\n已新建幼儿园1所,累计投入300万元。\n"
    )
    assert kind_of(text, "300亩") == "plan"
    assert kind_of(text, "1所") == "done"


def test_opening_with_years_that_have_passed_is_history():
    text = "五年来,全镇新建道路60公里。\n今年以来,新建道路3公里。\n"
    assert kind_of(text, "60公里") == "history"
    assert kind_of(text, "3公里") == "done"


def test_title_and_catalogue_lines_have_no_kind():
    text = "发布日期:2023-01-08\n青石镇2022年工作总结\n今年以来,新建道路3公里。\n"
    assert [part.kind for part in read_outline(text).parts] == ["other", "done"]


def test_headings_in_traditional_characters_are_understood():
    assert kind_of("一、工作總結\n完成立項20個,面積880畝。\n二、工作計劃\n新建3處,面積2畝。\n", "3處") == "plan"
