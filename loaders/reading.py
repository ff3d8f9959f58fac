"""A report as the table builders see it: its sections and paragraphs, its figures, its masked text, its proofs."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from domain.catalogue import read_catalogue
from domain.units import UnitError, convert
from loaders.sections import Outline, Place, is_wrapped
from loaders.source import Source
from loaders.wording import WRAP, MaskedText, Printed, plain

_LINE: Final = re.compile(r"[^\n]+")
_MARKS: Final = re.compile(
    r"^[ \t\u3000]*(?:[一二三四五六七八九十]+[、.．]|第.{1,3}[章部]分?|[(（].{1,3}[)）])\s*|[::]\s*$"
)
_TITLE: Final = re.compile(
    r"^[ \t\u3000]*(?:\d+[.、．]|[(（][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+是)?([^。,,;;\n]{2,24})[。::]"
)
_SENTENCE_END: Final = "。!?！？;；\n"
_CLAUSE_END: Final = _SENTENCE_END + ",，"
_LONGEST_QUOTE: Final = 240
_DIGIT: Final = re.compile(r"[0-9.%]+")

#: One row of a table before `conform`: column name -> cell.
Row = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """A part of the report under one heading; kind: highlights, done, plan, history, advice or other."""

    start: int
    end: int
    heading: str
    kind: str


class Reading:
    """One report: `source` and its `figures` (as `read_figures` gives them), with what is asked of both again."""

    def __init__(self, source: Source, figures: pd.DataFrame) -> None:
        self.source = source
        #: The text with each line break inside a sentence as WRAP: same offsets, and a line is a paragraph.
        self.text = unwrapped(source.text)
        self._outline = Outline(source.text)
        records: list[Row] = figures.astype(object).where(figures.notna(), None).to_dict("records")  # type: ignore[assignment]
        self.figures: dict[int, Row] = {int(record["start"]): record for record in records}
        self._starts = sorted(self.figures)
        self.masked = MaskedText(self.text, [_printed(record) for record in records])

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

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The parts of the report under its outermost headings, in order; the text before the first is of none."""
        places = ((line.start(), self._outline.place(line.start())) for line in _LINE.finditer(self.text))
        firsts: dict[int, Place] = {}
        for _, place in places:
            if place.headings:
                firsts.setdefault(place.headings[0].start, place)
        starts = [*firsts, len(self.text)]
        titles = [_MARKS.sub("", place.headings[0].text).strip() for place in firsts.values()]
        return tuple(
            Section(start, end, title, _kind_of_section(title, place.kind))
            for (start, place), end, title in zip(firsts.items(), starts[1:], titles, strict=True)
        )

    def section_kind(self, offset: int) -> str:
        """The kind of the section that holds `offset`."""
        at = bisect_right([section.start for section in self.sections], offset) - 1
        return self.sections[at].kind if at >= 0 else "other"

    def heading(self, offset: int) -> str:
        """The heading of the section that holds `offset`, "" before the first."""
        at = bisect_right([section.start for section in self.sections], offset) - 1
        return self.sections[at].heading if at >= 0 else ""

    def topic(self, offset: int) -> str | None:
        """The short title that opens the paragraph of `offset`, else the heading of its section."""
        title = _TITLE.match(self.text, self.text.rfind("\n", 0, offset) + 1)
        return title[1].strip() if title else self.heading(offset) or None

    def paragraph(self, offset: int) -> str:
        """The line that holds `offset`, as wordings are compared."""
        end = self.text.find("\n", offset)
        return plain(self.text[self.text.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(self.text)])

    def words(self, start: int, end: int) -> str:
        """The text of [start, end) as one line."""
        return self.text[start:end].replace(WRAP, "")

    def figures_between(self, start: int, end: int) -> list[Row]:
        """The figures that begin in [start, end), in the order of the text."""
        low = bisect_right(self._starts, start - 1)
        return [self.figures[each] for each in self._starts[low : bisect_right(self._starts, end - 1)]]

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The span of whole clauses around [start, end), without the marks at their ends."""
        return self._widened(start, end, _CLAUSE_END)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The span of whole sentences around [start, end), without the marks at their ends."""
        return self._widened(start, end, _SENTENCE_END)

    def _widened(self, start: int, end: int, marks: str) -> tuple[int, int]:
        while start > 0 and not self._ends_at(start - 1, marks):
            start -= 1
        while end < len(self.text) and not self._ends_at(end, marks):
            end += 1
        while start < end and self.text[start].isspace():
            start += 1
        return start, end

    def _ends_at(self, index: int, marks: str) -> bool:
        char = self.text[index]
        if char not in marks:
            return False
        return not (
            char == "," and self.text[index - 1 : index].isdigit() and self.text[index + 1 : index + 2].isdigit()
        )

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
    breaks = [match.start() for match in re.finditer("\n", text) if is_wrapped(text, match.start())]
    chars = list(text)
    for at in breaks:
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


def _printed(figure: Row) -> Printed:
    return Printed(
        int(figure["start"]), int(figure["end"]), figure["dimension"], figure["unit"] or "", figure["base_unit"] or ""
    )


def _kind_of_section(title: str, announced: str) -> str:
    """highlights or advice where the title says so, else what the reader of figures takes the heading to announce."""
    for kind in read_catalogue("sections")["kinds"]:
        if any(word in title for word in kind["words"]):
            return str(kind["kind"])
    return {"report": "done", "": "other"}.get(announced, announced)
