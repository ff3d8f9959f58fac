"""Running dashboards, on either database."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.engine import SETTING, engine
from tests.server.running import Server, start_server


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty store that server and test share: SQLite, or what the test is parametrized with."""
    if getattr(request, "param", "sqlite") == "sqlite":
        url = f"sqlite:///{tmp_path / 'progress.db'}"
    else:
        url = request.getfixturevalue("cluster").new_database()
    monkeypatch.setenv(SETTING, url)
    yield url
    engine().dispose()


@pytest.fixture
def new_process() -> bool:
    """Whether `server` is started as a user would start it; a file about start and end overrides this."""
    return False


@pytest.fixture
def server(database: str, seed_database: Path, tmp_path: Path, new_process: bool) -> Iterator[Server]:
    """A dashboard of the test's own on `database`, filled from the seeds."""
    if database.startswith("sqlite"):  # PostgreSQL is filled by the first start
        shutil.copy(seed_database, tmp_path / "progress.db")
    running = start_server(tmp_path, new_process=new_process, PROGRESS_DATABASE_URL=database)
    yield running
    running.stop()
