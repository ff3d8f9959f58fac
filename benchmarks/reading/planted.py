"""Planted contradictions: how many of them the findings show, and how many findings are about none of them.

`planted/NN.txt` is a text with errors put into it on purpose, `planted/NN.json` says where: README.md has the format.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.reading.board import Board, Count, Fact, Span
from benchmarks.reading.labelled import Record, Report, read_tables
from domain.schema.period import PeriodError, parse_period

#: Severities that say that something is wrong, the milder one last.
SEVERITIES: Final = ("conflict", "doubt")


@dataclass(frozen=True)
class Plant:
    """One place of a planted text: two or more figures that contradict each other, or only look as if they did."""

    kind: str
    check: str
    severity: str
    spans: tuple[Span, ...]
    why: str

    def is_shown_by(self, spans: list[Span]) -> bool:
        """Whether `spans` of a finding touch two of its figures, or the one where it names only one."""
        touched = sum(any(a < d and c < b for c, d in spans) for a, b in self.spans)
        return touched >= min(2, len(self.spans))


def read_planted(folder: Path) -> Iterator[tuple[Report, list[Plant]]]:
    """Every text of `folder` as read, with its plants; a text that is refused has no tables."""
    for path in sorted(folder.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        raw = path.with_suffix(".txt").read_bytes()
        origin = {"period": _period(content["period"])} | (
            {"published": content["published"]} if content["published"] else {}
        )
        tables = read_tables(raw, f"{path.stem}.txt", origin)
        plants = [
            Plant(each["kind"], each["check"], each["severity"], tuple(map(tuple, each["figures"])), each["why"])
            for each in content["plants"]
        ]
        yield Report(f"planted {path.stem}", raw.decode("utf-8"), "", [], tables or {}), plants


def _period(code: str) -> str:
    """A code of a period as the program knows it; the year of one that it does not know (a month)."""
    try:
        parse_period(code)
    except PeriodError:
        return code[:4]
    return code


def _spans(report: Report, finding: Record) -> list[Span]:
    """The figures of a finding; its sentence where it names none."""
    starts = [int(start) for start in (finding["figures"] or "").split()]
    if starts:
        return [(start, report.figure_ends.get(start, start + 1)) for start in starts]
    return [] if finding["start"] is None else [(int(finding["start"]), int(finding["end"]))]


def score_planted(board: Board, report: Report, plants: list[Plant]) -> None:
    """Counts contradictions that are caught, findings that are about one, and look-alikes that a finding is about.

    A contradiction planted as a conflict needs a finding of that severity; one planted as a doubt takes either.
    """
    findings = [each for each in report.records("findings") if each["severity"] in SEVERITIES]
    spans = [_spans(report, each) for each in findings]
    real = [plant for plant in plants if plant.kind == "contradiction"]
    for plant in real:
        enough = SEVERITIES[: SEVERITIES.index(plant.severity) + 1]
        caught = any(
            plant.is_shown_by(at) and each["severity"] in enough for each, at in zip(findings, spans, strict=True)
        )
        _count(board, f"findings: {plant.severity}", f"findings: check {plant.check}", labelled=True, right=caught)
        if not caught:
            board.miss(
                report, f"findings: {plant.severity}", Fact(plant.spans, {}), f"{plant.check}: {plant.why}", None
            )
    for finding, at in zip(findings, spans, strict=True):
        right = any(plant.is_shown_by(at) for plant in real)
        _count(board, f"findings: {finding['severity']}", f"findings: check {finding['check']}", right=right)
        if not right:
            place = Fact(tuple(at) or ((0, 0),), {})
            board.miss(
                report, f"findings: {finding['severity']}", place, None, f"{finding['check']}: {finding['title']}"
            )
    for plant in plants:
        if plant.kind == "look_alike":
            hit = any(plant.is_shown_by(at) for at in spans)
            board.share("findings on look-alikes", hit, 1)
            if hit:
                board.miss(report, "findings on look-alikes", Fact(plant.spans, {}), plant.why, "a finding")


def score_findings(board: Board, folder: Path) -> None:
    """Counts the findings on every text of `folder`: by severity, then by check in the order of the alphabet."""
    found = Board()
    for report, plants in read_planted(folder):
        score_planted(found, report, plants)
    severities = [f"findings: {severity}" for severity in SEVERITIES]
    for name in (*severities, *sorted(found.counts.keys() - set(severities))):
        board.counts[name] = found.counts.get(name, Count())
    board.shares |= found.shares
    board.misses |= found.misses


def _count(board: Board, *names: str, right: bool, labelled: bool = False) -> None:
    for name in names:
        count = board.counts.setdefault(name, Count())
        if labelled:
            count.labelled += 1
            count.right_labelled += right
        else:
            count.made += 1
            count.right_made += right
