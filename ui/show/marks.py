"""What is marked in the report on screen: figures, what stands in no table, damaged text."""

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
    """A marked place [start, end): `words` are its tooltip, `kind` its look (figure, noted, issue), `href` its link."""

    start: int
    end: int
    kind: str
    words: str
    domain: str = ""
    href: str = ""


def figure_marks(figures: pd.DataFrame) -> list[Mark]:
    """One mark per row of `figures`: what it is called, its domain, its role, and `now` what somebody made of it.

    Dates, ranks, names are `noted`.
    """
    columns = ("start", "end", "text", "name", "domain", "role", "dimension", "now")
    rows = figures[list(columns)].astype(object).where(figures[list(columns)].notna(), "")
    marks = []
    for start, end, text, name, domain, role, dimension, now in rows.itertuples(index=False):
        since = f"现为{now}" if now else ""
        said = (f"{name}:{text}" if name else text, DOMAINS.get(domain, ""), ROLES.get(role, ""), since)
        kind = "noted" if dimension in NOT_FIGURES else "figure"
        marks.append(Mark(int(start), int(end), kind, " · ".join(filter(None, said)), domain, source_link(int(start))))
    return marks


def issue_marks(issues: pd.DataFrame) -> list[Mark]:
    """One mark per row of `issues` that has a place in the text: why it stands in no table."""
    placed = issues[issues["start"].notna() & issues["end"].notna()]
    return [
        Mark(int(start), int(end), "issue", str(message))
        for start, end, message in placed[["start", "end", "message"]].itertuples(index=False)
        if end > start
    ]


def damage_marks(findings: pd.DataFrame, text: str) -> list[Mark]:
    """A mark on each damaged place that `findings` tell of, with a link to the finding.

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
