"""Reads sheets that are not ours: tables found, mapped as remembered or as the clerk confirms, and read as ours."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import pandas as pd

from domain.faults import Choice, Fault, Place, answer_question, make_fault, make_question
from domain.schema.period import date_text
from loaders.workbook.cells import Sheet, cell_name
from loaders.workbook.mapping.assemble import Assembled, Context, assemble
from loaders.workbook.mapping.foreign_table import ForeignTable
from loaders.workbook.mapping.header_periods import parse_header_period
from loaders.workbook.mapping.outside_units import UNIT_KEY, captions_of
from loaders.workbook.mapping.own_names import Meanings, read_names
from loaders.workbook.mapping.profiles import Profile, read_profiles
from loaders.workbook.mapping.propose import Proposal, missing_columns, propose
from loaders.workbook.mapping.region_rows import RegionRows, read_rows
from loaders.workbook.mapping.regions import Region, find_regions
from loaders.workbook.mapping.row_faults import MappedRegion, row_faults, text_questions
from loaders.workbook.mapping.sums import computed_columns
from loaders.workbook.mapping.table_mapping import (
    KINDS,
    header_text,
    mapping_like,
    mapping_of_same,
    parse_mapping,
    signature,
)
from loaders.workbook.mapping.table_texts import filled_in_day, place_name, table_day, table_thing, table_year
from loaders.workbook.mapping.virtual_sheet import VirtualSheet, virtual_sheet
from loaders.workbook.scope import Scope
from loaders.workbook.table_reader import TableReading

#: Rows shown beside the mapping.
SAMPLE_ROWS: Final = 3


@dataclass(eq=False)
class ForeignReading:
    """tables: name → the new table; faults; mapped: the tables found, in order; used: the sheets with any; plain: the
    sheets with tables that have no figures.
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    mapped: list[ForeignTable] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    plain: set[str] = field(default_factory=set)


def read_foreign(
    sheets: Sequence[Sheet],
    current: Mapping[str, pd.DataFrame],
    scope: Scope,
    source_id: str,
    file_stem: str,
    answers: Mapping[str, str],
    remembered: Mapping[str, str],
    usual_day: date | None,
    go_on: Callable[[], None],
) -> ForeignReading:
    """The tables of `sheets` against `current`; answers, remembered, usual_day: as in read_workbook."""
    found = ForeignReading()
    by_signature: dict[str, list[Region]] = defaultdict(list)
    for sheet in sheets:
        go_on()
        for region in find_regions(sheet):
            by_signature[signature(region)].append(region)
    mapped: list[MappedRegion] = []
    for sign, regions in by_signature.items():
        mapped += _map(sign, regions, found, scope, file_stem, answers, remembered, usual_day)
    by_table: dict[str, list[tuple[MappedRegion, Assembled, RegionRows]]] = defaultdict(list)
    for each in mapped:
        go_on()
        rows = read_rows(each.region, each.mapping, each.profiles, answers)
        found.faults += rows.faults
        context = _context(each, scope, file_stem)
        assembled = assemble(each.region, each.mapping, each.profiles, rows, context, answers)
        found.faults += assembled.questions
        _learn_units(each, assembled, found)
        found.faults += row_faults(each, assembled, rows)
        found.faults += text_questions(each, assembled, rows, answers)
        by_table[assembled.table].append((each, assembled, rows))
    known = _known_names(remembered)
    for table, parts in by_table.items():
        _read_table(table, parts, found, current, scope, source_id, answers, known, go_on)
    return found


def _learn_units(each: MappedRegion, assembled: Assembled, found: ForeignReading) -> None:
    """Keep the answers about units with the table, for the memory of its mapping."""
    sign = signature(each.region)
    units = tuple(
        (fault.key.removeprefix(f"{UNIT_KEY}{sign}|"), fault.answer) for fault in assembled.questions if fault.answer
    )
    if units:
        found.mapped = [
            replace(table, units=(*table.units, *units)) if table.signature == sign else table for table in found.mapped
        ]


def _known_names(remembered: Mapping[str, str]) -> Meanings:
    """What clerks of the unit have answered about names, with any header."""
    mappings = filter(None, (parse_mapping(text) for text in remembered.values()))
    return {(table, column, name): meaning for each in mappings for table, column, name, meaning in each.names}


