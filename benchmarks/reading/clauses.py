"""Measures, commitments and honours of one report, as labelled and as made."""

from collections.abc import Callable
from typing import Final

from benchmarks.reading.board import Board, Fact, Field, Same, Span, equal_cell, overlap, overlap_by_half, set_cell
from benchmarks.reading.compare import present, same_quantity, same_words
from benchmarks.reading.labelled import Record, Report
from domain.judging.states import judge
from domain.judging.unjudged import targeted_figures

TARGETS_SEEN: Final = "targets that pages count"
_NUMBERS: Final = ("target", "actual", "rate")


def _same_quantity(key: str) -> Same:
    return lambda label, made: same_quantity(label.cells[key], made.cells[key])


def _is_printed(key: str) -> Callable[[Fact], bool]:
    return lambda fact: fact.cells[key][0] is not None


def _same_measure(label: Fact, made: Fact) -> bool:
    return all(same_quantity(label.cells[key], made.cells[key]) for key in _NUMBERS)


MEASURE_FIELDS: Final = [
    Field("measures", "measure", _same_measure),
    Field("measures: due", "due", equal_cell("due")),
    Field("measures: due, dated", "due", equal_cell("due"), set_cell("due")),
    Field("measures: state", "state", equal_cell("state"), set_cell("state")),
    Field("measures: domain", "domain", equal_cell("domain")),
]
#: Each number for itself, whether the others of the measure are right or not.
NUMBER_FIELDS: Final = [Field(f"measures: {key} alone", key, _same_quantity(key), _is_printed(key)) for key in _NUMBERS]


def labelled_measures(report: Report) -> list[Fact]:
    """The labelled measures."""
    facts = []
    for label in report.labels_of("measure"):
        numbers = {
            "target": (label["target"], label.get("target_unit") or label["unit"]),
            "actual": (label["actual"], label["unit"]),
            "rate": (label["rate"], "%"),
        }
        cells = numbers | {key: label[key] for key in ("due", "state", "domain")}
        facts.append(Fact((_span(label),), cells | {"measure": _printed(numbers)}, frozenset(label.get("unsure", ()))))
    return facts


def made_measures(report: Report) -> list[Fact]:
    """The measures with a target or a rate, each with its state.

    Growth, what is only watched, and measures of fewer than two figures that are no plan (milestones, a share of work,
    a number that is its own target) are left out: nobody labels them.
    """
    if report.tables.get("measures") is None or report.tables["measures"].empty:
        return []
    states = judge(report.tables["measures"])["state"].tolist()
    facts = []
    for row, state in zip(report.records("measures"), states, strict=True):
        printed = report.figure_spans(row)
        numbers = {
            "target": (row["target"] if "target" in printed else None, row["unit"]),
            "actual": (row["actual"] if "actual" in printed else None, row["unit"]),
            "rate": (row["reported_rate"] if "reported_rate" in printed else None, "%"),
        }
        if row["kind"] == "rate_of_change" or (row["target"] is None and row["reported_rate"] is None):
            continue
        if (len(set(printed.values())) < 2 and "actual" in printed) or not printed:
            continue
        spans = tuple(sorted(report.figure_spans(row).values())) or (_span(row),)
        cells = numbers | {"due": row["due"], "domain": row["domain"], "state": _told(numbers, state)}
        facts.append(Fact(spans, cells | {"measure": _printed(numbers)}, optional=report.is_repeated(spans)))
    return facts


def _told(numbers: Record, state: str) -> str | None:
    """The state; a target without actual and rate has none that the text could tell."""
    return None if numbers["actual"][0] is None and numbers["rate"][0] is None else present(state)


def score_measures(board: Board, report: Report) -> None:
    """Counts the measures: right where target, actual and rate all are; then due, state, domain; then each number."""
    labels, made = labelled_measures(report), made_measures(report)
    board.score(report, labels, made, MEASURE_FIELDS, overlap)
    for each in NUMBER_FIELDS:
        board.score(report, labels, made, [each], overlap)
    _count_targets_seen(board, report)


