"""Matches the rows of the sheet 本月更新 with indicators, and finds the cells in which something was filled in."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final

import pandas as pd

from domain.faults import Choice, Fault, Place, answer_question, make_fault, make_question
from domain.judging.monthly_update import UpdateRow, update_rows
from domain.schema.display import is_missing
from domain.schema.ledger import UPDATE_HEADERS, plain_header
from domain.schema.tables import TABLES
from loaders.workbook.cells import Other, Sheet, Value, cell_name
from loaders.workbook.columns import SAME
from loaders.workbook.remarks import is_nothing

_TABLE: Final = "measures"
#: Columns that are read, and those that repeat what is stored.
_READ: Final = ("actual", "as_of_end", "target", "owner", "responsible", "note")
_FIXED: Final = ("name", "unit")
_MAX_CHOICES: Final = 6
_SKIP: Final = Choice("skip", f"不读入这一行（新指标请写到“{TABLES[_TABLE].label}”）")


@dataclass(frozen=True, eq=False)
class UpdateLayout:
    """The sheet 本月更新. columns: name of UPDATE_HEADERS → position; data_from: first used row below the header."""

    sheet: Sheet
    columns: Mapping[str, int]
    data_from: int

    def cell(self, row: int, name: str) -> Value:
        """The cell in the used row `row`; None where the sheet lacks the column, or nothing is written."""
        at = self.columns.get(name)
        value = None if at is None or at not in self.sheet.columns else self.sheet.columns[at].cell(row)
        return None if is_nothing(value) else value

    def place(self, row: int, name: str) -> Place:
        """The place of a cell in the used row `row`."""
        cell = cell_name(int(self.sheet.rows[row]), self.columns[name]) if name in self.columns else ""
        return Place(self.sheet.name, cell, _TABLE, name if name in _READ else "")

    def is_unclear(self, row: int, name: str) -> bool:
        """Whether a cell has a formula without a result, an error, or is covered by a merged one."""
        at, number = self.columns.get(name, -1), int(self.sheet.rows[row])
        return any(self.sheet.is_marked(mark, number, at) for mark in ("formula", "error", "covered"))


@dataclass(eq=False)
class _Matches:
    """indicators: used row → its indicator; faults: questions about rows that are none or several."""

    layout: UpdateLayout
    answers: Mapping[str, str]
    indicators: dict[int, UpdateRow] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def ask(self, code: str, row: int, choices: list[Choice], **slots: object) -> str:
        """The answer to a question about a row; "" while it is open."""
        value = self.layout.cell(row, "name") or ""
        question = make_question(code, self.layout.place(row, "name"), choices, value, **slots)
        self.faults.append(answer_question(question, self.answers))
        return self.faults[-1].answer


def changed_cells(
    layout: UpdateLayout, before: pd.DataFrame, known: Collection[str], answers: Mapping[str, str]
) -> tuple[dict[str, dict[str, int]], list[Fault]]:
    """row_id → column → used row of each cell with something that the ledger of `before` did not write; and faults.

    known: ids of rows that are still there.
    """
    found = _match(layout, update_rows(before), answers)
    changed: dict[str, dict[str, int]] = defaultdict(dict)
    for row, indicator in found.indicators.items():
        for name in _changed(layout, row, indicator):
            if name == "target" and not indicator.target_ids:
                found.faults.append(make_fault("target_undecided", layout.place(row, name), layout.cell(row, name)))
                continue
            for row_id in indicator.target_ids if name == "target" else indicator.row_ids:
                if row_id in known:
                    changed[row_id][name] = row
        for name in _FIXED:
            if (value := layout.cell(row, name)) is not None and not _is_written(value, indicator.cells[name]):
                label = UPDATE_HEADERS[name]
                found.faults.append(
                    make_fault("update_kept", layout.place(row, name), value, label=label,
                               old=indicator.cells[name] or "空白")
                )  # fmt: skip
    return dict(changed), found.faults


def _changed(layout: UpdateLayout, row: int, indicator: UpdateRow) -> list[str]:
    """The columns in which something new was filled in."""
    return [
        name for name in _READ
        if layout.is_unclear(row, name)
        or ((value := layout.cell(row, name)) is not None and not _is_written(value, indicator.cells[name]))
    ]  # fmt: skip


def _match(layout: UpdateLayout, indicators: list[UpdateRow], answers: Mapping[str, str]) -> _Matches:
    """The indicator of each used row below the header: by its name, which the clerk sees, else by its hidden id."""
    found = _Matches(layout, answers)
    by_id = {row_id: indicator for indicator in indicators for row_id in indicator.row_ids}
    by_name: dict[str, list[UpdateRow]] = defaultdict(list)
    for indicator in indicators:
        by_name[plain_header(str(indicator.cells["name"]))].append(indicator)
    for row in range(layout.data_from, len(layout.sheet.rows)):
        name, own = layout.cell(row, "name"), by_id.get(str(layout.cell(row, "row_id")))
        named = by_name.get(plain_header(str(name)), []) if name is not None else []
        named = [each for each in named if _is_unit(layout, row, each)] or named
        if len(named) == 1:
            _add(found, row, named[0])
        elif own is not None and (own in named or not named):
            _add(found, row, own)
        elif (picked := _asked(found, row, named or indicators)) is not None:
            _add(found, row, picked)
    return found


def _is_unit(layout: UpdateLayout, row: int, indicator: UpdateRow) -> bool:
    unit = layout.cell(row, "unit")
    return unit is None or _is_written(unit, indicator.cells["unit"])


def _asked(found: _Matches, row: int, among: list[UpdateRow]) -> UpdateRow | None:
    """The indicator that the clerk picks for a row with a figure; None for a row without one, which is a remark."""
    layout = found.layout
    name, actual = layout.cell(row, "name"), layout.cell(row, "actual")
    if actual is None and not layout.is_unclear(row, "actual"):
        filled = [value for each in UPDATE_HEADERS if (value := layout.cell(row, each)) is not None]
        if filled:
            found.faults.append(make_fault("update_remark", layout.place(row, "name"), filled[0]))
        return None
    text = plain_header(str(name or ""))
    nearest = sorted(among, key=lambda each: -SequenceMatcher(None, text, str(each.cells["name"])).ratio())
    options = {each.row_ids[0]: each for each in nearest[:_MAX_CHOICES]}
    choices = [Choice(row_id, _label(each)) for row_id, each in options.items()]
    return options.get(found.ask("update_row", row, [*choices, _SKIP]))


def _label(indicator: UpdateRow) -> str:
    """新增耕地（目标800，上期584）."""
    about = [f"{UPDATE_HEADERS[name]}{_shown(indicator.cells[name])}" for name in ("target", "previous")
             if indicator.cells[name] is not None]  # fmt: skip
    return f"{indicator.cells['name']}" + (f"（{'，'.join(about)}）" if about else "")


def _shown(value: Any) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _add(found: _Matches, row: int, indicator: UpdateRow) -> None:
    """Take the row for the indicator; where another row was filled in for it too, the clerk is asked."""
    earlier = next((at for at, other in found.indicators.items() if other is indicator), None)
    if earlier is None:
        found.indicators[row] = indicator
        return
    layout = found.layout
    changed = [bool(_changed(layout, at, indicator)) for at in (earlier, row)]
    if not changed[1]:
        return
    counts = "second"
    if changed[0]:
        numbers = [int(layout.sheet.rows[at]) + 1 for at in (earlier, row)]
        choices = [Choice("first", f"按第{numbers[0]}行"), Choice("second", f"按第{numbers[1]}行")]
        counts = found.ask("update_twice", row, choices, other=numbers[0])
    if counts == "second":
        del found.indicators[earlier]
        found.indicators[row] = indicator


def _is_written(value: Value, written: Any) -> bool:
    """Whether a cell holds what the ledger wrote."""
    if is_missing(written):
        return False
    if isinstance(value, float):
        return isinstance(written, float) and math.isclose(value, written, rel_tol=SAME)
    if isinstance(written, pd.Timestamp):
        text = value.text if isinstance(value, Other) else str(value).strip()
        return text.startswith(f"{written:%Y-%m-%d}")
    return plain_header(str(value)) == plain_header(_shown(written))
