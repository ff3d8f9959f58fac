"""The part of the store's reading interface that ui/show and ui/meeting may use (tests/test_dependencies.py)."""

from store.earlier_versions import read_cutoff, read_earlier, read_row_versions
from store.errors import StoreError, UnknownUnit, UnknownVersion
from store.meeting_edits import read_edits
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
    "read_cutoff",
    "read_earlier",
    "read_edits",
    "read_row_history",
    "read_row_versions",
    "read_tables",
    "read_unit",
    "read_version",
]
