"""Measures of what a unit follows without a target (data/units, choices): readings, forecasts and rates of change."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from domain.schema.cell_links import cell_starts, join_cells
from domain.units_known import choices_of_unit
from loaders.report.periods import days_of_period
from loaders.report.reading import Reading, Row
from loaders.report.wording import plain


def watched_measures(reading: Reading, statements: Iterable[Row], used: Collection[int]) -> Iterator[Row]:
    """Rows of `measures` without a target, one per statement whose figure has a name that the unit follows.

    used: offsets of figures that a measure rests on already.
    """
    names = choices_of_unit(reading.scope["org_unit"]).watched
    for statement in statements:
        start = cell_starts(statement["cells"])["value"]
        name = reading.figures[start]["name"]
        if name in names and start not in used and statement["role"] != "target" and statement["value"] is not None:
            yield _row(reading, statement, start, str(name))


def _row(reading: Reading, statement: Row, start: int, name: str) -> Row:
    project, scope = statement["subject"], statement["scope"]
    name = name if (project or "") in name else f"{project}{name}"
    words = plain(f"{name}{statement['base_unit'] or ''}")[:48]
    days = {each: statement[each] or reading.figures[start][each] for each in ("as_of_start", "as_of_end")}
    return {
        "row_id": f"measures:{words}", "indicator_id": words, "name": name, "domain": statement["domain"],
        "project": project, "place": scope if scope != project else None, "unit": statement["unit"],
        "actual": statement["value"], "actual_qualifier": statement["qualifier"], "of_what": statement["of_what"],
        "kind": _kind(statement), "direction": 1.0, **_year(reading, statement),
        **reading.proof([(start, int(reading.figures[start]["end"]))]), **days, "cells": join_cells({"actual": start}),
    }  # fmt: skip


def _kind(statement: Row) -> str:
    if statement["role"] == "forecast":
        return "forecast"
    is_change = statement["monitored"] or (statement["base_unit"] == "%" and "同比" in (statement["quote"] or ""))
    return "rate_of_change" if is_change else "monitor"


def _year(reading: Reading, statement: Row) -> Row:
    """The year that a sum of money counts up in, so that it can be seen against the time that has passed."""
    period = days_of_period(reading.scope["period"])
    if period is None or statement["base_unit"] != "元" or _kind(statement) != "monitor":
        return {}
    year = period.start.year
    return {"begin": date(year, 1, 1), "due": date(year, 12, 31), "elapsed_mode": "day"}
