"""The charts of key tasks: the rows that fit a slide, what they say, their numbers in words."""

from collections.abc import Iterator
from typing import Final

import pandas as pd

from domain.schema.display import is_missing, quantity_text
from domain.schema.frames import records
from views import slide_tables
from views.panel import Panel, as_of_words, joined
from views.safety import OUTCOMES
from views.slide import MOST_ROWS
from views.slide_measures import measure_messages
from views.slide_titles import Message, clause_title, full_width

#: Rows from which on a chart tells more than figures.
_LEAST_BARS: Final = 3
_LEAST_ROWS: Final = 2


def enough_bars(panel: Panel, chart: str) -> bool:
    """Whether `panel` has enough known values for its `chart` to tell more than large figures do."""
    values = {"stage_chain": "value", "money_by_project": "amount_wan_yuan", "hazards": "found",
              "share_by_day": "share_pct", "days_taken": "value"}[chart]  # fmt: skip
    known = 0 if panel.drawn.empty or values not in panel.drawn else int(panel.drawn[values].notna().sum())
    return known >= (_LEAST_ROWS if chart == "hazards" else _LEAST_BARS)


def first_rows(panel: Panel) -> pd.DataFrame:
    """The first rows of the chart of `panel`, as many as a slide has room for."""
    return panel.drawn.head(MOST_ROWS).reset_index(drop=True)


def _fullest_stages(panel: Panel) -> pd.DataFrame:
    """The stages in the unit that most of them have: one chart has one unit."""
    counts = panel.drawn[panel.drawn["value"].notna()]["panel"].value_counts()
    rows = panel.drawn[(panel.drawn["panel"] == counts.index[0]) & panel.drawn["value"].notna()]
    return rows.head(MOST_ROWS).reset_index(drop=True)


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


def _hazards_with_rest(panel: Panel) -> pd.DataFrame:
    """The rows of the chart with a column unknown: found minus all outcomes, where positive."""
    drawn = panel.drawn.head(MOST_ROWS)
    rest = drawn["found"] - drawn[list(OUTCOMES)].fillna(0).sum(axis="columns")
    return drawn.assign(unknown=rest.where(rest > 0)).reset_index(drop=True)


def _money_messages(panel: Panel, _tasks: pd.DataFrame) -> Iterator[Message]:
    """The largest sum that is there."""
    real = panel.table[~panel.table["is_forecast"] & ~panel.table["is_part"] & panel.table["there"]]
    for row in records(real.sort_values("amount_wan_yuan", ascending=False, kind="stable")):
        name = "" if is_missing(row["project"]) else str(row["label"])
        quote = "" if is_missing(row["quote"]) else str(row["quote"])
        parts = (name, str(row["kind"]), str(row["label"]), row["amount_text"])
        yield Message(f"{name}{row['kind']}{row['amount_text']}，是最大的一笔资金", quote, parts)
        break
    yield from _quoted(panel.table)


def _hazard_messages(panel: Panel, tasks: pd.DataFrame) -> Iterator[Message]:
    for row in records(tasks[tasks["kind"] == "items"]):
        yield from measure_messages(row)
    yield from _quoted(panel.table)
    for row in records(panel.drawn):
        found = quantity_text(row["found"], row["unit"])
        yield Message(f"{row['label']}{found}", "", (str(row["label"]), found))


def _stage_messages(panel: Panel, tasks: pd.DataFrame) -> Iterator[Message]:
    for row in records(tasks):
        if row["kind"] == "stage":
            yield from measure_messages(row)
    yield from _quoted(panel.table)


def _day_messages(panel: Panel, _tasks: pd.DataFrame) -> Iterator[Message]:
    """The first two steps as the report has them."""
    rows = panel.table[panel.table["quote"].notna()]
    if rows["project"].nunique(dropna=False) == 1:
        quotes, project = list(dict.fromkeys(rows["quote"])), rows["project"].fillna("").iloc[0]
        text = "，".join(quotes[:2])
        yield Message(full_width(f"{project}{text}"), text, (project,))
        yield Message(full_width(text), text)
    steps = records(panel.drawn.head(2))
    text = "，".join(f"{row['label']}{row['value_text']}" for row in steps)
    project = "" if not steps or is_missing(steps[0]["group"]) else str(steps[0]["group"])
    parts = tuple(f"{row['label']}{row['value_text']}" for row in steps)
    yield Message(f"{project}{text}", "", (project, *parts))
    yield from _quoted(panel.table)


def _quoted(rows: pd.DataFrame) -> Iterator[Message]:
    for quote in rows["quote"]:
        if not is_missing(quote):
            yield Message(clause_title(str(quote)), str(quote))


def unit_note(panel: Panel) -> str:
    """What the marks of a chart mean, of its subtitle: its units and colours, without its dates."""
    dates = as_of_words(panel.table)
    return joined(*(part for part in panel.subtitle.split("；") if part not in dates))


#: Builder of a chart -> selection of the rows that fit a slide; by default the first rows.
FITTED: Final = {
    "money_by_project": _largest_money, "hazards": _hazards_with_rest, "stage_chain": _fullest_stages,
}  # fmt: skip


CHART_MESSAGES: Final = {
    "money_by_project": _money_messages, "hazards": _hazard_messages, "stage_chain": _stage_messages,
    "share_by_day": _day_messages, "days_taken": _day_messages,
}  # fmt: skip


WORDS: Final = {
    "stage_chain": slide_tables.stage_table,
    "share_by_day": slide_tables.day_table,
    "days_taken": slide_tables.day_table,
    "money_by_project": slide_tables.money_table,
    "hazards": slide_tables.hazard_table,
}
