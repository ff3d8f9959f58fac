"""趋势: every measure over its as-of dates, with the line it should have followed and where it leads."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.judging.history import about_the_same, measure_key
from domain.judging.progress import progress_of
from domain.redaction import redact
from domain.schema.columns import Column
from domain.schema.display import is_missing, listed, points_text, quantity_text, share_text
from domain.schema.frames import Tables, conform, records
from domain.schema.period import as_of_text, date_text
from domain.schema.tables import DOMAINS, TABLES
from views.judging import judged
from views.panel import STATE, Panel, columns_of, number_column, said, text_column
from views.timeline import Point, Timeline, about, expected_at, moved_words, timelines_of, written
from views.timeline_lines import lines_words, no_lines, projected, series_words, timeline_lines

ONLY_ONE: Final = "只有一期数据,下期更新后自动成线"
#: Which version a point came from, as the tables show it; its address is in version_id and proof.
ORIGIN: Final = text_column("origin", "出自")
_COMPUTED: Final = ("expected", "completion_pct", "elapsed_pct", "deviation", "projected", "before_text", "note")


@dataclass(frozen=True, eq=False)
class TrendView:
    """said: how many measures have more than one date. sections: domain -> one row per measure and their small lines.
    courses: row_id of a measure -> its points; labels, dates: what it is called, on how many dates it is known.
    gone: measures that earlier versions had and the one on screen has not.
    """

    summary: str
    sections: dict[str, Panel]
    courses: dict[str, Panel]
    labels: dict[str, dict[str, str]]
    dates: dict[str, int]
    gone: str = ""


def trend_view(
    tables: Tables, rule: str | None = None, previous: pd.DataFrame | None = None, course: pd.DataFrame | None = None
) -> TrendView:
    """The page 趋势 of a version: its table measures, judged by `rule`, and `course`: as store.past.read_course has it.

    previous: as in domain.judging.states.judge. Without `course` only the version's own dates are known.
    """
    claims = judged(tables, rule, previous).claims
    kept = tables["measures"].assign(first_version=0, last_version=0) if course is None else course
    shown = sorted(timelines_of(claims, kept), key=lambda each: len(each.points) < 2)  # those that can move come first
    by_domain: dict[str, list[Timeline]] = defaultdict(list)
    for each in shown:
        by_domain[each.now["domain"] if each.now["domain"] in DOMAINS else "other"].append(each)
    domains = [domain for domain in DOMAINS if domain in by_domain]
    return TrendView(
        summary=_said(shown),
        sections={domain: _section(DOMAINS[domain], by_domain[domain]) for domain in domains},
        courses={each.now["row_id"]: _panel(each) for each in shown},
        labels={domain: {each.now["row_id"]: each.now["label"] for each in by_domain[domain]} for domain in domains},
        dates={each.now["row_id"]: len(each.points) for each in shown},
        gone=_gone(claims, kept),
    )


def _panel(course: Timeline) -> Panel:
    """One measure: its points as a table, and as the lines that charts.trends draws."""
    now, points = course.now, course.points
    table = pd.DataFrame([_row(now, point) for point in points])
    title, when = _course_title(course), f"{as_of_text(now['as_of_start'], now['as_of_end'])}"
    drawn = timeline_lines(course) if len(points) > 1 or expected_at(points[-1].measure) is not None else no_lines()
    unit = "" if is_missing(now["unit"]) else str(now["unit"])
    told = ";".join(f"{row['as_of']}{row['value_text']}" for row in records(table))
    return Panel(
        name=f"{now['label']}各期数据",
        title=title,
        subtitle=said(f"单位:{unit}" if unit else "", when, lines_words(drawn), _withdrawn_words(course)),
        alt=f"折线图,{now['label']}:{told}。{_projection_words(course)}",
        table=table,
        columns=_with_values(_course_columns(unit), table, ("target", *_COMPUTED)),
        drawn=drawn,
    )


def _panel_rows(course: Timeline) -> pd.DataFrame:
    """The rows of all dates of a measure, with what tells where they come from."""
    rows = [_row(course.now, point) for point in course.points]
    return pd.DataFrame(rows, columns=["row_id", "source_id", "version_id"], dtype="object")


def _with_values(columns: tuple[Column, ...], table: pd.DataFrame, optional: Iterable[str]) -> tuple[Column, ...]:
    """`columns` without those of `optional` that have no value in `table`: nothing of them is missing in the report."""
    left_out = {name for name in optional if name in table and table[name].isna().all()}
    return tuple(column for column in columns if column.name not in left_out)


def _course_columns(unit: str) -> tuple[Column, ...]:
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


def _row(now: dict[str, Any], point: Point) -> dict[str, Any]:
    """One date in numbers. Where the row stands in the version on screen it keeps its own proof."""
    row, measure = point.row, point.measure
    progress = progress_of(measure)
    share = progress.printed.completion
    own = row["row_id"] == now["row_id"] and row["as_of_end"] == now["as_of_end"]
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
        "version_id": 0 if own else point.first_version,
        "proof": row["start"],
        "note": _corrections(row, point),
        "value_text": written(row),
        "start": row["start"] if own else pd.NA,
        "source_id": row["source_id"] if own else None,
        "cells": row["cells"] if own else None,
    }


def _origin_words(point: Point) -> str:
    """第2版原文, 第3版“指标进度”E5, 第3版."""
    row = point.row
    version = f"第{point.first_version}版" if point.first_version else "本版"
    if not is_missing(row["sheet"]) and not is_missing(row["cell"]):
        return f"{version}“{row['sheet']}”{row['cell']}"
    return version if is_missing(row["start"]) else f"{version}原文"


def _corrections(row: dict[str, Any], point: Point) -> str | None:
    """第1版为584亩;第3版更正为590亩, 第1版为584亩,现换算为公顷; None where no version said otherwise."""
    said_by = [f"第{each['first_version']}版为{_held(each)}" for each in point.corrected]
    if not said_by:
        same = row["held_unit"] == row["unit"] or is_missing(row["held_unit"])
        return None if same else f"第{point.first_version}版为{_held(row)},现换算为{row['unit']}"
    before = point.corrected[-1]
    converted = before["held_unit"] != row["held_unit"] and about_the_same(before["actual"], row["actual"])
    return f"{','.join(said_by)};第{point.first_version}版{'换算' if converted else '更正'}为{_held(row)}"


def _held(row: dict[str, Any]) -> str:
    """The value of a row in the unit that it was held in."""
    return quantity_text(row["held_actual"], row["held_unit"])


def _course_title(course: Timeline) -> str:
    now, points = course.now, course.points
    last = points[-1]
    end = written(last.row)
    if len(points) == 1:
        return f"{now['label']}:{end},{ONLY_ONE}"
    before = points[-2]
    begin, moved = written(before.row), moved_words(before, last)
    behind = progress_of(last.measure).deviation
    compared = "" if behind is None else f",与序时进度相差{points_text(behind)}"
    same_year = before.when.year == last.when.year
    day = f"{last.when.month}月{last.when.day}日" if same_year else date_text(last.when)
    return f"{now['label']}:{date_text(before.when)}{begin},{day}{end},{moved}{compared}"


def _withdrawn_words(course: Timeline) -> str:
    """The days that later versions took back, with their versions: no point of theirs is drawn."""
    days = [f"{_dated(row)},第{row['first_version']}版" for row in course.withdrawn]
    return f"数据截至后来改过,不再计入:{'、'.join(days)}" if days else ""


def _projection_words(course: Timeline) -> str:
    value = projected(course)
    return "" if value is None else f"按现速度预计到期{about(value, course.now['unit'])}。"


def _section(label: str, courses: list[Timeline]) -> Panel:
    """The measures of one domain: a row each, and those with several dates as small lines."""
    table = pd.DataFrame([_summary(course) for course in courses])
    several = [course for course in courses if len(course.points) > 1]
    small = [course for course in several if course.now["kind"] != "milestone"]
    drawn = [timeline_lines(course).assign(label=course.now["label"], tail=_tail(course)) for course in small]
    lines = pd.concat(drawn, ignore_index=True) if drawn else no_lines().assign(label="", tail="")
    told = ";".join(f"{row['label']}{row['last_text']}({row['moved']})" for row in records(table))
    return Panel(
        name=f"{label}各指标走势",
        title=_section_title(label, courses, several),
        subtitle=said("各行各用自己的纵轴", series_words(set(lines["series"]))) if several else "",
        alt=f"小折线图,{label}:{told}。",
        table=table.assign(domain=[course.now["domain"] for course in courses]),
        columns=_with_values(_SUMMARY_COLUMNS, table, _COMPUTED),
        drawn=lines,
        rests=pd.concat([_panel_rows(course) for course in courses], ignore_index=True),
    )  # fmt: skip


_SUMMARY_COLUMNS: Final = (
    text_column("label", "指标"), STATE, number_column("n", "期数", "期"),
    text_column("before_text", "上一期", may_be_empty=True), text_column("last_text", "最近一期"),
    text_column("moved", "变化"),
    number_column("completion_pct", "完成率", "%"), number_column("elapsed_pct", "序时进度", "%"),
    text_column("projected", "按现速度预计到期", may_be_empty=True),
)  # fmt: skip


def _summary(course: Timeline) -> dict[str, Any]:
    now, points = course.now, course.points
    last, value = points[-1], projected(course)
    return {
        "row_id": now["row_id"], "label": now["label"], "state": now["state"], "state_high": now["state_high"],
        "n": len(points),
        "before_text": None if len(points) == 1 else _dated(points[-2].row),
        "last_text": _dated(last.row),
        "moved": "只有一期" if len(points) == 1 else moved_words(points[-2], last),
        "completion_pct": now["completion_pct"], "elapsed_pct": now["elapsed_pct"],
        "projected": None if value is None else about(value, now["unit"]),
        "start": now["start"], "source_id": now["source_id"], "cells": None,
    }  # fmt: skip


def _dated(row: dict[str, Any]) -> str:
    return f"{written(row)}({as_of_text(row['as_of_start'], row['as_of_end'])})"


def _tail(course: Timeline) -> str:
    """Behind the name of a small line: what the last date says."""
    now = course.now
    share = "" if is_missing(now["completion"]) else f"完成率{share_text(now['completion'])}"
    return said(moved_words(course.points[-2], course.points[-1]), share, now["word"], between=",")


def _section_title(label: str, courses: list[Timeline], several: list[Timeline]) -> str:
    if not several:
        return f"{label}:{ONLY_ONE}"
    moved = {each.now["name"]: moved_words(*each.points[-2:]) for each in several}
    rises, falls = ([name for name, words in moved.items() if words.startswith(way)] for way in ("增加", "减少"))
    parts = [f"{listed(names)}{word}" for names, word in ((rises, "增加"), (falls, "减少")) if names]
    return f"{label}:与上一期相比,{';'.join(parts) or '各项没有变化'}"


def _said(courses: list[Timeline]) -> str:
    several = [course for course in courses if len(course.points) > 1]
    if not several:
        return f"全部{len(courses)}项指标都{ONLY_ONE}" if courses else "没有写明完成值的指标"
    days = sorted({point.when for course in several for point in course.points})
    return (
        f"{len(courses)}项指标中{len(several)}项有两期以上数据,从{date_text(days[0])}到{date_text(days[-1])};"
        "同一时点以最新版本的数为准,更正过的在备注里写明;数据截至被改早的,原来更晚的时点不再计入"
    )


def _gone(claims: pd.DataFrame, course: pd.DataFrame) -> str:
    """Measures that earlier versions had and this one has not: named, not dropped; persons among them hidden."""
    here = {measure_key(row) for row in records(claims)}
    rows = [row for row in records(course) if measure_key(row) not in here]
    if not rows:
        return ""
    columns = [column.name for column in TABLES["measures"].all_columns]
    kept = redact(conform("measures", [{name: row[name] for name in columns} for row in rows]))
    names = list(dict.fromkeys(kept["name"].dropna()))
    return f"本版没有、以前的版本有的指标:{listed(names, 8)}" if names else ""
