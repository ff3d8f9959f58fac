"""The charts of key tasks: the rows that fit a slide, what they say, their numbers in words."""

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from domain.schema.display import is_missing, quantity_text
from domain.schema.frames import records
from views import slide_tables
from views.panel import Panel, as_of_words, joined
from views.safety import OUTCOMES, closed_word
from views.slide import MOST_ROWS
from views.slide_measures import LATE_STATES as LATE
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
    """The largest sums, each with its parts below it, at most MOST_ROWS.

    Sums without a project are labelled with their kind, since a slide has no headers per kind.
    """
    drawn = panel.drawn
    has_project = panel.table.loc[~panel.table["is_forecast"], "project"].notna().to_numpy() | drawn[
        "is_part"
    ].to_numpy(dtype=bool)
    drawn = drawn.assign(label=drawn["label"].where(has_project, drawn["kind"] + drawn["label"]))
    whole = (~drawn["is_part"].astype(bool)).cumsum()
    sizes = drawn.groupby(whole)["amount_wan_yuan"].transform("max")
    order = drawn.assign(_size=sizes, _whole=whole)
    largest = order.sort_values(["_size", "_whole", "is_part"], ascending=[False, True, True], kind="stable")
    return drawn.loc[largest.head(MOST_ROWS).index].reset_index(drop=True)


def _hazards_with_rest(panel: Panel) -> pd.DataFrame:
    """The rows of the chart with a column unknown: found minus all outcomes, where positive."""
    drawn = panel.drawn.head(MOST_ROWS)
    rest = drawn["found"] - drawn[list(OUTCOMES)].fillna(0).sum(axis="columns")
    return drawn.assign(unknown=rest.where(rest > 0)).reset_index(drop=True)


def _money_messages(panel: Panel, tasks: pd.DataFrame) -> Iterator[Message]:
    """The largest sum that is there, with how far its project is."""
    real = panel.table[~panel.table["is_forecast"] & ~panel.table["is_part"] & panel.table["there"]]
    for row in records(real.sort_values("amount_wan_yuan", ascending=False, kind="stable")):
        name = "" if is_missing(row["project"]) else str(row["label"])
        quote = "" if is_missing(row["quote"]) else str(row["quote"])
        parts = (name, str(row["kind"]), str(row["label"]), row["amount_text"])
        own = tasks[(tasks["project"] == row["project"]) & tasks["unit"].eq("%") & tasks["actual"].notna()]
        for task in records(own.head(1)):
            what = str(task["name"]).removeprefix(str(task["project"]))
            done = quantity_text(task["actual"], task["unit"], task["actual_qualifier"])
            words = (*parts, what, done)
            yield Message(f"{name}{row['kind']}{row['amount_text']}，{what}{done}", quote, words)
        yield Message(f"{name}{row['kind']}{row['amount_text']}，是最大的一笔资金", quote, parts)
        break
    yield from _quoted(panel.table)


def _hazard_messages(panel: Panel, tasks: pd.DataFrame) -> Iterator[Message]:
    """What is late; else what became of the kinds that are not all closed; else the sentences of the report."""
    for row in records(tasks[(tasks["kind"] == "items") & tasks["state"].isin(LATE)]):
        yield from measure_messages(row)
    drawn = panel.drawn
    told = drawn[list(OUTCOMES)].fillna(0)
    going = drawn[
        drawn["closed"].notna() & (drawn["closed"] < drawn["found"]) & (told.sum(axis="columns") == drawn["found"])
    ]
    texts = [_outcome_words(row) for row in records(going)]
    for most in range(len(texts), 0, -1):
        yield Message(
            "；".join("".join(parts) for parts in texts[:most]), "", tuple(each for parts in texts for each in parts)
        )
    for row in records(tasks[tasks["kind"] == "items"]):
        yield from measure_messages(row)
    yield from _quoted(panel.table)
    for row in records(panel.drawn):
        found = quantity_text(row["found"], row["unit"])
        yield Message(f"{row['label']}{found}", "", (str(row["label"]), found))


def _outcome_words(row: dict[str, Any]) -> tuple[str, ...]:
    """重大隐患, 11处, ，, 已闭环8处, 、, 限期内整改中3处: the parts of a clause."""
    parts = [str(row["label"]), quantity_text(row["found"], row["unit"])]
    for name, word in (OUTCOMES | {"closed": closed_word(str(row["label"]))}).items():
        if not is_missing(row[name]) and row[name]:
            parts += ["，" if len(parts) == 2 else "、", f"{word}{quantity_text(row[name], row['unit'])}"]
    return tuple(parts)


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
