"""Maps names of indicators, projects and places in another office's table to the unit's own names.

By alias, by an earlier answer, or by a question: a name similar to a stored one may mean the same thing. The clerk is
asked once; the answer is stored with the mapping.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import partial
from hashlib import sha256
from typing import Final

import pandas as pd

from domain.faults import Choice, Fault, answer_question, make_fault, make_question
from domain.schema.ledger import plain_header
from domain.schema.tables import TABLES
from domain.schema.units import parse_unit
from domain.unit_catalogue import name_pattern
from loaders.workbook.mapping.virtual_sheet import VirtualCell, VirtualRow, VirtualSheet
from loaders.workbook.remarks import is_nothing

#: (table, column, name as written) → the name that it means, "" for a new one.
Meanings = Mapping[tuple[str, str, str], str]
NEW: Final = "new"
_EACH: Final = "each"
_IS: Final = "="
_MAX_CHOICES: Final = 4
#: Names offered for one that is like none of them.
_MAX_OFFERED: Final = 12
_MAX_LISTED: Final = 8
#: Most pairs of names that are compared; a list with more unknown names is not a list of the unit's.
_MAX_COMPARED: Final = 200_000
#: Least similarity of two names that may mean the same thing.
_ALIKE: Final = 0.75
#: Suffixes that do not distinguish names.
_ENDS: Final = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会|社区|村|项目|工程|建设|任务|工作|情况|数|量)+$")
#: Characters that distinguish names: 一期 and 二期, 东片 and 西片.
_APART: Final = re.compile(r"[\d一二三四五六七八九十东西南北上下前后甲乙丙丁新老大小]")


@dataclass(eq=False)
class NamesRead:
    """rows: with the unit's names; learned: answers to the questions of this upload."""

    rows: list[VirtualRow]
    faults: list[Fault] = field(default_factory=list)
    learned: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def rename(self, column: str, rows: Sequence[int], meaning: str) -> None:
        """Give `rows` the name `meaning` in a column; it stands on their own cells."""
        for at in rows:
            row = self.rows[at]
            self.rows[at] = {**row, column: VirtualCell(meaning, row[column].source)}


def read_names(
    sheet: VirtualSheet, current: Mapping[str, pd.DataFrame], org_unit: str | None, known: Meanings,
    answers: Mapping[str, str],
) -> NamesRead:  # fmt: skip
    """The rows of `sheet` with the unit's own names; known: earlier answers.

    Only names that are not in the current tables are examined. One that is similar to stored names is a question; the
    others of a column are one question together: whether all are new, or which of them mean a stored one.
    """
    table = sheet.layout.table
    found = NamesRead(list(sheet.rows))
    for column in ("name", "project", "place"):
        own = _known_names(table, column, current)
        aliases = _aliases(org_unit, column)
        if not own and not aliases:
            continue
        new: list[str] = []
        names = _written(table, column, found.rows)
        few = len(own) * sum(plain_header(written) not in own for written in names) <= _MAX_COMPARED
        for written, rows in names.items():
            if plain_header(written) in own or written in new:
                continue
            meaning = known.get((table, column, written))
            if meaning is None and aliases.get(written, written) != written:
                meaning = aliases[written]
                found.faults.append(make_fault("name_alias", sheet.place_of(rows[0], column), written, name=meaning))
            if meaning is None and few:
                meaning = _asked(sheet, column, written, rows, _candidates(sheet, column, written, rows, own, current),
                                 answers, found)  # fmt: skip
            if meaning:
                found.rename(column, rows, meaning)
            elif meaning is None and own and written not in aliases:
                new.append(written)
        if new and _ask_new(sheet, column, {name: names[name] for name in new}, answers, found) == _EACH:
            for written in new:
                nearest = sorted(own.values(), key=partial(_ratio, written), reverse=True)[:_MAX_OFFERED]
                if meaning := _asked(sheet, column, written, names[written], nearest, answers, found):
                    found.rename(column, names[written], meaning)
    return found


def _ask_new(
    sheet: VirtualSheet, column: str, new: Mapping[str, Sequence[int]], answers: Mapping[str, str], found: NamesRead
) -> str:
    """Ask about the names in a column that are like none of the unit's; NEW, _EACH, or "" while unanswered."""
    table, names = sheet.layout.table, tuple(new)
    listed = "、".join(names[:_MAX_LISTED]) + ("等" if len(names) > _MAX_LISTED else "")
    choices = [Choice(NEW, "都是新增的"), Choice(_EACH, "有的是现有的，逐个选")]
    slots = {"label": TABLES[table].column(column).label, "count": len(names), "names": listed}
    question = make_question("names_new", sheet.place_of(new[names[0]][0], column), choices, names[0], **slots)
    digest = sha256("|".join(names).encode()).hexdigest()[:16]
    question = answer_question(replace(question, key=f"names_new|{table}|{column}|{digest}"), answers)
    found.faults.append(question)
    if question.answer == NEW:
        found.learned |= {(table, column, name): "" for name in names}
    return question.answer


