"""The brief of the report as received, and what it says of a change against the version before."""

from pathlib import Path

import pandas as pd
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


def prose_under(paper, heading):
    return "".join(
        phrase.text for section in paper.sections if heading in section.heading for phrase in section.phrases
    )


def remarks_under(paper, heading):
    return {
        phrase.text: phrase.remarks
        for section in paper.sections if heading in section.heading
        for phrase in section.phrases if phrase.remarks
    }  # fmt: skip


def test_brief_fact_with_several_targets_has_no_conclusion(paper):
    assert "土地整治（新增耕地）种植完成584亩。" in prose_under(paper, "1.土地整治加压奋进")
    assert "完成率" not in prose_under(paper, "1.土地整治加压奋进")


def test_brief_remark_of_several_targets_states_each(paper):
    remarks = remarks_under(paper, "1.土地整治加压奋进")["土地整治（新增耕地）种植完成584亩。"]
    assert remarks[0].startswith("待核实：土地整治（新增耕地）种植。")
    assert remarks[1:] == (
        "按目标7,850亩计，完成率7.4%，慢于序时进度42.1个百分点；按目标800亩计，完成率73.0%，快于序时进度23.4个百分点",
        "请向提供该数字的科室核实后定稿。",
    )


def test_brief_fact_with_one_target_states_share_done(paper):
    assert "土地整治项目施工完成18个，完成目标20个的90.0%" in prose_under(paper, "1.土地整治加压奋进")


def test_brief_unchanged_clauses_are_printed_as_reported(paper):
    assert prose_under(paper, "2.征迁").startswith(
        "常山江航运枢纽方面，按时完成381户共33.15公顷土地征收。征迁首日完成42.8%房屋签约，7天完成14幢房屋全部签约，"
        "10天完成房屋腾空验收，两项工作均在全县率先完成。文峰西路西延方面，15天内完成17幢房屋腾空、拆除"
    )


def test_brief_figure_not_reproducible_has_remark(paper):
    remarks = remarks_under(paper, "1.土地整治加压奋进")
    assert remarks["完成总进度73%，"][0].startswith("存疑：“73%”未写口径")
    assert [text for text in remarks_under(paper, "2.征迁") if "42.8%" in text]


def test_brief_approximate_figures_keep_their_words(paper):
    assert "约600亩" in prose_under(paper, "1.土地整治加压奋进")
    assert "1280余户" in prose_under(paper, "1.人居环境")


def test_brief_other_day_is_printed_unless_clause_states_it(paper):
    text = prose_under(paper, "1.招商助企")
    assert text.startswith("1-5月固定投资达3774万元，完成招商引资信息报送9条，")
    assert "快速推进1家企业清退和3家企业技改提升（2023年1—6月）" in text


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
    assert [phrase.text for phrase in section.plan][-1] == "另有10项任务见附件2。"
    assert "二是大力培育书记项目。" in [phrase.text for phrase in section.plan]
    assert any(task.text == "年终达成经营性收入30万元全覆盖（2023年12月31日前）" for task in section.tasks)
    assert {task.topic for task in section.tasks} == {"扎实开展主题教育", "大力培育书记项目", "全面实施金钉强基"}


def test_brief_of_first_version_has_no_changes(paper):
    assert paper.changes == ()


def test_brief_headings_behind_the_report_are_numbered_on(paper):
    assert paper.headings == ("五、需要关注的事项", "六、与上一版相比")


def test_brief_target_of_plan_stands_once_with_remark(paper):
    section = next(section for section in paper.sections if section.heading.startswith("(一)炼思想"))
    (marked,) = [phrase for phrase in section.plan if phrase.remarks]
    assert "经营性收入30万元全覆盖" in marked.text
    assert section.phrases == ()


def test_brief_growth_since_earlier_day_is_own_clause(report):
    measures = report["measures"].copy()
    row = measures["indicator_id"] == "规范庭院户"
    measures.loc[row, ["actual", "as_of_end", "cells"]] = [1401, pd.Timestamp("2023-09-30"), "actual~2753"]
    yards = report["environment"].copy()
    day = pd.Timestamp("2023-09-30")
    yards.loc[yards["cells"] == "value=2753", ["value", "as_of_end", "cells"]] = [1401, day, "value~2753"]
    paper = brief({**report, "measures": measures, "environment": yards}, previous=report["measures"])
    assert "规范庭院1401余户（2023年1—9月），较上期（2023年6月30日）增加121户" in prose_under(paper, "1.人居环境")


def test_brief_figure_updated_in_one_table_only_is_that_of_the_later_day(report):
    measures = report["measures"].copy()
    row = measures["indicator_id"] == "规范庭院户"
    measures.loc[row, ["actual", "as_of_end", "cells"]] = [1401, pd.Timestamp("2023-09-30"), "actual~2753"]
    text = prose_under(brief({**report, "measures": measures}, previous=report["measures"]), "1.人居环境")
    assert text.startswith("规范庭院1401余户（2023年1—9月），较上期（2023年6月30日）增加121户；")
    assert "1280" not in text


@pytest.mark.parametrize(
    ("start", "end", "unit", "words"),
    [
        ("2022-01-01", "2022-06-30", "户", "共规范庭院1280余户，同比增长28.0%，较上期（2022年6月30日）增加280户"),
        ("2022-01-01", "2022-05-31", "户", "共规范庭院1280余户，较上期（2022年5月31日）增加280户"),
        ("2022-01-01", "2022-06-30", "幢", "共规范庭院1280余户；"),
    ],
)
def test_brief_change_on_last_year_needs_the_same_span_and_unit(report, start, end, unit, words):
    last = report["measures"][report["measures"]["indicator_id"] == "规范庭院户"].copy()
    last[["actual", "as_of_start", "as_of_end", "unit"]] = [1000, pd.Timestamp(start), pd.Timestamp(end), unit]
    assert prose_under(brief(report, previous=last), "1.人居环境").startswith(words)


def test_brief_change_since_previous_version_is_stated_at_its_fact(report):
    land = report["land"].copy()
    land.loc[land["stage"] == "立项", "area_mu"] = 860.0
    measures = report["measures"].copy()
    measures.loc[measures["indicator_id"] == "固定投资元", "actual"] = 3500.0
    changed = brief(report, before={**report, "land": land, "measures": measures})
    told = facts_under(changed, "1.土地整治加压奋进")
    assert told["立项面积880亩"].change == "较上一版由860亩变为880亩"
    assert told["自报总进度73%（原文未写明以哪个目标为准）"].change == ""
    assert "立项面积880亩，较上一版由860亩变为880亩" in changed.changes


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
