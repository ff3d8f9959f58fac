"""`python -m ui [flags of streamlit run]`: the dashboard, after a check of what would stop it."""

import sys
from pathlib import Path

from streamlit.web import cli

from ui.preflight import start_faults


def main() -> None:
    """Starts the dashboard; ends with 1 and Chinese lines where it cannot start."""
    app = Path(__file__).resolve().parents[1] / "app.py"
    faults = start_faults(app, sys.argv[1:])
    for line in faults:
        print(line, file=sys.stderr)
    if faults:
        raise SystemExit(1)
    cli.main(["run", str(app), *sys.argv[1:]], prog_name="streamlit")


if __name__ == "__main__":
    main()
