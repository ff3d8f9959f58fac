"""Rows of the domain tables: what the catalogue says of a row, sought in one report by its wordings.

A row of a catalogue file NAME.yml has `set` (cells that are words of ours: project, stage, kind), `read` (column →
wording of a figure), `say` (column → wording whose own clause is the cell) and `mean` (column → words that stand for
a cell: 首日 is day 1, 已完工 is the stage 完工). It becomes a row of the table where at least one wording of `read`,
`say` or `mean` bites.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from domain.catalogue import read_catalogue
from domain.schema.cell_links import join_cells
from domain.schema.tables import TABLES
from loaders.numbers.numerals import parse_arabic, parse_chinese
from loaders.report.names import names_of_project
from loaders.report.reading import Reading, Row
from loaders.report.wording import Hit

#: The tables that a catalogue file of the same name fills, in the order in which they may name a figure's domain:
#: money stands in sentences of every domain, so it comes last.
CATALOGUED: Final = tuple(
    sorted((name for name, table in TABLES.items() if table.made == "wordings"), key=lambda name: name == "funding")
)

#: Kinds of parts in which a row may stand whatever part the catalogue asks for.
_ANYWHERE: Final = ("other", "problems")

#: Units of columns into which a figure is converted; a count stays as counted.
_CONVERTED: Final = frozenset({"亩", "万元", "%", "天", "个月"})


@dataclass
class Caught:
    """What the catalogue found in one report, over all tables."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in CATALOGUED})
    #: figure's offset -> the cells of `figures` that the catalogue knows better (domain, name, project, place).
    known: dict[int, Row] = field(default_factory=dict)
    #: (table, row id, column) -> figure's offset, for the measures that are made of cells.
    cells: dict[tuple[str, str, str], int] = field(default_factory=dict)
    #: figure's offset -> the wording that bit there too, though another place with another value was taken.
    rivals: dict[int, str] = field(default_factory=dict)
    #: figure's offset -> the row that tells the same value in the same words at an earlier place.
    repeats: dict[int, str] = field(default_factory=dict)
    #: (table, what the row is called, its wording) of expected rows that this report does not have.
    missed: list[tuple[str, str, str]] = field(default_factory=list)


def has_wordings(reading: Reading) -> bool:
    """Whether the catalogue's wordings are of the unit of this report; reports of others are read by statements."""
    return bool(read_catalogue("land").get("org_unit") in (None, reading.scope["org_unit"]))


def catch_rows(reading: Reading) -> Caught:
    """Every catalogue row that this report has, as rows of its table; files of another unit are left aside."""
    caught = Caught()
    for table in CATALOGUED:
        file = read_catalogue(table)
        if file.get("org_unit") not in (None, reading.scope["org_unit"]):
            continue
        for spec in file["rows"]:
            row = _Catch(reading, caught, table, spec).row()
            if row is not None:
                caught.rows[table].append(row)
            elif spec.get("expected"):
                caught.missed.append((table, _called(spec), _first_wording(spec)))
        _keep_known_parts(caught.rows[table])
    _note_repeats(reading, caught)
    return caught


