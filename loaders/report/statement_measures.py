"""Measures made of statements: each pair of target, actual and rate, and each target that waits for its actual.

A third that is not printed is computed from the other two and said to be. Kind, begin and due follow from the words;
where the text names no day there is none.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from domain.schema.cell_links import cell_starts, join_cells
from domain.schema.units import UnitError, convert
from loaders.report.periods import days_of_period, year_of
from loaders.report.reading import Reading, Row
from loaders.report.statements.lexicon import group_of_stage
from loaders.report.statements.table import Pair, Statements
from loaders.report.wording import plain

_IN_TIME: Final = re.compile("限期|期限内|正在|整改中|按期|推进中")
_COMPUTED_TARGET: Final = "目标值由完成值和自报完成率推算。"
_COMPUTED_ACTUAL: Final = "完成值由目标值和自报完成率推算。"
#: What a target of its own is never made of: shares, times, growth.
#: Domains whose money is an indicator; elsewhere a sum is what a project costs.
_MONEY_DOMAINS: Final = frozenset({"investment", "rural_income"})
_NO_TARGET: Final = frozenset({"%", "百分点", "天", "个月", "年", "小时", "周"})


def measures_of_statements(reading: Reading, statements: Statements) -> list[Row]:
    """Rows of `measures`: one per pair, and one per target without an actual, in the order of the text."""
    maker = _Maker(reading, statements)
    rows = [*maker.paired(), *maker.waiting()]
    seen: set[tuple[Any, ...]] = set()
    kept = []
    for row in sorted(rows, key=lambda each: each["start"]):
        fact = tuple(row.get(key) for key in ("indicator_id", "target", "actual", "reported_rate"))
        if fact not in seen:
            seen.add(fact)
            kept.append(row)
    return kept


class _Maker:
    """Makes measures of the statements of one report."""

    def __init__(self, reading: Reading, statements: Statements) -> None:
        self._reading = reading
        self._by_start = {cell_starts(row["cells"])["value"]: row for row in statements.rows}
        self._pairs = statements.pairs

    def paired(self) -> Iterator[Row]:
        """A measure of each pair."""
        for pair in self._pairs:
            row = self._of_pair(pair)
            if row is not None:
                yield row

    def waiting(self) -> Iterator[Row]:
        """A measure of each target that no actual is measured by."""
        joined = {pair.target for pair in self._pairs}
        for start, statement in self._by_start.items():
            is_amount = statement["base_unit"] not in _NO_TARGET and (
                statement["base_unit"] != "元" or statement["domain"] in _MONEY_DOMAINS
            )
            if statement["role"] == "target" and start not in joined and is_amount and not statement["monitored"]:
                numbers = {"target": statement["value"]}
                yield self._row(statement, statement, None, numbers, {"target": start}) | self._waits(statement)

    def _of_pair(self, pair: Pair) -> Row | None:
        target, actual, rate = (
            None if start is None else self._by_start[start] for start in (pair.target, pair.actual, pair.rate)
        )
        chief = actual or target
        if chief is None or chief["value"] is None:
            return None
        unit = chief["unit"] or ""
        numbers: dict[str, float | None] = {
            "target": _in_unit(target, unit), "actual": _in_unit(actual, unit),
            "reported_rate": rate["value"] if rate else None,
        }  # fmt: skip
        note = _complete(numbers)
        starts = {
            column: start
            for column, start in (("target", pair.target), ("actual", pair.actual), ("reported_rate", pair.rate))
            if start is not None
        }
        row = self._row(chief, target, rate, numbers, starts)
        if group_of_stage((actual or chief)["stage"] or "") in ("closed", "controlled"):
            row["kind"] = "items"
            row |= self._left_open(row, actual)
        return row | ({"note": note} if note else {})

    def _left_open(self, row: Row, actual: Row | None) -> Row:
        """What is said to be open behind the closed ones of one scope and sentence."""
        if actual is None:
            return {}
        for statement in self._by_start.values():
            near = 0 < statement["start"] - actual["start"] < 200 or statement["start"] == actual["start"]
            if statement["role"] == "open" and near and statement["base_unit"] == actual["base_unit"]:
                quote = statement["quote"] or ""
                if "逾期" in quote:
                    return {"overdue": statement["value"]}
                return {"open_in_time": statement["value"]} if _IN_TIME.search(quote) else {}
        return {}

    def _row(self, chief: Row, target: Row | None, rate: Row | None, numbers: Row, starts: dict[str, int]) -> Row:
        project, scope = chief["subject"], chief["scope"]
        name = "".join(part for part in (chief["object"], _step(chief)) if part)
        due = self._due(target, rate)
        spans = [(start, int(self._reading.figures[start]["end"])) for start in starts.values()]
        proof = self._reading.proof(spans)
        days = self._days(chief)
        words = plain(f"{scope or ''}{name}{chief['base_unit'] or ''}")
        return {
            "row_id": f"measures:{words[:48]}", "indicator_id": words[:48], "name": name, "domain": chief["domain"],
            "project": project, "place": scope if scope != project else None, "unit": chief["unit"],
            **numbers, "of_what": rate["of_what"] if rate else None, "due": due, "begin": _begin(due),
            "elapsed_mode": "day" if due else None, "kind": "cumulative", "direction": 1.0,
            "target_qualifier": target["qualifier"] if target else None,
            "actual_qualifier": chief["qualifier"] if "actual" in starts else None,
            **proof, **days, "cells": join_cells(starts),
        }  # fmt: skip

    def _days(self, chief: Row) -> Row:
        """The days of the statement; where the text names none, those of a report on a part of a year."""
        if chief["as_of_end"] is not None:
            return {"as_of_start": chief["as_of_start"], "as_of_end": chief["as_of_end"]}
        period = self._reading.scope["period"]
        if chief["role"] == "target" or period is None or len(period) == len("2024"):
            return {"as_of_start": None, "as_of_end": None}
        span = days_of_period(period)
        return {"as_of_start": span.start if span else None, "as_of_end": span.end if span else None}

    def _due(self, target: Row | None, rate: Row | None) -> date | None:
        """The due date of the target; a share of the year's task is due at its end."""
        if target is not None and target["due"] is not None:
            return target["due"]
        year = year_of(self._reading.scope["period"])
        if rate is None or year is None or not rate["of_what"] or "年" not in rate["of_what"]:
            return None
        return date(year, 12, 31)

    def _waits(self, statement: Row) -> Row:
        """A target of the time to come begins behind the period of the report, which says nothing of it yet."""
        span = days_of_period(self._reading.scope["period"])
        if span is None:
            return {"as_of_start": None, "as_of_end": None}
        end = span.end
        due = statement["due"]
        begin = date(due.year, 1, 1) if due is not None and due.year > end.year else end + timedelta(days=1)
        return {"as_of_start": None, "as_of_end": end, "begin": begin if due is None or begin <= due else None}


