"""The history of one row in words: what each version made of it, and on what that rests."""

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

#: What a step says where nothing but the proof of the row is another one than before.
_SAME: Final = "数字没有变化,只换了出处"
_GONE: Final = "这一行已删除"


class Step(NamedTuple):
    """What one version made of a row. said: one line per change, the whole contents of a row that is new.

    quote, start: the sentence on which that rests, None where there is none; place: the sheet and cell, else "". Where
    the row rests on what it rested on before, what changed rests on neither: the figures are the old ones.
    """

    changes: tuple[str, ...]
    quote: str | None
    start: int | None
    place: str


def row_title(table: str, rows: Sequence[pd.DataFrame]) -> str:
    """指标进度:新增耕地 — the name of the row as it last was. rows: as `row_steps` takes them."""
    last = next((row for row in rows if len(row)), None)
    name = "" if last is None else next(iter(row_names(table, last).values()))
    return f"{TABLES[table].label}:{name}"


def row_steps(table: str, rows: Sequence[pd.DataFrame]) -> list[Step]:
    """The steps of a row of `table`, the newest first. rows: what each left of it, one row or none, newest first."""
    empty = rows[0].iloc[:0] if rows else None
    return [
        _step(table, now, before) for now, before in zip(rows, [*rows[1:], empty], strict=True) if before is not None
    ]


def since_printed(tables: Tables, _rule: str | None = None) -> dict[int, str]:
    """Offset of each printed figure that somebody has changed since → what stands in its place: 600亩(指标进度).

    Where it stands in several tables, each is named; the same in all of them is told once. No rule changes it.
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
        start: ";".join(f"{text}({'、'.join(dict.fromkeys(places))})" for text, places in each.items())
        for start, each in found.items()
    }


def _step(table: str, now: pd.DataFrame, before: pd.DataFrame) -> Step:
    if now.empty:
        return Step((_GONE,), None, None, "")
    [row] = records(now)
    if before.empty:
        said: tuple[str, ...] = (contents_text(table, row),)
    else:
        [old] = records(before)
        diff = diff_table(table, before, now)
        said = tuple(
            f"{column_text(table, change.column)}:{cell_text(table, change.column, old)} → "
            f"{cell_text(table, change.column, row)}"
            for change in diff.changed_facts
        )
        if diff.changed == diff.changed_facts:
            return Step(said or (_SAME,), None, None, "")
    quote = None if is_missing(row["quote"]) else str(row["quote"])
    start = None if is_missing(row["start"]) else int(row["start"])
    return Step(said or (_SAME,), quote, start, place_text(row))
