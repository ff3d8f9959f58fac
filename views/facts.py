"""The facts of a version, one clause each, in the order of the report, for the brief (汇报材料)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.schema.cell_links import cell_starts, replaced_starts
from domain.schema.display import NOT_STATED, is_missing, quantity_text
from domain.schema.frames import Tables, records
from domain.schema.ledger import qualifier_of, unit_column_of
from domain.schema.period import as_of_text
from domain.schema.provenance import Sources, basis_text
from domain.schema.tables import TABLES
from views.fact_clauses import MAIN_COLUMNS, TABLES_FIRST, Clause, clauses, main_start
from views.judging import Judged
from views.measure_sentences import on_last_year, since_earlier
from views.places import places_of

_OLDEST: Final = (pd.Timestamp.min, False)
_ASK: Final = "请对照原文，向提供该数字的科室核实后定稿。"


@dataclass(frozen=True)
class Fact:
    """One clause. text: in official style. place: the offset of its figure in the report, else of its row.

    quote: its sentence, "" for none; basis: its source in words; as_of: its as-of date in words. state: code, where it
    is judged. span: offsets of `quote` while all of the row still is as printed, else None. project: of its row.
    remarks: what is to be verified about it, lines of a comment. change: against the previous period or, on the same
    day, the previous version, "" for none. sentence: of the report, that its figure stands in, "" for none.
    """

    text: str
    place: int
    quote: str
    basis: str
    as_of: str
    state: str | None = None
    span: tuple[int, int] | None = None
    project: str = ""
    remarks: tuple[str, ...] = ()
    change: str = ""
    sentence: str = ""


def facts(
    tables: Tables,
    result: Judged,
    before: Tables | None = None,
    sources: Sources | None = None,
    earlier: pd.DataFrame | None = None,
) -> list[Fact]:
    """Every fact of a version once, in the order of the report.

    result: the judged measures; before: the tables of the previous version; sources: of its rows; earlier: measures of
    earlier versions. A figure that is in several tables is reported by its indicator with a target; in TABLES_FIRST
    by the domain's own table.
    """
    used: set[int] = set()
    found: list[Fact] = []
    doubts, places = _doubts(tables), places_of(tables)
    sources = sources or Sources()
    growth, sentences = _growth(result, earlier), _sentences(tables["figures"])
    told = tuple(dict.fromkeys(sentences.values()))
    found_clauses = list(clauses(tables, result))
    newest: dict[int, tuple[Any, bool]] = {}
    for clause in found_clauses:
        main = main_start(clause.rows[0])
        if main is not None:
            newest[main] = max(newest.get(main, _OLDEST), _age(clause.rows[0], main))
    for clause in found_clauses:
        row = clause.rows[0]
        printed, main = cell_starts(row["cells"]), main_start(row)
        if main is not None and _age(row, main) < newest[main]:
            continue  # another row of the same figure was updated since
        if main in used:
            continue
        used |= {main} if main is not None else set()
        if clause.table in TABLES_FIRST or clause.says_all:
            used |= set((printed | replaced_starts(row["cells"])).values())
        as_of = as_of_text(row["as_of_start"], row["as_of_end"])
        place = places[row["row_id"]] if main is None else main
        doubt = doubts.get(place, ()) if clause.state != "to_verify" and main in (None, *printed.values()) else ()
        quote = "" if is_missing(row["quote"]) else str(row["quote"])
        change = growth.get(row["row_id"], "") or growth.get(main, "")
        found.append(
            Fact(
                clause.text, place, quote, basis_text(row, sources), as_of, clause.state,
                _span(row, sources) if clause.in_quote else None,
                _text(row, "project"), (*clause.remarks, *doubt), change or _change(clause, tables, before),
                sentences.get(place) or next((each for each in told if quote and quote in each), ""),
            )
        )  # fmt: skip
    return sorted(found, key=lambda fact: fact.place)


def _sentences(figures: pd.DataFrame) -> dict[int, str]:
    known = figures[figures["start"].notna() & figures["sentence"].notna()]
    return dict(zip(known["start"].astype(int).tolist(), known["sentence"].astype(str).tolist(), strict=True))


def _age(row: Mapping[str, Any], main: int) -> tuple[Any, bool]:
    """How new the number of a row is that was printed at `main`: its day, and whether it was changed since."""
    day = _OLDEST[0] if is_missing(row["as_of_end"]) else row["as_of_end"]
    return day, main in replaced_starts(row["cells"]).values()


def _growth(result: Judged, earlier: pd.DataFrame | None) -> dict[Any, str]:
    """Row id and offset of the number of a measure -> what it grew by in a year and since the last earlier day."""
    found: dict[Any, str] = {}
    for row in records(result.indicators):
        words = "，".join(filter(None, (on_last_year(row, earlier), since_earlier(row, earlier))))
        if words:
            start = (replaced_starts(row["cells"]) | cell_starts(row["cells"])).get("actual")
            found |= {row["row_id"]: words} | ({} if start is None else {start: words})
    return found


def _span(row: Mapping[str, Any], sources: Sources) -> tuple[int, int] | None:
    """The offsets of the quote of a row; None without one, or once a workbook or an edit has changed the row."""
    changed = replaced_starts(row["cells"]) or any(source.kind != "report" for source in sources.of_row(row))
    if changed or is_missing(row["quote"]) or is_missing(row["start"]):
        return None
    return int(row["start"]), int(row["end"])


def _text(row: Mapping[str, Any], column: str) -> str:
    return "" if is_missing(row.get(column)) or row[column] == NOT_STATED else str(row[column])


def _doubts(tables: Tables) -> dict[int, tuple[str, ...]]:
    """Offset of a figure -> the first unresolved contradiction or doubt about it, as lines of a comment.

    Only figures in the finding's own sentence count; its other figures are those it was compared with.
    """
    rows = tables["findings"]
    rows = rows[rows["severity"].isin(["conflict", "doubt"]) & rows["resolution"].isna() & rows["figures"].notna()]
    found: dict[int, tuple[str, ...]] = {}
    for row in records(rows):
        for start in map(int, str(row["figures"]).split()):
            if not is_missing(row["start"]) and row["start"] <= start < row["end"]:
                message = _text(row, "message")
                found.setdefault(start, tuple(filter(None, (f"存疑：{row['title']}", message, _ASK))))
    return found


def _change(clause: Clause, tables: Tables, before: Tables | None) -> str:
    """较上一版由880亩变为900亩; 上一版没有此项 — against the rows with the same ids in the previous version."""
    if before is None or clause.table not in before:
        return ""
    parts: list[str] = []
    for row in clause.rows:
        old, new = (_row(each[clause.table], row["row_id"]) for each in (before, tables))
        if old is None or new is None:
            return "上一版没有此项"
        parts += [_moved(clause.table, old, new, column) for column in clause.columns or MAIN_COLUMNS if column in new]
    return "，".join(dict.fromkeys(part for part in parts if part))


def _row(table: Any, row_id: object) -> dict[str, Any] | None:
    found = records(table[table["row_id"] == row_id])
    return found[0] if found else None


def _moved(table: str, before: Mapping[str, Any], after: Mapping[str, Any], column: str) -> str:
    """The change of a number, both values as written; "" where it did not change."""
    old, new = (_written(table, row, column) for row in (before, after))
    what = "目标" if column.startswith("target") else ""
    if old == new:
        return ""
    if not old or not new:
        return f"{what}上一版{f'为{old}' if old else '未写明'}，本版{f'为{new}' if new else '未写明'}"
    return f"{what}较上一版由{old}变为{new}"


def _written(table: str, row: Mapping[str, Any], column: str) -> str:
    if is_missing(row[column]):
        return ""
    unit, qualifier = unit_column_of(table, column), qualifier_of(table, column)
    return quantity_text(
        row[column], row[unit] if unit else TABLES[table].column(column).unit, row[qualifier] if qualifier else None
    )
