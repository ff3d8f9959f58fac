"""Rows of the domain tables made of statements: one per scope, object and stage, as many as the text gives.

A row takes the statements of one thing that stand close together; the same thing said again with another number is a
row of its own. The id of a row is made of its words, so that the same row is met again in the next report.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from domain.schema.cell_links import cell_starts, join_cells
from loaders.report.decisions import is_confirmed
from loaders.report.reading import Reading, Row
from loaders.report.row_columns import CELLS, DISPUTES, DURATIONS, OF_MU, Cell
from loaders.report.row_identity import row_identity
from loaders.report.state_words import state_behind
from loaders.report.statements.lexicon import kind_of
from loaders.report.statements.wholes import ALL_CLOSED
from loaders.report.wording import plain

#: Tables that take statements by their own columns; all other domains take them as single readings.
PROJECTED: Final = ("land", "demolition", "funding", "safety")
_NO_LAND_OF_THEIR_OWN: Final = frozenset({"other", "rural_income", "investment", "funding"})
#: Areas in 亩 that nobody farms.
_NOT_FARMED: Final = re.compile("占地|(?<!果)林(?!下|地)|绿化|封禁|养殖|水产|水域|厂房|园区|用地")
_CHANGED_BY: Final = re.compile("(?:增长|增加|减少|下降|同比快|同比慢|[快慢])(?:约|近|了)*$")
_WORDS_BEFORE: Final = 12
#: 9个乡镇 counts places, whatever its clause is about.
_COUNTS_PLACES: Final = re.compile("(?:行政村|自然村|乡镇|[乡镇村]|街道|社区|片区|县区)")
_REACH: Final = 160
#: 完成总进度73%: of all that is planned, whatever that is.
_OVERALL: Final = "总进度"
_APPLIED_FOR: Final = "争取"
_AT_WORK: Final = "在建"
_DONE: Final = re.compile("完工|竣工|建成|投用|投产|投入使用|通车|开业")
_BASE_UNKNOWN: Final = "原文未写明以哪个目标为准"
_ITEMS: Final = frozenset({"个", "项", "处", "条", "家"})
_LEFT_OVER: Final = "结余"
_PROOF: Final = ("org_unit", "period", "as_of_start", "as_of_end", "source_id", "start", "end", "quote")
#: 7天完成, 15天内拆除: a time that something took, or a limit that was kept.
_TOOK_BEHIND: Final = re.compile("(?:之?内|时间|就|即|便)*(?:完成|拆除|签约|腾空|征收|交付)")
_TOOK_BEFORE: Final = re.compile("(?:用时|历时|仅用|只用|耗时)(?:了|约|近|仅)*$")


def project_rows(reading: Reading, statements: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows of the tables of PROJECTED; statements: rows of `statements` in the order of the text.

    A fact said again (the same number of the same thing) makes no second row.
    """
    rows: dict[str, list[_Row]] = {name: [] for name in PROJECTED}
    times: list[Row] = []
    columns: dict[str, str] = {}
    known_facts: set[tuple[Any, ...]] = set()
    statements = list(statements)
    by_start = {_start(statement): statement for statement in statements}
    for statement in statements:
        fact, table = fact_of(statement), _table_of(reading, statement)
        if table not in PROJECTED or statement["value"] is None:
            continue
        if not is_confirmed(statement) and (fact in known_facts or _is_aside(reading, statement)):
            continue
        if statement["base_unit"] in DURATIONS:
            times.append(statement)
            continue
        known_facts.add(fact)
        cell = CELLS[table](statement) or _of_whole(statement, table, columns)
        measured = _measured(statement)
        amount = None if measured is None else by_start.get(measured)
        if table == "funding" and amount is not None and amount["base_unit"] in _ITEMS:
            cell = None  # 项目86个,已开工81个,开工率94.2% is no progress of money
        if cell is not None:
            columns[statement["row_id"]] = cell.column
            _place(rows[table], _Row(table, statement), cell, _start(statement), measured)
            if cell.column == "found" and ALL_CLOSED in (statement["rule"] or "").split():
                closed = Cell("closed", cell.value, **cell.others)
                _place(rows[table], _Row(table, statement), closed, _start(statement))
    for statement in times:
        _add_time(reading, rows, statement)
    _join_work(reading, rows["funding"])
    made = {name: [row.cells_of(reading) for row in of_table] for name, of_table in rows.items()}
    _nest_left_over(made["funding"])
    return made


def _of_whole(statement: Row, table: str, columns: Mapping[str, str]) -> Cell | None:
    """隐患房屋90栋,其中经营性30栋: a part of what a column of safety counts, in that column; columns: by statement."""
    column = columns.get(statement["part_of"] or "")
    if table != "safety" or column in (None, "checked") or statement["base_unit"] == "%":
        return None
    return Cell(str(column), float(statement["base_value"]), unit=statement["base_unit"])


