"""Honours: which clauses name one, who received it, at which level; what only sounds like one is none."""

import pytest

from loaders.report.read import read_report
from loaders.text.source import parse_source


def honours(told: str, heading: str = "一、主要工作", **origin: str) -> list[dict]:
    text = f"某镇2024年上半年工作总结\n\n{heading}\n完成投资300万元。{told}\n"
    source = parse_source(text.encode(), "report.txt", {"org_unit": "某镇", "period": "2024H1"} | origin)
    rows = read_report(source).tables["honours"]
    for row in rows.itertuples():
        assert source.text[row.start : row.end] == row.quote
    return rows.astype(object).where(rows.notna(), None).to_dict("records")


def named(told: str, **more: str) -> list[tuple[str, str, str | None]]:
    return [(row["who"], row["award"], row["level"]) for row in honours(told, **more)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("东河村荣获全市先进集体。", ("东河村", "全市先进集体", "市级")),
        ("东河村被评为省级民主法治村。", ("东河村", "省级民主法治村", "省级")),
        ("大成集团被评为国家级绿色工厂。", ("大成集团", "国家级绿色工厂", "国家级")),
        ("东河村党群服务中心入选全省优秀案例。", ("东河村党群服务中心", "全省优秀案例", "省级")),
        ("团支部获得省级“成绩突出团支部”荣誉。", ("团支部", "省级成绩突出团支部荣誉", "省级")),
        ("对于网格治理的经验做法获得市领导批示。", ("网格治理的经验做法", "市领导批示", None)),
        ("河长制工作被县政府通报表扬。", ("河长制工作", "县政府通报表扬", "县级")),
        ("上年度荣获市级文明单位。", ("某镇", "市级文明单位", "市级")),
        ("连续三年获评全区优秀单位。", ("某镇", "全区优秀单位", "县级")),
        ("东河镇成功创建国家卫生镇。", ("东河镇", "国家卫生镇", "国家级")),
        ("东河村获得省级健康村。", ("东河村", "省级健康村", "省级")),
        ("东河村新获评全国文明村。", ("东河村", "全国文明村", "国家级")),
        ("我们镇拿下了省级美丽城镇样板。", ("某镇", "省级美丽城镇样板", "省级")),
        ("东河村党总支被市委表彰为先进党组织。", ("东河村党总支", "先进党组织", "市级")),
        ("东河消防站在全市比武中获第三名。", ("东河消防站", "全市比武中获第三", "市级")),
        ("全县综合考核拿了一等奖。", ("某镇", "一等奖", "县级")),
        ("获评省级示范村的东河村新修道路2公里。", ("东河村", "省级示范村", "省级")),
        ("护士李梅获市五一劳动奖章。", ("护士李梅", "市五一劳动奖章", "市级")),
        ("相关做法被省厅列为典型案例。", ("相关做法", "典型案例", "省级")),
        ("经验做法先后3次得到市委领导批示。", ("经验做法", "市委领导批示", "市级")),
        ("东河产业园获批省级现代农业产业园。", ("东河产业园", "省级现代农业产业园", "省级")),
        ("盘活工作在全市会上作经验介绍。", ("盘活工作", "在全市会上作经验介绍", "市级")),
        ("在耕地保护考核中获全市优秀等次。", ("某镇", "全市优秀等次", "市级")),
    ],
)
def test_award_has_its_receiver_and_level(told, expected):
    assert named(told) == [expected]


@pytest.mark.parametrize(
    ("told", "award", "level"),
    [
        ("增速列全区第一。", "增速列全区第一", "县级"),
        ("疫苗接种覆盖率全县排名第一。", "疫苗接种覆盖率全县排名第一", "县级"),
        ("财政收入10.3亿元,均位居全市首位。", "财政收入均位居全市首位", "市级"),
        ("平安考核位列全市22个乡镇第一名。", "平安考核位列全市22个乡镇第一", "市级"),
        ("征收进度位居全市前列。", "征收进度位居全市前列", "市级"),
        ("公路里程达341公里、居全市第一。", "公路里程居全市第一", "市级"),
        ("创新能力连续9年全市第一。", "创新能力连续9年全市第一", "市级"),
        ("就业人员达159万人,居全市首位。", "就业人员居全市首位", "市级"),
        ("综合考核居全县乡镇第4位。", "综合考核居全县乡镇第4", "县级"),
        ("全省千强镇排名第120位。", "全省千强镇排名第120", "省级"),
        ("平安考核取得全区第二名的好成绩。", "平安考核取得全区第二", "县级"),
        ("获得全区专项考核B组排名第一。", "获得全区专项考核B组排名第一", "县级"),
    ],
)
def test_rank_says_of_what_and_among_whom(told, award, level):
    assert [row[1:] for row in named(told)] == [(award, level)]


def test_ranks_of_different_things_are_different_honours():
    told = "地区生产总值增长5%,增速居全市第2位。工业投资增长9%,增速居全市第3位。"
    assert [row[1] for row in named(told)] == ["地区生产总值增长增速居全市第2", "工业投资增长增速居全市第3"]


@pytest.mark.parametrize(
    "told",
    [
        "争创全国文明村。", "力争获评省级先进。", "申报省级示范村。", "获得专项资金300万元。", "获得奖励补助50万元。",
        "取得明显成效。", "截止10月,排查人员169人。", "增速居全市第6位。", "在全市第一个建成充电站。",
        "建成全县首家创业基地。",        "认真贯彻领导批示精神。", "荣获省级以上荣誉7次。",
        "对先进个人予以通报表扬。", "第一时间成立工作专班。",
        "列入计划的项目12个。", "获得群众肯定。", "入围全国示范村候选。", "确定为试点前做好排查。", "受到通报批评。",
        "以获评先进为动力。",
    ],
)  # fmt: skip
def test_honour_like_wording_without_an_award_is_none(told):
    assert named(told) == []


