"""The part of the store's reading interface that ui/show and ui/meeting may use (tests/test_dependencies.py)."""

from store.errors import StoreError, UnknownUnit, UnknownVersion
from store.past import read_earlier, read_row_versions, read_seen
from store.read import list_newest, read_current_id, read_tables, read_version
from store.records import VERSION_KINDS, Version
from store.row_history import RowStep, read_row_history
from store.units import read_unit

__all__ = [
    "VERSION_KINDS",
    "RowStep",
    "StoreError",
    "UnknownUnit",
    "UnknownVersion",
    "Version",
    "list_newest",
    "read_current_id",
    "read_earlier",
    "read_row_history",
    "read_row_versions",
    "read_seen",
    "read_tables",
    "read_unit",
    "read_version",
]
