"""What the catalogue did not catch: a generic reading where the domain has such a table, else an issue that says so."""

import re
from collections.abc import Iterable
from typing import Final

from domain.schema.cell_links import cell_starts
from domain.schema.tables import DOMAINS, TABLES
from domain.schema.vocabulary import NOT_FIGURES
from loaders.report.catalogue_rows import Caught, has_wordings
from loaders.report.names import named_in
from loaders.report.projection import fact_of
from loaders.report.reading import Reading, Row, row_key

#: Domains whose table takes any single reading.
READING_TABLES: Final = tuple(name for name, table in TABLES.items() if table.made == "wordings" and table.is_readings)

#: Numerals that only stand in set phrases when no measure is meant: 三年, 两家, 六大, 十个; not 三百余户.
_MEASURED: Final = re.compile(r"[0-9０-９百千万亿%]")

#: Code of an issue → why a figure is in no table, what to do about a unit with wordings, and about any other.
_LEFT_OUT: Final = {
    "not_in_table": (
        "（{domain}）没有对应的写法，只列在全部数字中", "如需入表，请在 {file} 添加一条写法",
        "如需入表，请在“在线修改”或台账的“{table}”表中补一行",
    ),
    "advice": (
        "出自“{heading}”部分，是工作建议，不是本单位的进度", "如确为本单位指标，请在 data/catalogue 添加一条写法",
        "如确为本单位指标，请在“在线修改”或台账的“{table}”表中补一行",
    ),
    "idiom": (
        "是行文中的概数、时间跨度或固定说法，不作指标", "如确为指标，请在 {file} 添加一条写法",
        "如确为指标，请在“在线修改”或台账的“{table}”表中补一行，并写明数据截至",
    ),
    "told_again": (
        "与前文同一写法的数相同，按同一事实只计一次{noted}", "如是另一件事，请在 {file} 把两条写法分开",
        "如是另一件事，请在“在线修改”或台账的“{table}”表中补一行，写清项目、地点或环节",
    ),
}  # fmt: skip


def build_leftovers(
    reading: Reading, caught: Caught, held: set[int], statements: Iterable[Row]
) -> tuple[dict[str, list[Row]], list[Row]]:
    """Generic rows by table, and the rows of `issues`, for every figure whose offset is not in `held`.

    statements: rows of `statements`; what stands in none of a report that is read by statements states no fact.
    """
    readings: dict[str, list[Row]] = {name: [] for name in (*READING_TABLES, "other")}
    issues = [_missed_row(reading, *missed) for missed in caught.missed]
    if not has_wordings(reading):
        return _readings_of_statements(reading, held, statements)
    for start, figure in reading.figures.items():
        if figure["dimension"] in NOT_FIGURES or start in held:
            continue
        domain = caught.known.get(start, {}).get("domain") or figure["domain"] or "other"
        if start in caught.repeats:
            issues.append(_left_out(reading, figure, domain, "told_again"))
        elif start in caught.rivals:
            issues.append(_ambiguous(reading, figure, domain, caught.rivals[start]))
        elif reading.kind(start) == "proposals":
            issues.append(_left_out(reading, figure, domain, "advice"))
        elif not _MEASURED.search(figure["text"]):
            issues.append(_left_out(reading, figure, domain, "idiom"))
        elif domain in READING_TABLES:
            readings[domain].append(_reading(reading, figure, domain))
        else:
            issues.append(_left_out(reading, figure, domain, "not_in_table"))
    return readings, issues


def _readings_of_statements(
    reading: Reading, held: set[int], statements: Iterable[Row]
) -> tuple[dict[str, list[Row]], list[Row]]:
    """Each fact that no table has a column for as a reading, in the table of its domain or in `other`; the rest."""
    readings: dict[str, list[Row]] = {name: [] for name in (*READING_TABLES, "other")}
    issues: list[Row] = []
    stated = {cell_starts(row["cells"])["value"]: row for row in statements}
    said: set[tuple[object, ...]] = set()
    for start, figure in reading.figures.items():
        if figure["dimension"] in NOT_FIGURES:
            continue
        statement = stated.get(start)
        if statement is None:
            issues.append(_left_out(reading, figure, figure["domain"] or "other", "idiom"))
            continue
        fact = fact_of(statement)
        if fact in said and start not in held:
            issues.append(_left_out(reading, figure, statement["domain"], "told_again"))
        elif start not in held:
            domain = statement["domain"] if statement["domain"] in READING_TABLES else "other"
            place = statement["scope"] if statement["scope"] != statement["subject"] else None
            cells = {"project": statement["subject"], "place": place, "value": statement["value"]}
            readings[domain].append(_reading(reading, figure, domain) | cells)
        said.add(fact)
    return readings, issues


def _reading(reading: Reading, figure: Row, domain: str) -> Row:
    start, end = int(figure["start"]), int(figure["end"])
    proof = reading.proof([(start, end)])
    places = named_in("places", proof["quote"])
    projects = named_in("projects", proof["quote"])
    name = figure["name"] or proof["quote"]
    return {
        "row_id": row_key(domain, name), "topic": reading.topic(start), "name": name,
        "project": figure["project"] or (projects[0] if len(projects) == 1 else None),
        "place": figure["place"] or (places[0] if len(places) == 1 else None),
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
    reason, of_wordings, by_hand = _LEFT_OUT[code]
    heading = reading.heading(int(figure["start"]))
    file = f"data/catalogue/{domain}.yml"
    if code == "not_in_table" and domain not in ("land", "demolition", "funding", "safety"):
        file = "data/catalogue"
    remedy = of_wordings if has_wordings(reading) else by_hand
    table = DOMAINS[domain if domain in TABLES else "other"]
    noted = "，已在该行备注中注明" if has_wordings(reading) else ""
    message = f"未入表：“{figure['text']}”{reason.format(domain=DOMAINS[domain], heading=heading, noted=noted)}"
    return _issue(reading, figure, domain, code, ("low", message, remedy.format(file=file, table=table)))


def _ambiguous(reading: Reading, figure: Row, domain: str, wording: str) -> Row:
    words = (
        "medium",
        f"未入表：写法“{wording}”在本报告不止一处对得上，“{figure['text']}”没有采用",
        f"请在 data/catalogue/{domain}.yml 把这条写法写得更具体，使它只对上一处",
    )
    return _issue(reading, figure, domain, "wording_ambiguous", words)


def _missed_row(reading: Reading, table: str, called: str, wording: str) -> Row:
    """An expected row that this report does not have: nothing in the text can prove it, so it has no place."""
    return {
        **reading.scope, "row_id": f"issues.wording_unmatched:{table}.{called}",
        "code": "wording_unmatched", "severity": "low", "domain": table,
        "message": f"本报告没有找到“{called}”：写法“{wording}”对不上",
        "remedy": f"如报告换了说法，请在 data/catalogue/{table}.yml 这一行补上新写法；如确无此项，不必处理",
        "source_id": reading.source.source_id,
    }  # fmt: skip
