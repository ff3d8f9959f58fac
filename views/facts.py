"""The facts of a version, one clause each, in the order of the report, for the brief (汇报材料)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.schema.cell_links import cell_starts, replaced_starts
from domain.schema.display import NOT_STATED, is_missing, number_text, quantity_text
from domain.schema.frames import Tables, records
from domain.schema.ledger import qualifier_of, unit_column_of
from domain.schema.period import as_of_text
from domain.schema.provenance import Sources, basis_text
from domain.schema.tables import TABLES
from views.demolition import demolition_view, printed_area
from views.funding import funding_view
from views.honours import honours_view
from views.judging import Judged
from views.land import land_view
from views.measure_sentences import (
    change_sentence,
    measure_sentence,
    on_last_year,
    since_earlier,
    verify_remarks,
)
from views.more import more_view
from views.panel import joined
from views.places import places_of
from views.safety import NO_OUTCOME, outcome_text, safety_view

#: Columns that can hold the main number of a row, in order of precedence.
_MAIN: Final = (
    "actual", "value", "amount_wan_yuan", "found", "closed", "buildings", "households", "area_mu", "projects",
    "share_pct", "day", "limit_days", "target", "target_mu", "months",
)  # fmt: skip
#: Domains whose tables have more detail than their indicators: days and units, outcomes of hazards.
_TABLES_FIRST: Final = ("demolition", "safety")
_ALL: Final = 100.0
_ASK: Final = "请对照原文，向提供该数字的科室核实后定稿。"


@dataclass(frozen=True)
class Fact:
    """One clause. text: in official style. place: the offset of its figure in the report, else of its row.

    quote: its sentence, "" for none; basis: its source in words; as_of: its as-of date in words. state: code, where it
    is judged. span: offsets of `quote` while all of the row still is as printed, else None. project: of its row.
    remarks: what is to be verified about it, lines of a comment. change: against the previous period or, on the same
    day, the previous version, "" for none.
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


@dataclass(frozen=True)
class _Clause:
    """A candidate fact: its table, rows (of a measure: all claims), text and state.

    columns: the columns of its row that it covers, () for all that can hold a main number. remarks: see Fact.
    in_quote: whether the sentence of the row says all of it. says_all: whether it says all figures of its row.
    """

    table: str
    rows: tuple[Mapping[str, Any], ...]
    text: str
    state: str | None = None
    columns: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    in_quote: bool = True
    says_all: bool = False


def facts(
    tables: Tables,
    result: Judged,
    before: Tables | None = None,
    sources: Sources | None = None,
    earlier: pd.DataFrame | None = None,
) -> list[Fact]:
    """Every fact of a version once, in the order of the report.

    result: the judged measures; before: the tables of the previous version; sources: of its rows; earlier: measures of
    earlier versions. A figure that is in several tables is reported by its indicator with a target; in _TABLES_FIRST
    by the domain's own table.
    """
    used: set[int] = set()
    found: list[Fact] = []
    doubts, places = _doubts(tables), places_of(tables)
    sources = sources or Sources()
    growth = _growth(result, earlier)
    for clause in _clauses(tables, result):
        row = clause.rows[0]
        printed, main = cell_starts(row["cells"]), _main_start(row)
        if main in used:
            continue
        used |= {main} if main is not None else set()
        if clause.table in _TABLES_FIRST or clause.says_all:
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
            )
        )  # fmt: skip
    return sorted(found, key=lambda fact: fact.place)


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


def _clauses(tables: Tables, result: Judged) -> Iterator[_Clause]:
    """Indicators with a target, then the tables, then indicators of _TABLES_FIRST and monitored ones."""
    deferred: list[_Clause] = []
    claims = {row["row_id"]: row for row in records(result.claims)}
    for row in records(result.indicators):
        if row["state"] == "monitor":
            if not is_missing(row["actual"]):
                deferred.append(_Clause("measures", (row,), measure_sentence(row, (row,)), row["state"]))
            continue
        claim_rows = tuple(claims[row_id] for row_id in str(row["claim_rows"]).split() if row_id in claims) or (row,)
        remarks = verify_remarks(row, claim_rows) if row["state"] == "to_verify" else ()
        clause = _Clause(
            "measures", claim_rows, measure_sentence(row, claim_rows), row["state"], remarks=remarks,
            in_quote=row["kind"] == "milestone" and not remarks, says_all=not remarks,
        )  # fmt: skip
        if row["domain"] in _TABLES_FIRST:
            deferred.append(clause)
        else:
            yield clause
    yield from _reading_clauses(tables)
    yield from _project_clauses(tables)
    yield from _safety_clauses(tables)
    for row in records(honours_view(tables).honours.table):
        rank = joined(*(str(row[name]) for name in ("level", "scope") if not is_missing(row[name])), between="，")
        year = f"（{row['when']}）" if row["earlier"] else ""
        yield _Clause("honours", (row,), f"{row['who']}：{row['award']}{f'（{rank}）' if rank else ''}{year}")
    yield from deferred


def _reading_clauses(tables: Tables) -> Iterator[_Clause]:
    for domain, panel in more_view(tables).sections.items():
        for row in records(panel.table) if TABLES[domain].is_readings else ():
            word = {"target": "目标", "forecast": "预计"}.get(row["role"], "")
            word = "" if word in f"{row['name']}{row['value_text']}" else word
            yield _Clause(domain, (row,), _reading_text(row, word))


