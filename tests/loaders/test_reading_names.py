"""Names of rows made of statements: the noun behind the number, and no half sentence; of a unit that is not known."""

import pytest

from loaders.report.read import read_report
from loaders.text.source import parse_source


def tables(text: str):
    return read_report(parse_source(text.encode(), "report.txt", {"period": "2024H1", "org_unit": "东岭县"})).tables


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("盘活周边300多亩厂房用地。", "盘活周边厂房用地"),
        ("公共自行车覆盖城区80%以上小区。", "公共自行车覆盖城区小区"),
        ("村集体每年可获得90余万元的租金分红。", "村集体租金分红"),
        ("党建引领方面,明确85个问题的责任、时限。", "问题"),
        ("五年来共修建步行栈道12处。", "修建步行栈道"),
        ("年终达成经营性收入50万元。", "经营性收入"),
        ("村集体经济增收破千万。", "村集体经济增收"),
    ],
)
def test_reading_is_named_by_what_it_counts(text, name):
    rows = [row for table in tables(text).values() if "topic" in table and "value" in table for row in table["name"]]
    assert rows == [name]


def test_reading_of_something_provided_is_named_by_it_and_not_by_its_users():
    found = tables("争取专项资金500万元建设公寓,建成后可为周边企业提供人才公寓180套。")
    assert found["statements"]["object"].tolist() == ["专项资金", "人才公寓"]
    assert found["investment"]["name"].tolist() == ["人才公寓"]


def test_points_of_risk_are_no_hazards_that_were_found():
    rows = tables("排查地质灾害隐患点25个,发现安全隐患40处,已整改36处。")["safety"]
    assert rows[["category", "found"]].to_numpy().tolist() == [["灾害隐患点", 25], ["隐患", 40]]


@pytest.mark.parametrize("step", ["停产停业", "停业整顿", "责令整改"])
def test_reading_of_a_penalty_is_named_as_printed(step):
    rows = tables(f"检查企业300家,{step}5家。")["safety"]
    assert rows.set_index("found").loc[5, "category"] == step


def test_disputes_keep_their_level():
    rows = tables("排查重大矛盾纠纷20件,已化解15件,稳控5件。")["safety"]
    assert rows[["category", "level", "found", "closed"]].to_numpy().tolist() == [["矛盾纠纷", "重大", 20, 15]]


@pytest.mark.parametrize(
    ("behind", "stage"),
    [("项目已竣工", "竣工"), ("项目总体进度已达60%", "在建"), ("目前正在招标", "争取")],
)
def test_money_that_pays_for_work_is_no_longer_applied_for(behind, stage):
    rows = tables(f"东岭大道项目向上争取专项债资金3000万元,{behind}。")["funding"]
    assert rows["stage"].tolist()[:1] == [stage]


def test_ground_of_a_plant_is_no_land_of_a_task():
    found = tables("一、招商引资\n扩产快速推进,引进企业3家,完成了45亩厂房用地施工许可证的办理工作。")
    assert found["land"].empty


def test_hazards_with_their_share_alone_are_named_by_what_is_done():
    measures = tables("排查重大隐患12处,一般隐患340处。已完成重大隐患整改闭环9处,一般隐患完成率95%。")["measures"]
    assert measures["name"].tolist() == ["重大隐患整改闭环", "一般隐患整改"]


def test_share_of_the_work_is_no_share_of_its_money():
    found = tables("向上争取专项债资金3000万元建设东岭产业园,项目总体进度已达60%。")
    assert not (found["measures"]["actual"] == 3000).any()


def test_name_that_begins_with_its_project_is_unchanged():
    measures = tables("河道整治:沿江大道至码头段清淤长度4.8公里,完成全年任务8公里的60%。")["measures"]
    assert measures["name"].tolist() == ["沿江大道至码头段清淤长度"]
