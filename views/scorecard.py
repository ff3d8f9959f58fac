"""总览 as a scorecard: one row per judged indicator, worst first, with its bar, its change and who answers for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from domain.judging.rollup import worst_first
from domain.schema.display import is_missing
from domain.schema.frames import Tables, conform, records
from domain.schema.tables import TABLES
from domain.schema.vocabulary import ATTENTION_ORDER, STATES
from domain.text.punctuation import full_width
from views.checks import checks_sentence
from views.honours import honours_view
from views.judging import FINISHED, NEEDS_ATTENTION, Judged, judged
from views.more import more_view
from views.overview import dated_rows, monitored_headlines, year_elapsed
from views.panel import STATE, Panel, as_of_words, columns_of, joined, number_column, text_column, worded
from views.scorecard_rows import with_texts
from views.timeline import Timeline, change_words, timelines_of, written

_MOST_CHANGES: Final = 5
_MOST_HIGHLIGHTS: Final = 6
#: Words in the scope or the name of an honour that make it one of few.
_RARE_WORDS: Final = ("唯一", "第一", "首位", "首个", "率先")
_HIGH_LEVELS: Final = frozenset({"国家级", "省级"})


@dataclass(frozen=True, eq=False)
class ScorecardView:
    """The first page.

    counts: state, word, n of the judged indicators, worst state first, states without any left out; total: their
    number; monitored: number of indicators without a target. year_sentence: share of the year elapsed, in words.
    tasks: one row per judged indicator (see `scorecard_view`); changes: what moved most since the date before;
    turned: one sentence per indicator whose state changed; to_verify: what has to be settled; highlights: honours
    that few have; monitored_figures: headline figures without a target.
    """

    counts: pd.DataFrame
    total: int
    monitored: int
    year_sentence: str
    checks: str
    tasks: Panel
    changes: Panel
    turned: tuple[str, ...]
    highlights: Panel
    monitored_figures: pd.DataFrame
    judged: Judged


def scorecard_view(
    tables: Tables,
    rule: str | None = None,
    previous: pd.DataFrame | None = None,
    row_versions: pd.DataFrame | None = None,
    result: Judged | None = None,
) -> ScorecardView:
    """The page 总览 of a version: its tables measures, honours and findings.

    rule, previous: as in domain.judging.states.judge; row_versions: the measures of all versions
    (store.earlier_versions.read_row_versions), without which there is no change; result: the measures where they
    are judged already. The table of `tasks` has, beside the columns of an indicator: first_claim (row_id of its
    first claimed target), actual_start (offset of the printed value), value_text, targets (Target), target_text,
    explanation, bars (Bar), bar_pct and elapsed_pct (completion and elapsed share in %, missing where several
    targets are claimed), change_text, points (day and value of each date, oldest first).
    """
    result = result or judged(tables, rule, previous)
    indicators = _in_order(result.indicators[result.indicators["state"] != "monitor"])
    timelines = [] if row_versions is None else timelines_of(result.claims, row_versions)
    by_row = {each.current["row_id"]: each for each in timelines}
    rows = with_texts(indicators, result.claims, by_row)
    _, year_sentence = year_elapsed(dated_rows(tables))
    counts = state_counts(indicators)
    return ScorecardView(
        counts=counts,
        total=len(indicators),
        monitored=len(result.indicators) - len(indicators),
        year_sentence=year_sentence,
        checks=checks_sentence(tables["findings"]),
        tasks=replace(_tasks(rows, counts), source_rows=result.claims),
        changes=_changes([by_row[each] for each in rows["first_claim"] if each in by_row]),
        turned=tuple(_turned(records(rows), by_row, rule)),
        highlights=_highlights(tables),
        monitored_figures=_monitored_figures(tables, result),
        judged=result,
    )


def _monitored_figures(tables: Tables, result: Judged) -> pd.DataFrame:
    """Headline figures of indicators without a target; where no indicator is read, the first reading of each domain."""
    found = monitored_headlines(result)
    return more_view(tables).headlines if found.empty and result.indicators.empty else found


def state_counts(indicators: pd.DataFrame) -> pd.DataFrame:
    """Number of indicators per state: state, word, n; worst state first, states without any left out."""
    found = indicators["state"].value_counts()
    rows = [(state, STATES[state], int(found[state])) for state in ATTENTION_ORDER if state in found]
    return pd.DataFrame(rows, columns=["state", "word", "n"])


def _in_order(indicators: pd.DataFrame) -> pd.DataFrame:
    """Worst first; of those to be verified the ones that only wait for the choice of a target come first."""
    rows = worst_first(indicators)
    order = rows.assign(_place=rows["state"].map(ATTENTION_ORDER.index), _one=rows["claims"] <= 1)
    return order.sort_values(["_place", "_one"], kind="stable").drop(columns=["_place", "_one"]).reset_index(drop=True)


def _tasks(rows: pd.DataFrame, counts: pd.DataFrame) -> Panel:
    words = "、".join(f"{row['n']}项{row['word']}" for row in records(counts))
    return Panel(
        name="任务进度",
        title=f"{len(rows)}项有目标的任务：{words}" if words else "还没有可以判断进度的任务",
        subtitle=as_of_words(rows) if len(rows) else "",
        alt=f"表格，{len(rows)}项有目标的任务，最要紧的在前：{words}。" if words else "没有可以判断进度的任务。",
        table=rows,
        columns=(
            *columns_of("measures", "name"),
            STATE,
            text_column("value_text", "完成"),
            text_column("target_text", "目标"),
            number_column("bar_pct", "完成率", "%"),
            number_column("elapsed_pct", "序时进度", "%"),
            number_column("deviation", "偏差", "百分点"),
            text_column("change_text", "比上期", may_be_empty=True),
            *columns_of("measures", "owner"),
        ),
        drawn=rows.iloc[:0],
    )


def _changes(timelines: Iterable[Timeline]) -> Panel:
    """The largest changes since the date before, by share of the target, else of the value before."""
    moved = [each for each in timelines if len(each.points) > 1 and _moved_share(each) != 0]
    moved.sort(key=_moved_share, reverse=True)
    table = pd.DataFrame(
        [
            {
                **each.current,
                "before_text": written(each.points[-2].row),
                "value_text": written(each.points[-1].row),
                "change_text": change_words(each.points[-2], each.points[-1]),
            }
            for each in moved[:_MOST_CHANGES]
        ],
        columns=["row_id", "name", "before_text", "value_text", "change_text", "source_id", "start", "cells", "quote"],
    )
    names = "；".join(f"{row['name']}{row['change_text']}" for row in records(table))
    return Panel(
        name="比上期变化",
        title=f"比上期：{names}" if names else "还没有上一期的数据，下次更新后在这里说明变化",
        subtitle="",
        alt=f"列表，比上期变化最大的任务：{names}。" if names else "没有上一期的数据。",
        table=table,
        columns=(
            *columns_of("measures", "name"),
            text_column("before_text", "上期"),
            text_column("value_text", "本期"),
            text_column("change_text", "变化"),
        ),
        drawn=table.iloc[:0],
    )


def _moved_share(timeline: Timeline) -> float:
    before, last = (point.row for point in timeline.points[-2:])
    change = abs(float(last["actual"]) - float(before["actual"]))
    whole = last["target"] if not is_missing(last["target"]) and last["target"] else before["actual"]
    return change / abs(float(whole)) if whole else change


def _turned(rows: Iterable[dict[str, Any]], timelines: Mapping[str, Timeline], rule: str | None) -> Iterable[str]:
    """新增耕地由滞后转为正常 — the rows whose state differs from that on the date before, judged by the same rule."""
    pairs = [(row, timelines.get(row["first_claim"])) for row in rows if row["state"] != "to_verify"]
    known = [(row, each) for row, each in pairs if each is not None and len(each.points) > 1]
    if not known:
        return
    own = [column.name for column in TABLES["measures"].all_columns]
    rows_before = [{name: each.points[-2].row[name] for name in own} for _, each in known]
    earlier = judged({"measures": conform("measures", rows_before)}, rule).claims
    for (row, _), before in zip(known, records(earlier), strict=True):
        if before["state"] not in (row["state"], "to_verify"):
            yield f"{row['name']}由{STATES[before['state']]}转为{STATES[row['state']]}"


def _highlights(tables: Tables) -> Panel:
    """The honours of this period that few have: by what their scope or name says, else by a high level."""
    rows = honours_view(tables).honours.table
    rows = rows[~rows["earlier"]]
    texts = rows["scope"].fillna("") + rows["award"].fillna("")
    rare = pd.Series([any(word in text for word in _RARE_WORDS) for text in texts], index=rows.index, dtype="bool")
    high = rows["level"].isin(list(_HIGH_LEVELS))
    shown = pd.concat([rows[rare], rows[high & ~rare]]).head(_MOST_HIGHLIGHTS).reset_index(drop=True)
    shown = shown.assign(text=worded(shown, _highlight_text))
    listing = "；".join(shown["text"])
    return Panel(
        name="亮点",
        title="亮点" if listing else "本期材料没有写明获得的荣誉",
        subtitle="",
        alt=f"列表，亮点：{listing}。" if listing else "没有写明荣誉。",
        table=shown,
        columns=(text_column("text", "亮点"), *columns_of("honours", "level")),
        drawn=shown.iloc[:0],
    )


def _highlight_text(row: dict[str, Any]) -> str:
    """街道：平安建设先进单位（全县唯一）."""
    rank = joined(row["scope"] if not is_missing(row["scope"]) else row["level"], between="，")
    return full_width(f"{row['who']}：{row['award']}" + (f"（{rank}）" if rank else ""))


def needs_attention(row: Mapping[Any, Any]) -> bool:
    """Whether a row of `tasks` needs attention: late, fallen or not verified."""
    return row["state"] in NEEDS_ATTENTION and row["state"] not in FINISHED
