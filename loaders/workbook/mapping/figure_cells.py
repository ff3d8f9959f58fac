"""The cells of one row of ours: figures with the unit they are written in, shares in per cent, units and days."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from domain.schema.ledger import unit_column_of
from domain.schema.tables import TABLES
from loaders.workbook.cells import Other, Value
from loaders.workbook.header_meaning import converts
from loaders.workbook.mapping.figure_groups import FigureUse
from loaders.workbook.mapping.grid import is_figure_cell
from loaders.workbook.mapping.header_periods import HeaderPeriod, earlier_day
from loaders.workbook.mapping.profiles import written_unit
from loaders.workbook.mapping.virtual_sheet import VirtualCell

#: Difference of a share from the quotient of its own row that rounding explains.
_ROUNDED: Final = 0.006


def figure_value(
    table: str, use: FigureUse, cells: Mapping[str, Value], found: Mapping[str, VirtualCell], factor: int
) -> Value:
    """The cell of a figure, with the unit of its header behind it where that is not the one it is stored in.

    factor: what makes a share per cent; 0 where nothing but its own row may tell it.
    """
    value = cells[use.destination.column]
    column = TABLES[table].column(use.destination.column)
    if column.unit == "%":
        if factor and isinstance(value, float):
            return f"{value * factor:.12g}%"
        return _per_cent(value, column.share_of, cells)
    stored = column.unit
    if not stored and (unit_column := unit_column_of(table, column.name)) is not None and unit_column in found:
        stored = str(found[unit_column].value)
    if not use.unit or not stored or use.unit == stored or not converts(use.unit, stored):
        return value
    if isinstance(value, float):
        return f"{value:.15g}{use.unit}"
    if isinstance(value, str) and is_figure_cell(value) and value.strip()[-1:].isdigit():
        return f"{value.strip()}{use.unit}"
    return value


def _per_cent(value: Value, share_of: tuple[str, ...], cells: Mapping[str, Value]) -> Value:
    """A share with its sign where part and whole of the same row tell whether it is 0.73 or 73."""
    part, whole = (cells.get(name) for name in share_of) if share_of else (None, None)
    if not (isinstance(value, float) and isinstance(part, float) and isinstance(whole, float) and whole):
        return value
    share = part / whole
    if math.isclose(value, share, abs_tol=_ROUNDED) and value <= 1:
        return f"{value * 100:.12g}%"
    return f"{value:.15g}%" if math.isclose(value, share * 100, abs_tol=100 * _ROUNDED) else value


def add_days(
    table: str, found: dict[str, VirtualCell], group: Sequence[FigureUse], year: int, as_of: date | None
) -> None:
    """数据起始 and 数据截至: by the periods of the headers of what was done, else by the sheet."""
    headers = [use.profile.header for use in group if use.profile.header.side not in ("target", "baseline")]
    periods = [period for header in headers if (period := header.day_period(year)) is not None]
    if len(periods) < len(headers):  # an earlier year beside what is of the sheet's day
        periods = [period for period in periods if not period.is_year]
    if periods:
        last = max(periods, key=lambda period: period.end(year))
        found["as_of_end"] = VirtualCell(Other("date", last.end(year).isoformat()))
        if (begin := last.begin(year)) is not None:
            found["as_of_start"] = VirtualCell(Other("date", begin.isoformat()))
    elif as_of is not None:
        earlier = earlier_day(group[0].profile.header.words, as_of) if table == "other" else None
        found["as_of_end"] = VirtualCell(Other("date", (earlier or as_of).isoformat()))


def period_text(period: HeaderPeriod | None, year: int) -> str:
    """A period in words, in `year` where it has none: 2024年4—6月; "" for none."""
    if period is None:
        return ""
    end = period.end(year)
    if period.is_year:
        return f"{end.year}年"
    if period.first is None or period.first == period.last:
        return f"{end.year}年{end.month}月"
    return f"{end.year}年{period.first}—{end.month}月"


def add_units(
    table: str, found: dict[str, VirtualCell], group: Sequence[FigureUse], cells: Mapping[str, Value]
) -> None:
    """The units of numbers that have a column of units, where the row has none: the header's, else the cell's own."""
    for use in group:
        column = unit_column_of(table, use.destination.column)
        if column is not None and column not in found:
            unit = use.unit or written_unit(cells[use.destination.column])
            if unit:
                found[column] = VirtualCell(unit)
