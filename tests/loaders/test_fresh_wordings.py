"""Wordings of reports of other places: what makes one fact, whose it is, for when, what is counted."""

import pandas as pd
import pytest

from domain.schema.cell_links import cell_starts
from loaders.report.read import read_report
from loaders.text.source import parse_source


def tables(text: str, period: str = "2024H1") -> dict[str, pd.DataFrame]:
    return read_report(parse_source(text.encode(), "report.txt", {"period": period})).tables


def column(text: str, name: str, period: str = "2024H1") -> dict[str, object]:
    """The column `name` of the statements of `text` by the figure as printed; the last of equal ones."""
    made = tables(text, period)
    printed = dict(zip(made["figures"]["start"], made["figures"]["text"], strict=True))
    rows = made["statements"].astype(object)
    return {
        printed[cell_starts(row["cells"])["value"]]: row[name]
        for row in rows.where(rows.notna(), None).to_dict("records")
    }


def measured(text: str, period: str = "2024H1") -> list[tuple[float | None, float | None, float | None]]:
    """Target, actual and reported rate of each measure of `text`."""
    rows = tables(text, period)["measures"].astype(object)
    rows = rows.where(rows.notna(), None)
    return [(row["target"], row["actual"], row["reported_rate"]) for row in rows.to_dict("records")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("计划投资3.6亿元的污水厂项目完成投资9000万元。", (36000, 9000, None)),
        ("完成改厕150户,全年任务240户。", (240, 150, None)),
        ("改厕完成150户(任务240户)。", (240, 150, None)),
        ("按照县里下达的600亩造林任务,我镇已完成420亩。", (600, 420, None)),
        ("房屋征收80户中的56户已签约。", (80, 56, None)),
        ("80户拆迁户已签约56户。", (80, 56, None)),
        ("涉及农户70户,已签约52户,剩余18户。", (70, 52, None)),
        ("年初确定的14项民生实事已完成9项。", (14, 9, None)),
        ("经营性房屋90座,已完成鉴定84座。", (90, 84, None)),
        ("64处隐患整改61处。", (64, 61, None)),
        ("隐患64处,其中已整改61处,正在整改3处。", (64, 61, None)),
        ("对20台需要更新改造的老旧电梯逐台建档,目前更新改造率85%。", (20, 17, 85)),
        ("青石镇完成420亩,占任务600亩的70%;柳河镇完成270亩,占90%。", (300, 270, 90)),
        ("棚改累计完成投资90亿元,占75亿元全年任务的120%。", (75, 90, 120)),
        ("税收完成年度目标2000万元的62%,达1240万元。", (2000, 1240, 62)),
        ("需拆迁120户,共4万平方米。截至5月底,已拆迁90户,占75%;已拆除3万平方米。", (4, 3, None)),
    ],
)
def test_pair_of_target_and_actual_becomes_one_measure(text, expected):
    assert expected in measured(text)


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("计划投产项目17个,完成投资2亿元;预备项目30个,完成投资1亿元。", (17, 30)),
        ("需拆迁500户。截至5月底,已拆迁300户,上周新拆迁20户。", (500, 20)),
        ("铺设路面1300米,室外景观完成30%。", (4333, 1300)),
        ("财政收入完成900万元,占全年任务2000万元的45%。\n镇里已累计投入160万元修路。", (2000, 160)),
        ("12件民生实事完成7件,5件正在推进。", (12, 5)),
        ("总投资8000万元,其中县级配套2000万元。目前已完成投资90万元。", (2000, 90)),
    ],
)
def test_numbers_of_two_things_make_no_measure(text, unwanted):
    assert unwanted not in [(target, actual) for target, actual, _ in measured(text)]


def test_rates_given_respectively_skip_the_counts_between():
    text = "9个农业项目完成投资4亿元,30个工业项目完成投资12亿元,分别占年计划的40%、60%。"
    assert {(4, 40), (12, 60)} <= {(actual, rate) for _, actual, rate in measured(text)}