def _map(
    sign: str, regions: Sequence[Region], found: ForeignReading, scope: Scope, file_stem: str,
    answers: Mapping[str, str], remembered: Mapping[str, str], usual_day: date | None,
) -> list[MappedRegion]:  # fmt: skip
    """The regions with one header and their mapping where it is complete; else the question about it in `found`."""
    first = max(regions, key=lambda region: len(region.data))
    proposal = propose(first)
    own = [_like(region, first, proposal.profiles) for region in regions]
    has_figures = any(profile.has_figures for profiles in own for profile in profiles)
    if not proposal.mapping.kind and not has_figures:
        found.plain |= {region.sheet.name for region in regions}
        return []
    found.used |= {region.sheet.name for region in regions}
    key = f"map_table|{sign}"
    table = _table(regions, own, proposal, file_stem, scope, usual_day)
    stored = parse_mapping(remembered.get(sign, ""), len(first.columns)) or mapping_of_same(table.labels, remembered)
    given, like = parse_mapping(answers.get(key, ""), len(first.columns)), None
    if given is None and stored is not None:
        kept, is_enough = table.as_remembered(stored)
        given, like = (table.with_day(kept), None) if is_enough else (None, kept)
    elif given is None:
        like = mapping_like(table.labels, remembered.values())
    mapping = given or like or proposal.mapping
    table = replace(table, key=key, signature=sign, mapping=mapping, remembered=stored is not None,
                    resembles=like is not None)  # fmt: skip
    is_complete = given is not None and not table.problems(mapping)
    place = Place(first.sheet.name, first.place)
    if is_complete and table.remembered and table.needs_day(mapping) and mapping == table.with_day(mapping, anew=True):
        by = "按编制日期" if table.filled_in else "暂按"
        day = f"{by}{date_text(date.fromisoformat(mapping.as_of))}"
        found.faults.append(make_fault("day_assumed", place, first.title, day=day))
    choices = [Choice(mapping.to_json(), f"按选定的对应读入，看作“{KINDS[mapping.kind]}”")]
    slots = {"columns": len(first.columns), "rows": table.row_count, "kind": KINDS[mapping.kind]}
    question = replace(make_question("map_table", place, choices, first.title, **slots), key=key)
    found.faults.append(answer_question(question, {key: mapping.to_json()}) if is_complete else question)
    found.mapped.append(replace(table, answered=is_complete))
    if not is_complete or not mapping.kind:
        if is_complete:
            found.faults += [make_fault("table_left_out", Place(region.sheet.name, region.place), region.title,
                                        figures=sum(map(_figures, profiles)))
                             for region, profiles in zip(regions, own, strict=True)]  # fmt: skip
        return []
    missing = missing_columns(mapping.kind, mapping.uses)
    if missing:
        found.faults.append(make_fault("table_lacks", place, labels="、".join(missing)))
    names = Counter(region.sheet.name for region in regions)
    several = len(names) > 1
    return [
        MappedRegion(
            region, profiles, mapping, place_name(region.sheet.name) if several else "",
            computed_columns(region, profiles), parse_header_period(region.sheet.name) if several else None,
        )
        for region, profiles in zip(regions, own, strict=True)
    ]  # fmt: skip


def _table(
    regions: Sequence[Region], profiles: Sequence[tuple[Profile, ...]], proposal: Proposal, file_stem: str,
    scope: Scope, usual_day: date | None,
) -> ForeignTable:  # fmt: skip
    """What the page shows of the regions with one header, the largest of which gives header and first rows."""
    largest = max(range(len(regions)), key=lambda number: len(regions[number].data))
    first, own = regions[largest], profiles[largest]
    numbers = range(len(first.columns))
    return ForeignTable(
        key="", signature="", header=header_text(first), title=first.title, cell=first.place,
        sheets=tuple(dict.fromkeys(region.sheet.name for region in regions)),
        row_count=sum(len(region.data) for region in regions),
        labels=tuple(
            own[n].header.label or f"（{cell_name(0, first.columns[n].at)[:-1]}列，没有表头）" for n in numbers
        ),
        figures=tuple(sum(_figures(each[n]) for each in profiles) for n in numbers),
        headers=tuple(each.header for each in own),
        undated=tuple(_is_undated(each, table_year(first, file_stem, scope)) for each in own),
        computed=tuple(map(computed_columns(first, own).__contains__, numbers)), sample=_sample(first),
        mapping=proposal.mapping, uses_by_kind=proposal.uses_by_kind,
        lacks_day=any(table_day(region, file_stem, scope) is None for region in regions),
        filled_in=max(filter(None, (filled_in_day(region, file_stem, scope) for region in regions)), default=None),
        usual_day=usual_day,
    )  # fmt: skip


