"""For all tests."""

import gc
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import argon2
import hypothesis
import pytest

from domain import office_time
from store import accounts
from store.engine import SETTING, engine
from tests.examples import LONG_FORM, examples
from tests.quick_children import use_quick_children
from tests.store.filled import filled_store
from tests.store.memory_folder import memory_folder
from tests.store.postgres import MISSING, Cluster, find_programs, running_cluster

ROOT: Final = Path(__file__).parent
#: Folders of tests that start servers, browsers or many processes.
LONG_TESTS: Final = ("browser", "server", "store")

#: A test without a store of its own finds none, and not the one of whoever works on this machine.
os.environ["PROGRESS_DATABASE_URL"] = "sqlite:////dev/null/no-store.db"


def pytest_configure(config: pytest.Config) -> None:
    """Keep the folders of the tests in memory where there is room: every commit of a store waits for its disk.

    With -m soak tests try many more random examples.
    """
    if memory_folder() is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory_folder()))
    if config.option.markexpr == "soak":
        os.environ[LONG_FORM] = "1"
    hypothesis.settings.register_profile("tests", max_examples=examples(25), deadline=None)
    hypothesis.settings.load_profile("tests")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of random examples have a long form; files of long tests run first.

    A worker takes one file after the other: a long one that comes last leaves the other worker idle.
    """
    items.sort(key=lambda item: item.path.relative_to(ROOT).parts[0] not in LONG_TESTS)
    for item in items if LONG_FORM in os.environ else ():
        if hypothesis.is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker("soak")


def pytest_collection_finish() -> None:
    """Exempt what imports and collection made from garbage collection, which took a tenth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords in no time: the real parameters take 0.1 s and 64 MiB each (test_accounts checks them)."""
    monkeypatch.setattr(accounts, "_HASHER", argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(autouse=True)
def _quick_children(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read workbooks in the process of the test, unless it is about the sandbox or SANDBOX is set (`make soak`)."""
    if request.node.get_closest_marker("sandbox") is None and "SANDBOX" not in os.environ:
        use_quick_children(monkeypatch)


@pytest.fixture(scope="session")
def seed_database() -> Path:
    """The file of a store that is filled from seeds/ as on the first start; only to be read."""
    return filled_store()


@pytest.fixture
def own_store(seed_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A copy of the store as it is after the first start, for tests that write."""
    shutil.copy(seed_database, tmp_path / "progress.db")
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'progress.db'}")
    yield
    engine().dispose()


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
