"""The small table beside each chart of a slide: the same numbers in words, one precision per column."""

from typing import Any, Final

import pandas as pd

from domain.schema.columns import Column
from domain.schema.display import MISSING, NOT_STATED, is_missing, quantity_text, share_text
from domain.schema.frames import records
from domain.schema.vocabulary import STATES
from views.panel import quantities, text_column, worded
from views.safety import OUTCOMES

#: A table of texts and its shown columns. Hidden columns: `state` (code) for the colour of `word`; `things`: how many
#: things a row represents.
Words = tuple[pd.DataFrame, tuple[Column, ...]]

#: Label of hazards without a stated outcome.
UNKNOWN: Final = "处理情况未写明"

_STATE: Final = text_column("word", "状态")
_NAME: Final = text_column("label", "指标")


def state_words(counts: pd.DataFrame) -> Words:
    """State, count and the names of its indicators; counts: the table of the panel of states."""
    rows = counts.assign(
        word=counts["state"].map(STATES), n_text=worded(counts, lambda row: quantity_text(row["n"], "项"))
    )
    return rows[["state", "word", "n_text", "names"]], (
        _STATE, text_column("n_text", "项数"), text_column("names", "指标"),
    )  # fmt: skip


def bullet_words(drawn: pd.DataFrame) -> Words:
    """Indicator, actual / target, completion, 序时, state; drawn: the table of charts.bullets."""
    rows = drawn.assign(
        completion=worded(drawn, lambda row: share_text(row["completion_pct"] / 100)),
        elapsed=worded(drawn, lambda row: share_text(_hundredth(row["elapsed_pct"]))),
    )
    return rows[["label", "value_text", "completion", "elapsed", "state", "word"]], (
        _NAME, text_column("value_text", "完成值 / 目标值"), text_column("completion", "完成率"),
        text_column("elapsed", "序时进度"), _STATE,
    )  # fmt: skip


def deviation_words(drawn: pd.DataFrame) -> Words:
    """Indicator, deviation, state; drawn: the table of charts.deviations."""
    return drawn[["label", "value_text", "state", "word"]], (_NAME, text_column("value_text", "偏差"), _STATE)


def stage_words(drawn: pd.DataFrame) -> Words:
    """One row per stage, one column per measure (项目数, 面积), 未载明 where missing."""
    rows = drawn.assign(written=drawn["value_text"].where(drawn["value_text"] != "", NOT_STATED))
    panels = list(dict.fromkeys(rows["panel"]))
    wide = pd.DataFrame({"stage": list(dict.fromkeys(rows["stage"]))})
    for panel in panels:
        written = rows[rows["panel"] == panel].set_index("stage")["written"]
        wide[panel] = wide["stage"].map(written).fillna(NOT_STATED)
    notes = rows[rows["note"] != ""].drop_duplicates("stage").set_index("stage")["note"]
    wide["note"] = wide["stage"].map(notes).fillna("")
    columns = [text_column("stage", "环节"), *(text_column(panel, panel) for panel in panels)]
    return _with_note(wide, columns)


def money_words(drawn: pd.DataFrame) -> Words:
    """Project, kind, amount, stage; drawn: the table of charts.money.money_by_project."""
    return _with_note(
        drawn,
        [text_column("label", "项目"), text_column("kind", "资金性质"), text_column("value_text", "金额")],
        "阶段",
    )


def hazard_words(drawn: pd.DataFrame) -> Words:
    """Category, count found, outcomes; drawn: the table of charts.hazards, with a column unknown."""
    labels = {"found": "发现", **OUTCOMES, "unknown": UNKNOWN}
    shown = [column for column in labels if drawn[column].notna().any()]
    texts = {f"{column}_text": quantities(drawn, column) for column in shown}
    columns = [text_column("label", "类别"), *(text_column(f"{column}_text", labels[column]) for column in shown)]
    return drawn.assign(**texts)[[column.name for column in columns]], tuple(columns)


def day_words(drawn: pd.DataFrame) -> Words:
    """Project, step, value; drawn: a table of charts.days (shares by day, or days taken)."""
    return drawn[["group", "label", "value_text"]], (
        text_column("group", "项目"), text_column("label", "环节"), text_column("value_text", "进展"),
    )  # fmt: skip


def reading_words(drawn: pd.DataFrame) -> Words:
    """Reading, value, and whether it is a target or forecast; drawn: the table of charts.readings."""
    rows = drawn.assign(note=drawn["note"].fillna("")) if "note" in drawn else drawn.assign(note="")
    return _with_note(rows, [text_column("label", "事项"), text_column("value_text", "数值")], "性质")


def honour_words(honours: pd.DataFrame) -> Words:
    """Recipient, award, level; honours: the table of the panel of honours."""
    rows = honours.assign(
        who=honours["who"].fillna(NOT_STATED), award=honours["award"].fillna(NOT_STATED),
        level=honours["level"].fillna(NOT_STATED),
    )  # fmt: skip
    columns = [text_column("who", "获得者"), text_column("award", "荣誉"), text_column("level", "级别")]
    if not rows["earlier"].any():
        return rows[["who", "award", "level"]], tuple(columns)
    rows = rows.assign(year=rows["when"].where(rows["earlier"], "").fillna(""))
    return rows[["who", "award", "level", "year"]], (*columns, text_column("year", "以往年度"))


def plan_words(shown: pd.DataFrame) -> Words:
    """Number, task, due date in words; shown: rows with number, text and due_words."""
    return shown[["number", "text", "due_words"]], (
        text_column("number", "序号"), text_column("text", "任务"), text_column("due_words", "期限"),
    )  # fmt: skip


def attention_words(rows: pd.DataFrame) -> Words:
    """Indicators, state, reason; rows: the table of the panel 需要关注的事项.

    Indicators with the same state and reason share a row; `things`, not shown: how many.
    """
    labelled = rows.assign(word=rows["state"].map(STATES), label=rows["name"].fillna(NOT_STATED))
    groups = labelled.groupby(["state", "reason"], sort=False, dropna=False)
    shared = groups.agg(label=("label", "、".join), word=("word", "first"), things=("label", "size")).reset_index()
    return shared[["label", "state", "word", "reason", "things"]], (
        text_column("label", "事项"), _STATE, text_column("reason", "原因"),
    )  # fmt: skip


def definition_words(lines: list[tuple[str, str]]) -> Words:
    """Terms and what they mean, as two columns."""
    filled = [(term, meaning) for term, meaning in lines if meaning]
    return pd.DataFrame(filled, columns=["term", "meaning"], dtype="str"), (
        text_column("term", "项目"), text_column("meaning", "说明"),
    )  # fmt: skip


def _with_note(rows: pd.DataFrame, columns: list[Column], header: str = "说明") -> Words:
    """The columns, followed by the note where any row has one."""
    if rows["note"].fillna("").eq("").all():
        return rows[[column.name for column in columns]], tuple(columns)
    shown = [*columns, text_column("note", header)]
    return rows[[column.name for column in shown]], tuple(shown)


def _hundredth(percent: float) -> float | None:
    return None if is_missing(percent) else percent / 100


def cell_words(table: pd.DataFrame, columns: tuple[Column, ...]) -> list[list[str]]:
    """The cells of the shown columns as texts, row by row; — where one is missing."""
    return [[_cell(row[column.name]) for column in columns] for row in records(table)]


def _cell(value: Any) -> str:
    return MISSING if is_missing(value) else str(value)
