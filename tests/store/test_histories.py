"""Random histories of commits and rollbacks: every version can be gone back to, and gives the identical export."""

import json
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.schema.diff import apply_diff, diff_tables
from proposals import report_import as build
from store import migrate, read
from store.check import check_store
from store.engine import SETTING, engine
from store.errors import NothingChanged
from store.export import export_version
from store.write import commit_version, rollback
from tests.examples import SQLITE_FIRST
from tests.store.samples import EDITOR, JUNE, draft, report

STEPS = st.lists(
    st.tuples(st.just("edit"), st.lists(st.integers(0, 3), max_size=3))
    | st.tuples(st.just("report"), st.integers(0, 2))
    | st.tuples(st.just("rollback"), st.integers(0, 9)),
    min_size=1,
    max_size=7,
)


def take(step: tuple[str, object]) -> None:
    """One step of a history, on whatever is current."""
    kind, value = step
    current = read.read_current_id()
    try:
        if kind == "edit":
            commit_version(draft(*value), current, EDITOR, "更正", JUNE)
        elif kind == "report":
            received = report(f"种植{value}亩。")
            commit_version(draft(value, kind="report", received=received), current, EDITOR, "报告", JUNE)
        elif current is not None:
            rollback(value % current + 1, EDITOR, "误改")
    except NothingChanged:
        pass


@pytest.mark.parametrize("database", SQLITE_FIRST)
def test_random_history_allows_rollback_to_every_version(database, request, tmp_path_factory, monkeypatch):
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def holds(steps):
        if database == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('history')}/progress.db"
        else:
            url = request.getfixturevalue("cluster").new_database()
        monkeypatch.setenv(SETTING, url)
        migrate.initialise()
        for step in steps:
            take(step)
        _assert_every_version_comes_back()
        engine().dispose()

    holds()


def _assert_every_version_comes_back() -> None:
    versions = [version.id for version in reversed(read.list_versions())]
    exports = {version_id: export_version(version_id) for version_id in versions}
    for version_id in versions:
        try:
            back = rollback(version_id, EDITOR, "回看").id
        except NothingChanged:
            back = read.read_current_id()
        assert export_version(back) == exports[version_id]
        assert not read.diff_versions(version_id, back)
    for before, after in pairwise(versions):
        tables = read.read_tables(before)
        result = apply_diff(diff_tables(tables, read.read_tables(after)), tables)
        assert not diff_tables(result, read.read_tables(after))
    assert {version_id: export_version(version_id) for version_id in versions} == exports
    assert check_store() == []


def test_export_of_seed_has_every_row(new_store):
    [version] = build.ensure_filled()
    exported = json.loads(export_version(version.id))
    tables = read.read_tables(version.id)
    assert {name: len(rows) for name, rows in exported["tables"].items()} == {
        name: len(table) for name, table in tables.items()
    }
    assert exported["sources"][0]["sha256"] == version.received_sha256
