"""Facts in lists: whose number it is, what it goes on to count, which of them make one measure, for which day."""

from datetime import date

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
    rows = rows.where(rows.notna(), None).to_dict("records")
    return {printed[cell_starts(row["cells"])["value"]]: row[name] for row in rows}


def measured(text: str, period: str = "2024H1") -> list[tuple[float | None, float | None, float | None]]:
    """Target, actual and reported rate of each measure of `text`."""
    rows = tables(text, period)["measures"].astype(object)
    rows = rows.where(rows.notna(), None)
    return [(row["target"], row["actual"], row["reported_rate"]) for row in rows.to_dict("records")]


def cells(text: str, table: str, period: str = "2024H1") -> list[dict[str, object]]:
    """The rows of a table without what is empty."""
    rows = tables(text, period)[table].astype(object).to_dict("records")
    return [{name: value for name, value in row.items() if pd.notna(value)} for row in rows]


@pytest.mark.parametrize(
    ("text", "objects"),
    [
        ("全年完成补充耕地立项64个,面积1830亩,已验收项目面积920亩。", {"1830亩": "补充耕地", "920亩": "补充耕地"}),
        ("计划新建口袋公园6个,已建成4个。", {"4个": "口袋公园"}),
        ("今年任务数为700亩,目前已完成立项410亩,开工300亩。", {"410亩": None, "300亩": None}),
        ("东河村签约23户、拆除18户,西河村签约15户。", {"23户": "房屋", "15户": "房屋"}),
        ("张湾村完成流转820亩,李湾村650亩。", {"650亩": "流转"}),
        ("安排衔接资金项目12个,总投资1860万元,目前开工11个。", {"11个": "衔接资金项目"}),
        ("全街道排查各类场所1280家。", {"1280家": "场所"}),
        ("今年我镇共有各类重大事故隐患8处。", {"8处": "重大事故隐患"}),
        ("检查出租屋90栋、230套。", {"230套": "出租屋"}),
        ("检查企业148家,发现问题521条,整改498条。", {"521条": "隐患", "498条": "隐患"}),
    ],
)
def test_object_is_carried_on_to_a_number_that_names_none(text, objects):
    assert column(text, "object").items() >= objects.items()


