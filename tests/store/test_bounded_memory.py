"""Backup, check and restore hold a part of the store in memory, never a whole table or the whole file."""

import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from store.backup import backup
from store.check import check_store
from store.engine import engine
from store.restore import restore
from store.since import check_since
from store.write import commit_version
from tests.store.samples import EDITOR, JUNE, draft, report

#: 8,000 rows of 800 bytes, and four files of 2 MB.
ROWS, NOTE = 8_000, "种" * 250
FILES, FILE_BYTES = 4, 2_000_000
MOST_BYTES = 6_000_000


@pytest.fixture
def large_store(sqlite_store: Path, tmp_path: Path) -> Path:
    """A store of about 16 MB; the file of its backup."""
    changed = draft(*range(1, ROWS + 1))
    changed.tables["land"]["project"] = NOTE
    newest = commit_version(changed, None, EDITOR, "导入", JUNE).id
    for number in range(FILES):
        file = replace(report(source_id=f"report-{number}"), content=bytes([65 + number]) * FILE_BYTES)
        newest = commit_version(draft(number + 0.5, received=file), newest, EDITOR, "更正", JUNE).id
    backup(tmp_path / "backup.db")
    import_module("alembic.command")  # by the first restore of a process
    engine().dispose()
    return tmp_path / "backup.db"


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(lambda file: check_store(), id="check"),
        pytest.param(lambda file: check_since(str(file)), id="check since"),
        pytest.param(lambda file: backup(file.with_name("second.db")), id="backup"),
        pytest.param(lambda file: list(restore(file, EDITOR).account_faults), id="restore"),
    ],
)
def test_command_on_large_store_holds_a_part_in_memory(large_store: Path, command: Callable[[Path], list[str]]):
    tracemalloc.start()
    try:
        assert command(large_store) == []
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST_BYTES
