"""Commitments: which clauses of a report promise something, with their quantity and the due date that the text says."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.report.read import read_report
from loaders.text.source import parse_source

REPORT = """某镇2024年上半年工作报告

一、上半年工作总结
(一)项目建设
完成投资300万元。{done}

{heading}
(一)抓项目
{plan}
"""


def commitments(text: str, **origin: str) -> list[dict]:
    known = {"org_unit": "某镇", "period": "2024H1"} | origin
    source = parse_source(text.encode(), "report.txt", known)
    rows = read_report(source).tables["commitments"]
    for row in rows.itertuples():
        assert source.text[row.start : row.end] == row.quote
    return rows.astype(object).where(rows.notna(), None).to_dict("records")


def planned(plan: str, heading: str = "二、下半年工作思路", **origin: str) -> list[str]:
    return [row["text"] for row in commitments(REPORT.format(done="", heading=heading, plan=plan), **origin)]


def dues(plan: str, heading: str, **origin: str) -> list[date | None]:
    rows = commitments(REPORT.format(done="", heading=heading, plan=plan), **origin)
    return [row["due"].date() if row["due"] else None for row in rows]


def promised(done: str, **origin: str) -> list[str]:
    """The tasks that a summary without a plan names."""
    return [
        row["text"]
        for row in commitments(f"某镇2024年上半年工作总结\n\n一、主要工作\n完成投资300万元。{done}\n", **origin)
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "二、2024年下半年工作安排",
        "二、阔步迈上新征程",
        "二、下一步工作打算",
        "二、2025年重点工作",
    ],
)
def test_plan_under_any_heading_gives_its_tasks(heading):
    assert planned("新建污水管网3公里。", heading) == ["新建污水管网3公里"]


@pytest.mark.parametrize("title", ["某镇2024年工作规划", "某镇2024年工作安排", "某镇2024年工作要点"])
def test_text_that_is_nothing_but_a_plan_gives_its_tasks(title):
    assert [row["text"] for row in commitments(f"{title}\n\n一、产业\n引进企业5家。\n")] == ["引进企业5家"]


def test_amounts_in_one_task_are_one_row_with_the_first_quantity():
    (row,) = commitments(REPORT.format(done="", heading="二、下半年工作思路", plan="拆除住宅70户、企业7家、厂房2座。"))
    assert (row["text"], row["quantity"], row["unit"]) == ("拆除住宅70户、企业7家、厂房2座", 70, "户")


def test_theme_and_topic_are_those_above_the_task():
    plan = "推进项目建设。新建停车场2个,修缮村道4公里。"
    rows = commitments(REPORT.format(done="", heading="二、下半年工作思路", plan=plan))
    assert [(row["text"], row["theme"], row["topic"]) for row in rows] == [
        ("新建停车场2个", "抓项目", "推进项目建设"),
        ("修缮村道4公里", "抓项目", "推进项目建设"),
    ]


def test_numbered_item_that_is_a_task_is_no_theme():
    plan = "1.完成西沟水库除险加固,改善灌溉条件;\n2.开展老旧小区改造。"
    assert planned(plan) == ["完成西沟水库除险加固,改善灌溉条件", "开展老旧小区改造"]


@pytest.mark.parametrize(
    "wish",
    [
        "切实提升服务效能,增强群众获得感。", "进一步加强作风建设,凝聚强大合力。", "各位代表,让我们携手奋进,谱写新篇章!",
        "坚持以高质量发展为指导,真抓实干。", "不断提高公共服务水平。", "推动高质量发展,营造良好氛围。",
    ],
)  # fmt: skip
def test_wish_or_slogan_without_an_object_is_no_commitment(wish):
    assert planned(wish + "开展防汛演练。") == ["开展防汛演练"]


def test_wish_with_a_thing_or_a_name_is_a_commitment():
    plan = "加快东河大桥建设进度,用好“民情地图”,推进老旧小区加装电梯。"
    assert planned(plan) == ["加快东河大桥建设进度", "用好“民情地图”", "推进老旧小区加装电梯"]


def test_task_clause_of_purpose_belongs_to_its_task():
    assert planned("改造农贸市场,提升购物环境,带动周边商户增收。") == ["改造农贸市场,提升购物环境,带动周边商户增收"]


def test_task_total_investment_behind_it_belongs_to_it():
    (row,) = commitments(
        REPORT.format(done="", heading="二、下半年工作思路", plan="新增工业项目9个,总投资24.5亿元,当年投资6亿元。")
    )
    assert (row["text"], row["quantity"]) == ("新增工业项目9个,总投资24.5亿元,当年投资6亿元", 9)


def test_number_that_only_describes_a_thing_is_no_quantity():
    (row,) = commitments(REPORT.format(done="", heading="二、下半年工作思路", plan="建设占地300亩的产业园二期项目。"))
    assert (row["text"], row["quantity"]) == ("建设占地300亩的产业园二期项目", None)


@pytest.mark.parametrize(
    "said",
    [
        "项目总投资约180万元。",
        "生态修复工程位于东河村,总面积132公顷。",
        "近日,镇政府组织发布会介绍全年工作。",
        "各责任单位要加快推进项目建设。",
        "全力以赴建设现代化幸福美丽新某镇。",
        "老旧小区改造项目\n",
        "重点任务实施计划表\n",
        "按照“三个转型”的总体思路开展工作。",
        "抓好新农村建设、项目工程、信访安全等各项工作。",
    ],
)
def test_clause_that_describes_tells_or_asks_others_is_no_commitment(said):
    assert planned("开展防汛演练。\n" + said) == ["开展防汛演练"]


def test_contents_of_a_task_stay_with_it():
    plan = "开展社区微实事项目10个,包括健身器材加装等。建设幸福美丽新村示范项目。"
    assert planned(plan) == ["开展社区微实事项目10个,包括健身器材加装等", "建设幸福美丽新村示范项目"]


def test_short_sentence_inside_a_paragraph_is_a_task_where_it_is_an_act_on_a_thing():
    plan = "改善生态环境。实施固体废物综合治理行动。完成河道清淤3公里。"
    assert planned(plan) == ["实施固体废物综合治理行动", "完成河道清淤3公里"]


def test_cell_of_a_table_of_tasks_is_due_when_its_row_says():
    text = """某镇2024年民生实事项目清单