def _known_names(table: str, column: str, current: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """The names of the current tables, plain → as stored: indicators of the same table, projects and places of all."""
    if column == "name" and table != "measures":
        return {}
    tables = [table] if column == "name" else list(current)
    frames = [current[name] for name in tables if name in current and column in current[name]]
    return {plain_header(str(each)): str(each) for frame in frames for each in frame[column].dropna().unique()}


def _aliases(org_unit: str | None, column: str) -> Mapping[str, str]:
    if column == "name":
        return {}
    return name_pattern(org_unit, "projects" if column == "project" else "places")[1]


def _written(table: str, column: str, rows: Sequence[VirtualRow]) -> dict[str, list[int]]:
    """The names in a column → the rows with them."""
    found: dict[str, list[int]] = {}
    if any(each.name == column for each in TABLES[table].columns):
        for at, row in enumerate(rows):
            cell = row.get(column)
            if cell is not None and isinstance(cell.value, str) and not is_nothing(cell.value):
                found.setdefault(cell.value.strip(), []).append(at)
    return found


def _candidates(
    sheet: VirtualSheet, column: str, written: str, rows: Sequence[int], own: Mapping[str, str],
    current: Mapping[str, pd.DataFrame],
) -> list[str]:  # fmt: skip
    """The stored names that `written` may mean: similar ones, of an indicator with a convertible unit.

    Where the title replaces a missing column of projects: the projects with rows of the same places.
    """
    table = current[sheet.layout.table] if sheet.layout.table in current else pd.DataFrame(columns=[column, "place"])
    if column == "project" and sheet.rows[rows[0]][column].source is None:
        places = {str(cell.value) for row in rows if (cell := sheet.rows[row].get("place")) is not None}
        return [str(name) for name in table.loc[table["place"].isin(places), column].dropna().unique()][:_MAX_CHOICES]
    units = {str(cell.value) for row in rows if (cell := sheet.rows[row].get("unit")) is not None}
    return [name for name in _alike(written, own) if column != "name" or _fits(name, units, table)]


def _asked(
    sheet: VirtualSheet, column: str, written: str, rows: Sequence[int], candidates: Sequence[str],
    answers: Mapping[str, str], found: NamesRead,
) -> str | None:  # fmt: skip
    """The name of `candidates` that the clerk chose; "" for a new name or while unanswered; None without candidates."""
    if not candidates:
        return None
    table, is_title = sheet.layout.table, sheet.rows[rows[0]][column].source is None
    choices = [*(Choice(_IS + name, f"就是“{name}”") for name in candidates), Choice(NEW, "都不是，是新增的")]
    code, label = "which_project" if is_title else "which_name", TABLES[table].column(column).label
    question = make_question(code, sheet.place_of(rows[0], column), choices, written, label=label)
    question = answer_question(replace(question, key=f"which_name|{table}|{column}|{written}"), answers)
    found.faults.append(question)
    if not question.answer:
        return ""
    meaning = "" if question.answer == NEW else question.answer.removeprefix(_IS)
    found.learned[table, column, written] = meaning
    return meaning


def _alike(written: str, own: Mapping[str, str]) -> list[str]:
    """The names similar to `written`, the most similar first."""
    plain = plain_header(written)
    scored = sorted(((score, name) for key, name in own.items() if (score := _likeness(plain, key))), reverse=True)
    return [name for _, name in scored[:_MAX_CHOICES]]


def _likeness(one: str, other: str) -> float:
    """Similarity of two plain names from 0 to 1; 0 where they name different things."""
    first, second = _ENDS.sub("", one), _ENDS.sub("", other)
    if len(first) > 1 and first == second:
        return 1.0
    if _APART.sub("", one) == _APART.sub("", other) or min(len(first), len(second)) < 2:
        return 0.0
    if (first in second or second in first) and 2 * min(len(first), len(second)) >= max(len(first), len(second)):
        return 0.9
    ratio = _ratio(first, second)
    return ratio if ratio >= _ALIKE else 0.0


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _fits(name: str, units: Iterable[str], measures: pd.DataFrame) -> bool:
    """Whether one of `units` converts into the unit of the indicator `name`; true where either has no unit."""
    stored = measures.loc[measures["name"] == name, "unit"].dropna().tolist()
    wanted = {_dimension(unit) for unit in units}
    return not stored or not wanted or any(_dimension(str(unit)) in wanted for unit in stored)


def _dimension(unit: str) -> str:
    parsed = parse_unit(unit)
    return unit if parsed is None else f"{parsed.dimension} {parsed.base}"
