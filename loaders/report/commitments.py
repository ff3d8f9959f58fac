"""What the report promises: one row per task, with its quantity and by when it is due, as far as the text says."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from domain.catalogue import read_catalogue
from domain.schema.cell_links import cell_starts
from loaders.report.coming import deadline_of, is_only_when, prints_deadline
from loaders.report.names import named_in
from loaders.report.periods import days_of_period, year_of
from loaders.report.reading import Reading, Row, row_key
from loaders.report.statements.due import Due, DueDates
from loaders.report.statements.facts import Report
from loaders.report.task_clauses import promised_quantity
from loaders.report.tasks import Task, find_tasks

_SPAN: Final = re.compile(r"((?:19|20)\d\d)年|今年|明年|来年|下半年")


def build_commitments(reading: Reading, rows: Mapping[str, list[Row]]) -> list[Row]:
    """One row per task, in the order of the text; rows of `commitments`. Its quantity is the first number promised."""
    report = Report(reading.source.text, reading.outline, list(reading.figures.values()))
    made: list[Row] = []
    due: Due | None = None
    for task in find_tasks(reading):
        is_listed = (
            reading.text[task.start - 1 : task.start] == "、" and bool(made) and made[-1]["end"] == task.start - 1
        )
        due = (
            due
            if is_listed and deadline_of(reading.words(task.start, task.end)) is None
            else _due(reading, report, task)
        )
        made.append(_row(reading, rows, task, due))
    return made


def _due(reading: Reading, report: Report, task: Task) -> Due | None:
    """By when a task is to be done: the deadline that it prints, else the span that its sentence or chapter is for."""
    year = year_of(reading.scope["period"])
    opening = _opening(reading, report, task, year)
    year = opening.day.year if opening else year
    dates = DueDates(report, year)
    words = reading.words(task.start, task.end)
    around = dates.of_words(task.start, task.end) or opening
    at = _start_of_item(reading, task)
    if at is not None and around and around.words not in words:
        around = dates.of_words(at, at) or opening
    printed = deadline_of(words)
    if printed is None:
        return around
    day = DueDates(report, printed[0] or (around.day.year if around else year)).in_words(printed[1])
    if around and around.day == day:
        return around
    return Due(day, printed[2]) if day else None


def _start_of_item(reading: Reading, task: Task) -> int | None:
    """Where the sentence of a task begins, if its first part is a task with a day of its own; None else."""
    sentence = reading.outline.sentence(task.start)
    segments = sentence.segments
    first = reading.words(*segments[0]).partition(",")[0]
    is_first = not segments or task.start < segments[0][1]
    return None if is_first or not prints_deadline(first) or is_only_when(first) else sentence.start


def _opening(reading: Reading, report: Report, task: Task, year: int | None) -> Due | None:
    """The span that the first sentence of a plan without a heading names: 2025年的账怎么算?"""
    part = reading.outline.part(task.start)
    opening = part.paragraphs[0].sentences[0] if task.is_planned and part.paragraphs else None
    named = _SPAN.match(opening.text) if opening and opening.end < task.start else None
    if named is None:
        return None
    day = DueDates(report, int(named[1]) if named[1] else year).in_words("年内" if named[1] else named[0])
    return Due(day, named[0]) if day else None


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