def test_more_than_the_part_behind_among_them_is_of_the_whole_again():
    (row, of_part) = cells("查出隐患456条,其中重大隐患3条,已整改421条,未整改35条。", "safety")
    assert (row["found"], row["closed"], row["open_in_time"], row["overdue"]) == (456, 421, 35, 0)
    assert (of_part["level"], of_part["found"]) == ("重大", 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("已验收补充耕地920亩,超额完成市级下达我县900亩耕地任务。", (900, 920, None)),
        ("发现安全隐患72处,整治39处。", (72, 39, None)),
        ("新改扩建幼儿园5所,竣工3所。", (5, 3, None)),
        ("养老床位300张,完成264张。", (300, 264, None)),
        ("征地90亩,已签80亩。", (90, 80, None)),
        ("应投保企业350家,已投保329家。", (350, 329, None)),
        ("自建房排查3260栋,鉴定为C、D级23栋,已整治21栋,整治率91.3%。", (23, 21, 91.3)),
        ("燃气场所排查隐患126个,已全部整改到位。", (126, 126, None)),
        ("项目总投资3.6亿元,今年计划投资1.2亿元,1-6月完成投资7800万元,占年度计划的65%。", (12000, 7800, 65)),
        ("全年目标任务为拆除违建5万平方米,上半年已拆3.1万平方米。", (5, 3.1, None)),
        ("安排资金612万元支出404万元、66%。", (612, 404, 66)),
    ],
)  # fmt: skip
def test_what_there_is_and_what_is_done_of_it_become_a_measure(text, expected):
    assert expected in measured(text)


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("排查隐患80处,销号74处,逾期2处。", (80, 2, None)),
        ("完成渠道22公里,形象进度达85%。", (26, 22, 85)),
        ("垦造任务500亩,新增耕地388亩,完成77.6%,入库指标301亩。", (500, 301, None)),
        ("春播粮食18.6万亩,占任务18.2万亩的102.2%;夏粮收获7.4万亩。", (18.2, 7.4, None)),
        ("盘活土地268亩,任务是300亩,差32亩。", (300, 32, None)),
    ],
)
def test_what_is_late_left_or_another_step_is_no_part_that_is_done(text, unwanted):
    assert unwanted not in measured(text)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("三、下半年打算:10月底前高标准农田2.5万亩主体完工。", {"2.5万亩": "target"}),
        ("五、要求\n6月底前完成投资26亿元,新开工项目20个。", {"26亿元": "target", "20个": "target"}),
        ("C级31栋,已处置26栋,余5栋停用封控。", {"5栋": "open"}),
        ("未整改的24处中,未到期20处、逾期4处。", {"20处": "open", "4处": "open"}),
        ("今年计划投资1.2亿元,1至6月完成7800万元。", {"1.2亿元": "target", "7800万元": "actual"}),
        ("搬迁任务1200户,其中集中安置900户、分散安置300户。", {"900户": "target", "300户": "target"}),
        ("涉及房屋9户,签约7户、拆除5户,剩余2户。", {"9户": "target", "7户": "actual", "2户": "open"}),
        ("搬空移交62户,拆除48户。", {"62户": "actual", "48户": "actual"}),
        ("某局2024年上半年工作情况\n一、主要工作\n春播18万亩。\n二、下半年打算:11月底拨付率达90%以上;秋种油菜4.5万亩。",
         {"18万亩": "actual", "90%以上": "target", "4.5万亩": "target"}),
    ],
)  # fmt: skip
def test_role_follows_from_a_limit_or_what_is_left(text, roles):
    assert column(text, "role").items() >= roles.items()


def test_limit_of_what_is_open_is_its_due_date():
    found = column("查出隐患80处,整改74处,其余6处限7月20日前整改到位。", "due")
    assert found["6处"].date() == date(2024, 7, 20)


@pytest.mark.parametrize(
    ("text", "printed", "due"),
    [
        ("二、2024年工作计划\n3.产业园二期征地215亩、迁坟38座,时限:3月底。责任领导:周敏。", "215亩", date(2024, 3, 31)),
        ("二、2024年工作计划\n4.户厕改造420户,9月底前;新建公园2处。", "420户", date(2024, 9, 30)),
        ("二、2024年工作计划\n4.户厕改造420户,9月底前;新建公园2处。", "2处", date(2024, 12, 31)),
        ("桥梁项目:年计划3.5亿元,完成1.9亿元。", "3.5亿元", date(2024, 12, 31)),
    ],
)
def test_task_is_due_when_its_own_clause_says(text, printed, due):
    assert column(text, "due")[printed].date() == due


LISTS = {
    "三、各组进展\n第一组 任务162户,已签158户\n第二组 任务155户,已签151户": {"158户": "第一组", "151户": "第二组"},
    "石塔、双河、上洋三村分别签订协议204亩、218亩、185亩。": {"204亩": "石塔", "218亩": "双河", "185亩": "上洋"},
    "河口乡、清坪乡分别整治35栋和19栋。": {"35栋": "河口乡", "19栋": "清坪乡"},
    "二、产业项目\n1.中药材产业园:年计划1.8亿元,完成2600万元。": {"2600万元": "中药材产业园"},
    "二、进展\n1.河沿街片区(住建局包保)。应签368户,签约341户。": {"341户": "河沿街片区"},
    "二、进展\n3.东环路北延。路基土方完成21万方。": {"21万方": "东环路北延"},
    "二、重点领域\n1.建筑施工。排查在建工地92个,隐患1106处。\n2.城镇燃气。检查餐饮场所470家。": {
        "1106处": "建筑施工", "470家": "城镇燃气",
    },
    "二、整治成效\n1.分类处置。停止使用自建房126栋,排查消除隐患90处。": {"126栋": None},
    "工业园二期征地260亩。": {"260亩": "工业园二期"},
    "安置房一期6幢主体封顶。": {"6幢": None},
    "今年计划改造小区6个,已完工4个。": {"4个": None},
}  # fmt: skip


