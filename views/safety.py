"""安全隐患: found, closed, open in time, overdue as counts; disputes; enforcement."""

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.schema.display import NOT_STATED, is_missing, listed, number_text, quantity_text
from domain.schema.frames import Tables, records
from views.judging import Judged, judged
from views.panel import (
    Panel,
    as_of_words,
    columns_of,
    comparable_readings,
    headline,
    headline_table,
    incomparable_sentence,
    joined,
    leads_to,
    named,
    quantities,
    worded,
)
from views.placing import with_unplaced

#: Outcomes of hazards: column -> word.
OUTCOMES: Final = {"closed": "已闭环", "controlled": "已稳控", "open_in_time": "限期内整改中", "overdue": "逾期未改"}
#: Outcome of a row of which the report says none.
NO_OUTCOME: Final = "处理情况未写明"
_DISPUTE: Final = "纠纷"
_HAZARD_WORDS: Final = ("隐患", _DISPUTE, "风险")
_ENFORCEMENT: Final = "行政执法"
#: Names of readings that are of enforcement, whatever their paragraph is headed.
_ENFORCED: Final = "执法|罚款|处罚|查处|立案|劝离|占道|违停|违章|流动摊|简易程序"
_FULL: Final = 100.0
_NO_COUNTS: Final = ("%", "‰", "元", "万元")


@dataclass(frozen=True, eq=False)
class SafetyView:
    """hazards: found hazards by outcome; counts: other counts; enforcement: counts of the same unit."""

    headlines: pd.DataFrame
    summary: str
    judged: Judged
    hazards: Panel
    counts: Panel
    enforcement: Panel


def safety_view(
    tables: Tables,
    rule: str | None = None,
    previous: pd.DataFrame | None = None,
    result: Judged | None = None,
) -> SafetyView:
    """The page 安全隐患 of a version: its tables safety, governance, measures.

    rule, previous: as in domain.judging.states.judge; result: the measures where they are judged already.
    """
    rows = hazard_rows(tables["safety"])
    others = tables["safety"][~tables["safety"]["row_id"].isin(rows["row_id"])].reset_index(drop=True)
    others = named(others, "category")
    result = result or judged(tables, rule, previous)
    view = SafetyView(
        headlines=_headlines(rows),
        summary=_overdue_sentence(rows),
        judged=Judged(
            result.claims[result.claims["domain"] == "safety"].reset_index(drop=True),
            result.indicators[result.indicators["domain"] == "safety"].reset_index(drop=True),
        ),
        hazards=_hazards(rows),
        counts=_counts(others),
        enforcement=_enforcement(tables["governance"], tables["measures"]),
    )
    return with_unplaced(view, tables, "safety")


def hazard_rows(safety: pd.DataFrame) -> pd.DataFrame:
    """The rows of `safety` whose category is a hazard, a risk or a dispute and that have a count found.

    Adds label, closed_word and derived: closed was missing and is set to found, since the rate is 100 %; no other rate
    is turned into a count.
    """
    about = safety["category"].fillna("").str.contains("|".join(_HAZARD_WORDS))
    rows = safety[about & safety["found"].notna()].reset_index(drop=True)
    derived = rows["closed"].isna() & (rows["rate_pct"] == _FULL)
    return rows.assign(
        closed=rows["closed"].where(~derived, rows["found"]),
        derived=derived,
        label=worded(rows, _label),
        closed_word=worded(rows, lambda row: closed_word(row["category"])),
    )


def closed_word(category: str) -> str:
    """What is said of the closed ones of a category: 已化解 of disputes, else 已闭环."""
    return "已化解" if _DISPUTE in category else OUTCOMES["closed"]


def _label(row: dict[str, Any]) -> str:
    """重大安全生产隐患, 矛盾纠纷（重大）."""
    return str(row["category"]) if is_missing(row["level"]) else f"{row['level']}{row['category']}"


def outcome_text(row: dict[str, Any]) -> str:
    """8处已闭环、3处限期内整改中: the outcomes of a row; overdue is mentioned also where it is 0, not where missing."""
    words = OUTCOMES | {"closed": row["closed_word"]}
    parts = []
    for column, word in words.items():
        if not is_missing(row[column]) and (row[column] or column == "overdue"):
            parts.append(f"{quantity_text(row[column], row['unit'])}{word}" if row[column] else "无逾期")
    return "、".join(parts) or NO_OUTCOME


def _sentence(row: dict[str, Any]) -> str:
    return f"{row['label']}{quantity_text(row['found'], row['unit'])}：{outcome_text(row)}"


def _headlines(rows: pd.DataFrame) -> pd.DataFrame:
    found = [
        headline(
            row["label"],
            quantity_text(row["found"], row["unit"]),
            row,
            column="found",
            note=joined(outcome_text(row), _derived(row)),
        )
        for row in records(_heaviest(rows))
    ]
    return headline_table(found[:5])


