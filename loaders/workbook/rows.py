"""Which used rows of a sheet are rows of its table, and which row of the current version each of them is."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any, Final

import numpy as np
import pandas as pd

from domain.catalogue import read_catalogue
from domain.sheets import HIDDEN_COLUMNS, plain_header, words_of
from loaders.workbook.amounts import CellFault
from loaders.workbook.cells import Value
from loaders.workbook.layout import Layout
from loaders.workbook.told import Told
from loaders.workbook.words import parse_code

_LONGEST_ID: Final = 255
_LONGEST_REMARK: Final = 40
_ENDS: Final = ":\uff1a \u3000"
#: Columns that a row may have without being one that somebody filled in.
_NOT_FILLED_IN: Final = frozenset({"row_id", "quote", *HIDDEN_COLUMNS})
NEW: Final = -1


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a sheet that are data: `at` (used rows), `known` (row of the current table, -1 for a new one), `ids`.

    Every row has an id of its own; `cleared` are ids whose rows stand there with nothing in them.
    """

    at: np.ndarray
    known: np.ndarray
    ids: list[str]


def key_columns(table: str) -> tuple[str, ...]:
    """The columns that tell the rows of `table` apart, the one that must be filled in first."""
    return tuple(read_catalogue("headers")["keys"][table])


def find_rows(layout: Layout, current: pd.DataFrame, told: Told) -> Rows:
    """The data rows of `layout`, matched with `current` by id, or where they have none by their key columns.

    What is wrong with ids, and which rows are no data, goes to `told`.
    """
    known_ids = pd.Index(current["row_id"].to_numpy(dtype=object), dtype=object)
    taken = set(known_ids.tolist())
    ids = _written_ids(layout)
    at = _data_rows(layout, ids, taken, told)
    own_ids = [ids[row] for row in at.tolist()]
    known = known_ids.get_indexer(pd.Index(own_ids, dtype=object)) if len(known_ids) else np.full(len(at), NEW)
    kept = _unique(at, own_ids, told)
    at, known, own_ids = at[kept], known[kept], [own_ids[row] for row in kept.tolist()]
    _match_by_content(layout, current, at, known, own_ids, told)
    for row in np.flatnonzero(known == NEW).tolist():
        if own_ids[row] is None:
            own_ids[row] = _new_id(layout, int(at[row]), taken)
        else:
            told.tell("unknown_id", int(at[row]), "row_id", own_ids[row])
        taken.add(own_ids[row])
    return Rows(at, known, own_ids)


def _written_ids(layout: Layout) -> np.ndarray:
    """The id written in each used row as objects, None where there is none."""
    ids = np.full(len(layout.sheet.rows), None, dtype=object)
    found = layout.columns.get("row_id")
    if found is None:
        return ids
    column = layout.sheet.columns[found.at]
    values = np.array([_id_text(value) for value in column.values] or [None], dtype=object)
    has = column.codes >= 0
    ids[has] = values[column.codes[has]]
    numbers = np.flatnonzero(~np.isnan(column.numbers))
    for row in numbers.tolist():
        ids[row] = f"{column.numbers[row]:.15g}"
    return ids


def _id_text(value: object) -> str | None:
    return str(value).strip() or None


def _data_rows(layout: Layout, ids: np.ndarray, known: set[str], told: Told) -> np.ndarray:
    """The used rows that are data; totals, remarks and repeated headers are left out and said."""
    sheet = layout.sheet
    filled = np.zeros(len(sheet.rows), dtype=bool)
    count = np.zeros(len(sheet.rows), dtype=np.int32)
    names = {found.at: name for name, found in layout.columns.items()}
    for at, column in sheet.columns.items():
        count += column.filled
        if names.get(at, "row_id") not in _NOT_FILLED_IN:
            filled |= column.filled
    filled[_marked_rows(layout)] = True
    is_known = np.fromiter((own in known for own in ids), dtype=bool, count=len(ids))
    below = np.arange(len(sheet.rows)) >= layout.data_from
    data = below & filled & is_known
    key = layout.columns.get(key_columns(layout.table)[0])
    no_key = ~sheet.columns[key.at].filled if key else np.ones(len(sheet.rows), dtype=bool)
    special = _suspicious(layout, below & ~is_known) | no_key | (count <= 1)
    data |= below & ~is_known & ~special
    for row in np.flatnonzero(below & ~is_known & special & (count > 0)).tolist():
        code, at = _left_out(layout, row, sheet.row(row))
        if code is None:
            data[row] = True
        elif code:
            told.tell_at(code, row, at)
    return np.flatnonzero(data)


def _suspicious(layout: Layout, among: np.ndarray) -> np.ndarray:
    """Which of the rows `among` hold a word of totals, of remarks, or their own header."""
    found = np.zeros(len(among), dtype=bool)
    rows = np.flatnonzero(among)
    labels = {each.at: each.label for each in layout.columns.values()}
    for at, column in layout.sheet.columns.items():
        codes = column.codes[rows]
        odd = np.zeros(len(column.values) + 1, dtype=bool)
        for code in np.unique(codes[codes >= 0]).tolist():
            value = column.values[code]
            odd[code] = isinstance(value, str) and (value == labels.get(at) or _is_remark(value))
        found[rows] |= odd[codes]  # -1, nothing, is the last one
    return found


def _marked_rows(layout: Layout) -> list[int]:
    """The used rows with a formula that has no stored result, or an error: somebody filled them in."""
    columns = {found.at for name, found in layout.columns.items() if name not in _NOT_FILLED_IN}
    numbers = {row for (row, at), mark in layout.sheet.marks.items() if at in columns and mark != "percent"}
    return np.flatnonzero(np.isin(layout.sheet.rows, list(numbers))).tolist() if numbers else []


