"""The command `progress-dashboard` of an installed wheel: the dashboard, or one of the commands of operations.md.

    progress-dashboard [flags of streamlit run]
    progress-dashboard store history
    progress-dashboard exports docx 汇报.docx

The store lies in PROGRESS_HOME, else in the folder in which the command is run: never in site-packages, where the
next version of the program would take its place.
"""

import os
import runpy
import sys
from pathlib import Path
from typing import Final

#: The program's modules are imported by their names in the tree.
TREE: Final = Path(__file__).resolve().parents[1]
COMMANDS: Final = ("store", "exports", "loaders.report", "loaders.workbook", "loaders.check")


def main() -> None:
    """Run the module that the first argument names, else `ui`, as `python -m` does."""
    os.environ.setdefault("PROGRESS_HOME", os.getcwd())
    sys.path.insert(0, str(TREE))
    command, arguments = "ui", sys.argv[1:]
    if arguments and arguments[0] in COMMANDS:
        command, *arguments = arguments
    sys.argv = [f"{Path(sys.argv[0]).name} {command}", *arguments]
    runpy.run_module(command, run_name="__main__", alter_sys=False)


if __name__ == "__main__":
    main()
