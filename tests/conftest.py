"""For all tests."""

import os
import sys
from collections.abc import Iterator

import pytest

from tests.store.postgres import MISSING, Cluster, find_programs, running_cluster

#: A test without a store of its own finds none, and not the one of whoever works on this machine.
os.environ["PROGRESS_DATABASE_URL"] = "sqlite:////dev/null/no-store.db"


@pytest.fixture(autouse=True)
def _processes_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets tests start processes of their own, whatever ran before them.

    multiprocessing runs the file of the main module again in each child. Under pytest-xdist that is a script of
    execnet, and after a test of a page it is the page: Streamlit puts the script that it runs there.
    """
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server for the session; without one the tests are skipped, with CI=true they fail."""
    programs = find_programs()
    if programs is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING)
    with running_cluster(programs) as running:
        yield running
