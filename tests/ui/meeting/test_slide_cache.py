"""What slides and files of a version share."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from exports.files import FILE_KINDS, FileKind
from store import migrate
from store.engine import SETTING, engine
from tests.store.two_units import commit_land
from ui.meeting.choice import Choice
from ui.meeting.slide_cache import all_slides, made_file, made_share, read_basis, refusal_of, unedited_slides


@pytest.fixture
def statements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The SQL statements that the test sends to a store with one version."""
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/progress.db")
    migrate.initialise()
    commit_land("金川街道", "鸡笼山", 880)
    sent: list[str] = []
    sa.event.listen(engine(), "before_cursor_execute", lambda _connection, _cursor, sql, *_rest: sent.append(sql))
    yield sent
    engine().dispose()


def test_slides_and_files_of_a_version_read_its_tables_once(statements: list[str]):
    choice = Choice(version=1, hide=True, rule=None)
    for _ in range(2):
        all_slides(1, hide=True, rule=None)
        for kind in FILE_KINDS.values():
            refusal_of(kind, choice, 1)
    tables_read = [sql for sql in statements if "version_contents LEFT OUTER JOIN rows" in sql]
    assert len(tables_read) == 1


def test_share_of_a_file_is_known_while_it_is_made_and_not_behind(statements: list[str]):
    choice, seen = Choice(version=1, hide=True, rule=None), []

    def make(_material: object, _chosen: object, progress: Callable[[float], object]) -> bytes:
        for share in (0.25, 1.0):
            progress(share)
            seen.append(made_share(kind, choice, 1))
        return b"file"

    kind = FileKind("测试", "bin", "application/octet-stream", make)
    assert made_share(kind, choice, 1) is None
    assert [made_file(kind, choice, 1), made_file(kind, choice, 1)] == [b"file", b"file"]
    assert seen == [0.25, 1.0]
    assert made_share(kind, choice, 1) is None


def test_slides_and_refusals_of_one_basis_ask_the_store_nothing_more(statements: list[str]):
    choice = Choice(version=1, hide=True, rule=None)
    basis = read_basis(1)
    all_slides(basis, hide=True, rule=None)
    for kind in FILE_KINDS.values():
        refusal_of(kind, choice, basis)
    statements.clear()
    all_slides(basis, hide=True, rule=None)
    unedited_slides(basis, hide=True, rule=None)
    for kind in FILE_KINDS.values():
        refusal_of(kind, choice, basis)
    assert statements == []