def _in_unit(statement: Row | None, unit: str) -> float | None:
    if statement is None or statement["value"] is None:
        return None
    if (statement["unit"] or "") == unit:
        return float(statement["value"])
    try:
        return round(convert(float(statement["value"]), statement["unit"] or "", unit), 6)
    except UnitError:
        return None


def _complete(numbers: dict[str, float | None]) -> str | None:
    """Computes the third of target, actual and rate where two are printed; says which one."""
    target, actual, rate = numbers["target"], numbers["actual"], numbers["reported_rate"]
    if target is None and actual is not None and rate:
        numbers["target"] = _rounded(100 * actual / rate, actual)
        return _COMPUTED_TARGET
    if actual is None and target is not None and rate is not None:
        numbers["actual"] = _rounded(target * rate / 100, target)
        return _COMPUTED_ACTUAL
    return None


def _rounded(value: float, like: float) -> float:
    """`value` with no more digits behind the point than `like` has."""
    digits = len(f"{like:.6f}".rstrip("0").rpartition(".")[2])
    return round(value, digits)


def _begin(due: date | None) -> date | None:
    """The first day of the span that a due date names: a year or its first half; None for any other day."""
    if due is not None and (due.month, due.day) in ((12, 31), (6, 30)):
        return date(due.year, 1, 1)
    return None


def _step(statement: Row) -> str:
    """The stage as the end of a name, where it says more than 完成."""
    stage = statement["stage"] or ""
    return (
        "" if stage in ("完成", "实现", "建设", statement["object"]) or stage in (statement["object"] or "") else stage
    )
