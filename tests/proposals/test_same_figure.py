"""A number that is printed once and kept twice: whoever changes one place is told of the other, and may carry it."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.schema.diff import diff_tables
from domain.schema.frames import conform
from proposals.fact_places import Cell
from proposals.same_figure import copy_figures, find_same_figures
from tests.examples import examples
from tests.store.samples import SCOPE

JUNE, JULY = "2023-06-30", "2023-07-31"


def tables(actual=584.0, area=584.0, unit="亩", cells="actual=10", *, measure=(), land=(), households=None):
    """新增耕地 584亩 among the measures and in 土地整治; `households`: the same number of 户 in 征迁."""
    scope = {**SCOPE, "as_of_end": JUNE, "source_id": "报告", "start": 5, "end": 20, "quote": "新增耕地584亩"}
    first = {**scope, "row_id": "m", "name": "新增耕地", "unit": unit, "actual": actual, "cells": cells}
    second = {
        **scope, "row_id": "l", "project": "历史项目", "stage": "种植", "area_mu": area, "projects": 3,
        "cells": "area_mu=10 projects=12",
    }  # fmt: skip
    third = {**scope, "row_id": "d", "project": "航运", "households": households, "cells": "households=10"}
    return {
        "measures": conform("measures", [first | dict(measure)]),
        "land": conform("land", [second | dict(land)]),
        "demolition": conform("demolition", [third] if households else []),
    }


def changed(after=None, before=None, **measure):
    """Before and after somebody wrote another number, or more, into the measure's cell E2 of a workbook."""
    here = {"source_id": "台账", "sheet": "指标进度", "cell": "E2", "start": None, "end": None, "quote": None}
    return before or tables(), after or tables(measure=here | {"actual": 600.0, "cells": None} | measure)


def carried(before, after):
    """The row of 土地整治 once the number is carried to it."""
    return copy_figures(after, find_same_figures(before, after))["land"].iloc[0]


def test_same_figure_unchanged_place_is_listed_with_new_number():
    (same_figure,) = find_same_figures(tables(), tables(actual=650.0))
    assert same_figure.warning.place.sheet == "土地整治"
    assert same_figure.warning.wrong == (
        "报告里的同一个数字，“指标进度”新增耕地的完成值已改为650亩，“土地整治”历史项目 · 种植的面积仍是584亩"
    )
    assert (same_figure.key, same_figure.old, same_figure.new, same_figure.writes) == (
        "measures/m/actual",
        "584亩",
        "650亩",
        {"area_mu": 650.0},
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (tables(), tables()),
        (tables(), tables(actual=650.0, area=650.0)),
        (tables(cells="actual=11"), tables(cells="actual=11", actual=650.0)),
        (tables(unit="公顷"), tables(unit="公顷", actual=650.0)),
    ],
    ids=["nothing changed", "both changed", "another printed number", "another unit"],
)
def test_same_figure_without_unchanged_place_lists_nothing(before, after):
    assert find_same_figures(before, after) == ()


def test_copy_figures_area_in_two_units_updates_both():
    row = {"row_id": "d", "project": "航运", "area_mu": 584, "area_printed": 38.9333, "area_unit": "公顷"}
    land = conform("demolition", [SCOPE | row | {"cells": "area_mu=10"}])
    before = tables() | {"demolition": land}
    after = tables(actual=650.0, area=650.0) | {"demolition": land}
    carried = copy_figures(after, find_same_figures(before, after))["demolition"].iloc[0]
    assert carried["area_mu"] == 650.0
    assert carried[["area_printed", "area_unit"]].isna().all()


def test_same_figure_removed_row_is_not_listed():
    after = tables(actual=650.0)
    assert find_same_figures(tables(), {**after, "land": after["land"].iloc[:0]}) == ()


