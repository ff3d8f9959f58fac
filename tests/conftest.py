"""For all tests."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from domain import office_time
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


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set the office's clock: set_clock(2023, 7, 9, 17, 30) is 01:30 on 10 July in Shanghai, given in UTC."""

    def set_to(*parts: int) -> None:
        monkeypatch.setattr(office_time, "utc_now", lambda: datetime(*parts, tzinfo=UTC))

    return set_to


@pytest.fixture(params=["America/Los_Angeles", "Pacific/Kiritimati"])
def machine_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The time zone that the machine of the test is set to, and not the office."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()
