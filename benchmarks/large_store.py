"""Seconds and peak memory of backup, check and restore of a large store: by default 1,500 units of 10 versions each.

    python -m benchmarks.large_store [UNITS] [--postgres] [--keep FOLDER]

Each unit has two reports (half-years) with the tables of the seed, and eight changes, four of them ledgers. Prints a
line per command; the aim is 5 minutes and 500 MB each on two cores. --keep: where the SQLite store is made once and
found again.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from store import audit, migrate, schema
from store.content import canonical_json, hash_lines, hash_version, sha256_of
from store.engine import SETTING, engine, reading, writing
from store.records import Actor
from tests.store.filled import filled_store
from tests.store.postgres import find_programs, running_cluster

UNITS, VERSIONS = 1_500, 10
MOST_SECONDS, MOST_MEGABYTES = 300, 500
_EDITOR: Final = Actor("王芳", "editor")
_LEDGER_BYTES: Final = 30_000
#: Tables that a ledger changes; an edit changes the first.
_CHANGED: Final = ("commitments", "land", "demolition", "funding", "safety")
_UNITS_IN_TRANSACTION: Final = 50

Tables = dict[str, list[str]]


@dataclass(frozen=True)
class Sample:
    """What every unit starts from: the lines of the seed's tables, by name, and the text of its report."""

    unit: str
    period: str
    tables: Tables
    text: str

    def of(self, unit: str, period: str) -> tuple[Tables, str]:
        """The sample's lines and text with another unit and period."""
        cells = (f'"org_unit":"{self.unit}"', f'"org_unit":"{unit}"'), (f'"{self.period}"', f'"{period}"')
        tables = {}
        for name, lines in self.tables.items():
            tables[name] = [_replaced(line, cells) for line in lines]
        return tables, f"{unit} {period}\n{self.text}"


def read_sample() -> Sample:
    """The sample, of the store as it is after the first start."""
    os.environ[SETTING] = f"sqlite:///{filled_store()}"
    links, stored_rows = schema.version_contents.c, schema.rows.c
    same = stored_rows.content_sha256 == links.content_sha256
    statement = sa.select(links.table_name, stored_rows.cells).join_from(schema.version_contents, schema.rows, same)
    tables: Tables = {}
    with reading() as connection:
        for name, cells in connection.execute(statement.order_by(links.table_name, stored_rows.position)):
            tables.setdefault(name, []).append(cells)
        version = connection.execute(sa.select(schema.versions)).one()
        text = connection.scalar(sa.select(schema.sources.c.text))
    return Sample(version.org_unit, version.period, tables, text or "")


def fill_with(sample: Sample, units: int) -> None:
    """`fill` from `sample`, to the store of the settings."""
    migrate.initialise()
    for start in range(0, units, _UNITS_IN_TRANSACTION):
        with writing() as connection:
            for number in range(start, min(start + _UNITS_IN_TRANSACTION, units)):
                _Unit(connection, f"第{number + 1}街道", f"u{number + 1:04}", number * VERSIONS).write(sample)


