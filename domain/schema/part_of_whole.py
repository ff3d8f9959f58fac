"""Which numbers of one row are parts of another one: the items of a list, what is covered of a whole."""

from collections.abc import Mapping
from typing import Any, Final

from domain.schema.display import is_missing
from domain.schema.tables import TABLES

#: Table → (parts, whole) in one row, as its columns say (Column.part_of).
ITEMS: Final = {
    name: (tuple(column.name for column in table.columns if column.part_of == whole), whole)
    for name, table in TABLES.items()
    for whole in dict.fromkeys(column.part_of for column in table.columns if column.part_of)
}
#: Kinds of measures that count within a whole; the others may come to more than their target.
_WITHIN: Final = frozenset({"items", "coverage", "milestone", "stage"})


def parts_of(table: str) -> tuple[str, ...]:
    """The columns of parts and whole of a table, () where it has none."""
    if table not in ITEMS:
        return ()
    parts, whole = ITEMS[table]
    return *parts, whole


def exceeds_whole(table: str, row: Mapping[str, Any]) -> bool:
    """Whether the parts in `row` come to more than their whole; never where the whole is missing."""
    if table not in ITEMS or (table == "measures" and row["kind"] not in _WITHIN):
        return False
    parts, whole = ITEMS[table]
    given = [float(row[part]) for part in parts if not is_missing(row[part])]
    return not is_missing(row[whole]) and sum(given) > float(row[whole]) + 1e-9
