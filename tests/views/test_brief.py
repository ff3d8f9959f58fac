"""The brief of the report as received, and what it says of a change against the version before."""

from pathlib import Path

import pytest

from domain.schema.frames import conform
from domain.schema.tables import TABLES
from loaders.report.read import read_report
from loaders.text.source import load_source
from views.brief import brief
from views.slide import Edition

SEED = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"


@pytest.fixture(scope="module")
def report():
    return read_report(load_source(SEED)).tables


@pytest.fixture(scope="module")
def paper(report):
    return brief(report, Edition("第1版"))


def facts_under(paper, heading):
    return {fact.text: fact for section in paper.sections if heading in section.heading for fact in section.facts}


def test_brief_headings_have_order_and_depth_of_report(paper):
    headings = [(section.level, section.heading) for section in paper.sections]
    assert headings[0] == (1, "一、特色亮点工作:")
    assert (2, "(二)聚焦重点、强势推进,项目建设成果丰硕") in headings
    place = headings.index((3, "1.土地整治加压奋进"))
    assert headings[place + 1] == (3, "2.征迁战役捷报频传")
    assert [heading for level, heading in headings if level == 1][-1] == "四、“八八战略”标志性成果"


def test_brief_fact_states_target_completion_and_deviation_of_each_claim(paper):
    told = facts_under(paper, "1.土地整治加压奋进")
    text = (
        "土地整治（新增耕地）种植完成584亩；目标7,850亩，完成率7.4%，低于序时进度42.1个百分点；"
        "目标800亩，完成率73.0%，高于序时进度23.4个百分点"
    )
    assert told[text].state == "to_verify"
    assert "立项面积880亩" in told


def test_brief_figure_not_reproducible_is_marked_as_doubtful(paper):
    told = facts_under(paper, "1.土地整治加压奋进")
    assert told["自报总进度73%（原文未写明以哪个目标为准）"].doubt.startswith("“73%”未写口径")
    assert facts_under(paper, "2.征迁")["常山江航运枢纽房屋签约第1天完成42.8%"].doubt


def test_brief_figure_is_stated_once(paper):
    places = [fact.place for section in paper.sections for fact in section.facts if "3,774万元" in fact.text]
    assert len(places) == 1


def test_brief_fact_cites_a_sentence(paper):
    facts = [fact for section in paper.sections for fact in section.facts]
    assert len(facts) > 90
    assert all(fact.quote for fact in facts)


def test_brief_table_has_every_claim_with_contested_ones_to_be_verified(paper, report):
    rows = paper.measures.set_index(["label", "target"])
    assert len(rows) == len(report["measures"])
    assert rows.loc[("土地整治（新增耕地）种植", "800亩"), "word"] == "待核实（按此目标超前）"
    assert rows.loc[("防盗窗整治", "119户"), "completion"] == "100.0%"


def test_brief_tasks_of_next_half_year_are_below_their_heading_with_own_dates(paper):
    section = next(section for section in paper.sections if section.heading.startswith("(一)炼思想"))
    assert any(task.text == "年终达成经营性收入30万元全覆盖（2023年12月31日前）" for task in section.tasks)
    assert {task.topic for task in section.tasks} == {"扎实开展主题教育", "大力培育书记项目", "全面实施金钉强基"}


def test_brief_of_first_version_says_that_comparison_is_impossible(paper):
    assert paper.changes == ("本版为首个版本，没有上一版可比",)


def test_brief_change_since_previous_version_is_stated_at_its_fact(report):
    land = report["land"].copy()
    land.loc[land["stage"] == "立项", "area_mu"] = 860.0
    measures = report["measures"].copy()
    measures.loc[measures["indicator_id"] == "固定投资元", "actual"] = 3500.0
    changed = brief(report, before={**report, "land": land, "measures": measures})
    told = facts_under(changed, "1.土地整治加压奋进")
    assert told["立项面积880亩"].change == "较上一版由860亩变为880亩"
    assert told["立项项目20个"].change == ""
    assert "立项面积880亩（较上一版由860亩变为880亩）" in changed.changes


def test_brief_with_equal_previous_version_states_no_change(report):
    assert brief(report, before=report).changes == ("与上一版相比，各项数字没有变化",)


def test_brief_names_without_permission_are_hidden(report, paper):
    assert not any("叶继强" in fact.text for section in paper.sections for fact in section.facts)
    openly = brief(report, hide=False)
    assert any("叶继强" in fact.text for section in openly.sections for fact in section.facts)


def test_brief_of_empty_version_says_that_rows_are_missing():
    empty = brief({name: conform(name, []) for name in TABLES})
    assert empty.measures.empty
    assert empty.sections == ()
    assert empty.title == "报告期未载明工作进展情况汇报"
