"""A report as the checks see it: the outline of its text, its figures in order, its tables."""

import math
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.schema.frames import conform
from domain.schema.vocabulary import NOT_FIGURES, REPORTED_ROLES
from domain.text.outline import read_outline
from domain.text.spans import Span

#: Roles of a figure that says what is so, or whose role nobody said.
SO_FAR: Final = REPORTED_ROLES | {""}


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table `figures`, as far as the checks need it; missing texts are "", numbers NaN."""

    start: int
    end: int
    text: str
    value: float
    unit: str
    dimension: str
    base_value: float
    base_unit: str
    qualifier: str
    role: str
    domain: str
    indicator_id: str
    name: str
    project: str

    @property
    def measure(self) -> tuple[str, str]:
        """What two figures must share to be compared: dimension, and for counts the unit as well."""
        return self.dimension, self.unit if self.dimension == "count" else ""


class Report:
    """The text with its outline and its figures; `tables` are the domain tables as far as they exist."""

    def __init__(self, text: str, tables: Mapping[str, pd.DataFrame]) -> None:
        self.text = text
        self.tables = tables
        self.outline = read_outline(text)
        figures = tables["figures"] if "figures" in tables else conform("figures", [])
        self.scope: dict[str, Any] = {} if figures.empty else {name: figures[name].iloc[0] for name in _SCOPE}
        self.figures = _figures(figures)
        self._figure_starts = [figure.start for figure in self.figures]

    def figures_in(self, span: Span) -> list[Figure]:
        """The figures that begin in `span`, in the order of the text."""
        first = bisect_left(self._figure_starts, span.start)
        return self.figures[first : bisect_left(self._figure_starts, span.end)]

    def lead(self, figure: Figure) -> str:
        """The words of the figure's clause that stand before it."""
        return self.text[self.outline.clause(figure.start).start : figure.start]

    def tail(self, figure: Figure) -> str:
        """The words of the figure's clause that stand behind it."""
        return self.text[figure.end : max(figure.end, self.outline.clause(figure.start).end)]


_SCOPE: Final = ("org_unit", "period", "as_of_start", "as_of_end", "source_id")


def _figures(table: pd.DataFrame) -> list[Figure]:
    names = list(Figure.__slots__)
    rows = zip(*(_column(table, name) for name in names), strict=True)
    figures = [Figure(*row) for row in rows]
    kept = [figure for figure in figures if figure.dimension not in NOT_FIGURES and not math.isnan(figure.base_value)]
    return sorted(kept, key=lambda figure: figure.start)


def _column(table: pd.DataFrame, name: str) -> list[Any]:
    values = table[name]
    if name in ("start", "end"):
        return [int(value) for value in values]
    if name in ("value", "base_value"):
        return [float(value) for value in values]
    return values.where(values.notna(), "").tolist()