def test_same_figure_changed_everywhere_keeps_its_links():
    before = tables(600.0, 600.0, cells="actual~10", land={"cells": "area_mu~10"})
    [same_figure] = find_same_figures(before, tables(650.0, 600.0, cells="actual~10", land={"cells": "area_mu~10"}))
    assert (same_figure.place, same_figure.new) == (Cell("land", "l", "area_mu"), "650亩")


def test_copy_figures_number_has_cell_source_and_row_keeps_sentence():
    row = carried(*changed())
    assert (row["area_mu"], row["source_id"], row["sheet"], row["cell"]) == (600.0, "台账", "指标进度", "E2")
    assert row["cells"] == "projects=12 quote~5 area_mu~10"
    assert row[["start", "end", "quote"]].isna().all()


def test_copy_figures_row_of_same_workbook_keeps_cells_and_names_other_sheet():
    own = {"source_id": "台账", "sheet": "土地整治", "cell": "D7", "projects": 4.0, "cells": "area_mu=10"}
    before, after = changed()
    row = carried(before, {**after, "land": tables(land=own)["land"]})
    assert (row["sheet"], row["cell"]) == ("土地整治", "D7 指标进度!E2")
    assert row["cells"] == "quote~5 area_mu~10"


def test_copy_figures_edited_number_has_no_cell_source():
    row = carried(*changed(source_id="在线修改(王芳)", sheet=None, cell=None))
    assert row["source_id"] == "在线修改(王芳)"
    assert row[["sheet", "cell"]].isna().all()


def test_copy_figures_copies_qualifier():
    row = carried(*changed(actual_qualifier="about"))
    assert (row["area_mu"], row["qualifier"]) == (600.0, "about")


def test_copy_figures_same_as_of_is_copied():
    before, after = changed(as_of_end=JULY)
    (same_figure,) = find_same_figures(before, after)
    assert same_figure.as_of == "2023年7月31日"
    assert carried(before, after)["as_of_end"] == pd.Timestamp(JULY)


def test_copy_figures_earlier_as_of_is_replaced():
    may = {"as_of_end": "2023-05-31"}
    after = changed(as_of_end=JULY)[1]
    row = carried(tables(land=may), {**after, "land": tables(land=may)["land"]})
    assert (row["area_mu"], row["as_of_end"]) == (600.0, pd.Timestamp(JULY))


def test_same_figure_later_as_of_is_not_offered_older_number():
    august = {"as_of_end": "2023-08-31"}
    after = changed(as_of_end=JULY)[1]
    (same_figure,) = find_same_figures(tables(land=august), {**after, "land": tables(land=august)["land"]})
    assert (same_figure.writes, same_figure.why) == ({}, "这一行的数据截至更晚")


AIMED = {"area_mu": None, "target_mu": 584.0, "cells": "target_mu=10"}


def test_same_figure_target_does_not_follow_actual():
    after = changed(as_of_end=JULY)[1]
    (same_figure,) = find_same_figures(tables(land=AIMED), {**after, "land": tables(land=AIMED)["land"]})
    assert (same_figure.writes, same_figure.why) == ({}, "完成数变了，目标不跟着改")
    assert same_figure.warning.kind.code == "twin_kept"


def test_same_figure_actual_does_not_follow_target():
    before = tables(measure={"target": 584.0, "actual": 100.0, "cells": "target=10"})
    after = tables(measure={"target": 600.0, "actual": 100.0, "cells": "target=10"})
    assert find_same_figures(before, after) == ()


def test_same_figure_target_follows_target_of_later_as_of():
    before = tables(measure={"target": 584.0, "actual": 100.0, "cells": "target=10"},
                    land=AIMED | {"as_of_end": "2023-08-31"})  # fmt: skip
    (same_figure,) = find_same_figures(before, {**before, "measures": before["measures"].assign(target=600.0)})
    assert same_figure.writes == {"target_mu": 600.0}


