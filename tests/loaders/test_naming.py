"""The name of a figure comes out of its own clause; where that says nothing, out of the clause before."""

import pytest

from domain.schema.vocabulary import NOT_FIGURES
from loaders.report.figures import read_figures
from loaders.text.source import parse_source


def names_of(text):
    figures = read_figures(parse_source(text.encode(), "report.txt"))
    return list(figures[~figures["dimension"].isin(NOT_FIGURES)]["name"])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1-5月固定投资达3774万元,完成招商引资信息报送9条。", ["固定投资", "招商引资信息报送"]),
        ("全年城镇新增就业1244万人,城镇调查失业率平均为5.2%。", ["城镇新增就业", "城镇调查失业率"]),
        ("国内生产总值超过126万亿元,增长5.2%。", ["国内生产总值", "国内生产总值增长"]),
        (
            "财政收入3亿元,自然增幅2%,其中地方收入1亿元,增幅6.1%。",
            ["财政收入", "财政收入自然增幅", "地方收入", "地方收入增幅"],
        ),
        ("甲镇、乙镇和丙乡分别增长4.3%、5.5%和6%。", ["甲镇增长", "乙镇增长", "丙乡增长"]),
        ("城乡居民人均可支配收入分别增长5.8%、6.8%。", ["城镇居民人均可支配收入增长", "农村居民人均可支配收入增长"]),
        (
            "总收入达12387万元,人均纯收入达3325元,分别比上年增长15%和35%。",
            ["总收入", "人均纯收入", "总收入增长", "人均纯收入增长"],
        ),
        ("常住人口城镇化率由53%提高到66.2%。", ["常住人口城镇化率", "常住人口城镇化率"]),
        ("国营工业所占的比重由１９５４年的５９％上升到６３％。", ["国营工业所占的比重", "国营工业所占的比重"]),
        ("棉花产量3036万担,比1954年增长43%。", ["棉花产量", "棉花产量增长"]),
        ("主要产品都有增长:原煤增长17%,钢增长28%。", ["原煤增长", "钢增长"]),
        ("引进9家企业,建成口袋公园12个。", ["引进企业", "建成口袋公园"]),
        ("给予1人警示谈话问责,规范庭院1280余户。", ["警示谈话问责", "规范庭院"]),
        ("全乡有13个行政村,55个自然庄,2271户。", ["行政村", "自然庄", "户数"]),
        ("5G用户普及率超过50%。", ["5G用户普及率"]),
        (
            "街道共完成固定资产投资10.69亿元,完成全年目标任务的77.46%。",
            ["街道固定资产投资", "街道固定资产投资目标任务"],
        ),
        (
            "全县共实现国内生产总值104亿元,其中工业增加值30亿元,税收总收\n入2亿元。",
            ["全县国内生产总值", "工业增加值", "税收总收入"],
        ),
    ],
)
def test_figure_is_named_by_its_clause(text, names):
    assert names_of(text) == names


def test_figure_without_naming_words_has_no_name():
    figures = read_figures(parse_source("3774万元。".encode(), "report.txt"))
    assert figures["name"].isna().all()
