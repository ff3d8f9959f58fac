"""What people changed in the tables: parts against their whole, rates against their row, names against the catalogue.

A number that still stands on its sentence is checked there, by the other checks; here only rows with a number that
somebody has changed since or brought in, and names that the text does not have.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from domain.checks.finding import Finding, excerpt, number
from domain.checks.report import Report
from domain.checks.words import GENERIC_CHARACTER
from domain.judging.rate_bases import rate_match
from domain.schema.cell_links import cell_starts, replaced_starts
from domain.schema.display import is_missing, number_text, quantity_text
from domain.schema.part_of_whole import ITEMS
from domain.schema.tables import DOMAINS, TABLES
from domain.unit_catalogue import names_of_unit

#: Columns that call a row by a name, and the length from which names are compared although one character differs.
_NAMES: Final = ("project", "name", "who")
_SHORTEST_NAME: Final = 4
_CALLED: Final = ("level", "category", "name")

_Row = Mapping[Any, Any]


def check_changed_items(report: Report) -> Iterator[Finding]:
    """Lists of items (隐患, 纠纷) whose parts, two of them at least, do not make up their total any more."""
    reported: set[tuple[float, ...]] = set()
    for table, (parts, whole) in ITEMS.items():
        for row in _rows(report, table, [whole]):
            given = [part for part in parts if not is_missing(row[part])]
            only = TABLES[table].parts_only_of
            if (only and row["kind"] != only) or len(given) < 2:
                continue
            gap = row[whole] - sum(row[part] for part in given)
            amounts = (row[whole], *sorted(row[part] for part in given if row[part]))
            if abs(gap) < 1e-9 or amounts in reported or not _changed(row, [whole, *given]):
                continue
            reported.add(amounts)  # the same list stands in several tables
            slots = {
                "whole": _amount(table, whole, row),
                "parts": " + ".join(f"{_label(table, part)}{_amount(table, part, row)}" for part in given if row[part]),
                "sum": quantity_text(row[whole] - gap, row["unit"]),
                "gap": quantity_text(abs(gap), row["unit"]),
            }
            text_code, severity = ("row_missing", "doubt") if gap > 0 else ("row_differs", "conflict")
            yield _finding(report, table, row, "parts_whole", text_code, severity, slots, slots["sum"], slots["whole"])


def check_changed_rates(report: Report) -> Iterator[Finding]:
    """Rates that do not follow from part and whole of their own row any more, within the decimals that are written.

    Where the printed figures did not give the printed rate either, it is of something else, and nothing is said.
    """
    printed = {figure.start: figure.value for figure in report.figures}
    for table, columns in _rates():
        for row in _rows(report, table, columns):
            values = [row[column] for column in columns]
            if not _changed(row, columns) or _approximate(row) or _with_base(row):
                continue
            replaced = replaced_starts(row["cells"])
            before = [printed.get(replaced.get(column, -1), row[column]) for column in columns]
            if _gives(*values) or (any(column in replaced for column in columns) and not _gives(*before)):
                continue
            part, whole, rate = (_amount(table, column, row) for column in columns)
            computed = f"{number(100 * values[0] / values[1])}%" if values[1] else "—"
            slots = {"part": part, "whole": whole, "rate": rate, "computed": computed}
            slots["label"] = _label(table, columns[2])
            set_aside = columns[2] in cell_starts(row["cells"]) and any(name in replaced for name in columns[:2])
            text_code, severity = ("rate_set_aside", "notice") if set_aside else ("row_rate", "doubt")
            yield _finding(report, table, row, "rate_base", text_code, severity, slots, computed, rate)


def _rates() -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Each rate with what it is the share of, as its column says (Column.share_of): table, (part, whole, rate)."""
    for table in TABLES.values():
        for column in table.columns:
            if column.share_of:
                part, whole = column.share_of
                yield table.name, (part, whole, column.name)


def check_changed_names(report: Report) -> Iterator[Finding]:
    """Names in tables, and not in the text, that differ in one character from a project or firm of the unit."""
    names: dict[int, list[str]] = defaultdict(list)
    own = names_of_unit(report.scope.get("org_unit"))
    for known in (*own.projects.values(), *own.enterprises.values()):
        for name in known:
            names[len(name)].append(name)
    reported: set[str] = set()
    for table, rows in report.tables.items():
        for column in () if TABLES[table].derived else rows.columns.intersection(list(_NAMES)):
            for written in rows[column].dropna().unique():
                near = _near(written, names[len(written)]) if len(written) >= _SHORTEST_NAME else None
                if near is None or written in reported or written in report.text:
                    continue
                reported.add(written)
                row = rows[rows[column] == written].iloc[0].to_dict()
                slots = {"written": written, "near": near, "label": _label(table, column)}
                yield _finding(report, table, row, "name_drift", "row_name", "doubt", slots, near, written)


def _near(written: str, names: Collection[str]) -> str | None:
    """The one of `names` (as long as `written`) that differs in one character which does not distinguish things."""
    if written in names:
        return None
    for name in names:
        differing = [one + other for one, other in zip(written, name, strict=True) if one != other]
        if len(differing) == 1 and not GENERIC_CHARACTER.fullmatch(differing[0]):
            return name
    return None


def _rows(report: Report, table: str, columns: Sequence[str]) -> list[dict[Any, Any]]:
    """The rows of a table that do not rest on a sentence as they are, and have something in each of `columns`."""
    rows = report.tables.get(table)
    if rows is None or rows.empty:
        return []
    return rows[rows["start"].isna() & rows[list(columns)].notna().all(axis="columns")].to_dict("records")


def _changed(row: _Row, columns: Collection[str]) -> bool:
    """Whether one of the numbers in `columns` does not stand in the text; 0 says nothing that could."""
    stands = cell_starts(row["cells"])
    return any(column not in stands and not is_missing(row[column]) and row[column] != 0 for column in columns)


def _approximate(row: _Row) -> bool:
    qualifiers = (row.get(name) for name in ("qualifier", "target_qualifier", "actual_qualifier"))
    return any(not is_missing(word) and word != "exact" for word in qualifiers)


def _with_base(row: _Row) -> bool:
    return not is_missing(row.get("baseline")) and row["baseline"] != 0


def _gives(part: float, whole: float, rate: float) -> bool:
    return rate_match(rate, part, whole) is not None


def _label(table: str, column: str) -> str:
    return TABLES[table].column(column).label


def _amount(table: str, column: str, row: _Row) -> str:
    unit = TABLES[table].column(column).unit or row.get("unit")
    return quantity_text(row[column], None if is_missing(unit) else unit) if unit else number_text(row[column])


def _finding(
    report: Report,
    table: str,
    row: _Row,
    check: str,
    text_code: str,
    severity: str,
    slots: dict[str, str],
    computed: str,
    printed: str,
) -> Finding:
    """A finding about a row, at the sentence that it rested on where there is one."""
    at = replaced_starts(row["cells"]).get("quote", None if is_missing(row["start"]) else int(row["start"]))
    called = dict.fromkeys(str(row[name]) for name in _CALLED if not is_missing(row.get(name)))
    before = "" if at is None else f"报告原来写：{excerpt(report, at)}"
    own = table if table in DOMAINS else "other"
    return Finding(
        check=check,
        severity=severity,
        text_code=text_code,
        slots={"table": TABLES[table].label, "row": "".join(called) or "未命名", "before": before, **slots},
        at=at,
        words=f"{table}|{row['row_id']}|{text_code}|{slots.get('written', '')}",
        computed=computed,
        printed=printed,
        domain=own if is_missing(row.get("domain")) else str(row["domain"]),
    )
