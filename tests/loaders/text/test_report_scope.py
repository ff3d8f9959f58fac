"""Whose a report is and of when: what its title, its text and its name say, each with its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.text.report_scope import ReportScope, recognise_scope

BODY = "\n\n今年以来，我们扎实推进各项工作，完成880亩。\n一、土地整治\n立项20个。\n"
KNOWN = {"金川街道": ("jcjd", "金川街道", "金川"), "大桥镇": ("dqz", "大桥镇")}


def words(text, scope, name, title="", file_name=""):
    """Every quote of a property, checked against what its offsets point into."""
    holders = {"text": text, "title": title, "file_name": file_name}
    found = getattr(scope, name)
    assert all(holders[each.place][each.start : each.end] == each.quote for each in (*found.clear, *found.possible))
    return [each.quote for each in found.clear]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("大桥镇2023年上半年工作总结及下半年工作思路", "2023H1"),
        ("大桥镇２０２３年上半年工作总结", "2023H1"),
        ("大桥镇二〇二三年上半年工作总结", "2023H1"),
        ("大桥镇二○二三年工作总结", "2023"),
        ("大桥镇 2023 年 上 半 年 工 作 总 结", "2023H1"),
        ("大桥镇2023年半年度工作报告", "2023H1"),
        ("大桥镇2022年工作总结和2023年工作计划", "2022"),
        ("大桥镇2022年度工作总结", "2022"),
        ("大桥镇2023年下半年工作计划", "2023H2"),
        ("大桥镇2024年第一季度工作小结", "2024Q1"),
        ("大桥镇2024年三季度工作情况汇报", "2024Q3"),
        ("大桥镇2023年1-6月工作情况汇报", "2023H1"),
        ("大桥镇2022年目标任务完成情况和2023年工作安排", "2022"),
    ],
)
def test_scope_period_is_the_one_that_the_title_reviews(title, period):
    text = title + BODY
    scope = recognise_scope(text)
    assert scope.period.value == period
    assert words(text, scope, "period")[0] in title


@pytest.mark.parametrize(
    ("title", "suggested"),
    [
        ("大桥镇2023年1—5月工作情况汇报", ("2023H1",)),
        ("大桥镇2023年前三季度工作总结", ("2023",)),
        ("大桥镇工作总结", ()),
        ("大桥镇20**年上半年工作总结", ()),
        ("大桥镇上半年工作总结", ()),
    ],
)
def test_scope_title_without_a_period_leaves_it_open(title, suggested):
    period = recognise_scope(title + BODY).period
    assert (period.value, period.candidates) == (None, suggested)


@pytest.mark.parametrize(
    ("front", "period"),
    [
        ("大桥镇上半年工作总结\n发布日期：2023-07-10", "2023H1"),
        ("大桥镇下半年工作总结\n发布日期：2024年1月9日", "2023H2"),
        ("大桥镇上半年工作总结\n发布日期：2024-02-01", None),
    ],
)
def test_scope_half_without_a_year_has_the_year_of_the_publication_nearby(front, period):
    assert recognise_scope(front + BODY).period.value == period


def test_scope_half_without_a_year_has_the_year_of_the_first_sentence():
    text = "大桥镇上半年工作总结\n\n2023年以来，我镇扎实推进工作，完成880亩。"
    scope = recognise_scope(text)
    assert scope.period.value == "2023H1"
    assert words(text, scope, "period") == ["上半年", "2023年以来"]


def test_scope_title_without_a_period_uses_the_headings():
    text = "工作材料\n\n现将有关工作介绍如下，请审议。\n一、2022年工作回顾\n完成880亩。\n二、2023年工作计划\n"
    assert recognise_scope(text).period.value == "2022"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("金川街道2023年上半年工作总结" + BODY, "金川街道"),
        ("常山县金川街道办事处2023年上半年工作总结" + BODY, "金川街道"),
        ("关于大桥镇2023年工作情况的汇报" + BODY, "大桥镇"),
        ("2023年上半年蒲鞋市街道工作总结" + BODY, "蒲鞋市街道"),
        ("长治市农业农村局2022年工作总结" + BODY, "长治市农业农村局"),
        ("工作总结\n\n一年来，松台街道深入贯彻落实部署，完成880亩。", "松台街道"),
        ("政府工作报告\n\n各位代表：\n现在，我代表大桥镇人民政府向大会报告工作，请审议。完成880亩。", "大桥镇"),
        ("工作总结" + BODY + "大桥镇人民政府\n2023年7月3日", "大桥镇"),
    ],
)
def test_scope_unit_is_the_subject_of_the_report(text, unit):
    scope = recognise_scope(text)
    assert scope.org_unit.value == unit
    assert words(text, scope, "org_unit")


@pytest.mark.parametrize(
    "text",
    [
        "镇2023年上半年工作总结" + BODY,
        "某街道2023年上半年工作总结" + BODY,
        "乡镇重点工作安排" + BODY,
        "各乡镇、街道2023年工作情况" + BODY,
        "驿城区、经济开发区、产业集聚区征地工作情况" + BODY,
        "棚户区改造工作情况" + BODY,
        "全镇2023年工作总结" + BODY,
        "城市建设工作总结" + BODY,
    ],
)
def test_scope_words_that_name_no_unit_give_none(text):
    assert recognise_scope(text).org_unit.value is None


def test_scope_publishing_office_only_suggests_the_unit():
    unit = recognise_scope("发布机构：常山县人民政府\n工作总结" + BODY).org_unit
    assert (unit.value, unit.candidates) == (None, ("常山县",))


def test_scope_known_unit_is_found_by_an_alias_and_has_its_name():
    title = "金川上半年总结"
    unit = recognise_scope("工作总结" + BODY, title=title, units=KNOWN).org_unit
    assert unit.value == "金川街道"
    assert title[unit.clear[0].start : unit.clear[0].end] == "金川"


def test_scope_title_and_file_name_that_differ_leave_unit_and_period_open():
    scope = recognise_scope("大桥镇2023年上半年工作总结" + BODY, file_name="金川街道2022年上半年工作总结.docx")
    assert (scope.org_unit.value, scope.period.value) == (None, None)
    assert scope.org_unit.candidates == ("金川街道", "大桥镇")
    assert scope.period.candidates == ("2022H1", "2023H1")


def test_scope_title_and_text_in_one_line_are_separated():
    scope = recognise_scope("大桥镇2016年半年工作总结2016年，我镇紧紧围绕目标，完成880亩。")
    assert (scope.title.value, scope.period.value) == ("大桥镇2016年半年工作总结", "2016H1")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("发布日期：2023-07-10 16:02", "2023-07-10"),
        ("发布日期: 2025- 01- 09 16: 02", "2025-01-09"),
        ("公开日期：二〇二三年七月十日", "2023-07-10"),
        ("成文日期：2023年07月10日", "2023-07-10"),
        ("索引号：1133/2023-80898 发布日期：2023.7.10", "2023-07-10"),
        ("发布日期：2023-02-30", None),
    ],
)
def test_scope_publication_day_is_found_among_the_catalogue_lines(line, day):
    text = f"索引号：113/2023-1\n{line}\n大桥镇2023年上半年工作总结{BODY}"
    scope = recognise_scope(text)
    assert scope.published.value == day
    words(text, scope, "published")


def test_scope_as_of_day_is_that_of_the_title():
    text = "大桥镇截至2023年5月31日重点工作进展情况" + BODY
    scope = recognise_scope(text)
    assert scope.as_of.value == "2023-05-31"
    assert words(text, scope, "as_of") == ["截至2023年5月31日"]


@given(
    st.text(alphabet="大桥镇街道2023年上半工作总结，。：\n 一、至月日发布期〇截-/", max_size=120), st.text(max_size=20)
)
def test_scope_of_any_text_and_title_quotes_words_at_their_place(text, title):
    scope = recognise_scope(text, title=title)
    assert isinstance(scope, ReportScope)
    for name in ("org_unit", "period", "as_of", "title", "published"):
        words(text, scope, name, title)


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("西城区2023年上半年工作总结", "西城区"),
        ("南山区2023年重点工作完成情况", "南山区"),
        ("夏集镇2023年上半年工作总结", "夏集镇"),
        ("北京市房山区城关街道2023年上半年工作总结", "城关街道"),
        ("上城区望江街道2023年上半年工作总结", "望江街道"),
        ("大桥镇棚户区改造2023年上半年工作总结", "大桥镇"),
        ("山区开发2023年上半年工作总结", None),
        ("老城区改造2023年上半年工作总结", None),
        ("全县城镇2023年上半年工作总结", None),
        ("老旧小区改造2023年上半年工作总结", None),
    ],
)
def test_scope_unit_whose_name_ends_like_a_common_word_is_read(title, unit):
    assert recognise_scope(title + BODY).org_unit.value == unit


@pytest.mark.parametrize(
    "opening",
    [
        "今年以来，在县委、县政府的坚强领导下，东山街道深入贯彻落实省、市部署。",
        "东山街道全面落实全区动员大会精神，掀起项目热潮。",
        "2008年街道办工作总结一年来，东山街道办事处在区党工委、管委会的正确领导下，加强社区建设。",
        "索引号 | 0010/2023 | ||\n组配分类 | 计划总结 | 发布机构 | 东山街道 |\n2023年度工作总结 |\n一、今年工作回顾",
    ],
)
def test_scope_unit_of_a_known_office_is_read_where_it_speaks_or_issued_the_text(opening):
    assert recognise_scope(opening + BODY, units={"东山街道": ("东山街道",)}).org_unit.value == "东山街道"


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("5月10日上午，甘谷县第十七届人民代表大会第五次会议开幕。", ("甘谷县",)),
        ("金湖县2016年度第一批土地治理项目计划总投资2295万元。", ("金湖县",)),
        ("[田阳县]投资1350万元改造水田\n\n　　4月28日，大型挖掘机进场。", ("田阳县",)),
        ("为深入贯彻落实市级部署，扎实推进工作。", ()),
        ("现将我镇情况汇报如下。", ()),
    ],
)
def test_scope_unit_that_only_begins_a_sentence_is_suggested(text, suggested):
    unit = recognise_scope(text + BODY).org_unit
    assert (unit.value, unit.candidates) == (None, suggested)


def test_scope_unit_signed_at_the_end_of_the_last_paragraph_is_suggested():
    text = "各乡镇：" + "请按计划抓好落实。" * 8 + "附件：《计划表》景宁畲族自治县农业农村局2023年7月3日。"
    assert recognise_scope(text).org_unit.candidates == ("景宁畲族自治县农业农村局",)


def test_scope_period_at_the_beginning_of_the_text_is_suggested():
    period = recognise_scope("2024年上半年，市应急局深入推进各项工作，全市发生事故6起。").period
    assert (period.value, period.candidates) == (None, ("2024H1",))
