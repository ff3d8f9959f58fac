"""The choices that a clerk has about a table of another office, for the page."""

import json
from dataclasses import replace
from datetime import date

from loaders.workbook.mapping.foreign_table import ForeignTable
from loaders.workbook.mapping.own_names import NEW
from loaders.workbook.mapping.table_mapping import (
    EACH,
    KINDS,
    LATEST,
    LEFT_OUT,
    TableMapping,
    column_choices,
    parse_mapping,
)

__all__ = [
    "NEW", "ForeignTable", "TableMapping", "kind_labels", "month_labels", "remembered_label", "remembered_names",
    "use_labels", "with_day",
]  # fmt: skip


def kind_labels() -> dict[str, str]:
    """What a table may be: kind → label."""
    return dict(KINDS)


def use_labels(kind: str) -> dict[str, str]:
    """What a column of a table of this kind may become: column → label, first that it is not read."""
    return {LEFT_OUT: "不读入", **dict(column_choices(kind))}


def month_labels(table: ForeignTable, mapping: TableMapping) -> dict[str, str]:
    """What becomes of columns that are months or other periods: choice → label; {} where there are fewer than two."""
    columns = table.month_columns(mapping)
    if len(columns) < 2:
        return {}
    periods = {table.headers[number].period: number for number in reversed(columns)}
    single = {str(number): f"只取{table.period_label(number)}" for number in sorted(periods.values())}
    each = {EACH: "每一期各一条"} if mapping.kind == "other" else {}
    return {LATEST: "取最近一个有数的", **each, **single}


def remembered_label(mapping: str) -> str:
    """What a remembered mapping (JSON) makes of a table."""
    try:
        kind = str(json.loads(mapping)["kind"])
    except (ValueError, KeyError, TypeError):
        return "看不懂的对应"
    return KINDS.get(kind, kind)


def remembered_names(mapping: str) -> list[str]:
    """What a remembered mapping (JSON) says of names: 甲片 → 甲村片区."""
    found = parse_mapping(mapping)
    names = found.names if found is not None else ()
    return [f"{written} → {meaning or '新增'}" for _, _, written, meaning in names]


def with_day(mapping: TableMapping, day: date | None) -> TableMapping:
    """The mapping of a table that refers to `day`; None where that is not picked."""
    return replace(mapping, as_of=day.isoformat() if day is not None else "")
