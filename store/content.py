"""Tables as lines of JSON, and their hashes. `read_content(write_content(table)) == table`, to the bit."""

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Final

import pandas as pd

from domain.schema.columns import Kind
from domain.schema.frames import conform
from domain.schema.tables import TABLES
from store.errors import InvalidDraft, StoreDamaged

#: Characters of a cell in a message.
_MAX_SHOWN: Final = 40


@dataclass(frozen=True)
class Content:
    """One table as it is stored: a JSON line per row, in order, and the SHA-256 of name and lines."""

    name: str
    lines: tuple[str, ...] = field(repr=False)
    sha256: str


def canonical_json(value: Any, sort_keys: bool = False) -> str:
    """`value` as the canonical JSON text for hashing and storage: no spaces, no escapes for Chinese, no NaN."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=sort_keys)


def sha256_of(content: bytes) -> str:
    """SHA-256 in 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def hash_lines(name: str, lines: Iterable[str]) -> str:
    """The hash of table `name` with these lines; row order counts."""
    digest = hashlib.sha256(f"{name}\n".encode())
    for line in lines:
        digest.update(line.encode())
        digest.update(b"\n")
    return digest.hexdigest()


def hash_version(
    values: Mapping[str, Any],
    parent_digest: str | None,
    contents: Mapping[str, str],
    cited: Iterable[Mapping[str, Any]],
) -> str:
    """The digest of a version: over its own columns, its parent's digest, its contents and its sources."""
    values_hashed = {
        key: str(cell) for key, cell in values.items() if cell is not None and key not in ("digest", "parent_id")
    }
    return sha256_of(canonical_json([values_hashed, parent_digest, contents, list(cited)], sort_keys=True).encode())


def make_content(name: str, table: pd.DataFrame) -> Content:
    """Table `name` serialized for storage.

    Raises InvalidDraft for a number that is infinite and for text that is not Unicode (half a surrogate pair).
    """
    table = conform(name, table)
    columns = TABLES[name].all_columns
    cells = [_WRITERS[column.kind](table[column.name]) for column in columns]
    names = [column.name for column in columns]
    try:
        lines = tuple(
            canonical_json({key: cell for key, cell in zip(names, row, strict=True) if cell is not None})
            for row in zip(*cells, strict=True)
        )
        return Content(name, lines, hash_lines(name, lines))
    except ValueError as error:  # json: infinite number; encode: surrogate
        raise InvalidDraft(f"表“{TABLES[name].label}”中有无法保存的内容：{_culprit(name, table)}。") from error


def respelled(line: str, keys: Mapping[str, str]) -> str:
    """A stored line with the key of its unit as org_unit. keys: spelling → key (store.units.spellings).

    A quotation mark inside a value is escaped, so that only the cell itself can match.
    """
    for spelling, key in keys.items():
        line = line.replace(f'"org_unit":{canonical_json(spelling)}', f'"org_unit":{canonical_json(key)}', 1)
    return line


def read_content(name: str, lines: Iterable[str]) -> pd.DataFrame:
    """The table that `make_content` took; columns and types as `domain.schema.tables.conform` gives them.

    Raises StoreDamaged for an unknown column, which must not be dropped silently.
    """
    rows = [json.loads(line) for line in lines]
    columns = TABLES[name].all_columns
    unknown = set().union(*rows) - {column.name for column in columns}
    if unknown:
        raise StoreDamaged(
            f"表“{TABLES[name].label}”中有本程序不认识的列：{'、'.join(sorted(unknown))}。"
            "数据可能由更新的程序写入，请升级程序后再打开。"
        )
    cells = {column.name: _READERS[column.kind]([row.get(column.name) for row in rows]) for column in columns}
    return pd.DataFrame(cells, copy=False)


def line_fault(name: str, line: str) -> str | None:
    """Why `read_content` would not read a stored line of table `name`; None where it reads it.

    Without a table, which costs ten times as much. ValueError for a line that is not JSON.
    """
    if name not in TABLES:
        return "没有这样的表"
    kinds, row = _kinds(name), json.loads(line)
    if not isinstance(row, dict):
        return "不是一行数据"
    for key, cell in row.items():
        if key not in kinds:
            return f"有本程序不认识的列 {key}"
        if cell is not None and not _IS_CELL[kinds[key]](cell):
            return f"“{TABLES[name].column(key).label}”一列的 {canonical_json(cell)[:_MAX_SHOWN]} 读不懂"
    return None


@cache
def _kinds(name: str) -> dict[str, Kind]:
    return {column.name: column.kind for column in TABLES[name].all_columns}


def _write_text(cells: pd.Series) -> list[Any]:
    return [cell if isinstance(cell, str) else None for cell in cells.tolist()]


def _write_number(cells: pd.Series) -> list[Any]:
    return [None if math.isnan(cell) else cell for cell in cells.tolist()]


def _write_nullable(cells: pd.Series) -> list[Any]:
    return [None if cell is pd.NA else cell for cell in cells.tolist()]


def _write_date(cells: pd.Series) -> list[Any]:
    return [None if cell is pd.NaT else cell.isoformat().removesuffix("T00:00:00") for cell in cells.tolist()]


_WRITERS: Final[Mapping[Kind, Callable[[pd.Series], list[Any]]]] = {
    "text": _write_text,
    "number": _write_number,
    "integer": _write_nullable,
    "flag": _write_nullable,
    "date": _write_date,
}

_READERS: Final[Mapping[Kind, Callable[[list[Any]], Any]]] = {
    "text": lambda cells: pd.array(cells, dtype="str"),
    "number": lambda cells: pd.Series(cells, dtype="float64"),
    "integer": lambda cells: pd.array(cells, dtype="Int64"),
    "flag": lambda cells: pd.array(cells, dtype="boolean"),
    "date": lambda cells: pd.Series(cells, dtype="datetime64[s]"),
}


_IS_CELL: Final[Mapping[Kind, Callable[[Any], bool]]] = {
    "text": lambda cell: type(cell) is str,
    "number": lambda cell: type(cell) is float or _is_integer(cell),
    "integer": lambda cell: _is_integer(cell),
    "flag": lambda cell: type(cell) is bool,
    "date": lambda cell: type(cell) is str and _is_date(cell),
}


def _is_integer(cell: object) -> bool:
    return type(cell) is int and -(2**63) <= cell < 2**63


def _is_date(text: str) -> bool:
    """Whether `text` is a day, or a day with a time, as `_write_date` writes them."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    is_whole = moment.tzinfo is None and moment.microsecond == 0
    return is_whole and moment.isoformat().removesuffix("T00:00:00") == text


def _culprit(name: str, table: pd.DataFrame) -> str:
    for column in TABLES[name].all_columns:
        for row_id, cell in zip(table["row_id"].tolist(), table[column.name].tolist(), strict=True):
            place = f"编号 {row_id!r} 的“{column.label}”"
            if isinstance(cell, float) and math.isinf(cell):
                return f"{place}是无穷大，请改成数字或留空"
            if isinstance(cell, str) and any("\ud800" <= char <= "\udfff" for char in cell):
                return f"{place}含有残缺字符，请重新输入这段文字"
    return "请检查数字和文字"
