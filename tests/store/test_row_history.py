"""How a row came to hold what it holds."""

from datetime import date

import pytest

from domain.schema.frames import conform
from store.errors import UnknownVersion
from store.records import Draft
from store.row_history import read_row_history
from store.write import commit_version, rollback
from tests.store.samples import EDITOR, JUNE, SCOPE, draft, land


def commit(proposed: Draft, parent: int | None = None, as_of: date = JUNE):
    return commit_version(proposed, parent, EDITOR, "更正", as_of)


def history(row_id: str, version_id: int, name: str = "land"):
    steps = read_row_history(name, row_id, version_id)
    return [(step.version.id, step.row["area_mu"].tolist()) for step in steps]


def test_row_history_has_step_per_change_newest_first(store):
    commit(draft(880, 600))
    commit(draft(900, 600), 1)
    commit(draft(900, 610), 2)
    assert history("land-1", 3) == [(2, [900.0]), (1, [880.0])]
    assert history("land-2", 3) == [(3, [610.0]), (1, [600.0])]


def test_row_history_of_older_version_omits_later_changes(store):
    commit(draft(880))
    commit(draft(900), 1)
    assert history("land-1", 1) == [(1, [880.0])]


def test_row_history_has_steps_for_addition_removal_and_return(store):
    commit(draft(880))
    commit(draft(880, 600), 1)
    commit(draft(880), 2)
    commit(draft(880, 620), 3)
    assert history("land-2", 4) == [(4, [620.0]), (3, []), (2, [600.0])]


def test_row_history_omits_changes_undone_by_rollback(store):
    commit(draft(880))
    commit(draft(900), 1)
    rollback(1, EDITOR, "填错了")
    commit(draft(910), 3)
    assert history("land-1", 3) == [(1, [880.0])]
    assert history("land-1", 4) == [(4, [910.0]), (1, [880.0])]


def test_row_history_has_step_for_new_proof(store):
    commit(draft(880))
    commit(Draft("金川街道", "2023H1", "edit", {"land": land(880, sheet="土地整治", cell="D4")}), 1)
    steps = read_row_history("land", "land-1", 2)
    assert [step.row["cell"].dropna().tolist() for step in steps] == [["D4"], []]


def test_row_history_omits_other_periods_and_ids(store):
    commit(draft(880))
    other = conform("land", [{**SCOPE, "period": "2023H2", "row_id": "land-1", "area_mu": 990.0}])
    commit(Draft("金川街道", "2023H2", "edit", {"land": other}), None, date(2023, 12, 31))
    assert history("land-1", 1) == [(1, [880.0])]
    assert history("land-1", 2) == [(2, [990.0])]
    assert history("land-", 1) == []


@pytest.mark.parametrize("row_id", ['甲"乙', "a%b_c", "编号:第一条", "a\\b", "A"])
def test_row_history_distinguishes_ids_with_special_characters(store, row_id):
    rows = [{**SCOPE, "row_id": each, "area_mu": at} for at, each in enumerate((row_id, "axbxc", "a"), 1)]
    commit(Draft("金川街道", "2023H1", "edit", {"land": conform("land", rows)}))
    assert history(row_id, 1) == [(1, [1.0])]


def test_row_history_of_unknown_row_is_empty(store):
    commit(draft(880))
    assert read_row_history("land", "land-9", 1) == []


def test_row_history_unknown_version_is_reported(store):
    with pytest.raises(UnknownVersion):
        read_row_history("land", "land-1", 7)
