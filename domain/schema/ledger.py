"""The clerks' workbook (台账): which tables are its sheets, how its headers read, which words stand for codes.

Written by exports/ledger/ledger_file.py and read by loaders/workbook. What a header means, its other names and the
words that clerks use instead of ours stand in data/catalogue/headers.yml.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import pandas as pd

from domain.catalogue import read_catalogue
from domain.schema.columns import PROOF, SCOPE, Column
from domain.schema.tables import TABLES

#: The first sheet: one row per indicator that still runs, read by loaders/workbook/monthly_update.py.
UPDATE_SHEET: Final = "本月更新"
#: Sheets that are ours and hold no rows of a table: how to fill in, what the workbook is of, what was wrong.
GUIDE_SHEET: Final = "填写说明"
STAMP_SHEET: Final = "台账信息"
FAULT_SHEET: Final = "问题清单"
OWN_SHEETS: Final = frozenset({GUIDE_SHEET, STAMP_SHEET, FAULT_SHEET})

#: Columns that no clerk fills in: the scope is the workbook's, the proof is found by the program.
HIDDEN_COLUMNS: Final = tuple(column.name for column in (*SCOPE, *PROOF) if column.internal)
#: Columns that hold ids of rows and of indicators; they stand last and are hidden.
ID_COLUMNS: Final = ("row_id", "indicator_id", "part_of")
#: Column of `measures` → its header on UPDATE_SHEET; "previous" repeats the stored figure and is not read.
UPDATE_HEADERS: Final = {
    "name": "名称", "unit": "单位", "target": "目标", "previous": "上期", "actual": "本期", "as_of_end": "数据截至",
    "owner": "责任单位", "responsible": "责任人", "note": "备注", "row_id": "编号",
}  # fmt: skip

#: What goes into the columns that no clerk fills in.
_BY_PROGRAM: Final = "由系统填写。"
_BRACKETS: Final = re.compile(r"^(.+?)[(\[{〔【](.+?)[)\]}〕】]$")
_IGNORED: Final = re.compile(r"[\s_*★☆●▲※::,，、。.…·]+")


class LedgerVersion(Protocol):
    """What the ledger says of the version that it holds; the store's `Version` is one."""

    @property
    def id(self) -> int: ...
    @property
    def org_unit(self) -> str: ...
    @property
    def unit_name(self) -> str: ...
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
    """What goes into a column, and how else clerks head it: the names of the catalogue, then its own name."""

    help: str
    aliases: tuple[str, ...]


def sheet_columns(table: str) -> tuple[Column, ...]:
    """The columns of a table in the order of its sheet: own columns, as-of dates, the quote, then the hidden ones."""
    spec = TABLES[table]
    own = [column.name for column in spec.columns]
    ids = [name for name in ID_COLUMNS if name == "row_id" or name in own]
    order = [*(name for name in own if name not in ids), "as_of_start", "as_of_end", "quote", *ids, *HIDDEN_COLUMNS]
    return tuple(spec.column(name) for name in order)


def words_of(table: str, column: str) -> Mapping[str, str]:
    """Code (as text) -> word on the sheet, for a column with a closed vocabulary; {} for any other."""
    return TABLES[table].column(column).words


def written_cells(table: str, column: Column, cells: pd.Series) -> Iterator[Any]:
    """The cells of one column as they stand on the sheet: words instead of codes, None where missing."""
    words = column.words
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
    return TABLES[table].column(column).qualifier_column or None


def unit_column_of(table: str, column: str) -> str | None:
    """The column that holds the unit of the numbers of `column`; None where the header says it, or nothing."""
    return TABLES[table].column(column).unit_column or None


def heading(table: str, column: str) -> Heading:
    """The heading of a column: what the catalogue says of that of the table before that of all tables."""
    columns = read_catalogue("headers")["columns"]
    own, shared = columns.get(f"{table}.{column}", {}), columns.get(column, {})
    aliases = (*own.get("aliases", ()), *shared.get("aliases", ()), column)
    by_program = _BY_PROGRAM if TABLES[table].column(column).internal else ""
    return Heading(own.get("help", shared.get("help", by_program)), tuple(dict.fromkeys(aliases)))


def plain_header(text: str) -> str:
    """`text` as headers are compared: half width, without blanks, line breaks and marks: 面 积（亩） → 面积(亩)."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).lower()


def split_unit(text: str) -> tuple[str, str]:
    """A plain header as name and what stands in brackets at its end: 面积(公顷) → 面积, 公顷; "" where nothing does."""
    match = _BRACKETS.match(text)
    return (match[1], match[2]) if match else (text, "")
