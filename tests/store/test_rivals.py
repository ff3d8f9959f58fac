"""Many editors at once: exactly one of those who started from the same version wins, and nobody loses anything."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from store import read
from store.audit import read_audit
from store.check import check_store
from store.engine import engine
from store.errors import ConflictError, NothingChanged
from store.records import Actor
from store.write import commit_version, rollback
from tests.server.prepared import PROCESSES
from tests.store import committer
from tests.store.samples import EDITOR, JUNE, draft

#: `make soak` has twenty.
EDITORS = int(os.environ.get("EDITORS", "8"))


def at_once(action, times: int = EDITORS) -> list[object]:
    """Run `action(n)` in `times` threads that start together; its results, or what it raised."""
    barrier = Barrier(times)

    def run(number: int) -> object:
        barrier.wait()
        try:
            return action(number)
        except (ConflictError, NothingChanged) as error:
            return error

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_concurrent_commits_from_one_version_exactly_one_succeeds(store):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    results = at_once(
        lambda number: commit_version(draft(1000 + number), 1, Actor(f"编辑{number}", "editor"), "更正", JUNE)
    )
    conflicts = [result for result in results if isinstance(result, ConflictError)]
    [won] = [result for result in results if not isinstance(result, ConflictError)]
    assert len(conflicts) == EDITORS - 1
    assert {conflict.current for conflict in conflicts} == {won}
    for number, result in enumerate(results):
        if isinstance(result, ConflictError):
            assert result.yours.tables["land"].changed[0].new == 1000 + number
    assert [version.id for version in read.list_versions()] == [2, 1]
    assert sum(entry.action == "conflict" for entry in read_audit()) == EDITORS - 1
    assert check_store() == []


def test_concurrent_first_commits_exactly_one_succeeds(store):
    results = at_once(lambda number: commit_version(draft(number), None, EDITOR, "首次", JUNE))
    assert sum(isinstance(result, ConflictError) for result in results) == EDITORS - 1
    assert len(read.list_versions()) == 1


def test_concurrent_commits_with_retry_all_succeed(store):
    commit_version(draft(0), None, EDITOR, "首次", JUNE)

    def until_stored(number: int) -> int:
        while True:
            try:
                return commit_version(draft(1000 + number), read.read_current_id(), EDITOR, "更正", JUNE).id
            except ConflictError:
                continue

    assert sorted(at_once(until_stored)) == list(range(2, EDITORS + 2))
    versions = read.list_versions()
    assert [version.parent_id for version in versions] == [*range(EDITORS, 0, -1), None]
    kept = sorted(read.read_table("land", version.id)["area_mu"].item() for version in versions)
    assert kept == [0, *range(1000, 1000 + EDITORS)]
    assert check_store() == []


def test_double_click_on_commit_stores_one_version(store):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    results = at_once(lambda _number: commit_version(draft(900), 1, EDITOR, "更正", JUNE), times=4)
    assert sum(isinstance(result, NothingChanged) for result in results) == 3
    assert len(read.list_versions()) == 2


def test_double_click_on_rollback_stores_one_version(store):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    commit_version(draft(900), 1, EDITOR, "更正", JUNE)
    results = at_once(lambda _number: rollback(1, EDITOR, "误改", parent=2), times=4)
    assert sum(isinstance(result, NothingChanged) for result in results) == 3
    assert len(read.list_versions()) == 3


@pytest.mark.parametrize("rivals", [4])
def test_concurrent_processes_from_one_version_exactly_one_succeeds(store, rivals):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    engine().dispose()
    pipes = []
    for number in range(rivals):
        mine, theirs = PROCESSES.Pipe()
        PROCESSES.Process(target=committer.commit_once, args=(store, 1, 1000 + number, theirs)).start()
        pipes.append(mine)
    for pipe in pipes:
        assert pipe.recv() == "ready"
    for pipe in pipes:
        pipe.send("go")
    assert sorted(pipe.recv() for pipe in pipes) == ["ConflictError"] * (rivals - 1) + ["committed"]
    assert check_store() == []
