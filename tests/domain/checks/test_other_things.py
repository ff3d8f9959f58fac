"""Numbers side by side that speak of different things: none of them contradicts the other."""

import pytest


@pytest.mark.parametrize(
    ("check", "text"),
    [
        ("part_over_whole", "建设10个县级养老服务中心、60个镇级养老服务中心。"),
        ("part_over_whole", "高新技术企业达到1.5万家、科技型中小企业3.2万家。"),
        ("direction", "优良天数比率超过80%，水质优良比例超过90%。"),
        ("direction", "工业产值突破3万亿元，服务业增加值达到1.98万亿元。"),
        ("direction", "接待游客突破550万人次（去年为498万人次）。"),
        ("direction", "企业在500强排名由369位上升到235位。"),
        ("multiple", "硕士点数量增长50%，博士点数量翻番。"),
        ("multiple", "合同成交额从1795亿元增加到5260亿元，科技型企业、高新技术企业分别增长3.2倍、2.5倍。"),
        ("parts_whole", "人均收入从46503元和16935元分别提高到58794元和23184元。"),
        ("parts_whole", "每月提高165元，最低标准分别提高100元、150元。"),
        ("parts_whole", "先进产能占比达到40%，新技术产值占比达到55.7%，数字经济占比达到50%。"),
        ("two_values", "新增上市公司6家。\n累计净增上市公司48家。"),
        ("part_inside", "结余资金3134万元，其中部门结余1212万元；乡镇结余1922万元。"),
        ("all_and_left", "到期应办结112件，按期办结112件，办结率100%，未到期14件正在办理。"),
        ("rank_subject", "第一产业增加值提升至全市第二，达到3亿元。"),
    ],
)
def test_number_of_another_thing_is_no_contradiction(raised, check, text):
    assert [each for each in raised(text, check) if each[0] == "conflict"] == []


@pytest.mark.parametrize(
    ("check", "text", "figures"),
    [
        ("part_over_whole", "10个村中有12个完成改造。", ["10个", "12个"]),
        ("direction", "工业产值突破3万亿元，达到1.98万亿元。", ["3万亿元", "1.98万亿元"]),
        ("direction", "甲村村均收入42万元，高于乙村村均51万元。", ["42万元", "51万元"]),
        ("multiple", "村集体收入增长80%，实现翻番。", ["80%", "翻番"]),
    ],
)
def test_number_of_the_same_thing_is_still_a_contradiction(raised, check, text, figures):
    assert raised(text, check) == [("conflict", figures)]
