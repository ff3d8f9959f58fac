"""A page's panel as a slide: the rows of its chart that fit, its table in words, the number of omitted rows."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from domain.schema.frames import records
from domain.schema.provenance import Sources, basis_text
from domain.schema.tables import DOMAINS
from domain.schema.vocabulary import REPORTED_ROLES, ROLES
from views import slide_tables as words
from views.panel import Panel, as_of_words, headline, headline_table, joined, worded
from views.safety import OUTCOMES
from views.slide import MOST_FIGURES, MOST_ROWS, Slide

_MOST_GROUPS: Final = 2
#: Labels of the roles of figures that are not achieved yet.
_ROLE_NOTES: Final = {role: ROLES[role] for role in ("target", "forecast")}


def domain_slides(
    name: str,
    panel: Panel,
    chart: str,
    figures: pd.DataFrame | None = None,
    definition: str = "",
    *,
    section: str = "",
    rows: Panel | None = None,
) -> Iterator[Slide]:
    """The slide of a domain's panel, none for an empty panel. rows: the panel whose table is shown beside."""
    if not panel.empty:
        slide = panel_slide(name, section or DOMAINS[name], panel, chart, rows)
        parts = [part for part in (*definition.split("；"), panel.incomparable_reason) if part != panel.title]
        yield replace(
            slide, definition=joined(*parts), figures=slide.figures if figures is None else figures.head(MOST_FIGURES)
        )


def panel_slide(name: str, section: str, panel: Panel, chart: str, rows: Panel | None = None) -> Slide:
    """A panel as a slide: the rows of its chart that fit, the table beside it, the number of omitted rows.

    rows: the panel whose table is shown beside the chart; None: the rows of the chart, for readings followed by those
    that it omits.
    """
    drawn = _FITTED.get(chart, _first_rows)(panel)
    source = drawn if rows is None else rows.table.head(MOST_ROWS)
    total = len(panel.drawn) if rows is None else len(rows.table)
    others = panel.table.iloc[:0]
    if chart == "readings":
        others = _omitted_readings(drawn, panel.table).head(MOST_ROWS - len(drawn))
        source, total = _with_others(drawn, others), len(panel.table)
    table, columns = _WORDS[chart](source)
    left, proofs = total - len(source), (rows or panel).proof_rows
    return Slide(
        name, section, panel.title, lines=(panel.subtitle,), chart=chart if len(drawn) else "", drawn=drawn,
        beyond=_reading_headlines(others), alt=panel.alt, table=table, columns=columns, left=left,
        as_of=as_of_words((rows or panel).table), source_rows=proofs, cited=proofs,
    )  # fmt: skip


def _first_rows(panel: Panel) -> pd.DataFrame:
    return panel.drawn.head(MOST_ROWS)


def _largest_money(panel: Panel) -> pd.DataFrame:
    """The largest sums with their parts, at most MOST_ROWS, in the order of the page.

    Sums without a project are labelled with their kind, since a slide has no headers per kind.
    """
    drawn = panel.drawn
    has_project = panel.table.loc[~panel.table["is_forecast"], "project"].notna().to_numpy() | drawn[
        "is_part"
    ].to_numpy(dtype=bool)
    drawn = drawn.assign(label=drawn["label"].where(has_project, drawn["kind"] + drawn["label"]))
    whole = (~drawn["is_part"].astype(bool)).cumsum()
    sizes = drawn.groupby(whole)["amount_wan_yuan"].transform("max")
    largest = drawn.assign(_size=sizes).sort_values(["_size", "is_part"], ascending=[False, True], kind="stable")
    return drawn.loc[largest.head(MOST_ROWS).index.sort_values()].reset_index(drop=True)


def _largest_groups(panel: Panel) -> pd.DataFrame:
    """The readings of the most frequent units, largest first within a unit, at most MOST_ROWS."""
    drawn = panel.drawn
    if drawn.empty:
        return drawn
    groups = list(drawn["group"].value_counts().index[:_MOST_GROUPS])
    parts = [
        drawn[drawn["group"] == group]
        .sort_values("value", ascending=False, kind="stable")
        .head(MOST_ROWS // len(groups))
        for group in groups
    ]
    return pd.concat(parts, ignore_index=True)


def _omitted_readings(drawn: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """The readings that a chart omits, actual ones first."""
    drawn_texts = set(drawn["label"] + drawn["value_text"]) if len(drawn) else set()
    others = readings[~(readings["name"] + readings["value_text"]).isin(drawn_texts)]
    is_planned = others["role"].isin(["target", "forecast"])
    return others.loc[is_planned.sort_values(kind="stable").index]


def _with_others(drawn: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The readings of a chart, followed by the omitted ones."""
    rows = others.rename(columns={"name": "label"}).assign(note=worded(others, _role_note))
    return pd.concat([drawn, rows[["label", "value_text", "note"]]], ignore_index=True)


def _role_note(row: dict[str, Any]) -> str:
    """目标值 or 预计 for a reading that is not achieved yet; "" where its name or value already says so."""
    word = _ROLE_NOTES.get(row["role"], "")
    return "" if word in f"{row['name']}{row['value_text']}" else word


def _hazards_with_rest(panel: Panel) -> pd.DataFrame:
    """The rows of the chart with a column unknown: found minus all outcomes, where positive."""
    drawn = panel.drawn.head(MOST_ROWS)
    rest = drawn["found"] - drawn[list(OUTCOMES)].fillna(0).sum(axis="columns")
    return drawn.assign(unknown=rest.where(rest > 0))


def reading_figures(panel: Panel) -> pd.DataFrame:
    """The reported readings as headline figures, for a domain whose readings share no unit and make no chart."""
    return _reading_headlines(panel.table[panel.table["role"].isna() | panel.table["role"].isin(REPORTED_ROLES)])


def _reading_headlines(rows: pd.DataFrame) -> pd.DataFrame:
    """The first MOST_FIGURES readings as headline figures."""
    return headline_table(
        headline(row["name"], row["value_text"], row, column="value", note=_ROLE_NOTES.get(row["role"], ""))
        for row in records(rows.head(MOST_FIGURES))
    )


def bases_of(rows: pd.DataFrame, sources: Sources) -> tuple[str, ...]:
    """The sources of `rows` (原文：“…”, 依据：…), without duplicates; none for computed rows."""
    return tuple(dict.fromkeys(filter(None, (basis_text(row, sources) for row in records(rows)))))


#: Builder of a chart -> selection of the rows that fit a slide; by default the first rows.
_FITTED: Final = {"money_by_project": _largest_money, "readings": _largest_groups, "hazards": _hazards_with_rest}
_WORDS: Final = {
    "bullets": words.bullet_words,
    "deviations": words.deviation_words,
    "stage_chain": words.stage_words,
    "share_by_day": words.day_words,
    "days_taken": words.day_words,
    "money_by_project": words.money_words,
    "hazards": words.hazard_words,
    "readings": words.reading_words,
    "honours_by_level": words.honour_words,
}
