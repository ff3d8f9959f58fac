"""Measures made of statements: each pair of target, actual and rate, all of a task, a share of work, a waiting target.

A third that is not printed is computed from the other two and marked so. Kind, begin and due follow from the words;
where the text names no day there is none.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from domain.schema.cell_links import cell_starts, join_cells
from domain.schema.units import UnitError, convert
from loaders.report.claimed_targets import ClaimedTargets, due_within, within_at
from loaders.report.measured_facts import NO_AMOUNT, MeasuredFact, measured_facts
from loaders.report.milestones import milestone_measures
from loaders.report.periods import days_of_period, year_of
from loaders.report.projection import PROJECTED
from loaders.report.reading import Reading, Row
from loaders.report.reading_names import name_of_project
from loaders.report.statements.lexicon import group_of_stage, kind_of, words_in
from loaders.report.statements.nouns import is_noun
from loaders.report.statements.table import Statements
from loaders.report.third_number import complete
from loaders.report.watched import watched_measures
from loaders.report.wording import plain

_IN_TIME: Final = re.compile("限期|整改期限|期限内|正在|整改中|按期|推进中")
#: Domains whose money is an indicator; elsewhere a sum is what a project costs.
_MONEY_DOMAINS: Final = frozenset({"investment", "rural_income"})
#: 共190个项目, 6个地块: what the houses and the land of a clearing are counted in, no target of its own.
_DIVISIONS: Final = re.compile("项目|地块|标段|片区|工程")
#: A longer name of a thing is a clause (梳理上报重大隐患矛盾纠纷).
_LONGEST_THING: Final = 8
_ACT: Final = re.compile("完成|达成|梳理|上报(?!数)")
_ITEMS: Final = frozenset({"个", "处", "项", "条", "起", "件"})
_TO_COME_IN: Final = re.compile("争取|申报|申请|拨付|支付|支出|到位|筹集|筹措|发放")
_SAY_LITTLE: Final = ("完成", "实现", "建设")
_LEFT_REACH: Final = 60
_ALL_OF_IT: Final = "原文写明全部完成"
#: 总体项目建设进度已达75%: a share of all the work.
_OF_WORK: Final = re.compile(r"(?:形象|建设|工程|施工|项目|整体|总体)进度(?:已经?|约|达到?|为|完成|均|近|超|[:：])*$")
_EACH: Final = "全覆盖"
#: What is done with hazards of which only the share that is done with is printed.
_FOUND: Final = "隐患"
_CLOSED: Final = "整改"


def measures_of_statements(reading: Reading, statements: Statements, tables: Mapping[int, str]) -> list[Row]:
    """Rows of `measures`: one per pair, and one per target without an actual, in the order of the text.

    tables: offset of a figure → the table that holds it, which is the domain of its measure.
    """
    maker = _Maker(reading, statements, tables)
    rows = [*maker.measured(), *maker.shares_of_work(), *maker.waiting(), *milestone_measures(reading, maker.domains)]
    used = {start for row in rows for start in cell_starts(row["cells"]).values()}
    rows += watched_measures(reading, statements.rows, used)
    seen: set[tuple[Any, ...]] = set()
    remaining = []
    measured = {_task(row): row.get("due") for row in rows if row.get("actual") is not None}
    for row in sorted(rows, key=lambda each: each["start"]):
        if row.get("actual") is None and _task(row) in measured and measured[_task(row)] in (None, row.get("due")):
            continue  # the plan asks again for what the summary measures
        fact = tuple(row.get(key) for key in ("indicator_id", "target", "actual", "reported_rate"))
        if fact not in seen:
            seen.add(fact)
            remaining.append(row)
    return remaining


def _task(row: Row) -> tuple[Any, ...]:
    """What is asked for and how much of it."""
    return tuple(row.get(key) for key in ("indicator_id", "target", "unit"))


class _Maker:
    """Makes measures of the statements of one report."""

    def __init__(self, reading: Reading, statements: Statements, tables: Mapping[int, str]) -> None:
        self._reading = reading
        self._by_start = {cell_starts(row["cells"])["value"]: row for row in statements.rows}
        self.domains = {start: tables.get(start, str(row["domain"])) for start, row in self._by_start.items()}
        self._claims = ClaimedTargets(reading, statements.rows)
        self._facts = measured_facts(reading, statements)
        self._used = {start for fact in self._facts for start in _starts(fact)}

    def measured(self) -> Iterator[Row]:
        """A measure of each fact, and of each other target that is claimed for its task."""
        for fact in self._facts:
            row = self._of_fact(fact)
            if row is not None:
                yield row
                yield from self._rivals(row)
        for start, statement in self._by_start.items():
            target = self._claims.step_of(start) if statement["role"] == "actual" and start not in self._used else None
            if target is not None:
                row = self._of_numbers({"target": target, "actual": start})
                yield row
                yield from self._rivals(row)

    def _rivals(self, row: Row) -> Iterator[Row]:
        """The measure `row` under each other target that its task is given."""
        starts = cell_starts(row["cells"])
        if "target" not in starts or "actual" not in starts or starts["target"] == starts["actual"]:
            return
        for target in self._claims.rivals(starts["target"]):
            self._used.add(target)
            yield self._of_numbers(starts | {"target": target})

    def shares_of_work(self) -> Iterator[Row]:
        """A measure of each share of all the work that no other number goes with: 形象进度75%."""
        for start, statement in self._by_start.items():
            clause = self._reading.outline.clause(start)
            lead = self._reading.words(clause.start, start)
            if statement["role"] != "rate" or start in self._used or not _OF_WORK.search(lead):
                continue
            numbers = {"target": 100.0, "actual": statement["value"]}
            row = self._row(statement, None, statement, numbers, {"actual": start})
            yield row | {"unit": "%", "kind": "cumulative", "of_what": statement["of_what"] or "全部工程"}

    def waiting(self) -> Iterator[Row]:
        """A measure of each target that no actual is measured by."""
        for start, statement in self._by_start.items():
            is_amount = statement["base_unit"] not in NO_AMOUNT or (
                statement["base_unit"] == "元" and statement["domain"] in _MONEY_DOMAINS
            )
            is_amount = is_amount or _is_work_asked_for(statement) or self._is_fund_asked_for(start, statement)
            is_found = statement["base_unit"] in _ITEMS and "隐患" in (statement["object"] or "")
            is_found = is_found and group_of_stage(statement["stage"] or "") != "closed"
            is_part = statement["domain"] == "demolition" and _DIVISIONS.search(self._counted(start)) is not None
            is_ours = self._reading.kind(start) != "proposals"
            is_free = statement["role"] == "target" and start not in self._used
            is_waiting = is_ours and is_free and not (is_found or is_part)
            if is_waiting and is_amount and not statement["monitored"]:
                numbers = {"target": statement["value"]}
                yield self._row(statement, statement, None, numbers, {"target": start}) | self._waits(statement)

    def _is_fund_asked_for(self, start: int, statement: Row) -> bool:
        """争取专项资金2000万元: a sum of money that is to come in or to be paid out, not what a project costs."""
        lead = self._reading.words(int(statement["start"]), start)
        return statement["domain"] == "funding" and _TO_COME_IN.search(lead) is not None

    def _counted(self, start: int) -> str:
        """The noun behind the number."""
        end = int(self._reading.figures[start]["end"])
        return re.split("[,，;；。、]", self._reading.text[end : end + 12])[0]

    def _of_fact(self, fact: MeasuredFact) -> Row | None:
        starts = {
            column: start
            for column, start in zip(("target", "actual", "reported_rate"), _parts(fact), strict=True)
            if start is not None
        }
        if "target" not in starts and {"actual", "reported_rate"} <= set(starts):
            base = self._claims.base_of(starts["actual"], starts["reported_rate"])
            starts |= {} if base is None else {"target": base}
            self._used |= set() if base is None else {base}
        chief = self._by_start[starts.get("actual", starts.get("target", starts.get("reported_rate", -1)))]
        if chief["value"] is None or not {"target", "actual"} & set(starts):
            return None
        row = self._of_numbers(starts)
        if fact.is_whole and chief["domain"] == "history":
            return None
        if fact.is_whole:
            return row | {"kind": "coverage", "of_what": _ALL_OF_IT}
        if group_of_stage(chief["stage"] or "") in ("closed", "controlled"):
            row["kind"] = "items"
            row |= self._left_open(starts)
            if row.get("open_in_time") is not None and "note" not in row:
                is_all = row["target"] == row["actual"] + row["open_in_time"]
                row |= {"overdue": 0.0} if is_all and row.get("overdue") is None else {}
        return row

    def _of_numbers(self, starts: dict[str, int]) -> Row:
        """The measure of the figures at `starts`, by column; a third number that is not printed is computed."""
        target, actual, rate = (
            self._by_start[starts[column]] if column in starts else None
            for column in ("target", "actual", "reported_rate")
        )
        chief = actual or target or {}
        unit = chief["unit"] or ""
        numbers: dict[str, float | None] = {
            "target": _in_unit(target, unit), "actual": _in_unit(actual, unit),
            "reported_rate": rate["value"] if rate else None,
        }  # fmt: skip
        note = complete(numbers)
        row = self._row(chief, target, rate, numbers, starts)
        if target is not None and target is not actual and (task := self._claims.task_of(starts["target"])):
            row |= self._claim(row, chief, task, starts["target"])
        return row | ({"note": note} if note else {})

    def _claim(self, row: Row, chief: Row, task: str, target: int) -> Row:
        """The indicator of a task and the words that claim its target."""
        stage = "" if chief["stage"] in _SAY_LITTLE else chief["stage"] or ""
        words = plain(f"{task}{stage}{chief['base_unit'] or ''}")[:48]
        clause = self._reading.clause(target, target + 1)
        within = within_at(self._by_start[target]["quote"] or "", int(self._by_start[target]["start"]))
        cells = cell_starts(row["cells"]) | ({"due": within} if within in self._reading.figures else {})
        return {
            "row_id": f"measures:{words}", "indicator_id": words, "name": f"{task}{stage}", "cells": join_cells(cells),
            "claim": f"{self._reading.heading(target)}：“{self._reading.words(*clause)}”".removeprefix("："),
            "note": row.get("note"),
        }  # fmt: skip

    def _left_open(self, starts: Mapping[str, int]) -> Row:
        """What is said behind the closed ones to be open, or under control, in one paragraph."""
        closed = self._by_start.get(starts.get("actual", -1))
        if closed is None:
            return {}
        for start, statement in self._by_start.items():
            is_near = 0 < start - starts["actual"] < _LEFT_REACH
            if not is_near or statement["base_unit"] != closed["base_unit"]:
                continue
            quote = statement["quote"] or ""
            is_controlled = group_of_stage(statement["stage"] or "") == "controlled"
            is_late = "逾期" in quote and statement["role"] == "open"
            if not (is_controlled or is_late or _IN_TIME.search(quote)):
                return {}
            column = "overdue" if is_late and not is_controlled else "open_in_time"
            note = {"note": "已稳控的单列，不算办结也不算逾期。"} if is_controlled else {}
            return {column: statement["value"], "cells": join_cells({**starts, column: start}), **note}
        return {}

    def _row(self, chief: Row, target: Row | None, rate: Row | None, numbers: Row, starts: dict[str, int]) -> Row:
        project, scope = chief["subject"], chief["scope"]
        thing = chief["object"] or (target or {}).get("object") or ""
        is_clause = (len(thing.removeprefix(project or "")) > _LONGEST_THING and not is_noun(thing)) or _ACT.search(
            thing
        )
        thing = (kind_of(thing) or thing) if is_clause else thing
        due = self._due(chief, target, rate)
        kind = "coverage" if target is not None and _EACH in (target["quote"] or "") else "cumulative"
        is_closing = "actual" not in starts or starts["actual"] == starts.get("target")
        step = _CLOSED if is_closing and _FOUND in thing else _step(chief, thing)
        name = thing + (step if kind != "coverage" else "")
        spans = [(start, int(self._reading.figures[start]["end"])) for start in starts.values()]
        proof = self._reading.proof(spans)
        days = self._days(chief)
        name = name or project or str(self._reading.figures[next(iter(starts.values()))]["name"] or "")
        name = name_of_project(project, name)
        name = name if kind != "coverage" or name.endswith(_EACH) else f"{name}{_EACH}"
        where = "" if scope in (None, project) else str(scope)
        words = plain(f"{where}{name}{chief['base_unit'] or ''}")
        return {
            "row_id": f"measures:{words[:48]}", "indicator_id": words[:48], "name": name,
            "domain": self.domains[cell_starts(chief["cells"])["value"]], "project": project,
            "place": scope if scope != project else None, "unit": chief["unit"],
            **numbers, "of_what": rate["of_what"] if rate else None, "due": due, "begin": self._begin(due),
            "elapsed_mode": "day" if due else None, "kind": kind, "direction": 1.0,
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

    def _due(self, chief: Row, target: Row | None, rate: Row | None) -> date | None:
        """The due date of the target; a share of the year's task is due at its end.

        The year is that of the report's period, or, where that is unknown, of the day of `chief`.
        """
        if target is not None and target["due"] is not None:
            return target["due"]
        span = days_of_period(self._reading.scope["period"])
        if target is not None and (due := due_within(target["quote"] or "", span.start if span else None)):
            return due
        year = year_of(self._reading.scope["period"]) or getattr(chief["as_of_end"], "year", None)
        if rate is None or year is None or not rate["of_what"] or "年" not in rate["of_what"]:
            return None
        return date(year, 12, 31)

    def _begin(self, due: date | None) -> date | None:
        """The first day of the span that a due date names: this year or its first half.

        None for any other day, and for a later year: 到2030年 does not say since when.
        """
        year = year_of(self._reading.scope["period"])
        if due is None or (due.month, due.day) not in ((12, 31), (6, 30)) or (year is not None and due.year > year):
            return None
        return date(due.year, 1, 1)

    def _waits(self, statement: Row) -> Row:
        """A target of the time to come begins behind the period of the report, which says nothing of it yet."""
        span = days_of_period(self._reading.scope["period"])
        if span is None:
            return {"as_of_start": None, "as_of_end": None}
        end = span.end
        if _EACH in (statement["quote"] or ""):
            return {"as_of_start": None, "as_of_end": end}
        due = statement["due"]
        is_next_year = due is not None and due.year == end.year + 1
        begin = date(end.year + 1, 1, 1) if is_next_year else end + timedelta(days=1)
        return {"as_of_start": None, "as_of_end": end, "begin": begin if due is None or begin <= due else None}


def _is_work_asked_for(statement: Row) -> bool:
    """签约率达到98%, 签约80%: whether a share of work is asked for; 城镇化率达到62% is a level."""
    is_step = statement["stage"] is not None and statement["domain"] in PROJECTED
    return statement["base_unit"] == "%" and (is_step or "rate_of_work" in (statement["rule"] or ""))


def _parts(fact: MeasuredFact) -> tuple[int | None, int | None, int | None]:
    return fact.pair.target, fact.pair.actual, fact.pair.rate


def _starts(fact: MeasuredFact) -> set[int]:
    return {start for start in _parts(fact) if start is not None}


def _in_unit(statement: Row | None, unit: str) -> float | None:
    if statement is None or statement["value"] is None:
        return None
    if (statement["unit"] or "") == unit:
        return float(statement["value"])
    try:
        return round(convert(float(statement["value"]), statement["unit"] or "", unit), 6)
    except UnitError:
        return None


def _step(statement: Row, thing: str) -> str:
    """The stage as the end of a name, where it says more than 完成 and than `thing`, the name so far."""
    stage = statement["stage"] or ""
    stages = {word.name for word in words_in("stages", thing, 0, len(thing))}
    return "" if stage in (*_SAY_LITTLE, *stages, thing) or stage in thing or statement["role"] == "rate" else stage