项目名称 | 工作任务 | 计划完成时间 | 牵头单位 |
生态公墓建设项目 | 新建公益性墓地15处,出台公墓管理办法。 | 10月底 | 民政办 |
农村道路提升项目 | 投资500万元,改造公路4公里。 | 2024.8 | 交通办 |
"""
    rows = commitments(text, period="2024")
    assert [(row["text"], row["due"].date()) for row in rows] == [
        ("新建公益性墓地15处", date(2024, 10, 31)),
        ("出台公墓管理办法", date(2024, 10, 31)),
        ("投资500万元,改造公路4公里", date(2024, 8, 31)),
    ]


def test_target_beside_its_completion_is_no_commitment():
    text = "某镇2024年工作情况\n\n一、公园\n任务目标:新建公园2处。\n完成情况:今年以来已建成1处。\n"
    assert commitments(text) == []


def test_completed_work_inside_a_plan_is_no_commitment():
    assert planned("我镇积极打造红色旅游线路,申报并启动了两个项目。新建步道2公里。") == ["新建步道2公里"]


def test_expected_goals_are_no_commitments():
    plan = "全年经济社会发展预期目标:地区生产总值达3亿元,增长10%。新建步道2公里。"
    assert planned(plan) == ["新建步道2公里"]


def test_notice_that_asks_others_makes_no_commitment():
    text = "关于安排资金的通知\n\n各村:现安排资金30万元,请按要求做好有关工作:\n一、要及时组织项目竣工验收。\n"
    assert commitments(text) == []


@pytest.mark.parametrize(
    ("told", "task"),
    [
        ("西沟水库主体完工,预计8月底完工。", "预计8月底完工"),
        ("二期厂房力争年底前投产。", "二期厂房力争年底前投产"),
        ("9月10日将启动第二批拆除工作。", "9月10日将启动第二批拆除工作"),
        ("下半年开展设备安装。", "下半年开展设备安装"),
        ("鉴定危房18处,力争在3个月内完成治理。", "力争在3个月内完成治理"),
    ],
)
def test_clause_of_the_summary_with_a_coming_date_is_a_commitment(told, task):
    assert promised(told) == [task]


@pytest.mark.parametrize(
    "told",
    [
        "1至5月完成投资200万元。",
        "3月底完成全部征收。",
        "全年总产量预计达50万公斤。",
        "现将上半年情况及下半年工作目标报告如下。",
        "现将主要工作目标上半年任务完成情况总结如下:",
    ],
)
def test_clause_of_the_summary_without_one_is_none(told):
    assert promised(told) == []


def test_month_behind_the_day_of_publication_is_to_come():
    assert promised("剩余13户7月初交地。", published="2024-06-20") == ["剩余13户7月初交地"]
    assert promised("剩余13户7月初交地。", published="2024-08-20") == []


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("9月底前新建停车场2个。", date(2024, 9, 30)),
        ("8月15日前新建停车场2个。", date(2024, 8, 15)),
        ("年内新建停车场2个。", date(2024, 12, 31)),
        ("三季度前新建停车场2个。", date(2024, 9, 30)),
        ("到2030年新建停车场2个。", date(2030, 12, 31)),
        ("明年新建停车场2个。", date(2025, 12, 31)),
        ("新建停车场2个。", None),
    ],
)
def test_due_date_is_the_one_that_the_clause_says(words, due):
    assert dues(words, "二、下一步工作打算") == [due]


@pytest.mark.parametrize(
    ("heading", "due"),
    [
        ("二、下一步工作打算", None),
        ("二、下半年工作思路", date(2024, 12, 31)),
        ("二、2025年工作安排", date(2025, 12, 31)),
        ("二、到2030年的主要目标任务", date(2030, 12, 31)),
        ("二、“十五五”时期工作思路", date(2030, 12, 31)),
        ("二、明年工作打算", date(2025, 12, 31)),
    ],
)
def test_due_date_without_one_in_the_text_is_the_horizon_of_the_chapter(heading, due):
    assert dues("新建停车场2个。", heading) == [due]


def test_year_end_in_a_plan_for_next_year_is_that_years_end():
    assert dues("年底前新建停车场2个。", "二、2025年工作安排") == [date(2025, 12, 31)]


def test_title_of_the_past_half_year_gives_no_due_date():
    for title in ("某镇2024年上半年工作总结", "某镇2024年上半年工作报告"):
        text = f"{title}\n\n完成投资300万元。\n\n下一步工作打算\n\n(一)项目\n新建停车场2个。\n"
        assert [row["due"] for row in commitments(text)] == [None]


def test_due_date_of_one_item_is_not_that_of_the_next():
    plan = "一是2024年计划新建停车场2个;二是修缮村道4公里。"
    assert dues(plan, "二、下一步工作打算") == [date(2024, 12, 31), None]


def test_appraisal_at_the_years_end_is_no_due_date():
    assert dues("将完成情况与年终考核挂钩,建立奖惩台账。", "二、下一步工作打算") == [None]


@pytest.mark.parametrize(
    ("plan", "tasks"),
    [
        ("确保产值12亿元、技改投资突破3亿元。", [("确保产值12亿元", 12), ("技改投资突破3亿元", 3)]),
        ("旱改水600亩、垦造水田150亩。", [("旱改水600亩", 600), ("垦造水田150亩", 150)]),
        ("4月立项、9月完工。", [("4月立项", None), ("9月完工", None)]),
        ("6月底支出进度50%、9月底80%。", [("6月底支出进度50%", 50), ("9月底80%", 80)]),
        ("争取就业岗位800个、就业率95%以上目标。", [("争取就业岗位800个、就业率95%以上目标", 800)]),
        ("柳林片剩余17户8月20日前清零。", [("柳林片剩余17户8月20日前清零", 17)]),
        ("南园26户,4月底见净地。", [("南园26户,4月底见净地", 26)]),
        ("文创园(总投资7000万元)5月开工。", [("文创园(总投资7000万元)5月开工", None)]),
        ("50万元以上的6个。", [("50万元以上的6个", 6)]),
        ("专班每周一会商,补偿方案张榜公布。", [("专班每周一会商", None), ("补偿方案张榜公布", None)]),
        ("对超期项目收回土地,逐个约谈责任单位。", [("对超期项目收回土地", None), ("逐个约谈责任单位", None)]),
        ("8月底前完成已完工程结算。", [("8月底前完成已完工程结算", None)]),
        ("1.6月8日签约期满前,专班逐户再走访。", [("6月8日签约期满前,专班逐户再走访", None)]),
    ],
)
def test_list_without_a_common_verb_a_day_and_an_outcome_make_tasks(plan, tasks):
    rows = commitments(REPORT.format(done="", heading="二、下一步工作打算", plan=plan))
    assert [(row["text"], row["quantity"]) for row in rows] == tasks


@pytest.mark.parametrize(
    ("plan", "due"),
    [
        ("3月立项。", [date(2024, 3, 31)]),
        ("三季度末支出85%。", [date(2024, 9, 30)]),
        ("半年完成8亿元。", [date(2024, 6, 30)]),
        ("2025年一季度支付率不低于90%。", [date(2025, 3, 31)]),
        ("国庆前完成主楼结顶。", [date(2024, 10, 1)]),
        ("8月底拆除率达到90%、腾空率95%以上。", [date(2024, 8, 31)] * 2),
        ("6月底前开工项目4个;约谈业主单位。", [date(2024, 6, 30), None]),
    ],
)
def test_deadline_holds_for_its_own_item(plan, due):
    assert dues(plan, "二、下一步工作打算") == due


@pytest.mark.parametrize(
    "told",
    ["其余12处限8月底前整改到位", "余款80万元8月底前全部付清", "未整改的9处务必于8月15日前闭环销号"],
)
def test_limit_for_what_is_still_open_is_a_commitment(told):
    assert promised(f"排查隐患60处,{told}。") == [told]


def test_what_stands_behind_problems_in_one_chapter_is_planned_from_its_first_day_on():
    text = (
        "某镇2024年上半年工作总结\n\n一、主要工作\n完成投资300万元。\n\n二、存在问题及下步打算\n"
        "2个项目停工。7月底前拿出处置意见,抽调骨干20人。\n"
    )
    assert [row["text"] for row in commitments(text)] == ["7月底前拿出处置意见", "抽调骨干20人"]


def test_question_of_a_speech_opens_its_plan_and_says_the_year():
    text = "在全镇大会上的讲话\n\n同志们:\n去年完成税收900万元。\n2025年怎么干?\n税收,1000万元。招商,项目6个。\n"
    rows = commitments(text, period="2024")
    assert [(row["quantity"], row["due"].date()) for row in rows] == [
        (1000, date(2025, 12, 31)),
        (6, date(2025, 12, 31)),
    ]


def test_what_others_are_asked_to_do_by_a_day_is_a_commitment():
    text = "某镇征迁情况通报\n\n一、进度\n已签约120户。\n\n二、工作要求\n各村要压实责任,7月20日前北片7户全部签完。\n"
    assert [row["text"] for row in commitments(text)] == ["7月20日前北片7户全部签完"]


@pytest.mark.parametrize("period", ["2024-05", "2024年5月", "五月", "2024Q2", "2024"])
def test_report_of_any_period_is_read(period):
    text = REPORT.format(done="预计8月底完工。", heading="二、下一步工作打算", plan="新建停车场2个。")
    assert [row["text"] for row in commitments(text, period=period)] == ["预计8月底完工", "新建停车场2个"]


@pytest.mark.parametrize("period", ["2023-05", "五月"])
def test_report_of_the_seed_is_read_with_a_period_of_a_month(period):
    seed = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"
    tables = read_report(parse_source(seed.read_bytes(), seed.name, {"org_unit": "金川街道", "period": period})).tables
    assert len(tables["commitments"]) == 56


def test_due_date_in_a_report_of_a_month_is_of_its_year():
    text = REPORT.format(done="预计8月底完工。", heading="二、下一步工作打算", plan="新建停车场2个。")
    assert commitments(text, period="2024-05")[0]["due"].date() == date(2024, 8, 31)


def test_task_due_inside_the_period_begins_with_it():
    (row,) = commitments("某镇2024年工作要点\n\n一、产业\n6月底前引进企业5家。\n", period="2024")
    assert (row["begin"].date(), row["due"].date()) == (date(2024, 1, 1), date(2024, 6, 30))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="新建完成推进提升水平项目,。;、:“”(一)1.2024年底前个公里将了\n", max_size=120))
def test_tasks_of_any_plan_lie_in_the_text_and_do_not_overlap(plan):
    rows = commitments(f"某镇2024年工作要点\n\n一、产业\n引进企业5家。\n{plan}")
    spans = sorted((row["start"], row["end"]) for row in rows)
    assert all(start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
