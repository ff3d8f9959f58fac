"""The scorecard of 总览: order, texts, bars and changes of its rows, with values worked out by hand."""

import pandas as pd
import pytest

from domain.schema.frames import conform
from views.scorecard import needs_attention, scorecard_view

YEAR = {"begin": "2023-01-01", "due": "2023-12-31", "kind": "cumulative", "direction": 1}
FARMLAND = {"indicator_id": "farmland", "name": "新增耕地", "domain": "land", "unit": "亩", "actual": 584, **YEAR}
TREES = {
    "row_id": "trees", "org_unit": "金川街道", "period": "2023H1", "indicator_id": "trees", "name": "植树",
    "domain": "environment", "unit": "株", "target": 100, "actual": 30, **YEAR,
}  # fmt: skip


@pytest.fixture(scope="module")
def scorecard(version):
    return scorecard_view(
        version(
            measures=[
                {"indicator_id": "signed", "name": "签约", "domain": "demolition", "unit": "幢", "kind": "coverage",
                 "direction": 1, "target": 14, "actual": 14},
                {"indicator_id": "bridge", "name": "大桥通车", "domain": "other", "kind": "milestone", "actual": 0,
                 "target": 1, "due": "2023-12-31", "owner": "城建办"},
                {**FARMLAND, "target": 7850, "claim": "总结", "cells": "target=1353 actual=1430"},
                {**FARMLAND, "target": 800, "claim": "计划", "cells": "target=4815 actual=1430"},
                TREES,
                {"indicator_id": "invested", "name": "固定投资", "domain": "investment", "unit": "万元",
                 "kind": "monitor", "actual": 3774, "cells": "actual=2053"},
            ],
            honours=[
                {"who": "街道", "award": "先进单位", "level": "县级", "scope": "全县第一"},
                {"who": "甲村", "award": "示范村", "level": "省级"},
                {"who": "乙村", "award": "卫生村", "level": "县级"},
                {"who": "丙村", "award": "督考排名全县第一", "level": "县级"},
            ],
        )
    )  # fmt: skip


def row(view, name: str) -> dict:
    return view.tasks.table.set_index("name").loc[name].to_dict()


def over_dates(*dates: tuple[str, float]):
    """The scorecard of the last of several versions of TREES, each with an as-of date and a value."""
    tables = [conform("measures", [{**TREES, "as_of_end": day, "as_of_start": day, "actual": n}]) for day, n in dates]
    course = pd.concat(
        [table.assign(first_version=n, last_version=n) for n, table in reversed(list(enumerate(tables, 1)))],
        ignore_index=True,
    )
    others = {name: conform(name, []) for name in ("figures", "findings", "honours")}
    return scorecard_view({"measures": tables[-1], **others}, row_versions=course)


def test_tasks_are_one_row_per_indicator_worst_first(scorecard):
    assert scorecard.tasks.table["name"].tolist() == ["植树", "新增耕地", "大桥通车", "签约"]


def test_counts_leave_out_what_is_only_monitored(scorecard):
    assert scorecard.counts[["state", "n"]].values.tolist() == [
        ["behind", 1], ["to_verify", 1], ["on_track", 1], ["done", 1],
    ]  # fmt: skip
    assert (scorecard.total, scorecard.monitored) == (4, 1)


def test_task_has_one_bar_with_a_mark_at_the_elapsed_share(scorecard):
    [bar] = row(scorecard, "植树")["bars"]
    assert (bar.state, bar.share, round(bar.elapsed, 1), bar.label) == ("behind", 30.0, 49.6, "")


def test_task_with_two_claims_has_a_bar_for_each_and_both_targets(scorecard):
    task = row(scorecard, "新增耕地")
    assert [(bar.state, round(bar.share, 1)) for bar in task["bars"]] == [("far_behind", 7.4), ("ahead", 73.0)]
    assert task["target_text"] == "7,850亩或800亩"
    assert pd.isna(task["bar_pct"])