def steps_of_clearing(rows: Iterable[Row], measures: Iterable[Row]) -> Iterator[Row]:
    """Rows of `demolition` for steps without a number that words call done (征迁工作均按时间节点完成), of projects that
    `rows` do not hold; measures: rows of `measures`.
    """
    known = {row["project"] for row in rows}
    for measure in measures:
        is_step = measure["kind"] == "milestone" and measure["domain"] == "demolition"
        if is_step and measure["actual"] and measure["project"] not in known:
            proof = {name: measure[name] for name in _PROOF}
            step = measure["of_what"].removeprefix("是否")
            yield {
                "row_id": f"demolition:{plain(measure['project'])}·{step}"[:56], "project": measure["project"],
                "stage": step, "state_text": measure["quote"], "cells": "", **proof,
            }  # fmt: skip


def _join_work(reading: Reading, rows: list["_Row"]) -> None:
    """Puts what money has built and how far that is into the row of its money, told in the same sentence."""
    for row in list(rows):
        start = min(row.starts.values())
        if "amount_wan_yuan" in row.numbers or row.keys["role"] == "forecast" or not row.keys["project"]:
            continue
        sentence = reading.outline.sentence(start)
        for money in rows:
            is_its = money.keys["project"] == row.keys["project"] and money.keys["stage"] != _LEFT_OVER
            is_same_sentence = any(sentence.start <= each < sentence.end for each in money.starts.values())
            is_free = "amount_wan_yuan" in money.numbers and not money.numbers.keys() & row.numbers
            if is_its and is_same_sentence and is_free:
                money.numbers |= row.numbers
                money.starts |= row.starts
                rows.remove(row)
                break


def _nest_left_over(rows: list[Row]) -> None:
    """结余资金200万元 is part of the money of its project that stands before it."""
    for at, row in enumerate(rows):
        before = [each for each in rows[:at] if each["project"] == row["project"] and each["stage"] != _LEFT_OVER]
        if row["stage"] == _LEFT_OVER and row["project"] and before and before[-1].get("amount_wan_yuan"):
            row |= {"part_of": before[-1]["row_id"], "kind": before[-1]["kind"]}


def _add_time(reading: Reading, rows: dict[str, list["_Row"]], statement: Row) -> None:
    """Puts the time that something took into the first row of its clause; a clearing step is a row without any."""
    start, domain = _start(statement), statement["domain"]
    clause = reading.outline.clause(start)
    for table in (domain, *(name for name in PROJECTED if name != domain)):
        found = _time(reading, table, statement)
        if found is None:
            continue
        for row in rows[table]:
            is_near = any(clause.start <= each < clause.stop for each in row.starts.values())
            if is_near and found.column not in row.numbers:
                row.add(found, start)
                return
        if table == domain == "demolition":
            new = _Row(table, statement)
            new.add(found, start)
            rows[table].append(new)
            return


def _time(reading: Reading, table: str, statement: Row) -> Cell | None:
    """The days that a clearing step took or kept to, the months that building took; None for any other time."""
    figure = reading.figures[_start(statement)]
    start, end = int(figure["start"]), int(figure["end"])
    is_limit = statement["qualifier"] == "within" or reading.text.startswith("内", end)
    behind = _TOOK_BEHIND.match(reading.text, end)
    before = _TOOK_BEFORE.search(reading.text, reading.outline.clause(start).start, start)
    if behind is None and before is None:
        return None
    if table == "demolition" and statement["unit"] == "天":
        return Cell("limit_days" if is_limit else "day", float(statement["value"]))
    months = reading.number(figure, "个月") if table in ("land", "funding") else None
    return None if months is None or statement["unit"] == "天" else Cell("months", months)


def _table_of(reading: Reading, statement: Row) -> str:
    """The table that a statement belongs to: its domain; farmed land (亩) that no other domain names is land."""
    domain = str(statement["domain"])
    if is_confirmed(statement):
        return domain
    if kind_of(statement["object"]) in DISPUTES and statement["pair"]:
        return "safety"
    is_of_mu = statement["base_unit"] == "平方米" and str(statement["unit"]).lstrip("十百千万亿") in OF_MU
    if not is_of_mu or domain not in _NO_LAND_OF_THEIR_OWN:
        return domain
    end = int(reading.figures[_start(statement)]["end"])
    if _NOT_FARMED.search(_before(reading, statement)) or _NOT_FARMED.match(reading.text, end):
        return domain
    return "land"


def _before(reading: Reading, statement: Row) -> str:
    """The words of the clause before the number."""
    return reading.words(int(statement["start"]), _start(statement))[-_WORDS_BEFORE:]


