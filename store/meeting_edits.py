"""What editors change for a meeting: slides, their order, confirmed promises. Kept beside the versions.

An edit belongs to the version that was on screen. It counts for that version and the later ones of its unit and period
until a newer edit of the same thing replaces it or takes it back; earlier versions stay as they were shown. The audit
log has every edit in full.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import sqlalchemy as sa

from store import audit, schema
from store.content import canonical_json
from store.drafts import authorise, confirm
from store.engine import reading, writing
from store.errors import EditedMeanwhile, InvalidDraft, StoreDamaged
from store.read import of_unit, read_version
from store.records import Actor

Kind = Literal["slide", "order", "promise"]
#: Kind and key of an edit.
Place = tuple[Kind, str]
#: Bytes of one edit as JSON.
MAX_BYTES: Final = 20_000

_edits: Final = schema.meeting_edits.c
_versions: Final = schema.versions.c


@dataclass(frozen=True)
class MeetingEdit:
    """One edit. value: JSON data; author: who; saved_at: UTC; version_id: the version that was on screen."""

    kind: Kind
    key: str
    value: Mapping[str, Any]
    author: str
    saved_at: str
    version_id: int


def read_edits(version_id: int) -> tuple[MeetingEdit, ...]:
    """The edits that count for a version, without those taken back. Raises UnknownVersion, StoreDamaged."""
    version = read_version(version_id)
    with reading() as connection:
        rows = _counting(connection, version.unit, version.period, version_id)
    return tuple(
        MeetingEdit(row.kind, row.key, _parsed(row.value), row.author, row.saved_at, row.version_id)
        for row in rows.values()
        if row.value
    )


def write_edits(
    version_id: int,
    changes: Mapping[Place, Mapping[str, Any] | None],
    known: Mapping[Place, str],
    by: Actor,
) -> None:
    """Save `changes` (None: take back) in one transaction with one audit entry; nothing is written for no change.

    known: saved_at of the edits that the changes start from; a place that is not in it had none. Raises UnknownVersion,
    PermissionDenied, InvalidDraft for an edit that is too long, EditedMeanwhile where a place was saved since.
    """
    version = read_version(version_id)
    values = {place: "" if value is None else canonical_json(dict(value)) for place, value in changes.items()}
    if any(len(value.encode()) > MAX_BYTES for value in values.values()):
        raise InvalidDraft("一页的文字太长，没有保存。请缩短后再保存。")
    by = authorise(by, "edit_meeting", {"version": version_id}, unit=version.unit)
    with writing() as connection:
        confirm(connection, by, unit=version.unit)
        counting = _counting(connection, version.unit, version.period, version_id)
        stored = {place: row for place, row in counting.items() if row.value}
        _refuse_unseen(stored, values, known)
        before = {place: row.value for place, row in stored.items()}
        new = {place: text for place, text in values.items() if text != before.get(place, "")}
        if not new:
            return
        at = audit.now()
        for (kind, key), text in new.items():
            same = (_edits.version_id == version_id) & (_edits.kind == kind) & (_edits.key == key)
            connection.execute(sa.delete(schema.meeting_edits).where(same))
            connection.execute(
                sa.insert(schema.meeting_edits),
                {"version_id": version_id, "kind": kind, "key": key, "value": text, "author": by.name, "saved_at": at},
            )
        saved = [
            {"kind": kind, "key": key, "value": json.loads(text) if text else None} for (kind, key), text in new.items()
        ]
        audit.append(connection, by, "edit_meeting", {"edits": saved}, version_id)


def _refuse_unseen(stored: Mapping[Place, sa.Row[Any]], places: Iterable[Place], known: Mapping[Place, str]) -> None:
    """Raise EditedMeanwhile where one of `places` was saved, or taken back, since `known` was read."""
    for place in places:
        row = stored.get(place)
        if (row.saved_at if row else "") != known.get(place, ""):
            who = audit.printable(row.author) if row else "有人"
            raise EditedMeanwhile(
                f"您修改期间，{who}改了同一处。您的修改没有写入，也没有丢失。请看过对方的内容后再保存。"
            )


def _counting(connection: sa.Connection, unit: str, period: str, version_id: int) -> dict[Place, sa.Row[Any]]:
    """The newest row of each place up to `version_id`, those taken back too."""
    statement = (
        sa.select(schema.meeting_edits)
        .join(schema.versions, _versions.id == _edits.version_id)
        .where(of_unit(unit), _versions.period == period, _versions.id <= version_id)
        .order_by(_edits.version_id)
    )
    return {(row.kind, row.key): row for row in connection.execute(statement)}


def copy_edits(source: sa.Connection, target: sa.Connection, numbers: Mapping[int, int]) -> None:
    """Copy the edits of versions of another store. numbers: their number there → in `target`."""
    for row in source.execute(sa.select(schema.meeting_edits).where(_edits.version_id.in_(numbers))).mappings():
        target.execute(sa.insert(schema.meeting_edits), {**row, "version_id": numbers[row["version_id"]]})


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise StoreDamaged("汇报的一处修改读不出来。请运行 python -m store check 查看。") from error
    if not isinstance(value, dict):
        raise StoreDamaged("汇报的一处修改读不出来。请运行 python -m store check 查看。")
    return value
