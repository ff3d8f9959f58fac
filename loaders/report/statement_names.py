"""Names of statements: the projects and places that the unit knows, and what shared words say of a statement."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from domain.schema.cell_links import cell_starts
from domain.text.kinds import AHEAD
from domain.unit_catalogue import name_pattern, names_of_unit
from loaders.report.names import name_at, named_in
from loaders.report.reading import Reading, Row
from loaders.report.statements.lexicon import kind_of, words_in

#: Domains whose paragraphs report one project after the other.
_OF_PROJECTS: Final = frozenset({"land", "demolition", "funding"})
#: What an area of land is paid with, not what it is.
_MONEY: Final = frozenset({"资金", "专项资金", "投资", "总投资", "专项债", "财政资金"})
#: 381户共33.15公顷土地征收: two numbers of one thing.
_JOINED: Final = re.compile("(?:共|共计|合计|、|和)?")
#: 已销号的重点人和重点事7个: what was closed is named behind the word for it.
_CLOSED_OF: Final = re.compile(r"(?:销号|化解|整改|办结|完成)的([\u4e00-\u9fff]{2,12})$")
#: 全部完成种植, 已完成验收.
_WHOLLY: Final = re.compile("[^,，;；。\\d]{0,4}?(?:全部|已经?|均|都)+完成")
#: 可为园区企业提供职工租住公寓220套: what is provided, not for whom.
_PROVIDED: Final = re.compile(r"(?:提供|带来)([\u4e00-\u9fff]{2,10})$")
_REACH: Final = 16
_OVERALL: Final = re.compile("(?:总|总体|整体)进度(?:已|达|达到|约|为|完成)*$")


def name_statements(reading: Reading, rows: Iterable[Row]) -> None:
    """Sets object, stage, subject and scope of `rows` (of `statements`, in the order of the text) where words say more.

    A unit without known names keeps the subject and scope that its sentences give.
    """
    listed = list(rows)
    for row in listed:
        _name_closed(reading, row)
        _name_provided(reading, row)
        _name_step(reading, row)
        _name_overall(reading, row)
    for one, other in pairwise(listed):
        _share_thing(reading, one, other)
    names = names_of_unit(reading.scope["org_unit"])
    if names.projects or names.places:
        for row in listed:
            _place(reading, row)


def _start(row: Row) -> int:
    return cell_starts(row["cells"])["value"]


def _name_closed(reading: Reading, row: Row) -> None:
    start = _start(row)
    named = _CLOSED_OF.search(reading.words(reading.outline.clause(start).start, start))
    if named:
        row["object"] = named[1]


def _name_provided(reading: Reading, row: Row) -> None:
    start = _start(row)
    named = _PROVIDED.search(reading.words(reading.outline.clause(start).start, start))
    if named and row["base_unit"] not in (None, "元", "%") and named[1] not in (row["object"] or ""):
        row["object"] = named[1]


def _name_step(reading: Reading, row: Row) -> None:
    """584亩全部完成种植: the step behind the number says more than 完成; 1900余亩绿色农田 is no 资金."""
    start = _start(row)
    end = int(reading.figures[start]["end"])
    behind = re.split(r"[,，;；。\d]", reading.text[end : end + _REACH])[0]
    if row["stage"] in (None, "完成"):
        steps = [word.name for word in words_in("stages", behind, 0, len(behind)) if word.name != "完成"]
        if steps and row["base_unit"] == "天":
            row["stage"] = steps[0]
        elif steps and _WHOLLY.match(behind):
            row["stage"] = steps[-1]
    if row["base_unit"] == "平方米" and (kind_of(row["object"]) or "") in _MONEY:
        things = [word for word in words_in("objects", behind, 0, len(behind)) if word.name not in _MONEY]
        if things:
            row["object"] = behind[: things[0].end]


def _name_overall(reading: Reading, row: Row) -> None:
    """完成总进度73% is of all the planned land, not of the amount before it."""
    start = _start(row)
    lead = reading.words(reading.outline.clause(start).start, start)
    if row["domain"] == "land" and row["role"] == "rate" and _OVERALL.search(lead):
        row |= {"object": None, "stage": "总进度"}


def _share_thing(reading: Reading, one: Row, other: Row) -> None:
    """A number that the next one follows at once, with no noun between them, is of the same thing."""
    end, start = int(reading.figures[_start(one)]["end"]), _start(other)
    is_one_clause = reading.outline.clause(end).start == reading.outline.clause(start).start
    if is_one_clause and one["base_unit"] == "户" and _JOINED.fullmatch(reading.text, end, start) and other["object"]:
        one |= {"object": other["object"], "stage": other["stage"]}


def _place(reading: Reading, row: Row) -> None:
    """Project and place of a statement by the unit's own names; a place that it does not list is none of its own."""
    unit, start = reading.scope["org_unit"], _start(row)
    figure = reading.figures[start]
    clause = reading.outline.clause(start)
    span = start, int(figure["end"])
    place = name_at(unit, "places", reading.text, span, (clause.start, clause.stop))
    own = named_in(unit, "projects", row["subject"] or "")
    named = figure["project"]
    is_planned = reading.kind(start) in AHEAD  # tasks of one sentence are of several projects
    if is_planned:
        named = name_at(unit, "projects", reading.text, span, (clause.start, clause.stop))
    before = None if is_planned else _project_before(reading, row, start)
    project = named or (own[0] if own else None) or before or row["subject"]
    listed = named_in(unit, "places", row["scope"] or "")
    place = place or (listed[0] if listed and row["scope"] != row["subject"] else None)
    row |= {"subject": project, "scope": place or project}


def _project_before(reading: Reading, row: Row, start: int) -> str | None:
    """The project that the paragraph has named last, its title included."""
    pattern, chosen = name_pattern(reading.scope["org_unit"], "projects")
    if pattern is None or row["domain"] not in _OF_PROJECTS:
        return None
    found = pattern.findall(reading.text, reading.outline.paragraph(start).start, start)
    return chosen[found[-1]] if found else None
