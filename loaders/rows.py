"""Rows of the domain tables: what the catalogue says of a row, sought in one report by its wordings.

A row of a catalogue file NAME.yml has `set` (cells that are words of ours: project, stage, kind), `read` (column →
wording of a figure), `say` (column → wording whose own text is the cell) and `mean` (column → words that stand for a
number: 首日 is day 1). It becomes a row of the table where at least one wording of `read`, `say` or `mean` bites.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from domain.catalogue import read_catalogue
from domain.tables import TABLES, join_cells
from loaders.names import names_of_project
from loaders.reading import Reading, Row
from loaders.wording import Hit

#: The tables that a catalogue file of the same name fills, in the order in which they may name a figure's domain.
CATALOGUED: Final = (
    "land", "demolition", "safety", "party", "rural_income", "environment", "investment", "governance", "history",
    "funding",
)  # fmt: skip


@dataclass
class Caught:
    """What the catalogue found in one report, over all tables."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in CATALOGUED})
    #: figure's offset -> the cells of `figures` that the catalogue knows better (domain, name, project, place).
    known: dict[int, Row] = field(default_factory=dict)
    #: (table, row id, column) -> figure's offset, for the measures that are made of cells.
    cells: dict[tuple[str, str, str], int] = field(default_factory=dict)
    #: figure's offset -> the wording that bit there too, though another place was taken.
    rivals: dict[int, str] = field(default_factory=dict)
    #: (table, what the row is called, its wording) of expected rows that this report does not have.
    missed: list[tuple[str, str, str]] = field(default_factory=list)


def catch_rows(reading: Reading) -> Caught:
    """Every catalogue row that this report has, as rows of its table (see DESIGN of `domain.tables`)."""
    caught = Caught()
    for table in CATALOGUED:
        file = read_catalogue(table)
        of_this_town = file.get("org_unit") in (None, reading.scope["org_unit"])
        for spec in file["rows"]:
            row = _catch_row(reading, table, spec, caught)
            if row is not None:
                caught.rows[table].append(row)
            elif spec.get("expected") and of_this_town:
                caught.missed.append((table, _called(spec), _first_wording(spec)))
        _keep_known_parts(caught.rows[table])
    return caught


def _catch_row(reading: Reading, table: str, spec: Row, caught: Caught) -> Row | None:
    row: Row = {"row_id": f"{table}.{spec['id']}", **spec.get("set", {})}
    spans: list[tuple[int, int]] = []
    starts: dict[str, int] = {}
    for column, asked in _asked_figures(spec).items():
        hit = _first_hit(reading, spec, asked["wording"], caught)
        if hit is None or hit.figure is None:
            continue
        figure = reading.figures[hit.figure]
        if TABLES[table].column(column).kind == "text":
            row[column] = f"{asked['name']}:{figure['text']}" if "name" in asked else figure["text"]
        elif not _fill(row, table, column, figure, reading):
            continue
        starts[column] = hit.figure
        spans.append((hit.start, hit.end))
        caught.cells[table, spec["id"], column] = hit.figure
        _know(caught, hit.figure, _better_cells(table, spec, asked))
    for column, wording in spec.get("say", {}).items():
        hit = _first_hit(reading, spec, wording, caught)
        if hit is not None:
            start, end = reading.clause(hit.start, hit.end)
            row[column] = reading.text[start:end]
            spans.append((hit.start, hit.end))
    for column, meant in spec.get("mean", {}).items():
        hit = _first_hit(reading, spec, meant["wording"], caught)
        if hit is not None:
            row[column] = meant["is"]
            spans.append((hit.start, hit.end))
    if not spans:
        return None
    return row | reading.proof(spans) | {"cells": join_cells(starts)}


def _asked_figures(spec: Row) -> dict[str, Row]:
    if "wording" in spec:
        return {"value": {"wording": spec["wording"], "name": spec["set"].get("name")}}
    return {
        column: asked if isinstance(asked, dict) else {"wording": asked}
        for column, asked in spec.get("read", {}).items()
    }


def _first_hit(reading: Reading, spec: Row, wording: str | list[str], caught: Caught) -> Hit | None:
    """The first place where the first wording that bites does; later places with another value are rivals."""
    for each in [wording] if isinstance(wording, str) else wording:
        hits = [hit for hit in reading.masked.find(each) if _is_in_scope(reading, spec, hit)]
        if hits:
            for rival in hits[1:]:
                if rival.figure is not None and rival.figure != hits[0].figure:
                    caught.rivals.setdefault(rival.figure, each)
            return hits[0]
    return None


def _is_in_scope(reading: Reading, spec: Row, hit: Hit) -> bool:
    sections = spec.get("section")
    if sections is not None and reading.section_kind(hit.start) not in sections:
        return False
    names = names_of_project(spec.get("set", {}).get("project"))
    if not names:
        return True
    paragraph = reading.paragraph(hit.start)
    return any(name in paragraph for name in names)


def _fill(row: Row, table: str, column: str, figure: Row, reading: Reading) -> bool:
    """Write `figure` into `column` and what goes with it (unit, qualifier, role); False where its unit does not fit."""
    unit = TABLES[table].column(column).unit
    number = reading.number(figure, unit) if unit in _CONVERTED else figure["base_value"]
    if column in ("value", "output"):
        number = figure["value"]
    if number is None:
        return False
    row[column] = number
    for name, cell in _companions(table, column, figure).items():
        row.setdefault(name, cell)
    return True


#: Units of columns into which a figure is converted; a count stays as counted.
_CONVERTED: Final = frozenset({"亩", "万元", "%", "天", "个月"})


def _companions(table: str, column: str, figure: Row) -> Row:
    if column == "output":
        return {"output_unit": figure["unit"], "output_qualifier": figure["qualifier"]}
    if column == "area_mu" and table == "demolition":
        return {"area_printed": figure["value"], "area_unit": figure["unit"]}
    cells = {
        "value_high": figure["value_high"], "unit": figure["unit"],
        "qualifier": figure["qualifier"], "role": figure["role"],
    }  # fmt: skip
    wanted = _own_columns(table) - {"value_high"} if column != "value" else _own_columns(table)
    return {name: cell for name, cell in cells.items() if name in wanted}


@cache
def _own_columns(table: str) -> frozenset[str]:
    return frozenset(column.name for column in TABLES[table].columns)


def _better_cells(table: str, spec: Row, asked: Row) -> Row:
    cells = spec.get("set", {})
    better = {
        "domain": spec.get("domain", table), "name": asked.get("name"),
        "project": cells.get("project"), "place": cells.get("place"),
    }  # fmt: skip
    return {column: cell for column, cell in better.items() if cell is not None}


def _know(caught: Caught, start: int, better: Row) -> None:
    caught.known[start] = better | caught.known.get(start, {})


def _keep_known_parts(rows: list[Row]) -> None:
    """`part_of` names a row of the catalogue; keep it where this report has that row."""
    present = {row["row_id"] for row in rows}
    for row in rows:
        if row.get("part_of") not in present:
            row.pop("part_of", None)


def _called(spec: Row) -> str:
    cells = spec.get("set", {})
    return "·".join(
        str(cells[key]) for key in ("project", "place", "stage", "topic", "name", "category") if key in cells
    )


def _first_wording(spec: Row) -> str:
    asked: Any = next(iter(_asked_figures(spec).values()), None)
    wording = asked["wording"] if asked else next(iter(spec.get("say", {}).values()))
    return str(wording if isinstance(wording, str) else wording[0])
