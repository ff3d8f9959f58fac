"""A report's figures and sentences as the tables of every domain: rows + issues = what was read."""

from collections.abc import Iterable
from typing import Final

import pandas as pd

from domain.schema.cell_links import cell_starts
from domain.schema.frames import conform
from loaders.report.catalogue_rows import CATALOGUED, Caught, catch_rows, has_wordings
from loaders.report.commitments import build_commitments
from loaders.report.honours import build_honours
from loaders.report.leftovers import build_leftovers
from loaders.report.measures import build_measures
from loaders.report.projection import project_rows
from loaders.report.reading import Reading, Row, number_repeats
from loaders.report.statement_measures import measures_of_statements
from loaders.report.statements.table import build_statements
from loaders.report.wiring import check_catalogue
from loaders.text.source import Source

#: Tables in which a figure may stand so that nothing is lost; measures only repeat their cells.
HOLDERS: Final = (*CATALOGUED, "commitments", "honours")


def build_tables(source: Source, figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Every table of the report but `findings`, each as `conform` gives it; `figures` as the catalogue knows them.

    source: the report; figures: table `figures` of the same report. Every figure (not a date, period, ordinal,
    rank or identifier) stands in a cell of a domain table or in a row of `issues` that says why not. Raises
    CatalogueError where the catalogue itself is wrong.
    """
    check_catalogue()
    reading = Reading(source, figures)
    statements = build_statements(source.text, reading.outline, list(reading.figures.values()))
    is_known = has_wordings(reading)
    reading.take_roles(statements.rows, with_domains=not is_known)
    caught = catch_rows(reading)
    rows: dict[str, list[Row]] = {name: list(each) for name, each in caught.rows.items()}
    rows["commitments"] = build_commitments(reading, caught)
    rows["honours"] = build_honours(reading)
    if is_known:
        rows["measures"] = build_measures(reading, caught)
    else:
        rows["measures"] = measures_of_statements(reading, statements)
        for name, more in project_rows(reading, statements.rows, _held(rows, CATALOGUED)).items():
            rows[name] += more
    held = _held(rows, HOLDERS if is_known else CATALOGUED)
    readings, rows["issues"] = build_leftovers(reading, caught, held, statements.rows)
    for name, more in readings.items():
        rows[name] = rows.get(name, []) + more
    for each in rows.values():
        number_repeats(each)
    tables = {name: conform(name, _in_order(each)) for name, each in rows.items()}
    known = _known_better(reading.table(), caught)
    return {"figures": known, "statements": conform("statements", statements.rows), **tables}


def _held(rows: dict[str, list[Row]], holders: Iterable[str]) -> set[int]:
    return {start for name in holders for row in rows[name] for start in cell_starts(row.get("cells")).values()}


def _in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.get("start", -1))


def _known_better(figures: pd.DataFrame, caught: Caught) -> pd.DataFrame:
    """`figures` with indicator, name, project, place and domain where the catalogue knows them."""
    better = figures.copy()
    starts = better["start"].astype(int)
    for column in ("indicator_id", "name", "project", "place", "domain"):
        known = starts.map({start: cells[column] for start, cells in caught.known.items() if column in cells})
        better[column] = known.where(known.notna(), better[column])
    return conform("figures", better)
