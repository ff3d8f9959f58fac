"""Which sheet is which table: by its name, by the ids of its rows, by its headers."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import pandas as pd

from domain.catalogue import read_catalogue
from domain.faults import Fault, Place, make_fault
from domain.schema.ledger import OWN_SHEETS, plain_header
from domain.schema.tables import KEPT_TABLES, TABLES
from loaders.workbook.captions import with_captions
from loaders.workbook.cells import Sheet
from loaders.workbook.layout import Layout, best_header, heads
from loaders.workbook.merged import fill_down
from loaders.workbook.misheaded import without_misheaded

#: Fewer columns than this are no header of a sheet that neither its name nor an id makes a table.
_FEWEST_UNNAMED: Final = 3
_FEWEST_NAMED: Final = 2
_LONGEST_TITLE: Final = 100
#: What stands around a name and says nothing of the table: 1.土地整治(7月), 2023年土地整治.
_AROUND: Final = re.compile(r"\([^)]*\)|\d+[年月日版]*")


def lay_out(
    sheets: Iterable[Sheet],
    file_stem: str,
    current: Mapping[str, pd.DataFrame],
    answers: Mapping[str, str] | None = None,
) -> tuple[list[Layout], list[Fault]]:
    """The sheets that are tables, each table once, and what is wrong with the others; `answers` as in read_workbook.

    A sheet is known by its name (a CSV by that of its file). Where the name only sounds like a table, or like none,
    the known ids among its rows say which it is, else its headers.
    """
    layouts: dict[str, Layout] = {}
    faults: list[Fault] = []
    for sheet in sheets:
        if sheet.name in OWN_SHEETS or not len(sheet.rows):
            continue
        found = _lay_out_sheet(sheet, sheet.name or file_stem, current)
        if isinstance(found, Fault):
            faults.append(found)
        elif found.table in layouts:
            other = layouts[found.table].sheet.name
            label = TABLES[found.table].label
            faults.append(make_fault("sheet_twice", Place(sheet.name), label=label, other=other))
        else:
            headed = without_misheaded(found, current.get(found.table), answers or {})
            layouts[found.table] = fill_down(with_captions(headed, answers or {}), answers)
            faults += layouts[found.table].faults
    if not layouts and not any(fault.kind.level == "fault" for fault in faults):
        faults.insert(0, make_fault("no_sheet"))
    return list(layouts.values()), faults


def _lay_out_sheet(sheet: Sheet, text: str, current: Mapping[str, pd.DataFrame]) -> Layout | Fault:
    title, rows = _read_title(text), heads(sheet)
    among = (title.table,) if title.is_exact and title.table else KEPT_TABLES
    layouts = [layout for table in among if (layout := best_header(sheet, table, rows)) is not None]
    by_ids = [] if title.is_exact else _most(layouts, lambda layout: _known_ids(layout, current))
    best = _most(by_ids or layouts, lambda layout: len(layout.columns))
    fewest = _FEWEST_NAMED if title.table or by_ids else _FEWEST_UNNAMED
    if not best or len(best[0].columns) < min(fewest, len(sheet.columns)):
        unread = make_fault("sheet_unread", Place(sheet.name), rows=len(sheet.rows))
        return make_fault("no_header", Place(sheet.name, table=title.table)) if title.table else unread
    tables = [layout.table for layout in best]
    if title.table in tables and not title.rivals & set(tables):
        return best[tables.index(title.table)]
    if title.table and not by_ids:
        tables = [title.table, *(table for table in tables if table != title.table)]
    if len(tables) > 1:
        labels = "、".join(TABLES[table].label for table in tables)
        return make_fault("which_sheet", Place(sheet.name), tables=labels)
    return best[0]


def _most(layouts: list[Layout], count: Callable[[Layout], int]) -> list[Layout]:
    """Those with the highest count; none where it is 0."""
    counts = [count(layout) for layout in layouts]
    most = max(counts, default=0)
    return [layout for layout, each in zip(layouts, counts, strict=True) if each == most > 0]


def _known_ids(layout: Layout, current: Mapping[str, pd.DataFrame]) -> int:
    """How many rows of the current table the sheet has by their ids."""
    found = layout.columns.get("row_id")
    if found is None or layout.table not in current:
        return 0
    ids = {value for value in layout.sheet.columns[found.at].values if isinstance(value, str)}
    return len(ids & set(current[layout.table]["row_id"].dropna()))


@dataclass(frozen=True)
class _Title:
    """What the name of a sheet says: a table, for certain or nearly, and others that it sounds like as well."""

    table: str | None
    is_exact: bool = False
    rivals: frozenset[str] = frozenset()


def _read_title(text: str) -> _Title:
    """1.土地整治(7月) is 土地整治; 环境治理 may be 治理, and sounds like 人居环境."""
    plain = plain_header(text[:_LONGEST_TITLE])
    for name in (plain, _AROUND.sub("", plain)):
        if table := _titles().get(name):
            return _Title(table, is_exact=True)
    named = [table for table in KEPT_TABLES if plain_header(TABLES[table].label) in plain]
    if len(named) != 1:
        return _Title(None)
    rest = plain.replace(plain_header(TABLES[named[0]].label), " ")
    rivals = {
        table for name, table in _titles().items()
        if name in rest or (name == plain_header(TABLES[table].label) and _pairs(name) & _pairs(rest))
    }  # fmt: skip
    return _Title(named[0], rivals=frozenset(rivals - {named[0]}))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


@cache
def _titles() -> dict[str, str]:
    names = read_catalogue("headers")["sheets"]
    titles = {plain_header(alias): table for table, aliases in names.items() for alias in aliases}
    return titles | {plain_header(TABLES[table].label): table for table in KEPT_TABLES} | {t: t for t in KEPT_TABLES}
