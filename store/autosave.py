"""Autosaved drafts: uncommitted work of a person in files beside the store, so that it survives the server.

Each draft is one JSON file, readable by its system user only. It belongs to one person and to one session of the
server (`Slot.session`); another session of that person can claim it once the first one has ended. Drafts are no part
of the record: backups do not contain them. Bounds: MAX_BYTES each, MAX_DRAFTS per person, MAX_TOTAL_BYTES together,
KEPT_FOR since the last change; the oldest go first.
"""

import json
import logging
import os
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from domain.os_errors import os_error_text
from store.engine import DEFAULT_FILE, database_url, store_file
from store.errors import StoreError
from store.files import put
from store.records import Actor

_LOG: Final = logging.getLogger("progress")
KEPT_FOR: Final = timedelta(days=14)
MAX_BYTES: Final = 48 * 2**20
MAX_DRAFTS: Final = 10
MAX_TOTAL_BYTES: Final = 512 * 2**20
_UNCLAIMED: Final = "unclaimed"
_ENDING: Final = ".json"


@dataclass(frozen=True)
class Autosave:
    """A saved draft. state: JSON data of the page that saved it. saved_at: UTC."""

    saved_at: datetime
    state: Mapping[str, Any] = field(repr=False)
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Slot:
    """The place of a draft: whose it is, what is edited (a page and its period), and in which session."""

    by: Actor
    what: str
    session: str

    @property
    def folder(self) -> Path:
        """The folder of the person's drafts."""
        return _folder() / _digest(person_of(self.by))

    @property
    def path(self) -> Path:
        """The file of the draft."""
        return self._path(self.session)

    def of_other_sessions(self) -> list[Path]:
        """The person's other drafts of the same thing, the newest first."""
        found = [path for path in self.folder.glob(f"{_digest(self.what)}.*{_ENDING}") if path != self.path]
        return sorted(found, key=_saved_at, reverse=True)

    def _path(self, session: str) -> Path:
        return self.folder / f"{_digest(self.what)}.{session}{_ENDING}"


def person_of(by: Actor) -> str:
    """Whose drafts `by` may see. A local user is a person of their own, whatever accounts are called."""
    return f"account {by.name}" if by.session or by.account else "local"


def save(slot: Slot, state: Mapping[str, Any], content: bytes = b"") -> None:
    """Save or replace the draft of `slot`. Raises StoreError where it cannot be saved or is too large."""
    data = json.dumps({"state": state, "content": b64encode(content).decode("ascii")}).encode("ascii")
    if len(data) > MAX_BYTES:
        raise StoreError(f"改动太大（超过 {MAX_BYTES // 2**20} MB），没有自动保存。请尽快提交。")
    part = slot.path.with_suffix(f".{token_hex(4)}.part")
    try:
        slot.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
        put(part, slot.path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise StoreError(f"改动没有自动保存：{os_error_text(error)}。请尽快提交。") from error
    remove_old()


def claim(slot: Slot, is_open: Callable[[str], bool]) -> Autosave | None:
    """The person's newest draft of the same thing whose session has ended, now the draft of `slot`; None without one.

    is_open: whether a session (Slot.session) still runs; its draft is left to it. Raises StoreError for a draft that
    cannot be read; it is set aside under another name and not found again.
    """
    remove_old()
    for path in slot.of_other_sessions():
        if is_open(path.name.split(".")[1]):
            continue
        saved_at = datetime.fromtimestamp(_saved_at(path), UTC)
        try:
            path.replace(slot.path)
        except FileNotFoundError:  # another session was faster
            continue
        except OSError as error:
            raise StoreError(f"上次自动保存的改动打不开：{os_error_text(error)}。没有恢复。") from error
        return _read(slot, saved_at)
    return None


def release(slot: Slot) -> None:
    """Leave a claimed draft to the person's next session."""
    with suppress(FileNotFoundError):
        slot.path.replace(slot._path(f"{_UNCLAIMED}-{slot.session}"))


def delete(slot: Slot) -> None:
    """Delete the draft of `slot`, which was committed or discarded. Raises StoreError where it cannot be deleted."""
    try:
        slot.path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"自动保存的改动没有删掉：{os_error_text(error)}。下次打开时可能又出现，请放弃。") from error


def remove_old() -> None:
    """Delete drafts that nobody has changed for KEPT_FOR, and the oldest ones beyond the other bounds."""
    oldest = time.time() - KEPT_FOR.total_seconds()
    total, of_person = 0, dict[Path, int]()
    for path in sorted(_files(), key=_saved_at, reverse=True):
        with suppress(OSError):  # it is gone by now, or the place is read-only
            total += path.stat().st_size
            of_person[path.parent] = of_person.get(path.parent, 0) + 1
            if _saved_at(path) < oldest or total > MAX_TOTAL_BYTES or of_person[path.parent] > MAX_DRAFTS:
                path.unlink()


def _read(slot: Slot, saved_at: datetime) -> Autosave:
    try:
        data = json.loads(slot.path.read_bytes())
        return Autosave(saved_at, dict(data["state"]), b64decode(data["content"], validate=True))
    except (ValueError, LookupError, TypeError, OSError) as error:
        aside = slot.path.with_suffix(".unreadable")
        with suppress(OSError):
            slot.path.replace(aside)
        _LOG.warning("an autosaved draft cannot be read, it is now %s: %s", aside, error)
        raise StoreError(
            f"上次自动保存的改动读不出来，没有恢复。文件保留为 {aside.name}，可交给管理员查看。"
        ) from error


def _folder() -> Path:
    """The folder of all drafts: beside a SQLite store; for PostgreSQL in data/, by the address of the database."""
    file = store_file()
    if file is not None:
        return file.path.with_name(f"{file.path.stem}-drafts")
    return DEFAULT_FILE.with_name(f"drafts-{_digest(database_url().render_as_string(hide_password=True))}")


def _files() -> Iterator[Path]:
    yield from _folder().glob("*/*")


def _saved_at(path: Path) -> float:
    """Seconds since 1970; 0 for a file that is not there any more."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _digest(text: str) -> str:
    """A short name for a file, that does not show the person or the unit."""
    return sha256(text.encode()).hexdigest()[:32]
