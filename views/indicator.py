"""One indicator: how far it is, against which target, since when, who answers for it, and what says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.schema.cell_links import cell_starts
from domain.schema.display import is_missing, points_text, quantity_text, share_text, stated
from domain.schema.frames import Tables, records
from domain.schema.period import as_of_text, date_text
from views.judging import Judged, judged
from views.panel import Panel
from views.scorecard_rows import Bar, bars_of, common_actual
from views.timeline import about, change_words, timelines_of, written
from views.trend import timeline_panel


@dataclass(frozen=True, eq=False)
class IndicatorsView:
    """All indicators of a version. judged: their states; courses: row_id of a claim -> its points; changes: row_id ->
    the last change in words; findings: those of the version; sentences: offset of a figure -> its sentence.
    """

    judged: Judged
    courses: dict[str, Panel]
    changes: dict[str, str]
    findings: pd.DataFrame
    sentences: dict[int, str]


@dataclass(frozen=True, eq=False)
class Indicator:
    """One indicator for its page.

    row: its row after the roll-up; claims: its claimed targets, judged; value_text: the value as written; facts:
    (label, text) in the order of the page; bars: one per claimed target; courses: panels over the dates that have more
    than one, or an expected value; sentences: (what the figure is, sentence, offset); findings: rows that concern its
    figures.
    """

    row: Mapping[str, Any]
    claims: tuple[Mapping[str, Any], ...]
    value_text: str
    facts: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]
    courses: tuple[Panel, ...]
    sentences: tuple[tuple[str, str, int], ...]
    findings: pd.DataFrame


#: Columns of a measure that a figure of the report stands behind, and what each is called above its sentence.
_FIGURES: Final = {
    "actual": "完成值",
    "target": "目标值",
    "reported_rate": "自报完成率",
    "baseline": "基数",
    "due": "期限",
}


def indicators_view(
    tables: Tables,
    rule: str | None = None,
    previous: pd.DataFrame | None = None,
    row_versions: pd.DataFrame | None = None,
    result: Judged | None = None,
) -> IndicatorsView:
    """The indicators of a version; parameters as in views.scorecard.scorecard_view."""
    result = result or judged(tables, rule, previous)
    spans = tables["measures"].assign(first_version=0, last_version=0) if row_versions is None else row_versions
    timelines = {each.current["row_id"]: each for each in timelines_of(result.claims, spans)}
    figures = tables["figures"].dropna(subset=["start", "sentence"])
    return IndicatorsView(
        judged=result,
        courses={row_id: timeline_panel(each) for row_id, each in timelines.items()},
        changes={
            row_id: f"{written(each.points[-2].row)}→{written(each.points[-1].row)}，{change_words(*each.points[-2:])}"
            for row_id, each in timelines.items()
            if len(each.points) > 1
        },
        findings=tables["findings"],
        sentences=dict(zip(figures["start"].astype(int), figures["sentence"], strict=True)),
    )


def indicator_of(view: IndicatorsView, row_id: str) -> Indicator | None:
    """The indicator that has a claim with `row_id`; None where the version has none."""
    rows = records(view.judged.indicators)
    row = next((each for each in rows if row_id in str(each["claim_rows"]).split() or row_id == each["row_id"]), None)
    if row is None:
        return None
    own = str(row["claim_rows"]).split() or [row["row_id"]]
    claims = tuple(each for each in records(view.judged.claims) if each["row_id"] in own)
    row |= common_actual(row, claims)
    starts = {column: start for claim in claims for column, start in cell_starts(claim["cells"]).items()}
    courses = (view.courses[claim["row_id"]] for claim in claims if claim["row_id"] in view.courses)
    return Indicator(
        row=row,
        claims=claims,
        value_text=written(row) if not is_missing(row["actual"]) else "",
        facts=_facts(row, claims, view.changes.get(claims[0]["row_id"], "") if claims else ""),
        bars=bars_of(row, claims),
        courses=tuple(panel for panel in courses if not panel.drawn.empty),
        sentences=tuple(_sentences(claims, view.sentences)),
        findings=_concerning(view.findings, set(starts.values())),
    )


def _facts(row: Mapping[str, Any], claims: Sequence[Mapping[str, Any]], change: str) -> tuple[tuple[str, str], ...]:
    several = len(claims) > 1 and row["state"] == "to_verify"
    targets = [_target_text(claim) for claim in (claims if several else (row,)) if not is_missing(claim["target"])]
    facts = {
        "目标": "；".join(targets),
        "完成率": "" if is_missing(row["completion"]) else share_text(row["completion"]),
        "序时进度": "" if is_missing(row["elapsed"]) else share_text(row["elapsed"]),
        "偏差": "" if is_missing(row["deviation"]) else points_text(row["deviation"]),
        "比上期": change,
        "期限": "" if is_missing(row["due"]) else date_text(row["due"]),
        "预计到期": "" if is_missing(row["projection"]) else about(row["projection"], row["unit"]),
        "数据截至": as_of_text(row["as_of_start"], row["as_of_end"]),
        "责任单位": stated(row["owner"]),
        "说明": str(row["reason"]),
        "备注": "" if is_missing(row["note"]) else str(row["note"]),
    }
    return tuple((label, text) for label, text in facts.items() if text)


def _target_text(claim: Mapping[str, Any]) -> str:
    goal = quantity_text(claim["target"], claim["unit"], claim["target_qualifier"])
    return f"{goal}（已选定）" if not is_missing(claim["chosen"]) and bool(claim["chosen"]) else goal


def _sentences(claims: Sequence[Mapping[str, Any]], sentences: Mapping[int, str]) -> list[tuple[str, str, int]]:
    """Each sentence once, with what its figures are, in the order of the report."""
    found: dict[str, tuple[list[str], int]] = {}
    places = {
        (start, _FIGURES[column])
        for claim in claims
        for column, start in cell_starts(claim["cells"]).items()
        if column in _FIGURES and start in sentences
    }
    for start, label in sorted(places):
        labels, _ = found.setdefault(sentences[start], ([], start))
        labels += [label] if label not in labels else []
    return [("、".join(labels), sentence, start) for sentence, (labels, start) in found.items()]


def _concerning(findings: pd.DataFrame, starts: set[int]) -> pd.DataFrame:
    """The findings about a figure at one of `starts` that are no agreement."""
    concerned = [
        severity != "passed" and not is_missing(figures) and not starts.isdisjoint(map(int, str(figures).split()))
        for severity, figures in zip(findings["severity"], findings["figures"], strict=True)
    ]
    return findings[pd.Series(concerned, index=findings.index, dtype="bool")].reset_index(drop=True)
