"""Judged indicators for pages: per claim and per indicator, with their texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.judging.reasons import state_text
from domain.judging.rollup import roll_up
from domain.judging.states import judge
from domain.schema.cell_links import cell_starts
from domain.schema.display import is_missing, points_text, quantity_text, share_text
from domain.schema.frames import Tables, records
from domain.schema.vocabulary import STATES
from views.panel import STATE, Panel, as_of_words, columns_of, joined, leads_to, named, number_column, worded

#: States that need attention; sorted by rollup.worst_first.
#: States of what is finished.
FINISHED: Final = frozenset({"done", "done_late"})
NEEDS_ATTENTION = frozenset({"overdue", "regressed", "far_behind", "behind", "to_verify", "done_late"})

_COLUMNS = (
    *columns_of("measures", "name"),
    STATE,
    *columns_of("measures", "actual target unit"),
    number_column("completion_pct", "完成率", "%"),
    number_column("elapsed_pct", "序时进度", "%"),
    number_column("deviation", "偏差", "百分点"),
    number_column("pace", "进度系数"),
    *columns_of("measures", "claim"),
)


@dataclass(frozen=True, eq=False)
class Judged:
    """The measures of a version, judged.

    claims: one row per claimed target (domain.judging.states.judge) with label, word, completion_pct, elapsed_pct,
    contested.
    indicators: one row per indicator (domain.judging.rollup.roll_up).
    """

    claims: pd.DataFrame
    indicators: pd.DataFrame


def judged(tables: Tables, rule: str | None = None, previous: pd.DataFrame | None = None) -> Judged:
    """The measures of a version judged by `rule` (None: the catalogue's default).

    label: the indicator's name, with its target where several are claimed; word: the label of the state.
    """
    claims = named(judge(tables["measures"], rule, previous), "name")
    indicators = named(roll_up(claims), "name")
    several = set(indicators.loc[indicators["claims"] > 1, "claim_rows"].str.split().explode())
    claims = claims.assign(contested=claims["row_id"].isin(several).astype(bool))
    claims = claims.assign(
        label=worded(claims, claim_label),
        word=worded(claims, _claim_word),
        completion_pct=100 * claims["completion"],
        elapsed_pct=100 * claims["elapsed"],
    )
    return Judged(claims, indicators)


def claim_label(row: dict[str, Any]) -> str:
    """新增耕地, or 新增耕地·按7,850亩 where other targets are claimed too."""
    if not row["contested"]:
        return str(row["name"])
    return f"{row['name']}·按{quantity_text(row['target'], row['unit'], row['target_qualifier'])}"


def _claim_word(row: dict[str, Any]) -> str:
    return ("按此目标：" if row["contested"] else "") + state_text(row["state"], row["state_high"])


def conflict_sentence(claims: pd.DataFrame) -> str:
    """新增耕地：按7,850亩严重滞后，按800亩超前 — for the first indicator whose claims differ; "" where none does."""
    for _, group in claims[claims["contested"]].groupby("indicator_id", sort=False):
        if group["state"].nunique() > 1:
            parts = [
                f"按{quantity_text(row['target'], row['unit'], row['target_qualifier'])}{STATES[row['state']]}"
                for row in records(group)
            ]
            return f"{group['name'].iloc[0]}：{'，'.join(parts)}"
    return ""


def deviation_panel(claims: pd.DataFrame, name: str = "各指标与序时进度之差") -> Panel:
    """The claims with a deviation, worst first."""
    rows = claims[claims["deviation"].notna()].sort_values("deviation", kind="stable").reset_index(drop=True)
    rows = rows.assign(value_text=worded(rows, lambda row: points_text(row["deviation"])))
    listed = "；".join(f"{row['label']}{row['value_text']}（{row['word']}）" for row in records(rows))
    return Panel(
        name=name,
        title=_deviation_title(rows),
        subtitle=joined("完成率减序时进度，单位：百分点", as_of_words(rows)) if len(rows) else "",
        alt=f"横条图，各指标完成率与序时进度之差，从最落后排起：{listed}。"
        if listed
        else "没有可与序时进度比较的指标。",
        table=rows,
        columns=_COLUMNS,
        drawn=rows[["label", "deviation", "value_text", "state", "word"]],
    )


def _deviation_title(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "没有可与序时进度比较的指标：原文未同时写明完成值、目标值和期限"
    conflict = conflict_sentence(rows)
    if conflict:
        return conflict
    behind = rows[rows["deviation"] < 0]
    if behind.empty:
        return f"{len(rows)}项可比指标都不落后于序时进度"
    worst = records(behind)[0]
    return (
        f"{len(rows)}项可比指标中{len(behind)}项落后于序时进度，{worst['label']}最多：{points_text(worst['deviation'])}"
    )


def bullet_panel(claims: pd.DataFrame, name: str, kinds: Sequence[str] = ("cumulative", "coverage", "stage")) -> Panel:
    """The claims of `kinds` with a completion, for charts.bullets; claims of one indicator are adjacent."""
    rows = claims[claims["completion"].notna() & claims["kind"].isin(list(kinds))]
    first = {indicator: place for place, indicator in enumerate(rows["indicator_id"].unique())}
    rows = rows.sort_values("indicator_id", key=lambda ids: ids.map(first), kind="stable").reset_index(drop=True)
    rows = rows.assign(value_text=worded(rows, _against), detail=worded(rows, _shares), leads_to=leads_to(rows))
    listed = "；".join(f"{row['label']}：{row['value_text']}，{row['detail']}，{row['word']}" for row in records(rows))
    return Panel(
        name=name,
        title=_bullet_title(rows),
        subtitle=joined("完成值占目标的百分比；粗线为目标，细线为序时进度", as_of_words(rows)) if len(rows) else "",
        alt=f"子弹图，完成值对目标：{listed}。" if listed else "没有同时写明完成值和目标值的指标。",
        table=rows,
        columns=_COLUMNS,
        drawn=rows[["label", "completion_pct", "elapsed_pct", "value_text", "detail", "state", "word", "leads_to"]],
    )


def not_drawn_against_target(rows: pd.DataFrame, targets: Panel, column: str) -> pd.DataFrame:
    """The `rows` whose figure in `column` is not the printed completion of a row of `targets` (`bullet_panel`)."""
    starts = {cell_starts(cells).get("actual") for cells in targets.table["cells"]} - {None}
    drawn = pd.Series([cell_starts(cells).get(column) in starts for cells in rows["cells"]], rows.index, dtype="bool")
    return rows[~drawn]


def _bullet_title(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "原文没有同时写明完成值和目标值的指标"
    conflict = conflict_sentence(rows)
    if conflict:
        return conflict
    done = rows[rows["completion"] >= 1]
    if len(done) == len(rows):
        return f"{len(rows)}项指标都已达到目标"
    least = records(rows.sort_values("completion", kind="stable"))[0]
    reached = f"中{len(done)}项已达到目标" if len(done) else "都还没有达到目标"
    return f"{len(rows)}项指标{reached}，{least['label']}完成{share_text(least['completion'])}"


def _against(row: dict[str, Any]) -> str:
    """584亩 / 800亩."""
    actual = quantity_text(row["actual"], row["unit"], row["actual_qualifier"])
    return f"{actual} / {quantity_text(row['target'], row['unit'], row['target_qualifier'])}"


def _shares(row: dict[str, Any]) -> str:
    """完成率73.0%，序时49.6%."""
    elapsed_text = "" if is_missing(row["elapsed"]) else f"，序时{share_text(row['elapsed'])}"
    return f"完成率{share_text(row['completion'])}{elapsed_text}"
