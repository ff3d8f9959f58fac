"""Start to healthy: the dashboard with an empty store, the dashboard again, and Streamlit with one chart."""

import statistics
import tempfile
from pathlib import Path

from benchmarks.serving import APP, FLOOR, served


def main(rounds: int = 3) -> None:
    """Prints medians of `rounds` starts, in seconds."""
    first, again, floor = [], [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            database = Path(folder) / "progress.db"
            for script, seconds in ((FLOOR, floor), (APP, first), (APP, again)):
                with served(script, database) as running:
                    seconds.append(running.seconds)
    print("start to healthy (seconds, median)")
    print(f"  first start, store filled from seeds/ {statistics.median(first):6.2f}")
    print(f"  every later start                     {statistics.median(again):6.2f}")
    print(f"  Streamlit with one chart              {statistics.median(floor):6.2f}")


if __name__ == "__main__":
    main()
