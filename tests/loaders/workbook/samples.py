"""A small current version, and workbooks against it."""

from domain.schema.frames import conform
from loaders.workbook import read_workbook
from tests.loaders.workbook.files import xlsx

SCOPE = {
    "org_unit": "金川街道", "period": "2023H1", "as_of_start": "2023-01-01", "as_of_end": "2023-06-30",
    "source_id": "报告",
}  # fmt: skip


def table(name, *rows):
    return conform(name, [SCOPE | row for row in rows])


LAND = table(
    "land",
    {
        "row_id": "land.a", "project": "土地整治", "stage": "立项", "projects": 20, "area_mu": 880,
        "qualifier": "exact", "role": "actual", "start": 10, "end": 30, "quote": "立项20个,面积880亩",
        "cells": "projects=12 area_mu=20",
    },
    {
        "row_id": "land.b", "project": "土地整治", "stage": "施工", "area_mu": 600, "qualifier": "about",
        "share_pct": 73, "role": "actual", "start": 40, "end": 50, "quote": "施工约600亩", "cells": "area_mu=43",
    },
)  # fmt: skip
MEASURES = table(
    "measures",
    {
        "row_id": "measures.a", "indicator_id": "new_farmland", "name": "新增耕地", "domain": "land", "unit": "亩",
        "target": 800, "target_qualifier": "exact", "actual": 584, "actual_qualifier": "exact", "begin": "2023-01-01",
        "due": "2023-12-31", "elapsed_mode": "day", "kind": "cumulative", "direction": 1,
    },
)  # fmt: skip
SAFETY = table(
    "safety",
    {
        "row_id": "safety.a", "category": "安全生产隐患", "level": "重大", "unit": "处", "found": 11, "closed": 8,
        "open_in_time": 3, "overdue": 0,
    },
)  # fmt: skip
GOVERNANCE = table(
    "governance",
    {"row_id": "governance.a", "topic": "行政执法", "name": "办结率同比", "value": 11, "unit": "%", "role": "actual"},
    {"row_id": "governance.b", "topic": "矛盾调解", "name": "信访件", "value": 111, "unit": "件", "role": "actual"},
)
FUNDING = table(
    "funding",
    {
        "row_id": "funding.a", "project": "四都畈", "kind": "专项资金", "stage": "完工", "amount_wan_yuan": 4000,
        "qualifier": "exact", "role": "actual",
    },
    {
        "row_id": "funding.b", "project": "四都畈", "kind": "专项资金", "stage": "结余", "amount_wan_yuan": 200,
        "qualifier": "exact", "role": "actual", "part_of": "funding.a",
    },
)  # fmt: skip
CURRENT = {
    "land": LAND, "measures": MEASURES, "safety": SAFETY, "governance": GOVERNANCE, "funding": FUNDING,
}  # fmt: skip


def read(sheets, current=None, name="台账.xlsx", answers=None, **more):
    """The reading of an .xlsx made of `sheets`, against CURRENT."""
    data = sheets if isinstance(sheets, bytes) else xlsx(sheets, **more)
    return read_workbook(data, name, CURRENT if current is None else current, answers)


def codes(faults):
    return sorted(fault.kind.code for fault in faults)


def changes(reading, current=None):
    """(row_id, column, old, new) of the facts that change, all tables."""
    diff = reading.diff(CURRENT if current is None else current)
    return [
        (change.row_id, change.column, change.old, change.new)
        for table in diff.tables.values()
        for change in table.changed_facts
    ]


def one(sheets, **more):
    """The only fault of a workbook, as (code, cell)."""
    faults = read(sheets, **more).faults
    assert len(faults) == 1, [fault.line for fault in faults]
    return faults[0].kind.code, faults[0].place.cell
