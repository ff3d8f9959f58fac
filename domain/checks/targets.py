"""Two targets for one task: every choice is shown with what it makes of the progress, none is made here."""

from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

from domain.catalogue import read_catalogue
from domain.checks.finding import Finding, excerpt, number
from domain.checks.report import Figure, Report
from domain.states import judge
from domain.tables import cell_starts
from domain.vocabulary import STATES

_LEAST_NAME = 4  # shorter names (面积, 人数) are shared by tasks that have nothing to do with each other


def check_two_targets(report: Report) -> Iterator[Finding]:
    """One finding for each task whose target figures of one measure differ."""
    groups: dict[tuple[str, tuple[str, str]], list[Figure]] = defaultdict(list)
    for figure in report.figures:
        if figure.role == "target" and figure.dimension not in ("percent", "percentage_point", "duration"):
            groups[_task(report, figure), figure.measure].append(figure)
    for (task, _), figures in groups.items():
        claims = list({figure.base_value: figure for figure in reversed(figures)}.values())
        if task and len(claims) > 1:
            yield _finding(report, task, sorted(claims, key=lambda figure: figure.start))


def _task(report: Report, figure: Figure) -> str:
    clause = report.clause_of(figure.start).text
    for task in read_catalogue("relations")["tasks"]:
        if any(word in clause for word in task["words"]):
            return str(task["name"])
    if figure.indicator_id:
        return figure.name or figure.indicator_id
    return figure.name if len(figure.name) >= _LEAST_NAME else ""


def _finding(report: Report, task: str, claims: list[Figure]) -> Finding:
    values = [figure.base_value for figure in claims]
    lines, states = _judged(report, claims)
    effect = f"最大的是最小的{number(max(values) / min(values))}倍,选哪个目标,完成率就相差多少倍。"
    if lines:
        choice = "选哪个目标,直接决定这一项的进度结论" if len(states) > 1 else "两种目标下结论相同"
        effect = f"{';'.join(lines)}。{choice}。"
    return Finding(
        check="two_targets",
        severity="conflict",
        saying="two_targets",
        slots={
            "task": task,
            "n": str(len(claims)),
            "targets": "、".join(figure.text for figure in claims),
            "claims": ";".join(f"{figure.text},见{excerpt(report, figure.start, figure.end)}" for figure in claims),
            "effect": effect,
        },
        at=claims[0].start,
        words=task,
        computed=";".join(lines),
        printed="、".join(figure.text for figure in claims),
        figures=tuple(claims),
    )


def _judged(report: Report, claims: list[Figure]) -> tuple[list[str], set[str]]:
    """What each claimed target makes of the measures that stand under it: a line each, and the states."""
    measures = report.tables.get("measures")
    if measures is None or measures.empty:
        return [], set()
    claimed = {figure.start: figure.text for figure in claims}
    targets = measures["cells"].map(lambda cells: cell_starts(cells).get("target", -1))
    lines: list[str] = []
    states: set[str] = set()
    for row in judge(measures[targets.isin(list(claimed))]).to_dict("records"):
        if pd.notna(row["completion"]):
            target = claimed[cell_starts(row["cells"])["target"]]
            share = number(100 * row["completion"])
            lines.append(f"按{target}算,{row['name']}完成{share}%,{STATES[row['state']]}")
            states.add(row["state"])
    return lines, states
