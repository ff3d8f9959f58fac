"""Unit and report period of the version, of the workbook's stamp and of its rows: they must agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from domain.faults import Fault, Place, make_fault
from domain.schema.ledger import STAMP_LABELS, STAMP_SHEET, Stamp, plain_header
from domain.schema.period import PeriodError, parse_period
from loaders.workbook.cells import Sheet
from loaders.workbook.fault_collector import FaultCollector
from loaders.workbook.remarks import is_nothing


@dataclass(frozen=True)
class Scope:
    """Unit and period; None where neither a version nor a stamp has them. unit_names: the unit's name and what else
    means it; older ledgers hold the name where newer ones hold the code.
    """

    org_unit: str | None
    period: str | None
    unit_names: tuple[str, ...] = ()

    def is_same(self, name: str, value: str) -> bool:
        """Whether `value` of column `name` means this scope: 常山县金川街道办事处 金川街道, 2023年上半年 2023H1."""
        plain = plain_header(value)
        if name == "org_unit":
            return any(plain_header(each) in plain for each in (self.org_unit or "", *self.unit_names) if each)
        try:
            return plain in (plain_header(self.period or ""), plain_header(parse_period(self.period or "").label))
        except PeriodError:
            return plain == plain_header(self.period or "")

    @property
    def wanted(self) -> dict[str, str]:
        """Column → what it should hold, in words; without what is not known."""
        unit = next(iter(self.unit_names), self.org_unit)
        return {name: value for name, value in (("org_unit", unit), ("period", self.period)) if value}


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


def scope_of(
    current: Mapping[str, pd.DataFrame], stamp: Stamp | None = None, unit_names: Sequence[str] = ()
) -> Scope:  # fmt: skip
    """Unit and period of the current tables; of the workbook's stamp where these are empty."""

    def value(name: str) -> str | None:
        values = next((table[name].dropna() for table in current.values() if table[name].notna().any()), None)
        if values is not None:
            return str(values.iloc[0])
        return (getattr(stamp, name) or None) if stamp else None

    return Scope(value("org_unit"), value("period"), tuple(unit_names))


def stamp_faults(stamp: Stamp | None, scope: Scope) -> list[Fault]:
    """Faults for a ledger of another unit or period."""
    if stamp is None:
        return []
    return [
        make_fault("wrong_scope", Place(STAMP_SHEET), getattr(stamp, name), what=STAMP_LABELS[name], wanted=wanted)
        for name, wanted in scope.wanted.items()
        if getattr(stamp, name) and not _is_stamped(name, getattr(stamp, name), scope)
    ]


def report_foreign_rows(collector: FaultCollector, at: np.ndarray, scope: Scope) -> None:
    """Report the used rows `at` that have another unit or period."""
    layout = collector.layout
    for name, wanted in scope.wanted.items():
        found = layout.columns.get(name)
        if found is None:
            continue
        column = layout.sheet.columns[found.at]
        same = [
            code for code, value in enumerate(column.values) if is_nothing(value) or scope.is_same(name, str(value))
        ]  # fmt: skip
        for row in at[column.filled[at] & ~np.isin(column.codes[at], same)].tolist():
            value = column.cell(row)
            text = f"{value:.15g}" if isinstance(value, float) else str(value)
            collector.report("row_scope", row, name, text, label=found.label, wanted=wanted)


def _is_stamped(name: str, value: str, scope: Scope) -> bool:
    """Whether the stamp's `value` means `scope`; the program wrote it, so it holds one of the names and no more."""
    expected = (scope.org_unit or "", *scope.unit_names) if name == "org_unit" else (scope.period or "",)
    return plain_header(value) in map(plain_header, expected)