def _left_out(layout: Layout, row: int, cells: Mapping[int, Value]) -> tuple[str | None, int]:
    """Why a row is no data (a code of domain.faults, "" for nothing to say, None: it is data), and the column of it."""
    names = {found.at: name for name, found in layout.columns.items()}
    own = {names[at] for at in cells if at in names} - _NOT_FILLED_IN
    at = next((at for at, value in cells.items() if isinstance(value, str)), next(iter(cells)))
    first = _plain(str(cells[at]))
    if _totals().fullmatch(first):
        return "total_skipped", at
    repeated = sum(
        isinstance(cells.get(found.at), str) and cells[found.at] == found.label for found in layout.columns.values()
    )
    if repeated >= 2:
        return "", at
    numbers = any(isinstance(value, float) for value in cells.values())
    if _labels().fullmatch(first) or (_notes().match(first) and not numbers):
        return "note_skipped", at
    if len(cells) == 1 and not own & set(key_columns(layout.table)):
        return "note_skipped", at
    return (None if own else ""), at


def _is_remark(text: str) -> bool:
    if text.lstrip()[:1] not in _first_signs() and not text.rstrip(_ENDS).endswith(_total_words()):
        return False
    plain = _plain(text[: _LONGEST_REMARK * 2])
    return bool(_totals().fullmatch(plain) or _labels().fullmatch(plain) or _notes().match(plain))


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@cache
def _first_signs() -> frozenset[str]:
    catalogue = read_catalogue("headers")
    words = catalogue["totals"] + catalogue["notes"] + catalogue["labels"]
    return frozenset("本全各※*") | {word[0] for word in words}


@cache
def _totals() -> re.Pattern[str]:
    """合计, 全街道合计:, 十五里村小计; what ends in 累计 alone may be the name of something."""
    words = "|".join(read_catalogue("headers")["totals"])
    return re.compile(rf"(?:本页|本表|全部|各村|全街道)?(?:{words})数?(?:[(:].*)?|.*(?:{'|'.join(_total_words())}):?")


@cache
def _total_words() -> tuple[str, ...]:
    return tuple(read_catalogue("headers")["subtotals"])


@cache
def _notes() -> re.Pattern[str]:
    catalogue = read_catalogue("headers")
    words = "|".join(sorted(catalogue["notes"] + catalogue["labels"], key=len, reverse=True))
    return re.compile(rf"(?:{words})[\d一二三四五]?[:.、]|[※*]")


@cache
def _labels() -> re.Pattern[str]:
    """填表人, 联系电话: with what belongs to it in the cells beside."""
    words = "|".join(read_catalogue("headers")["labels"])
    return re.compile(rf"(?:{words}):?")


def _unique(at: np.ndarray, ids: list[str | None], told: Told) -> np.ndarray:
    """The rows (numbers within `at`) whose id is well formed and stands there first; the others become faults."""
    if len(set(ids)) == len(ids) and None not in ids and all(own and own.isprintable() for own in ids):
        return np.arange(len(ids))
    first: dict[str, int] = {}
    kept = []
    for row, own in enumerate(ids):
        if own is not None and (len(own) > _LONGEST_ID or not own.isprintable()):
            told.tell("id_odd", int(at[row]), "row_id", own)
        elif own is not None and own in first:
            other = told.layout.place(int(at[first[own]]), "row_id").cell
            told.tell("id_twice", int(at[row]), "row_id", own, other=other)
        else:
            kept.append(row)
            if own is not None:
                first[own] = row
    return np.array(kept, dtype=np.int64)


def _match_by_content(
    layout: Layout, current: pd.DataFrame, at: np.ndarray, known: np.ndarray, ids: list[Any], told: Told
) -> None:
    """Give rows without an id that of the one current row, claimed by no other, with the same key columns."""
    nameless = [row for row, own in enumerate(ids) if own is None]
    columns = [column for column in key_columns(layout.table) if column in layout.columns]
    if not nameless or not columns or columns[0] != key_columns(layout.table)[0] or current.empty:
        return
    free = np.setdiff1d(np.arange(len(current)), known[known != NEW])
    of_current: dict[tuple[str, ...], list[int]] = defaultdict(list)
    cells = [current[column].to_numpy(dtype=object) for column in columns]
    for row in free.tolist():
        of_current[tuple("" if pd.isna(each[row]) else plain_header(str(each[row])) for each in cells)].append(row)
    of_sheet: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in nameless:
        of_sheet[tuple(_key_text(layout, column, int(at[row])) for column in columns)].append(row)
    names = current["row_id"].to_numpy(dtype=object)
    for key, rows in of_sheet.items():
        if len(rows) == 1 and len(of_current.get(key, ())) == 1:
            (known[rows[0]],) = of_current[key]
            ids[rows[0]] = str(names[known[rows[0]]])
            told.tell("id_found", int(at[rows[0]]), columns[0], row_id=ids[rows[0]])


def _key_text(layout: Layout, column: str, row: int) -> str:
    value = layout.sheet.columns[layout.columns[column].at].cell(row)
    if value is None:
        return ""
    if words_of(layout.table, column):
        try:
            return plain_header(parse_code(str(value), layout.table, column) or "")
        except CellFault:
            return plain_header(str(value))
    return plain_header(f"{value:.15g}" if isinstance(value, float) else str(value))


def _new_id(layout: Layout, row: int, taken: set[str]) -> str:
    """An id for a new row, the same each time the same sheet is read: table.new-1a2b3c4d5e."""
    cells = [(layout.table, *layout.sheet.row(row).values())]
    digest = sha256(repr(cells).encode()).hexdigest()[:10]
    name, number = f"{layout.table}.new-{digest}", 2
    while name in taken:
        name, number = f"{layout.table}.new-{digest}-{number}", number + 1
    return name
