"""Wordings of official prose that no label was made for: which role, date, scope and domain they give."""

import pandas as pd
import pytest

from domain.schema.cell_links import cell_starts
from loaders.report.read import read_report
from loaders.text.source import parse_source


def statements(text: str, period: str = "2025H1") -> dict[str, dict]:
    """The statements of `text` by the figure as printed; the first of equal ones."""
    tables = read_report(parse_source(text.encode(), "report.txt", {"period": period})).tables
    printed = dict(zip(tables["figures"]["start"], tables["figures"]["text"], strict=True))
    rows = tables["statements"]
    found: dict[str, dict] = {}
    for row in rows.astype(object).where(rows.notna(), None).to_dict("records"):
        found.setdefault(printed[cell_starts(row["cells"])["value"]], row)
    return found


def column(text: str, name: str, period: str = "2025H1") -> dict[str, object]:
    return {printed: row[name] for printed, row in statements(text, period).items()}


def days(row: dict) -> tuple[str, str] | None:
    return None if row["as_of_end"] is None else (str(row["as_of_start"])[:10], str(row["as_of_end"])[:10])


TASKS = (
    "东岭区民生实事责任表\n"
    "序号 | 工作任务 | 完成时限 | 牵头单位\n"
    "1 | 改造农贸市场6家;新增停车泊位420个 | 9月底前 | 市场监管局\n"
    "2 | 建设口袋公园8处 | 2025年11月 | 住建局\n"
    "新建健身步道12公里 | 2025.12 | 体育局\n"
)


@pytest.mark.parametrize(
    ("printed", "due"),
    [("6家", "2025-09-30"), ("420个", "2025-09-30"), ("8处", "2025-11-30"), ("12公里", "2025-12-31")],
)
def test_task_in_a_table_is_a_target_due_at_the_date_of_its_row(printed, due):
    row = statements(TASKS)[printed]
    assert (row["role"], str(row["due"])[:10]) == ("target", due)


def test_progress_column_of_a_table_of_tasks_says_what_was_done():
    text = "项目 | 目标任务 | 完成情况 | 责任单位\n公厕 | 计划新建公厕9座 | 建成公厕4座 | 环卫所\n"
    assert column(text, "role") == {"9座": "target", "4座": "actual"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("计划投入财政资金900万元,实际到位860万元。", {"900万元": "target", "860万元": "actual"}),
        ("截至5月底,累计完成投资6.3亿元,占总投资的42%。", {"6.3亿元": "actual", "42%": "rate"}),
        ("东溪路项目需征地310亩,拆迁房屋66户。", {"310亩": "target", "66户": "target"}),
        ("应征收土地75亩、房屋28户。", {"75亩": "target", "28户": "target"}),
        ("应征房屋80户。目前已签约60户,占75%。", {"80户": "target", "60户": "actual", "75%": "rate"}),
        ("每年开展消防演练不少于6次。", {"6次": "target"}),
        ("年度目标任务清单\n实现规上产值52亿元,位居全县第二。", {"52亿元": "actual"}),
    ],
)
def test_words_around_a_figure_give_the_role(text, expected):
    assert column(text, "role") == expected


def test_labels_for_the_task_and_for_what_was_done_part_target_and_actual():
    text = "任务目标:加装电梯18部。完成情况:加装电梯15部。"
    assert column(text, "role") == {"18部": "target", "15部": "actual"}


def test_later_year_in_a_chapter_behind_a_review_is_a_plan():
    text = (
        "河口县2026年政府工作报告\n一、2025年工作回顾\n新建公厕7座。\n二、2026年主要工作\n(一)办实事。新建公厕11座。\n"
    )
    found = statements(text, "2026")
    assert [found[each]["role"] for each in ("7座", "11座")] == ["actual", "target"]
    assert days(found["7座"]) == ("2025-01-01", "2025-12-31")
    assert found["11座"]["due"] == pd.Timestamp("2026-12-31")


