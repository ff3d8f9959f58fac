"""A report as the table builders see it: its sections and paragraphs, its figures, its proofs."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

import pandas as pd

from domain.schema.cell_links import cell_starts
from domain.schema.frames import conform
from domain.schema.units import UnitError, convert
from domain.text.outline import read_outline
from domain.text.wrapping import wrapped_breaks
from loaders.report.wording import WRAP, plain
from loaders.text.source import Source

_TITLE: Final = re.compile(
    r"[ \t\u3000]*(?:\d+[.、．]|[(（][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+是)?([^。,,;;\n]{2,24})[。::]"
)
_DAYS: Final = ("as_of_start", "as_of_end")
_LONGEST_QUOTE: Final = 240
_DIGIT: Final = re.compile(r"[0-9.%]+")

#: One row of a table before `conform`: column name -> cell.
Row = dict[str, Any]


class Reading:
    """One report: `source` and its `figures` (as `read_figures` gives them), with what is asked of both again."""

    def __init__(self, source: Source, figures: pd.DataFrame) -> None:
        self.source = source
        #: The text with each line break inside a sentence as WRAP: same offsets, and a line is a paragraph.
        self.text = unwrapped(source.text)
        self.outline = read_outline(source.text)
        records: list[Row] = figures.astype(object).where(figures.notna(), None).to_dict("records")  # type: ignore[assignment]
        self.figures: dict[int, Row] = {int(record["start"]): record for record in records}
        self._starts = sorted(self.figures)

    def take_roles(self, statements: Iterable[Row]) -> None:
        """Gives each figure the role, the domain, the days, the project and the place that its statement has."""
        for row in statements:
            figure = self.figures[cell_starts(row["cells"])["value"]]
            figure |= {name: row[name] for name in ("role", "domain")}
            figure["project"] = figure["project"] or row["subject"]
            figure["place"] = figure["place"] or (row["scope"] if row["scope"] != row["subject"] else None)
            days = {name: figure[name] for name in _DAYS}
            if row["domain"] == "history" and None not in days.values():
                row |= days  # a look back over years says so once, at the head of its chapter
            elif row["as_of_end"] is not None:
                figure |= {name: row[name] for name in _DAYS}

    def table(self) -> pd.DataFrame:
        """Table `figures`, with the roles of the statements."""
        return conform("figures", self.figures.values())

    @cached_property
    def scope(self) -> Row:
        """org_unit, period and as_of_* of the report as a whole: those of most of its figures."""
        columns = ("org_unit", "period", "as_of_start", "as_of_end")
        scopes = Counter(tuple(figure[column] for column in columns) for figure in self.figures.values())
        if not scopes:
            origin = self.source.origin
            return {
                "org_unit": origin.get("org_unit"),
                "period": origin.get("period"),
                "as_of_start": None,
                "as_of_end": None,
            }
        return dict(zip(columns, scopes.most_common(1)[0][0], strict=True))

    def kind(self, offset: int) -> str:
        """The kind of the sentence at `offset`, as in domain.text.kinds."""
        return self.outline.sentence(offset).kind

    def heading(self, offset: int) -> str:
        """The heading of the chapter that holds `offset` without its number, "" where there is none."""
        heading = self.outline.part(offset).heading
        return heading.title if heading else ""

    def topic(self, offset: int) -> str | None:
        """The short title that opens the paragraph of `offset`, else the heading of its part."""
        title = _TITLE.match(self.text, self.outline.paragraph(offset).start)
        return title[1].strip() if title else self.heading(offset) or None

    def paragraph(self, offset: int) -> str:
        """The paragraph that holds `offset`, as names are compared."""
        paragraph = self.outline.paragraph(offset)
        return plain(self.text[paragraph.start : paragraph.end])

    def words(self, start: int, end: int) -> str:
        """The text of [start, end) as one line."""
        return self.text[start:end].replace(WRAP, "")

    def figures_between(self, start: int, end: int) -> list[Row]:
        """The figures that begin in [start, end), in the order of the text."""
        low = bisect_right(self._starts, start - 1)
        return [self.figures[each] for each in self._starts[low : bisect_right(self._starts, end - 1)]]

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The span of whole clauses around [start, end), without the marks at their ends; a colon ends none here."""
        return self.outline.widened(start, end, ",，;；")

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The span of the sentences around [start, end), or of their parts between semicolons, without end marks."""
        return self.outline.widened(start, end, ";；")

    def proof(self, spans: Iterable[tuple[int, int]]) -> Row:
        """Scope and proof of a row that rests on `spans`, the first of which is the chief one.

        The quote is the run of clauses over all spans where they stand close together in one paragraph,
        otherwise the clauses of the chief one.
        """
        chief, *others = spans
        start = min([chief[0], *(span[0] for span in others)])
        end = max([chief[1], *(span[1] for span in others)])
        if end - start > _LONGEST_QUOTE or "\n" in self.text[start:end]:
            start, end = chief
        start, end = self.clause(start, end)
        scope = next((figure for span in (chief, *others) for figure in self.figures_between(*span)), None)
        if scope is None:
            scope = self.scope
        return {
            "org_unit": scope["org_unit"], "period": scope["period"],
            "as_of_start": scope["as_of_start"], "as_of_end": scope["as_of_end"],
            "source_id": self.source.source_id, "start": start, "end": end, "quote": self.source.text[start:end],
        }  # fmt: skip

    def number(self, figure: Row, unit: str) -> float | None:
        """The figure's value in `unit` (a known unit word), as printed where `unit` is ""; None where it cannot be."""
        if figure["value"] is None:
            return None
        if not unit:
            return float(figure["value"])
        if unit == "个月" and figure["base_unit"] == "年":
            return float(figure["base_value"]) * 12
        try:
            return round(convert(float(figure["value"]), figure["unit"] or "", unit), 6)
        except UnitError:
            return None


def unwrapped(text: str) -> str:
    """`text` with every line break that only wraps a sentence replaced by WRAP."""
    chars = list(text)
    for at in wrapped_breaks(text):
        chars[at] = WRAP
    return "".join(chars)


def row_key(table: str, words: str) -> str:
    """A row's id from its words without their digits: it stays when a number is corrected or a row is added above."""
    return f"{table}:{_DIGIT.sub('', plain(words))[:24]}"


def number_repeats(rows: Iterable[Row]) -> None:
    """Give the second and later rows of one row_id their number: x, x#2, x#3."""
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row["row_id"]] += 1
        if seen[row["row_id"]] > 1:
            row["row_id"] += f"#{seen[row['row_id']]}"
