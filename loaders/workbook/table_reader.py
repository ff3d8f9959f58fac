"""One sheet read into its table: rows found, columns read, proof kept, and the table put together again."""

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
from loaders.workbook.columns import Cells, Sheeted
from loaders.workbook.day_column import Days
from loaders.workbook.fault_collector import FaultCollector
from loaders.workbook.figures_read import figure_faults, keep_days
from loaders.workbook.layout import Layout
from loaders.workbook.matching import report_duplicates
from loaders.workbook.misheaded import count_figures
from loaders.workbook.number_column import Numbers
from loaders.workbook.rows import Rows, find_rows
from loaders.workbook.scope import Scope, tell_foreign_rows
from loaders.workbook.text_column import UNIT_COLUMNS, Texts
from loaders.workbook.written_units import settle_units

_SCOPE: Final = ("row_id", "org_unit", "period")
_PROOF: Final = ("source_id", "start", "end", "quote", "sheet", "cell", "cells")
_TEXT: Final = pd.StringDtype(na_value=np.nan)
_MOST_LISTED: Final = 2
_MOST_ROWS_LISTED: Final = 5


class TableReading:
    """One sheet as its table: `table` as it will be, `deletions` (rows that the sheet no longer has), all `said`."""

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
        told = FaultCollector(layout, answers)
        rows = find_rows(layout, self.current, told, is_edit=is_edit)
        rows = rows.without(ask_struck_rows(told, rows.at))
        self.ids = rows.ids
        struck = struck_rows(layout, rows.at)
        last_day = _last_day(scope["period"])
        self.sheeted = Sheeted(told, rows.at, rows.known, self.current, last_day, go_on, is_csv, struck)
        if rows.moved:
            self._refuse_moved(rows)
            return
        tell_foreign_rows(told, rows.at, scope)
        for column in sorted(_filled_in_columns(self.name), key=_order):
            _read_column(self.sheeted, column)
            if column.name in UNIT_COLUMNS:
                settle_units(self.sheeted, column.name, rows.by_content)
        keep_days(self.sheeted)
        check_rows(self.sheeted, self.ids)
        report_duplicates(self.sheeted, self.ids, TABLES[self.name].key)
        self.all_faults = [
            *_orphan_marks(layout),
            *told.faults,
            *note_faults(layout),
            *self._column_notices(),
            *self._quote_notice(),
        ]
        self.all_faults += figure_faults(self.sheeted, self._names())
        claimed = np.zeros(len(self.current), dtype=bool)
        claimed[rows.known[rows.known >= 0]] = True
        self.deletions = self.current.iloc[0:0] if claimed.all() else self.current[~claimed].reset_index(drop=True)
        self.table = self._table()

    def _refuse_moved(self, rows: Rows) -> None:
        """Take nothing of a sheet whose ids stand beside other rows, and say that alone."""
        numbers = [str(int(self.layout.sheet.rows[row]) + 1) for row in rows.moved[:_MOST_ROWS_LISTED]]
        listed = "、".join(numbers) + ("……" if len(rows.moved) > len(numbers) else "")
        place = self.layout.place(rows.moved[0], "row_id")
        self.all_faults = [make_fault("ids_moved", place, count=len(rows.moved), rows=listed)]
        self.deletions, self.table = self.current.iloc[0:0], self.current

    def _table(self) -> pd.DataFrame:
        """The current rows in their order with the new values, then the new rows in the order of the sheet."""
        known, new = self.sheeted.known >= 0, np.flatnonzero(self.sheeted.known < 0)
        touched = {name for name, changed in self.sheeted.changed.items() if changed[known].any()}
        if not touched and not len(new):
            return self.current
        proof = self._proof(new)
        columns = {}
        for column in TABLES[self.name].all_columns:
            if column.name in self.sheeted.values:
                changed = self.sheeted.changed[column.name] & known
                values, rows = self.sheeted.values[column.name], np.flatnonzero(changed)
                cells = {int(self.sheeted.known[row]): values[row] for row in rows.tolist()}
                added = [values[row] for row in new.tolist()]
            else:
                cells, added = proof[column.name]
            columns[column.name] = _with_cells(self.current[column.name], column, cells, added)
        return pd.DataFrame(columns, copy=False)

    def _proof(self, new: np.ndarray) -> dict[str, tuple[dict[int, Any], list[Any]]]:
        """Scope and proof: what changes in rows of the current table (number → cell), and the cells of the new rows.

        A row whose figures now come from this workbook rests on their cells; its other figures on their sentences.
        """
        found: dict[str, tuple[dict[int, Any], list[Any]]] = {name: ({}, []) for name in (*_SCOPE, *_PROOF)}
        facts = {name: changed for name, changed in self.sheeted.changed.items() if TABLES[self.name].column(name).fact}
        moved = np.zeros(len(self.sheeted.known), dtype=bool)
        for changed in facts.values():
            moved |= changed
        moved &= self.sheeted.known >= 0
        starts, sentences = self.current["cells"].array, self.current["start"].array
        for row in np.flatnonzero(moved).tolist():
            here = int(self.sheeted.known[row])
            names = [name for name, changed in facts.items() if changed[row]]
            rested = cell_starts(starts[here])
            if any(name in rested or TABLES[self.name].column(name).kind == "number" for name in names):
                figures = replace_figures(starts[here], names, sentences[here])
                for name, cell in self._rest(row, names, figures).items():
                    found[name][0][here] = cell
        for row in new.tolist():
            scope = {"row_id": self.ids[row], "org_unit": self.scope["org_unit"], "period": self.scope["period"]}
            for name, cell in (scope | self._rest(row, self._filled_in(row), None)).items():
                found[name][1].append(cell)
        return found

    def _filled_in(self, row: int) -> list[str]:
        """The columns of a new row that hold something."""
        cells = self.layout.sheet.row(int(self.sheeted.at[row]))
        return [name for name, found in self.layout.columns.items() if found.at in cells and name != "row_id"]

    def _rest(self, row: int, columns: list[str], figures: str | None) -> dict[str, Any]:
        """The proof of a row that rests on cells of `columns`; `figures`: its `cells`, what the report prints of it."""
        number = int(self.layout.sheet.rows[int(self.sheeted.at[row])])
        places = sorted(self.layout.columns[name].at for name in columns if name in self.layout.columns)
        cells = [cell_name(number, at) for at in places]
        return {
            "source_id": self.source_id, "start": None, "end": None, "quote": None,
            "sheet": self.layout.sheet.name or None,
            "cell": (" ".join(cells) if len(cells) <= _MOST_LISTED else f"{cells[0]}:{cells[-1]}") or None,
            "cells": figures,
        }  # fmt: skip

    def _names(self) -> list[str]:
        """What stands in the first key column of each row."""
        return [str(name or "") for name in self.sheeted.values[TABLES[self.name].key[0]].tolist()]

    def _column_notices(self) -> list[Fault]:
        """Columns of the sheet that are not read, and columns of the table that the sheet does not have."""
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
                slots: dict[str, object] = {"label": label or "(没有表头)", "count": count}
                alike = "”或“".join(_alike(self.name, label, absent))
                figures = 0 if _counts_lines(label) else count_figures(sheet.columns[at], self.sheeted.at)
                code = "column_unknown" if alike else "figures_unread" if figures else "column_unread"
                notices.append(make_fault(code, place, **slots, alike=alike, figures=figures))
        own = [column.label for column in absent if column in TABLES[self.name].columns]
        if own:
            notices.append(make_fault("column_absent", Place(sheet.name, "", self.name), labels="、".join(own)))
        return notices

    def _quote_notice(self) -> list[Fault]:
        """Quotes that somebody edited: they are kept as they were."""
        found = self.layout.columns.get("quote")
        if found is None:
            return []
        shown = self.layout.sheet.columns[found.at].cells(self.sheeted.at)
        old = self.sheeted.old("quote")
        edited = [
            row for row in np.flatnonzero((self.sheeted.known >= 0) & (shown != old)).tolist()
            if _in_one_line(shown[row]) != _in_one_line(old[row])
        ]  # fmt: skip
        if not edited:
            return []
        place = self.layout.place(int(self.sheeted.at[edited[0]]), "quote")
        return [make_fault("quote_kept", place, count=len(edited))]


