"""Passages of the kind that work reports print, each with every figure that a careful reader counts in it."""

from dataclasses import dataclass

import pytest

from domain.schema.vocabulary import NOT_FIGURES
from loaders.report.figures import read_figures
from loaders.text.source import parse_source

MU = 2000 / 3
PLAN = "一、下半年工作思路\n"


@dataclass(frozen=True)
class Label:
    quote: str
    value: float
    dimension: str = "count"
    qualifier: str = "exact"
    role: str = "actual"
    high: float | None = None


def label(quote, value, dimension="count", qualifier="exact", role="actual", high=None):
    return Label(quote, value, dimension, qualifier, role, high)


def money(quote, value, qualifier="exact", role="actual", high=None):
    return Label(quote, value, "money", qualifier, role, high)


def percent(quote, value, qualifier="exact", role="actual", high=None):
    return Label(quote, value, "percent", qualifier, role, high)


def point(quote, value, qualifier="exact", role="actual", high=None):
    return Label(quote, value, "percentage_point", qualifier, role, high)


def area(quote, mu, qualifier="exact", role="actual"):
    return Label(quote, mu * MU, "area", qualifier, role)


PASSAGES = {
    "money and magnitudes": (
        "全省生产总值突破8.2万亿元,一般公共预算收入8600.02亿元,固定资产投资3774万元,罚款总额76324.73元。",
        [
            money("8.2万亿元", 8.2e12),
            money("8600.02亿元", 8600.02e8),
            money("3774万元", 37740000),
            money("76324.73元", 76324.73),
        ],
    ),
    "foreign money keeps its currency": (
        "实际使用外资1383亿美元,出口1.2亿欧元,外汇储备保持在3万亿美元以上。",
        [money("1383亿美元", 1383e8), money("1.2亿欧元", 1.2e8), money("3万亿美元以上", 3e12, "at_least")],
    ),
    "magnitudes with many or odd inside": (
        "新增税收3万多亿元,筹集50万余元,发放贷款10亿余元,总人口到1亿3千多万。",
        [
            money("3万多亿元", 3e12, "over"),
            money("50万余元", 500000, "over"),
            money("10亿余元", 1e9, "over"),
            label("1亿3千多万", 1.3e8, qualifier="over"),
        ],
    ),
    "a scale without a unit": (
        "争取4000万专项资金改造农田,脱贫人口务工规模超过3300万,惠及人口1.4万以上,项目总投资2400万。",
        [
            money("4000万", 4e7),
            label("3300万", 3.3e7, qualifier="over"),
            label("1.4万以上", 14000, qualifier="at_least"),
            money("2400万", 2.4e7),
        ],
    ),
    "areas": (
        "整治耕地880亩,征收33.15公顷,拆除27.65万平方米,综合利用23.4万平方,治理水土流失120平方公里。",
        [
            area("880亩", 880),
            label("33.15公顷", 331500, "area"),
            label("27.65万平方米", 276500, "area"),
            label("23.4万平方", 234000, "area"),
            label("120平方公里", 1.2e8, "area"),
        ],
    ),
    "masses": (
        "粮食产量1.39万亿斤,水泥560万吨,亩产612公斤,棉花3036万担,黄金产量300千克。",
        [
            label("1.39万亿斤", 0.695e12, "mass"),
            label("560万吨", 5.6e9, "mass"),
            label("612公斤", 612, "mass"),
            label("3036万担", 3036e4 * 50, "mass"),
            label("300千克", 300, "mass"),
        ],
    ),
    "lengths": (
        "新建农村公路6000多公里,铺设管网12.5千米,修筑堤防800米,路面宽7.5米,铁路一千二百余里。",
        [
            label("6000多公里", 6e6, "length", "over"),
            label("12.5千米", 12500, "length"),
            label("800米", 800, "length"),
            label("7.5米", 7.5, "length"),
            label("一千二百余里", 600000, "length", "over"),
        ],
    ),
    "per cent, per mille, points, tenths": (
        "增长5.2%,人口自然增长率6‰,提高1.1个百分点,优良天数超过七成,合格率近九成半数以上。",
        [
            percent("5.2%", 5.2),
            percent("6‰", 0.6),
            point("1.1个百分点", 1.1),
            percent("七成", 70, "over"),
        ],
    ),
    "per cent in words": (
        "原煤增长百分之二十八点五,成本降低百分之五左右,出生率降到千分之十二,三分之二的农户受益,人员精简1/4。",
        [
            percent("百分之二十八点五", 28.5),
            percent("百分之五左右", 5, "about"),
            percent("千分之十二", 1.2),
            percent("三分之二", 200 / 3),
            percent("1/4", 25),
        ],
    ),
    "multiples": (
        "产量增长2.3倍,利润比上年增加一倍以上,总产值翻了一番,收入翻两番。",
        [
            label("2.3倍", 2.3),
            label("一倍以上", 1, qualifier="at_least"),
            label("翻了一番", 2),
            label("翻两番", 4),
        ],
    ),
    "ranges": (
        "预期目标增长5%—5.5%,组织10至15家企业,投入5—6万元,提价0.5到1个百分点,安置9000万—1亿元债券。",
        [
            percent("5%—5.5%", 5, role="target", high=5.5),
            label("10至15家", 10, high=15),
            money("5—6万元", 50000, high=60000),
            point("0.5到1个百分点", 0.5, high=1),
            money("9000万—1亿元", 9e7, high=1e8),
        ],
    ),
    "ranges in words": (
        "节约煤百分之二到三,增产百分之八至百分之十,新办五到十家工厂,受灾二、三百户。",
        [
            percent("百分之二到三", 2, high=3),
            percent("百分之八至百分之十", 8, high=10),
            label("五到十家", 5, high=10),
            label("二、三百户", 200, qualifier="about", high=300),
        ],
    ),
    "before and after": (
        "常住人口城镇化率由53%提高到66.2%,中心数量从88个增加到317个,税率由百分之十六降至百分之十三。",
        [
            percent("53%", 53, role="baseline"),
            percent("66.2%", 66.2),
            label("88个", 88, role="baseline"),
            label("317个", 317),
            percent("百分之十六", 16, role="baseline"),
            percent("百分之十三", 13),
        ],
    ),
    "before and after joined by a dash is no range": (
        "标准从70—88元上调。每人每月补助由70元提高到88元。",
        [money("70", 70, role="baseline"), money("88元", 88), money("70元", 70, role="baseline"), money("88元", 88)],
    ),
    "qualifiers before": (
        "完成约600亩,近30家,将近40户,超过50人,逾60名,不低于70%,不少于80处,不超过90天,不足100件,不到5公里。",
        [
            area("600亩", 600, "about"),
            label("30家", 30, qualifier="nearly"),
            label("40户", 40, qualifier="nearly"),
            label("50人", 50, qualifier="over"),
            label("60名", 60, qualifier="over"),
            percent("70%", 70, "at_least", "target"),
            label("80处", 80, qualifier="at_least"),
            label("90天", 90, "duration", "within"),
            label("100件", 100, qualifier="within"),
            label("5公里", 5000, "length", "within"),
        ],
    ),
    "qualifiers behind": (
        "增收10万元以上,用时15天内,误差3%以内,水位20米左右,参会300人上下,70%以上的村,200多亩,2500余处。",
        [
            money("10万元以上", 100000, "at_least"),
            label("15天内", 15, "duration", "within"),
            percent("3%以内", 3, "within"),
            label("20米左右", 20, "length", "about"),
            label("300人上下", 300, qualifier="about"),
            percent("70%以上", 70, "at_least"),
            area("200多亩", 200, "over"),
            label("2500余处", 2500, qualifier="over"),
        ],
    ),
    "a word that ends in 约 or 近 qualifies nothing": (
        "房屋签约,7天完成14幢。集中签约12家,附近3家企业,最近2家已签约119户。",
        [
            label("7天", 7, "duration"),
            label("14幢", 14),
            label("12家", 12),
            label("3家", 3),
            label("2家", 2),
            label("119户", 119),
        ],
    ),
    "amounts per something": (
        "低保标准796元/月,租金1.2万元/亩,补助每人每月110元,人口密度48人/平方公里,流速3立方米/秒。",
        [
            money("796元/月", 796),
            money("1.2万元/亩", 12000),
            money("110元", 110),
            label("48人/平方公里", 48),
            label("3立方米/秒", 3),
        ],
    ),
    "concentrations": (
        "PM2.5平均浓度为28微克/立方米,断面总磷0.2毫克/升,PM10为45微克/立方米。",
        [
            label("28微克/立方米", 28, "concentration"),
            label("0.2毫克/升", 0.2, "concentration"),
            label("45微克/立方米", 45, "concentration"),
        ],
    ),
    "durations": (
        "仅用4个月建成,15天内腾空,历时三年完工,解决遗留28年的难题,办理时限压缩3个工作日,用时90分钟。",
        [
            label("4个月", 4, "duration"),
            label("15天内", 15, "duration", "within"),
            label("三年", 3, "duration"),
            label("28年", 28, "duration"),
            label("3个工作日", 3, "duration"),
            label("90分钟", 90, "duration"),
        ],
    ),
    "Chinese numerals that count": (
        "新办工厂一百四十一个,十二万五千人入社,三百余户搬迁,招引两家企业,修水库六座,二十多个国家来访,十几亿元。",
        [
            label("一百四十一个", 141),
            label("十二万五千人", 125000),
            label("三百余户", 300, qualifier="over"),
            label("两家", 2),
            label("六座", 6),
            label("二十多个", 20, qualifier="over"),
            money("十几亿元", 1e9, "over"),
        ],
    ),
    "old reports in words": (
        "粮食总产量达到三亿零四百七十五万吨,比上一年增产二千二百万吨,即百分之七点八;发电量二千五百六十亿度。",
        [
            label("三亿零四百七十五万吨", 304750000 * 1000.0, "mass"),
            label("二千二百万吨", 2.2e10, "mass"),
            percent("百分之七点八", 7.8),
            label("二千五百六十亿度", 2.56e11),
        ],
    ),
    "full width": (
        "本年收入合计２７，２０３，３１９，０００元，增长３．６８％；棉花３，０３６万担，铺轨１，２２２公里。",
        [
            money("２７，２０３，３１９，０００元", 27203319000),
            percent("３．６８％", 3.68),
            label("３，０３６万担", 3036e4 * 50, "mass"),
            label("１，２２２公里", 1222000, "length"),
        ],
    ),
    "spaces inside numbers and words": (
        "预计税收 15 亿元,完成 25494.69 万美元,提升 5 个百 分点,总值达到7 4 7 7 2 亿元,增长8 ．8 ％,共12 345人。",
        [
            money("15 亿元", 1.5e9, role="forecast"),
            money("25494.69 万美元", 254946900, role="forecast"),
            point("5 个百 分点", 5, role="forecast"),
            money("7 4 7 7 2 亿元", 74772e8, role="forecast"),
            percent("8 ．8 ％", 8.8, role="forecast"),
            label("12 345人", 12345, role="forecast"),
        ],
    ),
    "a sentence broken by line ends": (
        "全县实现国内生产总值一百零四亿元,财政总收入3.22亿元,其中地方财政收入2.06\n亿元,比上年增\n长14.5%。",
        [
            money("一百零四亿元", 1.04e10),
            money("3.22亿元", 3.22e8),
            money("2.06\n亿元", 2.06e8),
            percent("14.5%", 14.5),
        ],
    ),
    "traditional characters": (
        "生鐵產量三百零三萬噸,爲一九四九年的十二點四倍,植樹六千餘萬畝,新建二十五個工廠。",
        [
            label("三百零三萬噸", 3.03e9, "mass"),
            label("十二點四倍", 12.4),
            area("六千餘萬畝", 6e7, "over"),
            label("二十五個", 25),
        ],
    ),
    "names with numbers are no figures": (
        "建立“1+1+N”机制,推行“1234”工作法,320国道、G60高速、A-06地块、C919客机、5G基站、12345热线、"
        "十五里村、七里岙水库、二都桥社区、三大乱象、八八战略、一号工程、第四期、四个意识、收支“两条线”、4.0版。",
        [],
    ),
    "slogans and rhetoric are no figures": (
        "实施三年行动方案,做好四项措施、三张清单,坚持两手抓,二十年来三级联动,“十四五”规划,千方百计、千家万户。",
        [],
    ),
    "dates, times and list numbers are no figures": (
        "1.2023年5月8日15:58,第十四届人大二次会议;\n2.1-5月、上世纪90年代、8月底、2021—2023年、一九七八年七月二日。",
        [],
    ),
    "ranks and scopes of honours are no figures": (
        "总量居全省第3位,排名全县第一,获评国家级示范村,全国20家;入选百强,全市4家。",
        [],
    ),
    "ages, groups and what a rate is per are no figures": (
        "60岁以上老人、56个民族、24小时值守、每50公斤、每百户拥有家用汽车21.5辆,人均预期寿命78.2岁。",
        [label("21.5辆", 21.5), label("78.2岁", 78.2)],
    ),
    "a plan asks": (
        PLAN + "生产总值增长5%左右,城镇新增就业1200万人以上,新建公路20公里,去年已拆除30处。",
        [
            percent("5%左右", 5, "about", "target"),
            label("1200万人以上", 1.2e7, qualifier="at_least", role="target"),
            label("20公里", 20000, "length", role="target"),
            label("30处", 30),
        ],
    ),
    "before and after in a plan": (
        PLAN + "报销比例由50%提高到60%,起征点从3万元提高到10万元。",
        [
            percent("50%", 50, role="baseline"),
            percent("60%", 60, role="target"),
            money("3万元", 30000, role="baseline"),
            money("10万元", 100000, role="target"),
        ],
    ),
    "what is hoped for": (
        "项目建成后可提供公寓220余套,新增岗位30余个。预计增收80万元。届时产值可望达50亿元,有望新增税收2亿元。",
        [
            label("220余套", 220, qualifier="over", role="forecast"),
            label("30余个", 30, qualifier="over", role="forecast"),
            money("80万元", 800000, role="forecast"),
            money("50亿元", 5e9, role="forecast"),
            money("2亿元", 2e8, role="forecast"),
        ],
    ),
    "targets within a report": (
        "把新增耕地7850亩的三年任务压缩为一年完成,力争年内拆除40处,计划投资300万元,已完成年度计划的102%。",
        [
            area("7850亩", 7850, role="target"),
            label("40处", 40, role="target"),
            money("300万元", 3e6, role="target"),
            percent("102%", 102),
        ],
    ),
    "the words of a year that is over in a mixed section": (
        "一、去年工作回顾和今年工作安排\n去年粮食增产30万吨。今年要增产40万吨。",
        [label("30万吨", 3e8, "mass"), label("40万吨", 4e8, "mass", role="target")],
    ),
    "falls below zero": ("全年增速为-5.2%,库存增长率为－1.3%。", [percent("-5.2%", -5.2), percent("－1.3%", -1.3)]),
    "lists that share a unit": ("三镇分别建成4、5和6个公园。", [label("4", 4), label("5", 5), label("6个", 6)]),
    "counts of many kinds": (
        "办理信访件111件、化解积案2件,召开学习会7次,开展擂台赛2场,处分1人,规范庭院1280余户,参与900余人次,"
        "清理占道424家,劝离车辆500余辆,建成终端48个,设床位60张,新增车位1200个,培训9批次,发放图书3万册。",
        [
            label("111件", 111),
            label("2件", 2),
            label("7次", 7),
            label("2场", 2),
            label("1人", 1),
            label("1280余户", 1280, qualifier="over"),
            label("900余人次", 900, qualifier="over"),
            label("424家", 424),
            label("500余辆", 500, qualifier="over"),
            label("48个", 48),
            label("60张", 60),
            label("1200个", 1200),
            label("9批次", 9),
            label("3万册", 30000),
        ],
    ),
    "energy, data and transport": (
        "发电量4455亿千瓦小时,装机容量四十万千瓦以上,吞吐量680万标准箱,货运周转量3617亿吨公里,蓄水6亿立方米。",
        [
            label("4455亿千瓦小时", 4455e8),
            label("四十万千瓦以上", 400000, qualifier="at_least"),
            label("680万标准箱", 6.8e6),
            label("3617亿吨公里", 3617e8),
            label("6亿立方米", 6e8),
        ],
    ),
}


