"""Whether the store is well: a cheap look for whoever watches the server, and a thorough one now and then."""

from store.check import check_store
from store.engine import driver_of, explained, reading, store_file
from store.errors import StoreDamaged, StoreUnavailable
from store.files import beside, opened, raw
from store.read import read_current_id

#: A commit between the two looks of `verify_content` reads as a difference; so many in a row do not happen.
_LOOKS = 3


def verify_store() -> int | None:
    """The id of the current version, of a store that is where it was and whose header and tables can be read.

    Costs a few milliseconds. Raises StoreUnavailable where the file was moved, replaced or deleted or the connection to
    the server is lost, StoreDamaged where the file was damaged or overwritten.
    """
    for look in range(1, _LOOKS + 1):
        try:
            _verify_file()
        except StoreDamaged:
            if look == _LOOKS:
                raise
        else:
            break
    return read_current_id()


def _verify_file() -> None:
    with reading() as connection:
        file = connection.info.get("file")
        if file is not None:
            connection.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").first()  # the transaction begins with it
            file.verify_content(driver_of(connection), connection.info)


def check_copy() -> list[str]:
    """The faults of `check_store`, found in a copy of a SQLite store.

    A look of many seconds at the file itself would keep commits in its log. Where there is no room or right for a copy,
    the file itself is looked through. Raises StoreError as `check_store` does.
    """
    file = store_file()
    if file is None:
        return check_store()
    try:
        with beside(file.path.with_name("check.db")) as copy:
            with reading() as connection, explained(copy), raw(copy) as target:
                driver_of(connection).backup(target)
            with explained(copy), opened(copy) as held, held.connect() as connection:
                return check_store(connection)
    except StoreUnavailable:
        return check_store()
