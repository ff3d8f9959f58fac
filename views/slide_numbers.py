"""The numbers of a text with their units, and where on a slide each of them stands."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from domain.redaction import redact_text
from domain.schema.display import is_missing, number_text
from domain.schema.frames import records
from views.slide import PROGRESS, Slide
from views.slide_tables import cell_texts

#: Places of a slide that are no row of its data: its sentences, and what the program writes itself.
SENTENCES: Final = "原文"
AUTOMATIC: Final = "自动标题"

_SCALES: Final = {"": 1, "千": 1e3, "万": 1e4, "亿": 1e8, "万亿": 1e12}
_NUMBER: Final = re.compile(
    r"(?<![\d.])(?P<value>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:\s*(?P<scale>万亿|亿|万|千(?!克|米|瓦)))?[多余来]?\s*(?P<unit>个百分点|[%％]|[\u4e00-\u9fff]|[A-Za-z]+)?"
)
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Number:
    """A number of a text. text: as written, with scale and unit; end: offset behind it; value: in full; unit: its first
    character, "" for none, so that 8,000万元 and 0.8亿元 are the same.
    """

    text: str
    end: int
    value: float
    unit: str

    def is_same(self, other: "Number") -> bool:
        """Whether both are the same quantity."""
        return self.unit == other.unit and abs(self.value - other.value) < 1e-6 * max(1.0, abs(self.value))


def numbers_in(text: str) -> list[Number]:
    """The numbers of `text` in Arabic numerals, in their order."""
    found = []
    for match in _NUMBER.finditer(text):
        value = float(match["value"].replace(",", "").replace("，", "")) * _SCALES[match["scale"] or ""]
        unit = (match["unit"] or "").replace("％", "%")
        found.append(Number(match[0].strip(), match.start() + len(match[0].rstrip()), value, unit))
    return found


def numbers_by_place(slide: Slide, persons: frozenset[str] = frozenset()) -> dict[str, list[Number]]:
    """Place → its numbers: a row of figures, chart or table by its label, then SENTENCES, then AUTOMATIC.

    Labels are redacted, so that the places are the same whether names are hidden or not. persons: names known.
    """
    texts: dict[str, list[str]] = {}
    for label, text in _rows(slide):
        texts.setdefault(redact_text(label, persons), []).append(text)
    texts[SENTENCES] = [slide.proof, *slide.notes, *slide.sentences.values()]
    texts[AUTOMATIC] = [slide.title, *slide.points, *slide.lines, slide.as_of, slide.limits]
    return {place: [number for text in found for number in numbers_in(text)] for place, found in texts.items()}


def places_of(number: Number, by_place: Mapping[str, Iterable[Number]]) -> tuple[str, ...]:
    """The rows that hold `number`; without any, that of the sentences, then that of the program's own words."""
    found = [place for place, numbers in by_place.items() if any(map(number.is_same, numbers))]
    rows = [place for place in found if place not in (SENTENCES, AUTOMATIC)]
    return tuple(rows or found[:1])


def _rows(slide: Slide) -> Iterator[tuple[str, str]]:
    """Label and words of each row that the slide shows."""
    for row in records(slide.figures):
        yield str(row["label"]), f"{row['value']}{row['unit']}；{row['note']}；{row['as_of']}"
    if slide.chart == PROGRESS:
        for row in records(slide.drawn):
            share = "" if is_missing(row["bar_pct"]) else f"{number_text(row['bar_pct'], 1)}%"
            yield str(row["label"]), f"{row['value_text']}；{share}"
    if slide.columns and isinstance(slide.table, pd.DataFrame):
        for cells in cell_texts(slide.table, slide.columns):
            label = next((cell for cell in cells if _HAN.search(cell)), "")
            yield label, "；".join(cells)
