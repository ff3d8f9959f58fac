"""数据核对: the findings, with a summary and counts by severity."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from domain.schema.display import is_missing
from domain.schema.frames import Tables, records
from domain.schema.vocabulary import SEVERITIES
from views.panel import Panel, columns_of, number_column, text_column


class Letter(NamedTuple):
    """The open questions to `whom`, a department: their number and one text that asks them all."""

    whom: str
    n: int
    text: str


@dataclass(frozen=True, eq=False)
class ChecksView:
    """counts: findings by severity; findings: all of them, contradictions first."""

    summary: str
    counts: Panel
    findings: Panel


def checks_view(tables: Tables, rule: str | None = None) -> ChecksView:
    """The page 数据核对 of a version: its table findings. `rule` changes nothing here: findings are not judged."""
    order = {severity: place for place, severity in enumerate(SEVERITIES)}
    rows = tables["findings"].sort_values("severity", key=lambda codes: codes.map(order), kind="stable")
    rows = rows.reset_index(drop=True)
    sentence = checks_sentence(rows)
    counts = severity_counts(rows)
    return ChecksView(
        summary=sentence,
        counts=Panel(
            name="核对结果",
            title=sentence,
            subtitle="单位：项",
            alt=f"横条图，核对结果：{sentence}。",
            table=counts,
            columns=(text_column("label", "结论"), number_column("value", "项数", "项")),
            drawn=counts,
        ),
        findings=Panel(
            name="核对清单",
            title=sentence,
            subtitle="",
            alt=f"表格，核对清单：{sentence}。",
            table=rows,
            columns=columns_of("findings", "severity title message computed printed confirm with_whom resolution"),
            drawn=rows.iloc[:0],
        ),
    )


def letters_of(findings: pd.DataFrame) -> tuple[Letter, ...]:
    """One text per department to ask about unsettled `findings`, in their order; agreements ask nothing."""
    questions: dict[str, list[str]] = {}
    for row in records(findings):
        if row["severity"] != "passed" and is_missing(row["resolution"]) and not is_missing(row["with_whom"]):
            questions.setdefault(str(row["with_whom"]), []).append(question_text(row))
    return tuple(
        Letter(
            whom,
            len(texts),
            "\n".join(
                [f"{whom}：请核实以下{len(texts)}个问题。", *(f"{n}. {text}" for n, text in enumerate(texts, 1))]
            ),
        )
        for whom, texts in questions.items()
    )


def question_text(row: Mapping[Any, Any]) -> str:
    """A finding as a question to send: what is wrong, what to confirm, the sentence of the report."""
    confirm = "" if is_missing(row["confirm"]) else f"请核实：{row['confirm']}。"
    quote = "" if is_missing(row["quote"]) else f"原文：「{row['quote']}」"
    return f"{row['title']}。{confirm}{quote}"


def severity_counts(findings: pd.DataFrame) -> pd.DataFrame:
    """The number of findings of each severity, as input of charts.readings, with the code severity."""
    counts = findings["severity"].value_counts()
    rows = [
        (code, "核对结果", word, int(counts[code]), f"{counts[code]}项")
        for code, word in SEVERITIES.items()
        if code in counts
    ]
    return pd.DataFrame(rows, columns=["severity", "group", "label", "value", "value_text"])


def checks_sentence(findings: pd.DataFrame) -> str:
    """核对20项：矛盾3项、存疑4项、提示6项、相符7项."""
    if findings.empty:
        return "还没有核对结果"
    parts = [f"{row['label']}{row['value_text']}" for row in records(severity_counts(findings))]
    return f"核对{len(findings)}项：{'、'.join(parts)}"
