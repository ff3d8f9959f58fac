"""Start to healthy: the dashboard with an empty store, the dashboard again, and Streamlit with one chart.

    python -m benchmarks.start

Also the processor time of `python -m store init` with an empty store, interpreter and imports included, as a ratio to
an interpreter that only imports pandas and SQLAlchemy. The aim is a first start under two seconds.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.serving import APP, FLOOR, ROOT, served


def main(rounds: int = 3) -> None:
    """Prints medians of `rounds` starts, in seconds."""
    first, again, floor, init, imports = [], [], [], [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "progress.db"
            for script, seconds in ((FLOOR, floor), (APP, first), (APP, again)):
                with served(script, database) as running:
                    seconds.append(running.seconds)
            imports.append(_processor_seconds(database, "-c", "import pandas, sqlalchemy"))
            init.append(_processor_seconds(Path(folder) / "first.db", "-m", "store", "init"))
    print("start to healthy (seconds, median)")
    print(f"  first start, store filled from seeds/ {statistics.median(first):6.2f}")
    print(f"  every later start                     {statistics.median(again):6.2f}")
    print(f"  Streamlit with one chart              {statistics.median(floor):6.2f}")
    ratio = statistics.median(init) / statistics.median(imports)
    print("store filled from seeds/ (processor seconds, median)")
    print(f"  python -m store init                  {statistics.median(init):6.2f}")
    print(f"  pandas and SQLAlchemy imported        {statistics.median(imports):6.2f}, ratio {ratio:.2f}")


def _processor_seconds(database: Path, *arguments: str) -> float:
    env = {**os.environ, "PROGRESS_DATABASE_URL": f"sqlite:///{database}"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
