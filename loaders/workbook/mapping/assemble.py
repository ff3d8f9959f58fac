"""Puts the rows of a mapped region together as rows of our table: one for each thing that its columns describe."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from domain.faults import Fault
from domain.schema.tables import TABLES
from loaders.workbook.amounts import CellFault, parse_amount
from loaders.workbook.captions import Caption
from loaders.workbook.cells import Other, Value
from loaders.workbook.mapping.case_counts import Case, count_cases, read_case
from loaders.workbook.mapping.columns_read import columns_read
from loaders.workbook.mapping.destinations import unit_of
from loaders.workbook.mapping.figure_cells import add_days, add_units, figure_value, period_text
from loaders.workbook.mapping.figure_groups import FigureUse, figure_groups
from loaders.workbook.mapping.header_periods import HeaderPeriod, parse_header_period
from loaders.workbook.mapping.header_rows import RegionColumn
from loaders.workbook.mapping.header_words import shown_text
from loaders.workbook.mapping.household_counts import count_households
from loaders.workbook.mapping.outside_units import UnitlessColumn, units_outside
from loaders.workbook.mapping.profiles import Profile
from loaders.workbook.mapping.region_rows import RegionRows
from loaders.workbook.mapping.regions import Region
from loaders.workbook.mapping.table_mapping import CASES, HOUSEHOLDS, PERIOD, TableMapping, table_of, takes_figures
from loaders.workbook.mapping.virtual_sheet import Source, VirtualCell, VirtualRow
from loaders.workbook.remarks import is_nothing

_MONTHS: Final = 12


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
    cases whose state is not clear, or without a due day; unclear_stages: the first of each stage of households; uses:
    the columns that become figures; questions: which units these have.
    """

    table: str
    rows: list[VirtualRow] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    unused: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    texts: dict[int, list[int]] = field(default_factory=dict)
    unclear: list[int] = field(default_factory=list)
    undated: list[int] = field(default_factory=list)
    unclear_stages: dict[str, list[int]] = field(default_factory=dict)
    uses: list[FigureUse] = field(default_factory=list)
    questions: list[Fault] = field(default_factory=list)


def assemble(
    region: Region, mapping: TableMapping, profiles: Sequence[Profile], rows: RegionRows, context: Context,
    answers: Mapping[str, str],
) -> Assembled:  # fmt: skip
    """The rows of `region` as `mapping` says; one of counted rows needs context.as_of; answers: which units it has."""
    if mapping.kind == CASES:
        return _cases(region, mapping, profiles, rows, context)
    found = Assembled(table_of(mapping.kind))
    uses = _figure_uses(region, mapping, profiles, context.captions, answers, found)
    if mapping.kind == HOUSEHOLDS:
        return _households(region, mapping, rows, context, found)
    texts = {
        use: column for use, column in zip(mapping.uses, region.columns, strict=True)
        if use not in ("", PERIOD) and not takes_figures(mapping.kind, use)
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
    of_rows = region.columns[mapping.uses.index(PERIOD)] if PERIOD in mapping.uses else None
    for row in rows.data:
        of_row = context if of_rows is None else _of_period(context, rows.cell(row, of_rows.at), of_rows)
        made = [each for group in groups if (each := _row(region, mapping, rows, row, group, texts, of_row))]
        found.rows += made
        if not made:
            found.empty.append(row)
    return found


def _of_period(context: Context, value: Value, column: RegionColumn) -> Context:
    """What the sheet says of a row whose period stands in a cell: 9月, 第一季度, 9 below 月份, a day."""
    if isinstance(value, Other):
        value = value.text[:7]
    elif isinstance(value, float):
        value = f"{value:.0f}{'月' if '月' in column.path[-1] and value <= _MONTHS else '年'}"
    found = parse_header_period(value) if isinstance(value, str) else None
    if found is None:
        return context
    return replace(context, period=found, as_of=found.end(context.year))


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
            table_of(mapping.kind), destination.column, region.columns[number],
            profiles[number].header.label or f"{region.columns[number].cell}那一列", stated,
        )
        for number, destination in sorted(destinations.items()) if not units[number]
    }  # fmt: skip
    outside = units_outside(region, unitless, captions, answers, dict(mapping.units))
    found.questions += outside.questions
    for number, destination in sorted(destinations.items()):
        unit = units[number] or outside.units[number]
        found.uses.append(FigureUse(number, region.columns[number], profiles[number], destination, unit))
    texts = {n for n, use in enumerate(mapping.uses) if use and not takes_figures(mapping.kind, use)}
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
        if name in ("kind", "object") and own.source is not None and text not in str(own.value):
            found[name] = VirtualCell(f"{own.value}（{text}）", own.source)
    add_units(table, found, group, cells)
    for use in group:
        source = Source(rows.sheet, ((row, use.column.at),))
        value = figure_value(table, use, cells, found, context.factors.get(use.number, 0))
        found[use.destination.column] = VirtualCell(value, source)
    needed = TABLES[table].key[0]
    if needed not in found and needed not in texts:
        found[needed] = VirtualCell(context.title)
    if context.place and "place" not in found and any(c.name == "place" for c in TABLES[table].columns):
        found["place"] = VirtualCell(context.place)
    add_days(table, found, group, context.year, context.as_of)
    return found


def _name(table: str, found: dict[str, VirtualCell], fixed: dict[str, str], use: FigureUse, context: Context) -> None:
    """The name of a row: its own, with what the header counts, and the period where each has a row of its own."""
    own = found.get("name")
    words = fixed.pop("name", "")
    header = use.profile.header
    if table == "other":
        words = "" if own is not None and words == context.shared else words
        period = period_text(header.period if header.below_period else context.period, context.year)
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


def _households(
    region: Region, mapping: TableMapping, rows: RegionRows, context: Context, found: Assembled
) -> Assembled:
    columns = {
        use: column.at for use, column in zip(mapping.uses, region.columns, strict=True)
        if use and not takes_figures(mapping.kind, use)
    }  # fmt: skip
    assert context.as_of is not None
    counted = count_households(region, columns, found.uses, rows, context.year, context.as_of)
    found.texts, found.unclear_stages = counted.texts, counted.unclear
    usual = {"project": context.title, "place": context.place}
    for row in counted.rows:
        missing = {name: VirtualCell(text) for name, text in usual.items() if text and name not in row}
        found.rows.append({**row, **missing, "as_of_end": VirtualCell(Other("date", context.as_of.isoformat()))})
    return found


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
