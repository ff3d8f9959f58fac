"""What the report promises: the plan part taken apart into tasks by its own structure, with quantity and due date.

A theme is a marked heading ((二)抓项目、重招商…), a topic a short sentence without a comma (推进项目建设。), a task
one clause or several that belong together; a plan without marked headings is told sentence by sentence. Outside the
plan, a clause that names a coming date is a task as well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from domain.catalogue import read_catalogue
from domain.schema.cell_links import cell_starts
from domain.schema.period import parse_period
from domain.schema.vocabulary import NOT_FIGURES
from domain.text.markers import marker_at, trimmed
from domain.text.spans import Part
from loaders.report.catalogue_rows import Caught
from loaders.report.names import named_in, starts_with_name
from loaders.report.reading import Reading, Row, row_key
from loaders.report.wording import WRAP

#: Who wrote it, in brackets behind the last sentence.
_BYLINE: Final = re.compile(r"[(（][^()（）]{2,12}[)）]")
_CLAUSE: Final = re.compile(r"(?:[^,，“”]|“[^”\n]{0,40}”|[“”])+")
_THEME: Final = re.compile(r"[ \t\u3000]*(?:[(（][一二三四五六七八九十]+[)）]|\d+[.、．])\s*")
_MEASURED: Final = re.compile(r"[0-9０-９百千万亿]")
_MONTH: Final = re.compile(r"(?:预期|预计|计划|力争)?([0-9０-９]{1,2})月(?:份|底|末|底前|中旬|上旬|下旬)?")
_COMING: Final = re.compile(r"下半年|年底前|(?:预期|预计|计划|将于|力争)[0-9０-９]{1,2}月")
_YEAR_END: Final = re.compile(r"年终|年底前?|年末|全年")
_TOPIC_LENGTH: Final = 16
_SHORTEST_TASK: Final = 8


@dataclass(frozen=True)
class _Task:
    start: int
    end: int
    theme: str | None
    topic: str | None
    is_planned: bool = True


def build_commitments(reading: Reading, caught: Caught) -> list[Row]:
    """One row per task and printed quantity, in the order of the text; rows of `commitments`."""
    tasks = [*_coming_tasks(reading)]
    for part in reading.outline.parts:
        if part.kind == "plan":
            tasks += _planned_tasks(reading.text, part)
    rows: list[Row] = []
    for task in sorted(tasks, key=lambda each: each.start):
        for row in _rows(reading, caught, task):
            row["row_id"] = row_key("commitments", row["text"])
            rows.append(row)
    return rows


def _planned_tasks(text: str, part: Part) -> Iterator[_Task]:
    marked = any(_THEME.match(sentences[0].text) for _, sentences in part.body)
    theme: str | None = None
    for paragraph, told in part.body:
        if paragraph.role == "table":
            continue
        if paragraph.role == "heading" and paragraph.own_heading and paragraph.own_heading.number is None:
            theme = paragraph.own_heading.title
            continue
        sentences = [span for sentence in told for span in sentence.segments if not _BYLINE.fullmatch(text, *span)]
        mark = _THEME.match(text, *sentences[0]) if sentences else None
        if mark is not None:
            theme = text[mark.end() : sentences[0][1]].replace(WRAP, "").strip()
            sentences = sentences[1:] or [(mark.end(), sentences[0][1])]
        if marked and theme is None:
            continue
        if marked:
            yield from _tasks_of_sentences(text, sentences, theme)
        else:
            yield from (_Task(_behind_marker(text, *span), span[1], theme, None) for span in sentences)


def _behind_marker(text: str, start: int, end: int) -> int:
    marker = marker_at(text, start, end)
    return trimmed(text, marker.end, end)[0] if marker else start


def _tasks_of_sentences(text: str, sentences: list[tuple[int, int]], theme: str | None) -> Iterator[_Task]:
    topic: str | None = None
    for number, (begin, stop) in enumerate(sentences):
        sentence = text[begin:stop].replace(WRAP, "").strip()
        is_last = number == len(sentences) - 1
        if len(sentence) <= _TOPIC_LENGTH and not re.search(r"[,，]", sentence) and not is_last:
            topic = sentence
            continue
        for start, end in _clauses_that_belong_together(text, begin, stop):
            yield _Task(start, end, theme, topic)


def _clauses_that_belong_together(text: str, begin: int, stop: int) -> list[tuple[int, int]]:
    """The tasks of one sentence: its clauses, with those that only say how or what for joined to their task."""
    words = read_catalogue("commitments")
    groups: list[tuple[int, int]] = []
    is_opening = False
    for match in _CLAUSE.finditer(text[begin:stop]):
        clause = match[0].replace(WRAP, "").strip()
        if not clause:
            continue
        start, end = _trimmed(text, begin + match.start(), begin + match.end())
        if groups and (is_opening or _is_closing(clause, words)):
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((start, end))
        is_opening = _is_opening(clause, words) or (len(groups) == 1 and end - groups[0][0] < _SHORTEST_TASK)
    return groups


def _is_closing(clause: str, words: dict[str, list[str]]) -> bool:
    """Whether a later clause stays with the one before: it says what for, is short, or goes on with a list of names."""
    if clause.startswith(tuple(words["closings"])):
        return True
    if len(clause) < _SHORTEST_TASK and not _MEASURED.search(clause):
        return True
    return any(starts_with_name(kind, clause) for kind in ("places", "projects"))


def _is_opening(clause: str, words: dict[str, list[str]]) -> bool:
    return clause.startswith(tuple(words["openings"])) or clause.endswith(tuple(words["opening_ends"]))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _coming_tasks(reading: Reading) -> Iterator[_Task]:
    """Clauses of the summary that name a coming date: 下半年开展设备购置安装, 预期10月份投产."""
    for part in reading.outline.parts:
        if part.kind != "done":
            continue
        heading = part.heading.title if part.heading else None
        for match in _COMING.finditer(reading.text, part.text_start, part.end):
            start, end = reading.clause(match.start(), match.end())
            if reading.outline.paragraph(start).role == "table":
                continue
            yield _Task(start, end, heading, reading.topic(start), is_planned=False)


def _rows(reading: Reading, caught: Caught, task: _Task) -> Iterator[Row]:
    text = reading.words(task.start, task.end)
    figures = [each for each in reading.figures_between(task.start, task.end) if each["dimension"] not in NOT_FIGURES]
    projects = named_in("projects", text)
    row: Row = {
        "text": text, "theme": task.theme, "topic": task.topic, "domain": _domain(task, text),
        "project": projects[0] if projects else None, **_dates(reading, task, text, figures),
        "state_text": _state(reading, caught, projects), "note": _note(reading, task, projects),
        **reading.scope, "source_id": reading.source.source_id,
        "start": task.start, "end": task.end, "quote": reading.source.text[task.start : task.end],
    }  # fmt: skip
    counted = [each for each in figures if each["dimension"] != "duration" and _MEASURED.search(each["text"])]
    for figure in counted:
        start = int(figure["start"])
        yield row | {"quantity": figure["value"], "unit": figure["unit"], "cells": f"quantity={start}"}
    if not counted:
        yield row


def _dates(reading: Reading, task: _Task, text: str, figures: list[Row]) -> Row:
    """begin, due and due_text: a month in the clause, else the year's end."""
    if reading.scope["period"] is None:
        return {"due_text": reading.heading(task.start) or None}
    period = parse_period(reading.scope["period"])
    begin = period.due + timedelta(days=1)
    year = begin.year
    if any(each["unit"] == "年" for each in figures):
        begin = date(year, 1, 1)
    month = _MONTH.search(text)
    if month is not None and 1 <= int(month[1]) <= 12:
        return {"begin": begin, "due": _month_end(year, int(month[1])), "due_text": text}
    said = _YEAR_END.search(text) or re.search("下半年", text)
    heading = reading.heading(task.start)
    meant = re.search("下半年|明年|来年|下一步", heading)
    due_text = said[0] if said else meant[0] if meant else heading
    return {"begin": begin, "due": date(year, 12, 31), "due_text": due_text}


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _domain(task: _Task, text: str) -> str:
    for words in (text, task.topic or "", task.theme or ""):
        for entry in read_catalogue("commitments")["domains"]:
            if any(word in words for word in entry["words"]):
                return str(entry["domain"])
    return "commitments"


