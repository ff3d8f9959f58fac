"""Cells of the tables of each domain in one report, as labelled and as made: one fact is one number in one column."""

from collections.abc import Callable
from typing import Final

from benchmarks.reading.board import Board, Fact, Field, overlap
from benchmarks.reading.check_labels import COLUMNS
from benchmarks.reading.compare import same_amount, same_stage, same_unit, same_words
from benchmarks.reading.labelled import Record, Report
from domain.schema.tables import TABLES

#: Columns that only repeat the figure of another one.
_REPEATING: Final = frozenset({"value_high", "area_printed"})
_SCOPES: Final = ("scope", "project", "place")
_TARGET_NAMES: Final = {"amount_wan_yuan": "target_wan_yuan", "area_mu": "target_mu", "value": "target"}


def _same_cell(label: Fact, made: Fact) -> bool:
    expected, read = label.cells, made.cells
    return (
        ("table" in label.unsure or expected["table"] == read["table"])
        and ("column" in label.unsure or expected["column"] == read["column"])
        and same_amount((expected["number"], expected["unit"]), (read["number"], read["unit"]))
    )


def _same_scope(label: Fact, made: Fact) -> bool:
    names = made.cells["scope"]
    if label.cells["scope"] is None or not names:
        return label.cells["scope"] is None and not names
    return any(same_words(label.cells["scope"], name) for name in names)


def _has_stage(fact: Fact) -> bool:
    table = TABLES.get(fact.cells["table"])
    return table is not None and any(column.name == "stage" for column in table.columns)


def _is_of(table: str) -> Callable[[Fact], bool]:
    return lambda fact: fact.cells["table"] == table


FIELDS: Final = [
    Field("rows", "value", _same_cell),
    Field("rows: unit", "unit", lambda label, made: same_unit(label.cells["unit"], made.cells["unit"])),
    Field("rows: scope", "scope", _same_scope),
    Field(
        "rows: stage", "stage", lambda label, made: same_stage(label.cells["stage"], made.cells["stage"]), _has_stage
    ),
    *(Field(f"rows: table {name}", "value", _same_cell, _is_of(name)) for name in COLUMNS),
]


def labelled_cells(report: Report) -> list[Fact]:
    """The labelled cells."""
    facts = []
    for label in report.labels_of("row"):
        scope = label["scope"]
        cells = {key: label[key] for key in ("table", "column", "unit", "stage")} | {
            "number": label["value"],
            "scope": None if scope is None else report.text[scope[0] : scope[1]],
        }
        span = (label["start"], label["end"])
        facts.append(Fact((span,), cells | {"value": _printed(cells)}, frozenset(label.get("unsure", ()))))
    return facts


def made_cells(report: Report) -> list[Fact]:
    """Every number of a domain table that stands on a figure of the text."""
    return [fact for table in COLUMNS for row in report.records(table) for fact in _cells_of(report, table, row)]


def _cells_of(report: Report, table: str, row: Record) -> list[Fact]:
    facts = []
    for column, span in report.figure_spans(row).items():
        if column in _REPEATING or not isinstance(row.get(column), float | int):
            continue
        cells = {
            "table": table, "column": _label_column(table, column, row), "number": row[column],
            "unit": _unit_of(table, column, row), "stage": row.get("stage"),
            "scope": [row[key] for key in _SCOPES if row.get(key) is not None],
        }  # fmt: skip
        facts.append(Fact((span,), cells | {"value": _printed(cells)}, optional=report.is_repeated((span,))))
    return facts


def _label_column(table: str, column: str, row: Record) -> str:
    """The column that the labels name: tables with a role keep target and rate in the column of the value."""
    if row.get("role") == "target":
        goal = _TARGET_NAMES.get(column, f"target_{column}")
        return goal if goal in COLUMNS[table] else column
    return "rate_pct" if row.get("role") == "rate" and "rate_pct" in COLUMNS[table] else column


def _unit_of(table: str, column: str, row: Record) -> str | None:
    described = TABLES[table].column(column)
    return row[described.unit_column] if described.unit_column else described.unit


def score_rows(board: Board, report: Report) -> None:
    """Counts the cells: right value in the right column of the right table, then unit, scope, stage."""
    board.score(report, labelled_cells(report), made_cells(report), FIELDS, overlap)


def _printed(cells: Record) -> str:
    return f"{cells['table']}.{cells['column']} {cells['number']:.12g} {cells['unit'] or ''}"
