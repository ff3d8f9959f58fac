"""What changed between two sets of tables."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.schema.diff import Diff, apply_diff, diff_table, diff_tables
from domain.schema.frames import conform
from domain.schema.tables import TABLES
from tests.examples import examples

NAMES = ("land", "measures", "findings")


def land(**areas: float | None) -> pd.DataFrame:
    return conform("land", [{"row_id": row_id, "area_mu": area} for row_id, area in areas.items()])


def test_diff_separates_added_changed_and_removed_rows():
    diff = diff_table("land", land(a=880, b=600, c=1), land(b=650, a=880, d=4))
    assert diff.added["row_id"].tolist() == ["d"]
    assert diff.removed["row_id"].tolist() == ["c"]
    [change] = diff.changed
    assert (change.row_id, change.column, change.old, change.new) == ("b", "area_mu", 600, 650)
    assert diff.count == 3


def test_diff_filled_or_emptied_cell_is_a_change():
    changed = diff_table("land", land(a=None, b=2), land(a=1, b=None)).changed
    assert [(change.row_id, change.old, change.new) for change in changed] == [("a", None, 1), ("b", 2, None)]


def test_diff_ignores_order_and_number_format():
    before = conform("land", [{"row_id": "a", "area_mu": 880, "stage": "种植"}, {"row_id": "b", "area_mu": 1.5}])
    after = pd.DataFrame([{"area_mu": "1.50", "row_id": "b"}, {"area_mu": "880.0", "stage": "种植", "row_id": "a"}])
    assert not diff_tables({"land": before}, {"land": conform("land", after)})
    assert not diff_tables({"land": before[before.columns[::-1]]}, {"land": before})


def test_diff_empty_text_differs_from_missing():
    before, after = (conform("land", [{"row_id": "a", "stage": stage}]) for stage in ("", None))
    [change] = diff_table("land", before, after).changed
    assert (change.old, change.new) == ("", None)


def test_diff_moved_sentence_is_no_changed_fact():
    before, after = (conform("land", [{"row_id": "a", "area_mu": 1, "start": start}]) for start in (10, 12))
    diff = diff_table("land", before, after)
    assert diff.changed_rows == ("a",)
    assert diff.changed_facts == ()


def test_diff_missing_table_counts_as_empty():
    diff = diff_tables({"land": land(a=1)}, {"safety": conform("safety", [{"row_id": "s"}])})
    assert {name: table.count for name, table in diff.tables.items()} == {"land": 1, "safety": 1}


@pytest.mark.parametrize("rows", [[{"row_id": "a"}, {"row_id": "a"}], [{"area_mu": 1}]])
def test_diff_duplicate_rows_are_an_error(rows):
    with pytest.raises(ValueError, match="row_id"):
        diff_table("land", conform("land", rows), land())


CELLS = {
    "text": st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
    "number": st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0.1, -0.0, 880]),
    "integer": st.none() | st.integers(0, 2**53 - 1),
    "date": st.none() | st.dates().map(str),
    "flag": st.none() | st.booleans(),
}


@st.composite
def tables(draw: st.DrawFn) -> dict[str, pd.DataFrame]:
    """Some of NAMES, each with rows a to f in any order, a few cells filled."""
    drawn = {}
    for name in draw(st.sets(st.sampled_from(NAMES))):
        ids = draw(st.lists(st.sampled_from("abcdef"), unique=True))
        columns = [column for column in TABLES[name].all_columns if column.name != "row_id"]
        rows = [{"row_id": row_id} for row_id in ids]
        for row in rows:
            for column in draw(st.lists(st.sampled_from(columns), max_size=4)):
                row[column.name] = draw(CELLS[column.kind])
        drawn[name] = conform(name, rows)
    return drawn


@settings(max_examples=examples(10), deadline=None)
@given(tables(), tables())
def test_diff_applied_to_old_tables_gives_new_ones(before, after):
    result = apply_diff(diff_tables(before, after), before)
    for name in result:
        found, wanted = (_sorted(name, side) for side in (result, after))
        pd.testing.assert_frame_equal(found, wanted)
    assert set(after) - set(result) == {name for name, table in after.items() if table.empty and name not in before}


@settings(max_examples=examples(8), deadline=None)
@given(tables())
def test_diff_of_equal_tables_is_empty(some):
    assert not diff_tables(some, some)
    assert apply_diff(Diff({}), some).keys() == some.keys()


def _sorted(name: str, side: dict[str, pd.DataFrame]) -> pd.DataFrame:
    table = side.get(name, conform(name, []))
    return table.sort_values("row_id", ignore_index=True)
