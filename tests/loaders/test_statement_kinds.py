"""Kinds of wording that many reports share: each gives what a reader takes from it, whatever the words around it."""

import pandas as pd
import pytest

from loaders.report.read import read_report
from loaders.text.source import parse_source
from tests.loaders.test_statement_wording import column, days, statements


def cells(text: str, table: str, *columns: str, period: str = "2025H1") -> list[tuple]:
    rows = read_report(parse_source(text.encode(), "report.txt", {"period": period})).tables[table]
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in rows[list(columns)].to_numpy().tolist()]


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
        ("3月5日至4月20日,财政收入2亿元。", ("2025-03-05", "2025-04-20")),
        ("3月5日-12日,财政收入2亿元。", ("2025-03-05", "2025-03-12")),
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


def test_year_before_our_district_is_no_number_of_a_list():
    text = "第二批房屋签约30户,2025年我区签约500户。"
    assert column(text, "scope") == {"30户": "第二批", "500户": None}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("检查商场5家,建材市场4家以及居民楼30栋。", "30栋"),
        ("共计整治主干道路两侧农田30亩。", "30亩"),
        ("除青山村外,完成改造30户。", "30户"),
        ("农村产业入选省级重点建设项目;获奖励30万元。", "30万元"),
    ],
)
def test_words_that_lead_to_a_name_give_no_scope(text, printed):
    assert statements(text)[printed]["scope"] is None


def test_shares_that_go_on_with_a_rate_belong_each_to_its_amount():
    found = statements("已开工12个村、360户,分别占计划的80%、75%;未开工3个村、120户,分别占计划的20%、25%。")
    pairs = [("12个", "80%"), ("360户", "75%"), ("3个", "20%"), ("120户", "25%")]
    assert all(found[rate]["role"] == "rate" for _, rate in pairs)
    assert all(set(found[rate]["pair"].split()) & set(found[amount]["pair"].split()) for amount, rate in pairs)
    assert len({found[rate]["pair"] for _, rate in pairs}) == 4


def test_growth_that_goes_on_with_another_is_growth():
    found = statements("财政收入2亿元,社零总额5亿元,分别同比增长7%和4%。")
    assert [found[each]["stage"] for each in ("7%", "4%")] == ["同比增长", "同比增长"]


def test_rates_of_places_behind_their_name_are_rates():
    text = "各镇完成率分别为:东溪镇76%、西溪镇58%。"
    found = statements(text)
    assert [(found[each]["role"], found[each]["scope"]) for each in ("76%", "58%")] == [
        ("rate", "东溪镇"), ("rate", "西溪镇"),
    ]  # fmt: skip


def test_levels_of_places_are_no_rates():
    assert column("各镇绿化率分别为:东溪镇36%、西溪镇38%。", "role") == {"36%": "actual", "38%": "actual"}


def test_base_in_brackets_is_the_target_of_its_rate():
    found = statements("全镇完成改厕900户,完成年度任务(800户)的112.5%。")
    assert (found["800户"]["role"], found["112.5%"]["role"]) == ("target", "rate")
    assert found["800户"]["pair"] == found["112.5%"]["pair"] is not None


def test_plan_of_the_year_beside_its_investment_is_a_target():
    found = statements("重点项目6个,总投资9亿元,年度计划完成投资4亿元,1-5月完成投资1亿元,占年度计划的25%。")
    assert [found[each]["role"] for each in ("9亿元", "4亿元", "1亿元", "25%")] == [
        "actual",
        "target",
        "actual",
        "rate",
    ]
    assert {found[each]["domain"] for each in ("9亿元", "4亿元", "1亿元", "25%")} == {"investment"}


def test_parts_of_a_plan_are_no_actual_of_it():
    found = statements("计划投资9亿元,其中:中央5亿元,省级3亿元,县1亿元。")
    assert [found[each]["pair"] for each in ("5亿元", "3亿元", "1亿元")] == [None] * 3


def test_rate_of_money_paid_is_of_no_area():
    assert statements("余村地块共有土地241亩,土地补偿款完成发放93%。")["241亩"]["pair"] is None


def test_planning_of_villages_is_no_target():
    assert statements("村庄规划设计完成30个。")["30个"]["role"] == "actual"


