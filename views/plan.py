"""下半年任务: the commitments of the plan with their due dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from domain.schema.cell_links import cell_starts
from domain.schema.display import NOT_STATED, is_missing, quantity_text
from domain.schema.frames import Tables
from domain.schema.period import PeriodError, date_text, parse_period
from views.panel import Panel, as_of_words, columns_of, worded

_COLUMNS: Final = columns_of(
    "commitments", "text topic domain project quantity unit due due_text owner state_text theme"
)
_DECEMBER: Final = 12


@dataclass(frozen=True, eq=False)
class PlanView:
    """The plan.

    commitments: all tasks, with the columns own_due (flag: a due date of its own), checkable (flag: a quantity, a
    project or its own due date) and quantity_text ("" without a quantity). as_of: the report's as-of date, None where
    it has none. coming: the planned period, 下半年 or 2024年.
    """

    coming: str
    summary: str
    commitments: Panel
    as_of: date | None


def plan_view(tables: Tables, rule: str | None = None) -> PlanView:
    """The page 下半年任务 of a version: its table commitments. `rule` changes nothing here: no plan is judged."""
    rows = tables["commitments"].reset_index(drop=True)
    coming = coming_time(rows if len(rows) else tables["figures"])
    rows = rows.assign(own_due=_own_due(rows))
    rows = rows.assign(checkable=rows["quantity"].notna() | rows["project"].notna() | rows["own_due"])
    rows = rows.assign(quantity_text=_quantities(rows, tables["figures"]))
    as_of = rows["as_of_end"].max()
    return PlanView(
        coming=coming,
        summary=_sentence(rows, coming),
        commitments=_all(rows, coming),
        as_of=None if is_missing(as_of) else as_of.date(),
    )


def coming_time(rows: pd.DataFrame) -> str:
    """What a report on the period of `rows` plans, as `coming_after`."""
    periods = rows["period"].dropna()
    return coming_after(periods.mode().iloc[0] if len(periods) else "")


def coming_after(code: str) -> str:
    """What a report on the period `code` plans: 下半年 after 2023H1, 2024年 after 2023, 下一步 after none."""
    try:
        period = parse_period(code)
    except PeriodError:
        return "下一步"
    if period.due.month == _DECEMBER:
        return f"{period.due.year + 1}年"
    return "下半年" if period.code.endswith("H1") else "下一季度"


def months(rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The board: the checkable rows of `commitments` by the month in which they are due, soonest first.

    Each month with its label (10月; 2024年3月 where several years are planned) and its rows: those with their own due
    date first, then those with a quantity.
    """
    shown = rows[rows["checkable"] & rows["due"].notna()]
    shown = shown.assign(_numbered=shown["quantity"].notna(), _month=shown["due"].dt.strftime("%Y-%m"))
    shown = shown.sort_values(["_month", "own_due", "_numbered"], ascending=[True, False, False], kind="stable")
    several = shown["due"].dt.year.nunique() > 1
    groups = (group for _, group in shown.drop(columns="_numbered").groupby("_month"))
    return [(_month_words(group["due"].iloc[0], with_year=several), group.drop(columns="_month")) for group in groups]


def _month_words(day: date, *, with_year: bool) -> str:
    return f"{day.year}年{day.month}月" if with_year else f"{day.month}月"


def others(rows: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The rows of `commitments` that are not on the board, by theme in the order of the report."""
    rest = rows[~(rows["checkable"] & rows["due"].notna())]
    return [(str(theme), group) for theme, group in rest.groupby(rest["theme"].fillna("其他"), sort=False)]


def _quantities(rows: pd.DataFrame, figures: pd.DataFrame) -> pd.Series:
    """The quantity of each row as written, with the qualifier of its printed figure; "" without one."""
    qualifiers = dict(zip(figures["start"], figures["qualifier"], strict=True))

    def words(row: dict[str, Any]) -> str:
        if is_missing(row["quantity"]):
            return ""
        return quantity_text(row["quantity"], row["unit"], qualifiers.get(cell_starts(row["cells"]).get("quantity")))

    return worded(rows, words)


def _own_due(rows: pd.DataFrame) -> pd.Series:
    """Whether a commitment has its own due date, not the common one of most commitments."""
    if rows["due_text"].notna().sum() == 0:
        return pd.Series(False, index=rows.index)
    common = rows["due_text"].mode().iloc[0]
    shared = (rows["due_text"] == common).mean() > 0.5
    return rows["due"].notna() & rows["due_text"].notna() & ((rows["due_text"] != common) | (not shared))


def due_words(row: Mapping[Any, Any]) -> str:
    """至10月31日（预期10月份投产）."""
    day = f"至{row['due'].month}月{row['due'].day}日"
    return f"{day}（{row['due_text']}）" if not is_missing(row["due_text"]) and row["due_text"] not in day else day


def _all(rows: pd.DataFrame, coming: str) -> Panel:
    counts = rows["theme"].fillna("其他").value_counts(sort=False)
    items = [f"{theme}{n}项" for theme, n in counts.items()]
    return Panel(
        name=f"{coming}任务清单",
        title=f"{coming}任务{len(rows)}项" if len(rows) else f"本期材料{NOT_STATED}{coming}任务",
        subtitle=as_of_words(rows) if len(rows) else "",
        alt=f"表格，{coming}任务{len(rows)}项：{'、'.join(items)}。" if items else f"原文未写明{coming}任务。",
        table=rows,
        columns=_COLUMNS,
        drawn=rows.iloc[:0],
    )


def _sentence(rows: pd.DataFrame, coming: str) -> str:
    """60项任务中4项写明数量，3项写明单独的期限；最早到期的是10月31日."""
    if rows.empty:
        return ""
    counted, dated = int(rows["quantity"].notna().sum()), int(rows["own_due"].sum())
    first = rows.loc[rows["own_due"], "due"].min()
    due = f"，最早{date_text(first)}到期" if dated else ""
    return f"{coming}{len(rows)}项任务中，{counted}项写明数量，{dated}项写明单独的期限{due}"