def test_list_of_projects_announced_in_the_title_is_a_plan():
    text = "南湾街道2025年十大民生实事项目公布\n1.适老化改造\n改造家庭120户。\n"
    assert statements(text)["120户"]["role"] == "target"


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        ("西河镇工作总结\n一、上半年工作总结\n实施项目14个。\n", "14个", ("2025-01-01", "2025-06-30")),
        ("西河镇2025年1-5月经济运行情况\n固定资产投资3亿元。\n", "3亿元", ("2025-01-01", "2025-05-31")),
        ("1-4月,财政总收入2亿元。其中,税收收入1亿元。", "1亿元", ("2025-01-01", "2025-04-30")),
        ("3月12日晚,已全面完成丈量95户。", "95户", ("2025-03-12", "2025-03-12")),
        ("一、2024年工作回顾\n去年,完成投资8亿元。\n", "8亿元", ("2024-01-01", "2024-12-31")),
        ("去年,完成投资8亿元。", "8亿元", None),
        ("今年以来,检查企业70家。", "70家", None),
    ],
)
def test_days_come_from_the_nearest_words_that_name_some(text, printed, expected):
    assert days(statements(text)[printed]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("沙河大桥改造工程。截至5月底,我县已完成投资700万元。", {"700万元": "沙河大桥改造工程"}),
        ("二、沙河大桥工程进展情况\n完成投资700万元。\n", {"700万元": "沙河大桥工程"}),
        ("1.青石镇:修建机耕路13公里,加固小型水库2座。\n", {"13公里": "青石镇", "2座": "青石镇"}),
        ("新建精品示范村3个,整治口袋公园4处。", {"3个": None, "4处": None}),
        ("流转土地:东塘村60亩、西塘村45亩。", {"60亩": "东塘村", "45亩": "西塘村"}),
        ("(一)聚力项目攻坚。开工6个。\n", {"6个": None}),
        ("年产30万吨涂料项目投资2亿元。", {"2亿元": "年产30万吨涂料项目"}),
        (
            "其中产业项目9个,完成投资4亿元;城建项目7个,完成投资2亿元。",
            {"9个": None, "4亿元": "产业项目", "7个": None, "2亿元": "城建项目"},
        ),
    ],
)
def test_scope_is_the_name_above_the_figure(text, expected):
    found = column(text, "scope")
    assert {printed: found[printed] for printed in expected} == expected


@pytest.mark.parametrize(
    ("text", "printed", "domain"),
    [
        ("种植辣椒2600亩。", "2600亩", "land"),
        ("造林500亩。", "500亩", "environment"),
        ("沙河铁路征地300亩,完成投资5亿元。", "5亿元", "investment"),
        ("需征收房屋40户,涉及企业3家。", "3家", "demolition"),
        ("发放慰问金36万元。", "36万元", "funding"),
    ],
)
def test_domain_follows_the_object_and_the_unit(text, printed, domain):
    assert statements(text)[printed]["domain"] == domain


def test_rate_of_an_earlier_sentence_joins_the_pair_that_gives_it():
    found = statements("排查重大隐患160处,已整改60处。但进度较慢,整改率仅为37.5%。")
    assert found["160处"]["pair"] == found["60处"]["pair"] == found["37.5%"]["pair"]


def test_closing_rate_makes_no_pair_with_the_firms_that_were_checked():
    found = statements("检查企业120家,隐患整改率95%。")
    assert found["120家"]["pair"] is None


def test_list_number_before_a_number_is_no_figure():
    assert column("3、2500亩茶园扩建项目:修路600米。", "role").keys() == {"2500亩", "600米"}


@pytest.mark.parametrize(
    ("text", "base"), [("治理面积2.5k㎡。", 2.5e6), ("迁坟14冢。", 14.0), ("新增墓穴300穴。", 300.0)]
)
def test_unit_of_a_bulletin_is_known(text, base):
    assert [row["base_value"] for row in statements(text).values()] == [base]