def test_land_that_a_clearing_takes_is_a_row_of_demolition():
    text = "青溪新区征迁进展\n完成耕地丈量242亩、林地丈量18亩。坟墓共84穴,已迁移31穴。\n"
    assert cells(text, "demolition", "area_mu")[:2] == [(242.0,), (18.0,)]
    assert cells(text, "land", "area_mu") == []


def test_land_that_is_made_stays_land_beside_a_clearing():
    text = "青溪项目征收土地50亩,签约30户。垦造耕地20亩。\n"
    assert statements(text)["20亩"]["domain"] == "land"


def test_hazards_put_right_on_the_spot_are_closed_and_others_open_in_time():
    text = "检查加油站12家,发现安全隐患9条,其中现场整改5条,限期整改4条。"
    assert cells(text, "safety", "found", "closed", "open_in_time")[1:] == [(9.0, 5.0, 4.0)]


def test_inspection_again_is_an_inspection():
    assert cells("本次行动共复查了80家单位。", "safety", "checked") == [(80.0,)]


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        ("举行集中签约仪式3次。", "3次", "other"),
        ("整治山塘20口。", "20口", "other"),
        ("限上批发业总量6亿元。", "6亿元", "investment"),
        ("新增固投项目3个,投资总额6亿元。", "6亿元", "investment"),
        ("投资120万元,硬化村道3公里。", "120万元", "funding"),
        ("财政支出5亿元,同比增长9%。", "9%", "funding"),
        ("财政资金支出5亿元,快于序时进度3个百分点。", "3个百分点", "funding"),
    ],
)
def test_figure_is_of_the_domain_that_its_words_name(text, printed, expected):
    assert statements(text)[printed]["domain"] == expected


def test_trade_that_a_clause_begins_with_is_its_scope():
    text = "工贸领域检查企业43家,发现隐患89项;建筑行业检查工地6个,发现隐患30项。"
    assert list(column(text, "scope").values()) == ["工贸领域", "工贸领域", "建筑行业", "建筑行业"]


def test_share_in_brackets_behind_a_step_is_its_rate():
    found = statements("征迁周报\n签约96户(占80%),腾空70户(占58.3%)。\n")
    assert [(found[each]["role"], found[each]["pair"]) for each in ("80%", "58.3%")] == [
        ("rate", found["96户"]["pair"]), ("rate", found["70户"]["pair"]),
    ]  # fmt: skip


def test_hazards_of_a_level_are_what_those_put_right_are_measured_by():
    found = statements("发现隐患215项。其中重大隐患6项,已完成整改4项,其余挂牌督办。")
    assert found["6项"]["pair"] == found["4项"]["pair"] is not None


def test_amount_of_another_paragraph_without_a_kind_is_of_no_target_there():
    text = "各乡镇春播进度\n东溪镇计划1200亩,完成960亩。\n东溪镇500亩由大户承包。\n"
    assert statements(text)["500亩"]["pair"] is None


def test_item_that_begins_with_months_keeps_them():
    found = statements("2025年工作进展\n1.检查企业5家。\n2.1-4月,财政收入3亿元。\n3.5月,财政收入1亿元。\n")
    assert [days(found[each]) for each in ("3亿元", "1亿元")] == [
        ("2025-01-01", "2025-04-30"), ("2025-05-01", "2025-05-31"),
    ]  # fmt: skip


def test_unit_stated_above_a_list_is_that_of_its_amounts():
    found = statements("各乡镇春播进度(单位:亩)\n东溪镇计划1200,完成960,占80%;西溪镇计划900,完成450,占50%。\n")
    assert [(each["value"], each["unit"]) for each in found.values() if each["role"] != "rate"] == [
        (1200, "亩"), (960, "亩"), (900, "亩"), (450, "亩"),
    ]  # fmt: skip
    assert found["960"]["pair"] == found["1200"]["pair"]


def test_number_of_a_place_below_a_stated_unit_stays_a_name():
    assert list(statements("春播进度(单位:亩)\n省道205沿线计划1200,完成960。\n")) == ["1200", "960"]