@pytest.mark.parametrize(("text", "scopes"), LISTS.items())
def test_scope_is_the_item_of_the_list(text, scopes):
    assert column(text, "scope").items() >= scopes.items()


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("拆迁任务412户,已签351户,已拆287户。", {"351户": "签约", "287户": "拆除"}),
        ("尚余24户未签,9座坟墓未迁。", {"24户": "签约", "9座": "搬迁"}),
        ("一、签约情况\n其中住宅572户,占住宅总户数的95.7%。", {"572户": "签约"}),
        ("一、征迁工作\n其中住宅572户。", {"572户": None}),
    ],
)
def test_stage_is_the_short_step_or_that_of_the_heading(text, stages):
    assert column(text, "stage").items() >= stages.items()


def test_title_of_a_short_text_names_what_all_of_it_is_of():
    text = "站前片区征迁进度通报\n截至8月31日,站前片区签约351户。\n1.柳庄村:签约55户。"
    assert column(text, "scope") == {"351户": None, "55户": "柳庄村"}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("截至8月31日,全镇签约351户。\n1.柳庄村:签约55户。", {"55户": (date(2024, 8, 31), date(2024, 8, 31))}),
        ("6月1日至7月31日,全区开展专项行动,检查企业90家。\n一、重点领域\n1.燃气。检查餐饮场所40家。",
         {"40家": (date(2024, 6, 1), date(2024, 7, 31))}),
        ("截至5月15日累计签约603户,当日新签7户。", {"7户": (date(2024, 5, 15), date(2024, 5, 15))}),
        ("当日新签7户。", {"7户": (None, None)}),
    ],
)  # fmt: skip
def test_day_of_the_opening_holds_for_all_of_a_short_text(text, days):
    ends = column(text, "as_of_end", "2024"), column(text, "as_of_start", "2024")
    for printed, (start, end) in days.items():
        assert [each[printed] and each[printed].date() for each in ends] == [end, start]


@pytest.mark.parametrize(
    ("text", "table", "expected"),
    [
        ("资金到位5600万元,已拨付4300万元,支付率76.8%。", "funding", {"amount_wan_yuan": 4300, "progress_pct": 76.8}),
        ("旱改水项目3个,面积450亩。", "land", {"projects": 3, "area_mu": 450}),
        ("工业园二期征地260亩。", "demolition", {"object": "土地", "stage": "征地", "area_mu": 260}),
        ("二期项目应拆迁180户。", "demolition", {"object": "房屋", "target_households": 180}),
        ("检查渡口12处。", "safety", {"checked": 12}),
        ("县道改线工程应征土地182.6亩,清表160亩。", "demolition", {"object": "土地", "stage": "清表", "area_mu": 160}),
        ("自建房排查9120栋,鉴定为D级94栋,已整治销号80栋。", "safety", {"checked": 9120, "found": 94, "closed": 80}),
    ],
)
def test_numbers_of_one_thing_are_one_row(text, table, expected):
    assert any(row.items() >= expected.items() for row in cells(text, table))


@pytest.mark.parametrize(
    "text",
    [
        "中央资金1200万元、省级资金600万元、市级资金200万元已全部到位,支出1580万元,支出率79%。",
        "已完成田间道路18公里、渠道22公里,形象进度达85%。",
        "“三合一”场所412家,关停37家、整改363家,余下12家限6月底前搬离。",
    ],
)
def test_sum_of_a_list_or_progress_of_the_work_is_no_contradiction(text):
    assert not set(tables(text)["findings"]["severity"]) & {"conflict", "doubt"}


