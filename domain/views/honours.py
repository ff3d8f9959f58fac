"""亮点荣誉: who was honoured, by which level, among how many."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from domain.display import NOT_STATED, is_missing, quantity_text
from domain.views.panel import (
    Panel,
    Tables,
    as_of_words,
    columns_of,
    headline,
    headline_table,
    listed,
    named,
    number_column,
    records,
    said,
)

#: Levels from the highest down.
LEVELS: Final = ("国家级", "省级", "市级", "县级", "街道级")
_UNKNOWN: Final = "级别未写明"


@dataclass(frozen=True, eq=False)
class HonoursView:
    """levels: how many honours of each level; honours: every one, highest level first."""

    headlines: pd.DataFrame
    said: str
    levels: Panel
    honours: Panel


def honours_view(tables: Tables, rule: str | None = None) -> HonoursView:
    """The page 亮点荣誉 of a version: its table honours. `rule` changes nothing here: no honour is judged."""
    rows = named(ordered(tables["honours"]), "who", "award")
    levels = _levels(rows)
    return HonoursView(
        headlines=_headlines(rows),
        said=_rare_sentence(rows),
        levels=levels,
        honours=Panel(
            name="荣誉清单",
            title=f"荣誉清单:{len(rows)}项,级别高的在前" if len(rows) else levels.title,
            subtitle=levels.subtitle,
            alt=f"表格,荣誉清单:{listed([row['award'] for row in records(rows)], 8)}。" if len(rows) else levels.alt,
            table=rows,
            columns=columns_of("honours", "who award level awarded_to_n scope date_text note"),
            drawn=rows.iloc[:0],
        ),
    )


def ordered(honours: pd.DataFrame) -> pd.DataFrame:
    """The rows by level, highest first, those of an unknown level last; within a level as the report has them."""
    places = {level: place for place, level in enumerate(LEVELS)}
    return honours.sort_values(
        "level", key=lambda levels: levels.map(places).fillna(len(places)), kind="stable"
    ).reset_index(drop=True)


def _levels(rows: pd.DataFrame) -> Panel:
    known = rows["level"].fillna(_UNKNOWN)
    counts = known.value_counts()
    order = [level for level in (*LEVELS, *sorted(set(known) - {*LEVELS, _UNKNOWN}), _UNKNOWN) if level in counts]
    drawn = pd.DataFrame({"level": order, "n": [int(counts[level]) for level in order]})
    drawn = drawn.assign(value_text=[quantity_text(n, "项") for n in drawn["n"]])
    told = [f"{row['level']}{row['value_text']}" for row in records(drawn)]
    return Panel(
        name="荣誉按级别",
        title=f"获得荣誉{len(rows)}项:{'、'.join(told)}" if told else f"本期材料{NOT_STATED}荣誉",
        subtitle=said("单位:项;排名和典型发言计在内", as_of_words(rows)) if told else "",
        alt=f"横条图,各级别的荣誉数:{'、'.join(told)}。" if told else "原文未写明荣誉。",
        table=drawn,
        columns=(*columns_of("honours", "level"), number_column("n", "项数", "项")),
        drawn=drawn,
    )


def _headlines(rows: pd.DataFrame) -> pd.DataFrame:
    """The rarest honours: the highest levels with a number of those honoured."""
    rare = rows[rows["awarded_to_n"].notna()]
    found = []
    for row in records(rare.head(4)):
        note = said(row["award"], row["scope"], between=" · ")
        level = _UNKNOWN if is_missing(row["level"]) else row["level"]
        found.append(headline(row["who"], level, row, column="award", note=note))
    return headline_table(found)


def _rare_sentence(rows: pd.DataFrame) -> str:
    """Who was the only one, as the report says it."""
    only = rows[rows["scope"].fillna("").str.contains("唯一")]
    return "、".join(f"{row['who']}{row['award']}({row['scope']})" for row in records(only))