def test_list_of_who_got_what_is_as_many_honours():
    told = "东河村入选第三批省级森林乡村、西河村获市级清廉村居称号。7月份评比:一组第一、三组第二。"
    assert [row[:2] for row in named(told)] == [
        ("东河村", "第三批省级森林乡村"), ("西河村", "市级清廉村居称号"), ("一组", "评比第一"), ("三组", "评比第二"),
    ]  # fmt: skip


def test_awards_before_their_number_are_the_single_ones():
    told = "先后获得省级卫生乡镇、市级文明镇等荣誉12项。"
    assert [row[1] for row in named(told)] == ["省级卫生乡镇", "市级文明镇"]


def test_prose_under_a_heading_of_highlights_is_no_honour():
    told = "按照要求筑牢防线,组建采样点18个;排查人员500人次。社会发展开拓新局面。固定资产投资12亿元。"
    assert named(told, heading="一、2024年亮点工作") == []


def test_award_in_the_plan_is_no_honour():
    plan = "完成投资。\n\n二、下一步工作打算\n(一)创建\n东河村获评全市先进集体。"
    assert named(plan) == []


def test_quoted_awards_in_a_row_are_single_honours_in_their_places():
    rows = honours("荣获“省级和谐乡镇”“全市示范乡镇”等称号。")
    assert [(row["award"], row["quote"]) for row in rows] == [
        ("省级和谐乡镇", "荣获“省级和谐乡镇"),
        ("全市示范乡镇", "全市示范乡镇"),
    ]


def test_honours_listed_behind_one_verb_are_single_honours():
    told = "获得2023年度省级卫生乡镇,2023年度全市征兵先进单位。"
    assert [row[1] for row in named(told)] == ["2023年度省级卫生乡镇", "2023年度全市征兵先进单位"]


def test_list_of_awards_with_a_level_each_is_as_many_honours():
    told = "街道先后被评为全国先进街道、省级生态街道、市级爱心街道。"
    assert [row[1:] for row in named(told)] == [
        ("全国先进街道", "国家级"), ("省级生态街道", "省级"), ("市级爱心街道", "市级"),
    ]  # fmt: skip


def test_last_year_in_a_chapter_that_looks_back_at_a_year_is_that_year():
    text = "某镇工作报告\n\n一、2023年工作回顾\n去年,完成投资300万元。某镇荣获全省和谐乡镇。\n"
    source = parse_source(text.encode(), "report.txt", {"org_unit": "某镇", "period": "2023"})
    (row,) = read_report(source).tables["honours"].to_dict("records")
    assert (row["as_of_start"].year, row["as_of_end"].year) == (2023, 2023)


def test_name_of_a_place_in_the_origin_gives_the_level():
    assert named("李明获评最美某山人。", issuer="某山县人民政府") == [("李明", "最美某山人", "县级")]


def test_honour_behind_a_year_that_opens_its_paragraph_is_of_that_year():
    text = "某镇大会召开\n\n本次会议有代表30人。\n\n2023年,某镇奋力拼搏,实现产值20亿元。荣获全省和谐乡镇。\n"
    source = parse_source(text.encode(), "report.txt", {"org_unit": "某镇", "period": "2024"})
    (row,) = read_report(source).tables["honours"].to_dict("records")
    assert (row["as_of_start"].year, row["as_of_end"].year) == (2023, 2023)


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ("2022年获得市级平安镇称号，今年3月获评县级先进基层党组织。", ("2024-01-01", "2024-12-31")),
        ("去年被评为全市招商引资先进单位。", ("2023-01-01", "2023-12-31")),
        ("上年度获评县级先进基层党组织。", ("2023-01-01", "2023-12-31")),
        ("上年度荣获市级文明单位；本季度夺得全区流动红旗。", ("2024-01-01", "2024-12-31")),
        ("今年获评县级先进单位，去年12月获评省级卫生乡镇。", ("2023-01-01", "2023-12-31")),
        ("\n去年,获评全市平安乡镇。连续三年获评全省信访工作优秀乡镇。", ("2024-01-01", "2024-12-31")),
        ("\n去年,获评全市平安乡镇。镇党委连续两届获评省级先进基层党组织。", ("2024-01-01", "2024-12-31")),
    ],
)
def test_honour_of_last_year_or_this_year_carries_that_year(told, days):
    last = honours(told)[-1]
    assert tuple(str(last[name])[:10] for name in ("as_of_start", "as_of_end")) == days


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("一年来先后获得荣誉:国家级充分就业社区(桥东社区)、市级平安街道、税收总量位居全区第二。",
         ["国家级充分就业社区", "市级平安街道", "全区第二"]),
        ("\n五、获得荣誉\n全县综合目标考核一等奖;烤烟生产先进乡镇;新建公园2处。",
         ["综合目标考核一等奖", "烤烟生产先进乡镇"]),
        ("杨家沟村评上了市级美丽乡村。", ["市级美丽乡村"]),
        ("学习先进经验、开展示范创建:建成平安街道。", []),
    ],
)  # fmt: skip
def test_honours_of_a_list_need_no_verb_of_their_own(told, expected):
    found = [row["award"] for row in honours(told)]
    assert [any(words in award for award in found) for words in expected] == [True] * len(expected)
    assert len(found) == len(expected)
