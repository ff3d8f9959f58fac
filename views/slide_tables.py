"""The small table beside each chart of a slide: the same numbers in words, one precision per column."""

from typing import Any, Final

import pandas as pd

from domain.schema.columns import Column
from domain.schema.display import MISSING, NOT_STATED, is_missing, share_text
from domain.schema.frames import records
from domain.schema.vocabulary import STATES
from domain.text.punctuation import full_width
from views.panel import quantities, text_column, worded
from views.safety import OUTCOMES

#: A table of texts and its shown columns. Hidden columns: `state` (code) for the colour of `word`; `things`: how many
#: things a row represents.
SlideTable = tuple[pd.DataFrame, tuple[Column, ...]]

#: Stands for the number of a task that the report does not say.
NOT_KNOWN: Final = "完成数未写明"
#: Label of hazards without a stated outcome.
UNKNOWN: Final = "处理情况未写明"

_STATE: Final = text_column("word", "状态")
_NAME: Final = text_column("label", "事项")
#: The columns of an agenda: number, section, pages.
AGENDA: Final = (text_column("number", "序号"), text_column("label", "内容"), text_column("page", "页"))


def fact_table(figures: pd.DataFrame) -> SlideTable:
    """Thing, number, target or other note, day; figures: rows of panel.HEADLINE."""
    rows = figures.assign(
        value_text=worded(figures, lambda row: f"{row['value']}{row['unit']}"), note=figures["note"].fillna("")
    )
    note = (text_column("note", "说明"),) if rows["note"].ne("").any() else ()
    return rows[["label", "value_text", "note", "as_of", "start", "row_id"]], (
        _NAME, text_column("value_text", "数值"), *note, text_column("as_of", "数据时点"),
    )  # fmt: skip


def stage_table(drawn: pd.DataFrame) -> SlideTable:
    """One row per stage, one column per measure (项目数, 面积), 未载明 where missing."""
    rows = drawn.assign(written=drawn["value_text"].where(drawn["value_text"] != "", NOT_STATED))
    panels = list(dict.fromkeys(rows["panel"]))
    wide = pd.DataFrame({"stage": list(dict.fromkeys(rows["stage"]))})
    for panel in panels:
        written = rows[rows["panel"] == panel].groupby("stage", sort=False)["written"].agg("、".join)
        wide[panel] = wide["stage"].map(written).fillna(NOT_STATED)
    notes = rows[rows["note"] != ""].drop_duplicates("stage").set_index("stage")["note"]
    wide["note"] = [notes.get(stage, "") for stage in wide["stage"]]
    columns = [text_column("stage", "环节"), *(text_column(panel, panel) for panel in panels)]
    return _with_note(wide, columns)


def money_table(drawn: pd.DataFrame) -> SlideTable:
    """Project, kind, amount, stage; drawn: the table of charts.money.money_by_project."""
    return _with_note(
        drawn,
        [text_column("label", "项目"), text_column("kind", "资金性质"), text_column("value_text", "金额")],
        "阶段",
    )


def hazard_table(drawn: pd.DataFrame) -> SlideTable:
    """Category, count found, outcomes; drawn: the table of charts.hazards, with a column unknown."""
    labels = {"found": "发现", **OUTCOMES, "unknown": UNKNOWN}
    shown = [column for column in labels if drawn[column].notna().any()]
    texts = {f"{column}_text": quantities(drawn, column) for column in shown}
    columns = [text_column("label", "类别"), *(text_column(f"{column}_text", labels[column]) for column in shown)]
    return drawn.assign(**texts)[[column.name for column in columns]], tuple(columns)


def day_table(drawn: pd.DataFrame) -> SlideTable:
    """Project, step, value; drawn: a table of charts.days (shares by day, or days taken)."""
    return drawn[["group", "label", "value_text"]], (
        text_column("group", "项目"), text_column("label", "环节"), text_column("value_text", "进展"),
    )  # fmt: skip


def honour_table(honours: pd.DataFrame) -> SlideTable:
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


def highlight_table(rows: pd.DataFrame) -> SlideTable:
    """What is outstanding, and its level or scope; rows: text, rank, start."""
    return rows[["text", "rank", "start"]], (text_column("text", "亮点"), text_column("rank", "级别或范围"))


