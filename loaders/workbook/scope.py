"""Whose workbook it is: unit and report period of the version, of the stamp, and of each row that says them."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from domain.faults import Fault, Place, make_fault
from domain.schema.ledger import STAMP_LABELS, STAMP_SHEET, Stamp, plain_header
from domain.schema.period import PeriodError, parse_period
from loaders.workbook.cells import Sheet
from loaders.workbook.fault_collector import FaultCollector
from loaders.workbook.remarks import is_nothing

_COLUMNS: Final = ("org_unit", "period")
#: Unit and period; missing where neither a version nor a stamp says them.
Scope = Mapping[str, str | None]


def read_stamp(sheets: list[Sheet]) -> Stamp | None:
    """What the hidden sheet says of the version; None where there is none, or one without a version."""
    for sheet in sheets:
        if sheet.name != STAMP_SHEET:
            continue
        rows = [list(row.values()) for _, row in sheet.head(len(STAMP_LABELS))]
        said = {str(row[0]): f"{row[1]:.15g}" if isinstance(row[1], float) else str(row[1]) for row in rows if row[1:]}
        return Stamp(**{name: said.get(label, "") for name, label in STAMP_LABELS.items()})
    return None


def scope_of(current: Mapping[str, pd.DataFrame], stamp: Stamp | None = None) -> Scope:
    """Unit and period of the version; of the workbook's stamp where there is no version yet."""
    scope: dict[str, str | None] = {}
    for name in _COLUMNS:
        told = next((table[name].dropna() for table in current.values() if table[name].notna().any()), None)
        scope[name] = str(told.iloc[0]) if told is not None else (getattr(stamp, name) or None if stamp else None)
    return scope


def stamp_faults(stamp: Stamp | None, scope: Scope) -> list[Fault]:
    """The ledger of another unit or period."""
    if stamp is None:
        return []
    return [
        make_fault("wrong_scope", Place(STAMP_SHEET), getattr(stamp, name), what=STAMP_LABELS[name], wanted=wanted)
        for name, wanted in scope.items()
        if wanted and getattr(stamp, name) and plain_header(getattr(stamp, name)) != plain_header(wanted)
    ]


def tell_foreign_rows(told: FaultCollector, at: np.ndarray, scope: Scope) -> None:
    """Tell the rows (used rows `at`) that say they are of another unit or period."""
    layout = told.layout
    for name, wanted in scope.items():
        found = layout.columns.get(name)
        if found is None or wanted is None:
            continue
        column = layout.sheet.columns[found.at]
        same = [
            code for code, value in enumerate(column.values)
            if is_nothing(value) or _is_same(name, plain_header(str(value)), wanted)
        ]  # fmt: skip
        for row in at[column.filled[at] & ~np.isin(column.codes[at], same)].tolist():
            value = column.cell(row)
            text = f"{value:.15g}" if isinstance(value, float) else str(value)
            told.tell("row_scope", row, name, text, label=found.label, wanted=wanted)


def _is_same(name: str, plain: str, wanted: str) -> bool:
    """常山县金川街道办事处 is 金川街道, 2023年上半年 is 2023H1."""
    if name == "org_unit":
        return plain_header(wanted) in plain
    try:
        return plain in (plain_header(wanted), plain_header(parse_period(wanted).label))
    except PeriodError:
        return plain == plain_header(wanted)
