"""What was read from a report, before it is stored: counts, what is judged and what not, rows with sentences."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import pandas as pd

from domain.judging.states import judge
from domain.judging.unjudged import judged_coverage
from domain.schema.columns import Column
from domain.schema.frames import Tables, records
from domain.schema.labels import contents_text, row_names
from domain.schema.tables import BASE_TABLES, TABLES
from domain.schema.vocabulary import NOT_FIGURES, SEVERITIES, STATES
from views.panel import text_column

_GRAVE: Final = ("conflict", "doubt")


class ReadPanel(NamedTuple):
    """One table: its title, rows, columns, and whether it is shown open."""

    title: str
    rows: pd.DataFrame
    columns: Sequence[Column]
    is_open: bool


class ReportReading(NamedTuple):
    """summary: one sentence with the counts."""

    summary: str
    panels: tuple[ReadPanel, ...]


def report_reading(tables: Tables, findings: pd.DataFrame) -> ReportReading:
    """What the tables of a report hold. findings: of its checks."""
    figures = tables["figures"]
    figures = figures[~figures["dimension"].isin(NOT_FIGURES)]
    in_tables = len(figures) - tables["issues"]["row_id"].str.contains("not_in_table", regex=False).sum()
    measures = judge(tables["measures"])
    with_state = measures[measures["state"] != "monitor"]
    coverage = judged_coverage(tables)
    grave = findings[findings["severity"].isin(_GRAVE)]
    left, doubts = len(coverage.unjudged), len(grave)
    summary = (
        f"读出{len(figures)}个数字，{in_tables}个已入表；{len(with_state)}项目标可以判断进度，"
        f"{f'另有{left}个目标数字缺少内容、不能判断' if left else '没有缺少内容的目标数字'}；"
        f"{f'有{doubts}处需要核实' if doubts else '没有需要核实的矛盾'}。"
    )
    return ReportReading(
        summary, tuple(each for each in (_findings(grave), _unjudged(coverage.unjudged), _judged(with_state),
                                         *_rows(tables), _issues(tables["issues"])) if len(each.rows)),
    )  # fmt: skip


def _findings(grave: pd.DataFrame) -> ReadPanel:
    rows = grave.assign(level=grave["severity"].map(SEVERITIES))
    columns = (text_column("title", "需要核实"), text_column("level", "级别"), text_column("message", "说明"))
    return ReadPanel(f"需要核实的{len(grave)}处", rows, columns, is_open=True)


def _unjudged(unjudged: pd.DataFrame) -> ReadPanel:
    columns = (text_column("text", "数字"), text_column("lacks", "缺什么"), text_column("quote", "原文"))
    return ReadPanel(f"不能判断的{len(unjudged)}个目标数字", unjudged, columns, is_open=False)


def _judged(measures: pd.DataFrame) -> ReadPanel:
    rows = measures.assign(word=measures["state"].map(STATES))
    heads = {"name": "目标", "word": "状态", "reason": "依据", "quote": "原文"}
    columns = [text_column(name, label) for name, label in heads.items()]
    return ReadPanel(f"可以判断的{len(measures)}项目标", rows, columns, is_open=False)


def _rows(tables: Tables) -> list[ReadPanel]:
    """The rows of each kept table: what each says, and its sentence."""
    panels = []
    for name in BASE_TABLES:
        table = tables[name]
        names = row_names(name, table)
        lines = [
            {"name": names[str(row["row_id"])], "contents": contents_text(name, row, names[str(row["row_id"])]),
             "quote": row["quote"]}
            for row in records(table)
        ]  # fmt: skip
        rows = pd.DataFrame(lines, columns=["name", "contents", "quote"])
        columns = (text_column("name", "名称"), text_column("contents", "内容"), text_column("quote", "原文"))
        panels.append(ReadPanel(f"{TABLES[name].label}：{len(rows)}行", rows, columns, is_open=False))
    return panels


def _issues(issues: pd.DataFrame) -> ReadPanel:
    columns = (text_column("message", "没有入表"), text_column("quote", "原文"), text_column("remedy", "处理办法"))
    return ReadPanel(f"没有入表的内容{len(issues)}处", issues, columns, is_open=False)
