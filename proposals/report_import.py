"""Imports reports into the store: the seeds on the first start, any report by the command `import`.

The loaders are imported only when there is something to read, so that a start with unchanged seeds takes milliseconds.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from domain.judging.decisions import carry_decisions
from domain.schema.period import parse_period
from proposals.former_ids import keep_former_ids
from store import migrate, schema
from store.engine import reading, writing
from store.errors import (
    ConflictError,
    InvalidDraft,
    NothingChanged,
    StoreDamaged,
    StoreError,
    StoreUnavailable,
    UnclearScope,
)
from store.read import read_current, read_tables
from store.records import Actor, Draft, Received, Version, VersionKind
from store.units import canonical_draft, find_unit, list_units, listed
from store.write import commit_version

if TYPE_CHECKING:
    from loaders.text.source import Source

ROOT: Final = Path(__file__).parents[1]
SEEDS: Final = ROOT / "seeds"
SEEDER: Final = Actor("系统", "admin")
#: (folder, pattern) of files that determine how a report is read; seeds are read again when they change.
_READER: Final = (("loaders", "*.py"), ("domain", "*.py"), ("data/catalogue", "*.yml"), ("data/units", "*.yml"))


def ensure_filled(seeds: Path = SEEDS) -> list[Version]:
    """Create the store where there is none, import every seeds/<period>/ that is new, and return what was written.

    A seed is imported again where its files or the reader have changed, unless a user has made a version since. A new
    SQLite file is put in place after the import. Safe with several processes. Raises StoreError with every folder that
    could not be read, after importing the others.
    """
    written: list[Version] = []
    faults: list[str] = []
    if not migrate.create(lambda: _import_seeds(seeds, written, faults)):
        migrate.initialise()
        _import_seeds(seeds, written, faults)
    if faults:
        raise StoreError("以下初始报告没有导入：\n" + "\n".join(faults))
    return written


def _import_seeds(seeds: Path, written: list[Version], faults: list[str]) -> None:
    """Import every new folder of `seeds`; appends to `written` and `faults`."""
    for folder in sorted(path for path in seeds.glob("*") if path.is_dir()):
        fingerprint = _fingerprint(folder)
        if _last_fingerprint(folder.name) == fingerprint:
            continue
        try:
            written += [version for report in _reports(folder) if (version := _import_seed(report)) is not None]
        except (StoreUnavailable, StoreDamaged):  # the others would fail too
            raise
        except StoreError as error:
            faults.append(f"{folder.name}：{error}")
        else:
            _save_fingerprint(folder.name, fingerprint)


def import_report(path: Path, by: Actor, note: str, given: Mapping[str, str] | None = None) -> Version:
    """Read the report at `path` and commit it as the next version of its unit and period.

    given: org_unit, period, as_of, published, title, where somebody names them; a unit that is not known is confirmed
    as new by that. Decisions about the current version (chosen targets, resolved findings) are kept, those about the
    words of the unit's reports apply. Raises UnclearScope, StoreError (also for an unreadable report), as
    `commit_version` does.
    """
    draft, as_of = _read_draft(path, "report", given)
    keep_former_ids(draft, by)
    current = read_current(draft.org_unit, draft.period)
    if current is not None:
        draft = replace(draft, tables=carry_decisions(read_tables(current.id), draft.tables))
    return commit_version(draft, current.id if current else None, by, note, as_of)


def _import_seed(path: Path) -> Version | None:
    draft, as_of = _read_draft(path, "seed")
    keep_former_ids(draft, SEEDER)
    current = read_current(draft.org_unit, draft.period)
    if current is not None and current.kind != "seed":
        return None
    note = f"重新导入 {path.name}（文件或读取规则有更新）" if current else f"首次导入 {path.name}"
    try:
        return commit_version(draft, current.id if current else None, SEEDER, note, as_of)
    except (NothingChanged, ConflictError):  # equal, or another process was faster
        return None


def _read_draft(path: Path, kind: VersionKind, given: Mapping[str, str] | None = None) -> tuple[Draft, date]:
    """The report at `path` as a draft, and its as-of date."""
    from loaders.report.read import read_report
    from loaders.text.report_scope import default_as_of
    from loaders.text.source import SourceError, load_source
    from proposals.reading_decisions import read_decisions

    try:
        source = load_source(path)
        source = replace(source, origin=_clear_origin(source, path.name, given or {}))
        decided = read_decisions(source.origin["org_unit"])
        tables = read_report(source, {signature: each.decision for signature, each in decided.items()}).tables
    except SourceError as error:
        raise InvalidDraft(str(error)) from error
    origin = source.origin
    received = Received(path.name, "report", source.received, source.source_id, source.text, source.encoding, origin)
    draft = Draft(origin["org_unit"], origin["period"], kind, tables, received)
    return canonical_draft(draft), default_as_of(draft.period, origin.get("published"), origin.get("as_of"))


def _clear_origin(source: "Source", name: str, given: Mapping[str, str]) -> dict[str, str]:
    """The origin of a report with unit and period: as given, else as in its origin.yml, else as its words say it.

    Raises UnclearScope where unit or period is missing or has two meanings, or where a recognised unit is not known.
    """
    from loaders.text.report_scope import recognise_scope, unclear_lines, words_text

    units = list_units()
    named = {**source.origin, **given}
    spellings = {unit.name: unit.names for unit in units}
    scope = recognise_scope(source.text, title=named.get("title", ""), file_name=name, units=spellings)
    lines = unclear_lines(scope, named)
    unit = scope.org_unit.value
    if unit is not None and not named.get("org_unit") and find_unit(unit, units) is None:
        lines.append(f"单位“{unit}”（{words_text(scope.org_unit.words_of(unit))}）不在单位表里，是新单位也要写明")
    if lines:
        raise UnclearScope(f"{name}：{'；'.join(lines)}。请用 --unit 和 --period 写明。{listed(units)}")
    found = {**scope.values(), **named}
    return {**found, "period": parse_period(found["period"]).code}


def _reports(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and path.suffix == ".txt")


def _fingerprint(folder: Path) -> str:
    """SHA-256 over the seed's files and the files of the reader."""
    digest = hashlib.sha256()
    for path in _fingerprint_files(folder):
        digest.update(f"{path.relative_to(path.parents[1])}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _fingerprint_files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.iterdir() if path.is_file())
    for folder_name, pattern in _READER:
        yield from sorted((ROOT / folder_name).rglob(pattern))


def _last_fingerprint(folder: str) -> str | None:
    imports = schema.seed_imports.c
    with reading() as connection:
        return connection.scalar(sa.select(imports.fingerprint).where(imports.folder == folder))


def _save_fingerprint(folder: str, fingerprint: str) -> None:
    imports = schema.seed_imports
    with writing() as connection:
        connection.execute(sa.delete(imports).where(imports.c.folder == folder))
        connection.execute(sa.insert(imports), {"folder": folder, "fingerprint": fingerprint})
