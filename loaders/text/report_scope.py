"""Whose a report is and of when, as its title and its text say it; nothing is guessed without words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Final

from domain.schema.period import PeriodError, parse_period
from loaders.text.evidence import NOTHING, Evidence, Recognised, strongest
from loaders.text.front_lines import FrontLines, Part, read_front_lines
from loaders.text.scope_days import recognise_as_of, recognise_published
from loaders.text.scope_periods import recognise_period
from loaders.text.scope_units import Units, recognise_source, recognise_unit

#: Property → what it is called on screen, in the order of the page.
SCOPE_LABELS: Final = {
    "org_unit": "单位", "period": "报告期", "as_of": "数据截至", "title": "标题", "published": "发布日期",
}  # fmt: skip
_SUFFIX: Final = re.compile(r"\.[A-Za-z]{2,5}$")


@dataclass(frozen=True)
class ReportScope:
    """What was recognised of each property: unit (its name), period (code), title; as_of and published (ISO days);
    source: who issued the text, in its words.
    """

    org_unit: Recognised = NOTHING
    period: Recognised = NOTHING
    as_of: Recognised = NOTHING
    title: Recognised = NOTHING
    published: Recognised = NOTHING
    source: Recognised = NOTHING

    def values(self) -> dict[str, str]:
        """Property → value, of those that the words leave no doubt of."""
        found = {name: getattr(self, name).value for name in (*SCOPE_LABELS, "source")}
        return {name: value for name, value in found.items() if value is not None}


def recognise_scope(text: str, *, title: str = "", file_name: str = "", units: Units | None = None) -> ReportScope:
    """Unit, period, as-of day, title and publication of the report `text`, each with its words.

    title: as somebody typed it; units: the known ones, name → spellings. Offsets point into what the words stand in.
    """
    front = read_front_lines(text)
    typed = [Part("title", 0, title)] if title.strip() else []
    named = [*typed, *_file_title(file_name)]
    published = recognise_published(front)
    day = date.fromisoformat(published.value) if published.value else None
    return ReportScope(
        recognise_unit(front, named, units or {}),
        recognise_period(front, named, text, day),
        recognise_as_of(front, named),
        _title(front, typed, named),
        published,
        recognise_source(front),
    )


def default_as_of(period: str, published: str | None, as_of: str | None = None) -> date:
    """The day `as_of` where it is one, else the last day of the period or the publication, whichever is earlier.

    Raises PeriodError.
    """
    due = parse_period(period).due
    day, issued = _day(as_of), _day(published)
    return day or (min(due, issued) if issued else due)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def unclear_lines(scope: ReportScope, given: Mapping[str, str]) -> list[str]:
    """What is missing or has two meanings, of unit and period: a line each with the words; [] where both are clear."""
    lines = []
    for name in ("org_unit", "period"):
        label, recognised = SCOPE_LABELS[name], getattr(scope, name)
        if given.get(name) or recognised.value:
            continue
        shown = [f"{value}（{words_text(recognised.words_of(value))}）" for value in recognised.candidates]
        lines.append(f"{label}看不准：可能是{'、'.join(shown)}" if shown else f"{label}没有写明")
    if period := given.get("period"):
        try:
            parse_period(period)
        except PeriodError as error:
            lines.append(str(error))
    return lines


def words_text(words: tuple[Evidence, ...]) -> str:
    """正文“…”、文件名“…”, for a message."""
    return "、".join(dict.fromkeys(map(str, words)))


def _file_title(file_name: str) -> list[Part]:
    """The file's name without its ending, where it holds Chinese words."""
    stem = _SUFFIX.sub("", PurePath(file_name.replace("\\", "/")).name)
    return [Part("file_name", 0, stem)] if re.search(r"[\u4e00-\u9fff]{4}", stem) else []


def _title(front: FrontLines, typed: list[Part], named: list[Part]) -> Recognised:
    """The typed title, else the first title of the text; the file's name suggests."""
    parts = typed or list(front.titles[:1])
    return strongest(
        ([part.evidence(part.text.strip(), 0, len(part.text)) for part in parts],),
        [
            part.evidence(part.text, 0, len(part.text))
            for part in (*front.titles[1:], *named, *front.headlines)
            if part not in parts
        ],
    )
