"""What changed between two versions: rows, states and findings in words, each with its reason."""

import pandas as pd
import pytest

from domain.schema.tables import TABLES
from views.changes import changes_view

YEAR = {"begin": "2023-01-01", "due": "2023-12-31", "kind": "cumulative", "direction": 1, "unit": "亩"}
TREES = {"row_id": "m.trees", "indicator_id": "trees", "name": "植树", "target": 100, "actual": 50, **YEAR}
FARMLAND = {"indicator_id": "new_farmland", "name": "新增耕地", "actual": 584, **YEAR}
CLAIMS = [
    {**FARMLAND, "row_id": "m.1", "target": 7850, "claim": "总结"},
    {**FARMLAND, "row_id": "m.2", "target": 800, "claim": "计划"},
]
FINDING = {"row_id": "f1", "check": "rate_base", "severity": "doubt", "title": "口径不明", "message": "没有写分母"}
LAND = {"row_id": "land.a", "project": "土地整治", "stage": "施工", "area_mu": 600, "qualifier": "about"}


def rows(panel, names):
    return [tuple(row) for row in panel.table[names.split()].astype(object).itertuples(index=False)]


def state_change(version, before, after):
    """The one row of the panel of states: old word, new code, why."""
    view = changes_view(version(measures=before), version(measures=after))
    return rows(view.states, "before state why")


def test_changes_of_equal_tables_say_that_nothing_changed(version):
    view = changes_view(version(measures=[TREES], land=[LAND]), version(measures=[TREES], land=[LAND]))
    assert view.summary == "没有变化"
    assert view.empty


def test_changed_state_is_listed_with_its_figures(version):
    assert state_change(version, [TREES], [{**TREES, "actual": 30}]) == [
        (
            "正常",
            "behind",
            "完成值由50亩变为30亩；完成率50.0% → 30.0%，偏差+0.4个百分点 → −19.6个百分点，进度系数1.01 → 0.60",
        )
    ]


def test_changed_state_with_later_date_alone_is_listed(version):
    ((before, after, why),) = state_change(version, [TREES], [{**TREES, "as_of_end": "2023-10-31"}])
    assert (before, after) == ("正常", "far_behind")
    assert "数据时点由“2023年1—6月”变为“2023年1—10月”" in why
    assert "序时49.6% → 83.3%" in why


def test_changed_state_with_chosen_target_names_person_and_reason(version):
    chosen = {"chosen": True, "chosen_by": "王芳", "chosen_reason": "区里确认"}
    ((before, after, why),) = state_change(version, CLAIMS, [CLAIMS[0], {**CLAIMS[1], **chosen}])
    assert (before, after) == ("待核实", "ahead")
    assert why.startswith("选定目标800亩（王芳：区里确认）；完成率— → 73.0%")


def test_changed_state_with_approved_exception_names_its_end(version):
    accepted = {"accepted_reason": "汛期停工", "accepted_by": "李主任", "accepted_until": "2023-09-30"}
    late = {**TREES, "actual": 10}
    assert state_change(version, [late], [{**late, **accepted}]) == [
        ("严重滞后", "accepted", "批准偏差：汛期停工（李主任批准，有效期至2023年9月30日）")
    ]


@pytest.mark.parametrize(
    ("accepted", "told"),
    [({"accepted_by": "李主任", "accepted_until": "2023-05-31"},
      "（李主任批准，有效期至2023年5月31日，已到期，不生效）"),
     ({"accepted_until": "2023-09-30"}, "（未写批准人，有效期至2023年9月30日，不生效）")],
)  # fmt: skip
def test_changed_state_with_invalid_exception_says_that_it_is_invalid(version, accepted, told):
    late = {**TREES, "actual": 10}
    after = {**late, "actual": 9, "accepted_reason": "汛期停工", **accepted}
    view = changes_view(version(measures=[late]), version(measures=[after]))
    assert view.states.empty
    assert view.moved.table["why"].item().startswith(f"批准偏差：汛期停工{told}；完成值由10亩变为9亩")


@pytest.mark.parametrize(
    ("change", "told"),
    [({"kind": "monitor_only"}, "指标类型由累计变为只监测不判定；"),
     ({"direction": -1}, "方向由越多越好变为越少越好"),
     ({"elapsed_mode": "month"}, "序时口径由未填变为按月")],
)  # fmt: skip
def test_changed_state_with_other_judging_rule_names_the_rule_first(version, change, told):
    view = changes_view(version(measures=[TREES]), version(measures=[{**TREES, **change}]))
    ((why,),) = (*rows(view.states, "why"), *rows(view.moved, "why"))
    assert why.startswith(told)


def test_changed_contested_claims_have_a_change_of_their_grounds(version):
    view = changes_view(version(measures=CLAIMS), version(measures=[CLAIMS[0], {**CLAIMS[1], "actual": 300}]))
    assert rows(view.moved, "name why") == [("新增耕地", "各目标依据的结论有变化")]


def test_changed_cells_title_names_figure_before_day_and_note(version):
    later = {**TREES, "actual": 52, "note": "复核", "as_of_end": "2023-07-31"}
    title = changes_view(version(measures=[TREES]), version(measures=[later])).changed.title
    assert title == "改了3处，如：植树的完成值由50亩改为52亩"


def test_changed_figures_without_changed_state_are_listed_apart(version):
    view = changes_view(version(measures=[TREES]), version(measures=[{**TREES, "actual": 52}]))
    assert view.states.empty
    assert rows(view.moved, "name state") == [("植树", "on_track")]


