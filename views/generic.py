"""Panel for tables without their own view: all rows, and bars of comparable numbers."""

import pandas as pd

from domain.schema.columns import Column
from domain.schema.display import is_missing, quantity_text
from domain.schema.frames import records
from domain.schema.labels import row_names
from domain.schema.tables import TABLES
from views.panel import Panel, as_of_words

#: Input columns of charts.readings.
_DRAWN = ("group", "label", "value", "value_text", "note", "soft")


def generic_panel(name: str, rows: pd.DataFrame) -> Panel:
    """All rows of table `name`; drawn are number columns with values in at least two rows.

    A column with a unit per row is drawn as one group per unit.
    """
    table = TABLES[name]
    names = row_names(name, rows)
    bars = [bar for column in table.numbers for bar in _bars(column, rows, names)]
    drawn = pd.DataFrame(bars, columns=list(_DRAWN))
    drawn = drawn[drawn.groupby("group")["group"].transform("size") > 1].reset_index(drop=True)
    listed = "、".join(f"{label}{text}" for label, text in zip(drawn["label"], drawn["value_text"], strict=True))
    return Panel(
        name=table.label,
        title=f"{table.label}：共{len(rows)}项" if len(rows) else f"本期没有{table.label}的内容",
        subtitle=as_of_words(rows) if len(rows) else "",
        alt=f"横条图，{table.label}，单位相同的放在一起：{listed}。"
        if listed
        else f"{table.label}没有可以比较的数字。",
        table=rows.reset_index(drop=True),
        columns=table.columns,
        drawn=drawn,
    )


def _bars(column: Column, rows: pd.DataFrame, names: dict[str, str]) -> list[tuple[str, str, float, str, str, bool]]:
    """One bar per row with a value in `column`: group, label, value, its text, note, whether target or forecast."""
    found = []
    for row in records(rows):
        value, unit = row[column.name], column.unit or row.get(column.unit_column)
        if is_missing(value):
            continue
        group = column.label if is_missing(unit) else f"{column.label}（{unit}）"
        text = quantity_text(value, unit, row.get(column.qualifier_column))
        found.append(
            (group, names[str(row["row_id"])], float(value), text, "", row.get("role") in ("target", "forecast"))
        )
    return found