LISTED = (
    "东岭县农田建设进度表\n(截至5月20日)\n乡镇\n任务面积(亩)\n完成面积(亩)\n完成率(%)\n"
    "东溪镇\n1200\n960\n80\n西溪镇\n900\n450\n50\n合计\n2100\n1410\n67\n请抓紧推进。"
)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_table_with_one_cell_per_line_is_read_by_its_header(gap):
    found = statements(LISTED.replace("\n", gap))
    assert [(found[each]["role"], found[each]["scope"]) for each in ("1200", "960", "80", "450")] == [
        ("target", "东溪镇"), ("actual", "东溪镇"), ("rate", "东溪镇"), ("actual", "西溪镇"),
    ]  # fmt: skip
    assert (found["2100"]["scope"], found["2100"]["unit"]) == (None, "亩")
    assert days(found["960"]) == ("2025-05-20", "2025-05-20")


def test_table_with_one_cell_per_line_may_count_its_rows():
    text = "征迁进度表\n序号\n村名\n应签户数\n已签约\n1\n东塘村\n60\n45\n2\n西塘村\n40\n30\n"
    assert cells(text, "demolition", "place", "target_households", "households") == [
        ("东塘村", 60.0, None), ("东塘村", None, 45.0), ("西塘村", 40.0, None), ("西塘村", None, 30.0),
    ]  # fmt: skip


def test_short_lines_with_numbers_of_other_forms_are_no_table():
    text = "联系方式\n电话\n0579\n邮编\n324000\n传真\n地址\n88\n完成改造30户。\n"
    assert list(statements(text)) == ["30户"]


def test_columns_that_name_a_step_count_what_the_task_before_them_counts():
    text = "征迁工作进度\n镇街 任务户数 已签约 签约率\n东溪镇 120 96 80%\n西溪镇 90 45 50%\n"
    found = statements(text)
    assert (found["96"]["unit"], found["96"]["pair"]) == ("户", found["120"]["pair"])


def test_title_of_a_programme_that_goes_on_is_no_plan():
    assert column("东溪镇增收计划同步推进\n全镇盘活土地300亩。\n", "role") == {"300亩": "actual"}


def test_present_state_in_a_plan_is_what_is_so():
    text = "产业振兴计划\n一、发展现状\n全镇共有蔬菜基地300亩。\n二、发展目标\n新建蔬菜基地200亩。\n"
    assert column(text, "role", "2025") == {"300亩": "actual", "200亩": "target"}


def test_hazards_or_violations_are_counted_as_hazards():
    text = "全市检查单位338家,发现火灾隐患或违法行为270处,督促整改火灾隐患或违法行为268处,罚款6万元。"
    assert cells(text, "safety", "found", "closed")[1:] == [(270.0, 268.0)]
    assert set(column(text, "domain").values()) == {"safety"}


def test_share_of_villages_above_a_number_is_a_statement():
    assert column("93%以上的村通了水泥路。", "value") == {"93%以上": 93}


def test_disputes_behind_a_word_of_hazards_are_disputes():
    assert statements("上报重大隐患矛盾纠纷12个,化解9个。")["12个"]["domain"] == "governance"


def test_land_that_is_levelled_in_a_field_project_is_land():
    assert statements("中低产田改造\n打井13眼,平整土地200亩。\n")["200亩"]["domain"] == "land"


PROJECTS = (
    "全县重点项目56项(省级6项、市级50项),总投资90亿元,年度计划投资20亿元,1-5月完成投资8亿元。\n"
    "已开工项目45项,开工率80.4%。惠及居民300户。\n"
)


@pytest.mark.parametrize("printed", ["56项", "6项", "50项", "90亿元", "45项", "80.4%"])
def test_projects_of_a_text_on_their_investment_belong_to_it(printed):
    assert statements(PROJECTS)[printed]["domain"] == "investment"


def test_households_in_a_text_on_investment_stay_their_own():
    assert statements(PROJECTS)["300户"]["domain"] == "other"


def test_year_that_is_still_far_off_dates_no_fact():
    text = "产业振兴计划\n——服务业占比:年均增长5%,2029年全镇达到50%;\n——在东村新增基地,占地面积78亩。\n"
    assert days(statements(text, "2025")["78亩"]) is None


def test_index_number_behind_its_year_counts_nothing():
    assert list(statements("索引号 1028/[2025]-00217 组配分类 总结\n签约60户。\n")) == ["60户"]