def test_copy_figures_target_does_not_copy_as_of():
    before = tables(measure={"target": 584.0, "actual": 100.0, "cells": "target=10"}, land=AIMED)
    after = changed(before=before, actual=100.0, target=600.0, as_of_end=JULY)[1]
    row = carried(before, {**after, "land": before["land"]})
    assert (row["target_mu"], row["as_of_end"]) == (600.0, pd.Timestamp(JUNE))


def test_same_figure_finished_task_is_listed_but_not_changed():
    finished = {"target": 584.0, "cells": "target=10 actual=10", "kind": "coverage"}
    before = tables(measure=finished)
    (same_figure,) = find_same_figures(before, {**before, "land": before["land"].assign(area_mu=640.0)})
    assert (same_figure.place.column, same_figure.writes) == ("actual", {})
    assert same_figure.why == "目标也取自这个数字，只改一个就不再是全部完成"


def test_copy_figures_number_in_other_unit_is_converted():
    money = {"row_id": "g", "name": "罚款总额", "value": 76324.73, "unit": "元", "cells": "value=10"}
    before = {
        **tables(7.632473, None, "万元"), "governance": conform("governance", [SCOPE | money | {"as_of_end": JUNE}])
    }  # fmt: skip
    (same_figure,) = find_same_figures(before, {**before, "governance": before["governance"].assign(value=80_000.0)})
    assert (same_figure.old, same_figure.was, same_figure.new, same_figure.writes) == (
        "7.632473万元",
        "76,324.73元",
        "80,000元",
        {"actual": 8.0},
    )


def test_same_figure_converted_number_is_no_change():
    before = tables(unit="亩")
    assert find_same_figures(before, tables(38.93333333333333, unit="公顷")) == ()


def test_same_figure_row_with_other_subject_lists_nothing():
    before = tables()
    (same_figure,) = find_same_figures(before, {**before, "land": before["land"].assign(area_mu=640.0, stage="立项")})
    assert (same_figure.writes, same_figure.why) == ({}, "那一行说的已不是原来的事")


def test_same_figure_places_with_different_values_are_separate():
    before = tables(600.0, 610.0, cells="actual~10", land={"cells": "area_mu~10"})
    assert find_same_figures(before, tables(650.0, 610.0, cells="actual~10", land={"cells": "area_mu~10"})) == ()


def hazards(**safety):
    """重大隐患 11 = 8 + 3 in 安全隐患 and among the measures; `safety`: cells of the former."""
    scope = {**SCOPE, "as_of_end": JUNE, "source_id": "报告", "start": 5, "end": 20, "quote": "重大隐患11处"}
    listed = {"row_id": "safety.major_hazards", "category": "隐患", "unit": "处", "found": 11, "closed": 8,
              "open_in_time": 3, "overdue": 0, "cells": "found=6 closed=13 open_in_time=16"}  # fmt: skip
    measure = {"row_id": "measures.major_hazards", "indicator_id": "major_hazards", "name": "隐患闭环", "unit": "处",
               "kind": "items", "target": 11, "actual": 8, "open_in_time": 3, "overdue": 0,
               "cells": "target=6 actual=13"}  # fmt: skip
    return {
        "safety": conform("safety", [scope | listed | safety]), "measures": conform("measures", [scope | measure])
    }  # fmt: skip


def test_same_figure_parts_of_list_are_one_suggestion():
    before, after = hazards(), hazards(closed=10, open_in_time=1)
    same_figures = find_same_figures(before, after)
    assert {same_figure.key for same_figure in same_figures} == {"safety/safety.major_hazards/closed"}
    row = copy_figures(after, same_figures)["measures"].iloc[0]
    assert row[["target", "actual", "open_in_time", "overdue"]].tolist() == [11, 10, 1, 0]


def test_same_figure_single_part_of_list_is_not_offered():
    (same_figure,) = find_same_figures(hazards(), hazards(closed=10))
    assert (same_figure.writes, same_figure.why) == ({}, "只改这一个，各部分合计就大于总数")


