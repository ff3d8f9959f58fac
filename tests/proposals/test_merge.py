"""Two people's changes on one version: nothing of either side is lost."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.schema.diff import diff_tables
from domain.schema.frames import conform
from proposals.merge import merge_tables

FACTS = ("project", "stage", "area_mu", "qualifier", "projects", "note", "as_of_end")
JUNE, JULY = pd.Timestamp(2023, 6, 30), pd.Timestamp(2023, 7, 31)
IDS = st.sampled_from(["a", "b", "c", "d"])
ROW = st.fixed_dictionaries(
    {},
    optional={
        "project": st.sampled_from(["甲", "乙"]), "stage": st.sampled_from(["立项", "施工"]),
        "area_mu": st.sampled_from([1.0, 2.0, 3.0]), "qualifier": st.sampled_from(["about", "exact"]),
        "projects": st.sampled_from([7.0, 8.0]), "note": st.sampled_from(["早", "晚"]),
        "as_of_end": st.sampled_from([JUNE, JULY]),
    },
)  # fmt: skip
LAND = st.dictionaries(IDS, ROW, max_size=4)
BASE = {"a": {"project": "甲", "area_mu": 600.0, "qualifier": "about", "stage": "施工", "as_of_end": JUNE}}


def land(rows):
    scope = {"org_unit": "金川街道", "period": "2023H1", "source_id": "报告"}
    return {"land": conform("land", [{**scope, "row_id": row_id, **row} for row_id, row in rows.items()])}


def merged(base, yours, theirs, **settled):
    sides = {f"land/{row_id}": side for row_id, side in settled.items()}
    result = merge_tables(land(base), land(yours), land(theirs), sides)
    return by_id(result.tables["land"]), result.conflicts


def by_id(table):
    return {
        row["row_id"]: {name: row[name] for name in FACTS if not pd.isna(row[name])} for row in table.to_dict("records")
    }


def changed(row, **cells):
    return {"a": {**row["a"], **cells}}


@settings(deadline=None)
@given(LAND, LAND)
def test_merge_without_their_changes_equals_proposal(base, yours):
    result = merge_tables(land(base), land(yours), land(base))
    assert result.conflicts == ()
    assert not diff_tables(result.tables, land(yours))


def test_merge_table_changed_on_one_side_is_that_side():
    base, yours = land(BASE), land(changed(BASE, area_mu=650.0))
    assert merge_tables(base, yours, land(BASE)).tables["land"] is yours["land"]
    assert merge_tables(base, land(BASE), base).tables["land"] is base["land"]


@settings(deadline=None)
@given(LAND, LAND)
def test_merge_without_own_changes_equals_current(base, theirs):
    result = merge_tables(land(base), land(base), land(theirs))
    assert result.conflicts == ()
    assert not diff_tables(result.tables, land(theirs))


@settings(deadline=None)
@given(LAND, LAND, LAND)
def test_merge_change_of_either_side_is_kept_or_conflicts(base, yours, theirs):
    result, conflicts = merged(base, yours, theirs)
    rows = {conflict.row_id for conflict in conflicts}
    for side in (yours, theirs):
        for row_id in base:
            kept = row_id in side
            if row_id in rows or (kept and side[row_id] == base[row_id]):
                continue
            assert (row_id in result) == kept
            for column in FACTS if kept else ():
                if side[row_id].get(column) != base[row_id].get(column):
                    assert result[row_id].get(column) == side[row_id].get(column)


@settings(deadline=None)
@given(LAND, LAND, LAND)
def test_merge_added_rows_of_both_sides_are_kept(base, yours, theirs):
    result, _ = merged(base, yours, theirs)
    contents = list(result.values())
    for side in (yours, theirs):
        assert all(row in contents for row_id, row in side.items() if row_id not in base)


@settings(deadline=None)
@given(LAND, LAND, LAND)
def test_merge_conflicts_settled_for_one_side_give_its_cells(base, yours, theirs):
    _, conflicts = merged(base, yours, theirs)
    for name, side in (("yours", yours), ("theirs", theirs)):
        result, _ = merged(base, yours, theirs, **{conflict.row_id: name for conflict in conflicts})
        for conflict in conflicts:
            if conflict.row_id not in side:
                assert conflict.row_id not in result
            for cell in conflict.cells:
                assert result[conflict.row_id].get(cell.column) == side[conflict.row_id].get(cell.column)


@settings(deadline=None)
@given(LAND, LAND, LAND, st.sampled_from(["yours", "theirs", None]))
def test_merge_number_keeps_as_of_and_unit_of_its_side(base, yours, theirs, side):
    _, conflicts = merged(base, yours, theirs)
    result, _ = merged(base, yours, theirs, **{conflict.row_id: side for conflict in conflicts if side})
    for row_id in base.keys() & yours.keys() & theirs.keys():
        for number in ("area_mu", "projects"):
            sides = [(rows[row_id].get(number), rows[row_id].get("as_of_end")) for rows in (yours, theirs)]
            assert (result[row_id].get(number), result[row_id].get("as_of_end")) in sides


@settings(deadline=None)
@given(LAND, LAND, LAND)
def test_merge_without_conflicts_is_commutative(base, yours, theirs):
    one, conflicts = merged(base, yours, theirs)
    other, _ = merged(base, theirs, yours)
    if not conflicts:
        assert sorted(map(repr, one.values())) == sorted(map(repr, other.values()))


def test_merge_unrelated_cells_of_one_row_are_combined():
    result, conflicts = merged(BASE, changed(BASE, stage="种植"), changed(BASE, note="雨天"))
    assert conflicts == ()
    assert (result["a"]["stage"], result["a"]["note"]) == ("种植", "雨天")


def test_merge_cell_with_two_values_is_conflict_with_both():
    result, (conflict,) = merged(BASE, changed(BASE, area_mu=650.0), changed(BASE, area_mu=700.0))
    (cell,) = conflict.cells
    assert (cell.column, cell.base, cell.yours, cell.theirs) == ("area_mu", 600.0, 650.0, 700.0)
    assert result["a"]["area_mu"] == 700.0


def test_merge_number_and_qualifier_are_one_unit():
    _, (conflict,) = merged(BASE, changed(BASE, area_mu=650.0), changed(BASE, qualifier="exact"))
    assert [cell.column for cell in conflict.cells] == ["area_mu", "qualifier"]
    result, _ = merged(BASE, changed(BASE, area_mu=650.0), changed(BASE, qualifier="exact"), a="yours")
    assert (result["a"]["area_mu"], result["a"]["qualifier"]) == (650.0, "about")


def test_merge_conflicting_number_brings_as_of_of_its_side():
    theirs = changed(BASE, area_mu=650.0, as_of_end=JULY)
    _, (conflict,) = merged(BASE, changed(BASE, area_mu=590.0), theirs)
    cells = {cell.column: (cell.yours, cell.theirs) for cell in conflict.cells}
    assert cells == {"area_mu": (590.0, 650.0), "as_of_end": (JUNE, JULY)}
    for side, told in (("yours", (590.0, JUNE)), ("theirs", (650.0, JULY))):
        result, _ = merged(BASE, changed(BASE, area_mu=590.0), theirs, a=side)
        assert (result["a"]["area_mu"], result["a"]["as_of_end"]) == told


def test_merge_number_and_as_of_of_different_sides_conflict_but_target_does_not():
    _, (conflict,) = merged(BASE, changed(BASE, area_mu=590.0), changed(BASE, as_of_end=JULY))
    assert [cell.column for cell in conflict.cells] == ["as_of_end", "area_mu"]
    base, yours, theirs = (land(BASE) for _ in range(3))
    yours["land"]["target_mu"], theirs["land"]["as_of_end"] = 900.0, JULY
    assert merge_tables(base, yours, theirs).conflicts == ()


def test_merge_equal_changes_do_not_conflict():
    result, conflicts = merged(BASE, changed(BASE, area_mu=650.0), changed(BASE, area_mu=650.0))
    assert conflicts == ()
    assert result["a"]["area_mu"] == 650.0


def test_merge_row_removed_and_changed_is_conflict():
    result, (conflict,) = merged(BASE, {}, changed(BASE, area_mu=700.0))
    assert (conflict.removed_by, result["a"]["area_mu"]) == ("yours", 700.0)
    assert merged(BASE, {}, changed(BASE, area_mu=700.0), a="yours")[0] == {}
    result, (conflict,) = merged(BASE, changed(BASE, area_mu=700.0), {})
    assert (conflict.removed_by, result) == ("theirs", {})
    assert merged(BASE, changed(BASE, area_mu=700.0), {}, a="yours")[0]["a"]["area_mu"] == 700.0


def test_merge_different_new_rows_with_one_id_are_both_kept():
    result, conflicts = merged({}, {"n": {"project": "甲"}}, {"n": {"project": "乙"}})
    assert conflicts == ()
    assert result == {"n": {"project": "乙"}, "n-2": {"project": "甲"}}


NEW = {"project": "泵站", "stage": "立项", "area_mu": 100.0}


@pytest.mark.parametrize(
    ("side", "areas"),
    [(None, {"t": 100.0, "y": 120.0}), ("both", {"t": 100.0, "y": 120.0}), ("theirs", {"t": 100.0}),
     ("yours", {"t": 120.0})],
)  # fmt: skip
def test_merge_two_new_rows_with_one_name_conflict_and_may_both_be_kept(side, areas):
    yours = {"y": {**NEW, "project": "泵 站", "area_mu": 120.0}}
    result, (conflict,) = merged({}, yours, {"t": NEW}, **{"y": side} if side else {})
    assert (conflict.row_id, conflict.same_row, conflict.sides) == ("y", "t", ("yours", "theirs", "both"))
    assert {row_id: row["area_mu"] for row_id, row in result.items()} == areas


def test_merge_equal_new_rows_are_kept_once_with_their_parts():
    def funding(whole):
        rows = [{"project": "泵站", "amount_wan_yuan": 100.0}, {"project": "泵站", "kind": "余", "part_of": whole}]
        return {"funding": conform("funding", [{**rows[0], "row_id": whole}, {**rows[1], "row_id": f"{whole}.1"}])}

    merged = merge_tables({"funding": conform("funding", [])}, funding("y"), funding("t"))
    assert [conflict.key for conflict in merged.conflicts] == ["funding/y.1"]
    result = merged.tables["funding"]
    assert result[["row_id", "part_of"]].astype(object).fillna("").values.tolist() == [
        ["t", ""], ["t.1", "t"], ["y.1", "t"],
    ]  # fmt: skip


def test_merge_new_rows_with_no_or_other_name_do_not_conflict():
    assert merged({}, {"y": {"area_mu": 1.0}}, {"t": {"area_mu": 2.0}})[1] == ()
    assert merged({}, {"y": NEW}, {"t": {**NEW, "stage": "施工"}})[1] == ()


def test_merge_resolution_of_changed_figures_is_conflict():
    def findings(computed, said=None):
        row = {"row_id": "f", "check": "two_targets", "computed": computed, "resolution": said}
        return {"findings": conform("findings", [row])}

    base, yours, theirs = findings("完成7.44%"), findings("完成7.44%", "按800亩"), findings("完成11.46%")
    (conflict,) = merge_tables(base, yours, theirs).conflicts
    assert {cell.column: (cell.yours, cell.theirs) for cell in conflict.cells} == {
        "computed": ("完成7.44%", "完成11.46%"), "resolution": ("按800亩", None),
    }  # fmt: skip
    for side, said in (("yours", "按800亩"), ("theirs", None)):
        row = merge_tables(base, yours, theirs, {conflict.key: side}).tables["findings"].iloc[0]
        assert (row["computed"], None if pd.isna(row["resolution"]) else row["resolution"]) == ("完成11.46%", said)
    assert merge_tables(base, yours, findings("完成7.44%")).conflicts == ()


def test_merge_figures_moved_in_text_keep_their_offsets():
    base, yours, theirs = (land(BASE) for _ in range(3))
    for tables, cells in ((base, "area_mu=20 projects=12"), (yours, "projects=12"), (theirs, "area_mu=25 projects=17")):
        tables["land"]["cells"] = cells
    yours["land"]["area_mu"] = 650.0
    assert merge_tables(base, yours, theirs).tables["land"]["cells"].tolist() == ["projects=17 area_mu~25"]
