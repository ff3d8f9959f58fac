"""What a domain has as large figures and as rows of a progress table."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from domain.schema.display import is_missing, quantity_text
from domain.schema.frames import records
from domain.schema.period import as_of_text
from domain.schema.vocabulary import NOT_FIGURES, REPORTED_ROLES, ROLES, STATES
from views import slide_tables
from views.measure_sentences import has_own_target
from views.panel import headline, headline_table
from views.slide_measures import task_name
from views.slide_titles import full_width
from views.timeline import written

#: A name that only says whose figure it is, or what is said of it.
_NO_THING: Final = re.compile(
    "(?:(?:我|本|全|各)?(?:省|市|县|区|镇|乡|街道|村|社区|局|办|单位)"
    "|预计|剩余|其余|其中|全部|合计|共计|累计|新增|完成|实际)$"
)


#: Characters of a quote that has room in a cell.
_SHORT_QUOTE: Final = 12


def printed_figures(figures: pd.DataFrame, domain: str) -> pd.DataFrame:
    """What is printed of a domain and achieved, as headline figures, for reports whose tables have little of it."""
    rows = figures[(figures["domain"] == domain) & figures["name"].notna() & ~figures["dimension"].isin(NOT_FIGURES)]
    rows = rows[rows["role"].isin(["actual", "open"]) & rows["value"].notna()]
    return headline_table(
        headline(str(row["name"]), quantity_text(row["value"], row["unit"], row["qualifier"]), row, column="value")
        for row in records(rows)
    )


def progress_rows(tasks: pd.DataFrame) -> pd.DataFrame:
    """The rows of a progress table.

    label, value_text (584亩 / 800亩), bar_pct, elapsed_pct, state, word, start, row_id, day.

    tasks: the table of views.scorecard. What is to be verified has no bar, since it has no agreed target. day: of each
    number, where they are not all of the same one, else ""; without the year that all of them share.
    """
    rows = []
    days = [as_of_text(row["as_of_start"], row["as_of_end"]) for row in records(tasks)]
    several = tasks["as_of_end"].nunique(dropna=False) > 1
    years = set(re.findall(r"\d{4}年", "".join(days)))
    shared = years.pop() if len(years) == 1 else "-"
    for row, day in zip(records(tasks), days, strict=True):
        asked = row["state"] == "to_verify"
        rows.append(
            {
                "label": task_name(row),
                "value_text": _against_target(row),
                "bar_pct": None if asked else row["bar_pct"],
                "elapsed_pct": None if asked else row["elapsed_pct"],
                "state": row["state"],
                "word": STATES[row["state"]],
                "start": row["actual_start"] if not is_missing(row["actual_start"]) else row["start"],
                "row_id": row["row_id"],
                "day": (day.removeprefix("截至").replace(shared, "") or day) if several else "",
            }
        )
    columns = ["label", "value_text", "bar_pct", "elapsed_pct", "state", "word", "start", "row_id", "day"]
    return pd.DataFrame(rows, columns=columns).astype(
        {"bar_pct": "float64", "elapsed_pct": "float64", "start": "Int64"}
    )


def _against_target(row: Mapping[str, Any]) -> str:
    """584亩 / 800亩; 目标800亩 without a number; only the number of what is in doubt; the state of a milestone."""
    target = quantity_text(row["target"], row["unit"], row["target_qualifier"])
    if row["kind"] == "milestone" or not has_own_target(row):
        return milestone_words(row) or _written(row)
    if is_missing(row["actual"]):
        return f"目标{target}"
    return _written(row) if row["state"] == "to_verify" else f"{_written(row)} / {target}"


def milestone_words(row: Mapping[str, Any]) -> str:
    """What the report says of a milestone that is not reached, where that is short: 项目完工等待验收; else ""."""
    quote = "" if is_missing(row["quote"]) else full_width(str(row["quote"]))
    is_open = row["kind"] == "milestone" and not is_missing(row["actual"]) and not row["actual"]
    return quote if is_open and 0 < len(quote) <= _SHORT_QUOTE else ""


def _written(row: Mapping[str, Any]) -> str:
    return slide_tables.NOT_KNOWN if is_missing(row["actual"]) else written(dict(row))


def task_figure(row: dict[str, Any], *, with_target: bool = True) -> dict[str, Any]:
    """A measure as a headline figure: its number; beside it its target, or what the report itself calls its rate."""
    asked = row["state"] == "to_verify"
    note = ""
    if asked and not is_missing(row["reported_rate"]):
        note = f"自报完成率{quantity_text(row['reported_rate'], '%')}"
    elif with_target and not asked and row["kind"] != "milestone" and has_own_target(row) and row["unit"] != "%":
        note = f"目标{quantity_text(row['target'], row['unit'], row['target_qualifier'])}"
    state = None if asked or row["state"] == "monitor" else row["state"]
    quantity = _written(row)
    if row["kind"] == "forecast" and "预计" not in row["name"]:
        quantity = f"预计{quantity}"
    if row["kind"] == "rate_of_change" and not is_missing(row["actual"]) and row["actual"] > 0:
        quantity = f"+{quantity}"
    return headline(task_name(row), quantity, row, column="actual", note=note, state=state)


def distinct_figures(rows: Iterable[Mapping[str, Any]], others: pd.DataFrame | None = None) -> pd.DataFrame:
    """Headline figures, each once: the same number of things whose names share a word is the same figure.

    One whose name says nothing of what it counts is left out.
    """
    found: list[Mapping[str, Any]] = []
    for row in [*rows, *([] if others is None else records(others))]:
        if not _NO_THING.match(str(row["label"])) and not any(_same_figure(row, each) for each in found):
            found.append(row)
    return headline_table(found)


def _same_figure(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    label, known = str(row["label"]), str(other["label"])
    if not any(char.isdigit() for char in str(row["value"])):
        return label == known
    one, two = (str(each["value"]).removeprefix("预计").lstrip("+−") for each in (row, other))
    return (
        one == two and row["unit"] == other["unit"] and any(label[at : at + 2] in known for at in range(len(label) - 1))
    )


def reading_figures(readings: pd.DataFrame) -> pd.DataFrame:
    """The readings as headline figures: what is achieved, then rates, then what is planned."""
    reported = readings["role"].isna() | readings["role"].isin(REPORTED_ROLES)
    order = (~reported).astype(int) + (readings["role"] == "rate").astype(int)
    rows = readings.assign(_order=order).sort_values("_order", kind="stable")
    return headline_table(
        headline(row["name"], row["value_text"], row, column="value", note=_role_note(row)) for row in records(rows)
    )


def _role_note(row: Mapping[str, Any]) -> str:
    """目标值, 预计 or 完成率 for a reading that is no number of what is done; "" where its name or value says so."""
    word = {role: ROLES[role] for role in ("target", "forecast", "rate")}.get(row["role"], "")
    return "" if word in f"{row['name']}{row['value_text']}" else word
