"""Processes that commit, made to be killed: run by the tests of interruption and of rivals."""

import os
import signal
from multiprocessing.connection import Connection
from typing import Any

import sqlalchemy as sa

from store.engine import SETTING, engine
from store.errors import StoreError
from store.read import read_current_id
from store.write import commit_version
from tests.store.samples import EDITOR, JUNE, draft

ROWS = 12


def areas(version_id: int) -> list[float]:
    """What the land table of version `version_id` holds: enough rows that a half-written one would show."""
    return [version_id * 1000.0 + row for row in range(ROWS)]


def commit_next() -> int:
    """Commit the version that follows the current one, and return its id."""
    parent = read_current_id()
    return commit_version(draft(*areas((parent or 0) + 1)), parent, EDITOR, "更正", JUNE).id


def commit_for_ever(url: str, acknowledged: Connection) -> None:
    """Commit one version after the other, telling each id once it is stored."""
    os.environ[SETTING] = url
    while True:
        acknowledged.send(commit_next())


def commit_and_die(url: str, step: int) -> None:
    """Commit one version, killed right before its `step`-th statement, COMMIT included."""
    os.environ[SETTING] = url
    read_current_id()
    count = 0

    def die_at(*_arguments: Any) -> None:
        nonlocal count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in ("before_cursor_execute", "commit"):
        sa.event.listen(engine(), moment, die_at)
    commit_next()


def commit_once(url: str, parent: int | None, area: float, outcome: Connection) -> None:
    """Commit from `parent`; tell "committed" or the kind of refusal."""
    os.environ[SETTING] = url
    outcome.send("ready")
    outcome.recv()
    try:
        commit_version(draft(area), parent, EDITOR, "更正", JUNE)
    except StoreError as error:
        outcome.send(type(error).__name__)
    else:
        outcome.send("committed")