def test_rate_chooses_the_target_that_gives_it():
    text = "今年计划启动改造1.5万户,包括主城区5000户、郊区10000户。截至4月底,已启动改造6000户,占年计划的40%。"
    assert (15000, 6000, 40) in measured(text)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("(一)主要预期目标\n财政收入完成1300万元。", {"1300万元": "target"}),
        ("今年共安排财政衔接资金4400万元。今年安排1200万元用于修路。", {"4400万元": "actual", "1200万元": "actual"}),
        ("已开展手续办理等前期准备工作的小区45个。", {"45个": "actual"}),
        ("40家企业和2座寺庙、1所学校未拆迁。", {"40家": "open", "2座": "open", "1所": "open"}),
        ("发现一般隐患30条、限期整改12条、下达整改指令书8份。", {"30条": "actual", "12条": "open", "8份": "actual"}),
        (
            "2024年,全镇计划完成造林面积850亩,封山育林面积1500亩。",
            {"850亩": "target", "1500亩": "target"},
        ),
    ],
)
def test_role_follows_from_the_words_around_it(text, roles):
    assert column(text, "role") == roles


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("煤矿方面:检查企业3家,发现一般隐患5条。", {"3家": "煤矿", "5条": "煤矿"}),
        ("东岭片区需征迁房屋368栋,其中青石村90栋。截至目前,该片区已腾空235栋。", {"235栋": "东岭片区"}),
        ("省重点项目2个,总投资20亿元。市重点项目7个,总投资33亿元。", {"20亿元": "省重点项目", "33亿元": "市重点项目"}),
        ("1.计划投资1300万元,建设青石水库除险加固工程。", {"1300万元": "青石水库"}),
        ("到位资金8亿元,其中1000万元以上项目到位资金5亿元。", {"8亿元": None, "5亿元": "1000万元以上项目"}),
        ("又协调交通项目资金25万元,入园区企业3家。", {"25万元": None, "3家": None}),
    ],
)
def test_scope_is_the_group_or_place_that_is_spoken_of(text, scopes):
    found = column(text, "scope")
    assert {printed: found[printed] for printed in scopes} == scopes


def test_month_that_is_compared_with_dates_nothing():
    text = "截至6月末,开工改造小区15个,较5月末提高了21个百分点;涉及居民330户。"
    assert str(column(text, "as_of_end", "2024")["330户"])[:10] == "2024-06-30"


def test_months_after_the_year_hold_for_the_rest_of_a_short_text():
    text = "2024年,我县安排项目91个。1-4月,完成投资96亿元。\n县重点项目55个,完成投资8亿元。\n"
    assert str(column(text, "as_of_end", "2024")["8亿元"])[:10] == "2024-04-30"


def test_due_date_of_another_item_is_none_of_this_one():
    text = "东岭项目5月底完成签约;西溪项目拟征收房屋49户。"
    assert column(text, "due", "2024")["49户"] is None


def test_yearly_plan_of_investment_is_due_at_the_end_of_the_year():
    assert str(column("重点项目50个,年度投资计划17亿元。", "due", "2024")["17亿元"])[:10] == "2024-12-31"


@pytest.mark.parametrize(
    ("text", "objects"),
    [
        ("本次共检查辖区内企业5家,加油站7家。", {"5家": "企业", "7家": "加油站"}),
        ("需征迁房屋368栋。", {"368栋": "房屋"}),
        ("全市31个行业领域共排查重大事故隐患290个。", {"31个": "行业领域"}),
        ("各级财政衔接资金累计支出380万元。", {"380万元": "各级财政衔接资金"}),
        ("14个村共流转土地3200亩。", {"3200亩": "流转土地"}),
        ("会议要求各村排查隐患30处。", {"30处": "隐患"}),
        ("拟向上级申请补助300万元。", {"300万元": "补助"}),
        ("新建管网20公里,30个乡镇实现污水处理。", {"30个": "乡镇"}),
    ],
)
def test_object_is_the_noun_without_what_is_said_of_it(text, objects):
    found = column(text, "object")
    assert {printed: found[printed] for printed in objects} == objects


def test_step_of_another_domain_is_not_carried_over():
    text = "实施行政处罚84起,盘活低效用地500亩。"
    assert column(text, "stage")["500亩"] is None
