"""A slide as data, shared by the deck, the screen and print."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

import pandas as pd

from domain.redaction import persons_of, redact
from domain.schema.columns import Column
from domain.schema.frames import Tables
from domain.schema.provenance import Sources
from domain.schema.tables import BASE_TABLES
from views.newest import newest_figures
from views.panel import headline_table, joined
from views.slide_titles import Message, title_lines

#: Large figures on a slide, beside no chart.
MOST_FIGURES: Final = 3
#: Rows of a chart or table that are readable from the back of a meeting room.
MOST_ROWS: Final = 8
#: Slides before the appendix where nobody has chosen others.
MOST_SLIDES: Final = 12
#: The builder of a table with a bar per row, beside those of charts/.
PROGRESS: Final = "progress"
#: What stands at the end of the id of a domain's table in the appendix.
NUMBERS: Final = "_numbers"
#: Stands in a cell of a slide for what the report does not say.
NOT_WRITTEN: Final = "未写明"
#: What the footer leaves to the slide of sources.
_INDEX_NUMBER: Final = re.compile("，索引号[^），；]*")
_APPENDIX: Final = "附录"
_NUMERALS: Final = "一二三四五六七八九十"


@dataclass(frozen=True)
class Edition:
    """The source of a set of slides or a paper. version: number, date and author in words; as_of: its as-of date;
    sources: of its rows; unit: name of its unit, "" for what its rows hold; written: the day the version was made.
    """

    version: str = ""
    as_of: date | None = None
    sources: Sources = field(default_factory=Sources)
    unit: str = ""
    written: date | None = None


@dataclass(frozen=True, eq=False)
class Slide:
    """One slide. `id` is stable: addresses and a presenter's choice refer to it.

    section: subject; part: what the agenda calls it, "" for the section; title: the message in one sentence; message:
    with what it rests on, None for a heading; lines: below the title of a cover, in the footer of others; proof: the
    sentence below its figures. One visual: figures (at most MOST_FIGURES rows of panel.HEADLINE), or a chart, or a
    table. chart: PROGRESS or the name of a builder in charts/, "" for none; drawn: its table, only the rows that fit;
    alt: text for screen readers. table, columns (see slide_tables): of a slide without figures and chart what it shows,
    else the same numbers in words, for notes and appendix. definition: 口径; left: number of omitted rows; as_of,
    source: the footer. source_rows: rows behind its figures; cited: those of them that the notes quote; notes:
    原文：“…”, 依据:…. sentences: offset of a figure → its sentence; bases: row_id of a row that the
    report of the version does not state → where it comes from, an earlier report or a workbook. optional: only shown
    where a presenter chooses it; appendix: behind the closing slide.
    """

    id: str
    section: str
    title: str
    kind: Literal["cover", "agenda", "content", "closing"] = "content"
    part: str = ""
    message: Message | None = None
    lines: tuple[str, ...] = ()
    proof: str = ""
    points: tuple[str, ...] = ()
    script: tuple[str, ...] = ()
    automatic: str = ""
    marks: tuple[str, ...] = ()
    figures: pd.DataFrame = field(default_factory=lambda: headline_table([]))
    chart: str = ""
    drawn: pd.DataFrame = field(default_factory=pd.DataFrame)
    alt: str = ""
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    columns: tuple[Column, ...] = ()
    sentences: Mapping[int, str] = field(default_factory=dict)
    bases: Mapping[str, str] = field(default_factory=dict)
    optional: bool = False
    appendix: bool = False
    definition: str = ""
    left: int = 0
    as_of: str = ""
    source: str = ""
    source_rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    cited: pd.DataFrame = field(default_factory=pd.DataFrame)
    notes: tuple[str, ...] = ()

    @property
    def title_lines(self) -> tuple[str, ...]:
        """The title as it is broken into lines."""
        return title_lines(self.title)

    @property
    def has_photograph(self) -> bool:
        """Whether there is room for a photograph beside what it shows."""
        return (
            self.kind == "content"
            and not self.appendix
            and 0 < len(self.figures if self.id != "highlights" else self.table) < MOST_FIGURES
        )

    @property
    def shows_table(self) -> bool:
        """Whether the table is what the slide shows: it has neither figures nor a chart."""
        return not self.chart and not len(self.figures) and len(self.table) > 0

    @property
    def limits(self) -> str:
        """The limits of the slide: its 口径, and the number of omitted rows."""
        definition = f"口径：{self.definition}" if self.definition else ""
        return joined(definition, self.omitted)

    @property
    def omitted(self) -> str:
        """How many rows the slide leaves out; "" for none."""
        return f"另有{self.left}项未列入本页，见指标台账" if self.left else ""

    @property
    def footnotes(self) -> tuple[str, ...]:
        """The parts of the footer: the day of the data, where they come from, what is left out."""
        source = f"来源：{_INDEX_NUMBER.sub('', self.source)}" if self.source else ""
        as_of = f"数据时点：{self.as_of}" if self.as_of else ""
        lines = () if self.kind == "cover" else self.lines
        return tuple(filter(None, (*self.marks, as_of, self.omitted, source, *lines)))


def shown_tables(tables: Tables, *, hide: bool) -> dict[str, pd.DataFrame]:
    """The tables for a meeting: each printed figure with its newest number (views.newest).

    With `hide`, names of persons and disciplinary counts are redacted.
    """
    newest = newest_figures(tables)
    if not hide:
        return newest
    known = frozenset[str]().union(*map(persons_of, newest.values()))
    return {name: redact(rows, known) for name, rows in newest.items()}


def ledger_rows(tables: Tables) -> pd.DataFrame:
    """row_id and source_id of the rows of all BASE_TABLES."""
    return pd.concat([tables[name][["row_id", "source_id"]] for name in BASE_TABLES], ignore_index=True)


def chosen_slides(slides: Sequence[Slide], ids: Sequence[str]) -> tuple[Slide, ...]:
    """The slides with `ids`, in the order of `ids`; those that are not optional for an empty `ids`.

    Unknown ids are skipped. The agenda lists what is chosen, with its pages.
    """
    by_id = {slide.id: slide for slide in slides}
    chosen = [by_id[each] for each in ids if each in by_id] if ids else [each for each in slides if not each.optional]
    return tuple(_agenda(slide, chosen) if slide.kind == "agenda" else slide for slide in chosen)


def _agenda(agenda: Slide, chosen: Sequence[Slide]) -> Slide:
    """`agenda` with a row per section of the chosen slides: number, name, first page; the appendix in one row."""
    pages: dict[str, list[int]] = {}
    names: dict[str, list[str]] = {}
    for place, slide in enumerate(chosen, start=1):
        if slide.kind == "content":
            part = _APPENDIX if slide.appendix else slide.part or slide.section
            pages.setdefault(part, []).append(place)
            names.setdefault(part, []).append(slide.section)
    rows = []
    for at, (part, places) in enumerate(pages.items()):
        own = [] if part == _APPENDIX else [name for name in names[part] if name != part]
        rows.append(
            {
                "number": f"{_NUMERALS[at]}、" if part != _APPENDIX and at < len(_NUMERALS) else "",
                "label": f"{part}：{'、'.join(own)}" if own else part,
                "page": f"第{places[0]}页" if len(places) == 1 else f"第{places[0]}—{places[-1]}页",
            }
        )
    table = pd.DataFrame(rows, columns=["number", "label", "page"], dtype="str")
    return replace(agenda, table=table)
