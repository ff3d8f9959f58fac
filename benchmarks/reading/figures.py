"""Figures, statements and pairs of one report, as labelled and as made."""

from collections import defaultdict
from typing import Final

from benchmarks.reading.board import Board, Fact, Field, Span, equal_cell, overlap, set_cell
from benchmarks.reading.compare import present, same_amount, same_number, same_stage, same_unit, same_words
from benchmarks.reading.labelled import Record, Report
from domain.schema.vocabulary import NOT_FIGURES

_PAIRED: Final = ("target", "actual", "rate")


def _same_figure(label: Fact, made: Fact) -> bool:
    return all(same_number(label.cells[key], made.cells[key]) for key in ("base", "base_high")) and (
        "unit" in label.unsure or same_unit(label.cells["unit"], made.cells["unit"])
    )


FIGURE_FIELDS: Final = [
    Field("figures", "base", _same_figure),
    Field("figures: exact span", "span", equal_cell("span")),
    Field("figures: domain", "domain", equal_cell("domain")),
    Field("figures: role", "role", equal_cell("role")),
]


def labelled_figures(report: Report) -> list[Fact]:
    """The labelled figures."""
    return [
        Fact(
            (_span(label),),
            {
                "base": label["base"], "base_high": label.get("base_high"), "unit": label["unit"],
                "span": _span(label), "domain": label["domain"],
                "role": label["role"],
            },
            frozenset(label.get("unsure", ())),
        )
        for label in report.labels_of("figure")
    ]  # fmt: skip


def made_figures(report: Report) -> list[Fact]:
    """The figures of the program: no dates, ranks, names, and nothing without a number (数十家)."""
    return [
        Fact(
            (_span(row),),
            {
                "base": row["base_value"], "base_high": row["base_value_high"], "unit": row["base_unit"],
                "span": _span(row), "domain": row["domain"], "role": row["role"],
            },
        )
        for row in report.records("figures")
        if row["dimension"] not in NOT_FIGURES and row["base_value"] is not None
    ]  # fmt: skip


def score_figures(board: Board, report: Report) -> None:
    """Counts the figures: value and place, exact span, domain, role."""
    board.score(report, labelled_figures(report), made_figures(report), FIGURE_FIELDS, overlap)


def _same_value(label: Fact, made: Fact) -> bool:
    expected, read = label.cells, made.cells
    unit_unsure, qualifier_unsure = "unit" in label.unsure, "qualifier" in label.unsure
    return (
        (unit_unsure or same_unit(expected["unit"], read["unit"]))
        and same_amount((expected["number"], expected["unit"]), (read["number"], read["unit"]))
        and same_amount((expected["high"], expected["unit"]), (read["high"], read["unit"]))
        and (qualifier_unsure or expected["qualifier"] == read["qualifier"])
    )


def _same_and_sure(label: Fact, made: Fact) -> bool:
    return _same_value(label, made) and made.cells["confidence"] == "high"


def _words(key: str, name: str, set_only: bool = False) -> Field:
    return Field(
        name,
        key,
        lambda label, made: same_words(label.cells[key], made.cells[key]),
        set_cell(key) if set_only else None,
    )


STATEMENT_FIELDS: Final = [
    Field("statements", "value", _same_value),
    Field("statements: role", "role", equal_cell("role")),
    Field("statements: targets", "role", equal_cell("role"), lambda fact: fact.cells["role"] == "target"),
    _words("object", "statements: object"),
    Field("statements: stage", "stage", lambda label, made: same_stage(label.cells["stage"], made.cells["stage"])),
    _words("scope", "statements: scope"),
    _words("scope", "statements: scope, named", set_only=True),
    Field("statements: as of", "as_of", equal_cell("as_of")),
    Field("statements: as of, dated", "as_of", equal_cell("as_of"), set_cell("as_of")),
    Field("statements: due", "due", equal_cell("due")),
    Field("statements: due, dated", "due", equal_cell("due"), set_cell("due")),
    _words("of_what", "statements: of what"),
    _words("of_what", "statements: of what, named", set_only=True),
    Field("statements: domain", "domain", equal_cell("domain")),
    Field(
        "statements: high confidence",
        "value",
        _same_and_sure,
        lambda fact: fact.cells.get("confidence", "high") == "high",
    ),
]


