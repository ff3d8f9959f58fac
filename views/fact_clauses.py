"""The clauses of a version that can become facts of the brief: of measures, readings, projects, hazards, honours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.schema.cell_links import cell_starts, replaced_starts
from domain.schema.display import is_missing, number_text, quantity_text
from domain.schema.frames import Tables, records
from domain.schema.tables import TABLES
from views.demolition import demolition_view, printed_area
from views.funding import funding_view
from views.honours import honours_view
from views.judging import Judged
from views.land import land_view
from views.measure_sentences import change_sentence, measure_sentence, verify_remarks
from views.more import more_view
from views.panel import joined
from views.safety import NO_OUTCOME, outcome_text, safety_view

#: Columns that can hold the main number of a row, in order of precedence.
MAIN_COLUMNS: Final = (
    "actual", "value", "amount_wan_yuan", "found", "closed", "buildings", "households", "area_mu", "projects",
    "share_pct", "day", "limit_days", "target", "target_mu", "months",
)  # fmt: skip
#: Domains whose tables have more detail than their indicators: days and units, outcomes of hazards.
TABLES_FIRST: Final = ("demolition", "safety")
_ALL: Final = 100.0


@dataclass(frozen=True)
class Clause:
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


def clauses(tables: Tables, result: Judged) -> Iterator[Clause]:
    """Indicators with a target, then the tables, then indicators of TABLES_FIRST and monitored ones."""
    deferred: list[Clause] = []
    claims = {row["row_id"]: row for row in records(result.claims)}
    for row in records(result.indicators):
        if row["state"] == "monitor":
            if not is_missing(row["actual"]):
                deferred.append(Clause("measures", (row,), measure_sentence(row, (row,)), row["state"]))
            continue
        claim_rows = tuple(claims[row_id] for row_id in str(row["claim_rows"]).split() if row_id in claims) or (row,)
        remarks = verify_remarks(row, claim_rows) if row["state"] == "to_verify" else ()
        clause = Clause(
            "measures", claim_rows, measure_sentence(row, claim_rows), row["state"], remarks=remarks,
            in_quote=row["kind"] == "milestone" and not remarks, says_all=not remarks,
        )  # fmt: skip
        if row["domain"] in TABLES_FIRST:
            deferred.append(clause)
        else:
            yield clause
    yield from _reading_clauses(tables)
    yield from _project_clauses(tables)
    yield from _safety_clauses(tables)
    for row in records(honours_view(tables).honours.table):
        rank = joined(*(str(row[name]) for name in ("level", "scope") if not is_missing(row[name])), between="，")
        year = f"（{row['when']}）" if row["earlier"] else ""
        yield Clause("honours", (row,), f"{row['who']}：{row['award']}{f'（{rank}）' if rank else ''}{year}")
    yield from deferred


def _reading_clauses(tables: Tables) -> Iterator[Clause]:
    for domain, panel in more_view(tables).sections.items():
        for row in records(panel.table) if TABLES[domain].is_readings else ():
            word = {"target": "目标", "forecast": "预计"}.get(row["role"], "")
            word = "" if word in f"{row['name']}{row['value_text']}" else word
            yield Clause(domain, (row,), _reading_text(row, word))


def _reading_text(row: Mapping[str, Any], word: str) -> str:
    """清理占道经营424家; a share that fell as a rate of change."""
    if row["unit"] == "%" and not is_missing(row["value"]) and row["value"] < 0:
        return change_sentence(str(row["name"]), float(row["value"]))
    return f"{row['name']}{word}{row['value_text']}"


def _project_clauses(tables: Tables) -> Iterator[Clause]:
    """Land, demolition and funding."""
    land = land_view(tables)
    for row in records(land.chain.table):
        if not is_missing(row["value"]):
            what, column = ("项目", "projects") if row["unit"] == "个" else ("面积", "area_mu")
            yield Clause("land", (row,), f"{row['stage']}{what}{row['value_text']}", columns=(column,))
    for row in records(tables["land"][tables["land"]["share_pct"].notna()]):
        basis = "" if is_missing(row["of_what"]) else f"（{row['of_what']}）"
        yield Clause("land", (row,), f"自报{row['stage']}{number_text(row['share_pct'])}%{basis}")
    for row in records(land.projects.table):
        yield Clause("land", (row,), _farmland_text(row))
    for row in records(demolition_view(tables).steps.table):
        if any(not is_missing(row.get(column)) for column in MAIN_COLUMNS):
            yield Clause("demolition", (row,), _demolition_text(row))
    for row in records(funding_view(tables).money.table):
        yield Clause("funding", (row,), _money_text(row))


def _safety_clauses(tables: Tables) -> Iterator[Clause]:
    safety = safety_view(tables)
    for row in records(safety.hazards.table):
        outcome = outcome_text(row)
        among = "" if outcome == NO_OUTCOME else "其中"
        derived = f"（处数按自报完成率{number_text(row['rate_pct'])}%推算）" if row["derived"] else ""
        yield Clause("safety", (row,), f"{row['label']}{_quantity(row, 'found')}，{among}{outcome}{derived}",
                      in_quote=outcome == NO_OUTCOME)  # fmt: skip
    for row in records(safety.counts.table):
        yield Clause("safety", (row,), f"{row['category']}{row['value_text']}")
    for row in records(safety.enforcement.table):
        yield Clause("governance", (row,), f"{row['name']}{row['value_text']}")


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


def main_start(row: Mapping[str, Any]) -> int | None:
    """The offset of the row's main figure, also where it was changed since; None where none is printed."""
    starts = replaced_starts(row["cells"]) | cell_starts(row["cells"])
    return next((starts[column] for column in MAIN_COLUMNS if column in starts), None)
