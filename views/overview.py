"""总览: counts of states, headline figures, deviations, and what needs attention."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import pandas as pd

from domain.judging.bands import status_rule
from domain.judging.rollup import count_states, worst_first
from domain.judging.unjudged import Coverage, judged_coverage
from domain.schema.display import is_missing, listed, quantity_text, share_text
from domain.schema.frames import Tables, records
from domain.schema.period import date_text, elapsed
from domain.schema.vocabulary import ATTENTION_ORDER, REPORTED_ROLES, STATES
from domain.unit_catalogue import choices_of_unit
from views.checks import checks_sentence
from views.judging import FINISHED, NEEDS_ATTENTION, Judged, conflict_sentence, deviation_panel, judged
from views.panel import (
    STATE,
    Panel,
    as_of_words,
    columns_of,
    headline,
    headline_table,
    joined,
    number_column,
    text_column,
)

_MOST_HEADLINES: Final = 6
_MOST_MONITORED: Final = 4
_REASON: Final = text_column("reason", "说明")


@dataclass(frozen=True, eq=False)
class OverviewView:
    """The overall state, as slides and papers show it.

    as_of: the as-of dates of the figures, in words. year_elapsed: share of the year elapsed at the latest of them, None
    where no date is known; year_sentence: the same in words. states: counts; deviations: all that have one; attention:
    worst first, each with its domain and reason; checks: the sentence of the findings.
    """

    as_of: str
    year_elapsed: float | None
    year_sentence: str
    summary: str
    checks: str
    headlines: pd.DataFrame
    judged: Judged
    bands: tuple[tuple[float, str], ...]
    states: Panel
    deviations: Panel
    attention: Panel


def overview_view(
    tables: Tables,
    rule: str | None = None,
    previous: pd.DataFrame | None = None,
    result: Judged | None = None,
) -> OverviewView:
    """The overall state of a version: its tables measures, figures, findings.

    rule, previous: as in domain.judging.states.judge; result: the measures where they are judged already. Raises
    UnknownRuleError for a rule that the catalogue does not have.
    """
    result = result or judged(tables, rule, previous)
    scope = dated_rows(tables)
    year_share, gone_sentence = year_elapsed(scope)
    return OverviewView(
        as_of=as_of_words(scope),
        year_elapsed=year_share,
        year_sentence=gone_sentence,
        summary=joined(
            conflict_sentence(result.claims),
            _late_sentence(result.indicators),
            _unjudged_sentence(judged_coverage(tables)),
        ),
        checks=checks_sentence(tables["findings"]),
        headlines=_headlines(result),
        judged=result,
        bands=deviation_bands(rule),
        states=replace(_states(result.indicators, judged_coverage(tables)), source_rows=result.claims),
        deviations=deviation_panel(result.claims),
        attention=_attention(result.indicators, judged_coverage(tables)),
    )


def deviation_bands(rule: str | None = None) -> tuple[tuple[float, str], ...]:
    """The bands of a rule from the worst up: upper limit in 百分点 and label; () for a rule of pace.

    Raises UnknownRuleError for an id that the catalogue does not have.
    """
    chosen_rule = status_rule(rule)
    if chosen_rule.measure != "deviation":
        return ()
    floors = [band.floor for band in chosen_rule.bands if band.floor is not None]
    words = [STATES[band.state] for band in chosen_rule.bands]
    return tuple(zip([*reversed(floors), math.inf], reversed(words), strict=True))


def dated_rows(tables: Tables) -> pd.DataFrame:
    """The rows whose as-of dates a version speaks of: measures, else reported figures, else all figures."""
    reported = tables["figures"][tables["figures"]["role"].isin(REPORTED_ROLES)]
    return next((rows for rows in (tables["measures"], reported) if len(rows)), tables["figures"])


def year_elapsed(rows: pd.DataFrame) -> tuple[float | None, str]:
    """The elapsed share of the calendar year at the latest as-of date of `rows`, and the sentence for it."""
    latest = rows["as_of_end"].max()
    if is_missing(latest):
        return None, "数据时点未载明"
    share = elapsed(date(latest.year, 1, 1), date(latest.year, 12, 31), latest)
    return share, f"截至{date_text(latest)}，全年时间已过{share_text(share)}"


def _headlines(result: Judged) -> pd.DataFrame:
    """The unit's headline indicators in this report, then those that need attention, worst first."""
    attention = [
        row["indicator_id"] for row in records(worst_first(result.indicators)) if row["state"] in NEEDS_ATTENTION
    ]
    return _headline_cards(result.indicators, result.claims, attention, _MOST_HEADLINES)


def monitored_headlines(result: Judged) -> pd.DataFrame:
    """Headline figures of indicators without a target: those of the unit, then in the order of the report."""
    rows = result.indicators[result.indicators["state"] == "monitor"]
    cards = _headline_cards(rows, result.claims, rows["indicator_id"].dropna().tolist(), _MOST_MONITORED)
    return cards.assign(state=None)  # the heading says it of all


