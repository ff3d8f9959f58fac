"""Rows of the domain tables made of statements: one per scope, object and stage, as many as the text gives.

A row takes the statements of one thing that stand close together; the same thing said again with another number is a
row of its own. The id of a row is made of its words, so that the same row is met again in the next report.
"""

from collections.abc import Iterable
from typing import Any, Final

from domain.schema.cell_links import cell_starts, join_cells
from domain.schema.units import UnitError, convert
from loaders.report.reading import Reading, Row
from loaders.report.statements.lexicon import group_of_stage, kind_of
from loaders.report.wording import plain

#: Tables that take statements by their own columns; all other domains take them as single readings.
PROJECTED: Final = ("land", "demolition", "funding", "safety")
_OF_MU: Final = frozenset({"亩", "市亩", "公顷", "ha", "hm²", "hm2", "平方公里", "平方千米", "畝"})
_DURATIONS: Final = frozenset({"天", "个月", "年", "小时", "周", "分钟"})
_BUILDINGS: Final = frozenset({"幢", "栋"})
_CHECKED_KINDS: Final = frozenset({"生产经营单位", "企业", "自建房", "检查组"})
_HAZARDS: Final = frozenset({"隐患", "重大隐患", "一般隐患", "隐患房屋"})
_CASES: Final = frozenset({"closed", "found", "controlled"})
_LEVELS: Final = {"重大隐患": "重大", "一般隐患": "一般"}
_REACH: Final = 160


def project_rows(reading: Reading, statements: Iterable[Row], held: set[int]) -> dict[str, list[Row]]:
    """Rows of the tables of PROJECTED; statements: rows of `statements` in the order of the text.

    held: offsets of figures that stand in a row already.

    A fact said again (the same number of the same thing) makes no second row.
    """
    rows: dict[str, list[_Row]] = {name: [] for name in PROJECTED}
    said: set[tuple[Any, ...]] = set()
    for statement in statements:
        fact = fact_of(statement)
        if statement["domain"] not in PROJECTED or statement["value"] is None or fact in said:
            continue
        if statement["base_unit"] in _DURATIONS or _start(statement) in held:
            continue
        said.add(fact)
        cell = _cell(statement)
        if cell is not None:
            _place(rows[statement["domain"]], _Row(statement["domain"], statement), cell, _start(statement))
    return {name: [row.cells_of(reading) for row in made] for name, made in rows.items()}


def fact_of(statement: Row) -> tuple[Any, ...]:
    """What a statement says, however often it is said."""
    return tuple(statement[key] for key in ("scope", "object", "stage", "role", "base_value", "base_unit"))


def _start(statement: Row) -> int:
    return cell_starts(statement["cells"])["value"]


class _Cell:
    """A number in a column, with the cells that go with it."""

    def __init__(self, column: str, value: float, **others: Any) -> None:
        self.column, self.value, self.others = column, value, others


class _Row:
    """A row on its way: what it is of, its numbers, where they stand."""

    def __init__(self, table: str, statement: Row) -> None:
        self.table = table
        project, scope = statement["subject"], statement["scope"]
        where = {"project": project, "place": scope if scope != project else None}
        self.keys: Row = ({} if table == "safety" else where) | _keys(table, statement)
        self.numbers: Row = {}
        self.starts: dict[str, int] = {}
        self.end = 0

    def takes(self, other: "_Row", cell: _Cell, start: int) -> bool:
        """Whether `cell` of `other` is one more number of this row."""
        if self.keys != other.keys or start - self.end > _REACH:
            return False
        return all(self.numbers.get(name, value) == value for name, value in cell.others.items()) and (
            cell.column not in self.numbers
        )

    def add(self, cell: _Cell, start: int) -> None:
        """Puts `cell` into the row."""
        self.numbers |= {cell.column: cell.value, **cell.others}
        self.starts[cell.column] = start
        self.end = start

    def cells_of(self, reading: Reading) -> Row:
        """The row with its id and its proof."""
        words = "·".join(str(value) for value in self.keys.values() if value)
        spans = [(start, int(reading.figures[start]["end"])) for start in self.starts.values()]
        return {
            "row_id": f"{self.table}:{plain(words)[:40]}", **self.keys, **self.numbers,
            **reading.proof(spans), "cells": join_cells(self.starts),
        }  # fmt: skip


def _place(rows: list[_Row], new: _Row, cell: _Cell, start: int) -> None:
    for row in reversed(rows[-6:]):
        if row.takes(new, cell, start):
            row.add(cell, start)
            return
    new.add(cell, start)
    rows.append(new)


