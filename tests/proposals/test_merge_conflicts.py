"""Two targets of one indicator, each chosen by another person: never both, and never in silence."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.judging.decisions import is_chosen
from domain.schema.frames import conform
from proposals.merge import merge_tables
from proposals.merge_conflicts import MergeConflict

CLAIMS = ("a", "b", "c")
CHOICE = st.none() | st.tuples(st.sampled_from(CLAIMS), st.sampled_from(["王芳", "陈晨"]))


def measures(choice=None, notes=""):
    """Three claims of one indicator; `choice`: which of them who chose."""
    rows = [
        {"row_id": claim, "org_unit": "金川街道", "period": "2023H1", "indicator_id": "new_farmland", "note": notes}
        for claim in CLAIMS
    ]
    for row in rows:
        if choice and choice[0] == row["row_id"]:
            row |= {"chosen": True, "chosen_by": choice[1], "chosen_reason": "已核实"}
    return {"measures": conform("measures", rows)}


def chosen(tables):
    rows = tables["measures"]
    return rows.loc[is_chosen(rows), ["row_id", "chosen_by"]].values.tolist()


def test_settle_choices_two_targets_is_conflict_either_side_may_win():
    base, yours, theirs = measures(), measures(("a", "王芳")), measures(("b", "陈晨"))
    merged = merge_tables(base, yours, theirs)
    assert merged.conflicts == (MergeConflict("measures", "a", other_target="b"),)
    assert chosen(merged.tables) == [["b", "陈晨"]]
    key = merged.conflicts[0].key
    assert chosen(merge_tables(base, yours, theirs, {key: "yours"}).tables) == [["a", "王芳"]]
    assert chosen(merge_tables(base, yours, theirs, {key: "theirs"}).tables) == [["b", "陈晨"]]


def test_settle_choices_replaced_choice_is_no_conflict():
    before, yours = measures(("b", "陈晨")), measures(("a", "王芳"))
    merged = merge_tables(before, yours, measures(("b", "陈晨"), notes="雨天"))
    assert merged.conflicts == ()
    assert chosen(merged.tables) == [["a", "王芳"]]


def test_settle_choices_other_indicator_is_no_conflict():
    base, yours, theirs = measures(), measures(("a", "王芳")), measures(("b", "陈晨"))
    for tables in (base, yours, theirs):
        tables["measures"]["indicator_id"] = ["new_farmland", "farmland_built", "farmland_built"]
    assert merge_tables(base, yours, theirs).conflicts == ()


@settings(deadline=None)
@given(CHOICE, CHOICE, CHOICE, st.sampled_from(["yours", "theirs", None]))
def test_settle_choices_one_per_side_gives_at_most_one(base, yours, theirs, side):
    tables = measures(base), measures(yours), measures(theirs)
    settled = {conflict.key: side for conflict in merge_tables(*tables).conflicts if side}
    merged = merge_tables(*tables, settled)
    for conflict in merged.unsettled(settled) if side else ():  # one that only the other's settling brought about
        merged = merge_tables(*tables, settled | {conflict.key: side})
    assert len(chosen(merged.tables)) <= 1
    if yours == theirs or base == yours:
        assert merged.conflicts == ()
        assert chosen(merged.tables) == ([list(theirs)] if theirs else [])
