"""Health of the store: a cheap check for monitoring, and a thorough one on a copy."""

from store.check import check_store
from store.engine import driver_of, reading, store_file, translated_errors
from store.errors import StoreDamaged, StoreUnavailable
from store.files import beside, opened, raw
from store.read import read_current_id

#: A commit between the two reads of `verify_content` looks like a difference, so it is repeated.
_ATTEMPTS = 3


def verify_store() -> int | None:
    """The id of the current version, after checking the file's identity, header and tables.

    Takes a few milliseconds. Raises StoreUnavailable where the file was moved, replaced or deleted or the connection to
    the server is lost, StoreDamaged where the file was damaged or overwritten.
    """
    for look in range(1, _ATTEMPTS + 1):
        try:
            _verify_file()
        except StoreDamaged:
            if look == _ATTEMPTS:
                raise
        else:
            break
    return read_current_id()


def _verify_file() -> None:
    with reading() as connection:
        file = connection.info.get("file")
        if file is not None:
            connection.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").first()  # starts the transaction
            file.verify_content(driver_of(connection), connection.info)


def check_copy(unit: str | None = None) -> list[str]:
    """The faults of `check_store` (of the versions of `unit`, its code), run on a copy of a SQLite store.

    A long check of the file itself would keep commits in its log, and a connection that is in use has pages in memory
    that may be damaged on the disk by now. Where a copy cannot be written, the file itself is
    checked. Raises StoreError as `check_store` does.
    """
    file = store_file()
    if file is None:
        return check_store(unit=unit)
    try:
        with beside(file.path.with_name("check.db")) as copy:
            with reading() as connection, file.reopened(connection.info) as fresh, raw(copy) as target:
                fresh.backup(target)
            with translated_errors(), opened(copy) as engine, engine.connect() as connection:
                return check_store(connection, unit)
    except StoreUnavailable:
        return check_store(unit=unit)