def _is_aside(reading: Reading, statement: Row) -> bool:
    """Whether a number is of no row: by how much an area grew (同比快0.02万亩), how many places there are (9个乡镇)."""
    if statement["base_unit"] == "平方米":
        return _CHANGED_BY.search(_before(reading, statement)) is not None
    end = int(reading.figures[_start(statement)]["end"])
    return statement["base_unit"] == "个" and _COUNTS_PLACES.match(reading.text, end) is not None


def fact_of(statement: Row) -> tuple[Any, ...]:
    """What a statement says, however often it is said."""
    return tuple(statement[key] for key in ("scope", "object", "stage", "role", "base_value", "base_unit"))


def _start(statement: Row) -> int:
    return cell_starts(statement["cells"])["value"]


class _Row:
    """A row on its way: what it is of, its numbers, where they stand."""

    def __init__(self, table: str, statement: Row) -> None:
        self.table = table
        project, scope = statement["subject"], statement["scope"]
        where = {"project": project, "place": scope if scope != project else None}
        self.keys: Row = ({} if table == "safety" else where) | row_identity(table, statement)
        self.of_what = statement["of_what"]
        self.numbers: Row = {}
        self.starts: dict[str, int] = {}
        self.end = 0

    def takes(self, other: "_Row", cell: Cell, start: int) -> bool:
        """Whether `cell` of `other` is one more number of this row."""
        if self.keys != other.keys or start - self.end > _REACH:
            return False
        return all(self.numbers.get(name, value) == value for name, value in cell.others.items()) and (
            cell.column not in self.numbers
        )

    def add(self, cell: Cell, start: int) -> None:
        """Puts `cell` into the row."""
        self.numbers |= {cell.column: cell.value, **cell.others}
        self.starts[cell.column] = start
        self.end = start

    def cells_of(self, reading: Reading) -> Row:
        """The row with its id and its proof."""
        words = "·".join("首日" if name == "day" else str(value) for name, value in self.keys.items() if value)
        if self.table == "land" and all(name.startswith("target_") for name in self.starts):
            self.keys["role"] = "target"
        spans = [(start, int(reading.figures[start]["end"])) for start in self.starts.values()]
        return {
            "row_id": f"{self.table}:{plain(words)[:40]}", **self.keys, **self.numbers, **self._open(),
            **self._state_cells(reading), **reading.proof(spans), "cells": join_cells(self.starts),
        }  # fmt: skip

    def _open(self) -> Row:
        """None overdue where those closed and those within their limit are all that were found."""
        found, closed, in_time = (self.numbers.get(name) for name in ("found", "closed", "open_in_time"))
        if self.table != "safety" or found is None or closed is None or in_time is None or "overdue" in self.numbers:
            return {}
        return {"overdue": 0.0} if found == closed + in_time else {}

    def _state_cells(self, reading: Reading) -> Row:
        """What the text says of how far the thing is: the clause of a clearing, else the next clause of that kind."""
        start = min(self.starts.values())
        if self.table == "demolition":
            return {"state_text": reading.words(*reading.clause(start, start + 1))}
        if self.table == "land" and "share_pct" in self.starts and self.keys["stage"] == _OVERALL:
            return {"of_what": self.of_what or _BASE_UNKNOWN} | self._state(reading)
        return self._state(reading)

    def _state(self, reading: Reading) -> Row:
        state = state_behind(reading, max(self.starts.values())) if self.table in ("land", "funding") else None
        known_facts = {"note": state} if state else {}
        if self.table == "funding" and self.keys["stage"] == _APPLIED_FOR and (step := self._step_of_work(state)):
            known_facts["stage"] = step
        return known_facts

    def _step_of_work(self, state: str | None) -> str | None:
        """How far the work is that money once applied for has paid: it is there, then."""
        if state and (done := _DONE.search(state)):
            return done[0]
        return _AT_WORK if "progress_pct" in self.numbers else None


def _measured(statement: Row) -> int | None:
    """Where the amount stands of which a rate is printed; None for all other statements."""
    pair = (statement["pair"] or "").split()
    return int(pair[0].removeprefix("p")) if statement["role"] == "rate" and pair else None


def _place(rows: list[_Row], new: _Row, cell: Cell, start: int, measured: int | None = None) -> None:
    """Puts `cell` into the row that takes it, a rate into that of its amount at `measured`, else into a new one."""
    for row in reversed(rows[-6:]):
        is_its = measured in row.starts.values() and cell.column not in row.numbers
        is_its = is_its and row.keys.get("stage") == new.keys.get("stage")
        if is_its or row.takes(new, cell, start):
            row.add(cell, start)
            return
    new.add(cell, start)
    rows.append(new)