def test_deviation_is_that_of_each_claimed_target(scorecard):
    assert [round(bar.deviation, 1) for bar in row(scorecard, "新增耕地")["bars"]] == [-42.1, 23.4]
    assert [bar.deviation for bar in row(scorecard, "签约")["bars"]] == [None]


def test_task_claimed_target_links_to_the_place_where_it_is_printed(scorecard):
    targets = row(scorecard, "新增耕地")["targets"]
    assert [(target.text, target.start) for target in targets] == [("7,850亩", 1353), ("800亩", 4815)]


def test_target_claimed_twice_is_one_bar_with_the_completion_of_the_claim_that_has_one(version):
    again = {"claim": "计划", "begin": "2023-07-01", "actual": None, "cells": ""}
    rows = [{**TREES, "claim": "总结", "cells": "actual=1430"}, {**TREES, "row_id": "trees#2", **again}]
    task = row(scorecard_view(version(measures=rows)), "植树")
    assert (task["state"], task["value_text"], task["actual_start"], task["target_text"]) == (
        "to_verify", "30株", 1430, "100株",
    )  # fmt: skip
    assert [(bar.share, bar.state) for bar in task["bars"]] == [(30.0, "behind")]


def test_finished_task_has_no_mark(scorecard):
    [bar] = row(scorecard, "签约")["bars"]
    assert (bar.share, bar.elapsed) == (100.0, None)


def test_milestone_has_words_and_neither_target_nor_bar(scorecard):
    task = row(scorecard, "大桥通车")
    assert (task["value_text"], task["target_text"], task["bars"][0].share) == ("未完成", "—", None)


def test_value_opens_the_place_where_it_is_printed(scorecard):
    assert row(scorecard, "新增耕地")["actual_start"] == 1430


def test_monitored_figures_are_those_without_a_target(scorecard):
    assert scorecard.monitored_figures["label"].tolist() == ["固定投资"]


def test_main_figures_without_any_indicator_are_the_first_of_each_domain(version):
    income = {"name": "财政收入", "value": 18.35, "unit": "亿元", "role": "actual"}
    assert scorecard_view(version(investment=[income])).monitored_figures["label"].tolist() == ["营商：财政收入"]


def test_highlights_are_rare_honours_then_high_levels(scorecard):
    assert scorecard.highlights.table["text"].tolist() == [
        "街道：先进单位（全县第一）",
        "丙村：督考排名全县第一（县级）",
        "甲村：示范村（省级）",
    ]


def test_change_with_one_date_is_unknown(scorecard):
    assert scorecard.changes.empty
    assert "还没有上一期的数据" in scorecard.changes.title


def test_change_since_the_previous_date_is_in_the_row_and_the_list():
    shown = over_dates(("2023-05-31", 20), ("2023-06-30", 30))
    assert row(shown, "植树")["change_text"] == "增加10株"
    [change] = shown.changes.table[["before_text", "value_text", "change_text"]].values.tolist()
    assert change == ["20株", "30株", "增加10株"]


def test_points_are_day_and_value_of_every_date():
    shown = over_dates(("2023-04-30", 5), ("2023-05-31", 20), ("2023-06-30", 30))
    assert [value for _, value in row(shown, "植树")["points"]] == [5.0, 20.0, 30.0]


def test_state_that_turned_since_the_date_before_is_named():
    shown = over_dates(("2023-05-31", 5), ("2023-06-30", 60))
    assert len(shown.turned) == 1
    assert shown.turned[0].startswith("植树由")


def test_state_that_stayed_is_not_named():
    assert over_dates(("2023-05-31", 45), ("2023-06-30", 52)).turned == ()


@pytest.mark.parametrize(
    ("state", "expected"), [("overdue", True), ("to_verify", True), ("done_late", False), ("on_track", False)]
)
def test_attention_is_needed_by_late_and_unverified_rows(state, expected):
    assert needs_attention({"state": state}) is expected


def test_empty_version_has_no_rows_and_no_counts(version):
    shown = scorecard_view(version())
    assert shown.tasks.empty
    assert shown.counts.empty
    assert shown.total == 0