def test_same_figure_found_total_is_target_of_list():
    before, after = hazards(), hazards(found=14, closed=12, open_in_time=1, overdue=1)
    row = copy_figures(after, find_same_figures(before, after))["measures"].iloc[0]
    assert row[["target", "actual", "open_in_time", "overdue"]].tolist() == [14, 12, 1, 1]


def test_same_figure_found_is_actual_of_count_measure():
    scope = {**SCOPE, "as_of_end": JUNE, "start": 5}
    counted = {"row_id": "m", "name": "隐患点", "unit": "个", "kind": "monitor", "actual": 362, "cells": "actual=6"}
    before = {
        "safety": conform("safety", [scope | {"row_id": "s", "category": "隐患点", "unit": "个", "found": 362,
                                              "cells": "found=6"}]),
        "measures": conform("measures", [scope | counted]),
    }  # fmt: skip
    (same_figure,) = find_same_figures(before, {**before, "safety": before["safety"].assign(found=370.0)})
    assert (same_figure.place, same_figure.writes) == (Cell("measures", "m", "actual"), {"actual": 370.0})


@pytest.mark.parametrize("measure", [{"actual": None}, {"unit": "公顷"}], ids=["no number any more", "another unit"])
def test_same_figure_unit_mismatch_is_listed_without_checkbox(measure):
    (same_figure,) = find_same_figures(*changed(**measure))
    assert same_figure.writes == {}


def test_same_figure_qualifier_without_column_has_no_checkbox():
    before = tables(unit="户", households=584)
    about = changed(unit="户", actual_qualifier="about")[1]["measures"]
    (same_figure,) = find_same_figures(before, {**before, "measures": about})
    assert (same_figure.place.table, same_figure.writes) == ("demolition", {})


def test_same_figure_two_new_numbers_are_not_copied():
    before = tables(households=584, unit="户")
    before["rural_income"] = conform("rural_income", [
        {**SCOPE, "row_id": "r", "name": "村", "value": 584.0, "unit": "户", "cells": "value=10"}
    ])  # fmt: skip
    after = {**before, "rural_income": before["rural_income"].assign(value=610.0),
             "measures": before["measures"].assign(actual=600.0)}  # fmt: skip
    (same_figure,) = find_same_figures(before, after)
    assert (same_figure.place.table, same_figure.writes) == ("demolition", {})


NUMBERS = st.sampled_from([584.0, 600.0, 610.0])


@settings(deadline=None, max_examples=examples(15))
@given(st.lists(NUMBERS, min_size=3, max_size=3), st.booleans())
def test_copy_figures_changes_only_unchanged_places_and_all_of_them(values, about):
    word = "about" if about else None
    before = tables(households=584, measure={"unit": "户"})
    before["rural_income"] = conform("rural_income", [
        {**SCOPE, "row_id": f"r{n}", "name": f"村{n}", "value": 584.0, "unit": "户", "cells": "value=10"}
        for n in range(3)
    ])  # fmt: skip
    after = {**before, "rural_income": before["rural_income"].assign(value=values)}
    after["rural_income"].loc[after["rural_income"]["value"] != 584.0, "qualifier"] = word
    same_figures = [same_figure for same_figure in find_same_figures(before, after) if same_figure.writes]
    done = copy_figures(after, same_figures)
    facts = {
        (change.row_id, change.column) for table in diff_tables(after, done).tables.values()
        for change in table.changed_facts
    }  # fmt: skip
    assert facts >= {(same_figure.place.row_id, same_figure.place.column) for same_figure in same_figures}
    assert {row_id for row_id, _ in facts} == {same_figure.place.row_id for same_figure in same_figures}
    new = set(values) - {584.0}
    if len(new) == 1 and not about:
        assert find_same_figures(before, done) == ()
    if len(new) != 1:
        assert same_figures == []
