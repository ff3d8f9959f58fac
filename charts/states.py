"""Number of items per state, as one strip."""

from itertools import accumulate

import pandas as pd
import plotly.graph_objects as go

from charts.rows import bar_trace, empty_figure, key_lines, known, records, rows_figure, value_axis, words
from charts.theme import TEXT_WIDTH, safe, state_color, state_marker, state_square

_STRIP: float = 30
_LINE = 22


def state_strip(
    table: pd.DataFrame, *, title: str, subtitle: str = "", palette: str = "green", width: int = TEXT_WIDTH
) -> go.Figure:
    """One strip of all items, parts in the order of `table`; below it each state's word and count.

    table: state (code), word, n. States without items are left out of the strip.
    """
    rows = known(table, "n").query("n > 0").reset_index(drop=True)
    if rows.empty:
        return empty_figure(title, "本期没有可判断进度的指标")
    counts = [int(n) for n in rows["n"]]
    lines = key_lines(
        [
            (f"{row['word']} {row['n']:.0f}项", state_color(row["state"], palette), state_square(row["state"]))
            for row in records(rows)
        ],
        width,
    )
    numbers_at, strip_at = _LINE / 2, _LINE + _STRIP / 2
    top = _LINE + _STRIP + 8
    traces = [
        {
            **bar_trace([n], [strip_at], [f"{safe(row['word'])} {n}项"], marker=state_marker(row["state"], palette)),
            "width": [_STRIP],
        }
        for row, n in zip(records(rows), counts, strict=True)
    ]
    ends = list(accumulate(counts))
    numbers = {
        **words([f"<b>{n}</b>" for n in counts], [numbers_at] * len(counts)),
        "x": [end - n / 2 for end, n in zip(ends, counts, strict=True)],
        "xaxis": "x2",
        "textposition": "middle center",
    }
    names = words(lines, [top + _LINE * (index + 0.5) for index in range(len(lines))])
    return rows_figure(
        [*traces, numbers, names],
        top + _LINE * len(lines) + 4,
        title=title,
        subtitle=subtitle,
        barmode="stack",
        xaxis2=value_axis((0, ends[-1])),
    )
