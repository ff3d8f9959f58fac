"""Evidence for a state, shown on demand: figures, dates, shares, the rule, and the provenance."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from domain.judging.bands import status_rule
from domain.judging.reasons import range_text, state_text
from domain.schema.display import (
    NOT_STATED,
    is_missing,
    number_text,
    pace_text,
    points_text,
    quantity_text,
    share_text,
    stated,
)
from domain.schema.period import as_of_text, date_text
from domain.schema.provenance import Sources, place_text, sources_text
from domain.schema.vocabulary import ELAPSED_MODES, KINDS, STATE_TERMS


def proof_of(row: Mapping[Any, Any], uploaded_by: str | None = None, sources: Sources | None = None) -> pd.DataFrame:
    """The proof of one judged or rolled-up `row` as a table (label, value): both Chinese text, 未载明 where missing.

    In this order: state and reason, the figures (v, T, b), the dates, the shares (A, E, D, R), the projection, the
    rule's number and its source, the source's sentence or cell. uploaded_by: the author of the version; sources: of
    the figures of that version.
    """
    lines = {**_state(row), **_figures(row), **_dates(row), **_shares(row), **_rule(row)}
    lines |= _source(row, sources or Sources())
    lines["上传人"] = stated(uploaded_by)
    return pd.DataFrame(list(lines.items()), columns=["label", "value"])


def _state(row: Mapping[Any, Any]) -> dict[str, str]:
    return {
        "指标": stated(row["name"]),
        "状态": state_text(row["state"], row["state_high"]),
        "理由": stated(row["reason"]),
    }


def _figures(row: Mapping[Any, Any]) -> dict[str, str]:
    kind = KINDS.get(row["kind"], row["kind"])
    return {
        "指标类型": stated(kind),
        "完成值": _quantity(row["actual"], row["unit"], row["actual_qualifier"]),
        "目标值": _quantity(row["target"], row["unit"], row["target_qualifier"]),
        "目标依据": stated(row["claim"]),
        "基数": _quantity(row["baseline"], row["unit"]),
        "口径": stated(row["of_what"]),
    }


def _dates(row: Mapping[Any, Any]) -> dict[str, str]:
    counted = "day" if is_missing(row["elapsed_mode"]) and not is_missing(row["elapsed"]) else row["elapsed_mode"]
    return {
        "起始日期": _day(row["begin"]),
        "完成期限": _day(row["due"]),
        "数据时点": as_of_text(row["as_of_start"], row["as_of_end"]),
        "序时口径": stated(ELAPSED_MODES.get(counted, counted)),
    }


def _shares(row: Mapping[Any, Any]) -> dict[str, str]:
    rate, gap = row["reported_rate"], row["reported_gap"]
    printed = NOT_STATED if is_missing(rate) else f"{number_text(rate)}%"
    if row["rate_set_aside"]:
        printed += "（早于现在的数字且与其不符，已搁置）"
    return {
        "完成率": _completion(row),
        "自报完成率": printed if is_missing(gap) else f"{printed}（与完成率相差{points_text(gap)}）",
        "序时进度": share_text(row["elapsed"]),
        "偏差": points_text(row["deviation"]),
        "进度系数": pace_text(row["pace"]),
        "期末预计值": quantity_text(row["projection"], row["unit"]),
        "预计完成日期": "—" if is_missing(row["finish_date"]) else date_text(row["finish_date"]),
    }


def _completion(row: Mapping[Any, Any]) -> str:
    text, low, high = share_text(row["completion"]), row["completion_low"], row["completion_high"]
    if is_missing(row["completion"]) or is_missing(low) or low == high:
        return text
    return f"{text}（约数，可能为{range_text(low, high)}）"


def _rule(row: Mapping[Any, Any]) -> dict[str, str]:
    rule = status_rule(row["rule_id"])
    band = "" if is_missing(row["band"]) else f"，该规则称“{row['band']}”"
    return {
        "判定规则": f"第{row['rule_number']}条（{STATE_TERMS[row['state']]}）{band}",
        "采用的尺度": rule.name,
        "尺度来源": rule.source,
    }


def _source(row: Mapping[Any, Any], sources: Sources) -> dict[str, str]:
    quote = row["quote"] if not is_missing(row["quote"]) else place_text(row)
    return {"原文": stated(quote), "来源": stated(sources_text(sources.of_row(row)))}


def _quantity(value: float | None, unit: str | None, qualifier: str | None = None) -> str:
    return NOT_STATED if is_missing(value) else quantity_text(value, unit, qualifier)


def _day(day: Any) -> str:
    return NOT_STATED if is_missing(day) else date_text(day)