def _keys(table: str, statement: Row) -> Row:
    kind = kind_of(statement["object"]) or statement["object"]
    stage = statement["stage"]
    if statement["role"] == "open" and stage:
        stage = f"未{stage}"
    if table == "funding":
        return {"kind": statement["object"], "stage": stage, "role": statement["role"]}
    if table == "land":
        return {"object": statement["object"], "stage": stage, "role": _role(statement)}
    if table == "safety":
        scope = statement["scope"] or statement["subject"]
        category = "隐患" if kind in _LEVELS else statement["object"]
        return {"category": category, "level": _LEVELS.get(kind or ""), "place": scope}
    return {"object": statement["object"], "stage": stage}


def _role(statement: Row) -> str | None:
    """A target has a column of its own; what is hoped for stays apart from what is there."""
    return "forecast" if statement["role"] == "forecast" else "actual"


def _cell(statement: Row) -> _Cell | None:
    """Where the number of a statement belongs; None where its table has no column for it."""
    builders = {"land": _of_land, "demolition": _of_demolition, "funding": _of_funding, "safety": _of_safety}
    return builders[statement["domain"]](statement)


def _converted(statement: Row, unit: str) -> float | None:
    try:
        return round(convert(float(statement["value"]), statement["unit"] or "", unit), 6)
    except UnitError:
        return None


def _counted(statement: Row) -> tuple[float, str]:
    """The count and its unit without its scale: 22.94万栋 are 229400栋."""
    return float(statement["base_value"]), str(statement["base_unit"] or "")


def _target(statement: Row, column: str) -> str:
    return f"target_{column}" if statement["role"] == "target" else column


def _of_land(statement: Row) -> _Cell | None:
    if statement["base_unit"] == "%":
        return None if statement["monitored"] else _Cell("share_pct", float(statement["value"]))
    area = _converted(statement, "亩") if statement["base_unit"] == "平方米" else None
    if area is not None:
        if statement["role"] == "target":
            return _Cell("target_mu", area)
        return _Cell("area_mu", area, qualifier=statement["qualifier"])
    if statement["base_unit"] in ("个", "项") and kind_of(statement["object"]) is not None:
        return _Cell(_target(statement, "projects"), float(statement["base_value"]))
    return None if statement["role"] == "target" else _count(statement)


def _count(statement: Row) -> _Cell | None:
    """A number of things; amounts of mass, money and time belong to no such column."""
    value, unit = _counted(statement)
    if unit in ("元", "千克", "米", "%", "百分点", "天", "个月", "年", "小时") or not unit:
        return None
    return _Cell(_target(statement, "count"), value, count_unit=unit)


def _of_demolition(statement: Row) -> _Cell | None:
    value, unit = _counted(statement)
    if unit == "%":
        return None if statement["monitored"] else _Cell("share_pct", float(statement["value"]))
    if unit == "平方米":
        column = "area_mu" if str(statement["unit"]).lstrip("十百千万亿") in _OF_MU else "floor_m2"
        number = _converted(statement, "亩") if column == "area_mu" else value
        return None if number is None else _Cell(_target(statement, column), number)
    if unit == "户":
        return _Cell(_target(statement, "households"), value)
    if unit in _BUILDINGS:
        return _Cell(_target(statement, "buildings"), value)
    return _count(statement)


def _of_funding(statement: Row) -> _Cell | None:
    if statement["base_unit"] == "%":
        is_progress = statement["role"] == "rate"
        return _Cell("progress_pct", float(statement["value"])) if is_progress else None
    amount = _converted(statement, "万元") if statement["base_unit"] == "元" else None
    if amount is None or statement["monitored"]:
        return None
    if statement["role"] == "target":
        return _Cell("target_wan_yuan", amount)
    return _Cell("amount_wan_yuan", amount, qualifier=statement["qualifier"])


def _of_safety(statement: Row) -> _Cell | None:
    value, unit = _counted(statement)
    kind, group = kind_of(statement["object"]) or "", group_of_stage(statement["stage"] or "")
    if statement["monitored"]:
        return None
    if unit == "%":
        if statement["role"] not in ("rate", "target"):
            return None
        return _Cell("target_rate_pct" if statement["role"] == "target" else "rate_pct", float(statement["value"]))
    column = _column_of_hazard(statement, kind, group)
    return None if column is None else _Cell(column, value, unit=unit)


def _column_of_hazard(statement: Row, kind: str, group: str) -> str | None:
    if kind in _HAZARDS:
        if statement["role"] == "open":
            return "overdue" if "逾期" in (statement["quote"] or "") else "open_in_time"
        if statement["role"] == "target" or group == "found":
            return "found"
        return "closed" if group in ("closed", "controlled") or statement["stage"] in ("整治", "核查") else "found"
    if kind in _CHECKED_KINDS and (group in ("checked", "found") or statement["stage"] in ("检查", "核查", "开展")):
        return "checked"
    return None
