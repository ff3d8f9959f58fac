"""The input of slides, papers and sheets of a version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from views.promises import PromisesView
from views.slide import Edition
from views.slide_edits import DeckEdits


class FileRefused(ValueError):
    """A file cannot be made of what is there; the message is Chinese: what is wrong, where, what to do."""


@dataclass(frozen=True, eq=False)
class LastReport:
    """The report that a version goes on from: its text and the tables as they were read from it."""

    text: str
    tables: Mapping[str, pd.DataFrame]


def _no_report() -> LastReport | None:
    return None


def _no_promises() -> PromisesView | None:
    return None


@dataclass(frozen=True, eq=False)
class Material:
    """The tables of a version, its description, the earlier measures, and the tables of its parent version.

    edits: what editors changed on the slides. last_report: reads the report that it goes on from; promises: of the
    period before; None where there is none.

    hide: redact names of persons and disciplinary counts; edition then has no author either.
    rule: an id of bands.yml, None for the catalogue's default; palette: a key of charts.theme.PALETTES.
    """

    tables: Mapping[str, pd.DataFrame]
    edition: Edition
    previous: pd.DataFrame
    before: Mapping[str, pd.DataFrame] | None = None
    hide: bool = True
    rule: str | None = None
    palette: str = "green"
    last_report: Callable[[], LastReport | None] = _no_report
    promises: Callable[[], PromisesView | None] = _no_promises
    edits: DeckEdits = field(default_factory=DeckEdits)
