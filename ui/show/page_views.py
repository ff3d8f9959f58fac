"""Views over the tables on screen, computed once per version and setting and shared by all sessions."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from domain.redaction import redact, redact_text
from domain.schema.provenance import Sources
from domain.schema.tables import TABLES
from ui.shell import cache
from ui.shell.pick import settings
from ui.show.panel_files import make_view, register_addresses
from views.judging import Judged, judged

View = TypeVar("View")


def view(build: Callable[..., View]) -> View | None:
    """`build` (land_view …) over the version on screen, under the current settings; None where nothing is stored.

    The result is shared by all sessions: do not change it.
    """
    shown, options = cache.opened(), settings()
    if shown.version is None:
        return None
    found: View = _built(
        shown.version.digest, shown.cutoff, build, options.rule, options.hide, shown.version.id
    )  # fmt: skip
    return found


def table(name: str) -> pd.DataFrame:
    """Table `name` of the version on screen; redacted where the settings hide names and disciplinary counts."""
    rows = cache.table(name)
    return redact(rows) if settings().hide else rows


def tables() -> dict[str, pd.DataFrame]:
    """Every table of the version on screen, redacted as `table` is."""
    return {name: table(name) for name in TABLES}


def requested_id(name: str, parameter: str) -> str:
    """The row of table `name` that the address asks for in `parameter`, by its id of today; "" where none."""
    asked = st.query_params.get(parameter, "")
    return cache.former_ids().get(name, {}).get(asked, asked) if asked else ""


def report_text() -> str:
    """The text of the report of the version on screen, redacted as above; "" where there is none."""
    report = cache.source()
    text = report.text or "" if report is not None else ""
    return redact_text(text) if settings().hide else text


def sources() -> Sources:
    """The sources of the rows of the version on screen, redacted as above."""
    found = cache.sources()
    return found.hidden() if settings().hide else found


def _built(digest: str, cutoff: int, build: Callable[..., Any], rule: str, hide: bool, version_id: int) -> Any:
    def make() -> Any:
        result = partial(_judged, digest, cutoff, rule, hide)
        built = make_view(build, tables(), rule, version_id, result)
        register_addresses(built, build, version=version_id, rule=rule, hide="on" if hide else "off")
        return built

    return cache.SHOWN.get(("view", digest, cutoff, build.__qualname__, rule, hide), make)


def _judged(digest: str, cutoff: int, rule: str, hide: bool) -> Judged:
    """The judged measures of the version on screen, shared by most views."""
    shown = cache.opened()
    assert shown.version is not None
    earlier = partial(cache.earlier_measures, shown.version, cutoff)
    key = ("judged", digest, cutoff, rule, hide)
    found: Judged = cache.SHOWN.get(key, lambda: judged({"measures": table("measures")}, rule, earlier()))
    return found
