"""Many people with open pages while versions are committed: nobody sees an error, everybody sees each version.

Short here, without a limit of seconds; `make soak` has thirty viewers for two minutes and ten versions (VIEWERS,
SECONDS, VERSIONS), each of which shows within 2 seconds.
"""

import os
import statistics
import time

import pytest

from store.read import read_current, read_tables
from store.records import Actor, Draft
from store.write import commit_version
from tests.examples import SQLITE_FIRST
from tests.server.viewers import Viewer, looking

VIEWERS, SECONDS, VERSIONS = (int(os.environ.get(name, usual)) for name, usual in
                              (("VIEWERS", 6), ("SECONDS", 2), ("VERSIONS", 2)))  # fmt: skip
SOAK = "VIEWERS" in os.environ
WITHIN, PATIENCE = 2.0, 60.0


def commit_again() -> float:
    """One more version, and the moment at which its commit was acknowledged."""
    current = read_current()
    measures = read_tables(current.id)["measures"]
    measures.loc[measures["indicator_id"] == "土地整治(新增耕地)种植平方米", "actual"] = 600.0 + current.id
    draft = Draft(current.org_unit, current.period, "edit", {"measures": measures})
    commit_version(draft, current.id, Actor("王芳", "editor"), "月度更新", current.as_of)
    return time.time()


def wait_until_seen(version: str, viewers: list[Viewer]) -> None:
    """Return when every viewer has seen `version` or met trouble; after PATIENCE seconds in any case."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not all(version in viewer.seen or viewer.troubles for viewer in viewers):
        time.sleep(0.05)


@pytest.mark.parametrize("database", SQLITE_FIRST, indirect=True)
def test_viewers_during_commits_see_every_version_without_error(server):
    acknowledged = {}
    with looking(server.url, VIEWERS) as viewers:
        for number in range(VERSIONS):
            time.sleep(SECONDS / VERSIONS)
            version = f"第{number + 2}版"
            acknowledged[version] = commit_again()
            wait_until_seen(version, viewers)
    assert [viewer.troubles for viewer in viewers if viewer.troubles] == []
    assert [viewer.page for viewer in viewers if not acknowledged.keys() <= viewer.seen.keys()] == []
    late = [viewer.seen[name] - at for viewer in viewers for name, at in acknowledged.items()]
    runs = [each for viewer in viewers for each in viewer.runs]
    told = f"{VIEWERS} viewers, {len(runs)} runs: median {statistics.median(runs):.3f} s, slowest {max(runs):.2f} s; "
    print(told + f"a version shows after {statistics.median(late):.2f} s, at the latest {max(late):.2f} s")
    assert max(late) <= WITHIN or not SOAK
