import pytest

from domain.schema.frames import conform

TEXT = (
    "把新增耕地〔7850亩|target〕的任务一年完成,已种植〔584亩〕。\n"
    "二、下半年思路\n完成土地整治三年〔{second}亩|target〕任务。"
)


def test_task_with_two_targets_is_a_conflict(findings):
    (found,) = findings(TEXT.format(second=800), "two_targets", "land")
    assert found["severity"] == "conflict"
    assert found["printed"] == "7850亩、800亩"
    assert "「把新增耕地7850亩的任务一年完成,已种植584亩。」" in found["message"]
    assert "「完成土地整治三年800亩任务。」" in found["message"]


def test_task_with_target_repeated_has_no_finding(findings):
    assert findings(TEXT.format(second=7850), "two_targets", "land") == []


def test_targets_of_different_tasks_have_no_finding(findings):
    text = "新增耕地任务〔7850亩|target〕,胡柚园任务〔600亩|target〕。"
    assert findings(text, "two_targets", "land") == []


PLAIN = TEXT.format(second=800).replace("〔", "").replace("〕", "").replace("|target", "")


def measure(start, target):
    return {
        "indicator_id": "farmland", "name": "新增耕地", "domain": "land", "unit": "亩", "kind": "cumulative",
        "direction": 1, "target": target, "actual": 584, "begin": "2023-01-01", "due": "2023-12-31",
        "as_of_end": "2023-06-30", "elapsed_mode": "day", "cells": f"target={start}",
    }  # fmt: skip


@pytest.mark.parametrize("words", ["按7850亩算，新增耕地完成7.44%，严重滞后", "按800亩算，新增耕地完成73%，超前"])
def test_contested_target_finding_shows_state_of_each_target(findings, words):
    measures = conform("measures", [measure(5, 7850), measure(PLAIN.index("800亩"), 800)])
    (found,) = findings(TEXT.format(second=800), "two_targets", "land", measures=measures)
    assert words in found["message"]
    assert "直接决定" in found["message"]


@pytest.mark.parametrize(("target", "told"), [(500, 1), (800, 0)])
def test_target_below_current_value_is_reported(findings, target, told):
    text = f"已种植〔584亩〕。\n二、下半年思路\n种植〔{target}亩|target〕。"
    row = measure(19, target) | {"cells": "target=19 actual=3"}
    assert len(findings(text, "target_passed", "land", measures=conform("measures", [row]))) == told