def _note(reading: Reading, task: _Task, projects: tuple[str, ...]) -> str | None:
    if not task.is_planned:
        start, end = reading.sentence(task.start, task.end)
        return f"原句:{reading.words(start, end)}"
    return f"另涉及:{'、'.join(projects[1:])}" if len(projects) > 1 else None


def _state(reading: Reading, caught: Caught, projects: tuple[str, ...]) -> str | None:
    """What the summary says of the projects so far, one after the other; None where it says nothing."""
    told = [(project, _state_of_project(reading, caught, project)) for project in projects]
    known = [(project, state) for project, state in told if state]
    if len(known) == 1:
        return known[0][1]
    return ";".join(f"{project}:{state}" for project, state in known) or None


def _state_of_project(reading: Reading, caught: Caught, project: str) -> str | None:
    rows = [row for table in ("land", "demolition", "funding") for row in caught.rows[table]]
    rows = [row for row in rows if row.get("project") == project and reading.kind(row["start"]) == "done"]
    for row in rows:
        cells = cell_starts(row["cells"])
        for column in ("progress_pct", "share_pct"):
            if column in cells and row.get("day") is None:
                start, end = reading.clause(cells[column], cells[column] + 1)
                return reading.words(start, end)
    for column in ("state_text", "note", "quote"):
        told = [str(row[column]) for row in rows if row.get(column) is not None]
        if told:
            return told[-1] if column == "state_text" else told[0]
    return None
