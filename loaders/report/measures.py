"""Measures: which target, which actual and which date the catalogue joins into one judged indicator.

measures.yml names no wording of its own: it points at cells of the domain tables (land.planted.area_mu), so a figure
is found once and means the same on every page. An indicator with two claimed targets becomes two rows.
"""

from datetime import date, timedelta
from typing import Final

import pandas as pd

from domain.catalogue import read_catalogue
from domain.schema.cell_links import join_cells
from loaders.report.catalogue_rows import Caught
from loaders.report.periods import days_of_period
from loaders.report.reading import Reading, Row

_CONVERTED: Final = frozenset({"亩", "平方米", "公顷", "万元", "元", "亿元", "%", "公里", "吨"})
_COPIED: Final = ("name", "domain", "project", "place", "unit", "kind", "direction", "of_what", "owner", "note")
_NUMBERS: Final = ("baseline", "target", "actual", "reported_rate")


def build_measures(reading: Reading, caught: Caught) -> list[Row]:
    """One row per indicator and claimed target that this report has figures or words for; rows of `measures`."""
    rows: list[Row] = []
    for spec in read_catalogue("measures")["measures"]:
        claims = spec.get("claims", [{}])
        for number, claim in enumerate(claims, 1):
            row = _measure(reading, caught, spec, claim)
            if row is not None:
                row["row_id"] = f"measures.{row['indicator_id']}" + (f".{number}" if len(claims) > 1 else "")
                rows.append(row)
    return rows


def _measure(reading: Reading, caught: Caught, spec: Row, claim: Row) -> Row | None:
    asked = spec | claim
    if _is_next_year(reading, caught, claim):
        asked = {key: cell for key, cell in asked.items() if key not in ("actual", "reported_rate", "months")}
        asked |= {"begin": "计划期", "due": "计划期末", "id": f"{spec['id']}_next", "name": f"{spec['name']}（下一年）"}
    if "needs" in asked and not _has_cell(caught, asked["needs"]):
        return None
    row: Row = {"indicator_id": asked["id"], **{name: asked[name] for name in _COPIED if name in asked}}
    starts = _fill_numbers(reading, caught, asked, row)
    _fill_counts(caught, asked, row)
    words = _milestone(caught, asked, row)
    if not starts and words is None:
        return None
    if "claims" in spec and "target" not in starts:
        return None
    _fill_dates(reading, caught, asked, row, starts)
    chief = starts.get("target", starts.get("actual"))
    span = (chief, int(reading.figures[chief]["end"])) if chief is not None else (words["start"], words["end"])  # type: ignore[index]
    proof = reading.proof([span])
    if "target" in starts:
        row["claim"] = _claim(reading, starts["target"], reading.words(proof["start"], proof["end"]))
    speaks = starts.get("actual", chief)
    if speaks is not None:
        proof |= {name: reading.figures[speaks][name] for name in ("as_of_start", "as_of_end")}
    for start in starts.values():
        caught.known.setdefault(start, {}).setdefault("indicator_id", asked["id"])
    return row | proof | {"cells": join_cells(starts)}


def _is_next_year(reading: Reading, caught: Caught, claim: Row) -> bool:
    """Whether a claimed target belongs to the year after: the plan part of a report on a whole year."""
    target = _cell(caught, claim.get("target"))
    period = days_of_period(reading.scope["period"])
    if target is None or period is None or reading.kind(target) != "plan":
        return False
    return period.end.month == 12


def _fill_numbers(reading: Reading, caught: Caught, asked: Row, row: Row) -> dict[str, int]:
    starts: dict[str, int] = {}
    for column in _NUMBERS:
        if asked.get(column) == "whole":
            row[column] = 100.0
            continue
        start = _cell(caught, asked.get(column))
        if start is None:
            continue
        figure = reading.figures[start]
        unit = "%" if column == "reported_rate" else asked["unit"]
        number = reading.number(figure, unit) if unit in _CONVERTED else figure["base_value"]
        if number is None:
            continue
        row[column] = number
        starts[column] = start
        if column in ("target", "actual"):
            row[f"{column}_qualifier"] = figure["qualifier"]
    return {} if set(starts) <= {"baseline"} else starts


def _fill_counts(caught: Caught, asked: Row, row: Row) -> None:
    """Cells that a figure or a word may have filled: what is open within its limit, what is late."""
    for column in ("open_in_time", "overdue"):
        if column in asked and (found := _row_with(caught, asked[column])) is not None:
            row[column] = found[asked[column].rpartition(".")[2]]


def _milestone(caught: Caught, asked: Row, row: Row) -> Row | None:
    """The row whose words say that a step is done (`done`) or still to come (`pending`); 1 of 1, or 0 of 1."""
    for key, actual in (("done", 1.0), ("pending", 0.0)):
        if key in asked and (found := _row_with(caught, asked[key])) is not None:
            row.update(target=1.0, actual=actual)
            return found
    return None


def _fill_dates(reading: Reading, caught: Caught, asked: Row, row: Row, starts: dict[str, int]) -> None:
    period = days_of_period(reading.scope["period"])
    if period is None:
        return
    new_year, plan = date(period.start.year, 1, 1), period.end + timedelta(days=1)
    begin = {"年初": new_year, "计划期": plan}.get(asked.get("begin", ""))
    due = {"年末": date(period.start.year, 12, 31), "计划期末": date(plan.year, 12, 31)}.get(asked.get("due", ""))
    termed = _row_with(caught, asked["months"]) if "months" in asked else None
    if termed is not None:
        begin = begin or new_year
        due = (pd.Timestamp(begin) + pd.DateOffset(months=int(termed["months"]), days=-1)).date()
        if (start := _cell(caught, asked["months"])) is not None:
            starts["due"] = start
    row.update(begin=begin, due=due, elapsed_mode=asked.get("elapsed_mode", "day" if due else None))


def _claim(reading: Reading, start: int, quote: str) -> str:
    heading = reading.heading(start)
    return f"{heading}：“{quote}”" if heading else f"“{quote}”"


def _cell(caught: Caught, reference: str | None) -> int | None:
    """The offset of the figure in the cell `reference` (table.row.column), None where this report has none."""
    if reference is None:
        return None
    table, row, column = reference.split(".")
    return caught.cells.get((table, row, column))


def _row_with(caught: Caught, reference: str) -> Row | None:
    table, row_id, column = reference.split(".")
    rows = caught.rows[table]
    return next((row for row in rows if row["row_id"] == f"{table}.{row_id}" and row.get(column) is not None), None)


def _has_cell(caught: Caught, reference: str) -> bool:
    return _row_with(caught, reference) is not None
