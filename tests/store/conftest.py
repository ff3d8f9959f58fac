from collections.abc import Iterator
from pathlib import Path

import pytest

from store import migrate
from store.engine import SETTING, engine


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty database that the whole process uses for one test; nothing is in it yet."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'progress.db'}"
    else:
        url = request.getfixturevalue("cluster").new_database()
    monkeypatch.setenv(SETTING, url)
    yield url
    engine().dispose()


@pytest.fixture
def store(new_store: str) -> str:
    """The address of an initialised store without versions."""
    migrate.initialise()
    return new_store


@pytest.fixture
def sqlite_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of an initialised SQLite store without versions, for what only a file shows."""
    path = tmp_path / "progress.db"
    monkeypatch.setenv(SETTING, f"sqlite:///{path}")
    migrate.initialise()
    yield path
    engine().dispose()
