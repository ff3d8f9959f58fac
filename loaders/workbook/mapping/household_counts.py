"""Counts a list with one household per row: how many there are, and how many have signed, moved out … on a day."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from domain.schema.tables import TABLES
from loaders.workbook.amounts import CellFault, in_unit, parse_amount
from loaders.workbook.cells import Other, Value
from loaders.workbook.days import iso_day, parse_day, serial_day
from loaders.workbook.mapping.figure_groups import FigureUse
from loaders.workbook.mapping.header_words import is_closed, plain_text
from loaders.workbook.mapping.region_rows import RegionRows
from loaders.workbook.mapping.regions import Region
from loaders.workbook.mapping.table_mapping import PERSON, STAGE
from loaders.workbook.mapping.virtual_sheet import Source, VirtualCell, VirtualRow
from loaders.workbook.remarks import is_nothing

#: Words of something that is only meant to be done.
_PLANNED: Final = re.compile("计划|预计|预定|拟|力争|约定|[日月]底?前")
_TABLE: Final = "demolition"
_GROUP: Final = ("project", "place", "object")


@dataclass(eq=False)
class HouseholdCount:
    """rows: of our table; unclear: stage → used rows that do not say whether it is reached, or by a later day; texts:
    number of a column of figures → used rows with a text that is no number.
    """

    rows: list[VirtualRow] = field(default_factory=list)
    unclear: dict[str, list[int]] = field(default_factory=dict)
    texts: dict[int, list[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Household:
    """rows: its used rows, several where it has several houses; done: stage → whether it is reached; amounts: number
    of a column → the sum of its figures in the unit of our column.
    """

    rows: tuple[int, ...]
    group: tuple[str, ...]
    done: Mapping[str, bool]
    amounts: Mapping[int, float]


def count_households(
    region: Region, columns: Mapping[str, int], uses: Sequence[FigureUse], rows: RegionRows, year: int, as_of: date
) -> HouseholdCount:
    """The rows of ours for a list of households, each group of (project, place, object) by stage.

    columns: use → column of the sheet of each text column; uses: the columns of areas; year: for days without one. A
    row without a name of its own below one that has it is another house of the same household.
    """
    found = HouseholdCount()
    groups: dict[tuple[str, ...], list[_Household]] = {}
    for members in _households(region, rows, columns.get(PERSON)):
        household = _read(members, columns, uses, rows, year, as_of, found)
        groups.setdefault(household.group, []).append(household)
    stages = [use.removeprefix(STAGE) for use in columns if use.startswith(STAGE)]
    for group, households in groups.items():
        texts = {name: VirtualCell(text) for name, text in zip(_GROUP, group, strict=True) if text}
        for stage in stages or [""]:
            at = columns.get(f"{STAGE}{stage}", region.columns[0].at)
            for row in _count(households, stage, at, uses, rows, stages):
                thing = row.get("object")
                own = texts.get("object")
                both = {"object": VirtualCell(f"{own.value}（{thing.value}）")} if thing and own else {}
                found.rows.append({**texts, **row, **both})
    return found


def _households(region: Region, rows: RegionRows, person: int | None) -> Iterator[list[int]]:
    """The used rows of each household."""
    members: list[int] = []
    for row in rows.data:
        own = None if person is None else region.sheet.columns[person].cell(row)
        if members and person is not None and (own is None or is_nothing(own)):
            members.append(row)
            continue
        if members:
            yield members
        members = [row]
    if members:
        yield members


def _read(
    members: Sequence[int], columns: Mapping[str, int], uses: Sequence[FigureUse], rows: RegionRows, year: int,
    as_of: date, found: HouseholdCount,
) -> _Household:  # fmt: skip
    """A household as its rows say; what cannot be read goes to `found`."""
    done = {}
    for name, at in columns.items():
        if name.startswith(STAGE):
            stage = name.removeprefix(STAGE)
            states = [is_done(rows.cell(row, at), stage, year, as_of) for row in members]
            done[stage] = any(states)
            if None in states and not done[stage]:
                found.unclear.setdefault(stage, []).append(members[states.index(None)])
    amounts: dict[int, float] = {}
    for use in uses:
        for row in members:
            try:
                amount = _amount(rows.cell(row, use.column.at), use)
            except CellFault:
                found.texts.setdefault(use.number, []).append(row)
                continue
            if amount is not None:
                amounts[use.number] = amounts.get(use.number, 0.0) + amount
    group = tuple(_text(rows.cell(members[0], columns[name])) if name in columns else "" for name in _GROUP)
    return _Household(tuple(members), group, done, amounts)


def is_done(value: Value, stage: str, year: int, as_of: date) -> bool | None:
    """Whether a cell says that a stage is reached on `as_of`: by its day, by 是 or 已签约; None where it is not clear.

    Not clear is also a later day, and something that is only planned.
    """
    if value is None or is_nothing(value):
        return False
    day = None
    if isinstance(value, Other):
        day = iso_day(value.text) if value.kind in ("date", "datetime") else None
    elif isinstance(value, float):
        day = serial_day(value)
        value = f"{value:.15g}"
    if isinstance(value, str) and day is None:
        plain = plain_text(value)
        if _PLANNED.search(plain):
            return None
        try:
            day = parse_day(value, year, is_end=True)
        except CellFault:
            closed = is_closed(plain)
            return True if closed is None and (plain.startswith("已") or stage in plain) else closed
    return True if day is not None and day <= as_of else None


def _amount(value: Value, use: FigureUse) -> float | None:
    """The figure of a cell in the unit of our column. Raises CellFault."""
    stored = TABLES[_TABLE].column(use.destination.column).unit
    if isinstance(value, str):
        read = parse_amount(value, use.unit or stored)
        value = None if read is None else read.value
    if not isinstance(value, float):
        return None
    return in_unit(value, use.unit, stored) if use.unit and use.unit != stored else value


def _count(
    households: Sequence[_Household], stage: str, at: int, uses: Sequence[FigureUse], rows: RegionRows,
    stages: Sequence[str],
) -> Iterator[dict[str, VirtualCell]]:  # fmt: skip
    """The rows of one group and stage: the households with the areas of all they have, and one for each thing that
    several columns of areas tell apart. "" as stage: of a list that says none.
    """
    done = [each for each in households if not stage or each.done[stage]]
    by_thing: dict[tuple[tuple[str, str], ...], list[FigureUse]] = {(): []}
    for use in uses:
        by_thing.setdefault(use.destination.fixed, []).append(use)
    for fixed, own in by_thing.items():
        names = dict(fixed)
        of_stage = names.get("stage", stage)
        if of_stage != stage and (of_stage in stages or stage != (stages or [""])[0]):
            continue  # 安置面积 is of its own stage: once, and of all households
        counted = households if of_stage != stage else done
        row = {name: VirtualCell(text) for name, text in {**names, "stage": of_stage}.items() if text}
        if not fixed:
            cells = tuple((member, at) for each in households for member in each.rows)
            row["households"] = VirtualCell(float(len(done)), Source(rows.sheet, cells))
            if stage:
                row["target_households"] = VirtualCell(float(len(households)), Source(rows.sheet, cells))
        for use in own:
            column = use.destination.column
            cells = tuple((member, use.column.at) for each in households for member in each.rows)
            if any(use.number in each.amounts for each in households):
                row[column] = VirtualCell(_sum(counted, use.number), Source(rows.sheet, cells))
                if stage and of_stage == stage:
                    row[f"target_{column}"] = VirtualCell(_sum(households, use.number), Source(rows.sheet, cells))
        if not fixed or own:
            yield row


def _sum(households: Sequence[_Household], number: int) -> float:
    return float(f"{sum(each.amounts.get(number, 0.0) for each in households):.12g}")


def _text(value: Value) -> str:
    if value is None or is_nothing(value):
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value).strip()