@dataclass
class _Unit:
    """A unit being written; `number`: of its last version."""

    connection: sa.Connection
    name: str
    code: str
    number: int
    contents: dict[str, str] = field(default_factory=dict)
    cited: list[dict[str, Any]] = field(default_factory=list)
    newest: tuple[int, str] | None = None

    def write(self, sample: Sample) -> None:
        """Write the unit with its versions: half of them for each of two periods, a report, ledgers and edits."""
        at = audit.now()
        self._insert(schema.units, {"code": self.code, "name": self.name, "home": False, "created_at": at})
        for spelling in (self.code, self.name):
            self._insert(schema.unit_names, {"name": spelling, "code": self.code})
        chance = random.Random(self.code)
        for period in ("2023H1", "2023H2"):
            self.contents, self.cited, self.newest = {}, [], None
            tables, text = sample.of(self.name, period)
            self._version(period, "report", tables, text.encode(), text)
            for step in range(1, VERSIONS // 2):
                names = _CHANGED if step % 2 else _CHANGED[:1]
                changed = {name: [*tables[name][step:], *tables[name][:step]] for name in names}
                ledger = chance.randbytes(_LEDGER_BYTES) if step % 2 else None
                self._version(period, "workbook" if step % 2 else "edit", changed, ledger)

    def _version(self, period: str, kind: str, tables: Tables, file: bytes | None, text: str | None = None) -> None:
        for name, lines in tables.items():
            self.contents[name] = self._content(name, lines)
        received = sha256_of(file) if file is not None else None
        if file is not None:
            source_kind = "report" if text is not None else "workbook"
            self._insert(
                schema.sources,
                {"sha256": received, "kind": source_kind, "encoding": None, "text": text, "content": file},
            )
            text_sha256 = sha256_of(text.encode()) if text is not None else None
            source = {"source_id": f"{kind}-{self.number + 1}", "sha256": received, "text_sha256": text_sha256}
            self.cited = [source | {"name": "文件", "origin": canonical_json({"issuer": self.name})}, *self.cited]
        self.number += 1
        values = {
            "id": self.number, "org_unit": self.name, "period": period, "as_of": date(2023, 6, 30), "kind": kind,
            "author": _EDITOR.name, "note": "更新", "created_at": audit.now(),
            "parent_id": self.newest[0] if self.newest else None, "restores_id": None,
            "received_sha256": received, "received_name": "文件" if received else None,
        }  # fmt: skip
        cited = [{"position": position, **source} for position, source in enumerate(self.cited)]
        digest = hash_version(values, self.newest[1] if self.newest else None, self.contents, cited)
        self._insert(schema.versions, values | {"digest": digest})
        self._insert(
            schema.version_contents,
            [
                {"version_id": self.number, "table_name": name, "content_sha256": sha256}
                for name, sha256 in self.contents.items()
            ],
        )
        self._insert(schema.version_sources, [{"version_id": self.number, **source} for source in cited])
        audit.append(self.connection, _EDITOR, "commit", {"digest": digest, "note": "更新"}, self.number)
        self.newest = self.number, digest

    def _content(self, name: str, lines: list[str]) -> str:
        sha256 = hash_lines(name, lines)
        found = sa.select(schema.contents.c.sha256).where(schema.contents.c.sha256 == sha256)
        if self.connection.scalar(found) is None:
            self._insert(schema.contents, {"sha256": sha256, "table_name": name, "row_count": len(lines)})
            self._insert(
                schema.rows,
                [{"content_sha256": sha256, "position": at, "cells": line} for at, line in enumerate(lines)],
            )
        return sha256

    def _insert(self, table: sa.Table, rows: dict[str, Any] | list[dict[str, Any]]) -> None:
        if rows:
            self.connection.execute(sa.insert(table), rows)


def _replaced(line: str, cells: tuple[tuple[str, str], ...]) -> str:
    for old, new in cells:
        line = line.replace(old, new)
    return line


@dataclass(frozen=True)
class Used:
    """What a command took: seconds, seconds of processor, megabytes of memory at its peak, exit code."""

    seconds: float
    cpu_seconds: float
    megabytes: float
    code: int


def measure(*arguments: str) -> Used:
    """`python -m store` with these arguments, as a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, "-c", _REPORTING, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    *said, peak = done.stderr.splitlines()
    for line in [*done.stdout.splitlines()[:3], *said[-5:]]:
        print(f"    {line}")
    return Used(seconds, cpu_seconds, int(peak) / 1024, done.returncode)


#: ru_maxrss of a child counts what it inherited between fork and exec; VmHWM does not.
_REPORTING: Final = """
import atexit, sys
def report():
    with open("/proc/self/status") as status:
        print(next(line.split()[1] for line in status if line.startswith("VmHWM")), file=sys.stderr)
atexit.register(report)
from store.__main__ import main
sys.exit(main())
"""


def measure_all(backup: Path) -> None:
    """Print a line for each command on the store of the settings; the backup is written to `backup`."""
    file, name = str(backup), backup.name
    commands = {
        "backup": ("backup", file), "check": ("check",), "check --since": ("check", "--since", file),
        "restore": ("restore", file, "--by", _EDITOR.name),
    }  # fmt: skip
    print(f"  {'':14} seconds   CPU s   peak MB   ({name}; aim {MOST_SECONDS} s, {MOST_MEGABYTES} MB)")
    for label, arguments in commands.items():
        used = measure(*arguments)
        over = used.seconds > MOST_SECONDS or used.megabytes > MOST_MEGABYTES or used.code != 0
        print(
            f"  {label:14} {used.seconds:7.1f} {used.cpu_seconds:7.1f} {used.megabytes:9.0f}"
            f"{f'   over the aim, exit {used.code}' if over else ''}",
            flush=True,
        )


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def main() -> None:
    """Make the store and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("units", type=int, nargs="?", default=UNITS)
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL in place of SQLite")
    parser.add_argument("--keep", type=Path, help="folder of the SQLite store, made once")
    options = parser.parse_args()
    sample = read_sample()
    with _folder(options.keep) as folder:
        if options.postgres:
            programs = find_programs()
            assert programs is not None, "PostgreSQL was not found"
            with running_cluster(programs) as cluster:
                _measured(cluster.new_database(), sample, options.units, folder / "backup-postgres.db")
        else:
            database = folder / f"large-{options.units}.db"
            _measured(f"sqlite:///{database}", sample, options.units, folder / "backup.db", made=database.exists())


def _measured(address: str, sample: Sample, units: int, backup: Path, made: bool = False) -> None:
    os.environ[SETTING] = address
    if not made:
        started = time.perf_counter()
        fill_with(sample, units)
        print(f"{units:,} units, {units * VERSIONS:,} versions made in {time.perf_counter() - started:.0f} s")
    engine().dispose()
    measure_all(backup)


if __name__ == "__main__":
    main()
