"""What pages show, computed once per version and setting: the views over the tables on screen."""

from collections.abc import Callable
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from domain.redaction import redact, redact_text
from domain.schema.provenance import Sources
from domain.schema.tables import TABLES
from ui.shell import cache
from ui.shell.pick import settings
from ui.shell.stored import read_earlier
from ui.show.panel_files import give_addresses, make_view
from views.judging import Judged, judged

View = TypeVar("View")

#: Views kept in memory: ten pages under a few settings for the versions that people look at.
_KEPT = 100


def view(build: Callable[..., View]) -> View | None:
    """`build` (land_view …) over the version on screen, judged by the rule that is set; None: nothing is stored.

    It is shared by all who look at this version: read it, do not change it.
    """
    shown, now = cache.opened(), settings()
    if shown.version is None:
        return None
    which = (build, shown.version.id)
    return _built(shown.version.digest, shown.seen, build.__qualname__, now.rule, now.hide, which)


def table(name: str) -> pd.DataFrame:
    """Table `name` of the version on screen; names of persons and disciplinary counts hidden where that is set."""
    rows = cache.table(name)
    return redact(rows) if settings().hide else rows


def report_text() -> str:
    """The report of the version on screen, "" where there is none; names and counts hidden where that is set."""
    report = cache.source()
    text = report.text or "" if report is not None else ""
    return redact_text(text) if settings().hide else text


def sources() -> Sources:
    """The sources of the rows of the version on screen; names of persons hidden where that is set."""
    known = cache.sources()
    return known.hidden() if settings().hide else known


@st.cache_resource(show_spinner=False, max_entries=_KEPT)
def _built(digest: str, seen: int, name: str, rule: str, hide: bool, _build: tuple[Callable[..., Any], int]) -> Any:
    build, version_id = _build
    shown = {each: table(each) for each in TABLES}
    built = make_view(build, shown, rule, version_id, lambda: _judged(digest, seen, rule, hide, version_id))
    give_addresses(built, build, version=version_id, rule=rule, hide="on" if hide else "off")
    return built


@st.cache_resource(show_spinner=False, max_entries=_KEPT)
def _judged(digest: str, seen: int, rule: str, hide: bool, _version_id: int) -> Judged:
    """The measures on screen, judged; what most of the views rest on."""
    return judged({"measures": table("measures")}, rule, read_earlier("measures", _version_id))
