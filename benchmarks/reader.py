"""Speed of the reader: figures of a report in characters per second, and its text to all its tables in seconds.

    python -m benchmarks.reader [REPORT]

Aims on one core, imports not counted: 150 000 characters per second; all tables of the seed in 0.3 seconds.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time

from loaders.report.figures import read_figures
from loaders.report.read import read_report
from loaders.text.source import Source, load_source

SEED = Path(__file__).parents[1] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"
ROUNDS = 5
COPIES = 20


def best_of(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The shortest of `rounds` runs, in seconds of one core, after one run that fills the caches."""
    work()
    times = []
    for _ in range(rounds):
        begun = process_time()
        work()
        times.append(process_time() - begun)
    return min(times)


def characters_per_second(source: Source) -> float:
    """How fast `read_figures` reads `source`."""
    return len(source.text) / best_of(lambda: read_figures(source))


def main() -> None:
    """Prints the two numbers for the seed, the first also for the seed repeated (is reading linear?)."""
    report = load_source(Path(sys.argv[1]) if len(sys.argv) > 1 else SEED)
    long = replace(report, text="\n\n".join([report.text] * COPIES))
    print(f"figures, {len(report.text):>7} characters: {characters_per_second(report):>10,.0f} characters/s")
    print(f"figures, {len(long.text):>7} characters: {characters_per_second(long):>10,.0f} characters/s")
    print(f"text to all tables: {best_of(lambda: read_report(report)):.3f} s")


if __name__ == "__main__":
    main()
