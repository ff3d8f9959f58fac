"""A copy of one unit in a SQLite file: its versions, files, spellings and remembered answers, and nothing of others.

The file is a store of its own, into which the unit was restored: its only audit entry holds the digest of every
version. `restore --unit` adds it to a store; a restore of the whole store refuses it.
"""

from pathlib import Path

import sqlalchemy as sa

from store import audit, schema
from store.backup import faults_in, refuse_to_overwrite
from store.engine import reading, writing_to
from store.errors import StoreDamaged
from store.files import beside, opened, put
from store.former_ids import copy_former_ids
from store.mappings import unit_answers
from store.meeting_edits import copy_edits
from store.records import Actor
from store.unit_changes import unit_state
from store.unit_restore import Restoring
from store.units import read_unit


def backup_unit(path: Path, text: str, by: Actor) -> list[str]:
    """Write unit `text` to `path`, durably and atomically; return the faults of the copy.

    Raises UnknownUnit, StoreError where `path` is the store itself or no backup, StoreDamaged where a backup would be
    lost, OSError and StoreUnavailable where it cannot be written.
    """
    unit = read_unit(text)
    refuse_to_overwrite(path)
    with beside(path) as copy:
        with reading() as source, opened(copy) as engine, writing_to(engine, path) as target:
            schema.create_all(target)
            for table in (schema.units, schema.unit_names):
                rows = source.execute(sa.select(table).where(table.c.code == unit.code)).mappings()
                target.execute(sa.insert(table), [dict(row) for row in rows])
            copy_former_ids(source, target, unit.names, unit.name)
            restoring = Restoring(source, target, by)
            copy_edits(source, target, restoring.restore(unit.code, unit.code).added)
            details = {
                "unit": unit_state(unit), "versions": {str(number): each for number, each in restoring.digests.items()},
                "restored": {}, "mappings": unit_answers(source, unit.names),
            }  # fmt: skip
            audit.append(target, by, "backup_unit", details)
        faults = faults_in(copy, path)
        if faults and path.exists():
            raise StoreDamaged(f"没有覆盖已有的备份 {path}：现在的数据有 {len(faults)} 处问题。请换一个文件名再备份。")
        put(copy, path)
    return faults
