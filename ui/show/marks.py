"""Marks in the report on screen: figures, issues (contents of no table), damaged text."""

import re
from dataclasses import dataclass
from typing import Final

import pandas as pd

from domain.schema.display import is_missing
from domain.schema.tables import DOMAINS
from domain.schema.vocabulary import NOT_FIGURES, ROLES
from ui.shell.links import page_link, source_link

_DAMAGE: Final = "damaged_text"
_FRAGMENT: Final = re.compile(r"「(.+?)」")


@dataclass(frozen=True)
class Mark:
    """A marked span [start, end). words: tooltip. kind: CSS class (figure, noted, issue). href: link, "" for none."""

    start: int
    end: int
    kind: str
    words: str
    domain: str = ""
    href: str = ""


def figure_marks(figures: pd.DataFrame) -> list[Mark]:
    """One mark per row of `figures`, with name, domain, role and, in column `current`, the value that replaced it.

    Dates, ranks and names get the kind `noted`.
    """
    columns = ("start", "end", "text", "name", "domain", "role", "dimension", "current")
    rows = figures[list(columns)].astype(object).where(figures[list(columns)].notna(), "")
    marks = []
    for start, end, text, name, domain, role, dimension, current in rows.itertuples(index=False):
        current_text = f"现为{current}" if current else ""
        parts = (f"{name}：{text}" if name else text, DOMAINS.get(domain, ""), ROLES.get(role, ""), current_text)
        kind = "noted" if dimension in NOT_FIGURES else "figure"
        marks.append(Mark(int(start), int(end), kind, " · ".join(filter(None, parts)), domain, source_link(int(start))))
    return marks


def issue_marks(issues: pd.DataFrame) -> list[Mark]:
    """One mark per row of `issues` that has a place in the text, with the reason why it is in no table."""
    located = issues[issues["start"].notna() & issues["end"].notna()]
    return [
        Mark(int(start), int(end), "issue", str(message))
        for start, end, message in located[["start", "end", "message"]].itertuples(index=False)
        if end > start
    ]


def damage_marks(findings: pd.DataFrame, text: str) -> list[Mark]:
    """A mark per damaged place in `findings`, with a link to the finding.

    The place is the printed text within the finding's sentence, else what its title quotes in 「」, else the end of
    the sentence (where a full stop is missing).
    """
    marks = []
    for row in findings[(findings["check"] == _DAMAGE) & findings["start"].notna()].to_dict("records"):
        start, end = int(row["start"]), int(row["end"])
        words = _FRAGMENT.findall(row["title"]) if is_missing(row["printed"]) else [row["printed"]]
        places = [(place, place + len(word)) for word in words if (place := text.find(word, start, end)) >= 0]
        href = page_link("checks", finding=row["row_id"])
        marks += [Mark(*place, "issue", row["title"], href=href) for place in places or [(end - 1, end)]]
    return marks
