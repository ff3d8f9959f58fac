"""What a page asks of the store per rerun, with 10 and with 100 000 versions, on SQLite and PostgreSQL.

    python -m benchmarks.versions

Prints median milliseconds and their ratio; the aim is at most 1.5. PostgreSQL is left out where it is not installed.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from store import migrate, schema
from store.earlier_versions import read_cutoff
from store.engine import SETTING, engine, writing
from store.read import list_newest, read_current, read_last_ids, read_newest_ids, read_version
from store.units import ensure_unit, list_units
from tests.store.postgres import find_programs, running_cluster

FEW, MANY = 10, 100_000
UNITS = ("金川街道", "大桥镇")
PERIODS = ("2022", "2022H1", "2023", "2023H1")
_BATCH = 10_000


def main(rounds: int = 200) -> None:
    """Prints a line per question and database."""
    for name, databases in _databases().items():
        with databases() as (few, many):
            for address, count in ((few, FEW), (many, MANY)):
                fill(address, count)
            print(f"{name}: per rerun, with {FEW} and {MANY:,} versions (milliseconds, median of {rounds})")
            for question, ask in QUESTIONS.items():
                fewer, more = _medians(few, many, ask, rounds)
                print(f"  {question:<28} {fewer:6.2f} {more:6.2f}, ratio {more / fewer:.2f}")


def whole_rerun() -> None:
    """Everything that a rerun of a page asks of versions and units."""
    unit = list_units()[0].code
    read_last_ids()
    newest = next(iter(read_newest_ids(unit).values()))
    shown = read_version(newest)
    read_current(shown.unit, shown.period)


QUESTIONS: dict[str, Callable[[], object]] = {
    "all of a rerun": whole_rerun,
    "newest version of a unit": lambda: read_current("jcjd"),
    "of one without new versions": lambda: read_current("dqz"),
    "list of versions": lambda: list_newest("jcjd", 5),
    "list of one without new ones": lambda: list_newest("dqz", 5),
    "poll of live refresh": read_last_ids,
    "what a version looks at": lambda: read_cutoff(1),
}


def fill(address: str, count: int) -> None:
    """A store with `count` versions without contents, of UNITS and PERIODS."""
    os.environ[SETTING] = address
    migrate.initialise()
    newest: dict[tuple[str, str], int] = {}
    with writing() as connection:
        for unit in UNITS:
            ensure_unit(connection, unit)
        for start in range(1, count + 1, _BATCH):
            rows = []
            for number in range(start, min(start + _BATCH, count + 1)):
                unit = UNITS[1] if number <= FEW // 2 else UNITS[0]  # the other one has not been written to for long
                scope = unit, PERIODS[number % len(PERIODS)]
                rows.append(_version(number, *scope, newest.get(scope)))
                newest[scope] = number
            connection.execute(sa.insert(schema.versions), rows)
    if engine().dialect.name == "postgresql":
        with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE versions")


def _version(number: int, unit: str, period: str, parent: int | None) -> dict[str, object]:
    return {
        "id": number, "org_unit": unit, "period": period, "as_of": date(2023, 6, 30), "kind": "edit", "author": "王芳",
        "note": "更正", "created_at": "2023-07-10T08:00:00.000000Z", "parent_id": parent, "digest": f"{number:064}",
    }  # fmt: skip


def _medians(few: str, many: str, ask: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median milliseconds of both stores, asked in turn, so that the load of the machine meets both."""
    taken: dict[str, list[float]] = {few: [], many: []}
    for _ in range(rounds):
        for address, times in taken.items():
            os.environ[SETTING] = address
            ask()  # warm: the engine of this address
            started = time.perf_counter()
            ask()
            times.append(1000 * (time.perf_counter() - started))
    return statistics.median(taken[few]), statistics.median(taken[many])


@contextmanager
def _files() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'few.db'}", f"sqlite:///{Path(folder) / 'many.db'}"


@contextmanager
def _servers() -> Iterator[tuple[str, str]]:
    programs = find_programs()
    assert programs is not None
    with running_cluster(programs) as cluster:
        yield cluster.new_database(), cluster.new_database()


def _databases() -> dict[str, Callable[[], AbstractContextManager[tuple[str, str]]]]:
    return {"SQLite": _files} | ({"PostgreSQL": _servers} if find_programs() else {})


if __name__ == "__main__":
    main()
