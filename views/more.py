"""更多领域: the tables without a page of their own."""

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.schema.display import NOT_STATED, is_missing, quantity_text
from domain.schema.frames import Tables, records
from domain.schema.tables import DOMAINS, TABLES
from domain.schema.vocabulary import REPORTED_ROLES
from domain.unit_catalogue import choices_of_unit
from views.generic import generic_panel
from views.panel import (
    Panel,
    as_of_words,
    columns_of,
    comparable,
    comparable_readings,
    headline,
    headline_table,
    incomparable_sentence,
    leads_to,
    named,
    worded,
)
from views.placing import panel_with_unplaced

#: The tables that have no page of their own, in the order of the page's sections.
SECTIONS: Final = tuple(table.name for table in TABLES.values() if table.page == "more")
_ROLE_WORDS: Final = {"target": "目标", "forecast": "预计"}
#: Suffix of a chart group's header, by the sort of its readings (comparable_readings).
_SORT_WORDS: Final = {
    "actual whole": "", "actual part": "，单个项目或村",
    "forecast whole": "，预计", "forecast part": "，单个项目或村，预计",
}  # fmt: skip
_MOST_ALONE: Final = 6
_COLUMNS: Final = columns_of("party", "topic name project place value unit role note")


@dataclass(frozen=True, eq=False)
class MoreView:
    """headlines: one per domain of readings; sections: table -> its rows, those without any last."""

    headlines: pd.DataFrame
    sections: dict[str, Panel]

    @property
    def filled(self) -> dict[str, Panel]:
        """The sections that have something to say; all of them where none has."""
        return {name: each for name, each in self.sections.items() if each.has_content} or self.sections


def more_view(tables: Tables, rule: str | None = None) -> MoreView:
    """The page 更多领域: every table without a page of its own. `rule` changes nothing here: no reading is judged."""
    sections = dict(sorted(((name, _section(name, tables)) for name in SECTIONS), key=lambda each: each[1].empty))
    leading = [
        _headline(sections[name].table, DOMAINS[name])
        for name in SECTIONS
        if TABLES[name].is_readings and name != "other"
    ]
    return MoreView(headline_table(row for row in leading if row), sections)


def _section(name: str, tables: Tables) -> Panel:
    if not TABLES[name].is_readings:
        return generic_panel(name, tables[name])
    return panel_with_unplaced(readings_panel(tables[name], tables["measures"], DOMAINS[name]), tables, name)


def readings_panel(rows: pd.DataFrame, measures: pd.DataFrame, label: str) -> Panel:
    """All readings of one domain in the table; drawn are the comparable ones (comparable_readings).

    Others that share their unit with an incomparable reading are shown as headline figures.
    """
    readings = named(rows[rows["value"].notna()].reset_index(drop=True), "name")
    readings = readings.assign(value_text=worded(readings, _written))
    shared = comparable_readings(readings, measures)
    incomparable = comparable(readings)
    incomparable = incomparable[~incomparable.index.isin(shared.index)]
    drawn = pd.DataFrame(
        {
            "group": shared["topic"].fillna("").map(lambda topic: f"{topic}，" if topic else "")
            + "单位："
            + shared["unit"]
            + shared["sort"].map(_SORT_WORDS),
            "label": shared["name"],
            "value": shared["value"],
            "value_text": shared["value_text"],
            "note": worded(shared, _note),
            "soft": shared["role"].isin(list(_ROLE_WORDS)),
            "leads_to": leads_to(shared),
        }
    )
    items = [f"{row['name']}{row['value_text']}" for row in records(readings)]
    return Panel(
        name=label,
        title=_title(readings) or f"本期材料{NOT_STATED}{label}的数字",
        subtitle=as_of_words(readings) if items else "",
        alt=f"横条图，{label}，单位相同的放在一起：{'、'.join(items)}。" if items else f"原文未写明{label}的数字。",
        table=readings,
        columns=_COLUMNS,
        drawn=drawn.reset_index(drop=True),
        incomparable=headline_table(_figure(row) for row in records(incomparable.head(_MOST_ALONE))),
        incomparable_reason=incomparable_sentence(readings, shared),
    )


def _figure(row: dict[str, Any]) -> dict[str, Any]:
    note = _note(row) if is_missing(row["note"]) else row["note"]
    return headline(row["name"], row["value_text"], row, column="value", note=note)


def _written(row: dict[str, Any]) -> str:
    """The value as written, with 预计 for a forecast whose name does not say so."""
    is_forecast = row["role"] == "forecast" and not str(row["name"]).startswith(("预计", "可望"))
    return quantity_text(row["value"], row["unit"], row["qualifier"], forecast=is_forecast)


def _note(row: dict[str, Any]) -> str:
    """目标 or 预计 for a reading that is not achieved yet; "" where its name or value already says so."""
    word = _ROLE_WORDS.get(row["role"], "")
    return "" if word in f"{row['name']}{row['value_text']}" else word


def _title(rows: pd.DataFrame) -> str:
    """The first three actual readings, headline ones first."""
    done = _done(rows)
    return "、".join(f"{row['name']}{row['value_text']}" for row in records(done.head(3)))


def _done(rows: pd.DataFrame) -> pd.DataFrame:
    """The reported readings (vocabulary.REPORTED_ROLES), the unit's headline readings first."""
    done = rows[rows["role"].isna() | rows["role"].isin(REPORTED_ROLES)]
    units = rows["org_unit"].dropna()
    leading = choices_of_unit(None if units.empty else str(units.iloc[0])).readings
    return done.sort_values("row_id", key=lambda ids: ~ids.isin(leading), kind="stable")


def _headline(rows: pd.DataFrame, label: str) -> dict[str, Any] | None:
    """The headline of a domain: its first actual reading; None where there is none."""
    for row in records(_done(rows).head(1)):
        return headline(f"{label}：{row['name']}", row["value_text"], row, column="value")
    return None