def test_changed_value_below_that_of_an_earlier_version_changes_the_state(version):
    may = version(measures=[{**TREES, "actual": 80, "as_of_end": "2023-05-31"}])["measures"]
    before = version(measures=[{**TREES, "actual": 80}])
    view = changes_view(before, version(measures=[{**TREES, "actual": 70}]), earlier=may)
    assert rows(view.states, "before state") == [("超前", "regressed")]


def test_changed_cell_is_listed_in_words_with_its_unit(version):
    after = {**LAND, "area_mu": 650, "qualifier": "exact"}
    view = changes_view(version(land=[LAND]), version(land=[after]))
    assert rows(view.changed, "what label old new table_label") == [
        ("土地整治 · 施工", "面积（亩）", "约600亩", "650亩", "土地整治"),
        ("土地整治 · 施工", "约数", "约", "准确数", "土地整治"),
    ]
    assert view.summary == "土地整治修改1行；各项指标状态不变"


def test_added_and_removed_rows_are_listed_with_their_contents(version):
    new = {"row_id": "land.b", "project": "新都畈", "stage": "立项", "area_mu": 90}
    view = changes_view(version(land=[LAND]), version(land=[new]))
    assert rows(view.added, "what contents") == [
        ("新都畈 · 立项", "项目：新都畈；环节：立项；面积：90亩；数据截至：2023年6月30日")
    ]
    assert rows(view.removed, "what") == [("土地整治 · 施工",)]
    assert view.summary.startswith("土地整治新增1行、删除1行")


def test_changed_cells_show_neither_codes_nor_offsets(version):
    after = {**TREES, "direction": -1, "kind": "limit", "domain": "land", "chosen": True, "start": 99}
    shown = changes_view(version(measures=[TREES]), version(measures=[after])).changed.table
    assert shown["new"].tolist() == ["土地整治", "限额（越低越好）", "越少越好", "是"]


def test_changed_findings_are_new_or_gone(version):
    view = changes_view(
        version(findings=[FINDING, {**FINDING, "row_id": "f2", "title": "旧的"}]),
        version(findings=[{**FINDING, "severity": "notice"}, {**FINDING, "row_id": "f3", "title": "新的"}]),
    )
    assert rows(view.new_findings, "title") == [("新的",)]
    assert rows(view.gone_findings, "title") == [("旧的",)]


def test_changed_finding_of_worse_severity_is_new_and_one_resolved_by_data_is_gone(version):
    view = changes_view(
        version(findings=[FINDING, {**FINDING, "row_id": "f2"}]),
        version(findings=[{**FINDING, "severity": "conflict"}, {**FINDING, "row_id": "f2", "severity": "passed"}]),
    )
    assert rows(view.new_findings, "row_id severity") == [("f1", "conflict")]
    assert rows(view.gone_findings, "row_id") == [("f2",)]


def test_changed_finding_settled_by_a_person_is_listed(version):
    decided = {"resolution": "以区里批复为准", "resolved_by": "王芳", "resolved_on": "2023-07-05"}
    view = changes_view(version(findings=[FINDING]), version(findings=[{**FINDING, **decided}]))
    assert rows(view.resolved, "title resolution resolved_by") == [("口径不明", "以区里批复为准", "王芳")]


@pytest.mark.parametrize(
    ("computed", "why", "title"),
    [("75%", "数字变化，意见失效，请重新处理", "1条处理意见因数字变化失效，请重新处理：口径不明"),
     ("73%", "已撤销", "1条核对结果的处理意见撤销了：口径不明")],
)  # fmt: skip
def test_changed_resolution_no_longer_valid_is_listed_with_its_text_and_not_as_new(version, computed, why, title):
    before = {**FINDING, "computed": "73%", "resolution": "分母为800亩", "resolved_by": "王芳"}
    view = changes_view(version(findings=[before]), version(findings=[{**FINDING, "computed": computed}]))
    assert view.resolved.empty
    assert rows(view.unresolved, "title why resolution resolved_by computed") == [
        ("口径不明", why, "分母为800亩", "王芳", computed)
    ]
    assert view.unresolved.title == title
    assert ("1条处理意见失效" in view.summary) == (computed == "75%")


def test_changed_rows_with_moved_sentence_only_are_not_listed(version):
    view = changes_view(version(land=[LAND]), version(land=[{**LAND, "start": 500, "quote": "施工"}]))
    assert view.changed.empty
    assert rows(view.counts, "table_label changed moved") == [("土地整治", 0.0, 1.0)]


@pytest.mark.parametrize("side", ["before", "after"])
def test_changes_with_one_side_empty_list_all_rows_of_the_other(version, side):
    full = version(measures=[TREES], land=[LAND])
    view = changes_view({}, full) if side == "before" else changes_view(full, {})
    panel = view.added if side == "before" else view.removed
    assert set(panel.table["table"]) == {"measures", "land"}


def test_changed_rows_of_one_name_are_distinguished_in_every_table(version):
    for name, table in TABLES.items():
        before = version(**{name: [{"row_id": "a"}, {"row_id": "b"}]})
        panel = changes_view(before, version()).removed.table
        assert panel["what"].is_unique, table.label


def test_changes_panels_have_their_columns(version):
    view = changes_view(version(measures=[TREES]), version(measures=[{**TREES, "actual": 1}], findings=[FINDING]))
    panels = [each for each in vars(view).values() if hasattr(each, "columns")]
    assert len(panels) == 10
    assert all(isinstance(panel.table[column.name], pd.Series) for panel in panels for column in panel.columns)
