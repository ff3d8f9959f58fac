"""Money: by project and kind, beside the physical progress, and what a 万元 bought."""

import pandas as pd
import plotly.graph_objects as go

from charts.bars import Options, bar_groups
from charts.rows import (
    UNKNOWN,
    bar_trace,
    empty_figure,
    leading,
    place_rows,
    records,
    row_label,
    rows_figure,
    value_axis,
    words,
)
from charts.theme import ACCENT, SOFT, TEXT_WIDTH, TRACK


def money_by_project(
    table: pd.DataFrame, *, title: str, subtitle: str = "", headers: bool = True, width: int = TEXT_WIDTH
) -> go.Figure:
    """Amounts in 万元 on one scale under the headers of their kind; a part is drawn paler below its whole.

    table: kind, label, amount_wan_yuan (missing: 未载明), value_text, is_part (flag), note; optional soft (paler than
    money that is there: a part, a plan; default is_part). Kinds are never summed here, nor parts added to their whole.
    """
    rows = table.rename(columns={"kind": "group", "amount_wan_yuan": "value"})
    rows = rows.assign(soft=rows["soft"] if "soft" in rows else rows["is_part"], indent=rows["is_part"].astype("int64"))
    options = Options(one_scale=True, headers=headers, empty="本期材料未载明资金", width=width)
    return bar_groups(rows, title=title, subtitle=subtitle, options=options)


def output_per_money(table: pd.DataFrame, *, title: str, subtitle: str = "") -> go.Figure:
    """What a 万元 bought: output ÷ money, only for rows whose sentence has both; one scale per unit of output.

    table: group (平方米/万元 …), label, value (output per 万元), value_text, note (the two figures behind it).
    """
    options = Options(empty="本期材料没有同时写明资金和产出的项目")
    return bar_groups(table, title=title, subtitle=subtitle, options=options)


def money_and_progress(table: pd.DataFrame, *, title: str, subtitle: str = "") -> go.Figure:
    """For each project its money (upper bar, 万元, one scale) and its physical progress (lower bar, % of a full track).

    table: label, amount_wan_yuan, amount_text, progress_pct, progress_text. Missing values: 未载明, no bar.
    """
    if table.empty:
        return empty_figure(title, "本期材料未载明项目资金和形象进度")
    labels: list[str] = []
    for row in records(table):
        labels.append(row_label(row["label"], f"资金{_text_or_unknown(row['amount_wan_yuan'], row['amount_text'])}"))
        labels.append(row_label("", "", f"形象进度{_text_or_unknown(row['progress_pct'], row['progress_text'])}"))
    missing = table[["amount_wan_yuan", "progress_pct"]].isna().to_numpy().ravel()
    places = place_rows(labels, bare=[index for index, gap in enumerate(missing) if gap])
    money, progress = places.bars[::2], places.bars[1::2]
    paid = [i for i, value in enumerate(table["amount_wan_yuan"]) if pd.notna(value)]
    built = [i for i, value in enumerate(table["progress_pct"]) if pd.notna(value)]
    amounts = [float(table["amount_wan_yuan"].iloc[i]) for i in paid]
    shares = [float(table["progress_pct"].iloc[i]) for i in built]
    rows = records(table)
    traces = [
        bar_trace(
            amounts, [money[i] for i in paid], [labels[2 * i] for i in paid],
            marker={"color": ACCENT}, **leading([rows[i] for i in paid]),
        ),
        bar_trace(
            [100.0] * len(built), [progress[i] for i in built], [labels[2 * i + 1] for i in built],
            marker={"color": TRACK}, xaxis="x3",
        ),
        bar_trace(
            shares, [progress[i] for i in built], [labels[2 * i + 1] for i in built],
            marker=SOFT, xaxis="x3", **leading([rows[i] for i in built]),
        ),
        words(labels, places.labels),
    ]  # fmt: skip
    axes = {"xaxis2": value_axis((0, max(amounts, default=1) * 1.02)), "xaxis3": value_axis((0, 102))}
    return rows_figure(traces, places.height, title=title, subtitle=subtitle, **axes)


def _text_or_unknown(value: float, text: str) -> str:
    """`text`, or 未载明 where the value behind it is missing."""
    return text if pd.notna(value) else UNKNOWN
