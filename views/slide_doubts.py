"""What is to be verified about the figures of a slide, in a line on the slide itself."""

import re
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from domain.schema.frames import records
from views.slide import Slide
from views.slide_plan import open_findings
from views.slide_titles import full_width

#: In a title that itself says what is to be verified; lines of context and doubt below the figures of a slide.
ASKED: Final = "待确认"
_RATE: Final = re.compile(r"“([\d.]+%)”")
_MOST_DOUBTS: Final = 2


def with_doubts(slide: Slide, findings: pd.DataFrame) -> Slide:
    """`slide` with a line per unresolved contradiction or doubt about its figures, unless its title says that."""
    if ASKED in slide.title or len(slide.points) >= _MOST_DOUBTS:
        return slide
    own = {*starts_of(slide.figures), *starts_of(slide.drawn)}
    asked = open_findings(findings)
    told = "".join((slide.title, *slide.figures["value"].astype(str) + slide.figures["unit"].astype(str)))
    titles = [
        str(row["title"]) for row in records(asked.dropna(subset="figures"))
        if not own.isdisjoint(_offsets(row)) and all(rate in told for rate in _RATE.findall(str(row["title"])))
    ]  # fmt: skip
    lines = [f"待核实：{full_width(title)}" for title in dict.fromkeys(titles)]
    return replace(slide, points=(*slide.points, *lines)[:_MOST_DOUBTS])


def _offsets(finding: dict[str, Any]) -> list[int]:
    return [int(start) for start in str(finding["figures"]).split()]


def starts_of(rows: pd.DataFrame) -> set[int]:
    """The offsets of the figures of `rows`."""
    return set() if "start" not in rows else {int(start) for start in rows["start"].dropna()}