def test_list_of_towns_inherits_the_indicator_of_its_title():
    text = (
        "关于2024年1-5月份招商引资情况的通报\n一、总体情况\n全县到位资金3亿元。\n"
        "二、各镇情况\n东溪镇完成2亿元,占任务的53%;西溪镇1亿元,占25%。\n"
    )
    found = statements(text, "2024")
    assert [found[each]["domain"] for each in ("2亿元", "53%", "1亿元")] == ["investment"] * 3
    assert (found["25%"]["role"], found["25%"]["scope"]) == ("rate", "西溪镇")


def test_growth_of_each_town_inherits_the_object_of_the_previous_sentence():
    text = "1-6月,全县规上工业增加值增长7%。分乡镇看,东溪镇增长9%,西溪镇下降2%。"
    found = statements(text)
    assert [(found[each]["scope"], found[each]["domain"]) for each in ("9%", "2%")] == [
        ("东溪镇", "investment"), ("西溪镇", "investment"),
    ]  # fmt: skip
    assert days(found["9%"]) == ("2025-01-01", "2025-06-30")


def test_months_that_open_a_paragraph_date_the_sentences_behind_theirs():
    text = "1-4月,财政收入2亿元。工业投资3亿元。\n工业用电5亿千瓦时。\n"
    found = statements(text)
    assert days(found["3亿元"]) == ("2025-01-01", "2025-04-30")
    assert days(found["5亿千瓦时"]) is None


def test_projects_of_a_town_hold_for_the_town():
    text = "东溪镇重点项目8个,开工6个,开工率75%;西溪镇重点项目5个,开工3个,开工率60%。"
    found = statements(text)
    assert [found[each]["scope"] for each in ("8个", "6个", "75%", "5个", "60%")] == ["东溪镇"] * 3 + ["西溪镇"] * 2
    assert found["75%"]["pair"] == found["6个"]["pair"] == found["8个"]["pair"] is not None


def test_report_of_a_county_is_of_no_town_that_it_names_first():
    assert column("全县工作推进有力。东溪镇征地200亩。", "scope") == {"200亩": "东溪镇"}


def test_office_at_the_head_of_a_paragraph_is_the_scope():
    assert column("县住建局:承担项目9个,完成投资5亿元。\n", "scope") == {"9个": "县住建局", "5亿元": "县住建局"}


@pytest.mark.parametrize(
    ("text", "printed", "column_name", "expected"),
    [
        ("需征收房屋90户,签约80户。", "80户", "role", "actual"),
        ("任务95户、其他88户。", "88户", "role", "actual"),
        ("参加城镇职工养老保险12万人。", "12万人", "scope", None),
        ("新增老年食堂2家。", "2家", "domain", "other"),
        ("共安排重点项目56个。", "56个", "domain", "other"),
        ("2024年重点项目进展情况\n滨江项目总投资12亿元。\n", "12亿元", "domain", "investment"),
        ("2024年重点项目进展情况\n争取专项资金12亿元。\n", "12亿元", "domain", "funding"),
        ("下达资金3亿元,完成投资2亿元。", "2亿元", "domain", "funding"),
        ("完成投资2亿元,征地进度95%。", "95%", "domain", "demolition"),
        ("产业项目完成投资2亿元。", "2亿元", "domain", "investment"),
    ],
)
def test_word_beside_a_figure_decides_no_more_than_it_says(text, printed, column_name, expected):
    assert statements(text)[printed][column_name] == expected


def test_table_without_an_indicator_in_its_header_takes_that_of_its_title():
    text = (
        "2024年1-6月招商引资完成情况表\n镇 | 年度任务(万元) | 完成(万元) | 完成率\n"
        "东溪镇 | 8500 | 2100 | 24.7%\n西溪镇 | 6200 | 1800 | 29.0%\n"
    )
    assert set(column(text, "domain", "2024").values()) == {"investment"}


def test_yearly_bulletin_of_statistics_dates_what_has_no_date():
    text = "东岭县2022年国民经济和社会发展统计公报\n年末户籍人口86万人。\n"
    assert days(statements(text, "2022")["86万人"]) == ("2022-01-01", "2022-12-31")