def _reading_text(row: Mapping[str, Any], word: str) -> str:
    """清理占道经营424家; a share that fell as a rate of change."""
    if row["unit"] == "%" and not is_missing(row["value"]) and row["value"] < 0:
        return change_sentence(str(row["name"]), float(row["value"]))
    return f"{row['name']}{word}{row['value_text']}"


def _project_clauses(tables: Tables) -> Iterator[_Clause]:
    """Land, demolition and funding."""
    land = land_view(tables)
    for row in records(land.chain.table):
        if not is_missing(row["value"]):
            what, column = ("项目", "projects") if row["unit"] == "个" else ("面积", "area_mu")
            yield _Clause("land", (row,), f"{row['stage']}{what}{row['value_text']}", columns=(column,))
    for row in records(tables["land"][tables["land"]["share_pct"].notna()]):
        basis = "" if is_missing(row["of_what"]) else f"（{row['of_what']}）"
        yield _Clause("land", (row,), f"自报{row['stage']}{number_text(row['share_pct'])}%{basis}")
    for row in records(land.projects.table):
        yield _Clause("land", (row,), _farmland_text(row))
    for row in records(demolition_view(tables).steps.table):
        if any(not is_missing(row.get(column)) for column in _MAIN):
            yield _Clause("demolition", (row,), _demolition_text(row))
    for row in records(funding_view(tables).money.table):
        yield _Clause("funding", (row,), _money_text(row))


def _safety_clauses(tables: Tables) -> Iterator[_Clause]:
    safety = safety_view(tables)
    for row in records(safety.hazards.table):
        outcome = outcome_text(row)
        among = "" if outcome == NO_OUTCOME else "其中"
        derived = f"（处数按自报完成率{number_text(row['rate_pct'])}%推算）" if row["derived"] else ""
        yield _Clause("safety", (row,), f"{row['label']}{_quantity(row, 'found')}，{among}{outcome}{derived}",
                      in_quote=outcome == NO_OUTCOME)  # fmt: skip
    for row in records(safety.counts.table):
        yield _Clause("safety", (row,), f"{row['category']}{row['value_text']}")
    for row in records(safety.enforcement.table):
        yield _Clause("governance", (row,), f"{row['name']}{row['value_text']}")


def _farmland_text(row: Mapping[str, Any]) -> str:
    """四都畈绿色农田1,900余亩，完工待验收; a forecast with its note, else 预计."""
    if row["role"] == "forecast":
        return f"{row['project']}{'预计' if is_missing(row['note']) else row['note']}{row['area_text']}"
    timed = "" if is_missing(row["months"]) else f"，用时{quantity_text(row['months'], '月')}"
    return f"{row['project']}{row['area_text']}{'，' if row['area_text'] else ''}{row['stage']}{timed}"


def _demolition_text(row: Mapping[str, Any]) -> str:
    """常山江航运枢纽房屋签约7天完成14幢（全部）: days, share and counts in each unit."""
    counts = [
        quantity_text(row[column], unit)
        for column, unit in (("households", "户"), ("buildings", "幢"))
        if not is_missing(row[column])
    ]
    if area := printed_area(row):
        counts.append(quantity_text(*area))
    whole = row["share_pct"] == _ALL
    timed = ""
    if not is_missing(row["limit_days"]):
        timed = f"{number_text(row['limit_days'])}天内"
    elif not is_missing(row["day"]):
        timed = f"{'' if whole else '第'}{number_text(row['day'])}天"
    if whole and not counts:
        return f"{row['project']}{row['step']}{timed}全部完成"
    if whole:
        counts[-1] += "（全部）"
    elif not is_missing(row["share_pct"]):
        counts.append(f"{number_text(row['share_pct'])}%")
    return f"{row['project']}{row['step']}{timed}完成{'、'.join(counts)}"


def _money_text(row: Mapping[str, Any]) -> str:
    """同创空间专项债4,954万元（在建）; parts and money that is not available yet are marked."""
    if row["is_part"]:
        return f"{'' if is_missing(row['project']) else row['project']}{row['label']}{row['amount_text']}"
    name = "" if is_missing(row["project"]) else row["label"]
    stage = "" if is_missing(row["stage"]) else f"（{row['stage']}）"
    text = f"{name}{row['kind']}{stage}"
    nature_note = "" if row["there"] or row["nature"] in text else row["nature"]
    return f"{name}{nature_note}{row['kind']}{row['amount_text']}{stage}"


def _quantity(row: Mapping[str, Any], column: str) -> str:
    return quantity_text(row[column], row["unit"], row.get(f"{column}_qualifier"))


def _main_start(row: Mapping[str, Any]) -> int | None:
    """The offset of the row's main figure, also where it was changed since; None where none is printed."""
    starts = replaced_starts(row["cells"]) | cell_starts(row["cells"])
    return next((starts[column] for column in _MAIN if column in starts), None)


def _change(clause: _Clause, tables: Tables, before: Tables | None) -> str:
    """较上一版由880亩变为900亩; 上一版没有此项 — against the rows with the same ids in the previous version."""
    if before is None or clause.table not in before:
        return ""
    parts: list[str] = []
    for row in clause.rows:
        old, new = (_row(each[clause.table], row["row_id"]) for each in (before, tables))
        if old is None or new is None:
            return "上一版没有此项"
        parts += [_moved(clause.table, old, new, column) for column in clause.columns or _MAIN if column in new]
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
