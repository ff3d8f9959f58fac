"""The labelled texts at hand, each read by the program with the year of its label as period."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.reading.compare import present
from domain.schema.cell_links import cell_starts
from loaders.report.read import read_report
from loaders.text.source import SourceError, parse_source

Record = dict[str, Any]
Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Report:
    """One text with its labels and with the tables that the program made of it; no table: it was refused."""

    name: str
    text: str
    unit: str
    labels: list[Record]
    tables: Tables
    complete: bool = True
    unseen: bool = False

    def labels_of(self, kind: str) -> list[Record]:
        """The labels of one type."""
        return [label for label in self.labels if label["type"] == kind]

    def records(self, table: str) -> list[Record]:
        """The rows of a table as {column: value}, missing values as None; [] where the program has no such table."""
        if table not in self.tables:
            return []
        rows = self.tables[table].to_dict("records")
        return [{str(name): present(cell) for name, cell in row.items()} for row in rows]

    @cached_property
    def figure_ends(self) -> dict[int, int]:
        """Start of every printed number that the program knows → its end."""
        return {int(row["start"]): int(row["end"]) for row in self.records("figures")}

    @cached_property
    def repeats(self) -> list[tuple[int, int]]:
        """The figures of facts that the text says once more."""
        return [(label["start"], label["end"]) for label in self.labels_of("statement") if label.get("repeat")]

    def figure_spans(self, row: Record) -> dict[str, tuple[int, int]]:
        """Column → span of the figure behind it."""
        starts = cell_starts(row.get("cells"))
        return {column: (start, self.figure_ends.get(start, start + 1)) for column, start in starts.items()}

    def is_repeated(self, spans: tuple[tuple[int, int], ...]) -> bool:
        """Whether any of `spans` is a figure of a fact that was said before."""
        return any(a < d and c < b for a, b in spans for c, d in self.repeats)


@dataclass
class Found:
    """The reports of a run, how many texts are not at hand, and the names of those that changed or were refused."""

    reports: list[Report] = field(default_factory=list)
    missing: int = 0
    changed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def read_tables(raw: bytes, name: str, origin: dict[str, str]) -> Tables | None:
    """Every table of a text; None where the program refuses it."""
    try:
        return read_report(parse_source(raw, name, origin)).tables
    except SourceError:
        return None


def _chosen(folder: Path, seen: bool, unseen: bool) -> Iterator[tuple[Path, bool]]:
    names = set((folder / "unseen.txt").read_text(encoding="utf-8").split())
    for path in sorted((folder / "labels").glob("*.json")):
        if unseen if path.stem in names else seen:
            yield path, path.stem in names


def read_labelled(folder: Path, texts: Path, seen: bool = True, unseen: bool = False) -> Found:
    """The texts of `folder`/labels that stand in `texts`, read; `seen` and `unseen` say which of them."""
    found = Found()
    for path, hidden in _chosen(folder, seen, unseen):
        content, source = json.loads(path.read_text(encoding="utf-8")), texts / f"{path.stem}.txt"
        if not source.exists():
            found.missing += 1
            continue
        raw = source.read_bytes()
        if hashlib.sha256(raw).hexdigest() != content["sha256"]:
            found.changed.append(path.stem)
            continue
        origin = {"org_unit": content["unit"]} | ({"period": str(content["year"])} if content["year"] else {})
        tables = read_tables(raw, source.name, origin)
        if tables is None:
            found.refused.append(path.stem)
        text = raw.decode("utf-8")
        found.reports.append(
            Report(path.stem, text, content["unit"], content["labels"], tables or {}, content["complete"], hidden)
        )
    return found
