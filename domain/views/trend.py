"""趋势: every measure over its as-of dates, with the line it should have followed and where it leads."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import pandas as pd

from domain.discretion import discreet
from domain.display import is_missing, number_text, points_text, quantity_text, share_text
from domain.history import measure_key
from domain.period import as_date, as_of_text, date_text
from domain.progress import Measure, progress_of
from domain.tables import TABLES, Column, conform
from domain.views.judging import judged
from domain.views.panel import (
    STATE,
    Panel,
    Tables,
    columns_of,
    listed,
    number_column,
    records,
    said,
    text_column,
)
from domain.vocabulary import DOMAINS

ONLY_ONE: Final = "只有一期数据,下期更新后自动成线"
#: Which version a point came from, as the tables show it; its address is in version_id and proof.
ORIGIN: Final = text_column("origin", "出自")
_SERIES: Final = ("series", "when", "value", "value_text")


@dataclass(frozen=True)
class Point:
    """One measure on one as-of date: its row in the newest version that has that date, what the row replaced.

    first_version: the version in which this value first stood. corrected: the values that older versions had for the
    same date, oldest first, each with the version that brought it.
    """

    row: dict[str, Any]
    measure: Measure
    first_version: int
    corrected: tuple[tuple[float, int], ...] = ()

    @property
    def when(self) -> date:
        """The day that the value speaks of."""
        assert self.measure.as_of_end is not None
        return self.measure.as_of_end


@dataclass(frozen=True)
class Course:
    """One claim of the version on screen over time: `now` is its judged row, `points` from the oldest date on."""

    now: dict[str, Any]
    points: tuple[Point, ...]


@dataclass(frozen=True, eq=False)
class TrendView:
    """said: how many measures have more than one date. sections: domain -> one row per measure and their small lines.
    courses: row_id of a measure -> its points; labels, dates: what it is called, on how many dates it is known.
    gone: measures that earlier versions had and the one on screen has not.
    """

    said: str
    sections: dict[str, Panel]
    courses: dict[str, Panel]
    labels: dict[str, dict[str, str]]
    dates: dict[str, int]
    gone: str = field(default="")


def trend_view(
    tables: Tables, rule: str | None = None, previous: pd.DataFrame | None = None, course: pd.DataFrame | None = None
) -> TrendView:
    """The page 趋势 of a version: its table measures, judged by `rule`, and `course`: as store.read.read_course has it.

    previous: as in domain.states.judge. Without `course` only the version's own dates are known.
    """
    claims = judged(tables, rule, previous).claims
    kept = tables["measures"].assign(first_version=0, last_version=0) if course is None else course
    courses = [_course(row, past) for row, past in _with_past(claims, kept)]
    first = {measure_key(row): place for place, row in reversed(list(enumerate(records(claims))))}
    shown = sorted((each for each in courses if each.points), key=lambda each: first[measure_key(each.now)])
    by_domain: dict[str, list[Course]] = defaultdict(list)
    for each in shown:
        by_domain[each.now["domain"] if each.now["domain"] in DOMAINS else "other"].append(each)
    domains = [domain for domain in DOMAINS if domain in by_domain]
    return TrendView(
        said=_said(shown),
        sections={domain: _section(DOMAINS[domain], by_domain[domain]) for domain in domains},
        courses={each.now["row_id"]: _panel(each) for each in shown},
        labels={domain: {each.now["row_id"]: each.now["label"] for each in by_domain[domain]} for domain in domains},
        dates={each.now["row_id"]: len(each.points) for each in shown},
        gone=_gone(claims, kept),
    )


def _with_past(claims: pd.DataFrame, course: pd.DataFrame) -> Iterable[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each judged row with the rows of all versions that are the same measure, the newest version's first."""
    rows: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in records(course):
        rows[measure_key(row)].append(row)
    return [(claim, rows[measure_key(claim)]) for claim in records(claims)]


