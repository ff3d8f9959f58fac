"""下半年任务: the commitments of the plan with their due dates."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from domain.schema.cell_links import cell_starts
from domain.schema.display import NOT_STATED, is_missing, quantity_text
from domain.schema.frames import Tables, records
from domain.schema.period import PeriodError, date_text, parse_period
from views.panel import Panel, as_of_words, columns_of, headline, headline_table, joined, worded

_COLUMNS: Final = columns_of(
    "commitments", "text topic domain project quantity unit due due_text owner state_text theme"
)
_LABEL_LENGTH: Final = 60
_LABEL_ON_CARD: Final = 24
_HEADLINES: Final = 4
_DECEMBER: Final = 12


@dataclass(frozen=True, eq=False)
class PlanView:
    """The plan. timeline: the commitments with a quantity, a project or their own due date, for the gantt chart.

    commitments: all of them. as_of: the report's as-of date, None where it has none. coming: the planned period,
    下半年 or 2024年.
    """

    coming: str
    headlines: pd.DataFrame
    summary: str
    timeline: Panel
    commitments: Panel
    as_of: date | None


def plan_view(tables: Tables, rule: str | None = None) -> PlanView:
    """The page 下半年任务 of a version: its table commitments. `rule` changes nothing here: no plan is judged."""
    rows = tables["commitments"].reset_index(drop=True)
    coming = coming_time(rows if len(rows) else tables["figures"])
    rows = rows.assign(own_due=_own_due(rows))
    rows = rows.assign(checkable=rows["quantity"].notna() | rows["project"].notna() | rows["own_due"])
    as_of = rows["as_of_end"].max()
    return PlanView(
        coming=coming,
        headlines=_headlines(rows, tables["figures"]),
        summary=_sentence(rows, coming),
        timeline=_timeline(rows, coming),
        commitments=_all(rows, coming),
        as_of=None if is_missing(as_of) else as_of.date(),
    )


def coming_time(rows: pd.DataFrame) -> str:
    """The period that a report on the period of `rows` plans: 下半年 after a first half, 2024年 after the year 2023."""
    periods = rows["period"].dropna()
    try:
        period = parse_period(periods.mode().iloc[0]) if len(periods) else None
    except PeriodError:
        period = None
    if period is None:
        return "下一步"
    if period.due.month == _DECEMBER:
        return f"{period.due.year + 1}年"
    return "下半年" if period.code.endswith("H1") else "下一季度"


def _own_due(rows: pd.DataFrame) -> pd.Series:
    """Whether a commitment has its own due date, not the common one of most commitments."""
    if rows["due_text"].notna().sum() == 0:
        return pd.Series(False, index=rows.index)
    common = rows["due_text"].mode().iloc[0]
    shared = (rows["due_text"] == common).mean() > 0.5
    return rows["due"].notna() & rows["due_text"].notna() & ((rows["due_text"] != common) | (not shared))


def _timeline(rows: pd.DataFrame, coming: str) -> Panel:
    shown = rows[rows["checkable"] & rows["due"].notna()].sort_values("due", kind="stable").reset_index(drop=True)
    rest = len(rows) - len(shown)
    drawn = pd.DataFrame(
        {
            "theme": shown["theme"].fillna("其他"),
            "label": worded(shown, lambda row: _short(row["text"])),
            "begin": shown["begin"],
            "due": shown["due"],
            "due_words": worded(shown, _due_words),
            "assumed": ~shown["own_due"].astype(bool),
        }
    )
    items = [f"{row['label']}（{row['due_words']}）" for row in records(drawn)]
    return Panel(
        name=f"{coming}任务时间表",
        title=_sentence(rows, coming) or f"本期材料{NOT_STATED}{coming}任务",
        subtitle=joined(
            "斜纹：期限为报告期末，原文未单独写明" if drawn["assumed"].any() else "",
            f"其余{rest}项没有数量、项目或期限，见下表" if rest else "",
            as_of_words(rows),
        )
        if len(rows)
        else "",
        alt=f"甘特图，{len(shown)}项任务的起止时间：{'；'.join(items)}。" if items else "没有可画成时间表的任务。",
        table=shown,
        columns=_COLUMNS,
        drawn=drawn,
    )


def _short(text: object, most: int = _LABEL_LENGTH) -> str:
    words = NOT_STATED if is_missing(text) else str(text)
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _due_words(row: dict[str, Any]) -> str:
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


def _headlines(rows: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """The commitments with a quantity: judged ones first, then by due date; labelled like their figures."""
    counted = rows[rows["quantity"].notna()].sort_values("due", kind="stable")
    printed = {row["start"]: row for row in records(figures)}
    pairs = [(row, printed.get(cell_starts(row["cells"]).get("quantity"), {})) for row in records(counted)]
    pairs.sort(key=lambda pair: is_missing(pair[1].get("indicator_id")))
    found = []
    for row, figure in pairs[:_HEADLINES]:
        name = figure.get("name")
        written = quantity_text(row["quantity"], row["unit"], figure.get("qualifier"))
        note = "" if is_missing(row["due"]) else _due_words(row)
        label = _short(row["text"], _LABEL_ON_CARD) if is_missing(name) else str(name)
        found.append(headline(label, written, row, column="quantity", note=note))
    return headline_table(found)