def _count_targets_seen(board: Board, report: Report) -> None:
    """The share of the labelled targets that the pages count as targets, whether a measure judges them or not."""
    if not {"figures", "statements"} <= set(report.tables):
        return
    seen = [(row["start"], row["end"]) for row in targeted_figures(report.tables)]
    labelled = [
        (label["start"], label["end"])
        for label in report.labels_of("statement")
        if label["role"] == "target" and "role" not in label.get("unsure", ()) and not label.get("repeat")
    ]
    caught = sum(any(start < end and begin < stop for start, stop in seen) for begin, end in labelled)
    board.share(TARGETS_SEEN, caught, len(labelled))


def _same_clause(label: Fact, made: Fact) -> bool:
    return overlap_by_half(label, made)


COMMITMENT_FIELDS: Final = [
    Field("commitments", "text", _same_clause),
    Field("commitments: quantity", "quantity", _same_quantity("quantity")),
    Field("commitments: quantity, printed", "quantity", _same_quantity("quantity"), _is_printed("quantity")),
    Field("commitments: due", "due", equal_cell("due")),
    Field("commitments: due, dated", "due", equal_cell("due"), set_cell("due")),
]


def score_commitments(board: Board, report: Report) -> None:
    """Counts the commitments: right where the clauses share half of the shorter one; then quantity and due."""
    labels = [_commitment(report, label) for label in report.labels_of("commitment")]
    made = [_commitment(report, row) for row in report.records("commitments")]
    board.score(report, labels, made, COMMITMENT_FIELDS, overlap_by_half)


def _commitment(report: Report, row: Record) -> Fact:
    cells = {"due": row["due"], "quantity": (row["quantity"], row["unit"]), "text": report.text[slice(*_span(row))]}
    return Fact((_span(row),), cells, frozenset(row.get("unsure", ())))


def _same_receiver(label: Fact, made: Fact) -> bool:
    who = made.cells["receiver"]
    if label.cells["receiver"] is None:
        return who is None or same_words(who, label.cells["unit"])
    return same_words(label.cells["receiver"], who)


HONOUR_FIELDS: Final = [
    Field("honours", "text", _same_clause),
    Field("honours: receiver", "receiver", _same_receiver),
    Field("honours: award", "award", lambda label, made: same_words(label.cells["award"], made.cells["award"])),
    Field("honours: year", "year", lambda label, made: label.cells["year"] in made.cells["years"]),
]


def score_honours(board: Board, report: Report) -> None:
    """Counts the honours: right where the clauses share half of the shorter one; then receiver, award and year.

    An award or a year that the label does not name is left out.
    """
    labels = [_labelled_honour(report, label) for label in report.labels_of("honour")]
    made = [Fact((_span(row),), _honour_cells(row)) for row in report.records("honours")]
    board.score(report, labels, made, HONOUR_FIELDS, overlap_by_half)


def _labelled_honour(report: Report, label: Record) -> Fact:
    words = {key: None if label[key] is None else report.text[slice(*label[key])] for key in ("receiver", "award")}
    text = report.text[slice(*_span(label))]
    left_out = {key for key in ("award", "year") if label[key] is None} | set(label.get("unsure", ()))
    return Fact(
        (_span(label),), {**words, "year": label["year"], "unit": report.unit, "text": text}, frozenset(left_out)
    )


def _honour_cells(row: Record) -> Record:
    first, last = (int(row[key][:4]) if row[key] else None for key in ("as_of_start", "as_of_end"))
    years = range(first, last + 1) if first is not None and last is not None else ()
    return {
        "receiver": row["who"], "award": row["award"], "text": f"{row['who'] or ''} {row['award'] or ''}",
        "years": years, "year": f"{first}–{last}",
    }  # fmt: skip


def _span(row: Record) -> Span:
    return int(row["start"]), int(row["end"])


def _printed(numbers: Record) -> str:
    return " ".join(f"{key} {value:.12g}{unit or ''}" for key, (value, unit) in numbers.items() if value is not None)
