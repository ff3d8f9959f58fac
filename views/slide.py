"""What a slide is: what it says, shows and rests on, as data that a deck, a screen and a printer share."""

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
from views.panel import headline_table, said

MOST_FIGURES: Final = 5
#: Rows of a chart or table that can be read from the last row of a room.
MOST_ROWS: Final = 8


@dataclass(frozen=True)
class Edition:
    """What a set of slides or a paper is made from: the version with its date and author in words, the day that it
    speaks of, and its sources.
    """

    version: str = ""
    as_of: date | None = None
    sources: Sources = field(default_factory=Sources)


@dataclass(frozen=True, eq=False)
class Slide:
    """One slide. `id` is stable: it names the slide in an address and in a presenter's choice.

    section: what it is about; title: the takeaway; lines: what stands below the title. figures: at most MOST_FIGURES
    rows of panel.HEADLINE; beyond: the same of what the chart leaves out and the table has, for a screen that shows no
    table beside a chart. chart: the name of a builder in charts/, "" for none; drawn: its table, at most what fits;
    options: what the builder takes beside the table (bands of the rule, as-of day); alt: what the chart shows. table:
    the same numbers in words, with columns (see slide_tables). elapsed: share of the year that is gone, None where the
    slide does not draw it. definition: 口径; left: how many rows are not shown; as_of, source: the footer.
    rests: the rows that its figures come from; cited: those of them whose sentences or cells the notes give; notes:
    what these rest on: 原文:“…”, 依据:….
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
    rests: pd.DataFrame = field(default_factory=pd.DataFrame)
    cited: pd.DataFrame = field(default_factory=pd.DataFrame)
    notes: tuple[str, ...] = ()

    @property
    def limits(self) -> str:
        """What to know before one quotes the slide: its 口径, and how many rows are not on it."""
        told = f"口径:{self.definition}" if self.definition else ""
        return said(told, f"另有{self.left}项未列入本页,见指标台账" if self.left else "")


def shown_tables(tables: Tables, *, hide: bool) -> dict[str, pd.DataFrame]:
    """The tables as a meeting may see them: with `hide`, names of persons and disciplinary counts are hidden."""
    return {name: redact(rows) for name, rows in tables.items()} if hide else dict(tables)


def ledger_rows(tables: Tables) -> pd.DataFrame:
    """The rows of all tables that people keep, with what tells where they come from."""
    return pd.concat([tables[name][["row_id", "source_id"]] for name in KEPT_TABLES], ignore_index=True)


def chosen_slides(slides: Sequence[Slide], ids: Sequence[str]) -> tuple[Slide, ...]:
    """Those of `slides` that `ids` name, in the order of `ids`; all where there are none. Ids without a slide: none."""
    known = {slide.id: slide for slide in slides}
    return tuple(known[each] for each in ids if each in known) if ids else tuple(slides)
