"""One indicator: its facts, bars, sentences and findings."""

import pytest

from views.indicator import indicator_of, indicators_view

YEAR = {"begin": "2023-01-01", "due": "2023-12-31", "kind": "cumulative", "direction": 1}
FARMLAND = {"indicator_id": "farmland", "name": "新增耕地", "domain": "land", "unit": "亩", "actual": 584, **YEAR}


@pytest.fixture(scope="module")
def indicators(version):
    return indicators_view(
        version(
            measures=[
                {**FARMLAND, "row_id": "a", "target": 7850, "claim": "总结", "cells": "target=10 actual=20"},
                {**FARMLAND, "row_id": "b", "target": 800, "claim": "计划", "cells": "target=90 actual=20"},
                {"row_id": "c", "indicator_id": "trees", "name": "植树", "domain": "environment", "unit": "株",
                 "target": 100, "actual": 30, "owner": "农业办", "cells": "target=40 actual=44", **YEAR},
            ],
            figures=[
                {"start": 10, "sentence": "耕地任务7850亩。"}, {"start": 20, "sentence": "新增584亩。"},
                {"start": 40, "sentence": "植树100株，已植30株。"}, {"start": 44, "sentence": "植树100株，已植30株。"},
                {"start": 90, "sentence": "全年800亩。"},
            ],
            findings=[
                {"row_id": "f1", "severity": "conflict", "title": "两个目标", "figures": "10 90"},
                {"row_id": "f2", "severity": "doubt", "title": "别处", "figures": "70"},
                {"row_id": "f3", "severity": "passed", "title": "相符", "figures": "20"},
            ],
        )
    )  # fmt: skip


@pytest.mark.parametrize("row_id", ["a", "b"])
def test_indicator_is_found_by_each_of_its_claims(indicators, row_id):
    assert [claim["row_id"] for claim in indicator_of(indicators, row_id).claims] == ["a", "b"]


def test_indicator_unknown_is_none(indicators):
    assert indicator_of(indicators, "zzz") is None


def test_indicator_facts_state_target_share_deviation_and_owner(indicators):
    facts = dict(indicator_of(indicators, "c").facts)
    assert (facts["目标"], facts["完成率"], facts["序时进度"]) == ("100株", "30.0%", "49.6%")
    assert (facts["偏差"], facts["责任单位"], facts["期限"]) == ("−19.6个百分点", "农业办", "2023年12月31日")


def test_indicator_with_two_claims_names_both_targets_and_draws_both(indicators):
    shown = indicator_of(indicators, "a")
    assert dict(shown.facts)["目标"] == "7,850亩；800亩"
    assert len(shown.bars) == 2


def test_indicator_sentences_are_once_each_in_the_order_of_the_report(indicators):
    assert indicator_of(indicators, "a").sentences == (
        ("目标值", "耕地任务7850亩。", 10), ("完成值", "新增584亩。", 20), ("目标值", "全年800亩。", 90),
    )  # fmt: skip
    assert indicator_of(indicators, "c").sentences == (("目标值、完成值", "植树100株，已植30株。", 40),)


def test_indicator_findings_are_those_about_its_figures_that_are_no_agreement(indicators):
    assert indicator_of(indicators, "b").findings["row_id"].tolist() == ["f1"]
    assert indicator_of(indicators, "c").findings.empty
