"""What of the rows of another office's table was not read: reported, or asked about, at its cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.faults import Choice, Fault, Place, answer_question, make_fault, make_question
from loaders.workbook.above_header import first_figure
from loaders.workbook.cells import Sheet, cell_name
from loaders.workbook.mapping.assemble import Assembled
from loaders.workbook.mapping.grid import is_header_cell
from loaders.workbook.mapping.header_periods import HeaderPeriod
from loaders.workbook.mapping.profiles import Profile, is_figure_of
from loaders.workbook.mapping.region_rows import RegionRows
from loaders.workbook.mapping.regions import Region
from loaders.workbook.mapping.sums import Computed
from loaders.workbook.mapping.table_mapping import TableMapping

_MAX_LISTED: Final = 10
#: Mark of a cell without a value → the fault.
_WITHOUT_RESULT: Final = {"formula": "formula", "error": "error_value"}


@dataclass(frozen=True, eq=False)
class MappedRegion:
    """One region with the mapping of its header. computed: the columns that others of it give; period: that of its
    sheet, where it is one of several.
    """

    region: Region
    profiles: tuple[Profile, ...]
    mapping: TableMapping
    place: str
    computed: Mapping[int, Computed]
    period: HeaderPeriod | None


def row_faults(each: MappedRegion, assembled: Assembled, rows: RegionRows) -> list[Fault]:
    """What was left out: columns, rows without figures; and cases that were counted by assumption."""
    sheet, faults = each.region.sheet, _without_results(each, rows)
    computed = each.computed
    faults += _contradictions(each)
    for number in assembled.unused:
        column = each.region.columns[number]
        header = each.profiles[number].header
        count = sum(is_figure_of(header, rows.cell(row, column.at)) for row in rows.data)
        if count:
            label = each.profiles[number].header.label or "（没有表头）"
            how = computed[number].how if number in computed else ""
            code = "column_computed" if how else "column_left_out"
            faults.append(make_fault(code, Place(sheet.name, column.cell), label=label, figures=count, how=how))
    for code, found in {
        "rows_empty": assembled.empty, "cases_unclear": assembled.unclear, "cases_undated": assembled.undated,
    }.items():  # fmt: skip
        if found:
            faults.append(make_fault(code, Place(sheet.name), count=len(found), rows=_listed(sheet, found)))
    faults += [
        make_fault("stage_unclear", Place(sheet.name), count=len(found), rows=_listed(sheet, found), stage=stage)
        for stage, found in assembled.unclear_stages.items()
    ]
    faults += _around_header(each.region)
    hidden = [row for row in rows.data if int(sheet.rows[row]) in sheet.hidden.rows]
    if hidden:
        faults.append(make_fault("hidden_rows", Place(sheet.name), count=len(hidden), rows=_listed(sheet, hidden)))
    for use in assembled.uses:
        if use.column.at in sheet.hidden.columns:
            letters = cell_name(0, use.column.at)[:-1]
            label = use.profile.header.label
            faults.append(make_fault("hidden_column", Place(sheet.name), label=label, column=letters))
    positions = {column.at for column in each.region.columns}
    numbers = {int(sheet.rows[row]) for row in (*each.region.header, *each.region.data)}
    for note in sheet.notes:
        if note.column in positions and note.row in numbers:
            code = "comment" if note.kind == "comment" else "struck_piece"
            faults.append(make_fault(code, Place(sheet.name, cell_name(note.row, note.column)), text=note.text))
    return faults


def _around_header(region: Region) -> Iterator[Fault]:
    """A warning for each row above the header that holds data, and for each figure among the texts of the header."""
    sheet = region.sheet
    for row in range(region.top, region.header[0]):
        if (at := first_figure(sheet.row(row))) is not None:
            place = Place(sheet.name, cell_name(int(sheet.rows[row]), at))
            yield make_fault("row_above_header", place, _shown(sheet.columns[at].cell(row)))
    for row in region.header:
        for at, value in sheet.row(row).items():
            if isinstance(value, float) and not is_header_cell(value):
                place = Place(sheet.name, cell_name(int(sheet.rows[row]), at))
                yield make_fault("figure_in_header", place, _shown(value))


def _contradictions(each: MappedRegion) -> Iterator[Fault]:
    """A warning for each sum, share or remainder that differs from the cells it is of."""
    sheet = each.region.sheet
    for number, column in each.computed.items():
        label = each.profiles[number].header.label
        for row in column.differing:
            at = each.region.columns[number].at
            place = Place(sheet.name, cell_name(int(sheet.rows[row]), at))
            yield make_fault("computed_differs", place, _shown(sheet.columns[at].cell(row)), label=label,
                             how=column.how)  # fmt: skip


def text_questions(
    each: MappedRegion, assembled: Assembled, rows: RegionRows, answers: Mapping[str, str]
) -> Iterator[Fault]:
    """One question for each column of figures with texts: whether these cells are not read."""
    sheet = each.region.sheet
    for number, found in assembled.texts.items():
        column = each.region.columns[number]
        text = str(rows.cell(found[0], column.at))
        label = each.profiles[number].header.label or "（没有表头）"
        question = make_question("texts_in_figures", Place(sheet.name, column.cell),
                                 [Choice("skip", "这些格没有数字，不读入")], text, label=label, count=len(found),
                                 rows=_listed(sheet, found))  # fmt: skip
        yield answer_question(question, answers)


def _without_results(each: MappedRegion, rows: RegionRows) -> list[Fault]:
    """Faults for formulas without a result and errors in the columns that are read, also in rows of nothing else."""
    sheet, region = each.region.sheet, each.region
    used = {column.at for use, column in zip(each.mapping.uses, region.columns, strict=True) if use}
    data = {int(sheet.rows[row]): row for row in rows.data}
    filled = set(sheet.rows.tolist())
    first, last = int(sheet.rows[region.header[-1]]), int(sheet.rows[region.end - 1])
    found = [
        (number, at, code)
        for (at, mark), numbers in sheet.marks.items() if at in used and (code := _WITHOUT_RESULT.get(mark))
        for number in numbers.tolist() if first < number <= last
        if (number not in filled if number not in data else rows.cell(data[number], at) is None)
    ]  # fmt: skip
    return [make_fault(code, Place(sheet.name, cell_name(number, at))) for number, at, code in sorted(found)]


def _listed(sheet: Sheet, rows: Sequence[int]) -> str:
    """The numbers of the first of the used rows `rows`: 4、7、9."""
    numbers = "、".join(str(int(sheet.rows[row]) + 1) for row in rows[:_MAX_LISTED])
    return f"{numbers}等" if len(rows) > _MAX_LISTED else numbers


def _shown(value: object) -> str:
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)
