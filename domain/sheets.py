"""The clerks' workbook (台账): which tables are its sheets, how its headers read, which words stand for codes.

Written by exports/ledger.py and read by loaders/workbook. What a header means, its other names and the words that
clerks use instead of ours stand in data/catalogue/headers.yml.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Protocol

import pandas as pd

from domain.catalogue import read_catalogue
from domain.period import ELAPSED_MODES
from domain.tables import TABLES, Column
from domain.vocabulary import DOMAINS, KINDS, QUALIFIERS, ROLES

#: The tables that clerks keep, in the order of their sheets.
LEDGER_TABLES: Final = (
    "measures", "land", "demolition", "funding", "safety", "commitments", "honours",
    "party", "rural_income", "environment", "investment", "governance", "history",
)  # fmt: skip

#: Sheets that are ours and hold no rows of a table: how to fill in, what the workbook is of, what was wrong.
GUIDE_SHEET: Final = "填写说明"
STAMP_SHEET: Final = "台账信息"
FAULT_SHEET: Final = "问题清单"
OWN_SHEETS: Final = frozenset({GUIDE_SHEET, STAMP_SHEET, FAULT_SHEET})

#: Columns that no clerk fills in: the scope is the workbook's, the proof is found by the program.
HIDDEN_COLUMNS: Final = ("org_unit", "period", "source_id", "start", "end", "sheet", "cell", "cells")

_DIRECTIONS: Final = {"1": "越多越好", "-1": "越少越好"}
_FLAGS: Final = {"True": "是", "False": "否"}
_QUALIFIERS: Final = QUALIFIERS | {"exact": "确数"}
_WORDS: Final[dict[str, Mapping[str, str]]] = {
    "domain": DOMAINS, "role": ROLES, "qualifier": _QUALIFIERS, "target_qualifier": _QUALIFIERS,
    "actual_qualifier": _QUALIFIERS, "output_qualifier": _QUALIFIERS, "elapsed_mode": ELAPSED_MODES,
    "direction": _DIRECTIONS, "chosen": _FLAGS, "measures.kind": KINDS,
}  # fmt: skip

#: Number column -> the column that says how approximate it is; the same column where several numbers share it.
_QUALIFIED: Final = {
    "measures": {"target": "target_qualifier", "actual": "actual_qualifier"},
    "land": {"area_mu": "qualifier"},
    "funding": {"amount_wan_yuan": "qualifier", "output": "output_qualifier"},
}
#: Number column -> the column that holds its unit.
_UNITS: Final = {
    "measures": dict.fromkeys(("baseline", "target", "actual", "open_in_time", "overdue"), "unit"),
    "demolition": {"area_printed": "area_unit"},
    "funding": {"output": "output_unit"},
    "safety": dict.fromkeys(("found", "closed", "controlled", "open_in_time", "overdue"), "unit"),
    "commitments": {"quantity": "unit"},
}
#: Number column -> the columns that hold the same number as the report prints it, in a unit of its own.
_AS_PRINTED: Final = {"demolition": {"area_mu": ("area_printed", "area_unit")}}
_READING_UNITS: Final = {"value": "unit", "value_high": "unit"}

_BRACKETS: Final = re.compile(r"^(.+?)[(\[{〔【](.+?)[)\]}〕】]$")
_IGNORED: Final = re.compile(r"[\s_*★☆●▲※::,，、。.…·]+")


class LedgerVersion(Protocol):
    """What the ledger says of the version that it holds; the store's `Version` is one."""

    @property
    def id(self) -> int: ...
    @property
    def org_unit(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def as_of(self) -> Any: ...
    @property
    def digest(self) -> str: ...


@dataclass(frozen=True)
class Stamp:
    """The hidden sheet of a ledger: which version it was downloaded from."""

    org_unit: str
    period: str
    as_of: str
    version: str
    digest: str


#: Field of `Stamp` -> its label on the hidden sheet.
STAMP_LABELS: Final = {
    "org_unit": "单位", "period": "报告期", "as_of": "数据截至", "version": "版本", "digest": "校验码",
}  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """What the catalogue says of one column: what goes in, and how else clerks head it."""

    help: str
    aliases: tuple[str, ...]


def header(column: Column) -> str:
    """The header of a column: 面积(亩), or its label alone where it has no unit of its own."""
    return f"{column.label}({column.unit})" if column.unit else column.label


def sheet_columns(table: str) -> tuple[Column, ...]:
    """The columns of a table in the order of its sheet: id, own columns, as-of dates, the quote, then the hidden."""
    spec = TABLES[table]
    order = ["row_id", *(column.name for column in spec.columns), "as_of_start", "as_of_end", "quote", *HIDDEN_COLUMNS]
    return tuple(spec.column(name) for name in order)


def key_columns(table: str) -> tuple[str, ...]:
    """The columns that tell the rows of `table` apart, the one that must be filled in first; () where none do."""
    return tuple(read_catalogue("headers")["keys"].get(table, ()))


def words_of(table: str, column: str) -> Mapping[str, str]:
    """Code (as text) -> word on the sheet, for a column with a closed vocabulary; {} for any other."""
    return _WORDS.get(f"{table}.{column}") or _WORDS.get(column) or {}


def written_cells(table: str, column: Column, cells: pd.Series) -> Iterator[Any]:
    """The cells of one column as they stand on the sheet: words instead of codes, None where missing."""
    words = words_of(table, column.name)
    for cell in cells.tolist():
        if cell is None or pd.isna(cell):
            yield None
        elif words:
            code = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
            yield words.get(code, cell)
        else:
            yield cell


def qualifier_of(table: str, column: str) -> str | None:
    """The column that says how approximate the numbers of `column` are; None where none does."""
    if _is_reading(table):
        return "qualifier" if column in ("value", "value_high") else None
    return _QUALIFIED.get(table, {}).get(column)


def unit_column_of(table: str, column: str) -> str | None:
    """The column that holds the unit of the numbers of `column`; None where the header says it, or nothing."""
    units = _READING_UNITS if _is_reading(table) else _UNITS.get(table, {})
    return units.get(column)


def as_printed(table: str, column: str) -> tuple[str, ...]:
    """The columns that hold the number of `column` as the report prints it: number, then unit; () where none do."""
    return _AS_PRINTED.get(table, {}).get(column, ())


def heading(table: str, column: str) -> Heading:
    """What the catalogue says of the column, that of the table before that of all tables."""
    columns = read_catalogue("headers")["columns"]
    own, shared = columns.get(f"{table}.{column}", {}), columns.get(column, {})
    aliases = (*own.get("aliases", ()), *shared.get("aliases", ()))
    return Heading(own.get("help", shared.get("help", "")), tuple(dict.fromkeys(aliases)))


def plain_header(text: str) -> str:
    """`text` as headers are compared: half width, without blanks, line breaks and marks: 面 积（亩） → 面积(亩)."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).lower()


def split_unit(text: str) -> tuple[str, str]:
    """A plain header as name and what stands in brackets at its end: 面积(公顷) → 面积, 公顷; "" where nothing does."""
    match = _BRACKETS.match(text)
    return (match[1], match[2]) if match else (text, "")


@cache
def _is_reading(table: str) -> bool:
    return {"topic", "value", "value_high"} <= {column.name for column in TABLES[table].columns}