def _headline_cards(indicators: pd.DataFrame, claims: pd.DataFrame, others: Sequence[str], most: int) -> pd.DataFrame:
    """The unit's headline indicators in `indicators` that have a number, then `others` (indicator ids)."""
    rows = indicators[indicators["actual"].notna() & (indicators["kind"] != "milestone")]
    units = indicators["org_unit"].dropna()
    labels = choices_of_unit(None if units.empty else str(units.iloc[0])).headlines
    by_id = {row["indicator_id"]: row for row in reversed(records(rows))}
    chosen = list(dict.fromkeys(each for each in (*labels, *others) if each in by_id))[:most]
    return headline_table(_headline(by_id[each], labels.get(each), claims) for each in chosen)


def _headline(row: dict[str, Any], label: str | None, claims: pd.DataFrame) -> dict[str, Any]:
    written = quantity_text(row["actual"], row["unit"], row["actual_qualifier"])
    own_claims = claims[claims["row_id"].isin(str(row["claim_rows"]).split())]
    note = conflict_sentence(own_claims).partition("：")[2]
    if not note and not is_missing(row["target"]) and row["unit"] != "%":
        note = f"目标{quantity_text(row['target'], row['unit'], row['target_qualifier'])}"
    return headline(label or row["name"], written, row, column="actual", note=note, state=row["state"])


def _states(indicators: pd.DataFrame, coverage: Coverage) -> Panel:
    counts = count_states(indicators)
    order = {state: place for place, state in enumerate(ATTENTION_ORDER)}
    counts = counts[counts["n"] > 0].sort_values("state", key=lambda codes: codes.map(order), kind="stable")
    counts = counts.rename(columns={"label": "word"}).reset_index(drop=True)
    items = [f"{row['word']}{row['n']}项" for row in records(counts)]
    return Panel(
        name="各状态项数",
        title=_states_title(indicators, coverage),
        subtitle=joined("单位：项；每个指标计一次", as_of_words(indicators)) if items else "",
        alt=f"一条分段横条，{len(indicators)}项指标的状态：{'、'.join(items)}。" if items else "没有指标。",
        table=counts,
        columns=(STATE, number_column("n", "项数", "项"), text_column("names", "指标")),
        drawn=counts[["state", "word", "n"]],
    )


def _states_title(indicators: pd.DataFrame, coverage: Coverage) -> str:
    if indicators.empty and len(coverage.unjudged):
        return f"文中有{len(coverage.unjudged)}个带目标的数字，都未能判断进度"
    if indicators.empty:
        return "文中的数字都没有写明目标，无法判断进度"
    judged_rows = indicators[indicators["state"] != "monitor"]
    attention = judged_rows[judged_rows["state"].isin(list(NEEDS_ATTENTION))]
    done = judged_rows[judged_rows["state"].isin(list(FINISHED))]
    monitored = len(indicators) - len(judged_rows)
    monitored_text = f"（另有{monitored}项仅监测）" if monitored else ""
    return f"{len(judged_rows)}项有目标的指标：{len(done)}项已完成，{len(attention)}项需要关注{monitored_text}"


def _late_sentence(indicators: pd.DataFrame) -> str:
    late = indicators[indicators["state"].isin(["overdue", "far_behind", "behind", "regressed"])]
    return f"{listed(late['name'])}落后，需要关注" if len(late) else ""


def _unjudged_sentence(coverage: Coverage) -> str:
    """How many printed targets no indicator judges, and what the first ones lack; "" where nearly all are judged."""
    if coverage.is_enough:
        return ""
    several = [f"{row['text']}{row['lacks']}" for row in records(coverage.unjudged)]
    return f"另有{len(several)}个带目标的数字无法判断：{listed(several, 3)}"


def _nothing(coverage: Coverage) -> str:
    """What may be said where no indicator needs attention."""
    if coverage.is_enough:
        return "没有需要关注的事项"
    return f"已判断的指标都不需要关注，另有{len(coverage.unjudged)}个带目标的数字无法判断"


def _attention(indicators: pd.DataFrame, coverage: Coverage) -> Panel:
    """Worst first; within a state, indicators with several claimed targets first."""
    rows = worst_first(indicators[indicators["state"].isin(list(NEEDS_ATTENTION))])
    order = rows.assign(_place=rows["state"].map(ATTENTION_ORDER.index), _one=rows["claims"] <= 1)
    rows = order.sort_values(["_place", "_one"], kind="stable").drop(columns=["_place", "_one"]).reset_index(drop=True)
    items = [f"{row['name']}（{STATES[row['state']]}）：{row['reason']}" for row in records(rows)]
    return Panel(
        name="需要关注的事项",
        title=f"{len(rows)}项需要关注，先看{rows['name'].iloc[0]}" if items else _nothing(coverage),
        subtitle=as_of_words(rows) if items else "",
        alt=f"表格，需要关注的事项，最要紧的在前：{'；'.join(items)}。" if items else f"{_nothing(coverage)}。",
        table=rows,
        columns=(*columns_of("measures", "name"), STATE, _REASON, *columns_of("measures", "domain project owner")),
        drawn=rows.iloc[:0],
    )
