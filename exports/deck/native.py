"""What a native chart of office software holds: categories and series with values, labels and fills; from a slide.

The values are those of the slide's table and nothing else, so that editing the chart edits the numbers. A chart
whose rows have several units becomes one chart per unit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from domain.schema.display import is_missing, number_text, quantity_text, signed_text
from domain.schema.frames import records
from exports.office.clean import clean
from exports.office.looks import ACCENT_COLOR, ACCENT_PALE, INK, MUTED, state_solid
from views.safety import OUTCOMES
from views.slide import Slide
from views.slide_tables import UNKNOWN

Shape = Literal["bars", "shares", "bullets", "gantt"]
#: Day 0 of the dates of spreadsheets.
_EPOCH: Final = pd.Timestamp("1899-12-30")


@dataclass(frozen=True)
class Fill:
    """How a mark is filled: a colour (RRGGBB), hatched where the value is unknown or not agreed; None: not at all."""

    color: str | None = None
    hatched: bool = False


@dataclass(frozen=True)
class Series:
    """One series: a value per category (None: missing), its label in words, its number format, its fill."""

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...] = ()
    fills: tuple[Fill, ...] = ()


@dataclass(frozen=True)
class NativeChart:
    """One chart. shape: bars around 0, shares of a whole per row, bullets (columns and marks), gantt (dates).

    limits: of the value axis; None: from 0 to the largest value.
    """

    shape: Shape
    name: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    limits: tuple[float, float] | None = None


def native_charts(slide: Slide, palette: str = "green") -> tuple[NativeChart, ...]:
    """The charts of `slide`; () where it draws none. KeyError for a builder that has no native form."""
    if not slide.chart or slide.drawn.empty:
        return ()
    return _BUILDERS[slide.chart](slide.drawn, palette)


def day_number(day: pd.Timestamp) -> int:
    """A day as spreadsheets count it."""
    return int((pd.Timestamp(day) - _EPOCH).days)


def _state_fill(state: str, palette: str) -> Fill:
    return Fill(state_solid(state, palette), hatched=state == "to_verify")


def _states(drawn: pd.DataFrame, palette: str) -> tuple[NativeChart, ...]:
    texts = [quantity_text(n, "项") for n in drawn["n"]]
    fills = [_state_fill(state, palette) for state in drawn["state"]]
    return (NativeChart("bars", "各状态项数", _names(drawn["word"]), (_series("项数", drawn["n"], texts, fills),)),)


def _deviations(drawn: pd.DataFrame, palette: str) -> tuple[NativeChart, ...]:
    fills = [_state_fill(state, palette) for state in drawn["state"]]
    series = _series("偏差（百分点）", drawn["deviation"], [signed_text(value) for value in drawn["deviation"]], fills)
    return (NativeChart("bars", "与序时进度之差", _names(drawn["label"]), (series,)),)


def _bullets(drawn: pd.DataFrame, palette: str) -> tuple[NativeChart, ...]:
    fills = [_state_fill(state, palette) for state in drawn["state"]]
    done = [f"{number_text(value, 1)}%" for value in drawn["completion_pct"]]
    goal = pd.Series(100.0, index=drawn.index)
    series = (
        _series("完成率（%）", drawn["completion_pct"], done, fills),
        _series("目标（%）", goal, [], [Fill(INK)] * len(drawn)),
        _series("序时进度（%）", drawn["elapsed_pct"], [], [Fill(MUTED)] * len(drawn)),
    )
    most = max(110.0, float(drawn["completion_pct"].max()) + 12)
    return (NativeChart("bullets", "完成率对目标", _names(drawn["label"]), series, (0, most)),)


def _stages(drawn: pd.DataFrame, palette: str) -> tuple[NativeChart, ...]:
    rows = drawn.rename(columns={"panel": "group", "stage": "label"})
    return tuple(_bar_chart(str(group), part) for group, part in rows.groupby("group", sort=False))


def _by_unit(drawn: pd.DataFrame, palette: str) -> tuple[NativeChart, ...]:
    return tuple(_bar_chart(str(group), part) for group, part in drawn.groupby("group", sort=False))


def _money(drawn: pd.DataFrame, palette: str) -> tuple[NativeChart, ...]:
    rows = drawn.rename(columns={"amount_wan_yuan": "value"})
    return (_bar_chart("金额（万元）", rows),)


def _honours(drawn: pd.DataFrame, palette: str) -> tuple[NativeChart, ...]:
    return (_bar_chart("项数（项）", drawn.rename(columns={"level": "label", "n": "value"})),)


def _share_by_day(drawn: pd.DataFrame, palette: str) -> tuple[NativeChart, ...]:
    texts = [f"{number_text(value)}%" for value in drawn["share_pct"]]
    rows = _with_project(drawn).rename(columns={"share_pct": "value"}).assign(value_text=texts)
    return (_bar_chart("完成（%）", rows, (0, 100)),)


def _days(drawn: pd.DataFrame, palette: str) -> tuple[NativeChart, ...]:
    return (_bar_chart("用时（天）", _with_project(drawn)),)


def _with_project(drawn: pd.DataFrame) -> pd.DataFrame:
    """The project before the step where there are several: a native chart has no headers."""
    if drawn["group"].nunique(dropna=False) == 1:
        return drawn
    return drawn.assign(label=drawn["group"].fillna("") + " " + drawn["label"])


def _bar_chart(name: str, rows: pd.DataFrame, limits: tuple[float, float] | None = None) -> NativeChart:
    fills = [
        Fill(ACCENT_PALE if _flag(row, "soft") else ACCENT_COLOR, hatched=_flag(row, "open")) for row in records(rows)
    ]
    series = _series(name, rows["value"], rows["value_text"], fills)
    return NativeChart("bars", name, _names(rows["label"]), (series,), limits)


def _hazards(drawn: pd.DataFrame, palette: str) -> tuple[NativeChart, ...]:
    """Per row the parts of what was found; a part that no row has is left out."""
    fills = {"closed": "done", "controlled": "accepted", "open_in_time": "open", "overdue": "overdue"}
    series = []
    for column, word in {**OUTCOMES, "unknown": UNKNOWN}.items():
        if (drawn[column].fillna(0) > 0).any():
            fill = Fill(state_solid(fills[column], palette)) if column in fills else Fill(MUTED, hatched=True)
            texts = ["" if is_missing(value) or not value else number_text(value) for value in drawn[column]]
            series.append(_series(word, drawn[column], texts, [fill] * len(drawn)))
    names = [
        f"{label} {quantity_text(n, unit)}"
        for label, n, unit in zip(drawn["label"], drawn["found"], drawn["unit"], strict=True)
    ]
    return (NativeChart("shares", "去向", _names(names), tuple(series)),)


def _gantt(drawn: pd.DataFrame, palette: str) -> tuple[NativeChart, ...]:
    """An unfilled bar up to the beginning, then one as long as the task, both in days."""
    begin = [day_number(day) for day in drawn["begin"]]
    days = [(due - start).days + 1 for start, due in zip(drawn["begin"], drawn["due"], strict=True)]
    texts = [f"至{due.month}月{due.day}日" for due in drawn["due"]]
    fills = [Fill(ACCENT_PALE, hatched=True) if assumed else Fill(ACCENT_COLOR) for assumed in drawn["assumed"]]
    ends = [start + length for start, length in zip(begin, days, strict=True)]
    first = day_number(min(drawn["begin"]).replace(day=1))
    series = (
        _series("开始日期", begin, [], [Fill(None)] * len(begin)),
        _series("天数", days, texts, fills),
    )
    names = drawn["short"] if "short" in drawn else drawn["label"]
    return (NativeChart("gantt", "时间表", _names(names), series, (first, max(ends))),)


def _series(
    name: str, values: Sequence[Any] | pd.Series, texts: Sequence[str] | pd.Series, fills: Sequence[Fill]
) -> Series:
    numbers = tuple(None if is_missing(value) else float(value) for value in values)
    return Series(name, numbers, tuple(map(clean, texts)), tuple(fills))


def _names(labels: Sequence[object] | pd.Series) -> tuple[str, ...]:
    return tuple(clean(label) for label in labels)


def _flag(row: dict[str, Any], column: str) -> bool:
    value = row.get(column)
    return not is_missing(value) and bool(value)


_BUILDERS: Final[dict[str, Callable[[pd.DataFrame, str], tuple[NativeChart, ...]]]] = {
    "state_strip": _states,
    "deviations": _deviations,
    "bullets": _bullets,
    "stage_chain": _stages,
    "share_by_day": _share_by_day,
    "days_taken": _days,
    "readings": _by_unit,
    "money_by_project": _money,
    "hazards": _hazards,
    "honours_by_level": _honours,
    "gantt": _gantt,
}