def _heaviest(rows: pd.DataFrame) -> pd.DataFrame:
    """`rows` sorted: overdue, open in time, controlled, with a level, the rest."""
    keys = {f"_{column}": rows[column].fillna(0) > 0 for column in ("overdue", "open_in_time", "controlled")}
    order = rows.assign(**keys, _level=rows["level"].notna())
    order = order.sort_values([*keys, "_level"], ascending=False, kind="stable")
    return order.drop(columns=[*keys, "_level"]).reset_index(drop=True)


def _derived(row: dict[str, Any]) -> str:
    return f"处数按自报完成率{number_text(row['rate_pct'])}%推算" if row["derived"] else ""


def _overdue_sentence(rows: pd.DataFrame) -> str:
    """Whether anything is overdue, and for which rows the report does not say."""
    late = rows[rows["overdue"] > 0]
    if len(late):
        return "、".join(f"{row['label']}{quantity_text(row['overdue'], row['unit'])}逾期未改" for row in records(late))
    unknown = rows[rows["overdue"].isna() & (rows["closed"].isna() | (rows["closed"] < rows["found"]))]
    text = "已写明处理情况的都没有逾期" if rows["overdue"].notna().any() else ""
    return joined(text, f"{listed(unknown['label'])}是否逾期原文未写明" if len(unknown) else "")


def _hazards(rows: pd.DataFrame) -> Panel:
    ordered = _heaviest(rows)
    items = [_sentence(row) for row in records(ordered)]
    drawn = ordered[["label", "unit", "found", *OUTCOMES, "closed_word"]].assign(
        note=worded(ordered, _derived), leads_to=leads_to(ordered)
    )
    return Panel(
        name="隐患与矛盾纠纷",
        title="；".join(items[:2]) if items else f"本期材料{NOT_STATED}隐患和矛盾纠纷数量",
        subtitle=joined("单位：处、件、个；每行长度为该行总数", as_of_words(rows)) if items else "",
        alt=f"堆积横条图，各类隐患和矛盾纠纷的处理情况：{'；'.join(items)}。"
        if items
        else "原文未写明隐患和矛盾纠纷数量。",
        table=ordered,
        columns=columns_of("safety", "category level unit found closed controlled open_in_time overdue rate_pct note"),
        drawn=drawn,
    )


def _counts(rows: pd.DataFrame) -> Panel:
    """The other rows of the table: counts without outcomes (排查单位, 停产停业, 已销号 …)."""
    value = rows["checked"].fillna(rows["found"]).fillna(rows["closed"])
    rows = rows.assign(value_text=quantities(rows.assign(value=value), "value"))
    items = [f"{row['category']}{row['value_text']}" for row in records(rows)]
    return Panel(
        name="排查与处置",
        title="、".join(items) if items else f"本期材料{NOT_STATED}排查和处置数量",
        subtitle=as_of_words(rows) if items else "",
        alt=f"表格，排查与处置：{'、'.join(items)}。" if items else "原文未写明排查和处置数量。",
        table=rows,
        columns=columns_of("safety", "category unit checked found closed note"),
        drawn=rows.iloc[:0],
    )


def _enforcement(governance: pd.DataFrame, measures: pd.DataFrame) -> Panel:
    """行政执法: every reading in the table; drawn are the counts that share a unit."""
    is_own = (governance["topic"] == _ENFORCEMENT) | governance["name"].fillna("").str.contains(_ENFORCED)
    rows = governance[is_own & governance["value"].notna()].reset_index(drop=True)
    rows = named(rows, "name")
    rows = rows.assign(value_text=quantities(rows, "value"))
    counted = rows[~rows["unit"].isin(_NO_COUNTS)]
    shared = comparable_readings(counted, measures)
    drawn = pd.DataFrame(
        {
            "group": "单位：" + shared["unit"],
            "label": shared["name"],
            "value": shared["value"],
            "value_text": shared["value_text"],
            "leads_to": leads_to(shared),
        }
    )
    items = [f"{row['name']}{row['value_text']}" for row in records(rows)]
    return Panel(
        name="行政执法",
        title="、".join(f"{row['name']}{row['value_text']}" for row in records(counted.head(3)))
        or f"本期材料{NOT_STATED}行政执法数量",
        subtitle=joined("单位不同的不相比", as_of_words(rows)) if items else "",
        alt=f"横条图，行政执法：{'、'.join(items)}。" if items else "原文未写明行政执法数量。",
        table=rows,
        columns=columns_of("governance", "name value unit note"),
        drawn=drawn.reset_index(drop=True),
        incomparable_reason=incomparable_sentence(counted, shared),
    )
