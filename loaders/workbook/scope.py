"""Unit and report period of the version, of the workbook's stamp and of its rows: they must agree."""

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
#: Unit and period; None where neither a version nor a stamp has them.
Scope = Mapping[str, str | None]


def read_stamp(sheets: list[Sheet]) -> Stamp | None:
    """The version stamp from the hidden sheet; None where there is none."""
    for sheet in sheets:
        if sheet.name != STAMP_SHEET:
            continue
        rows = [list(row.values()) for _, row in sheet.head(len(STAMP_LABELS))]
        values = {
            str(row[0]): f"{row[1]:.15g}" if isinstance(row[1], float) else str(row[1]) for row in rows if row[1:]
        }
        return Stamp(**{name: values.get(label, "") for name, label in STAMP_LABELS.items()})
    return None


def scope_of(current: Mapping[str, pd.DataFrame], stamp: Stamp | None = None) -> Scope:
    """Unit and period of the current tables; of the workbook's stamp where these are empty."""
    scope: dict[str, str | None] = {}
    for name in _COLUMNS:
        values = next((table[name].dropna() for table in current.values() if table[name].notna().any()), None)
        scope[name] = str(values.iloc[0]) if values is not None else (getattr(stamp, name) or None if stamp else None)
    return scope


def stamp_faults(stamp: Stamp | None, scope: Scope) -> list[Fault]:
    """Faults for a ledger of another unit or period."""
    if stamp is None:
        return []
    return [
        make_fault("wrong_scope", Place(STAMP_SHEET), getattr(stamp, name), what=STAMP_LABELS[name], wanted=expected)
        for name, expected in scope.items()
        if expected and getattr(stamp, name) and plain_header(getattr(stamp, name)) != plain_header(expected)
    ]


def report_foreign_rows(collector: FaultCollector, at: np.ndarray, scope: Scope) -> None:
    """Report the used rows `at` that have another unit or period."""
    layout = collector.layout
    for name, expected in scope.items():
        found = layout.columns.get(name)
        if found is None or expected is None:
            continue
        column = layout.sheet.columns[found.at]
        same = [
            code for code, value in enumerate(column.values)
            if is_nothing(value) or _is_same(name, plain_header(str(value)), expected)
        ]  # fmt: skip
        for row in at[column.filled[at] & ~np.isin(column.codes[at], same)].tolist():
            value = column.cell(row)
            text = f"{value:.15g}" if isinstance(value, float) else str(value)
            collector.report("row_scope", row, name, text, label=found.label, wanted=expected)


def _is_same(name: str, plain: str, expected: str) -> bool:
    """Whether 常山县金川街道办事处 means 金川街道, 2023年上半年 means 2023H1."""
    if name == "org_unit":
        return plain_header(expected) in plain
    try:
        return plain in (plain_header(expected), plain_header(parse_period(expected).label))
    except PeriodError:
        return plain == plain_header(expected)