def test_projects_from_outside_are_a_kind_and_no_name():
    assert column("市外房地产项目到位资金2亿元,完成率91%。", "scope") == {"2亿元": None, "91%": None}


def test_name_behind_words_that_ask_begins_after_them():
    found = statements("全镇推进土地流转，要求每村流转不少于280亩。")
    assert found["280亩"]["object"] == "每村流转"


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("到2030年建成停车位2000个。", "2030-12-31"),
        ("到2026年底,建成停车位2000个。", "2026-12-31"),
        ("2026年,新建停车位2000个。", "2026-12-31"),
        ("“十五五”期间,新建停车位2000个。", "2030-12-31"),
    ],
)
def test_figure_of_a_time_to_come_is_a_target_and_dates_nothing_done(text, due):
    row = statements(text, "2025")["2000个"]
    assert (row["role"], str(row["due"])[:10]) == ("target", due)
    assert days(row) is None


@pytest.mark.parametrize(
    "text",
    [
        "截至2026年1月10日,已新建停车位2000个。",
        "“十四五”期间,新建停车位2000个。",
        "2026年是开局之年。全镇新建停车位2000个。",
    ],
)
def test_figure_of_a_time_that_has_passed_is_no_target(text):
    assert statements(text, "2025")["2000个"]["role"] == "actual"


@pytest.mark.parametrize(
    "text",
    [
        "全县今年将办好十件民生实事\n这十件实事分别是:新增停车位500个;改造危房300户。",
        "人大会议上获悉,2024年,全县将集中力量办好十件民生实事。\n十件实事是:新增停车位500个;改造危房300户。",
        "会议票决出2024年民生实事项目!\n一、2024年停车场工程\n新增停车位500个。\n二、2024年安居工程\n改造危房300户。",
        "2024年区政府重点工作\n(一)便民工程。新增停车位500个。\n(二)安居工程。改造危房300户。",
        "2024年全县为民兴办十件实事\n会上明确了所办的事。\n一是便民工程,新增停车位500个。\n二是安居工程,改造危房300户。",
        "《2024年为民办实事工作计划》的主要内容是:\n一、便民工程\n新增停车位500个\n二、安居工程\n改造危房300户",
        "2024年,县里将优先保障投入,抓好十件大事和实事。分别是:(1)新增停车位500个。(2)改造危房300户。",
    ],
)
def test_list_of_projects_that_are_announced_is_a_list_of_targets(text):
    found = statements(text, "2024")
    assert [(found[quantity]["role"], str(found[quantity]["due"])[:10]) for quantity in ("500个", "300户")] == [
        ("target", "2024-12-31"), ("target", "2024-12-31"),
    ]  # fmt: skip
    assert (found["500个"]["object"], found["300户"]["object"]) == ("停车位", "危房")


@pytest.mark.parametrize(
    "text",
    [
        "2024年,全县已完成的十件民生实事分别是:新增停车位500个;改造危房300户。",
        "2024年全县办成了十件实事\n分别是:新增停车位500个;改造危房300户。",
    ],
)
def test_list_of_projects_that_are_finished_is_no_list_of_targets(text):
    assert {row["role"] for quantity, row in statements(text, "2024").items() if quantity != "十件"} == {"actual"}


def test_name_in_one_task_is_no_scope_of_the_next():
    text = "二、2025年工作安排\n完成东坪中学整体搬迁,改造运动场2个;新增墓位500个。东坪水库:新增泵站6座;改造渠道4公里。"
    found = column(text, "scope", "2024")
    assert (found["2个"], found["500个"], found["6座"], found["4公里"]) == ("东坪中学", None, "东坪水库", "东坪水库")


def test_money_that_each_person_gets_is_no_row_of_funding():
    text = "每人每月补助标准提高到850元,发放补助资金120万元。"
    assert column(text, "domain") == {"850元": "other", "120万元": "funding"}


def test_step_behind_a_mark_is_that_of_the_next_amount():
    text = "争取上级补助项目6个,到位资金3200万元、拨付2100万元。"
    found = statements(text)
    assert [(found[money]["domain"], found[money]["stage"]) for money in ("3200万元", "2100万元")] == [
        ("funding", "到位"), ("funding", "拨付"),
    ]  # fmt: skip