def _read_column(sheeted: Sheeted, column: Column) -> None:
    """Read one column of the sheet into `values` and `changed` of `sheeted`; one that it does not have stays."""
    found = sheeted.layout.columns.get(column.name)
    if found is None:
        sheeted.values[column.name] = sheeted.old(column.name)
        sheeted.changed[column.name] = np.zeros(len(sheeted.at), dtype=bool)
        return
    kind: type[Cells] = Texts
    if column.kind == "date":
        kind = Days
    elif column.kind == "number" and not column.words:
        kind = Numbers
    kind(sheeted, column, found).read()


def _filled_in_columns(table: str) -> list[Column]:
    return [column for column in TABLES[table].all_columns if column.name not in (*_SCOPE, *_PROOF)]


def _counts_lines(label: str) -> bool:
    """Whether a header is that of numbers which are no figures: 序号, 联系电话."""
    return plain_header(label) in {plain_header(word) for word in read_catalogue("headers")["numbers"]}


def _alike(table: str, label: str, absent: list[Column]) -> list[str]:
    """Headers of the columns `absent` that a header may mean: a name of theirs shares two signs in a row with it.

    A name of theirs itself is none: that it is not read has another cause.
    """
    pairs = _pairs(label)
    names = {column.header: (column.label, *heading(table, column.name).aliases) for column in absent}
    return [each for each, own in names.items() if label not in own and any(pairs & _pairs(name) for name in own)]


def _pairs(text: str) -> set[str]:
    plain = plain_header(text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}


def _order(column: Column) -> int:
    """Units and words like 约 are read before the numbers that need them; the end of a range before its beginning."""
    sooner = (column.name in UNIT_COLUMNS, column.words is QUALIFIER_WORDS, column.name.endswith("_high"))
    return sooner.index(True) if any(sooner) else len(sooner)


def _with_cells(cells: pd.Series, column: Column, changed: Mapping[int, Any], added: list[Any]) -> Any:
    """A column of the current table with some cells changed and others added; itself where nothing is."""
    if not changed and not added:
        return cells
    values = cells.array.copy()
    if changed:
        values[list(changed)] = _typed(list(changed.values()), column)
    return type(values)._concat_same_type([values, _typed(added, column)]) if added else values


def _typed(cells: list[Any], column: Column) -> Any:
    """`cells` as an array of the kind of the column, as domain.schema.tables.conform makes it."""
    if column.kind == "number":
        return pd.Series(cells, dtype="float64").array
    if column.kind == "text":
        return pd.array(cells, dtype=_TEXT)
    if column.kind == "date":
        return pd.Series(np.array(cells, dtype="datetime64[s]")).array
    return pd.array(cells, dtype="Int64" if column.kind == "integer" else "boolean")


def _in_one_line(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def _orphan_marks(layout: Layout) -> list[Fault]:
    """Formulas without results in rows that hold nothing else: without them the row would vanish in silence."""
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