class _Catch:
    """One row of the catalogue, sought in one report."""

    def __init__(self, reading: Reading, caught: Caught, table: str, spec: Row) -> None:
        self.reading, self.caught, self.table, self.spec = reading, caught, table, spec
        self.cells: Row = {"row_id": f"{table}.{spec['id']}", **spec.get("set", {})}
        self.spans: list[tuple[int, int]] = []
        self.starts: dict[str, int] = {}

    def row(self) -> Row | None:
        """The row with its proof, None where none of its wordings bites."""
        for column, asked in asked_figures(self.spec).items():
            self._read(column, asked)
        for column, wording in self.spec.get("say", {}).items():
            for hit in self._hits(wording):
                start, end = self.reading.clause(hit.start, hit.end)
                self._take(column, self.reading.words(start, end), hit)
        for column, meant in self.spec.get("mean", {}).items():
            for hit in self._hits(meant["wording"]):
                self._take(column, meant["is"], hit)
        if not self.spans:
            return None
        return self.cells | self.reading.proof(self.spans) | {"cells": join_cells(self.starts)}

    def _take(self, column: str, cell: Any, hit: Hit) -> None:
        self.cells[column] = cell
        self.spans.append((hit.start, hit.end))

    def _read(self, column: str, asked: Row) -> None:
        for hit in self._hits(asked["wording"]):
            if hit.term is not None:
                self._read_term(column, asked, hit)
            elif hit.figure is not None:
                self._read_figure(column, asked, hit, self.reading.figures[hit.figure])

    def _read_figure(self, column: str, asked: Row, hit: Hit, figure: Row) -> None:
        start = int(figure["start"])
        cell: Any = _labelled(asked, figure["text"])
        if TABLES[self.table].column(column).kind != "text":
            cell = self._number(column, figure)
            if cell is None:
                return
            for name, companion in _companions(self.table, column, figure).items():
                self.cells.setdefault(name, companion)
        self._take(column, cell, hit)
        self._point(column, start)
        cells = self.spec.get("set", {})
        better = {
            "domain": self.spec.get("domain", self.table), "name": asked.get("name"),
            "project": cells.get("project"), "place": cells.get("place"),
        }  # fmt: skip
        known = {name: cell for name, cell in better.items() if cell is not None}
        self.caught.known[start] = known | self.caught.known.get(start, {})

    def _read_term(self, column: str, asked: Row, hit: Hit) -> None:
        start, end = hit.term  # type: ignore[misc]
        text = self.reading.words(start, end)
        self._take(column, _months(text) if column == "months" else _labelled(asked, text), hit)
        if start in self.reading.figures:
            self._point(column, start)

    def _point(self, column: str, start: int) -> None:
        self.starts[column] = start
        self.caught.cells[self.table, self.spec["id"], column] = start

    def _number(self, column: str, figure: Row) -> float | None:
        if column in ("value", "output"):
            return figure["value"]
        unit = TABLES[self.table].column(column).unit
        return self.reading.number(figure, unit) if unit in _CONVERTED else figure["base_value"]

    def _hits(self, wording: str | list[str]) -> Iterator[Hit]:
        """The first place where the first wording that bites does; later places with other figures are rivals."""
        for each in [wording] if isinstance(wording, str) else wording:
            hits = [hit for hit in self.reading.masked.find(each) if self._is_in_scope(hit)]
            if hits:
                for other in hits[1:]:
                    self._compare(hits[0], other, each)
                yield hits[0]
                return

    def _compare(self, taken: Hit, other: Hit, wording: str) -> None:
        """Note that `wording` bites again at `other`: the same fact said twice, or a rival to be told apart."""
        if taken.figure is None or other.figure is None or other.figure == taken.figure:
            return
        one, two = self.reading.figures[taken.figure], self.reading.figures[other.figure]
        if one["base_value"] == two["base_value"] and one["base_unit"] == two["base_unit"]:
            self.caught.repeats.setdefault(other.figure, self.cells["row_id"])
        else:
            self.caught.rivals.setdefault(other.figure, wording)

    def _is_in_scope(self, hit: Hit) -> bool:
        sections = self.spec.get("section")
        if sections is not None and self.reading.kind(hit.start) not in (*sections, *_ANYWHERE):
            return False
        names = names_of_project(self.spec.get("set", {}).get("project"))
        return not names or any(name in self.reading.paragraph(hit.start) for name in names)


def asked_figures(spec: Row) -> dict[str, Row]:
    """The `read` part of a catalogue row as column → {wording, name}; a `wording` of its own fills the column value."""
    if "wording" in spec:
        return {"value": {"wording": spec["wording"], "name": spec["set"]["name"]}}
    return {
        column: asked if isinstance(asked, dict) else {"wording": asked}
        for column, asked in spec.get("read", {}).items()
    }


def _labelled(asked: Row, text: str) -> str:
    return f"{asked['name']}：{text}" if asked.get("name") else text


def _months(term: str) -> float:
    """一年 is 12 months, 6个月 is 6."""
    numeral = term.rstrip("年月").rstrip("个")
    count = parse_chinese(numeral)
    if count is None:
        count = parse_arabic(numeral)
    return count * 12 if term.endswith("年") else count


def _companions(table: str, column: str, figure: Row) -> Row:
    """What else a figure in `column` tells: its unit, its qualifier, its role."""
    if column == "output":
        return {"output_unit": figure["unit"], "output_qualifier": figure["qualifier"]}
    if column == "area_mu" and table == "demolition":
        return {"area_printed": figure["value"], "area_unit": figure["unit"]}
    told = ("qualifier", "role", "unit", "value_high") if column == "value" else ("qualifier", "role", "unit")
    return {name: figure[name] for name in told if name in _own_columns(table)}


@cache
def _own_columns(table: str) -> frozenset[str]:
    return frozenset(column.name for column in TABLES[table].columns)


def _note_repeats(reading: Reading, caught: Caught) -> None:
    """Write into the note of a row where its fact is told again; the figure there counts no second time."""
    rows = {row["row_id"]: row for table in caught.rows.values() for row in table}
    for start, row_id in caught.repeats.items():
        row = rows.get(row_id)
        if row is not None:
            begin, end = reading.clause(start, start + 1)
            again = f"同一事实另见：“{reading.words(begin, end)}”"
            row["note"] = f"{row['note']}；{again}" if row.get("note") else again


def _keep_known_parts(rows: list[Row]) -> None:
    """`part_of` names a row of the catalogue; keep it where this report has that row."""
    present = {row["row_id"] for row in rows}
    for row in rows:
        if row.get("part_of") not in present:
            row.pop("part_of", None)


def _called(spec: Row) -> str:
    cells = spec.get("set", {})
    return "·".join(
        str(cells[key]) for key in ("project", "place", "category", "level", "stage", "name") if key in cells
    )


def _first_wording(spec: Row) -> str:
    asked: Any = next(iter(asked_figures(spec).values()), None)
    wording = asked["wording"] if asked else next(iter(spec.get("say", {}).values()))
    return str(wording if isinstance(wording, str) else wording[0])
