"""Every command of docs/operations.md starts as a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("module", ["loaders.report", "loaders.workbook", "loaders.check", "store", "exports"])
def test_command_started_as_a_module_prints_its_usage(module):
    done = subprocess.run([sys.executable, "-m", module, "--help"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"python -m {module}" in done.stdout


def test_command_of_reports_prints_a_table():
    report = "seeds/2023H1/jinchuan-2023H1.txt"
    asked = [sys.executable, "-m", "loaders.report", report, "--table", "land"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stdout.startswith("row_id,org_unit,period,")
