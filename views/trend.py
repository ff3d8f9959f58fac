"""趋势: every measure over its as-of dates, with its expected line and its projection."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.checks.redefined import find_redefinitions
from domain.judging.history import equal_within_rounding, measure_key
from domain.judging.progress import progress_of
from domain.redaction import redact
from domain.schema.columns import Column
from domain.schema.display import is_missing, listed, points_text, quantity_text
from domain.schema.frames import Tables, conform, records
from domain.schema.period import as_of_text, date_text
from domain.schema.tables import DOMAINS, TABLES
from views.judging import judged
from views.panel import STATE, Panel, columns_of, joined, number_column, text_column
from views.promises import change_text
from views.timeline import Point, Timeline, about, change_words, expected_at, timelines_of, written
from views.timeline_lines import lines_words, no_lines, projected, timeline_lines
from views.trend_strips import axis_words, trend_strips

ONLY_ONE: Final = "只有一期数据，下次更新后显示走势"
#: The version of a point, in words; the target of its link is in version_id and proof.
ORIGIN: Final = text_column("origin", "出自")
#: Columns of the table that only several dates fill.
_OF_A_TREND: Final = frozenset({"n", "before_text", "moved"})
_MOST_REDEFINED: Final = 5
_COMPUTED: Final = ("expected", "completion_pct", "elapsed_pct", "deviation", "projected", "before_text", "note")


@dataclass(frozen=True, eq=False)
class TrendView:
    """summary: how many measures have more than one date. sections: domain -> one row per measure and their small
    multiples. missing_measures: sentence about measures of earlier versions that this one lacks. redefined: sentence
    about measures that meant something else before, "" for none.
    """

    summary: str
    sections: dict[str, Panel]
    missing_measures: str = ""
    redefined: str = ""


def trend_view(
    tables: Tables,
    rule: str | None = None,
    previous: pd.DataFrame | None = None,
    row_versions: pd.DataFrame | None = None,
) -> TrendView:
    """The page 趋势 of a version: its table measures, judged by `rule`.

    previous: as in domain.judging.states.judge. row_versions: from store.earlier_versions.read_row_versions;
    without it only the version's own dates are shown.
    """
    claims = judged(tables, rule, previous).claims
    rows_of_all_versions = (
        tables["measures"].assign(first_version=0, last_version=0) if row_versions is None else row_versions
    )
    shown = sorted(
        timelines_of(claims, rows_of_all_versions), key=lambda each: len(each.points) < 2
    )  # those with a trend first
    by_domain: dict[str, list[Timeline]] = defaultdict(list)
    for each in shown:
        by_domain[each.current["domain"] if each.current["domain"] in DOMAINS else "other"].append(each)
    domains = [domain for domain in DOMAINS if domain in by_domain]
    return TrendView(
        summary=_summary_sentence(shown),
        sections={domain: _section_panel(DOMAINS[domain], by_domain[domain]) for domain in domains},
        missing_measures=_missing_measures(claims, rows_of_all_versions),
        redefined=_redefined_sentence(tables["measures"], previous),
    )


def _redefined_sentence(now: pd.DataFrame, previous: pd.DataFrame | None) -> str:
    """口径有变，走势不能直接相比：规范庭院（单位：户 → 幢）: what a measure meant the last time; "" for no change."""
    if previous is None or previous.empty:
        return ""
    found = find_redefinitions(now, previous.drop_duplicates("row_id"))  # the newest version stands first
    changes: dict[str, list[str]] = {}
    for each in found:
        changes.setdefault(each.name, []).append(change_text(each))
    named = [f"{name}（{'，'.join(texts)}）" for name, texts in changes.items()]
    return f"口径有变，走势不能直接相比：{listed(named, _MOST_REDEFINED)}" if named else ""


def timeline_panel(timeline: Timeline) -> Panel:
    """The points of one measure as a table and as the lines of charts.trends.timeline."""
    current, points = timeline.current, timeline.points
    table = pd.DataFrame([_point_row(current, point) for point in points])
    title, when = _timeline_title(timeline), f"{as_of_text(current['as_of_start'], current['as_of_end'])}"
    drawn = timeline_lines(timeline) if len(points) > 1 or expected_at(points[-1].measure) is not None else no_lines()
    unit = "" if is_missing(current["unit"]) else str(current["unit"])
    listing = "；".join(f"{row['as_of']}{row['value_text']}" for row in records(table))
    return Panel(
        name=f"{current['label']}各期数据",
        title=title,
        subtitle=joined(f"单位：{unit}" if unit else "", when, lines_words(drawn), _withdrawn_words(timeline)),
        alt=f"折线图，{current['label']}：{listing}。{_projection_words(timeline)}",
        table=table,
        columns=_with_values(_timeline_columns(unit), table, ("target", *_COMPUTED)),
        drawn=drawn,
    )


def _panel_rows(timeline: Timeline) -> pd.DataFrame:
    """The rows of all dates of a measure with their provenance: row_id, source_id, version_id."""
    rows = [_point_row(timeline.current, point) for point in timeline.points]
    return pd.DataFrame(rows, columns=["row_id", "source_id", "version_id"], dtype="object")


def _with_values(columns: tuple[Column, ...], table: pd.DataFrame, optional: Iterable[str]) -> tuple[Column, ...]:
    """`columns` without those of `optional` that have no value in `table`."""
    left_out = {name for name in optional if name in table and table[name].isna().all()}
    return tuple(column for column in columns if column.name not in left_out)


def _timeline_columns(unit: str) -> tuple[Column, ...]:
    return (
        text_column("as_of", "数据时点"),
        number_column("actual", "完成值", unit, qualifier="actual_qualifier"),
        number_column("target", "目标值", unit, qualifier="target_qualifier"),
        number_column("expected", "序时应达", unit),
        number_column("completion_pct", "完成率", "%"),
        number_column("elapsed_pct", "序时进度", "%"),
        number_column("deviation", "偏差", "百分点"),
        ORIGIN,
        *columns_of("measures", "note"),
    )


def _point_row(current: dict[str, Any], point: Point) -> dict[str, Any]:
    """One date as a row of numbers. A row of the version on screen keeps its own proof."""
    row, measure = point.row, point.measure
    progress = progress_of(measure)
    share = progress.printed.completion
    is_current = row["row_id"] == current["row_id"] and row["as_of_end"] == current["as_of_end"]
    return {
        "row_id": row["row_id"],
        "as_of": as_of_text(row["as_of_start"], row["as_of_end"]),
        "actual": row["actual"],
        "actual_qualifier": row["actual_qualifier"],
        "target": measure.goal,
        "expected": expected_at(measure),
        "completion_pct": None if share is None else 100 * share,
        "elapsed_pct": None if progress.elapsed is None else 100 * progress.elapsed,
        "deviation": progress.deviation,
        "origin": _origin_words(point),
        "version_id": 0 if is_current else point.first_version,
        "proof": row["start"],
        "note": _corrections(row, point),
        "value_text": written(row),
        "start": row["start"] if is_current else pd.NA,
        "source_id": row["source_id"] if is_current else None,
        "cells": row["cells"] if is_current else None,
    }


def _origin_words(point: Point) -> str:
    """第2版原文, 第3版“指标进度”E5, 第3版."""
    row = point.row
    version = f"第{point.first_version}版" if point.first_version else "本版"
    if not is_missing(row["sheet"]) and not is_missing(row["cell"]):
        return f"{version}“{row['sheet']}”{row['cell']}"
    return version if is_missing(row["start"]) else f"{version}原文"


def _corrections(row: dict[str, Any], point: Point) -> str | None:
    """第1版为584亩；第3版更正为590亩, 第1版为584亩，现换算为公顷; None where all versions agree."""
    earlier_values = [f"第{each['first_version']}版为{_stored_text(each)}" for each in point.corrected]
    if not earlier_values:
        same = row["stored_unit"] == row["unit"] or is_missing(row["stored_unit"])
        return None if same else f"第{point.first_version}版为{_stored_text(row)}，现换算为{row['unit']}"
    before = point.corrected[-1]
    converted = before["stored_unit"] != row["stored_unit"] and equal_within_rounding(before["actual"], row["actual"])
    return (
        f"{'，'.join(earlier_values)}；第{point.first_version}版{'换算' if converted else '更正'}为{_stored_text(row)}"
    )


def _stored_text(row: dict[str, Any]) -> str:
    """The value of a row in the unit in which it was stored."""
    return quantity_text(row["stored_actual"], row["stored_unit"])


def _timeline_title(timeline: Timeline) -> str:
    current, points = timeline.current, timeline.points
    last = points[-1]
    end = written(last.row)
    if len(points) == 1:
        return f"{current['label']}：{end}，{ONLY_ONE}"
    before = points[-2]
    begin, moved = written(before.row), change_words(before, last)
    behind = progress_of(last.measure).deviation
    compared = "" if behind is None else f"，与序时进度相差{points_text(behind)}"
    same_year = before.when.year == last.when.year
    day = f"{last.when.month}月{last.when.day}日" if same_year else date_text(last.when)
    return f"{current['label']}：{date_text(before.when)}{begin}，{day}{end}，{moved}{compared}"


def _withdrawn_words(timeline: Timeline) -> str:
    """The withdrawn dates with their versions, which are not drawn; "" for none."""
    days = [f"{_dated(row)}，第{row['first_version']}版" for row in timeline.withdrawn]
    return f"数据截至后来改过，不再计入：{'、'.join(days)}" if days else ""


def _projection_words(timeline: Timeline) -> str:
    value = projected(timeline)
    return "" if value is None else f"按现速度预计到期{about(value, timeline.current['unit'])}。"


def _section_panel(label: str, timelines: list[Timeline]) -> Panel:
    """The measures of one domain: one row each; those with several dates also as small multiples."""
    table = pd.DataFrame([_summary_row(timeline) for timeline in timelines])
    with_trend = [timeline for timeline in timelines if len(timeline.points) > 1]
    lines = trend_strips(with_trend)
    listing = "；".join(f"{row['label']}{row['last_text']}（{row['moved']}）" for row in records(table))
    return Panel(
        name=f"{label}各指标走势",
        title=_section_title(label, timelines, with_trend),
        subtitle=axis_words(lines) if with_trend else "",
        alt=f"小折线图，{label}：{listing}。",
        table=table.assign(domain=[timeline.current["domain"] for timeline in timelines]),
        columns=_with_values(
            tuple(each for each in _SUMMARY_COLUMNS if with_trend or each.name not in _OF_A_TREND), table, _COMPUTED
        ),
        drawn=lines,
        source_rows=pd.concat([_panel_rows(timeline) for timeline in timelines], ignore_index=True),
    )  # fmt: skip


_SUMMARY_COLUMNS: Final = (
    text_column("label", "指标"), STATE, number_column("n", "期数", "期"),
    text_column("before_text", "上一期", may_be_empty=True), text_column("last_text", "最近一期"),
    text_column("moved", "变化"),
    number_column("completion_pct", "完成率", "%"), number_column("elapsed_pct", "序时进度", "%"),
    text_column("projected", "按现速度预计到期", may_be_empty=True),
)  # fmt: skip


def _summary_row(timeline: Timeline) -> dict[str, Any]:
    current, points = timeline.current, timeline.points
    last, value = points[-1], projected(timeline)
    return {
        "row_id": current["row_id"], "label": current["label"],
        "state": current["state"], "state_high": current["state_high"],
        "n": len(points),
        "before_text": None if len(points) == 1 else _dated(points[-2].row),
        "last_text": _dated(last.row),
        "moved": "只有一期" if len(points) == 1 else change_words(points[-2], last),
        "completion_pct": current["completion_pct"], "elapsed_pct": current["elapsed_pct"],
        "projected": None if value is None else about(value, current["unit"]),
        "start": current["start"], "source_id": current["source_id"], "cells": None,
    }  # fmt: skip


def _dated(row: dict[str, Any]) -> str:
    return f"{written(row)}（{as_of_text(row['as_of_start'], row['as_of_end'])}）"


def _section_title(label: str, timelines: list[Timeline], with_trend: list[Timeline]) -> str:
    if not with_trend:
        return f"{label}：{ONLY_ONE}"
    changes = {each.current["name"]: change_words(*each.points[-2:]) for each in with_trend}
    rises, falls = ([name for name, words in changes.items() if words.startswith(way)] for way in ("增加", "减少"))
    parts = [f"{listed(names)}{word}" for names, word in ((rises, "增加"), (falls, "减少")) if names]
    return f"{label}：与上一期相比，{'；'.join(parts) or '各项没有变化'}"


def _summary_sentence(timelines: list[Timeline]) -> str:
    with_trend = [timeline for timeline in timelines if len(timeline.points) > 1]
    if not with_trend:
        return f"全部{len(timelines)}项指标都{ONLY_ONE}" if timelines else "没有写明完成值的指标"
    days = sorted({point.when for timeline in with_trend for point in timeline.points})
    return (
        f"{len(timelines)}项指标中{len(with_trend)}项有两期以上数据，从{date_text(days[0])}到{date_text(days[-1])}；"
        "同一时点以最新版本的数为准，更正过的在备注里写明；数据截至被改早的，原来更晚的时点不再计入"
    )


def _missing_measures(claims: pd.DataFrame, row_versions: pd.DataFrame) -> str:
    """The sentence about measures of earlier versions that this one lacks, redacted; "" for none."""
    shown_keys = {measure_key(row) for row in records(claims)}
    rows = [row for row in records(row_versions) if measure_key(row) not in shown_keys]
    if not rows:
        return ""
    columns = [column.name for column in TABLES["measures"].all_columns]
    redacted = redact(conform("measures", [{name: row[name] for name in columns} for row in rows]))
    names = list(dict.fromkeys(redacted["name"].dropna()))
    return f"本版没有、以前的版本有的指标：{listed(names, 8)}" if names else ""
