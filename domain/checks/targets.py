"""Two targets for one task: every choice is shown with what it makes of the progress, none is made here."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from domain.catalogue import read_catalogue
from domain.checks.finding import Finding, excerpt, half_width, number
from domain.checks.report import Figure, Report
from domain.checks.words import COMPARED
from domain.judging.states import judge
from domain.schema.cell_links import cell_starts
from domain.schema.vocabulary import STATES
from domain.text.kinds import AHEAD

_AMOUNTS: Final = ("money", "area", "length", "mass", "count")


def check_two_targets(report: Report) -> Iterator[Finding]:
    """One finding for each task whose target figures of one measure differ."""
    groups: dict[tuple[str, tuple[str, str]], list[Figure]] = defaultdict(list)
    for figure in report.figures:
        compared = COMPARED.search(report.lead(figure))
        is_part = figure.statement.part_of >= 0
        if figure.role == "target" and figure.dimension in _AMOUNTS and not compared and not is_part:
            groups[_task(report, figure), figure.measure].append(figure)
    for (task, _), figures in groups.items():
        figures = [each for each in figures if not _is_of_other_thing(report, each, figures[0])]
        claims = list({figure.base_value: figure for figure in reversed(figures)}.values())
        if task and len(claims) > 1 and not _are_one(report, claims):
            yield _finding(report, task, sorted(claims, key=lambda figure: figure.start))


def check_target_passed(report: Report) -> Iterator[Finding]:
    """Measures whose target stands in the plan although the actual value is above it already."""
    measures = report.tables.get("measures")
    if measures is None or measures.empty:
        return
    figures = {figure.start: figure for figure in report.figures}
    above = (measures["actual"] - measures["target"]) * measures["direction"].fillna(1) > 0
    for row in measures[above].to_dict("records") if above.any() else ():
        starts = cell_starts(row["cells"])
        target, actual = figures.get(starts.get("target", -1)), figures.get(starts.get("actual", -1))
        if target and actual and report.outline.sentence(target.start).kind in AHEAD:
            yield Finding(
                check="target_passed",
                severity="notice",
                text_code="target_passed",
                slots={
                    "task": str(row["name"]),
                    "target": target.text,
                    "actual": actual.text,
                    "target_quote": excerpt(report, target.start, target.end),
                    "actual_quote": excerpt(report, actual.start, actual.end),
                },
                at=target.start,
                words=half_width(str(row["name"])),
                printed=f"{target.text}、{actual.text}",
                figures=(target, actual),
            )


def _are_one(report: Report, claims: list[Figure]) -> bool:
    """Whether two targets are one amount rounded, the level and what is added to it, or the size of a project."""
    one, two = claims[0], claims[-1]
    if len(claims) == 2 and one.rounded.meets(two.rounded):
        return True
    leads = [re.split("[,;。:、]", report.before(each))[-1] for each in claims]
    adds, levels = any(map(_ADDS.search, leads)), any(map(_LEVEL.search, leads))
    return (adds and levels) or any(_SIZE.match(report.behind(each)) for each in claims)


_ADDS: Final = re.compile("新建|新增|改造|再建|提升")
_LEVEL: Final = re.compile(r"(?:达到?|保持|稳定在?|累计|总面积|总量)[^,;。\d]{0,4}$")
#: 200万亩整区域工程化建设高标准农田项目.
_SIZE: Final = re.compile(r"[^,;。:、\d]{0,16}项目")


def _is_of_other_thing(report: Report, one: Figure, other: Figure) -> bool:
    """Whether two targets hold for two places, or are due in two years and one of them is only planned."""
    first, second = one.statement, other.statement
    if first.scope and second.scope and first.scope != second.scope:
        return True
    kinds = [report.outline.sentence(each.start).kind in AHEAD for each in (one, other)]
    return bool(first.due and second.due and first.due.year != second.due.year and kinds[0] != kinds[1])


def _task(report: Report, figure: Figure) -> str:
    """The task that the clause of `figure` names (data/catalogue/relations.yml); "" for none."""
    clause = report.outline.clause(figure.start).text
    for task in read_catalogue("relations")["tasks"]:
        if any(word in clause for word in task["words"]):
            return str(task["name"])
    return ""


def _finding(report: Report, task: str, claims: list[Figure]) -> Finding:
    values = [figure.base_value for figure in claims]
    times = number(max(values) / min(values)) if min(values) > 0 else ""
    judged = _judged(report, claims)
    lines = [
        f"按{row['claimed']}算，{row['name']}完成{number(100 * row['completion'])}%，{row['word']}" for row in judged
    ]
    chosen = [row for row in judged if row["chosen"] is True]
    if len({row["state"] for row in judged}) > 1:
        effect = f"{'；'.join(lines)}。选哪个目标，直接决定这一项的进度结论。"
    else:
        effect = "".join(f"{line}；" for line in lines) + f"选哪个目标，完成率相差{times}倍。"
    if chosen:
        effect += f"已采用{chosen[0]['claimed']}（{chosen[0]['chosen_by']}：{chosen[0]['chosen_reason']}）。"
    return Finding(
        check="two_targets",
        severity="notice" if chosen else "conflict",
        text_code="two_targets",
        slots={
            "task": task,
            "n": str(len(claims)),
            "targets": "、".join(figure.text for figure in claims),
            "claims": "；".join(f"{figure.text}，见{excerpt(report, figure.start, figure.end)}" for figure in claims),
            "effect": effect,
        },
        at=claims[0].start,
        words=half_width(task),
        computed="；".join(lines),
        printed="、".join(figure.text for figure in claims),
        figures=tuple(claims),
    )


def _judged(report: Report, claims: list[Figure]) -> list[dict[str, Any]]:
    """The measures under the claimed targets, judged: their columns, the target as `claimed`, the state as `word`.

    [] where the report has no measures, or none of these targets is one of theirs.
    """
    measures = report.tables.get("measures")
    if measures is None or measures.empty:
        return []
    claimed = {figure.start: figure.text for figure in claims}
    targets = measures["cells"].map(lambda cells: cell_starts(cells).get("target", -1))
    rows: list[dict[str, Any]] = judge(measures[targets.isin(list(claimed))]).to_dict("records")  # type: ignore[assignment]
    return [
        row | {"claimed": claimed[cell_starts(row["cells"])["target"]], "word": STATES[row["state"]]}
        for row in rows
        if pd.notna(row["completion"])
    ]