def figures_of(text):
    figures = read_figures(parse_source(text.encode(), "report.txt"))
    return figures[~figures["dimension"].isin(NOT_FIGURES)]


@pytest.mark.parametrize("kind", PASSAGES)
def test_passage_has_its_labelled_figures_only(kind):
    text, labels = PASSAGES[kind]
    read = figures_of(text)
    assert list(read["text"]) == [expected.quote for expected in labels]


ALL_LABELS = [(kind, at) for kind, (_, labels) in PASSAGES.items() for at in range(len(labels))]


@pytest.mark.parametrize(("kind", "at"), ALL_LABELS, ids=lambda part: str(part))
def test_passage_figure_has_value_dimension_qualifier_and_role(kind, at):
    text, labels = PASSAGES[kind]
    expected, row = labels[at], figures_of(text).iloc[at]
    assert row["base_value"] == pytest.approx(expected.value)
    assert (row["dimension"], row["qualifier"], row["role"]) == (
        expected.dimension,
        expected.qualifier,
        expected.role,
    )


@pytest.mark.parametrize(("kind", "at"), [pair for pair in ALL_LABELS if PASSAGES[pair[0]][1][pair[1]].high])
def test_passage_range_has_its_upper_end(kind, at):
    text, labels = PASSAGES[kind]
    assert figures_of(text).iloc[at]["base_value_high"] == pytest.approx(labels[at].high)


def test_passage_labels_are_numerous_enough():
    assert len(ALL_LABELS) >= 150
