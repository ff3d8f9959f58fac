"""What a native chart of office software holds: categories and series with values, labels and fills; from a slide.

The values are those of the slide's table and nothing else, so that editing the chart edits the numbers. A chart
whose rows have several units becomes one chart per unit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from domain.schema.display import is_missing, number_text, quantity_text
from domain.schema.frames import records
from exports.office.clean import clean
from exports.office.looks import ACCENT_COLOR, ACCENT_PALE, MUTED, state_solid
from views.safety import OUTCOMES
from views.slide import PROGRESS, Slide
from views.slide_tables import UNKNOWN

Shape = Literal["bars", "shares"]
#: Share of a bar from which on a part has room for its word.
_WIDE_PART: Final = 0.2


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
    """One chart. shape: bars from 0, or shares of a whole per row.

    limits: of the value axis; None: from 0 to the largest value.
    """

    shape: Shape
    name: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    limits: tuple[float, float] | None = None


def native_charts(slide: Slide, palette: str = "green") -> tuple[NativeChart, ...]:
    """The charts of `slide`; () without any, or for a table with bars. KeyError for a builder without a native form."""
    if slide.chart in ("", PROGRESS) or slide.drawn.empty:
        return ()
    return _BUILDERS[slide.chart](slide.drawn, palette)


def _stages(drawn: pd.DataFrame, palette: str) -> tuple[NativeChart, ...]:
    rows = drawn.rename(columns={"panel": "group", "stage": "label"})
    return tuple(_bar_chart(str(group), part) for group, part in rows.groupby("group", sort=False))


def _money(drawn: pd.DataFrame, palette: str) -> tuple[NativeChart, ...]:
    rows = drawn.rename(columns={"amount_wan_yuan": "value"})
    return (_bar_chart("金额（万元）", rows),)


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
            texts = [_part_text(word, value, whole) for value, whole in zip(drawn[column], drawn["found"], strict=True)]
            series.append(_series(word, drawn[column], texts, [fill] * len(drawn)))
    names = [
        f"{label} {quantity_text(n, unit)}"
        for label, n, unit in zip(drawn["label"], drawn["found"], drawn["unit"], strict=True)
    ]
    return (NativeChart("shares", "去向", _names(names), tuple(series)),)


def _part_text(word: str, value: float | None, whole: float) -> str:
    """已闭环8, 3 where the part is too narrow for the word, "" where there is none."""
    if is_missing(value) or not value:
        return ""
    return f"{word}{number_text(value)}" if value >= _WIDE_PART * whole else number_text(value)


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
    "stage_chain": _stages,
    "share_by_day": _share_by_day,
    "days_taken": _days,
    "money_by_project": _money,
    "hazards": _hazards,
}
