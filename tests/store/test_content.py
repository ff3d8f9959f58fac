"""Whatever a table holds, the store gives it back to the bit, on both databases."""

import math

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.schema.frames import conform
from domain.schema.tables import TABLES
from store import read
from store.content import make_content, read_content
from store.errors import InvalidDraft, NothingChanged, StoreDamaged
from store.records import Draft
from store.write import commit_version
from tests.store.samples import EDITOR, JUNE, SCOPE

AWKWARD = (
    "", " ", "\0", "a\0b", "\x1b[31m", "\t\r\n", "\x7f\x85", "'; DROP TABLE rows; --", '"\\', "%s %(x)s ?", ":name",
    "1+1+N", "亩", "\U00020bb7野家", "e\u0301", "é", "\u202e右到左", "\ufeff", "\uffff", "\U0010ffff",
    "NaN", "None", "null", "=1+1",
)  # fmt: skip
CELLS = {
    "text": st.none() | st.sampled_from(AWKWARD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    "number": st.none()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([0.1, -0.0, 5e-324, 1.7976931348623157e308, 2**53 + 1, 880]),
    "integer": st.none() | st.sampled_from([0, -1, 2**53 - 1]) | st.integers(0, 2**53 - 1),
    "date": st.none() | st.sampled_from(["0001-01-01", "9999-12-31"]) | st.dates().map(str),
    "flag": st.none() | st.booleans(),
}


@st.composite
def some_tables(draw: st.DrawFn) -> dict[str, pd.DataFrame]:
    """Every table, each with up to three rows of awkward cells."""
    drawn = {}
    for name, spec in TABLES.items():
        own = [column for column in spec.all_columns if column.name not in ("row_id", "org_unit", "period")]
        rows = []
        for number in range(draw(st.integers(0, 2))):
            filled = draw(st.lists(st.sampled_from(own), max_size=6))
            rows.append({**SCOPE, "row_id": f"{number}", **{each.name: draw(CELLS[each.kind]) for each in filled}})
        drawn[name] = conform(name, rows)
    return drawn


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables=some_tables())
def test_content_tables_round_trip(store, tables):
    current = read.read_current_id()
    try:
        version = commit_version(Draft("金川街道", "2023H1", "edit", tables), current, EDITOR, "更正", JUNE)
    except NothingChanged:
        version = read.read_current()
    for name, table in read.read_tables(version.id).items():
        pd.testing.assert_frame_equal(_in_order(table), _in_order(tables[name]))


@pytest.mark.parametrize("name", TABLES)
def test_content_awkward_text_round_trips_in_every_text_column(name):
    columns = [column.name for column in TABLES[name].all_columns if column.kind == "text"]
    table = conform(name, [dict.fromkeys(columns, text) for text in AWKWARD])
    pd.testing.assert_frame_equal(read_content(name, make_content(name, table).lines), table)
    assert table["row_id"].tolist() == list(AWKWARD)


def test_content_negative_zero_and_smallest_number_round_trip():
    table = conform("land", [{"row_id": "a", "area_mu": -0.0}, {"row_id": "b", "area_mu": 5e-324}])
    zero, smallest = read_content("land", make_content("land", table).lines)["area_mu"]
    assert math.copysign(1, zero) == -1
    assert smallest == 5e-324


def test_content_lone_surrogate_is_refused_with_its_place():
    table = conform("land", [{"row_id": "a"}]).astype(object)
    table.loc[0, "note"] = "\ud83d"
    with pytest.raises((InvalidDraft, UnicodeEncodeError)):
        make_content("land", table)


def test_content_column_of_newer_program_is_an_error():
    with pytest.raises(StoreDamaged, match="colour"):
        read_content("land", ['{"row_id":"a","colour":"red"}'])


def test_content_column_added_later_is_missing_in_older_rows():
    assert read_content("land", ['{"row_id":"a"}'])["area_mu"].isna().tolist() == [True]


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    return table.sort_values("row_id", ignore_index=True)