def plan_table(shown: pd.DataFrame) -> SlideTable:
    """Number, task, due date in words, who answers for it; shown: rows with number, text, due_words, owner, start."""
    return shown[["number", "text", "due_words", "owner", "start"]], (
        text_column("number", "序号"), text_column("text", "任务"), text_column("due_words", "期限"),
        text_column("owner", "责任单位"),
    )  # fmt: skip


def problem_table(rows: pd.DataFrame) -> SlideTable:
    """Problem, number, reason, what is done, who, by when; rows: label, figure, reason, doing, owner, due, start."""
    return rows[["label", "figure", "reason", "doing", "owner", "due", "start"]], (
        text_column("label", "问题"), text_column("figure", "数字"), text_column("reason", "原因"),
        text_column("doing", "对策"), text_column("owner", "责任"), text_column("due", "期限"),
    )  # fmt: skip


def question_table(rows: pd.DataFrame) -> SlideTable:
    """What has to be verified, and with whom; rows: text, whom, start."""
    return rows[["text", "whom", "start"]], (text_column("text", "待核实"), text_column("whom", "向谁核实"))


def promise_table(rows: pd.DataFrame) -> SlideTable:
    """What was promised, what became of it, whether that is confirmed; rows: text, state_word, basis, start."""
    return rows, (
        text_column("text", "上期承诺"), text_column("state_word", "情况"), text_column("basis", "是否确认"),
    )  # fmt: skip


def subject_table(rows: pd.DataFrame) -> SlideTable:
    """Subject, its first figures, their day; rows: domain, figures, day, start."""
    return rows, (text_column("domain", "领域"), text_column("figures", "主要数字"), text_column("day", "数据时点"))


def progress_table(drawn: pd.DataFrame) -> SlideTable:
    """Task, done and target, completion, state; drawn: the table of slide_panels.progress_rows."""
    rows = drawn.assign(completion=worded(drawn, lambda row: share_text(_hundredth(row["bar_pct"]))))
    day = (text_column("day", "时点"),) if drawn["day"].ne("").any() else ()
    return rows[["label", "value_text", "completion", "state", "word", "day", "start", "row_id"]], (
        text_column("label", "任务"), text_column("value_text", "完成 / 目标"), *day,
        text_column("completion", "完成率"), _STATE,
    )  # fmt: skip


def attention_table(rows: pd.DataFrame) -> SlideTable:
    """Indicators, state, reason; rows: the table of the panel 需要关注的事项.

    Indicators with the same state and reason share a row; `things`, not shown: how many.
    """
    labelled = rows.assign(word=rows["state"].map(STATES), label=rows["name"].fillna(NOT_STATED))
    groups = labelled.groupby(["state", "reason"], sort=False, dropna=False)
    shared = groups.agg(label=("label", "、".join), word=("word", "first"), things=("label", "size")).reset_index()
    return shared[["label", "state", "word", "reason", "things"]], (
        text_column("label", "事项"), _STATE, text_column("reason", "原因"),
    )  # fmt: skip


def definition_table(lines: list[tuple[str, str]]) -> SlideTable:
    """Terms and what they mean, as two columns."""
    filled = [(term, meaning) for term, meaning in lines if meaning]
    return pd.DataFrame(filled, columns=["term", "meaning"], dtype="str"), (
        text_column("term", "项目"), text_column("meaning", "说明"),
    )  # fmt: skip


def _with_note(rows: pd.DataFrame, columns: list[Column], header: str = "说明") -> SlideTable:
    """The columns, followed by the note where any row has one."""
    if rows["note"].fillna("").eq("").all():
        return rows[[column.name for column in columns]], tuple(columns)
    shown = [*columns, text_column("note", header)]
    return rows[[column.name for column in shown]], tuple(shown)


def _hundredth(percent: float) -> float | None:
    return None if is_missing(percent) else percent / 100


def cell_texts(table: pd.DataFrame, columns: tuple[Column, ...]) -> list[list[str]]:
    """The cells of the shown columns as texts with full-width marks, row by row; — where one is missing."""
    return [[_cell(row[column.name]) for column in columns] for row in records(table)]


def _cell(value: Any) -> str:
    return MISSING if is_missing(value) else full_width(str(value))
