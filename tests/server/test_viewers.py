"""Many people with open pages while versions are committed: nobody sees an error, everybody sees each version.

Short here; `make soak` has thirty viewers for two minutes and ten versions (VIEWERS, SECONDS, VERSIONS).
"""

import os
import statistics
import time

import pytest

from store.read import read_current, read_tables
from store.records import Actor, Draft
from store.write import commit_version
from tests.server.viewers import looking

VIEWERS, SECONDS, VERSIONS = (int(os.environ.get(name, usual)) for name, usual in
                              (("VIEWERS", 6), ("SECONDS", 6), ("VERSIONS", 3)))  # fmt: skip
WITHIN = 2.0


def commit_again() -> float:
    """One more version, and the moment at which its commit was acknowledged."""
    current = read_current()
    measures = read_tables(current.id)["measures"]
    measures.loc[measures["indicator_id"] == "土地整治(新增耕地)种植平方米", "actual"] = 600.0 + current.id
    draft = Draft(current.org_unit, current.period, "edit", {"measures": measures})
    commit_version(draft, current.id, Actor("王芳", "editor"), "月度更新", current.as_of)
    return time.time()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_viewers_during_commits_see_every_version_without_error(server):
    acknowledged = {}
    with looking(server.url, VIEWERS) as viewers:
        for number in range(VERSIONS):
            time.sleep(SECONDS / VERSIONS)
            acknowledged[f"第{number + 2}版"] = commit_again()
        time.sleep(WITHIN)
    assert [viewer.troubles for viewer in viewers if viewer.troubles] == []
    late = [viewer.seen[name] - at for viewer in viewers for name, at in acknowledged.items()]
    runs = [each for viewer in viewers for each in viewer.runs]
    told = f"{VIEWERS} viewers, {len(runs)} runs: median {statistics.median(runs):.3f} s, slowest {max(runs):.2f} s; "
    print(told + f"a version shows after {statistics.median(late):.2f} s, at the latest {max(late):.2f} s")
    assert max(late) <= WITHIN
