"""Measures of one name that mean something else than last time."""

from datetime import date

from domain.checks.redefined import find_redefinitions
from domain.schema.frames import conform

ROW = {
    "row_id": "m", "name": "新增耕地", "project": "土地整治", "unit": "亩", "target": 800.0, "baseline": 0.0,
    "due": date(2023, 12, 31), "period": "2023H1", "domain": "land", "start": 5, "quote": "原句",
}  # fmt: skip


def measures(*rows):
    return conform("measures", [ROW | {"row_id": f"m{n}"} | row for n, row in enumerate(rows)])


def changes(now, before):
    found = find_redefinitions(measures(now), measures(before))
    return [(each.column, each.before, each.now) for each in found]


def test_same_measure_is_no_change():
    assert changes({}, {"actual": 1.0}) == []


def test_other_target_due_and_base_are_changes_with_both_values():
    now = {"target": 900.0, "due": date(2024, 6, 30), "baseline": 10.0}
    assert changes(now, {"period": "2023Q1"}) == [
        ("baseline", "0亩", "10亩"),
        ("target", "800亩", "900亩"),
        ("due", "2023年12月31日", "2024年6月30日"),
    ]


def test_other_unit_is_a_change_and_values_in_it_are_none():
    assert changes({"unit": "公顷", "target": 53.3, "baseline": 1.0}, {}) == [("unit", "亩", "公顷")]


def test_target_of_another_year_is_no_change():
    assert changes({"target": 900.0}, {"period": "2022H2"}) == []


def test_measure_that_stands_twice_is_left_out():
    assert find_redefinitions(measures({}, {"target": 900.0}), measures({"unit": "公顷"})) == []


def test_same_name_in_another_project_is_another_measure():
    assert changes({"project": "甲", "unit": "公顷"}, {"project": "乙"}) == []
