"""Figures that were changed while the day that they speak of was not."""

from datetime import date

import pytest

from domain.schema.frames import conform
from proposals.as_of_updates import outdated_rows, set_as_of

JULY = date(2023, 7, 31)
ROW = {"row_id": "m", "name": "新增耕地", "unit": "亩", "actual": 584.0, "target": 800.0, "as_of_end": "2023-06-30"}


def tables(**changes):
    return {"measures": conform("measures", [{**ROW, **changes}, {**ROW, "row_id": "other"}])}


def test_outdated_rows_changed_figure_with_old_as_of_is_listed():
    assert outdated_rows(tables(), tables(actual=600.0), JULY) == {"measures": ["m"]}
    assert outdated_rows(tables(as_of_end=None), tables(actual=600.0, as_of_end=None), JULY) == {"measures": ["m"]}


@pytest.mark.parametrize(
    ("after", "day"),
    [
        (tables(), JULY),
        (tables(target=900.0), JULY),
        (tables(note="复核"), JULY),
        (tables(actual=600.0, as_of_end="2023-07-15"), JULY),
        (tables(actual=600.0), date(2023, 6, 30)),
    ],
    ids=["nothing changed", "only the target", "only a note", "the day was changed too", "it speaks of that day"],
)
def test_outdated_rows_without_outdated_figure_is_empty(after, day):
    assert outdated_rows(tables(), after, day) == {}


def test_outdated_rows_new_row_without_as_of_is_listed():
    new = conform("measures", [{**ROW, "row_id": "new", "as_of_end": None}, {**ROW, "row_id": "dated"}])
    assert outdated_rows({"measures": conform("measures", [])}, {"measures": new}, JULY) == {"measures": ["new"]}


def test_set_as_of_listed_rows_only_are_changed():
    after = tables(actual=600.0)
    dated = set_as_of(after, {"measures": ["m"]}, JULY)["measures"]
    assert dated["as_of_end"].dt.date.tolist() == [JULY, date(2023, 6, 30)]
    assert after["measures"]["as_of_end"].dt.date.tolist() == [date(2023, 6, 30)] * 2
