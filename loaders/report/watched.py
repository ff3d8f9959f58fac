"""Measures of what a unit follows without a target (data/units, choices): readings, forecasts and rates of change."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Final

from domain.schema.cell_links import cell_starts, join_cells
from domain.unit_catalogue import choices_of_unit
from loaders.report.periods import days_of_period
from loaders.report.reading import Reading, Row
from loaders.report.reading_names import name_of_project
from loaders.report.row_identity import FIRST_DAY
from loaders.report.wording import plain

#: 办结率提升11%: by how much, not of what.
_CHANGED: Final = re.compile("(?:提升|提高|增长|增加|减少|下降|上升)(?:了|约|近)*$")
#: What a project is planned to cost.
_PLANNED: Final = "总投资"


def watched_measures(reading: Reading, statements: Iterable[Row], used: Collection[int]) -> Iterator[Row]:
    """Rows of `measures` without a target, one per statement whose figure has a name that the unit follows.

    used: offsets of figures that a measure rests on already.
    """
    choices = choices_of_unit(reading.scope["org_unit"])
    for statement in statements:
        start = cell_starts(statement["cells"])["value"]
        name = choices.watched_in(_CHANGED.sub("", reading.figures[start]["name"] or ""))
        if name and start not in used and statement["role"] != "target" and statement["value"] is not None:
            yield _row(reading, statement, start, name)


def _row(reading: Reading, statement: Row, start: int, watched: str) -> Row:
    project, scope = statement["subject"], statement["scope"]
    kind = _kind(reading, statement, start)
    name = _name(statement, project, watched, kind)
    words = plain(f"{name}{statement['base_unit'] or ''}")[:48]
    days = {each: statement[each] or reading.figures[start][each] for each in ("as_of_start", "as_of_end")}
    return {
        "row_id": f"measures:{words}", "indicator_id": words, "name": name, "domain": statement["domain"],
        "project": project, "place": scope if scope != project else None, "unit": statement["unit"],
        "actual": statement["value"], "actual_qualifier": statement["qualifier"], "of_what": statement["of_what"],
        "kind": kind, "direction": 1.0, **(_year(reading, statement) if kind == "monitor" else {}),
        **reading.proof([(start, int(reading.figures[start]["end"]))]), **days, "cells": join_cells({"actual": start}),
    }  # fmt: skip


def _name(statement: Row, project: str | None, watched: str, kind: str) -> str:
    """The watched name behind that of its project; a share of the first day, and a change, are called so."""
    if kind == "rate_of_change":
        watched = f"{watched}同比"
    elif statement["base_unit"] == "%":
        first_day = "首日" if FIRST_DAY.search(statement["quote"] or "") else ""
        watched = f"{first_day}{watched.removesuffix('率')}率"
    return name_of_project(project, watched)


def _kind(reading: Reading, statement: Row, start: int) -> str:
    if statement["role"] == "forecast" or _PLANNED in (reading.figures[start]["name"] or ""):
        return "forecast"
    is_change = statement["monitored"] or (statement["base_unit"] == "%" and "同比" in (statement["quote"] or ""))
    return "rate_of_change" if is_change else "monitor"


def _year(reading: Reading, statement: Row) -> Row:
    """The year that a sum of money counts up in, so that it can be seen against the time that has passed."""
    period = days_of_period(reading.scope["period"])
    if period is None or statement["base_unit"] != "元":
        return {}
    year = period.start.year
    return {"begin": date(year, 1, 1), "due": date(year, 12, 31), "elapsed_mode": "day"}
