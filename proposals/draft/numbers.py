"""Numbers of a draft against a stored version: the same thing on the same day must be the same number.

Two figures speak of the same thing where their rows have one id or the same key, where their clauses have the same
words, or where the same is stated of them. What the version holds today counts, not what its report once printed.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from domain.checks.quantity import Range, range_of
from domain.checks.report import Figure, Report
from domain.judging.rate_bases import decimals_of, rate_match
from domain.schema.cell_links import cell_starts, replaced_starts
from domain.schema.columns import Column
from domain.schema.display import is_missing
from domain.schema.frames import conform, records
from domain.schema.labels import cell_text, row_names
from domain.schema.period import as_date, date_text
from domain.schema.provenance import place_text
from domain.schema.tables import KEPT_TABLES, TABLES
from domain.schema.units import UnitError, convert
from domain.schema.vocabulary import REPORTED_ROLES
from loaders.report.wording import plain
from proposals.draft.reference import DraftFinding, Reference
from proposals.merge import pair_rows

#: Tables whose rows are words, not readings.
_WORDS: Final = ("commitments", "honours")
_NUMBERS: Final = re.compile(r"[0-9０-９][0-9０-９.,．]*")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_SHORTEST: Final = 4
_LONGEST_QUOTE: Final = 60

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Cell:
    """A number of the stored version: `column` of `row` in `table`, in `unit`."""

    table: str
    row: Row
    column: Column

    @property
    def value(self) -> float:
        return float(self.row[self.column.name])

    @property
    def unit(self) -> str:
        return self.column.unit or _word(self.row.get(self.column.unit_column))

    @property
    def qualifier(self) -> str:
        return _word(self.row.get(self.column.qualifier_column))

    @property
    def day(self) -> date | None:
        return as_date(self.row["as_of_end"]) if not is_missing(self.row["as_of_end"]) else None


def compare_numbers(draft: Report, reference: Reference) -> Iterator[DraftFinding]:
    """Findings about figures of `draft` that are not what `reference` holds, one per figure."""
    figures = {figure.start: figure for figure in draft.figures}
    seen: set[int] = set()
    for match in [*_by_rows(draft, reference, figures), *_by_words(draft, reference)]:
        if match.figure.start in seen:
            continue
        seen.add(match.figure.start)
        finding = _compared(draft, reference, match)
        if finding is not None:
            yield finding


@dataclass(frozen=True)
class Match:
    """A figure of the draft and the stored number of the same thing. value: of the figure in the unit of the cell;
    what: the thing in words; day: that the figure speaks of.
    """

    figure: Figure
    value: float
    cell: Cell
    what: str
    day: date | None


def _by_rows(draft: Report, reference: Reference, figures: Mapping[int, Figure]) -> Iterator[Match]:
    """Figures behind the cells of rows that both sides have."""
    for name, new, old in _row_pairs(draft, reference):
        names = row_names(name, draft.tables[name])
        for column, start in cell_starts(_word(new["cells"])).items():
            spec = TABLES[name].column(column)
            figure = figures.get(start)
            if spec.kind == "number" and figure and not is_missing(new[column]) and not is_missing(old[column]):
                what = f"{names[new['row_id']]}{spec.label}"
                yield Match(figure, float(new[column]), Cell(name, old, spec), what, _day(new))


def _row_pairs(draft: Report, reference: Reference) -> Iterator[tuple[str, Row, Row]]:
    """(table, row of the draft, the same row of the version)."""
    for name in KEPT_TABLES:
        if name in _WORDS or name not in draft.tables:
            continue
        new, old = draft.tables[name], reference.tables.get(name, conform(name, []))
        rows = {row["row_id"]: row for row in records(old)}
        same = pair_rows(name, new, old)
        for row in records(new):
            other = rows.get(same.get(row["row_id"], ""))
            if other is not None and _is_alike(name, row, other):
                yield name, row, other


def _is_alike(name: str, row: Row, other: Row) -> bool:
    """Whether rows with one id have one key, too: an id counts on where words are the same (x#2)."""
    keys = [key for key in TABLES[name].key if key != "claim"]
    return all(plain(_word(row.get(key))) == plain(_word(other.get(key))) for key in keys)


def _by_words(draft: Report, reference: Reference) -> Iterator[Match]:
    """Figures whose clause has the same words, or of which the same is stated, once in either text."""
    cells = _cells_of(reference)
    for keys in (_clause_keys, _statement_keys):
        theirs = {key: figure for figure, key in _unique(keys(reference.report))}
        for figure, key in _unique(keys(draft)):
            stored = theirs.get(key)
            if stored is None or not draft.states(figure):
                continue
            what = plain(draft.lead(figure)) or figure.name or figure.statement.object
            for cell in cells.get(stored.start, [_printed_cell(stored)]):
                value = _in_unit(figure, cell.unit)
                if value is not None:
                    yield Match(figure, value, cell, what, figure.statement.as_of)


def _cells_of(reference: Reference) -> dict[int, list[Cell]]:
    """Start of a figure of the stored report → the cells that it stood behind, with what they hold today."""
    found: dict[int, list[Cell]] = defaultdict(list)
    for name in KEPT_TABLES:
        for row in records(reference.tables.get(name, conform(name, []))):
            for column, start in (replaced_starts(_word(row["cells"])) | cell_starts(_word(row["cells"]))).items():
                spec = next((each for each in TABLES[name].numbers if each.name == column), None)
                if spec is not None and not is_missing(row[column]):
                    found[start].append(Cell(name, row, spec))
    return found


def _printed_cell(figure: Figure) -> Cell:
    """A figure of the stored report that no row has, as a cell of its table of figures."""
    row = {
        "value": figure.value, "unit": figure.unit, "qualifier": figure.qualifier, "as_of_end": figure.statement.as_of,
        "domain": figure.domain, "quote": None, "sheet": None, "cell": None,
    }  # fmt: skip
    column = TABLES["figures"].column("value")
    return Cell("figures", row, replace(column, dated=figure.role not in ("target", "baseline")))


def _clause_keys(report: Report) -> Iterator[tuple[Figure, tuple[Any, ...]]]:
    """The words of the clause without its numbers, those before it in its sentence, and which of its figures it is."""
    for figure in report.figures:
        clause = report.outline.clause(figure.start)
        words = _NUMBERS.sub("#", plain(report.text[clause.start : clause.end]))
        before = report.text[report.outline.sentence(figure.start).start : clause.start]
        place = [each.start for each in report.figures_in(clause)].index(figure.start)
        if len(_HAN.findall(words)) >= _SHORTEST:
            yield figure, (words, place, _NUMBERS.sub("#", plain(before)))


def _statement_keys(report: Report) -> Iterator[tuple[Figure, tuple[Any, ...]]]:
    """What is stated of a figure: of whom, where, what, at which stage, in which role, of what, in which measure."""
    for figure in report.figures:
        said = figure.statement
        if said.object and (said.stage or said.subject or said.scope):
            yield (
                figure,
                (said.subject, said.scope, said.object, said.stage, said.of_what, figure.role, *figure.measure),
            )


def _unique(keys: Iterator[tuple[Figure, tuple[Any, ...]]]) -> list[tuple[Figure, tuple[Any, ...]]]:
    listed = list(keys)
    counts = Counter(key for _, key in listed)
    return [(figure, key) for figure, key in listed if counts[key] == 1]


def _compared(draft: Report, reference: Reference, match: Match) -> DraftFinding | None:
    figure, cell, what = match.figure, match.cell, match.what
    is_counted = not reference.is_same_period and figure.role in REPORTED_ROLES  # 排查30处 is the whole of 整改28处
    is_set = figure.role in ("target", "baseline") or not (cell.column.dated or is_counted)
    check, severity, why = _verdict_of_set(reference) if is_set else _verdict(reference, cell, match.value, match.day)
    if not check or _agrees(figure, match.value, cell):
        return None
    sentence = draft.outline.sentence(figure.start)
    stored = _stored_text(cell)
    as_of = "" if not cell.column.dated or cell.day is None else f"（截至{date_text(cell.day)}）"
    return DraftFinding(
        check=check, severity=severity,
        title=f"“{what}”写{figure.text}，{reference.name}是{stored}",
        message=f"{_excerpt(draft, figure)}{reference.name}里是{stored}{as_of}{_basis(cell)}。{why}",
        start=sentence.start, end=sentence.end, printed=figure.text, stored=stored,
        confirm=f"“{what}”应为{figure.text}还是{stored}",
        domain=figure.domain or _word(cell.row.get("domain")) or cell.table, starts=(figure.start,), words=what,
    )  # fmt: skip


def _verdict_of_set(reference: Reference) -> tuple[str, str, str]:
    """Check, severity and reason of two targets or baselines that differ; three times "" where they may differ."""
    if reference.is_same_period:
        return "stored_target", "conflict", "同一时期的目标和基数应当一致。"
    if reference.is_same_year:
        return "stored_target", "doubt", "上次的目标与这次不同，可能口径或期限不同，也可能目标已调整。"
    return "", "", ""


def _verdict(reference: Reference, cell: Cell, value: float, day: date | None) -> tuple[str, str, str]:
    """The same of two numbers that each speak of a day."""
    ours, theirs = (each or (reference.as_of if reference.is_same_period else None) for each in (day, cell.day))
    if ours is None or theirs is None:
        return "", "", ""
    if ours == theirs:
        return "stored_differs", "conflict", "同一天的数应当一致。"
    if ours < theirs:
        return "stored_newer", "doubt", f"这里的数截至{date_text(ours)}，已存的数更晚。"
    kind = _word(cell.row.get("kind"))
    if reference.is_same_year and kind == "cumulative" and value < cell.value:
        return "stored_fell", "doubt", "累计数不应比上次少。"
    return "", "", ""


def compare_rates(draft: Report, reference: Reference) -> Iterator[DraftFinding]:
    """Printed rates that do not follow once a part or a whole that the draft leaves out is taken from the version."""
    figures = {figure.start: figure for figure in draft.figures}
    for name, new, old in _row_pairs(draft, reference):
        names = row_names(name, draft.tables[name])
        starts = cell_starts(_word(new["cells"]))
        for column in TABLES[name].numbers:
            figure = figures.get(starts.get(column.name, -1))
            if not column.share_of or figure is None or is_missing(new[column.name]):
                continue
            part, whole = (_first(new[each], old[each]) for each in column.share_of)
            is_own = all(not is_missing(new[each]) for each in column.share_of)
            if part is None or whole is None or is_own or _day(new) != _day(old):
                continue
            rate = float(new[column.name])
            if rate_match(rate, part, whole) or not whole or figure.qualifier not in ("", "exact"):
                continue
            computed = f"{part:g}÷{whole:g}={100 * part / whole:.2f}%"
            sentence = draft.outline.sentence(figure.start)
            yield DraftFinding(
                check="stored_rate", severity="doubt",
                title=f"“{names[new['row_id']]}”写{figure.text}，按{reference.name}算是{computed}",
                message=f"{_excerpt(draft, figure)}文中没有写全分子和分母，缺的按{reference.name}补上，{computed}。",
                start=sentence.start, end=sentence.end, printed=figure.text, stored=computed,
                confirm=f"“{figure.text}”的分子、分母各是多少", domain=_word(new.get("domain")) or name,
                starts=(figure.start,), words=f"{names[new['row_id']]}{column.label}",
            )  # fmt: skip


def compare_due(draft: Report, reference: Reference) -> Iterator[DraftFinding]:
    """Due dates that the draft prints and the version has otherwise."""
    for name, new, old in _row_pairs(draft, reference):
        start = cell_starts(_word(new["cells"])).get("due") if "due" in new else None
        if start is None or is_missing(new["due"]) or is_missing(old["due"]) or new["due"] == old["due"]:
            continue
        what = row_names(name, draft.tables[name])[new["row_id"]]
        ours, theirs = date_text(as_date(new["due"])), date_text(as_date(old["due"]))
        sentence = draft.outline.sentence(start)
        yield DraftFinding(
            check="stored_due", severity="doubt", title=f"“{what}”的期限是{ours}，{reference.name}是{theirs}",
            message=f"「{sentence.text.strip()}」{reference.name}里的完成期限是{theirs}。",
            start=sentence.start, end=sentence.end, printed=ours, stored=theirs,
            confirm=f"“{what}”的完成期限是哪一天", domain=_word(new.get("domain")) or name, words=f"{what}期限",
        )  # fmt: skip


def _in_unit(figure: Figure, unit: str) -> float | None:
    """The value of a figure in `unit`; None where it cannot be."""
    if figure.unit == unit or not unit:
        return figure.value
    try:
        return round(convert(figure.value, figure.unit, unit), 6)
    except UnitError:
        return None


def _agrees(figure: Figure, value: float, cell: Cell) -> bool:
    """Whether both may be the same number: 约, 余 and digits left out allow for more."""
    if math.isclose(value, cell.value, rel_tol=1e-9):
        return True
    exact = ("", "exact")
    same_words = figure.qualifier == cell.qualifier or (figure.qualifier in exact and cell.qualifier in exact)
    if same_words and figure.unit == cell.unit and decimals_of(value) == decimals_of(cell.value):
        return False
    factor = figure.base_value / value if value else 1.0
    ours = figure.range.times(1 / factor) if factor > 0 else Range(value, value)
    theirs = range_of(cell.value, math.nan, f"{cell.value:.12g}", cell.qualifier, is_set=not cell.column.dated)
    return ours.meets(theirs)


def _stored_text(cell: Cell) -> str:
    return cell_text(cell.table, cell.column.name, cell.row)


def _basis(cell: Cell) -> str:
    """The sentence or the cell that a stored number rests on, in brackets; "" where there is none."""
    quote, place = _word(cell.row.get("quote")), place_text(cell.row)
    if not quote:
        return f"，见{place}" if place else ""
    quote = " ".join(quote.split())
    return f"，原文「{quote if len(quote) <= _LONGEST_QUOTE else quote[:_LONGEST_QUOTE] + '…'}」"


def _excerpt(draft: Report, figure: Figure) -> str:
    clause = draft.outline.clause(figure.start)
    return f"「{' '.join(draft.text[clause.start : clause.end].split())}」"


def _day(row: Row) -> date | None:
    return None if is_missing(row["as_of_end"]) else as_date(row["as_of_end"])


def _first(*values: Any) -> float | None:
    return next((float(value) for value in values if not is_missing(value)), None)


def _word(cell: Any) -> str:
    return "" if cell is None or is_missing(cell) else str(cell)
