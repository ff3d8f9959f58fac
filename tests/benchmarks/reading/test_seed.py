"""The seed is read like any report: nearly all that wordings of its own once gave comes out."""

from functools import cache

import pytest

from benchmarks.reading.seed import SEED, Comparison, compare


@cache
def found(has_names: bool) -> Comparison:
    return compare(SEED, has_names=has_names)


def share(facts: list[tuple[str, bool]]) -> float:
    return sum(each for _, each in facts) / len(facts)


@pytest.mark.parametrize("has_names", [True, False])
def test_nine_in_ten_cells_of_the_seed_come_out(has_names):
    assert len(found(has_names).cells) == 123
    assert share(found(has_names).cells) >= 0.9


@pytest.mark.parametrize("has_names", [True, False])
def test_all_but_two_judged_measures_of_the_seed_come_out(has_names):
    assert len(found(has_names).measures) == 22
    assert sum(each for _, each in found(has_names).measures) >= 20


def test_figures_of_the_seed_without_a_table_are_the_sizes_that_projects_must_have():
    missing = [words for words, each in found(True).placed if not each]
    assert missing == ["rural_income.value 10 at 1043", "land.months 12 at 1366", "rural_income.value 10 at 4529"]
