"""The annexes of the brief: its table of measures, the terms that it uses; the time that its title names."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from domain.judging.bands import status_rule
from domain.judging.reasons import state_text
from domain.schema.columns import Column
from domain.schema.display import MISSING, is_missing, quantity_text, share_text, signed_text
from domain.schema.frames import Tables
from domain.schema.period import PeriodError, as_of_text, parse_period
from domain.schema.vocabulary import STATES
from views.judging import Judged
from views.measure_sentences import has_own_target
from views.overview import OverviewView
from views.panel import as_of_words, text_column, worded
from views.slide import Edition
from views.slide_figures import milestone_words
from views.slides import reported_rows

_TERMS_OF_TARGETS: Final = ("完成率", "偏差", "判定规则", STATES["to_verify"])


def measure_words(result: Judged) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """One row of texts per claimed target and per monitored indicator, with state (code)."""
    rows = result.claims
    contested = rows["contested"].astype(bool)
    table = pd.DataFrame(
        {
            "label": rows["name"].fillna(MISSING),
            "target": worded(rows, lambda row: _quantity(row, "target")),
            "actual": worded(rows, lambda row: _quantity(row, "actual")),
            "completion": worded(rows, lambda row: share_text(row["completion"]) if has_share(row) else MISSING),
            "elapsed": worded(rows, lambda row: share_text(row["elapsed"]) if has_share(row) else MISSING),
            "deviation": worded(rows, lambda row: signed_text(row["deviation"])),
            "state": rows["state"].where(~contested, "to_verify"),
            "word": worded(rows, claim_word),
        }
    )
    first = rows.groupby("indicator_id", dropna=False, sort=False).ngroup()  # the claims of one indicator together
    order = (
        table.assign(_first=first, _last=table["state"].eq("monitor"))
        .sort_values(["_last", "_first"], kind="stable")
        .index
    )
    return table.loc[order].reset_index(drop=True), (
        text_column("label", "指标"), text_column("target", "目标值"), text_column("actual", "完成值"),
        text_column("completion", "完成率"), text_column("elapsed", "序时进度"),
        text_column("deviation", "偏差（百分点）"), text_column("word", "状态"),
    )  # fmt: skip


def claim_word(row: dict[str, Any]) -> str:
    """The label of the state; for one of several claims 待核实, followed by the state under that target."""
    word = state_text(row["state"], row["state_high"])
    return f"{STATES['to_verify']}（按此目标{word}）" if row["contested"] else word


def has_share(row: Mapping[str, Any]) -> bool:
    """Whether a completion and the time gone by say something of a measure: it has a target, and is no milestone."""
    return row["kind"] != "milestone" and has_own_target(row)


def _quantity(row: dict[str, Any], column: str) -> str:
    if column == "target" and (row["kind"] == "milestone" or not has_own_target(row)):
        return MISSING
    if row["kind"] == "milestone" and not is_missing(row[column]):
        return milestone_words(row) or ("已完成" if row[column] else "未完成")
    is_forecast = column == "actual" and row["kind"] == "forecast"
    return quantity_text(row[column], row["unit"], row[f"{column}_qualifier"], forecast=is_forecast)


def definitions(
    tables: Tables, overview: OverviewView, rule: str | None, edition: Edition, *, hide: bool
) -> tuple[tuple[str, str], ...]:
    """Terms and meanings of a paper; without a judged target none that only explains how one is judged."""
    chosen = status_rule(rule)
    lines = (
        ("版本", edition.version),
        ("数据时点", as_of_words(reported_rows(tables))),
        ("完成率", "（完成值-基数）÷（目标值-基数），可以超过100%"),
        ("偏差", "完成率减序时进度，单位是百分点"),
        ("判定规则", f"{chosen.name}。{chosen.source}"),
        (
            STATES["to_verify"],
            "目标、完成值或单位不全，几个目标结论不同，或自报比率无法由同一报告的数字得出；核实前不作结论",
        ),
        ("核对", overview.checks),
        ("隐去内容", "个人姓名和受处分人数已隐去" if hide else ""),
    )
    judged_ones = (overview.judged.indicators["state"] != "monitor").any()
    return tuple(
        (term, meaning) for term, meaning in lines if meaning and (judged_ones or term not in _TERMS_OF_TARGETS)
    )


def own_time(tables: Tables, edition: Edition) -> str:
    """The time that the title of the paper names, as the days of its figures are written; "" without a period."""
    periods = (tables["measures"] if len(tables["measures"]) else tables["figures"])["period"].dropna()
    try:
        period = parse_period(str(periods.mode().iloc[0])) if len(periods) else None
    except PeriodError:
        period = None
    return "" if period is None else as_of_text(period.begin, edition.as_of or period.due)
