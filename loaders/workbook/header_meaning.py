"""What a header of one cell, or of two above each other, means: a column of the table, and the unit of its numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from domain.schema.ledger import heading, plain_header, split_unit, unit_column_of
from domain.schema.tables import TABLES
from domain.schema.units import UnitError, convert, parse_unit

_SLASH_UNIT: Final = re.compile(r"^(.+)/([^/]+)$")
#: Other words in brackets beside the unit: 面积(单位:亩), 面积(亩,必填).
_ABOUT_UNIT: Final = re.compile("^单位|(?:必填|选填)$")
#: How closely a header matches: the table's own header, its name without the unit, an alias.
EXACT, VARIANT, ALIAS = range(3)


@dataclass(frozen=True)
class Meaning:
    """The column of a header. unit: the one that it states, "" where nothing is converted (none, or the table's own).

    rank: how closely it matches (EXACT, VARIANT, ALIAS); has_unit: whether it states a unit.
    """

    column: str
    unit: str = ""
    rank: int = EXACT
    has_unit: bool = False


def header_meaning(table: str, own: str, upper: str, *, is_grouped: bool = False) -> Meaning | None:
    """The column of `table` that a header means, alone or combined with the one above it; None for none.

    is_grouped: whether the header above is that of a group of columns, whose unit then counts for each of them.
    """
    meaning = _meaning(table, own, upper)
    if meaning is None or not is_grouped or not own or meaning.has_unit:
        return meaning
    return _in_unit_of_group(table, meaning, upper)


def _meaning(table: str, own: str, upper: str) -> Meaning | None:
    for text in _readings(own, upper):
        plain = plain_header(text)
        for name_text, unit, exact in _with_units(plain):
            entry = _meanings(table).get(name_text)
            if entry is not None:
                name, rank = entry
                has_unit = parse_unit(unit) is not None if unit else _includes_unit(table, name, name_text)
                unit = _foreign_unit(table, name, unit)
                return Meaning(name, unit, rank if exact else max(rank, VARIANT), has_unit)
    return None


def _in_unit_of_group(table: str, meaning: Meaning, group: str) -> Meaning:
    """The meaning with the unit of the group header, 面积(公顷) over 目标 and 完成, where it converts."""
    column, unit = TABLES[table].column(meaning.column), split_unit(plain_header(group))[1]
    unit = _ABOUT_UNIT.sub("", unit)
    if column.kind != "number" or meaning.unit or not unit or parse_unit(unit) is None:
        return meaning
    if not converts(unit, column.unit or unit):
        return meaning
    return replace(meaning, unit=_foreign_unit(table, meaning.column, unit), has_unit=True)


def _includes_unit(table: str, name: str, plain: str) -> bool:
    """Whether a plain header is the column's own header with its unit: 面积(亩)."""
    column = TABLES[table].column(name)
    return bool(column.unit) and plain == plain_header(column.header)


def _foreign_unit(table: str, name: str, unit: str) -> str:
    """The bracketed text where it is a unit other than the table's; "" for a remark or the table's own unit."""
    own = TABLES[table].column(name).unit
    if unit == plain_header(own) or (not own and (unit_column_of(table, name) is None or parse_unit(unit) is None)):
        return ""
    return unit


def _readings(own: str, upper: str) -> Iterator[str]:
    if own and upper:
        yield own + upper
        yield upper + own
        if parse_unit(own.strip()) is not None:
            yield f"{upper}({own})"
    if own or upper:
        yield own or upper


def _with_units(plain: str) -> Iterator[tuple[str, str, bool]]:
    """(name, unit, whether name is the whole header): 面积(公顷) is 面积 in 公顷; likewise 金额/万元."""
    yield plain, "", True
    name, unit = split_unit(plain)
    if unit:
        yield name, _ABOUT_UNIT.sub("", unit), False
    if match := _SLASH_UNIT.match(plain):
        yield match[1], match[2], False


@cache
def _meanings(table: str) -> dict[str, tuple[str, int]]:
    """Plain header → column and rank of the match; the unit in brackets may be missing."""
    meanings: dict[str, tuple[str, int]] = {}
    for column in TABLES[table].all_columns:
        for alias in heading(table, column.name).aliases:
            meanings.setdefault(plain_header(alias), (column.name, ALIAS))
    for column in TABLES[table].all_columns:
        meanings[plain_header(column.label)] = (column.name, VARIANT if column.unit else EXACT)
    for column in TABLES[table].all_columns:
        meanings[plain_header(column.header)] = (column.name, EXACT)
    return meanings


def converts(unit: str, target_unit: str) -> bool:
    """Whether numbers in `unit` can be given in `target_unit`."""
    try:
        convert(1.0, unit, target_unit)
    except UnitError:
        return False
    return True