def labelled_statements(report: Report) -> list[Fact]:
    """The labelled statements, each with the domain of its figure."""
    figures = {_span(label): label for label in report.labels_of("figure")}
    facts = []
    for label in report.labels_of("statement"):
        figure, scope = figures.get(_span(label), {}), label["scope"]
        unsure = {*label.get("unsure", ()), *({"domain"} & set(figure.get("unsure", ())))}
        cells = {
            "number": label["value"], "high": label["value_high"], "unit": label["unit"],
            "qualifier": label["qualifier"], "scope": None if scope is None else report.text[scope[0] : scope[1]],
            "as_of": None if label["as_of"] is None else tuple(label["as_of"]), "domain": figure.get("domain"),
            **{key: label[key] for key in ("role", "object", "stage", "due", "of_what")},
        }  # fmt: skip
        facts.append(Fact((_span(label),), cells | {"value": _printed(cells)}, frozenset(unsure)))
    return facts


def made_statements(report: Report) -> list[Fact]:
    """The rows of table `statements` that have a number, each at the figure behind it."""
    facts = []
    for row in report.records("statements"):
        if row.get("value") is None:
            continue
        span = report.figure_spans(row).get("value")
        as_of = (row.get("as_of_start"), row.get("as_of_end"))
        cells = {
            "number": row["value"], "high": row.get("value_high"), "unit": row.get("unit"),
            "qualifier": row.get("qualifier") or "exact", "as_of": None if as_of == (None, None) else as_of,
            **{key: row.get(key) for key in ("scope", "role", "object", "stage", "due", "of_what", "domain")},
            "confidence": row.get("confidence"), "at_figure": span is not None,
        }  # fmt: skip
        facts.append(Fact((span or (row["start"], row["start"] + 1),), cells | {"value": _printed(cells)}))
    return facts


def _at_its_figure(label: Fact, made: Fact) -> bool:
    return made.cells["at_figure"] and overlap(label, made)


def score_statements(board: Board, report: Report) -> None:
    """Counts the statements; and values and dates that nothing in the text says, in complete texts."""
    labels, made = labelled_statements(report), made_statements(report)
    board.score(report, labels, made, STATEMENT_FIELDS, _at_its_figure)
    if not report.complete:
        return
    figures = labelled_figures(report)
    invented = [read for read in made if not any(_at_its_figure(figure, read) for figure in figures)]
    board.share("invented values", len(invented), len(made))
    for read in invented:
        board.miss(report, "invented values", read, None, read.cells["value"])
    for read in made:
        label = next((each for each in labels if _at_its_figure(each, read)), None)
        for key, name in (("as_of", "invented as-of dates"), ("due", "invented due dates")):
            if label is None or key in label.unsure or label.cells[key] is not None:
                continue
            board.share(name, read.cells[key] is not None, 1)
            if read.cells[key] is not None:
                board.miss(report, name, read, None, read.cells[key])


PAIR_FIELDS: Final = [Field("pairs", "figures", equal_cell("figures"))]


def labelled_pairs(report: Report) -> list[Fact]:
    """The labelled pairs as sets of figures, whichever is the target, the actual or the rate."""
    facts = []
    for label in report.labels_of("pair"):
        spans = tuple(sorted((label[key][0], label[key][1]) for key in _PAIRED if label[key] is not None))
        facts.append(Fact(spans, {"figures": frozenset(spans)}, frozenset(label.get("unsure", ()))))
    return facts


def made_pairs(report: Report) -> list[Fact]:
    """The targets, actuals and rates of one fact that are joined by the column `pair`: sets of at least two figures.

    The column names every pair of its figure: a target is in one with each of the stages that are measured by it.

    A figure stands for the labelled one at its place, so that another border of the same figure makes no other pair.
    """
    labelled = [_span(label) for label in report.labels_of("figure")]
    groups: dict[str, set[Span]] = defaultdict(set)
    for row in report.records("statements"):
        span = report.figure_spans(row).get("value")
        if present(row.get("pair")) is not None and row.get("role") in _PAIRED and span is not None:
            place = next((each for each in labelled if each[0] < span[1] and span[0] < each[1]), span)
            for name in str(row["pair"]).split():
                groups[name].add(place)
    return [
        Fact(spans, {"figures": frozenset(spans)}, optional=report.is_repeated(spans))
        for spans in (tuple(sorted(group)) for group in groups.values())
        if len(spans) > 1
    ]


def score_pairs(board: Board, report: Report) -> None:
    """Counts the pairs: right where the figures are the same ones."""
    board.score(report, labelled_pairs(report), made_pairs(report), PAIR_FIELDS, overlap)


def _span(row: Record) -> Span:
    return int(row["start"]), int(row["end"])


def _printed(cells: Record) -> str:
    high = "" if cells["high"] is None else f"–{cells['high']:g}"
    return f"{cells['number']:.12g}{high} {cells['unit'] or ''} {cells['qualifier']}"
