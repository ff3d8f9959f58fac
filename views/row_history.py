"""The history of one row: the changes of each version and their basis, in Chinese."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import pandas as pd

from domain.schema.cell_links import replaced_starts
from domain.schema.diff import diff_table
from domain.schema.display import is_missing
from domain.schema.frames import Tables, records
from domain.schema.labels import cell_text, column_text, contents_text, row_names
from domain.schema.provenance import place_text
from domain.schema.tables import TABLES

#: The change of a step where only the provenance of the row changed.
_ONLY_PROOF: Final = "数字没有变化，只换了出处"
_DELETED: Final = "这一行已删除"


class Step(NamedTuple):
    """The changes of one version to a row. changes: one line per changed cell; for a new row its whole contents.

    quote, start: the sentence behind the change, None where there is none; place: sheet and cell, else "". All are
    empty where the provenance of the row did not change.
    """

    changes: tuple[str, ...]
    quote: str | None
    start: int | None
    place: str


def row_title(table: str, rows: Sequence[pd.DataFrame]) -> str:
    """指标进度：新增耕地 — the name of the row as it last was. rows: as `row_steps` takes them."""
    last = next((row for row in rows if len(row)), None)
    name = "" if last is None else next(iter(row_names(table, last).values()))
    return f"{TABLES[table].label}：{name}"


def row_steps(table: str, rows: Sequence[pd.DataFrame]) -> list[Step]:
    """The steps of a row of `table`, newest first. rows: the row after each version, one row or none, newest first."""
    empty = rows[0].iloc[:0] if rows else None
    return [
        _step(table, current, previous)
        for current, previous in zip(rows, [*rows[1:], empty], strict=True)
        if previous is not None
    ]


def current_figures(tables: Tables, _rule: str | None = None) -> dict[int, str]:
    """Offset of each printed figure that was changed since → its current value: 600亩（指标进度）.

    Tables with the same value are listed together. `_rule` is unused: views share one signature.
    """
    found: dict[int, dict[str, list[str]]] = {}
    for name, table in tables.items():
        for row in records(table[table["cells"].str.contains("~", na=False)]):
            for column, start in replaced_starts(row["cells"]).items():
                if column == "quote":
                    continue
                places = found.setdefault(start, {}).setdefault(cell_text(name, column, row), [])
                places.append(TABLES[name].label)
    return {
        start: "；".join(f"{text}（{'、'.join(dict.fromkeys(places))}）" for text, places in each.items())
        for start, each in found.items()
    }


def _step(table: str, current: pd.DataFrame, previous: pd.DataFrame) -> Step:
    if current.empty:
        return Step((_DELETED,), None, None, "")
    [row] = records(current)
    if previous.empty:
        changes: tuple[str, ...] = (contents_text(table, row),)
    else:
        [old] = records(previous)
        diff = diff_table(table, previous, current)
        changes = tuple(
            f"{column_text(table, change.column)}：{cell_text(table, change.column, old)} → "
            f"{cell_text(table, change.column, row)}"
            for change in diff.changed_facts
        )
        if diff.changed == diff.changed_facts:
            return Step(changes or (_ONLY_PROOF,), None, None, "")
    quote = None if is_missing(row["quote"]) else str(row["quote"])
    start = None if is_missing(row["start"]) else int(row["start"])
    return Step(changes or (_ONLY_PROOF,), quote, start, place_text(row))
