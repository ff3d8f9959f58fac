"""How much of a report that the catalogue's wordings were written for comes out without them.

    python -m benchmarks.reading.seed [--misses]

Reads each report of seeds/ twice: with the wordings, and as a report of a unit that has none. Printed is how much of
the first reading the second one has:

cells     a number in a column of a domain table, by the figure behind it. A figure in two tables is one cell, right in
          either. Checked firms and targets have columns of their own by now, so a cell is also right there; 减少17%
          may have its minus
placed    the figure stands in some column of some domain table
measures  one judged indicator that is neither watched nor forecast. It is right where a measure rests on one of its
          figures, or on its clause, with the same completion and state, and in one unit with the same target
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import pandas as pd

from benchmarks.reading.compare import present
from domain.judging.states import judge
from domain.schema.cell_links import cell_starts
from loaders.report.catalogue_rows import CATALOGUED
from loaders.report.read import read_report
from loaders.text.source import load_source

SEEDS: Final = Path(__file__).parents[2] / "seeds"
#: Columns that a number may stand in besides the one of the wordings.
_ALSO: Final = {
    "found": ("checked",), "value": ("target", "rate_pct"), "target_mu": ("area_mu",), "area_mu": ("target_mu",),
    "output": ("area_mu", "value"), "projects": ("count",),
}  # fmt: skip
_UNJUDGED: Final = frozenset({"monitor", "forecast", "rate_of_change"})
Record = dict[str, Any]
Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Comparison:
    """What the wordings give and whether it comes out without them: (words, whether it does)."""

    cells: list[tuple[str, bool]]
    placed: list[tuple[str, bool]]
    measures: list[tuple[str, bool]]


def compare(path: Path) -> Comparison:
    """The report at `path` with the wordings of its unit, against a reading without any."""
    source = load_source(path)
    known = read_report(source).tables
    unknown = read_report(
        replace(source, origin=source.origin | {"org_unit": f"某县{source.origin['org_unit']}"})
    ).tables
    here, there = list(_cells(known)), list(_cells(unknown))
    return Comparison(
        list(_kept(here, there, _same_cell)), list(_kept(here, there, _same_figure)), list(_measures(known, unknown))
    )


def _kept(
    here: list[Record], there: list[Record], same: Callable[[Record, Record], bool]
) -> Iterator[tuple[str, bool]]:
    """Each figure of `here` and whether one of its cells is also one of `there`."""
    for _, cells in groupby(sorted(here, key=_start), key=_start):
        several = list(cells)
        yield " ".join(map(_told, several)), any(same(one, other) for one in several for other in there)


def _records(table: pd.DataFrame) -> list[Record]:
    return [{str(name): present(cell) for name, cell in row.items()} for row in table.to_dict("records")]


def _cells(tables: Tables) -> Iterator[Record]:
    """Every number of a domain table that stands on a figure of the text."""
    for name in (*CATALOGUED, "other"):
        for row in _records(tables[name]):
            for column, start in cell_starts(row.get("cells")).items():
                if isinstance(row.get(column), int | float):
                    yield {"table": name, "column": column, "start": start, "value": row[column]}


def _start(cell: Record) -> int:
    return int(cell["start"])


def _same_figure(one: Record, other: Record) -> bool:
    return bool(one["start"] == other["start"])


def _same_cell(one: Record, other: Record) -> bool:
    columns = (one["column"], *_ALSO.get(one["column"], ()))
    is_there = _same_figure(one, other) and one["table"] == other["table"] and other["column"] in columns
    return is_there and abs(abs(one["value"]) - abs(other["value"])) <= 1e-6 * abs(one["value"])


def _told(cell: Record) -> str:
    return f"{cell['table']}.{cell['column']} {cell['value']:.12g} at {cell['start']}"


def _measures(known: Tables, unknown: Tables) -> Iterator[tuple[str, bool]]:
    made = _judged(unknown["measures"])
    by_indicator: dict[str, list[Record]] = {}
    for row in _judged(known["measures"]):
        by_indicator.setdefault(row["indicator_id"], []).append(row)
    for rows in by_indicator.values():
        told = ", ".join(f"{row['name']} {row['actual']} of {row['target']}: {row['state']}" for row in rows)
        yield told, all(any(_same(row, each) for each in made) for row in rows)


def _judged(measures: pd.DataFrame) -> list[Record]:
    return [row for row in _records(judge(measures)) if row["kind"] not in _UNJUDGED]


def _same(one: Record, other: Record) -> bool:
    """Whether two measures are of one fact: on one figure or clause, with the same completion, target and state."""
    starts, others = (set(cell_starts(row.get("cells")).values()) for row in (one, other))
    near = starts & others or (one["start"] < other["end"] and other["start"] < one["end"])
    same_target = one["target"] == other["target"] or one["unit"] != other["unit"]
    return bool(near) and same_target and all(one[key] == other[key] for key in ("completion", "state"))


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading.seed", description="a seed without wordings")
    parser.add_argument("--misses", action="store_true", help="show what does not come out")
    options = parser.parse_args(arguments)
    for path in sorted(SEEDS.glob("*/*.txt")):
        found = compare(path)
        print(path.name)
        for name in ("cells", "placed", "measures"):
            facts: list[tuple[str, bool]] = getattr(found, name)
            right = sum(each for _, each in facts)
            print(f"  {name:<10}{right:>4} of {len(facts):<4}{right / max(1, len(facts)):.3f}")
            if options.misses:
                print(*(f"      {words}" for words, each in facts if not each), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
