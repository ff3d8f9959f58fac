"""Measures of one name that mean something else than last time: another unit, base, target, span or kind of share.

A line over such readings shows a change that there was not: it is reported before anybody draws one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.schema.display import is_missing
from domain.schema.frames import records
from domain.schema.labels import cell_text
from domain.schema.ledger import plain_header

#: Columns that say what a measure means; two that are both filled in must be equal.
_MEANING: Final = ("unit", "of_what", "baseline", "target", "begin", "due", "kind", "direction")
#: Values in another unit say nothing of another meaning.
_IN_UNIT: Final = ("baseline", "target")

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Redefinition:
    """One column of a measure that differs, in words; start: of the sentence of now, None where it has none."""

    name: str
    domain: str
    column: str
    before: str
    now: str
    start: int | None
    before_quote: str
    quote: str


def find_redefinitions(now: pd.DataFrame, before: pd.DataFrame) -> list[Redefinition]:
    """What has another meaning in `now` than in `before`, both tables measures, by name, project and place.

    Only measures that either side has once: of several claims of a target somebody has to choose first.
    """
    earlier = _by_name(before)
    return [
        found for key, row in _by_name(now).items() if key in earlier for found in _compared(row, earlier[key])
    ]  # fmt: skip


def _by_name(rows: pd.DataFrame) -> dict[tuple[str, ...], Row]:
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in records(rows):
        key = tuple(plain_header("" if is_missing(row[name]) else str(row[name])) for name in _KEY)
        found.setdefault(key, []).append(row)
    return {key: listed[0] for key, listed in found.items() if len(listed) == 1}


_KEY: Final = ("name", "project", "place")


def _compared(row: Row, other: Row) -> Iterator[Redefinition]:
    is_other_unit = not is_missing(row["unit"]) and not is_missing(other["unit"]) and row["unit"] != other["unit"]
    for column in _MEANING:
        if is_missing(row[column]) or is_missing(other[column]) or row[column] == other[column]:
            continue
        if is_other_unit and column in _IN_UNIT:
            continue
        if column in ("target", "begin", "due") and row["period"][:4] != other["period"][:4]:
            continue  # another year has its own targets
        yield Redefinition(
            str(row["name"]), str(row["domain"]), column, cell_text("measures", column, other),
            cell_text("measures", column, row), None if is_missing(row["start"]) else int(row["start"]),
            _word(other["quote"]), _word(row["quote"]),
        )  # fmt: skip


def _word(cell: Any) -> str:
    return "" if is_missing(cell) else str(cell)
