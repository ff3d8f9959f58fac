"""What the report promises: one row per task, with its quantity and by when it is due, as far as the text says."""

from collections.abc import Mapping
from datetime import date, timedelta

from domain.catalogue import read_catalogue
from domain.schema.cell_links import cell_starts
from loaders.report.names import named_in
from loaders.report.periods import days_of_period, year_of
from loaders.report.reading import Reading, Row, row_key
from loaders.report.statements.due import Due, DueDates
from loaders.report.statements.facts import Report
from loaders.report.tasks import Task, find_tasks, promised_quantity


def build_commitments(reading: Reading, rows: Mapping[str, list[Row]]) -> list[Row]:
    """One row per task, in the order of the text; rows of `commitments`. Its quantity is the first number promised."""
    report = Report(reading.source.text, reading.outline, list(reading.figures.values()))
    due_dates = DueDates(report, year_of(reading.scope["period"]))
    return [_row(reading, rows, task, due_dates.of_words(task.start, task.end)) for task in find_tasks(reading)]


def _row(reading: Reading, rows: Mapping[str, list[Row]], task: Task, due: Due | None) -> Row:
    text = reading.words(task.start, task.end)
    quantity = promised_quantity(reading, task.start, task.end) or {}
    projects = named_in(reading.scope["org_unit"], "projects", text)
    return {
        "row_id": row_key("commitments", text),
        "text": text, "theme": task.theme, "topic": task.topic, "domain": _domain(task, text),
        "project": projects[0] if projects else None,
        "quantity": quantity.get("value"), "unit": quantity.get("unit"),
        "begin": _begin(reading.scope["period"], due),
        "due": due.day if due else None, "due_text": due.words if due else None,
        "state_text": _state(reading, rows, projects), "note": _note(reading, task, projects),
        **reading.scope, "source_id": reading.source.source_id,
        "start": task.start, "end": task.end, "quote": reading.source.text[task.start : task.end],
        "cells": f"quantity={quantity['start']}" if quantity else "",
    }  # fmt: skip


def _begin(period: str | None, due: Due | None) -> date | None:
    """The day behind the report's period; where the task is due before it, the first day of the period.

    None where the period is no known one, or the task was due before it.
    """
    known = days_of_period(period)
    if known is None:
        return None
    following = known.end + timedelta(days=1)
    if due is None or following <= due.day:
        return following
    return known.start if known.start <= due.day else None


def _domain(task: Task, text: str) -> str:
    for words in (text, task.topic or "", task.theme or ""):
        for entry in read_catalogue("commitments")["domains"]:
            if any(word in words for word in entry["words"]):
                return str(entry["domain"])
    return "commitments"


def _note(reading: Reading, task: Task, projects: tuple[str, ...]) -> str | None:
    if not task.is_planned:
        start, end = reading.sentence(task.start, task.end)
        return f"原句：{reading.words(start, end)}"
    return f"另涉及：{'、'.join(projects[1:])}" if len(projects) > 1 else None


def _state(reading: Reading, rows: Mapping[str, list[Row]], projects: tuple[str, ...]) -> str | None:
    """What the summary says of the projects so far, one after the other; None where it says nothing."""
    states = [(project, _state_of_project(reading, rows, project)) for project in projects]
    known = [(project, state) for project, state in states if state]
    if len(known) == 1:
        return known[0][1]
    return "；".join(f"{project}：{state}" for project, state in known) or None


def _state_of_project(reading: Reading, rows: Mapping[str, list[Row]], project: str) -> str | None:
    known = [row for table in ("land", "demolition", "funding") for row in rows.get(table, ())]
    of_project = [row for row in known if row.get("project") == project and reading.kind(row["start"]) == "done"]
    for row in of_project:
        cells = cell_starts(row["cells"])
        for column in ("progress_pct", "share_pct"):
            if column in cells and row.get("day") is None:
                start, end = reading.clause(cells[column], cells[column] + 1)
                return reading.words(start, end)
    for column in ("state_text", "note", "quote"):
        texts = [str(row[column]) for row in of_project if row.get(column) is not None]
        if texts:
            return texts[-1] if column == "state_text" else texts[0]
    return None