def _course(now: dict[str, Any], rows: list[dict[str, Any]]) -> Course:
    """The points of `now` over the rows of all versions: per date the newest version's row counts."""
    dated: dict[date, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if not is_missing(row["as_of_end"]) and not is_missing(row["actual"]):
            dated[as_date(row["as_of_end"])].append(row)
    return Course(now, tuple(_point(now, dated[day]) for day in sorted(dated)))


def _point(now: dict[str, Any], rows: list[dict[str, Any]]) -> Point:
    newest = [row for row in rows if row["last_version"] == rows[0]["last_version"]]
    row = next((row for row in newest if _same_claim(row, now)), None)
    chosen = newest[0] if row is None else row
    values: list[tuple[float, int]] = []
    for older in sorted(rows, key=lambda each: (each["first_version"], each["last_version"])):
        if not values or values[-1][0] != older["actual"]:
            values.append((older["actual"], older["first_version"]))
    since = next((version for value, version in reversed(values) if value == chosen["actual"]), row_version(chosen))
    measure = Measure.of(chosen if row is not None else {**chosen, "target": None})
    return Point(chosen, measure, since, tuple(values[:-1]))


def row_version(row: dict[str, Any]) -> int:
    """The version in which the content of a row of read_course first stood."""
    return int(row["first_version"])


def _same_claim(row: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether both rows speak of the same target: the claim's words, or its number."""
    if is_missing(row["target"]) and is_missing(now["target"]):
        return True
    return row["claim"] == now["claim"] or row["target"] == now["target"]


def _expected(measure: Measure) -> float | None:
    """What 序时 asks for at the as-of date, in the measure's unit: b + (T - b)·E; None where it cannot be said."""
    gone = progress_of(measure).elapsed
    if gone is None or measure.goal is None or not measure.spread:
        return None
    return measure.base + (measure.goal - measure.base) * gone


def _panel(course: Course) -> Panel:
    """One measure: its points as a table, and as the lines that charts.trends draws."""
    now, points = course.now, course.points
    table = pd.DataFrame([_row(now, point) for point in points])
    title, when = _course_title(course), f"{as_of_text(now['as_of_start'], now['as_of_end'])}"
    drawn = _lines(course) if len(points) > 1 or _expected(points[-1].measure) is not None else _no_lines()
    unit = "" if is_missing(now["unit"]) else str(now["unit"])
    told = ";".join(f"{row['as_of']}{row['value_text']}" for row in records(table))
    return Panel(
        name=f"{now['label']}各期数据",
        title=title,
        subtitle=said(f"单位:{unit}" if unit else "", when, _lines_words(drawn, len(points))),
        alt=f"折线图,{now['label']}:{told}。{_projection_words(now)}",
        table=table,
        columns=_with_values(_course_columns(unit), table, ("target", *_COMPUTED)),
        drawn=drawn,
    )


_COMPUTED: Final = ("expected", "completion_pct", "elapsed_pct", "deviation", "projected", "before_text", "note")


def _with_values(columns: tuple[Column, ...], table: pd.DataFrame, optional: Iterable[str]) -> tuple[Column, ...]:
    """`columns` without those of `optional` that have no value in `table`: nothing of them is missing in the report."""
    left_out = {name for name in optional if name in table and table[name].isna().all()}
    return tuple(column for column in columns if column.name not in left_out)


def _course_columns(unit: str) -> tuple[Column, ...]:
    return (
        text_column("as_of", "数据时点"),
        number_column("actual", "完成值", unit),
        number_column("target", "目标值", unit),
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
        "expected": _expected(measure),
        "completion_pct": None if share is None else 100 * share,
        "elapsed_pct": None if progress.elapsed is None else 100 * progress.elapsed,
        "deviation": progress.deviation,
        "origin": _origin_words(point),
        "version_id": 0 if own else point.first_version,
        "proof": row["start"],
        "note": _corrections(row, point),
        "value_text": _written(row),
        "start": row["start"] if own else pd.NA,
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
    """第1版为584亩,第3版更正为590亩; None where no version said otherwise."""
    if not point.corrected:
        return None
    old = [f"第{version}版为{quantity_text(value, row['unit'])}" for value, version in point.corrected]
    return f"{','.join(old)};第{point.first_version}版更正为{quantity_text(row['actual'], row['unit'])}"


def _course_title(course: Course) -> str:
    now, points = course.now, course.points
    last = points[-1]
    end = _written(last.row)
    if len(points) == 1:
        return f"{now['label']}:{end},{ONLY_ONE}"
    before = points[-2]
    begin, moved = _written(before.row), _moved(before, last)
    behind = progress_of(last.measure).deviation
    compared = "" if behind is None else f",与序时进度相差{points_text(behind)}"
    same_year = before.when.year == last.when.year
    day = f"{last.when.month}月{last.when.day}日" if same_year else date_text(last.when)
    return f"{now['label']}:{date_text(before.when)}{begin},{day}{end},{moved}{compared}"


def _moved(before: Point, last: Point) -> str:
    """增加16亩, 减少16亩, 没有变化; for another count, which begins anew, 重新起算."""
    if _anew(before, last):
        return "重新起算"
    change = float(last.row["actual"]) - float(before.row["actual"])
    if change == 0:
        return "没有变化"
    unit = last.row["unit"]
    if last.row["kind"] == "milestone":
        return "已完成" if change > 0 else "不再是已完成"
    written = f"{number_text(abs(change))}个百分点" if unit == "%" else quantity_text(abs(change), unit)
    return f"{'增加' if change > 0 else '减少'}{written}"


def _anew(before: Point, after: Point) -> bool:
    """Whether the count begins anew between two points: another start of the same cumulative task, as each January."""
    begins = (before.measure.begin, after.measure.begin)
    return None not in begins and begins[0] != begins[1]


def _lines(course: Course) -> pd.DataFrame:
    """Long form: actual, expected (序时), target, projection; a missing value is a gap, where a count begins anew."""
    found: list[tuple[str, date, float | None, str]] = []
    before: Point | None = None
    for point in course.points:
        if before is not None and _anew(before, point):
            found.append(("actual", point.when, None, ""))
        found.append(("actual", point.when, float(point.row["actual"]), _written(point.row)))
        before = point
    found += _expected_lines(course.points)
    found += _ahead(course.now, course.points[-1])
    return pd.DataFrame(found, columns=list(_SERIES)).astype({"when": "datetime64[s]", "value": "float64"})


def _no_lines() -> pd.DataFrame:
    return pd.DataFrame(columns=list(_SERIES)).astype({"when": "datetime64[s]", "value": "float64"})


def _expected_lines(points: tuple[Point, ...]) -> list[tuple[str, date, float | None, str]]:
    """序时 from the start of each count over its points to the due date."""
    found: list[tuple[str, date, float | None, str]] = []
    last: tuple[Any, ...] | None = None
    for place, point in enumerate(points):
        measure, expected = point.measure, _expected(point.measure)
        if expected is None or measure.begin is None or measure.due is None:
            continue
        count = (measure.begin, measure.due, measure.base, measure.goal)
        if count != last:
            if last is not None:
                found.append(("expected", measure.begin, None, ""))
            found.append(("expected", measure.begin, measure.base, _amount(measure.base, measure)))
        if measure.begin < point.when < measure.due:
            found.append(("expected", point.when, expected, f"序时应达{_amount(expected, measure)}"))
        following = points[place + 1].measure if place + 1 < len(points) else None
        if following is None or (following.begin, following.due, following.base, following.goal) != count:
            found.append(("expected", measure.due, measure.goal, f"目标{_amount(measure.goal, measure)}"))
        last = count
    return found


def _ahead(now: dict[str, Any], last: Point) -> list[tuple[str, date, float | None, str]]:
    """From the last point to the due date, at the pace so far."""
    due, projection = last.measure.due, now["projection"]
    if is_missing(projection) or due is None or last.when >= due:
        return []
    words = f"按现速度预计{_about(projection, last.measure.unit)}"
    return [("projection", last.when, float(last.row["actual"]), ""), ("projection", due, float(projection), words)]


def _amount(value: float | None, measure: Measure) -> str:
    return quantity_text(value, measure.unit)


def _written(row: dict[str, Any]) -> str:
    """The value of a row as a reader meets it; a milestone is done or not."""
    if row["kind"] == "milestone" and row["actual"] in (0, 1):
        return "已完成" if row["actual"] else "未完成"
    return quantity_text(row["actual"], row["unit"], row["actual_qualifier"])


def _about(value: float, unit: str | None) -> str:
    """A projected value, which is never known to the last digit: 约1,178亩, 约9.6个."""
    return quantity_text(float(round(value)) if abs(value) >= 100 else round(value, 1), unit, "about")


def _lines_words(drawn: pd.DataFrame, dates: int) -> str:
    """What the lines of the chart are, as far as it has them; a slope of two dates tells the projection in words."""
    kinds = set(drawn["series"])
    if dates == 2 and "projection" in kinds:
        kinds.discard("projection")
        ahead = str(drawn.loc[drawn["series"] == "projection", "value_text"].iloc[-1])
        return f"实线为完成值,虚线为序时应达;到期{ahead}"
    words = {"actual": "实线为完成值", "expected": "虚线为序时应达", "projection": "点线为按现速度预计"}
    return ",".join(word for kind, word in words.items() if kind in kinds)


def _projection_words(now: dict[str, Any]) -> str:
    if is_missing(now["projection"]):
        return ""
    return f"按现速度预计到期{_about(now['projection'], now['unit'])}。"


def _section(label: str, courses: list[Course]) -> Panel:
    """The measures of one domain: a row each, and those with several dates as small lines."""
    table = pd.DataFrame([_summary(course) for course in courses])
    several = [course for course in courses if len(course.points) > 1]
    small = [course for course in several if course.now["kind"] != "milestone"]
    drawn = [_lines(course).assign(label=course.now["label"], tail=_tail(course)) for course in small]
    told = ";".join(f"{row['label']}{row['last_text']}({row['moved']})" for row in records(table))
    return Panel(
        name=f"{label}各指标走势",
        title=_section_title(label, courses, several),
        subtitle="各行各用自己的纵轴;虚线为序时应达,点线为按现速度预计" if several else "",
        alt=f"小折线图,{label}:{told}。",
        table=table.assign(domain=[course.now["domain"] for course in courses]),
        columns=_with_values(_SUMMARY_COLUMNS, table, _COMPUTED),
        drawn=pd.concat(drawn, ignore_index=True) if drawn else _no_lines().assign(label="", tail=""),
    )  # fmt: skip


_SUMMARY_COLUMNS: Final = (
    text_column("label", "指标"), STATE, number_column("n", "期数", "期"),
    text_column("before_text", "上一期"), text_column("last_text", "最近一期"), text_column("moved", "变化"),
    number_column("completion_pct", "完成率", "%"), number_column("elapsed_pct", "序时进度", "%"),
    text_column("projected", "按现速度预计到期"),
)  # fmt: skip


def _summary(course: Course) -> dict[str, Any]:
    now, points = course.now, course.points
    last = points[-1]
    return {
        "row_id": now["row_id"], "label": now["label"], "state": now["state"], "state_high": now["state_high"],
        "n": len(points),
        "before_text": None if len(points) == 1 else _dated(points[-2]),
        "last_text": _dated(last),
        "moved": "只有一期" if len(points) == 1 else _moved(points[-2], last),
        "completion_pct": now["completion_pct"], "elapsed_pct": now["elapsed_pct"],
        "projected": None if is_missing(now["projection"]) else _about(now["projection"], now["unit"]),
        "start": now["start"], "cells": None,
    }  # fmt: skip


def _dated(point: Point) -> str:
    return f"{_written(point.row)}({as_of_text(point.row['as_of_start'], point.row['as_of_end'])})"


def _tail(course: Course) -> str:
    """Behind the name of a small line: what the last date says."""
    now = course.now
    share = "" if is_missing(now["completion"]) else f"完成率{share_text(now['completion'])}"
    return said(_moved(course.points[-2], course.points[-1]), share, now["word"], between=",")


def _section_title(label: str, courses: list[Course], several: list[Course]) -> str:
    if not several:
        return f"{label}:{ONLY_ONE}"
    moved = {each.now["name"]: _moved(*each.points[-2:]) for each in several}
    rises, falls = ([name for name, words in moved.items() if words.startswith(way)] for way in ("增加", "减少"))
    parts = [f"{listed(names)}{word}" for names, word in ((rises, "增加"), (falls, "减少")) if names]
    return f"{label}:与上一期相比,{';'.join(parts) or '各项没有变化'}"


def _said(courses: list[Course]) -> str:
    several = [course for course in courses if len(course.points) > 1]
    if not several:
        return f"全部{len(courses)}项指标都{ONLY_ONE}" if courses else "没有写明完成值的指标"
    days = sorted({point.when for course in several for point in course.points})
    return (
        f"{len(courses)}项指标中{len(several)}项有两期以上数据,从{date_text(days[0])}到{date_text(days[-1])};"
        "同一时点以最新版本的数为准,更正过的在备注里写明"
    )


def _gone(claims: pd.DataFrame, course: pd.DataFrame) -> str:
    """Measures that earlier versions had and this one has not: named, not dropped; persons among them hidden."""
    here = {measure_key(row) for row in records(claims)}
    rows = [row for row in records(course) if measure_key(row) not in here]
    if not rows:
        return ""
    columns = [column.name for column in TABLES["measures"].all_columns]
    kept = discreet(conform("measures", [{name: row[name] for name in columns} for row in rows]))
    names = list(dict.fromkeys(kept["name"].dropna()))
    return f"本版没有、以前的版本有的指标:{listed(names, 8)}" if names else ""
