"""Single readings, side by side where they share a unit: domains without a target, enforcement, the decade, honours."""

from typing import Final

import pandas as pd
import plotly.graph_objects as go

from charts.bars import Options, bar_groups
from charts.rows import empty_figure
from charts.theme import TEXT_WIDTH

_NOTHING_COMPARABLE: Final = "各项单位各不相同，不作图比较，见下表"


def readings(
    table: pd.DataFrame, *, title: str, subtitle: str = "", headers: bool = True, width: int = TEXT_WIDTH
) -> go.Figure:
    """One bar per reading, longest first within its unit; every unit has its own scale.

    table: group (the unit, or unit and topic), label, value, value_text; optional note, soft (hoped for: paler). A
    table without rows gives the text that nothing is comparable: a single bar on its own scale carries no information.
    """
    if table.empty:
        return empty_figure(title, _NOTHING_COMPARABLE)
    ordered = table.sort_values("value", ascending=False, na_position="last", kind="stable")
    order = {group: place for place, group in enumerate(dict.fromkeys(table["group"]))}
    ordered = ordered.sort_values("group", key=lambda groups: groups.map(order), kind="stable")
    return bar_groups(ordered, title=title, subtitle=subtitle, options=Options(headers=headers, width=width))


def honours_by_level(table: pd.DataFrame, *, title: str, subtitle: str = "", width: int = TEXT_WIDTH) -> go.Figure:
    """How many honours of each level (国家级 … 县级), highest level first. table: level, n, value_text."""
    rows = table.rename(columns={"level": "label", "n": "value"}).assign(group="荣誉")
    options = Options(headers=False, empty="本期材料未载明荣誉", width=width)
    return bar_groups(rows, title=title, subtitle=subtitle, options=options)