def _is_undated(profile: Profile, year: int) -> bool:
    """Whether the figures of a column need a day that its header does not say."""
    header = profile.header
    has_day = header.day_period(year) is not None
    return profile.has_figures and header.side not in ("target", "baseline") and not has_day


def _like(region: Region, first: Region, profiles: tuple[Profile, ...]) -> tuple[Profile, ...]:
    """The profiles of `region`, with the roles that its largest sister has."""
    if region is first:
        return profiles
    own = read_profiles(region)
    return tuple(
        replace(each, header=replace(each.header, role=model.role)) if each.filled else each
        for each, model in zip(own, profiles, strict=True)
    )


def _figures(profile: Profile) -> int:
    return profile.figures if profile.has_figures else 0


def _context(each: MappedRegion, scope: Scope, file_stem: str) -> Context:
    picked = date.fromisoformat(each.mapping.as_of) if each.mapping.as_of else None
    day = table_day(each.region, file_stem, scope) or picked
    captions = captions_of(each.region, each.region.sheet.name or file_stem)
    factors = {number: column.factor for number, column in each.computed.items() if column.factor}
    return Context(
        table_year(each.region, file_stem, scope),
        day,
        each.place,
        table_thing(each.region, file_stem),
        captions,
        factors,
        each.period,
    )


def _sample(region: Region) -> tuple[tuple[str, ...], ...]:
    """The first rows as texts, column by column."""
    return tuple(
        tuple(
            _shown(region.sheet.columns[column.at].cell(row)) if column.at in region.sheet.columns else ""
            for column in region.columns
        )
        for row in region.data[:SAMPLE_ROWS]
    )


def _shown(value: object) -> str:
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


def _read_table(
    table: str, parts: Sequence[tuple[MappedRegion, Assembled, RegionRows]], found: ForeignReading,
    current: Mapping[str, pd.DataFrame], scope: Scope, source_id: str, answers: Mapping[str, str],
    known: Meanings, go_on: Callable[[], None],
) -> None:  # fmt: skip
    """Read the assembled rows of one table as if they stood on a sheet of the ledger."""
    rows = [row for _, assembled, _ in parts for row in assembled.rows]
    if not rows:
        return
    labels = {name: label for _, assembled, _ in reversed(parts) for name, label in assembled.labels.items()}
    name = parts[0][0].region.sheet.name
    sheet = virtual_sheet(table, rows, labels, name)
    names = read_names(sheet, current, scope.org_unit, known, answers)
    sheet = virtual_sheet(table, names.rows, labels, name)
    found.faults += names.faults
    learned = tuple((*key, meaning) for key, meaning in names.learned.items())
    signatures = {signature(each.region) for each, _, _ in parts}
    found.mapped = [
        replace(each, names=(*each.names, *learned)) if each.signature in signatures else each for each in found.mapped
    ]
    reading = TableReading(sheet.layout, current, scope, source_id, go_on, answers=answers)
    found.tables[table] = _with_proof(reading, sheet, source_id)
    found.faults += [replace(fault, place=sheet.place(fault.place)) for fault in reading.all_faults]


def _with_proof(reading: TableReading, sheet: VirtualSheet, source_id: str) -> pd.DataFrame:
    """The table whose rows cite the cells of the workbook instead of those of the assembled sheet."""
    table = reading.table
    proofs = {row_id: sheet.proof(int(at)) for row_id, at in zip(reading.ids, reading.sheet_rows.at, strict=True)}
    mine = (table["source_id"] == source_id) & table["row_id"].isin(proofs)
    if not mine.any():
        return table
    result = table.copy()
    ids = table.loc[mine, "row_id"].tolist()
    result.loc[mine, "sheet"] = [proofs[row_id][0] or None for row_id in ids]
    result.loc[mine, "cell"] = [proofs[row_id][1] or None for row_id in ids]
    return result
