"""Reads one sheet into its table: finds rows, reads columns, updates provenance, assembles the table."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from domain.catalogue import read_catalogue
from domain.faults import Fault, Place, make_fault
from domain.schema.cell_links import cell_starts, replace_figures
from domain.schema.columns import Column
from domain.schema.frames import conform
from domain.schema.ledger import heading, plain_header
from domain.schema.period import PeriodError, parse_period
from domain.schema.tables import TABLES
from domain.schema.vocabulary import QUALIFIER_WORDS
from loaders.workbook.cell_notes import ask_struck_rows, note_faults, struck_rows
from loaders.workbook.cells import cell_name
from loaders.workbook.checks import check_rows
from loaders.workbook.columns import Cells, SheetRows, with_cells
from loaders.workbook.day_column import Days
from loaders.workbook.fault_collector import FaultCollector
from loaders.workbook.figures_read import figure_faults, keep_days
from loaders.workbook.layout import Layout
from loaders.workbook.matching import report_duplicates
from loaders.workbook.misheaded import count_figures
from loaders.workbook.number_column import Numbers
from loaders.workbook.rows import Rows, find_rows, skipped_rows
from loaders.workbook.scope import Scope, report_foreign_rows
from loaders.workbook.sorted_columns import ask_sorted_columns
from loaders.workbook.text_column import UNIT_COLUMNS, Texts
from loaders.workbook.written_units import resolve_units

_SCOPE: Final = ("row_id", "org_unit", "period")
_PROOF: Final = ("source_id", "start", "end", "quote", "sheet", "cell", "cells")
_MAX_CELLS_LISTED: Final = 2
_MAX_ROWS_LISTED: Final = 5


class TableReading:
    """One sheet as its table. table: with the new values; deletions: rows missing from the sheet; all_faults."""

    def __init__(
        self,
        layout: Layout,
        current: Mapping[str, pd.DataFrame],
        scope: Scope,
        source_id: str,
        go_on: Callable[[], None],
        *,
        is_csv: bool = False,
        is_edit: bool = False,
        answers: Mapping[str, str] | None = None,
    ) -> None:
        self.name = layout.table
        self.layout, self.scope, self.source_id = layout, scope, source_id
        self.current = current[self.name] if self.name in current else conform(self.name, [])
        collector = FaultCollector(layout, answers)
        rows = find_rows(layout, self.current, collector, is_edit=is_edit)
        rows = rows.without(ask_struck_rows(collector, rows.at))
        rows = rows.without(skipped_rows(layout, rows, collector))
        self.ids = rows.ids
        struck = struck_rows(layout, rows.at)
        last_day = _last_day(scope.period)
        self.sheet_rows = SheetRows(collector, rows.at, rows.known, self.current, last_day, go_on, is_csv, struck)
        if rows.moved:
            self._refuse_moved(rows)
            return
        report_foreign_rows(collector, rows.at, scope)
        for column in sorted(_filled_in_columns(self.name), key=_order):
            _read_column(self.sheet_rows, column)
            if column.name in UNIT_COLUMNS:
                resolve_units(self.sheet_rows, column.name, rows.by_content)
        ask_sorted_columns(self.sheet_rows)
        keep_days(self.sheet_rows)
        check_rows(self.sheet_rows, self.ids)
        report_duplicates(self.sheet_rows, self.ids, TABLES[self.name].key)
        self.all_faults = [
            *_orphan_marks(layout),
            *collector.faults,
            *note_faults(layout),
            *self._column_notices(),
            *self._quote_notice(),
        ]
        self.all_faults += figure_faults(self.sheet_rows, self._names())
        claimed = np.zeros(len(self.current), dtype=bool)
        claimed[rows.known[rows.known >= 0]] = True
        self.deletions = self.current.iloc[0:0] if claimed.all() else self.current[~claimed].reset_index(drop=True)
        self.table = self._table()

    def _refuse_moved(self, rows: Rows) -> None:
        """Reject a sheet whose ids belong to other rows, with this as its only fault."""
        numbers = [str(int(self.layout.sheet.rows[row]) + 1) for row in rows.moved[:_MAX_ROWS_LISTED]]
        listed = "、".join(numbers) + ("……" if len(rows.moved) > len(numbers) else "")
        place = self.layout.place(rows.moved[0], "row_id")
        self.all_faults = [make_fault("ids_moved", place, count=len(rows.moved), rows=listed)]
        self.deletions, self.table = self.current.iloc[0:0], self.current

    def _table(self) -> pd.DataFrame:
        """The current rows in order with the new values, then the new rows in the order of the sheet."""
        known, new = self.sheet_rows.known >= 0, np.flatnonzero(self.sheet_rows.known < 0)
        touched = {name for name, changed in self.sheet_rows.changed.items() if changed[known].any()}
        if not touched and not len(new):
            return self.current
        proof = self._proof(new)
        columns = {}
        for column in TABLES[self.name].all_columns:
            if column.name in self.sheet_rows.values:
                changed = self.sheet_rows.changed[column.name] & known
                values, rows = self.sheet_rows.values[column.name], np.flatnonzero(changed)
                cells = {int(self.sheet_rows.known[row]): values[row] for row in rows.tolist()}
                added = [values[row] for row in new.tolist()]
            else:
                cells, added = proof[column.name]
            columns[column.name] = with_cells(self.current[column.name], column, cells, added)
        return pd.DataFrame(columns, copy=False)

    def _proof(self, new: np.ndarray) -> dict[str, tuple[dict[int, Any], list[Any]]]:
        """Scope and proof columns: changes in current rows (position → cell), and the cells of the new rows.

        A row whose figures now come from this workbook cites their cells; its other figures keep their sentences.
        """
        found: dict[str, tuple[dict[int, Any], list[Any]]] = {name: ({}, []) for name in (*_SCOPE, *_PROOF)}
        facts = {
            name: changed for name, changed in self.sheet_rows.changed.items() if TABLES[self.name].column(name).fact
        }
        moved = np.zeros(len(self.sheet_rows.known), dtype=bool)
        for changed in facts.values():
            moved |= changed
        moved &= self.sheet_rows.known >= 0
        starts, sentences = self.current["cells"].array, self.current["start"].array
        for row in np.flatnonzero(moved).tolist():
            current_row = int(self.sheet_rows.known[row])
            names = [name for name, changed in facts.items() if changed[row]]
            proved = cell_starts(starts[current_row])
            if any(name in proved or TABLES[self.name].column(name).kind == "number" for name in names):
                figures = replace_figures(starts[current_row], names, sentences[current_row])
                for name, cell in self._rest(row, names, figures).items():
                    found[name][0][current_row] = cell
        for row in new.tolist():
            scope = {"row_id": self.ids[row], "org_unit": self.scope.org_unit, "period": self.scope.period}
            for name, cell in (scope | self._rest(row, self._filled_in(row), None)).items():
                found[name][1].append(cell)
        return found

    def _filled_in(self, row: int) -> list[str]:
        """The non-empty columns of a new row."""
        cells = self.layout.sheet.row(int(self.sheet_rows.at[row]))
        return [name for name, found in self.layout.columns.items() if found.at in cells and name != "row_id"]

    def _rest(self, row: int, columns: list[str], figures: str | None) -> dict[str, Any]:
        """The proof of a row that cites its cells in `columns`; figures: its `cells` (printed figures)."""
        number = int(self.layout.sheet.rows[int(self.sheet_rows.at[row])])
        places = sorted(self.layout.columns[name].at for name in columns if name in self.layout.columns)
        cells = [cell_name(number, at) for at in places]
        return {
            "source_id": self.source_id, "start": None, "end": None, "quote": None,
            "sheet": self.layout.sheet.name or None,
            "cell": (" ".join(cells) if len(cells) <= _MAX_CELLS_LISTED else f"{cells[0]}:{cells[-1]}") or None,
            "cells": figures,
        }  # fmt: skip

    def _names(self) -> list[str]:
        """The first key column of each row, as text."""
        return [str(name or "") for name in self.sheet_rows.values[TABLES[self.name].key[0]].tolist()]

    def _column_notices(self) -> list[Fault]:
        """Faults for columns of the sheet that are not read, and for columns of the table that the sheet lacks."""
        notices = []
        sheet = self.layout.sheet
        absent = [
            column for column in _filled_in_columns(self.name)
            if column.name not in self.layout.columns and self.current[column.name].notna().any()
        ]  # fmt: skip
        for at, label in self.layout.unread:
            count = int(sheet.columns[at].filled[self.layout.data_from :].sum())
            if count:
                place = Place(sheet.name, cell_name(int(sheet.rows[self.layout.data_from - 1]), at), self.name)
                slots: dict[str, object] = {"label": label or "（没有表头）", "count": count}
                similar = "”或“".join(_similar_headers(self.name, label, absent))
                figures = 0 if _counts_lines(label) else count_figures(sheet.columns[at], self.sheet_rows.at)
                code = "column_unknown" if similar else "figures_unread" if figures else "column_unread"
                notices.append(make_fault(code, place, **slots, alike=similar, figures=figures))
        own = [column.label for column in absent if column in TABLES[self.name].columns]
        if own:
            notices.append(make_fault("column_absent", Place(sheet.name, "", self.name), labels="、".join(own)))
        return notices

    def _quote_notice(self) -> list[Fault]:
        """The notice that edited quotes are kept unchanged."""
        found = self.layout.columns.get("quote")
        if found is None:
            return []
        shown = self.layout.sheet.columns[found.at].cells(self.sheet_rows.at)
        old = self.sheet_rows.old("quote")
        edited = [
            row for row in np.flatnonzero((self.sheet_rows.known >= 0) & (shown != old)).tolist()
            if _in_one_line(shown[row]) != _in_one_line(old[row])
        ]  # fmt: skip
        if not edited:
            return []
        place = self.layout.place(int(self.sheet_rows.at[edited[0]]), "quote")
        return [make_fault("quote_kept", place, count=len(edited))]


def loses_figures(layout: Layout) -> bool:
    """Whether columns with figures would not be read: the headers of the sheet are not those of the table."""
    rows = np.arange(layout.data_from, len(layout.sheet.rows))
    return any(
        not _counts_lines(label) and count_figures(layout.sheet.columns[at], rows) > 0 for at, label in layout.unread
    )


def _read_column(sheet_rows: SheetRows, column: Column) -> None:
    """Read one column of the sheet into `values` and `changed`; a missing column stays unchanged."""
    found = sheet_rows.layout.columns.get(column.name)
    if found is None:
        sheet_rows.values[column.name] = sheet_rows.old(column.name)
        sheet_rows.changed[column.name] = np.zeros(len(sheet_rows.at), dtype=bool)
        return
    kind: type[Cells] = Texts
    if column.kind == "date":
        kind = Days
    elif column.kind == "number" and not column.words:
        kind = Numbers
    kind(sheet_rows, column, found).read()


def _filled_in_columns(table: str) -> list[Column]:
    return [column for column in TABLES[table].all_columns if column.name not in (*_SCOPE, *_PROOF)]


def _counts_lines(label: str) -> bool:
    """Whether a header is of numbers that are not figures: 序号, 联系电话."""
    return plain_header(label) in {plain_header(word) for word in read_catalogue("headers")["numbers"]}


def _similar_headers(table: str, label: str, absent: list[Column]) -> list[str]:
    """Headers of the `absent` columns that a header may mean: one of their names shares two adjacent characters.

    Not those with exactly this name: there it was left unread for another reason.
    """
    pairs = _pairs(label)
    names = {column.header: (column.label, *heading(table, column.name).aliases) for column in absent}
    return [each for each, own in names.items() if label not in own and any(pairs & _pairs(name) for name in own)]


def _pairs(text: str) -> set[str]:
    plain = plain_header(text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def _order(column: Column) -> int:
    """Sort key: units and qualifiers before the numbers that need them, the end of a range before its start."""
    first_groups = (column.name in UNIT_COLUMNS, column.words is QUALIFIER_WORDS, column.name.endswith("_high"))
    return first_groups.index(True) if any(first_groups) else len(first_groups)


def _in_one_line(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def _orphan_marks(layout: Layout) -> list[Fault]:
    """Faults for formulas without results in rows without other contents, which would be dropped silently."""
    sheet = layout.sheet
    if not sheet.marks:
        return []
    used = set(sheet.rows.tolist())
    first = int(sheet.rows[layout.data_from]) if layout.data_from < len(sheet.rows) else 0
    columns = {found.at: name for name, found in layout.columns.items()}
    orphans = [
        (row, column)
        for (column, mark), rows in sheet.marks.items() if mark == "formula" and column in columns
        for row in rows[rows > first].tolist() if row not in used
    ]  # fmt: skip
    return [
        make_fault("formula", Place(sheet.name, cell_name(row, column), layout.table, columns[column]))
        for row, column in sorted(orphans)
    ]


def _last_day(period: str | None) -> date | None:
    try:
        return parse_period(period).due if period else None
    except PeriodError:
        return None
