"""How much of the seed report comes out, with the names of its unit (data/units) and without them.

    python -m benchmarks.reading.seed [--misses]

seed.json holds what wordings written for this one report gave: numbers in columns of domain tables by the figure behind
them, and judged indicators. The report is read as it is, and as one of a unit of which nothing is known. Printed is how
much of seed.json each reading has:

cells     a number in a column of a domain table. A figure in two tables is one cell, right in either. Checked firms and
          targets have columns of their own by now, so a cell is also right there; 减少17% may have its minus
placed    the figure stands in some column of some domain table
measures  one judged indicator. It is right where a measure rests on one of its figures, or on its clause, with the same
          completion and state, and in one unit with the same target
"""

import argparse
import json
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
from domain.schema.tables import BASE_TABLES
from loaders.report.read import read_report
from loaders.text.source import load_source

SEED: Final = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"
EXPECTED: Final = Path(__file__).parent / "seed.json"
#: Columns that a number may stand in besides the expected one.
_ALSO: Final = {
    "found": ("checked",), "value": ("target", "rate_pct"), "target_mu": ("area_mu",), "area_mu": ("target_mu",),
    "output": ("area_mu", "value"), "projects": ("count",),
}  # fmt: skip
_UNJUDGED: Final = frozenset({"monitor", "forecast", "rate_of_change"})
Record = dict[str, Any]
Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Comparison:
    """What seed.json holds and whether it comes out: (words, whether it does)."""

    cells: list[tuple[str, bool]]
    placed: list[tuple[str, bool]]
    measures: list[tuple[str, bool]]


def compare(path: Path, *, has_names: bool) -> Comparison:
    """seed.json against a reading of the report at `path`; without names its unit is one that nobody knows."""
    source = load_source(path)
    if not has_names:
        source = replace(source, origin=source.origin | {"org_unit": f"某县{source.origin['org_unit']}"})
    made, expected = read_report(source).tables, json.loads(EXPECTED.read_text(encoding="utf-8"))
    here, there = expected["cells"], list(_cells(made))
    return Comparison(
        list(_kept(here, there, _same_cell)), list(_kept(here, there, _same_figure)),
        list(_measures(expected["measures"], made)),
    )  # fmt: skip


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
    for name in BASE_TABLES:
        if name in ("measures", "commitments", "honours"):
            continue
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


def _measures(indicators: list[list[Record]], tables: Tables) -> Iterator[tuple[str, bool]]:
    made = _judged(tables["measures"])
    for rows in indicators:
        told = ", ".join(f"{row['name']} {row['actual']} of {row['target']}: {row['state']}" for row in rows)
        yield told, all(any(_same(row, each) for each in made) for row in rows)


def _judged(measures: pd.DataFrame) -> list[Record]:
    return [row for row in _records(judge(measures)) if row["kind"] not in _UNJUDGED]


def _same(one: Record, other: Record) -> bool:
    """Whether two measures are of one fact: on one figure or clause, with the same completion, target and state."""
    others = set(cell_starts(other.get("cells")).values())
    near = others.intersection(one["figures"]) or (one["start"] < other["end"] and other["start"] < one["end"])
    same_target = one["target"] == other["target"] or one["unit"] != other["unit"]
    return bool(near) and same_target and all(one[key] == other[key] for key in ("completion", "state"))


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading.seed", description="the seed as any report")
    parser.add_argument("--misses", action="store_true", help="show what does not come out")
    options = parser.parse_args(arguments)
    for has_names in (True, False):
        found = compare(SEED, has_names=has_names)
        print("with the names of its unit" if has_names else "without any names")
        for name in ("cells", "placed", "measures"):
            facts: list[tuple[str, bool]] = getattr(found, name)
            right = sum(each for _, each in facts)
            print(f"  {name:<10}{right:>4} of {len(facts):<4}{right / max(1, len(facts)):.3f}")
            if options.misses:
                print(*(f"      {words}" for words, each in facts if not each), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
