"""Whole and parts that the catalogue relates by their words, however far apart they stand."""

from typing import Any, Final

from domain.checks.report import SO_FAR, Figure, Report

#: Dimensions whose figures may be added up.
SUMMABLE: Final = ("money", "area", "length", "mass", "count")


def related(report: Report, relation: dict[str, Any]) -> tuple[Figure, list[Figure]] | None:
    """The one whole and the parts that a relation's words find; None where they are missing or not unique."""
    figures = [
        figure
        for figure in report.figures
        if figure.unit == relation["unit"] and figure.role in SO_FAR and figure.domain == relation["domain"]
    ]
    clauses = {figure.start: report.outline.clause(figure.start).text for figure in figures}
    parts: list[Figure] = []
    for words in relation["parts"]:
        hits = [figure for figure in figures if any(word in clauses[figure.start] for word in words)]
        if len(hits) == 1:
            parts += hits
    wholes = [
        figure
        for figure in figures
        if figure not in parts and any(word in clauses[figure.start] for word in relation["whole"])
    ]
    return (wholes[0], parts) if len(wholes) == 1 and parts else None