BRACKETS = (
    "河口片区涉及房屋征收240户,其中住宅226户、非住宅14户。截至5月20日,已签约210户(住宅201户、非住宅9户),签约率87.5%;"
    "已腾空182户。"
)


def test_behind_a_bracket_the_words_are_of_the_whole_again():
    assert sorted(measured(BRACKETS), key=str) == [
        (14, 9, None), (226, 201, None), (240, 182, None), (240, 210, 87.5),
    ]  # fmt: skip
    rows = [(row["object"], row["stage"], row.get("households")) for row in cells(BRACKETS, "demolition")]
    assert rows[3:] == [
        ("房屋", "签约", 210), ("住宅", "签约", 201), ("非住宅", "签约", 9), ("房屋", "腾空", 182),
    ]  # fmt: skip
    assert cells(BRACKETS, "demolition")[3]["share_pct"] == 87.5


def test_rate_of_a_part_is_measured_by_that_part_of_the_task():
    text = "北环片区动迁总户数300户,其中居民288户、单位12户;已签约居民270户、单位9户,签约率分别为93.75%、75%。"
    assert [each for each in measured(text) if each[2]] == [(288, 270, 93.75), (12, 9, 75)]


@pytest.mark.parametrize(
    ("text", "objects"),
    [
        ("16栋960套安置房主体全面完工。", {"16栋": "安置房", "960套": "安置房"}),
        ("完成征地830户1150亩,拆迁房屋210户。", {"830户": "土地", "1150亩": "土地", "210户": "房屋"}),
        ("涉及农户120户,征用土地300亩,已拆除96户。", {"300亩": "土地", "96户": None}),
        ("铺设路面900米,室外景观完成40%、绿化完成20%。", {"40%": "室外景观", "20%": "绿化"}),
        ("排查燃气隐患680处,已整改650处,剩余30处已落实管控措施。", {"30处": "燃气隐患"}),
        ("已拆除农户房屋85院。", {"85院": "农户房屋"}),
    ],
)
def test_object_fits_the_unit_and_the_words_of_its_own(text, objects):
    assert column(text, "object").items() >= objects.items()


def test_step_behind_a_number_is_its_own_and_not_that_of_the_one_before():
    text = "石桥镇9个产业项目全部开工、4个已完工。"
    assert column(text, "stage") == {"9个": "开工", "4个": "完工"}


def test_share_of_a_thing_of_its_own_makes_no_measure_of_the_amount_before():
    assert measured("铺设路面900米,室外景观完成40%、绿化完成20%。") == []


