"""Time of reading the same text in this checkout and in another one, in fresh processes in turn."""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
LENGTH: Final = 10_000
ROUNDS: Final = 5
#: Runs in the folder of a checkout, so that it imports the code of that one. Imports and the first run do not count.
_TIMED: Final = """
import json, sys
from pathlib import Path
from time import process_time
try:
    from loaders.report.figures import read_figures
    from loaders.report.read import read_report
    from loaders.text.source import parse_source
except ImportError:  # packages as they were up to 601c6a3
    from loaders.figures import read_figures
    from loaders.report import read_report
    from loaders.source import parse_source

source = parse_source(Path(sys.argv[1]).read_bytes(), "joined.txt")
seconds = {}
for name, work in (("figures", read_figures), ("all tables", read_report)):
    work(source)
    times = []
    for _ in range(3):
        begun = process_time()
        work(source)
        times.append(process_time() - begun)
    seconds[name] = min(times)
print(json.dumps(seconds))
"""


def joined(texts: list[str], length: int = LENGTH) -> str:
    """`texts` one after the other, from the first again where they are short, until there are `length` characters."""
    parts: list[str] = []
    while sum(map(len, parts)) < length:
        parts.append(texts[len(parts) % len(texts)])
    return "\n\n".join(parts)


def compare_speed(texts: list[str], checkout: Path, rounds: int = ROUNDS) -> dict[str, dict[str, float]]:
    """Name of the work → processor seconds `here` and `there` (medians of `rounds` processes) and their `ratio`.

    Raises CalledProcessError where one of the checkouts cannot read the text.
    """
    seconds: dict[str, list[dict[str, float]]] = {"here": [], "there": []}
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "joined.txt"
        text.write_text(joined(texts), encoding="utf-8")
        for _ in range(rounds):
            for side, place in (("here", ROOT), ("there", checkout)):
                seconds[side].append(_seconds(place, text))
    medians = {
        side: {name: statistics.median(each[name] for each in runs) for name in runs[0]}
        for side, runs in seconds.items()
    }
    return {
        name: {"here": here, "there": medians["there"][name], "ratio": here / medians["there"][name]}
        for name, here in medians["here"].items()
    }


def _seconds(checkout: Path, text: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", _TIMED, str(text)], cwd=checkout, check=True, stdout=subprocess.PIPE, text=True
    )
    return dict(json.loads(done.stdout))
