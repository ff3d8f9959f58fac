"""Maps sheets to tables: by name, by the ids of their rows, by their headers."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import pandas as pd

from domain.catalogue import read_catalogue
from domain.faults import Choice, Fault, Place, answer_question, make_fault, make_question
from domain.schema.ledger import OWN_SHEETS, plain_header
from domain.schema.tables import BASE_TABLES, TABLES
from loaders.workbook.captions import with_captions
from loaders.workbook.cells import Sheet
from loaders.workbook.layout import Layout, best_header, heads
from loaders.workbook.merged import fill_down
from loaders.workbook.misheaded import without_misheaded

#: Minimum columns of a header, for a sheet without and with a matching name or ids.
_MIN_COLUMNS_UNNAMED: Final = 3
_MIN_COLUMNS_NAMED: Final = 2
_MAX_TITLE_LENGTH: Final = 100
#: Codes of faults that say that a sheet is none of our tables.
UNMATCHED: Final = frozenset(("no_sheet", "sheet_unread", "no_header", "which_sheet", "sheet_twice"))
_NONE_OF_THEM: Final = Choice("none", "都不是，不读入这张工作表")
#: Additions to a table's name in a sheet name: 1.土地整治(7月), 2023年土地整治.
_AROUND: Final = re.compile(r"\([^)]*\)|\d+[年月日版]*")


def lay_out(
    sheets: Iterable[Sheet],
    file_stem: str,
    current: Mapping[str, pd.DataFrame],
    answers: Mapping[str, str] | None = None,
) -> tuple[list[Layout], list[Fault]]:
    """The layouts of the sheets that are tables, each table once, and the faults; `answers` as in read_workbook.

    A sheet is identified by its name (a CSV by its file name); where the name is not exact, by the known ids of its
    rows, else by its headers.
    """
    layouts: dict[str, Layout] = {}
    faults: list[Fault] = []
    for sheet in sheets:
        if sheet.name in OWN_SHEETS or not len(sheet.rows):
            continue
        found, sheet_faults = _lay_out_sheet(sheet, sheet.name or file_stem, current, answers or {})
        faults += sheet_faults
        if found is None:
            continue
        if found.table in layouts:
            other = layouts[found.table].sheet.name
            label = TABLES[found.table].label
            faults.append(make_fault("sheet_twice", Place(sheet.name), label=label, other=other))
        else:
            headed = without_misheaded(found, current.get(found.table), answers or {})
            in_units = with_captions(headed, answers or {}, sheet.name or file_stem)
            layouts[found.table] = fill_down(in_units, answers)
            faults += layouts[found.table].faults
    if not layouts and not any(fault.kind.level in ("fault", "ask") for fault in faults):
        faults.insert(0, make_fault("no_sheet"))
    return list(layouts.values()), faults


def names_table(name: str) -> bool:
    """Whether the name of a sheet, or of a file, is that of one of our tables, with something around it or not."""
    return _read_title(name).table is not None


def unmatched_sheets(sheets: Iterable[Sheet], layouts: Iterable[Layout]) -> list[Sheet]:
    """The sheets with contents that are none of `layouts`."""
    matched = {layout.sheet.name for layout in layouts}
    return [sheet for sheet in sheets if sheet.name not in OWN_SHEETS and len(sheet.rows) and sheet.name not in matched]


def _lay_out_sheet(
    sheet: Sheet, text: str, current: Mapping[str, pd.DataFrame], answers: Mapping[str, str]
) -> tuple[Layout | None, list[Fault]]:
    """The sheet as a table, None where it is none or the clerk has to pick which; and its faults and questions."""
    title, rows = _read_title(text), heads(sheet)
    among = (title.table,) if title.is_exact and title.table else BASE_TABLES
    layouts = [layout for table in among if (layout := best_header(sheet, table, rows)) is not None]
    by_ids = [] if title.is_exact else _most(layouts, lambda layout: _known_ids(layout, current))
    best = _most(by_ids or layouts, lambda layout: len(layout.columns))
    fewest = _MIN_COLUMNS_NAMED if title.table or by_ids else _MIN_COLUMNS_UNNAMED
    if not best or len(best[0].columns) < min(fewest, len(sheet.columns)):
        unread = make_fault("sheet_unread", Place(sheet.name), rows=len(sheet.rows))
        return None, [make_fault("no_header", Place(sheet.name, table=title.table)) if title.table else unread]
    tables = [layout.table for layout in best]
    if title.table in tables and not title.other_tables & set(tables):
        return best[tables.index(title.table)], []
    by_table = {layout.table: layout for layout in layouts}
    if title.table and not by_ids:
        tables = [title.table, *(table for table in tables if table != title.table)]
    if len(tables) > 1:
        labels = "、".join(TABLES[table].label for table in tables)
        choices = [Choice(table, TABLES[table].label) for table in tables if table in by_table]
        question = make_question("which_sheet", Place(sheet.name), [*choices, _NONE_OF_THEM], tables=labels)
        question = answer_question(question, answers)
        return by_table.get(question.answer), [question]
    return best[0], []


def _most(layouts: list[Layout], count: Callable[[Layout], int]) -> list[Layout]:
    """The layouts with the highest count; [] where it is 0."""
    counts = [count(layout) for layout in layouts]
    most = max(counts, default=0)
    return [layout for layout, each in zip(layouts, counts, strict=True) if each == most > 0]


def _known_ids(layout: Layout, current: Mapping[str, pd.DataFrame]) -> int:
    """The number of current row ids in the sheet."""
    found = layout.columns.get("row_id")
    if found is None or layout.table not in current:
        return 0
    ids = {value for value in layout.sheet.columns[found.at].values if isinstance(value, str)}
    return len(ids & set(current[layout.table]["row_id"].tolist()))


@dataclass(frozen=True)
class _Title:
    """The table that a sheet name matches (exactly or partly), and other tables with a similar name."""

    table: str | None
    is_exact: bool = False
    other_tables: frozenset[str] = frozenset()


def _read_title(text: str) -> _Title:
    """1.土地整治(7月) is 土地整治; 环境治理 may be 治理, and is similar to 人居环境."""
    plain = plain_header(text[:_MAX_TITLE_LENGTH])
    for name in (plain, _AROUND.sub("", plain)):
        if table := _titles().get(name):
            return _Title(table, is_exact=True)
    named = [table for table in BASE_TABLES if plain_header(TABLES[table].label) in plain]
    if len(named) != 1:
        return _Title(None)
    rest = plain.replace(plain_header(TABLES[named[0]].label), " ")
    similar = {
        table for name, table in _titles().items()
        if name in rest or (name == plain_header(TABLES[table].label) and _pairs(name) & _pairs(rest))
    }  # fmt: skip
    return _Title(named[0], other_tables=frozenset(similar - {named[0]}))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


@cache
def _titles() -> dict[str, str]:
    names = read_catalogue("headers")["sheets"]
    titles = {plain_header(alias): table for table, aliases in names.items() for alias in aliases}
    return titles | {plain_header(TABLES[table].label): table for table in BASE_TABLES} | {t: t for t in BASE_TABLES}
