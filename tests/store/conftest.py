from collections.abc import Iterator
from pathlib import Path

import pytest

from store import migrate
from store.engine import SETTING, engine


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty, initialised store that the whole process uses for one test."""
    path = tmp_path / "progress.db"
    monkeypatch.setenv(SETTING, f"sqlite:///{path}")
    migrate.initialise()
    yield path
    engine().dispose()
