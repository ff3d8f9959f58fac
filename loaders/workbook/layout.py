"""Finds the header row of a sheet and maps its columns to those of the table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from domain.faults import Fault, Place, make_fault
from domain.schema.ledger import plain_header
from domain.schema.tables import TABLES
from domain.schema.units import UNIT_WORDS, parse_unit
from loaders.workbook.caption_words import is_caption
from loaders.workbook.cells import Sheet, Value, cell_name
from loaders.workbook.header_meaning import ALIAS, EXACT, converts, header_meaning

#: Number of first used rows that are searched for the header.
_HEAD_ROWS: Final = 25
#: A word of at most so many characters may be an unknown unit.
_MAX_UNIT_LENGTH: Final = 2
_SAMPLE: Final = 50
#: Further columns of units of a table.
_OTHER_UNITS: Final = ("output_unit", "area_unit")
#: Words that count things and name offices: in a column headed 单位 they are offices.
_OFFICE_WORDS: Final = frozenset(("村", "镇", "乡", "县", "市", "省", "社区", "街道", "部门", "单位"))
_MAX_HEADER_LENGTH: Final = 100
#: Numbers that a header may have beside its texts.
_YEARS: Final = (1950, 2100)


@dataclass(frozen=True)
class ColumnMatch:
    """One column of a table in a sheet. at: its position; label, cell: its header as written.

    unit: the unit stated in the header; "" where nothing is converted (none stated, or the table's own). has_unit:
    whether one is stated; unit_place: where. above: units outside the data, for rows without one; above_place: where.
    rank: how closely the header matches (EXACT, VARIANT, ALIAS).
    """

    at: int
    label: str
    cell: str
    unit: str = ""
    rank: int = EXACT
    has_unit: bool = False
    unit_place: str = "表头"
    above: tuple[str, ...] = ()
    above_place: str = "表上方"


@dataclass(frozen=True, eq=False)
class Layout:
    """One sheet as a table. data_from: first used row of data; unread: (position, label) of unmatched columns.

    unit_at: position of a column with the unit of each row's numbers, where the table has no column for it. all_data:
    whether each row is data, so that none is taken for a total or a note.
    """

    table: str
    sheet: Sheet
    data_from: int
    columns: Mapping[str, ColumnMatch]
    unread: tuple[tuple[int, str], ...]
    faults: tuple[Fault, ...] = ()
    unit_at: int | None = None
    all_data: bool = False

    def place(self, row: int, column: str, row_id: str = "") -> Place:
        """The place of a column in the used row `row`."""
        found = self.columns.get(column)
        cell = cell_name(int(self.sheet.rows[row]), found.at) if found else ""
        return Place(self.sheet.name, cell, self.table, column, row_id)


@dataclass(frozen=True)
class Head:
    """A candidate header row: its texts, its number of cells, and the text of the row above over each column."""

    at: int
    texts: Mapping[int, str]
    cells: int
    above: Mapping[int, str]


def heads(sheet: Sheet) -> list[Head]:
    """The first used rows of a sheet."""
    found: list[Head] = []
    above: dict[int, str] = {}
    for at, row in sheet.head(_HEAD_ROWS):
        texts = _headers(row)
        found.append(Head(at, texts, len(row), above))
        above = _spread(sheet, at, {column: text for column, text in texts.items() if not is_caption(text)})
    return found


def best_header(sheet: Sheet, table: str, among: Iterable[Head]) -> Layout | None:
    """The sheet as `table`, with the header row that matches most columns; the row above may add group headers."""
    best: Layout | None = None
    for head in among:
        if len(head.texts) >= 0.5 * head.cells and not _holds_figures(sheet, head):
            layout = _headed(sheet, table, head)
            if layout.columns and (best is None or _is_better(layout, best, head.texts)):
                best = layout
    return best


def _holds_figures(sheet: Sheet, head: Head) -> bool:
    """Whether a row has a number that is not a year: then it is data, not a header."""
    return any(is_figure_of_data(value) for value in sheet.row(head.at).values())


def is_figure_of_data(value: Value) -> bool:
    """Whether a cell is a number that no header has: not a year."""
    return isinstance(value, float) and not (value.is_integer() and _YEARS[0] <= value <= _YEARS[1])


def _headers(row: Mapping[int, Value]) -> dict[int, str]:
    """The texts of a row that are short enough for a header."""
    return {
        column: value
        for column, value in row.items()
        if isinstance(value, str) and value.strip() and len(value) <= _MAX_HEADER_LENGTH
    }


def _is_better(layout: Layout, best: Layout, texts: Mapping[int, str]) -> bool:
    """Whether a row matches more columns than the best one above it, or states the units of that one's columns."""
    if len(layout.columns) > len(best.columns):
        return True
    others = {found.at for name, found in layout.columns.items() if TABLES[layout.table].column(name).kind != "number"}
    units = texts and not others & set(texts) and all(parse_unit(text.strip()) is not None for text in texts.values())
    return bool(units) and len(layout.columns) == len(best.columns) and not layout.faults


def _spread(sheet: Sheet, at: int, texts: Mapping[int, str]) -> dict[int, str]:
    """The texts of a row, extended over their merged columns; without merges, over the empty cells to the right."""
    number = int(sheet.rows[at])
    merged = [area for area in sheet.merged if area[0] <= number]
    if merged:
        return {**texts} | {
            column: texts[left]
            for _, left, bottom, right in merged
            if left in texts and number <= bottom
            for column in range(left, right + 1)
        }
    spread: dict[int, str] = {}
    last = ""
    for column in range(max(sheet.columns, default=-1) + 1):
        last = texts.get(column, last)
        if last:
            spread[column] = last
    return spread


def _headed(sheet: Sheet, table: str, head: Head) -> Layout:
    """The sheet with the row `head` as its header."""
    found: dict[str, ColumnMatch] = {}
    faults: list[Fault] = []
    unread: list[tuple[int, str]] = []
    number = int(sheet.rows[head.at])
    is_grouped = len(set(head.above.values())) > 1
    for column in sorted(sheet.columns):
        own, upper = head.texts.get(column, ""), head.above.get(column, "")
        meaning = header_meaning(table, own, upper, is_grouped=is_grouped)
        label = own or upper
        if meaning is None:
            unread.append((column, own or (upper if is_grouped else "")))
            continue
        cell, name = cell_name(number, column), meaning.column
        match = ColumnMatch(column, label, cell, meaning.unit, meaning.rank, meaning.has_unit)
        other = found.get(name)
        if other is not None and (other.rank == ALIAS) == (match.rank == ALIAS):
            faults.append(_duplicate_header(table, name, sheet, match, other))
        elif other is None or match.rank < other.rank:
            if other is not None:
                unread.append((other.at, other.label))
            found[name] = match
        else:
            unread.append((column, label))
    unit_at = _resolve_unit_column(table, sheet, head.at, found)
    for name in list(found):
        if fault := _unit_fault(table, name, sheet, found[name]):
            faults.append(fault)
            if fault.kind.level == "fault":
                del found[name]
            else:
                found[name] = replace(found[name], unit="")
    return Layout(table, sheet, head.at + 1, found, tuple(unread), tuple(faults), unit_at)


def _duplicate_header(table: str, name: str, sheet: Sheet, match: ColumnMatch, other: ColumnMatch) -> Fault:
    label = TABLES[table].column(name).label
    return make_fault(
        "header_twice", Place(sheet.name, match.cell, table, name), match.label, label=label, other=other.cell
    )


def _unit_fault(table: str, name: str, sheet: Sheet, found: ColumnMatch) -> Fault | None:
    """The fault for a header's unit that does not convert into the table's, or for a remark in its place."""
    column = TABLES[table].column(name)
    if not found.unit or column.kind != "number" or not column.unit:
        return None
    if converts(found.unit, column.unit):
        return None
    place = Place(sheet.name, found.cell, table, name)
    if _is_remark(found.unit):
        return make_fault("header_remark", place, found.label, remark=found.unit, wanted=column.unit)
    return make_fault("header_unit", place, found.label, unit=found.unit, wanted=column.unit)


def _is_remark(text: str) -> bool:
    """Whether `text` is a remark (含林地, 不含历史项目): longer than a unit, not starting or ending with one."""
    units = tuple(UNIT_WORDS - {""})
    return len(text) > _MAX_UNIT_LENGTH and not text.startswith(units) and not text.endswith(units)


def _resolve_unit_column(table: str, sheet: Sheet, at: int, found: dict[str, ColumnMatch]) -> int | None:
    """Decide by its cells whether a column 单位 holds units of measure (as in most clerks' tables) or offices.

    Returns its position where the table has no column for the unit of a row; it then applies to numbers it fits.
    """
    office = found.get("org_unit")
    columns = {column.name for column in TABLES[table].columns}
    if office is None or "unit" in found:
        return None
    cells = [value for _, row in sheet.head(at + _SAMPLE) if isinstance(value := row.get(office.at), str)]
    below = [plain for value in cells if (plain := value.strip()) and plain_header(plain) != plain_header(office.label)]
    units = [value for value in below if value not in _OFFICE_WORDS and parse_unit(value) is not None]
    if not units or 2 * len(units) < len(below):
        return None
    del found["org_unit"]
    fixed = [TABLES[table].column(name) for name, each in found.items() if not each.has_unit]
    fits = any(column.unit and converts(unit, column.unit) for column in fixed for unit in units)
    other = next((name for name in ("unit", *_OTHER_UNITS) if name in columns and name not in found), None)
    if other is None or (other != "unit" and fits):
        return office.at
    found[other] = office
    return None
