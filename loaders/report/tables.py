"""A report's figures and sentences as the tables of every domain: rows + issues = what was read."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

import pandas as pd

from domain.schema.cell_links import cell_starts
from domain.schema.frames import conform
from domain.schema.tables import BASE_TABLES
from loaders.report.commitments import build_commitments
from loaders.report.decisions import Decisions, decide_measures, decide_projects, decide_statements
from loaders.report.honours import build_honours
from loaders.report.leftovers import build_leftovers, note_counts
from loaders.report.projection import PROJECTED, project_rows, steps_of_clearing
from loaders.report.reading import Reading, Row, number_repeats
from loaders.report.statement_measures import measures_of_statements
from loaders.report.statement_names import name_statements
from loaders.report.statements.table import build_statements
from loaders.text.source import Source

#: Tables in which a figure may stand so that nothing is lost; the others repeat cells or plans.
_HOLDERS: Final = tuple(name for name in BASE_TABLES if name not in ("measures", "commitments", "honours"))


def build_tables(
    source: Source, figures: pd.DataFrame, decisions: Decisions = MappingProxyType({})
) -> dict[str, pd.DataFrame]:
    """Every table of the report but `findings`, each as `conform` gives it; `figures` with what their statements say.

    source: the report; figures: its table `figures`; decisions: of people about its words. Every figure (not a date,
    period, ordinal, rank or identifier) stands in a cell of a domain table or in a row of `issues` that says why not.
    Raises CatalogueError where the catalogue itself is wrong.
    """
    reading = Reading(source, figures)
    statements = build_statements(source.text, reading.outline, list(reading.figures.values()))
    name_statements(reading, statements.rows)
    statements = decide_statements(reading, statements, decisions)
    reading.take_roles(statements.rows)
    rows: dict[str, list[Row]] = {name: list(each) for name, each in project_rows(reading, statements.rows).items()}
    note_counts(reading, rows, statements.rows)
    rows["commitments"] = build_commitments(reading, rows)
    decide_projects(rows["commitments"], decisions)
    rows["honours"] = build_honours(reading)
    table_of = _tables_of(rows)
    rows["measures"] = measures_of_statements(reading, statements, table_of)
    decide_measures(rows["measures"], decisions)
    rows["demolition"] += steps_of_clearing(rows["demolition"], rows["measures"])
    readings, rows["issues"] = build_leftovers(reading, _placed_offsets(rows), statements.rows)
    for name, more in readings.items():
        rows[name] = rows.get(name, []) + more
    for each in rows.values():
        number_repeats(each)
    tables = {name: conform(name, _in_order(each)) for name, each in rows.items()}
    return {
        "figures": _placed(reading.table(), table_of, rows["measures"]),
        "statements": conform("statements", statements.rows), **tables,
    }  # fmt: skip


def _placed_offsets(rows: dict[str, list[Row]]) -> set[int]:
    in_tables = (row for name in _HOLDERS for row in rows.get(name, ()))
    return {start for row in in_tables for start in cell_starts(row.get("cells")).values()}


def _tables_of(rows: dict[str, list[Row]]) -> dict[int, str]:
    """Offset of a figure → the table whose row holds it."""
    return {start: name for name in PROJECTED for row in rows[name] for start in cell_starts(row["cells"]).values()}


def _in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.get("start", -1))


def _placed(figures: pd.DataFrame, table_of: dict[int, str], measures: Iterable[Row]) -> pd.DataFrame:
    """`figures` with the table that holds each as its domain, and the indicator that it stands behind a cell of."""
    known: dict[int, str] = {}
    for row in measures:
        for start in cell_starts(row.get("cells")).values():
            known.setdefault(start, row["indicator_id"])
    starts = figures["start"].astype(int)
    domains = starts.map(table_of).where(starts.isin(table_of), figures["domain"])
    return conform("figures", figures.assign(domain=domains, indicator_id=starts.map(known)))
