"""The history of a row in words."""

import pytest

from domain.schema.frames import conform
from views.row_history import current_figures, row_steps, row_title

ROW = {"row_id": "m1", "name": "新增耕地", "unit": "亩", "target": 800.0, "actual": 584.0, "source_id": "seed",
       "start": 9, "end": 20, "quote": "完成584亩", "cells": "actual=11 target=15"}  # fmt: skip
TYPED = {**ROW, "actual": 600.0, "source_id": "七月台账-1a2b3c4d", "start": None, "end": None, "quote": None,
         "sheet": "指标进度", "cell": "K4", "cells": "target=15 quote~9 actual~11"}  # fmt: skip


def measures(*rows):
    return conform("measures", rows)


def test_row_step_lists_its_changes_and_the_first_one_its_contents():
    later, first = row_steps("measures", [measures(TYPED), measures(ROW)])
    assert (later.changes, later.quote, later.place) == (("完成值：584亩 → 600亩",), None, "工作表“指标进度”K4")
    assert first.changes[0].startswith("名称：新增耕地；")
    assert "目标值：800亩；完成值：584亩" in first.changes[0]
    assert (first.quote, first.start) == ("完成584亩", 9)


def test_row_step_with_other_source_or_deletion_says_so():
    moved = measures({**ROW, "source_id": "another", "start": 30})
    steps = row_steps("measures", [measures(), moved, measures(ROW)])
    assert [step.changes for step in steps[:2]] == [("这一行已删除",), ("数字没有变化，只换了出处",)]


@pytest.mark.parametrize(
    "change", [{"as_of_end": "2023-07-31"}, {"chosen": True, "chosen_by": "王芳"}, {"accepted_reason": "汛期"}]
)
@pytest.mark.parametrize("before", [ROW, TYPED])
def test_row_step_changed_under_the_same_proof_has_neither_sentence_nor_cell(before, change):
    later, first = row_steps("measures", [measures({**before, **change}), measures(before)])
    assert (later.quote, later.start, later.place) == (None, None, "")
    assert (first.quote, first.place) == (before["quote"], "工作表“指标进度”K4" if before is TYPED else "")


def test_row_title_is_its_latest_name():
    assert row_title("measures", [measures(), measures({**ROW, "name": "造地"}), measures(ROW)]) == "指标进度：造地"


def test_current_figures_list_value_with_every_table_at_the_offset():
    land = conform("land", [{"row_id": "l1", "area_mu": 600.0, "cells": "area_mu~11"}])
    other = conform("land", [{"row_id": "l2", "area_mu": 590.0, "cells": "area_mu~11"}])
    assert current_figures({"measures": measures(TYPED), "land": land}) == {11: "600亩（指标进度、土地整治）"}
    assert current_figures({"measures": measures(TYPED), "land": other}) == {11: "600亩（指标进度）；590亩（土地整治）"}
    assert current_figures({"measures": measures(ROW)}) == {}
