"""A number that is printed once and kept twice: whoever changes one place is told of the other."""

import pytest

from domain.tables import conform
from domain.views.twins import left_behind
from tests.store.samples import SCOPE


def tables(actual=584.0, area=584.0, unit="亩", cells="actual=10"):
    measure = {**SCOPE, "row_id": "m", "name": "新增耕地", "unit": unit, "actual": actual, "cells": cells}
    land = {**SCOPE, "row_id": "l", "project": "历史项目", "stage": "种植", "area_mu": area, "cells": "area_mu=10"}
    return {"measures": conform("measures", [measure]), "land": conform("land", [land])}


def test_the_place_that_was_left_is_named_with_the_new_number():
    (warning,) = left_behind(tables(), tables(actual=650.0))
    assert warning.place.sheet == "土地整治"
    assert warning.wrong == (
        "报告里的同一个数字,“指标进度”新增耕地的完成值已改为650亩,“土地整治”历史项目 · 种植的面积仍是584亩"
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
def test_there_is_nothing_to_say(before, after):
    assert left_behind(before, after) == []


def test_a_row_that_is_gone_is_not_left_behind():
    after = tables(actual=650.0)
    assert left_behind(tables(), {**after, "land": after["land"].iloc[:0]}) == []
