"""One printed number, as the grammar hands it on."""

from dataclasses import dataclass


@dataclass(slots=True)
class Number:
    """One printed number: the span [start, end), what it is worth in `unit`, and what kind of thing it is."""

    start: int
    end: int
    dimension: str
    value: float | None = None
    high: float | None = None
    unit: str = ""
    qualifier: str = "exact"
    chinese: bool = False
    bare: bool = False  # neither scale nor unit: only a neighbour can say what it counts
