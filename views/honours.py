"""亮点荣誉: honours by level and recipient."""

import re
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from domain.schema.display import NOT_STATED, is_missing, listed, quantity_text
from domain.schema.frames import Tables, records
from domain.schema.period import PeriodError, parse_period
from views.panel import (
    Panel,
    as_of_words,
    columns_of,
    headline,
    headline_table,
    joined,
    named,
    number_column,
    text_column,
)

#: Levels from the highest down.
LEVELS: Final = ("国家级", "省级", "市级", "县级", "街道级")
_UNKNOWN: Final = "级别未写明"
_WRITTEN_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_LAST_YEAR: Final = ("去年", "上年")


@dataclass(frozen=True, eq=False)
class HonoursView:
    """levels: number of honours per level; honours: all of them, highest level first.

    current: those of the period alone; earlier: those of years before it alone.
    """

    headlines: pd.DataFrame
    summary: str
    levels: Panel
    honours: Panel
    current: Panel
    earlier: Panel


def honours_view(tables: Tables, rule: str | None = None) -> HonoursView:
    """The page 亮点荣誉 of a version: its table honours. `rule` changes nothing here: no honour is judged."""
    rows = named(ordered(tables["honours"]), "who", "award")
    new = rows[~rows["earlier"]]
    levels, earlier_note = _levels(new, len(rows) - len(new)), _earlier_words(len(rows) - len(new))
    honours = Panel(
        name="荣誉清单",
        title=f"荣誉清单：{len(new)}项，级别高的在前{earlier_note}" if len(rows) else levels.title,
        subtitle=levels.subtitle,
        alt=_alt(rows, "荣誉清单") if len(rows) else levels.alt,
        table=rows,
        columns=(
            *columns_of("honours", "who award level awarded_to_n scope"),
            text_column("when", "时间"),
            *columns_of("honours", "note"),
        ),
        drawn=rows.iloc[:0],
    )
    old = rows[rows["earlier"]].reset_index(drop=True)
    return HonoursView(
        headlines=_headlines(new),
        summary=_rare_sentence(new),
        levels=levels,
        honours=honours,
        current=replace(
            honours,
            name="本期荣誉",
            title=f"本期荣誉{len(new)}项，级别高的在前" if len(new) else levels.title,
            subtitle="",
            alt=_alt(new, "本期荣誉"),
            table=new.reset_index(drop=True),
        ),
        earlier=replace(
            honours,
            name="以往年度荣誉",
            title=f"以往年度荣誉{len(old)}项，不计入本期",
            subtitle="",
            alt=_alt(old, "以往年度荣誉"),
            table=old,
        ),
    )


def _alt(rows: pd.DataFrame, name: str) -> str:
    return f"表格，{name}：{listed([row['award'] for row in records(rows)], 8)}。" if len(rows) else f"没有{name}。"


def ordered(honours: pd.DataFrame) -> pd.DataFrame:
    """The rows by level, highest first, unknown levels last; within a level in the order of the report.

    Honours of years before the report's period come last. Adds earlier (flag) and when: the date as written; for an
    earlier honour without one, the years of its as-of dates.
    """
    places = {level: place for place, level in enumerate(LEVELS)}
    earlier, when = _years(honours)
    rows = honours.assign(earlier=earlier, when=when, _place=honours["level"].map(places).fillna(len(places)))
    return rows.sort_values(["earlier", "_place"], kind="stable").drop(columns="_place").reset_index(drop=True)


def _years(honours: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Per row: whether it is of a year before its period; its date in words."""
    results = [_year(row) for row in records(honours)]
    earlier = pd.Series([found for found, _ in results], index=honours.index, dtype="bool")
    return earlier, pd.Series([words for _, words in results], index=honours.index, dtype="str")


def _year(row: dict[str, Any]) -> tuple[bool, str | None]:
    """By the written year of an honour; without one by the start of its as-of dates."""
    written = None if is_missing(row["date_text"]) else str(row["date_text"])
    begin = _period_year(row["period"])
    year_match = _WRITTEN_YEAR.search(written or "")
    if begin is None:
        return False, written
    if year_match is not None:
        return int(year_match[0]) < begin, written
    if any(word in (written or "") for word in _LAST_YEAR):
        return True, f"{written}（{begin - 1}年）"
    start = row["as_of_start"]
    if is_missing(start) or start.year >= begin:
        return False, written
    return True, joined(f"{start.year}年以来", written, between="，")


def _period_year(period: object) -> int | None:
    try:
        return parse_period(str(period)).begin.year
    except PeriodError:
        return None


def _earlier_words(count: int) -> str:
    return f"；以往年度{count}项另列，不计入" if count else ""


def _levels(rows: pd.DataFrame, earlier: int) -> Panel:
    """The number of honours per level; `earlier`: number of honours of earlier years, which are not in `rows`."""
    levels = rows["level"].fillna(_UNKNOWN)
    counts = levels.value_counts()
    order = [level for level in (*LEVELS, *sorted(set(levels) - {*LEVELS, _UNKNOWN}), _UNKNOWN) if level in counts]
    drawn = pd.DataFrame({"level": order, "n": [int(counts[level]) for level in order]})
    drawn = drawn.assign(value_text=[quantity_text(n, "项") for n in drawn["n"]])
    items = [f"{row['level']}{row['value_text']}" for row in records(drawn)]
    return Panel(
        name="荣誉按级别",
        title=f"获得荣誉{len(rows)}项：{'、'.join(items)}"
        if items
        else f"本期材料{NOT_STATED}{'当期' if earlier else ''}荣誉",
        subtitle=joined(f"单位：项；排名和典型发言计在内{_earlier_words(earlier)}", as_of_words(rows)) if items else "",
        alt=f"横条图，各级别的荣誉数：{'、'.join(items)}。" if items else "原文未写明荣誉。",
        table=drawn,
        columns=(*columns_of("honours", "level"), number_column("n", "项数", "项")),
        drawn=drawn,
        source_rows=rows,
    )


def _headlines(rows: pd.DataFrame) -> pd.DataFrame:
    """The honours with a number of recipients, highest levels first."""
    rare = rows[rows["awarded_to_n"].notna()]
    found = []
    for row in records(rare.head(4)):
        note = joined(row["award"], row["scope"], between=" · ")
        level = _UNKNOWN if is_missing(row["level"]) else row["level"]
        found.append(headline(row["who"], level, row, column="award", note=note))
    return headline_table(found)


def _rare_sentence(rows: pd.DataFrame) -> str:
    """The honours whose scope says 唯一; "" for none."""
    only = rows[rows["scope"].fillna("").str.contains("唯一")]
    return "、".join(f"{row['who']}{row['award']}（{row['scope']}）" for row in records(only))
