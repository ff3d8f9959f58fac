"""Rows 其中： of another office's table: parts of the row above them, named after it and never counted beside it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from domain.faults import Choice, Fault, Place, answer_question, make_fault, make_question
from domain.schema.tables import TABLES
from loaders.workbook.cells import cell_name
from loaders.workbook.mapping.profiles import Profile, is_figure_of
from loaders.workbook.mapping.regions import Region
from loaders.workbook.mapping.table_mapping import TableMapping

_PART: Final = re.compile(r"\s*其中\s*[:：、,，]?\s*(.*)", re.DOTALL)
_PLACE: Final = re.compile(r".+(?:村|社区|街道|镇|乡|片区|片|组|居)")
#: Kinds of tables whose rows are added up.
_ADDED_UP: Final = frozenset({"demolition", "land", "funding"})
_CHOICES: Final = (Choice("whole", "只读入总的一行，其中各行不读入"), Choice("parts", "只读入其中各行，总的一行不读入"))


@dataclass(frozen=True)
class Part:
    """A row that is a part of the used row `whole`; name: what it is called, without 其中."""

    whole: int
    name: str


@dataclass(eq=False)
class PartRows:
    """column: of ours that names the rows; parts: by used row; left_out: rows not read, as answered; faults."""

    column: str = ""
    parts: dict[int, Part] = field(default_factory=dict)
    left_out: set[int] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def names(self, row: int, whole: str, has_place: bool, kind: str) -> dict[str, str]:
        """The names of a part, by our column: 环城路 and 东村, or 环城路（其中：市级）."""
        part = self.parts[row].name
        if kind in _ADDED_UP and self.column == "project" and not has_place and _PLACE.fullmatch(part):
            return {"project": whole, "place": part}
        return {self.column: f"{whole}（其中：{part}）"}


def find_parts(region: Region, mapping: TableMapping, profiles: Sequence[Profile], data: Sequence[int]) -> PartRows:
    """The rows of `data` that begin with 其中 or stand indented, or without a number of their own, below one."""
    found = PartRows(next((use for use in TABLES[mapping.kind].key[:3] if use in mapping.uses), ""))
    if not found.column:
        return found
    naming = region.columns[mapping.uses.index(found.column)].at
    serial = next((c.at for c, profile in zip(region.columns, profiles, strict=True) if profile.role == "serial"), None)
    whole, is_below = -1, False
    for row in data:
        cells = region.sheet.row(row)
        text = cells.get(naming)
        if not isinstance(text, str):
            whole, is_below = -1, False
            continue
        match = _PART.fullmatch(text)
        is_numbered = serial is not None and serial in cells
        goes_on = is_below and not is_numbered and (text[:1].isspace() or serial is not None)
        if whole >= 0 and ((match and match[1].strip()) or goes_on):
            found.parts[row] = Part(whole, (match[1] if match else text).strip())
            is_below = True
        elif match is None:
            whole, is_below = row, False
    return found


def ask_parts(
    region: Region, mapping: TableMapping, profiles: Sequence[Profile], found: PartRows, answers: Mapping[str, str]
) -> None:
    """Ask once, where rows are added up, whether the wholes or their parts are read; what is not is reported."""
    if mapping.kind not in _ADDED_UP or not found.parts:
        return
    sheet = region.sheet
    naming = region.columns[mapping.uses.index(found.column)].at

    def place(row: int) -> Place:
        return Place(sheet.name, cell_name(int(sheet.rows[row]), naming), mapping.kind, found.column)

    first = next(iter(found.parts))
    text = str(sheet.row(first)[naming]).strip()
    question = make_question("parts_of_rows", place(first), _CHOICES, text, count=len(found.parts))
    question = answer_question(question, answers)
    found.faults.append(question)
    wholes = {part.whole for part in found.parts.values()}
    found.left_out = {"whole": set(found.parts), "parts": wholes}.get(question.answer, set())
    for row in sorted(found.left_out):
        figures = sum(
            is_figure_of(profile.header, sheet.row(row).get(column.at))
            for column, profile in zip(region.columns, profiles, strict=True) if profile.has_figures
        )  # fmt: skip
        found.faults.append(make_fault("part_skipped", place(row), str(sheet.row(row)[naming]).strip(), count=figures))
