"""What no table has a column for: a reading of its domain or of 其他, else an issue that says so."""

from collections.abc import Iterable, Mapping
from typing import Final

from domain.schema.cell_links import cell_starts
from domain.schema.tables import DOMAINS, TABLES
from domain.schema.vocabulary import NOT_FIGURES
from loaders.report.decisions import is_confirmed
from loaders.report.projection import fact_of
from loaders.report.reading import Reading, Row, row_key
from loaders.report.reading_names import reading_name

#: Domains whose table takes any single reading.
READING_TABLES: Final = tuple(name for name, table in TABLES.items() if table.is_readings and name != "other")

#: Code of an issue → why a figure is in no table, and what to do about it.
_LEFT_OUT: Final = {
    "idiom": (
        "是行文中的概数、时间跨度或固定说法，不作指标",
        "如确为指标，请在“在线修改”或台账的“{table}”表中补一行，并写明数据截至",
    ),
    "told_again": (
        "与前文同一写法的数相同，按同一事实只计一次",
        "如是另一件事，请在“在线修改”或台账的“{table}”表中补一行，写清项目、地点或环节",
    ),
    "advice": (
        "出自“{heading}”部分，是工作建议，不是本单位的进度",
        "如确为本单位指标，请在“在线修改”或台账的“{table}”表中补一行",
    ),
}  # fmt: skip


def note_counts(reading: Reading, rows: Mapping[str, list[Row]], statements: Iterable[Row]) -> None:
    """Sets the note of rows: what their sentence counts of their project and their table has no column for.

    建设同创空间，完成四个区块1.3万平方米: 区块：四个 stands beside the money. A row that has a note keeps it.
    """
    placed = {start for each in rows.values() for row in each for start in cell_starts(row.get("cells")).values()}
    for statement in statements:
        start = cell_starts(statement["cells"])["value"]
        figure = reading.figures[start]
        thing = statement["object"]
        if start in placed or figure["dimension"] != "count" or not thing:
            continue
        if not reading.text.startswith(thing, int(figure["end"])):
            continue
        for row in rows.get(statement["domain"], ()):
            if row.get("project") != statement["subject"] or row.get("note"):
                continue
            if reading.sentence(row["start"], row["end"]) == reading.sentence(start, start + 1):
                row |= reading.proof([(row["start"], row["end"]), (start, int(figure["end"]))])
                row |= {"note": f"{thing}：{figure['text']}", "cells": f"{row['cells']} note={start}"}
                break


def build_leftovers(
    reading: Reading, placed: set[int], statements: Iterable[Row]
) -> tuple[dict[str, list[Row]], list[Row]]:
    """Each figure whose offset is not in `placed` as a reading, in the table of its domain or in `other`; the issues.

    statements: rows of `statements`; a figure that stands in none states no fact.
    """
    readings: dict[str, list[Row]] = {name: [] for name in (*READING_TABLES, "other")}
    issues: list[Row] = []
    stated = {cell_starts(row["cells"])["value"]: row for row in statements}
    stated_facts: set[tuple[object, ...]] = set()
    for start, figure in reading.figures.items():
        if figure["dimension"] in NOT_FIGURES:
            continue
        statement = stated.get(start)
        if statement is None:
            issues.append(_left_out(reading, figure, figure["domain"] or "other", "idiom"))
            continue
        fact = fact_of(statement)
        if fact in stated_facts and start not in placed and not is_confirmed(statement):
            issues.append(_left_out(reading, figure, statement["domain"], "told_again"))
        elif reading.kind(start) == "proposals" and start not in placed:
            issues.append(_left_out(reading, figure, statement["domain"], "advice"))
        elif start not in placed:
            domain = statement["domain"] if statement["domain"] in READING_TABLES else "other"
            place = statement["scope"] if statement["scope"] != statement["subject"] else None
            cells = {"project": statement["subject"], "place": place, "value": statement["value"]}
            readings[domain].append(_reading(reading, figure, domain, statement["subject"]) | cells)
        stated_facts.add(fact)
    return readings, issues


def _reading(reading: Reading, figure: Row, domain: str, project: str | None) -> Row:
    start, end = int(figure["start"]), int(figure["end"])
    proof = reading.proof([(start, end)])
    name = reading_name(reading, figure, project) or proof["quote"]
    return {
        "row_id": row_key(domain, name), "topic": reading.topic(start), "name": name,
        "value": figure["value"], "value_high": figure["value_high"], "unit": figure["unit"],
        "qualifier": figure["qualifier"], "role": figure["role"], **proof, "cells": f"value={start}",
    }  # fmt: skip


def _issue(reading: Reading, figure: Row, domain: str, code: str, words: tuple[str, str, str]) -> Row:
    severity, message, remedy = words
    span = (int(figure["start"]), int(figure["end"]))
    return {
        "row_id": row_key(f"issues.{code}", reading.text[max(span[0] - 12, 0) : span[1] + 4]),
        "code": code, "severity": severity, "message": message, "remedy": remedy, "domain": domain,
        **reading.proof([span]), "cells": f"figure={span[0]}",
    }  # fmt: skip


def _left_out(reading: Reading, figure: Row, domain: str, code: str) -> Row:
    """The issue `code` of a figure that is in no table."""
    reason, remedy = _LEFT_OUT[code]
    heading = reading.heading(int(figure["start"]))
    table = DOMAINS[domain if domain in TABLES else "other"]
    message = f"未入表：“{figure['text']}”{reason.format(heading=heading)}"
    return _issue(reading, figure, domain, code, ("low", message, remedy.format(table=table)))
