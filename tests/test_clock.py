"""No code but domain/office_time.py asks the system's clock what day it is."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CLOCK = ROOT / "domain" / "office_time.py"
FOLDERS = ("charts", "domain", "exports", "loaders", "pages", "store", "ui")
#: Calls that answer by the system's clock or zone, with the number of arguments from which on they do not.
BY_THE_CLOCK = {
    "datetime.date.today": 99, "datetime.datetime.today": 99, "datetime.datetime.now": 99,
    "datetime.datetime.utcnow": 99, "datetime.date.fromtimestamp": 99, "datetime.datetime.fromtimestamp": 2,
    "pandas.Timestamp.now": 99, "pandas.Timestamp.today": 99, "pandas.Timestamp.utcnow": 99,
    "time.localtime": 99, "time.ctime": 99, "time.gmtime": 1, "time.strftime": 2,
}  # fmt: skip
WORDS = {"now", "today"}
TAKE_WORDS = ("date_input", "time_input", "datetime_input", "to_datetime", "Timestamp", "datetime64")


def asks_the_clock(source: str) -> list[int]:
    """The lines on which `source` asks the system for the day or the time zone."""
    tree, names = ast.parse(source), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return [node.lineno for node in ast.walk(tree) if _asks(node, names)]


def _asks(node: ast.AST, names: dict[str, str]) -> bool:
    if isinstance(node, ast.Attribute):  # also one that is passed on and called elsewhere: default_factory=date.today
        called = _full_name(node, names)
        return BY_THE_CLOCK.get(called) == 99
    if not isinstance(node, ast.Call):
        return False
    called = _full_name(node.func, names)
    arguments = len(node.args) + len(node.keywords)
    if arguments < BY_THE_CLOCK.get(called, 0) < 99:
        return True
    function = called.rpartition(".")[2]
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    if function == "astimezone" and not arguments:
        return True
    if function.endswith("date_input") and len(node.args) < 2 and not given.keys() & {"value", "key"}:
        return True  # Streamlit takes the machine's day where none is given
    if function not in TAKE_WORDS:
        return False
    return any(isinstance(each, ast.Constant) and each.value in WORDS for each in (*node.args, *given.values()))


def _full_name(node: ast.AST, names: dict[str, str]) -> str:
    """`datetime.datetime.now` for `dt.now` after `from datetime import datetime as dt`."""
    if isinstance(node, ast.Attribute):
        return f"{_full_name(node.value, names)}.{node.attr}"
    return names.get(node.id, node.id) if isinstance(node, ast.Name) else ""


def modules() -> list[Path]:
    found = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in (ROOT / "app.py", *found) if path != CLOCK]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_module_outside_the_office_clock_asks_no_other_clock(path):
    assert asks_the_clock(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import date; date.today()",
        "import datetime; datetime.date.today()",
        "import datetime as d; d.datetime.now(d.UTC)",
        "from datetime import datetime as dt; dt.now()",
        "from datetime import datetime; datetime.utcnow()",
        "from datetime import datetime; datetime.fromtimestamp(0)",
        "from dataclasses import field; from datetime import date; field(default_factory=date.today)",
        "import pandas as pd; pd.Timestamp.now()",
        "import pandas as pd; pd.to_datetime('today')",
        "import numpy as np; np.datetime64('now')",
        "import time; time.localtime()",
        "import time; time.strftime('%Y')",
        "created_at.astimezone()",
        "import streamlit as st; st.date_input('处理日期')",
        "import streamlit as st; st.date_input('处理日期', value='today')",
    ],
)
def test_line_that_asks_the_system_clock_is_found(line):
    assert set(asks_the_clock(line)) == {1}


@pytest.mark.parametrize(
    "line",
    [
        "from store import audit; audit.now()",
        "from datetime import UTC, datetime; datetime.fromtimestamp(0, UTC)",
        "from datetime import date; date.fromisoformat('2023-07-10')",
        "import streamlit as st; st.date_input('有效期至', value=None)",
        "import time; time.monotonic()",
    ],
)
def test_line_that_does_not_ask_the_system_clock_is_left_alone(line):
    assert asks_the_clock(line) == []
