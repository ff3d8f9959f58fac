"""How well the program reads labelled reports of other places: precision and recall of every kind of fact.

    python -m benchmarks.reading [--texts DIR] [--unseen | --all] [--only KIND,…] [--misses N] [--format text|json]
                                 [--final] [--against CHECKOUT]

`DIR/NN.txt` is the text of `labels/NN.json`; README.md says how each line is counted. Without --texts, the texts of
written/ are scored, which are part of the project. Without --unseen or --all, the
texts of unseen.txt are left out. Misses are shown of other texts only. --final scores planted/final instead of planted.
--against also times the reading here and in another checkout. Ends with 1 when no text is found, else with 0;
findings alone need planted texts only.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from benchmarks.reading import clauses, figures, rows
from benchmarks.reading.against import compare_speed
from benchmarks.reading.board import Board, Count, Field
from benchmarks.reading.check_labels import FOLDER, labelled_folder
from benchmarks.reading.labelled import Report, read_labelled
from benchmarks.reading.planted import score_findings
from benchmarks.reading.scoreboard import as_json, as_text

#: Kind → how a report is counted and the lines of the board, in their order.
KINDS: Final[dict[str, tuple[Callable[[Board, Report], None], list[Field]]]] = {
    "figures": (figures.score_figures, figures.FIGURE_FIELDS),
    "statements": (figures.score_statements, figures.STATEMENT_FIELDS),
    "pairs": (figures.score_pairs, figures.PAIR_FIELDS),
    "rows": (rows.score_rows, rows.FIELDS),
    "measures": (clauses.score_measures, [*clauses.MEASURE_FIELDS, *clauses.NUMBER_FIELDS]),
    "commitments": (clauses.score_commitments, clauses.COMMITMENT_FIELDS),
    "honours": (clauses.score_honours, clauses.HONOUR_FIELDS),
}
FINDINGS: Final = "findings"


def score(reports: list[Report], kinds: list[str], planted: Path) -> Board:
    """The board of `reports` for `kinds`; the findings are those on the texts of the folder `planted`."""
    board = Board()
    for kind in kinds:
        if kind == FINDINGS:
            score_findings(board, planted)
            continue
        count, fields = KINDS[kind]
        board.counts |= {each.name: Count() for each in fields}
        for report in reports:
            count(board, report)
    return board


def _kinds(text: str) -> list[str]:
    kinds = text.split(",")
    if unknown := [kind for kind in kinds if kind not in (*KINDS, FINDINGS)]:
        raise argparse.ArgumentTypeError(f"no kind {', '.join(unknown)}; there are {', '.join((*KINDS, FINDINGS))}")
    return kinds


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description="score the reading of reports")
    parser.add_argument("--texts", type=Path, help="folder of NN.txt; without it those of written/")
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--unseen", action="store_true", help="only the texts of unseen.txt: counts, no misses")
    chosen.add_argument("--all", action="store_true", help="all texts; misses of seen ones only")
    parser.add_argument("--only", type=_kinds, default=[*KINDS, FINDINGS], help="kinds, joined by commas")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="show up to N misses per line")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--final", action="store_true", help="findings on planted/final: counts, no misses")
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="another checkout, to compare the speed with")
    return parser


def main(arguments: list[str] | None = None, folder: Path = FOLDER) -> int:
    """The exit code: 0, or 1 when no text is found (of findings alone: no planted one)."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.misses and (options.unseen or options.final):
        parser.error("nobody looks at misses of unseen texts or of planted/final")
    if options.against and not options.against.is_dir():
        parser.error(f"{options.against} is no folder")
    labelled, texts = labelled_folder(folder, options.texts)
    found = read_labelled(labelled, texts, seen=not options.unseen, unseen=options.unseen or options.all)
    planted = folder / "planted" / "final" if options.final else folder / "planted"
    plants = len(list(planted.glob("*.json"))) if FINDINGS in options.only else 0
    board = score(found.reports, options.only, planted)
    speed = {}
    if options.against and found.reports:
        speed = compare_speed([report.text for report in found.reports], options.against)
    if options.format == "json":
        print(json.dumps(as_json(board, found, speed, options.misses), ensure_ascii=False, indent=1))
    else:
        print(as_text(board, found, speed, options.misses))
    return 0 if found.reports or (plants and options.only == [FINDINGS]) else 1


if __name__ == "__main__":
    sys.exit(main())