def test_task_that_prints_a_scale_only_has_the_unit_of_what_is_done():
    assert measured("完成国地两税630万元,占全年任务1200万的52.5%。") == [(1200, 630, 52.5)]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("8月底前完成南山片区剩余32户签约。", {"32户": "target"}),
        ("8月底前,石桥镇未开工的5个项目全部开工。", {"5个": "target"}),
        ("还有7户未腾空。", {"7户": "open"}),
        ("年底前完成18个已完工项目验收。", {"18个": "target"}),
        ("10月底前,全县支付率达到86%以上。", {"86%以上": "target"}),
        ("三个乡镇已立项,其余乡镇合计740亩。", {"740亩": "actual"}),
        ("已建成2600亩,900亩尚在施工。", {"900亩": "open"}),
        ("处置率44.1%,比省定目标(42%)高2.1个百分点。", {"42%": "target", "2.1个百分点": "actual"}),
        ("签约420户,较上期(7月6日398户)净增22户。", {"398户": "baseline", "22户": "actual"}),
        ("计划完成户厕改造800户,截至目前开工610户。", {"800户": "target", "610户": "actual"}),
        ("发放春蕾计划补助120人次。", {"120人次": "actual"}),
        ("还有19个未完工。", {"19个": "open"}),
        ("已销号5处,另2处限期在8月15日前完成。", {"2处": "open"}),
    ],
)
def test_role_by_what_is_left_planned_or_compared(text, roles):
    assert column(text, "role").items() >= roles.items()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("应检加油站点24个,已检查24个,覆盖率100%。", (24, 24, 100)),
        ("餐饮用户850户已入户检查816户,入户率96%。", (850, 816, 96)),
        ("发现路面隐患150条,已治理141条,治理率94%。", (150, 141, 94)),
        ("监测对象45户130人,已消除风险38户。", (45, 38, None)),
        ("为民办实事12件,办结10件。", (12, 10, None)),
        ("签约500户,腾空430户,占签约户的86%。", (500, 430, 86)),
        ("东河村:征地任务180亩,已交地180亩;房屋44户,签约40户,拆除37户。", (44, 37, None)),
        ("出租房应上锁900户,实上锁846户,达94%。", (900, 846, 94)),
        ("南坪乡安排400万元、支出360万元,进度90%。", (400, 360, 90)),
        ("发现隐患300处,已整改280处,其中重大隐患5处,已销号4处。", (5, 4, None)),
        ("石岭镇查隐患200条,改180条,仅90%。", (200, 180, 90)),
        ("规上产值41.7亿元,增长6%,比年初定的40亿元多1.7亿元。", (40, 41.7, None)),
        ("已支付工程款540万元,占合同价720万元的75%。", (720, 540, 75)),
        ("今年实施项目80个,总资金9600万元,已开工72个,开工率90%。", (80, 72, 90)),
    ],
)
def test_measure_of_a_whole_and_what_is_done_of_it(text, expected):
    assert expected in measured(text)


def test_rate_of_projects_is_no_progress_of_money():
    rows = cells("今年实施衔接资金项目80个,总资金9600万元,已开工72个,开工率90%。", "funding")
    assert [row.get("progress_pct") for row in rows] == [None]


def test_difference_that_goes_on_behind_a_comma_is_one_too():
    assert column("争取专项资金5项、1900万元,较去年同期增加3项、700万元。", "monitored") == {
        "5项": None, "1900万元": None, "3项": True, "700万元": True,
    }  # fmt: skip


@pytest.mark.parametrize("opening", ["分项目看:", "三、重点项目进展"])
def test_titles_of_items_are_scopes_where_the_list_goes_by_project(opening):
    text = f"{opening}\n1.春蕾助学。补助学生120人。\n2.石桥镇香菇产业园二期。计划建设大棚40座,已建成36座。"
    assert column(text, "scope").items() >= {"120人": "春蕾助学", "36座": "石桥镇香菇产业园二期"}.items()


def test_titles_of_items_are_scopes_where_they_name_who_leads_and_slogans_are_none():
    led = "各镇推进有序。\n1.城镇燃气(县住建局牵头)。发现隐患90条。\n2.道路交通(县公安局牵头)。发现隐患40条。"
    assert column(led, "scope") == {"90条": "城镇燃气", "40条": "道路交通"}
    assert column("1.项目提速。完成投资900万元。\n2.民生提标。新建食堂2处。", "scope") == {"900万元": None, "2处": None}


def test_day_of_next_year_holds_for_the_clauses_behind_it():
    text = "三、下一步工作\n明年1月底前配备专职人员40名,一季度建成物资库1座,明年上半年更换管道6公里。"
    due = column(text, "due", "2023")
    expected = {"40名": date(2024, 1, 31), "1座": date(2024, 3, 31), "6公里": date(2024, 6, 30)}
    assert {printed: day.date() for printed, day in due.items()} == expected


def test_those_that_are_left_are_no_whole_of_what_became_of_them():
    text = "共需征收300户,已签约280户;未签约的20户中,8户已进入司法程序。"
    assert (300, 8, None) not in measured(text)
