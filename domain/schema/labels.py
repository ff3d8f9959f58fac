"""One cell, one row and its changes in words: what a reader meets instead of codes, offsets and row ids."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any, Final

import pandas as pd

from domain.schema.columns import PROOF, SCOPE, Column
from domain.schema.display import is_missing, printed_text
from domain.schema.frames import records
from domain.schema.period import date_text
from domain.schema.tables import TABLES

#: Stands where a row has nothing in a column, in lists of what changed.
EMPTY: Final = "（空）"

_PROOF: Final = frozenset(column.name for column in PROOF)
#: Columns that make no part of a row's contents in words: scope, proof, and codes of ours.
_UNSAID: Final = frozenset(
    (*_PROOF, *(column.name for column in SCOPE if column.name != "as_of_end"), "indicator_id", "figures")
)
#: Of the columns that tell rows apart, those that no name needs.
_NO_NAME: Final = frozenset({"unit", "claim"})
_LONGEST_NAME: Final = 48
_BETWEEN: Final = " · "

Row = Mapping[Any, Any]


def cell_text(table: str, column: str, row: Row) -> str:
    """The cell of `row` in words: 800亩, 约600亩, 2023年6月30日, 是, 越多越好; (空) where there is nothing."""
    value: Any = row.get(column)
    if is_missing(value):
        return EMPTY
    spec = TABLES[table].column(column)
    words = spec.words
    code = f"{value:g}" if isinstance(value, float) else str(value)
    if code in words:
        return words[code] or EMPTY
    if spec.kind == "number":
        return _number_text(spec, row, value)
    if spec.kind == "date":
        return date_text(value)
    return str(value)


def column_text(table: str, column: str) -> str:
    """The header of a column with its unit: 面积（亩）, 完成值."""
    return TABLES[table].column(column).header


def contents_text(table: str, row: Row, beside: str = "", *, without: Collection[str] = ()) -> str:
    """Everything that somebody filled in in `row`: 完成值：约584亩；目标值：800亩.

    Not what the name `beside` says, nor the columns `without`. Units and 约 stand with their numbers.
    """
    name_parts = {EMPTY, *beside.split(_BETWEEN)}
    columns = (*TABLES[table].columns, *SCOPE)
    about = {each for column in columns for each in (column.unit_column, column.qualifier_column)}
    shown = [column.name for column in columns if column.name not in _UNSAID | about | set(without)]
    known = [(name, cell_text(table, name, row)) for name in shown if not is_missing(row.get(name))]
    return "；".join(f"{TABLES[table].column(name).label}：{text}" for name, text in known if text not in name_parts)


def row_names(table: str, rows: pd.DataFrame) -> dict[str, str]:
    """row_id → what a reader calls the row (新增耕地 · 目标800亩, 四都畈 · 专项资金 · 完工); each name stands once."""
    listed = records(rows)
    names = [_name(table, row) for row in listed]
    counts = Counter(names)
    names = [name if counts[name] == 1 else _longer(table, row, name) for row, name in zip(listed, names, strict=True)]
    counts, seen = Counter(names), Counter[str]()
    found = {}
    for row, name in zip(listed, names, strict=True):
        seen[name] += 1
        found[str(row["row_id"])] = name if counts[name] == 1 else f"{name} · 第{seen[name]}条"
    return found


def _name(table: str, row: Row) -> str:
    """The words of the columns that tell rows apart; what another one says already is left out."""
    keys = TABLES[table].named_by or TABLES[table].key
    words: list[str] = []
    for column in keys:
        text = "" if column in _NO_NAME else cell_text(table, column, row)
        if text and text != EMPTY and not any(text in word for word in words):
            words = [word for word in words if word not in text]
            words.append(_shortened(text))
    return _BETWEEN.join(words) or "（未命名）"


def _longer(table: str, row: Row, name: str) -> str:
    """`name` with the first number or date that the row has, for rows of the same name."""
    targets = [column for column in TABLES[table].columns if column.name in ("target", "day", "due")]
    for column in (*targets, *TABLES[table].numbers):
        text = cell_text(table, column.name, row)
        if text != EMPTY:
            return f"{name} · {f'第{text}' if column.name == 'day' else column.label + text}"
    return name


def _number_text(column: Column, row: Row, value: float) -> str:
    """A number in the unit in which it is kept, all digits: what is compared must not be rounded."""
    return printed_text(value, column.unit or row.get(column.unit_column), row.get(column.qualifier_column))


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_NAME else f"{line[:_LONGEST_NAME]}…"
