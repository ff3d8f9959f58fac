"""Puts the rows of a mapped region together as rows of our table: one for each thing that its columns describe."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from domain.faults import Fault
from domain.schema.ledger import unit_column_of
from domain.schema.tables import TABLES
from loaders.workbook.amounts import CellFault, parse_amount
from loaders.workbook.captions import Caption
from loaders.workbook.cells import Other, Value
from loaders.workbook.header_meaning import converts
from loaders.workbook.mapping.case_counts import Case, count_cases, read_case
from loaders.workbook.mapping.columns_read import columns_read
from loaders.workbook.mapping.destinations import unit_of
from loaders.workbook.mapping.figure_groups import FigureUse, figure_groups
from loaders.workbook.mapping.grid import is_figure_cell
from loaders.workbook.mapping.header_periods import HeaderPeriod, earlier_day
from loaders.workbook.mapping.header_rows import RegionColumn
from loaders.workbook.mapping.header_words import shown_text
from loaders.workbook.mapping.outside_units import UnitlessColumn, units_outside
from loaders.workbook.mapping.profiles import Profile
from loaders.workbook.mapping.region_rows import RegionRows
from loaders.workbook.mapping.regions import Region
from loaders.workbook.mapping.table_mapping import CASES, TableMapping
from loaders.workbook.mapping.virtual_sheet import Source, VirtualCell, VirtualRow
from loaders.workbook.remarks import is_nothing

#: Difference of a share from the quotient of its own row that rounding explains.
_ROUNDED: Final = 0.006


@dataclass(frozen=True)
class Context:
    """What the sheet says of all its rows. year: for days and periods without one; as_of: its as-of day,
    None where nothing says it; place: the name of a sheet that is one of several, "" where it is none; title: of the
    table, for rows that nothing names; captions: the units outside the table; factors: what makes columns of shares
    per cent, by their numbers, where other columns tell it; period: that of a sheet that is one of several periods;
    shared: the text above all columns of periods, which names none of their rows.
    """

    year: int
    as_of: date | None
    place: str = ""
    title: str = ""
    captions: tuple[Caption, ...] = ()
    factors: Mapping[int, int] = field(default_factory=dict)
    period: HeaderPeriod | None = None
    shared: str = ""


@dataclass(eq=False)
class Assembled:
    """rows: of our table; labels: column → header as written; unused: columns whose figures are not read; empty: used
    rows without any figure; texts: column → used rows with a text in place of a figure; unclear, undated: used rows of
    cases whose state is not clear, or without a due day; uses: the columns that become figures; questions: which units
    these have.
    """

    table: str
    rows: list[VirtualRow] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    unused: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    texts: dict[int, list[int]] = field(default_factory=dict)
    unclear: list[int] = field(default_factory=list)
    undated: list[int] = field(default_factory=list)
    uses: list[FigureUse] = field(default_factory=list)
    questions: list[Fault] = field(default_factory=list)


def assemble(
    region: Region, mapping: TableMapping, profiles: Sequence[Profile], rows: RegionRows, context: Context,
    answers: Mapping[str, str],
) -> Assembled:  # fmt: skip
    """The rows of `region` as `mapping` says; a CASES mapping needs context.as_of; answers: which units it has."""
    if mapping.kind == CASES:
        return _cases(region, mapping, profiles, rows, context)
    found = Assembled(mapping.kind)
    uses = _figure_uses(region, mapping, profiles, context.captions, answers, found)
    texts = {
        use: column for use, column in zip(mapping.uses, region.columns, strict=True)
        if use and TABLES[mapping.kind].column(use).kind != "number"
    }  # fmt: skip
    for use in uses:
        found.labels.setdefault(use.destination.column, use.profile.header.label)
    for name, column in texts.items():
        found.labels.setdefault(name, shown_text("/".join(column.path)))
    texts_above = {dict(use.destination.fixed).get("name", "") for use in uses if use.profile.header.below_period}
    context = replace(context, shared=next(iter(texts_above)) if len(texts_above) == 1 else "")
    if mapping.kind == "other" and context.as_of is None:  # plans of periods are of the last day of what was done
        headers = [use.profile.header for use in uses if use.profile.header.side != "target"]
        periods = [period for header in headers if (period := header.day_period(context.year)) is not None]
        context = replace(context, as_of=max((period.end(context.year) for period in periods), default=None))
    groups = [[use] for use in uses] if mapping.kind == "other" else figure_groups(uses)
    for use in uses:
        if found_rows := [row for row in rows.data if _is_text(rows.cell(row, use.column.at), use.unit)]:
            found.texts[use.number] = found_rows
            rows = rows.without(use.column.at, found_rows)
    for row in rows.data:
        made = [each for group in groups if (each := _row(region, mapping, rows, row, group, texts, context))]
        found.rows += made
        if not made:
            found.empty.append(row)
    return found


def _figure_uses(
    region: Region, mapping: TableMapping, profiles: Sequence[Profile], captions: Sequence[Caption],
    answers: Mapping[str, str], found: Assembled,
) -> list[FigureUse]:  # fmt: skip
    """The columns whose figures are read; these, the others with figures, and open units go to `found`."""
    destinations = columns_read(mapping, [p.header for p in profiles], [_count(p) for p in profiles]).destinations
    units = {
        number: unit_of(destination.column, profiles[number].header) for number, destination in destinations.items()
    }
    stated = tuple(dict.fromkeys(filter(None, units.values())))
    unitless = {
        number: UnitlessColumn(
            mapping.kind, destination.column, region.columns[number],
            profiles[number].header.label or f"{region.columns[number].cell}那一列", stated,
        )
        for number, destination in sorted(destinations.items()) if not units[number]
    }  # fmt: skip
    outside = units_outside(region, unitless, captions, answers, dict(mapping.units))
    found.questions += outside.questions
    for number, destination in sorted(destinations.items()):
        unit = units[number] or outside.units[number]
        found.uses.append(FigureUse(number, region.columns[number], profiles[number], destination, unit))
    texts = {n for n, use in enumerate(mapping.uses) if use and TABLES[mapping.kind].column(use).kind != "number"}
    found.unused = [
        n for n, profile in enumerate(profiles) if profile.has_figures and n not in destinations and n not in texts
    ]
    return found.uses


def _count(profile: Profile) -> int:
    return profile.figures if profile.has_figures else 0


def _is_text(value: Value, unit: str) -> bool:
    """Whether a cell in a column of figures is a text that no number can be read from."""
    if not isinstance(value, str) or is_nothing(value):
        return False
    try:
        parse_amount(value, unit)
    except CellFault as fault:
        return fault.code in ("not_a_number", "two_numbers")
    return False


def _row(
    region: Region, mapping: TableMapping, rows: RegionRows, row: int, group: Sequence[FigureUse],
    texts: Mapping[str, RegionColumn], context: Context,
) -> VirtualRow | None:  # fmt: skip
    """One row of ours; None where none of its figures is filled in."""
    table = mapping.kind
    cells = {use.destination.column: rows.cell(row, use.column.at) for use in group}
    if all(value is None or is_nothing(value) for value in cells.values()):
        return None
    found: dict[str, VirtualCell] = {
        name: VirtualCell(value, Source(rows.sheet, ((row, column.at),)))
        for name, column in texts.items()
        if (value := rows.cell(row, column.at)) is not None and not is_nothing(value)
    }
    if row in rows.parts.parts and (own := found.get(rows.parts.column)) is not None:
        whole = str(rows.cell(rows.parts.parts[row].whole, texts[rows.parts.column].at)).strip()
        names = rows.parts.names(row, whole, "place" in found, table)
        found |= {column: VirtualCell(name, own.source) for column, name in names.items()}
    fixed = dict(group[0].destination.fixed)
    _name(table, found, fixed, group[0], context)
    for name, text in fixed.items():
        own = found.setdefault(name, VirtualCell(text))
        if name == "kind" and own.source is not None and text not in str(own.value):
            found[name] = VirtualCell(f"{own.value}（{text}）", own.source)
    _add_units(table, found, group)
    for use in group:
        source = Source(rows.sheet, ((row, use.column.at),))
        value = _value(table, use, cells, found, context.factors.get(use.number, 0))
        found[use.destination.column] = VirtualCell(value, source)
    needed = TABLES[table].key[0]
    if needed not in found and needed not in texts:
        found[needed] = VirtualCell(context.title)
    if context.place and "place" not in found and any(c.name == "place" for c in TABLES[table].columns):
        found["place"] = VirtualCell(context.place)
    _add_days(table, found, group, context)
    return found


def _name(table: str, found: dict[str, VirtualCell], fixed: dict[str, str], use: FigureUse, context: Context) -> None:
    """The name of a row: its own, with what the header counts, and the period where each has a row of its own."""
    own = found.get("name")
    words = fixed.pop("name", "")
    header = use.profile.header
    if table == "other":
        words = "" if own is not None and words == context.shared else words
        period = _period_text(header.period if header.below_period else context.period, context.year)
        text = " ".join(part for part in (str(own.value) if own is not None and own.value else "", words) if part)
        text = text or (context.title if period else "")
        named = f"{text}（{period}）" if period and text else text
        found["name"] = VirtualCell(named, own.source if own is not None else None)
        return
    if words and own is not None and "project" not in found:
        found["project"] = VirtualCell(own.value, own.source)
        del found["name"]
        own = None
    if words and own is None:
        fixed["name"] = words


def _period_text(period: HeaderPeriod | None, year: int) -> str:
    if period is None:
        return ""
    end = period.end(year)
    if period.is_year:
        return f"{end.year}年"
    if period.first is None or period.first == period.last:
        return f"{end.year}年{end.month}月"
    return f"{end.year}年{period.first}—{end.month}月"


def _add_units(table: str, found: dict[str, VirtualCell], group: Sequence[FigureUse]) -> None:
    """The units of numbers that have a column of units, where the row has none."""
    for use in group:
        column = unit_column_of(table, use.destination.column)
        if column is not None and use.unit and column not in found:
            found[column] = VirtualCell(use.unit)


def _value(
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


def _add_days(table: str, found: dict[str, VirtualCell], group: Sequence[FigureUse], context: Context) -> None:
    """数据起始 and 数据截至: by the periods of the headers of what was done, else by the sheet."""
    headers = [use.profile.header for use in group if use.profile.header.side not in ("target", "baseline")]
    periods = [period for header in headers if (period := header.day_period(context.year)) is not None]
    if len(periods) < len(headers):  # an earlier year beside what is of the sheet's day
        periods = [period for period in periods if not period.is_year]
    if periods:
        last = max(periods, key=lambda period: period.end(context.year))
        found["as_of_end"] = VirtualCell(Other("date", last.end(context.year).isoformat()))
        if (begin := last.begin(context.year)) is not None:
            found["as_of_start"] = VirtualCell(Other("date", begin.isoformat()))
    elif context.as_of is not None:
        earlier = earlier_day(group[0].profile.header.words, context.as_of) if table == "other" else None
        found["as_of_end"] = VirtualCell(Other("date", (earlier or context.as_of).isoformat()))


def _cases(
    region: Region, mapping: TableMapping, profiles: Sequence[Profile], rows: RegionRows, context: Context
) -> Assembled:
    found = Assembled("safety")
    columns = {use: column for use, column in zip(mapping.uses, region.columns, strict=True) if use}
    cases: list[Case] = [
        read_case(row, {name: rows.cell(row, column.at) for name, column in columns.items()}, context.year)
        for row in rows.data
    ]
    assert context.as_of is not None
    found.unclear = [case.row for case in cases if not case.is_clear]
    found.undated = [case.row for case in cases if not case.closed and case.due is None]
    found.unused = [n for n, profile in enumerate(profiles) if profile.has_figures and not mapping.uses[n]]
    at = columns["state"].at if "state" in columns else region.columns[0].at
    for group in count_cases(cases, context.as_of):
        source = Source(rows.sheet, tuple((row, at) for row in group.rows))
        row: dict[str, VirtualCell] = {name: VirtualCell(float(count), source) for name, count in group.counts.items()}
        names = dict(zip(("category", "level", "place"), group.group, strict=True))
        names["place"] = names["place"] or context.place
        names["category"] = names["category"] or _case_word(region)
        row |= {name: VirtualCell(text) for name, text in names.items() if text}
        row |= {"unit": VirtualCell("处" if "隐患" in _case_word(region) else "件")}
        row["as_of_end"] = VirtualCell(Other("date", context.as_of.isoformat()))
        found.rows.append(row)
    return found


def _case_word(region: Region) -> str:
    """隐患, or 问题 where the table does not name what its cases are."""
    text = " ".join((*region.titles, region.sheet.name, *(path for column in region.columns for path in column.path)))
    return next((word for word in ("隐患", "信访", "矛盾纠纷", "投诉", "案件") if word in text), "问题")
