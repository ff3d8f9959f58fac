"""A slide as data, shared by the deck, the screen and print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

import pandas as pd

from domain.redaction import redact
from domain.schema.columns import Column
from domain.schema.frames import Tables
from domain.schema.provenance import Sources
from domain.schema.tables import KEPT_TABLES
from views.panel import headline_table, joined

MOST_FIGURES: Final = 5
#: Rows of a chart or table that are readable from the back of a meeting room.
MOST_ROWS: Final = 8


@dataclass(frozen=True)
class Edition:
    """The source of a set of slides or a paper. version: number, date and author in words; as_of: its as-of date;
    sources: of its rows; unit: name of its unit,
    "" for what its rows hold.
    """

    version: str = ""
    as_of: date | None = None
    sources: Sources = field(default_factory=Sources)
    unit: str = ""


@dataclass(frozen=True, eq=False)
class Slide:
    """One slide. `id` is stable: addresses and a presenter's choice refer to it.

    section: subject; title: the takeaway; lines: below the title. figures: at most MOST_FIGURES rows of panel.HEADLINE;
    beyond: the same for rows of the table that the chart omits, for a screen without a table beside the chart. chart:
    name of a builder in charts/, "" for none; drawn: its table, only the rows that fit; options: further arguments of
    the builder (bands of the rule, as-of date); alt: text for screen readers. table: the same numbers in words, with
    columns (see slide_tables). elapsed: elapsed share of the year, None where the slide does not draw it. definition:
    口径; left: number of omitted rows; as_of, source: the footer. source_rows: rows behind its figures; cited: those of
    them that the notes quote; notes: 原文：“…”, 依据:….
    """

    id: str
    section: str
    title: str
    kind: Literal["cover", "content"] = "content"
    lines: tuple[str, ...] = ()
    figures: pd.DataFrame = field(default_factory=lambda: headline_table([]))
    beyond: pd.DataFrame = field(default_factory=lambda: headline_table([]))
    chart: str = ""
    drawn: pd.DataFrame = field(default_factory=pd.DataFrame)
    options: Mapping[str, Any] = field(default_factory=dict)
    alt: str = ""
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    columns: tuple[Column, ...] = ()
    elapsed: float | None = None
    definition: str = ""
    left: int = 0
    as_of: str = ""
    source: str = ""
    source_rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    cited: pd.DataFrame = field(default_factory=pd.DataFrame)
    notes: tuple[str, ...] = ()

    @property
    def limits(self) -> str:
        """The limits of the slide: its 口径, and the number of omitted rows."""
        definition = f"口径：{self.definition}" if self.definition else ""
        return joined(definition, f"另有{self.left}项未列入本页，见指标台账" if self.left else "")


def shown_tables(tables: Tables, *, hide: bool) -> dict[str, pd.DataFrame]:
    """The tables for a meeting: with `hide`, names of persons and disciplinary counts are redacted."""
    return {name: redact(rows) for name, rows in tables.items()} if hide else dict(tables)


def ledger_rows(tables: Tables) -> pd.DataFrame:
    """row_id and source_id of the rows of all KEPT_TABLES."""
    return pd.concat([tables[name][["row_id", "source_id"]] for name in KEPT_TABLES], ignore_index=True)


def chosen_slides(slides: Sequence[Slide], ids: Sequence[str]) -> tuple[Slide, ...]:
    """The slides with `ids`, in the order of `ids`; all for an empty `ids`. Unknown ids are skipped."""
    by_id = {slide.id: slide for slide in slides}
    return tuple(by_id[each] for each in ids if each in by_id) if ids else tuple(slides)
