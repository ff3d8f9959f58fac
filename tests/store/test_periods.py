"""Several periods: what a version knows of those before its own, also when they are corrected afterwards."""

from datetime import date

import pytest

from store import earlier_versions, read
from store.records import Draft
from store.write import commit_version, rollback
from tests.store.samples import EDITOR, land


def commit(period: str, area: float) -> int:
    """The next version of a period, with one area."""
    current = read.read_current(period=period)
    draft = Draft("金川街道", period, "edit", {"land": land(area).assign(period=period)})
    return commit_version(draft, current.id if current else None, EDITOR, "更正", date(2023, 12, 31)).id


def earlier(version_id: int) -> list[float]:
    return earlier_versions.read_earlier("land", version_id)["area_mu"].tolist()


@pytest.fixture
def two_periods(store):
    commit("2023H1", 880)
    commit("2023H2", 1200)


def test_period_newest_sees_correction_of_earlier_one(two_periods):
    assert earlier(2) == [880]
    commit("2023H1", 890)
    assert earlier(2) == [890, 880]
    assert earlier_versions.read_row_versions("land", 2)[["area_mu", "last_version"]].to_numpy().tolist() == [
        [890, 3], [1200, 2], [880, 1],
    ]  # fmt: skip


def test_period_history_of_replaced_version_is_unchanged(two_periods):
    commit("2023H2", 1250)
    commit("2023H1", 890)
    assert earlier(2) == [880]
    assert earlier(3) == [890, 1200, 880]


def test_period_newest_sees_rollback_of_earlier_one(two_periods):
    commit("2023H1", 890)
    rollback(1, EDITOR, "误改")
    assert earlier(2) == [880]


def test_period_earlier_does_not_see_later_one(two_periods):
    commit("2023H1", 890)
    assert earlier(3) == [880]
    assert earlier_versions.read_row_versions("land", 3)["area_mu"].tolist() == [890, 880]


def test_period_history_of_version_ends_at_its_replacement(two_periods):
    assert (earlier_versions.read_cutoff(1), earlier_versions.read_cutoff(2)) == (2, 2)
    commit("2023H1", 890)
    assert (earlier_versions.read_cutoff(1), earlier_versions.read_cutoff(2), earlier_versions.read_cutoff(3)) == (
        2,
        3,
        3,
    )


def test_periods_are_listed_chronologically(two_periods):
    for period in ("2022", "2023Q3", "2023"):
        commit(period, 1)
    assert list(read.read_newest_ids("jcjd")) == ["2023", "2023H2", "2023Q3", "2023H1", "2022"]
    assert read.read_last_ids() == {"jcjd": 5}
