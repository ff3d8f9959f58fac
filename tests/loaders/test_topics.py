"""What a figure is about: its paragraph's subject first, then its clause and its sentence."""

import pytest

from domain.schema.vocabulary import NOT_FIGURES
from loaders.report.figures import read_figures
from loaders.text.source import parse_source


def read(text, org_unit=None):
    origin = {"org_unit": org_unit} if org_unit else {}
    figures = read_figures(parse_source(text.encode(), "report.txt", origin))
    return figures[~figures["dimension"].isin(NOT_FIGURES)]


@pytest.mark.parametrize(
    ("text", "domains"),
    [
        ("1.土地整治加压奋进。完成立项20个,投资30万元。", ["land", "funding"]),
        ("1.抓好党建。选派干部40人深入征迁一线。", ["party"]),
        ("1.招商助企。引进企业9家,总投资2400万元。", ["investment", "investment"]),
        ("深入开展安全生产大排查,共排查3355家,停产2家。", ["safety", "safety"]),
        ("2.网格治理。化解矛盾纠纷12件,上报重大隐患3处,已闭环2处。", ["governance", "safety", "safety"]),
        ("流转土地340余户,带动村集体增收80万元。", ["rural_income", "rural_income"]),
        ("腾空房屋17幢,拆除8幢。", ["demolition", "demolition"]),
        ("规范庭院1280户。", ["environment"]),
        ("四、“八八战略”标志性成果\n拆除建筑2500处,投资900万元。", ["history", "history"]),
        ("举办讲座5场。", ["other"]),
    ],
)
def test_figure_has_the_domain_of_its_subject(text, domains):
    assert list(read(text)["domain"]) == domains


def test_project_and_place_aliases_have_one_name():
    row = read("航运征迁中,徐村腾空5户。", "金川街道").iloc[0]
    assert (row["project"], row["place"]) == ("常山江航运枢纽", "徐村村")


def test_text_without_a_place_has_none():
    assert read("拆除5处。")["place"].isna().all()
