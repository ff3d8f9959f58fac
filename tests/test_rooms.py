"""The arrows between rooms: which folder may import which."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {
    "domain": {"domain"},
    "loaders": {"loaders", "domain"},
    "store": {"store", "domain"},
    "charts": {"charts", "domain"},
    "exports": {"exports", "charts", "domain"},
    "ui": {"ui", "store", "charts", "domain"},
    "pages": {"ui", "charts", "exports", "domain"},
}
#: Single files that reach further: what fills the store from reports, what takes in workbooks, and the command that
#: exports a version.
DOORS = {"store/build.py": {"loaders"}, "store/intake.py": {"loaders"}, "exports/__main__.py": {"store"}}
OURS = set(ROOMS) | {"app"}
THIRD_PARTY = {
    "domain": {"pandas", "numpy", "yaml", "jsonschema"},
    "loaders": {"pandas", "numpy", "openpyxl", "python_calamine", "xlrd"},
    "store": {"pandas", "sqlalchemy", "alembic", "argon2"},
    "charts": {"pandas", "plotly"},
    "exports": {"pandas", "plotly", "openpyxl", "pptx", "docx"},
    "ui": {"pandas", "plotly", "pyarrow", "streamlit", "starlette", "uvicorn"},
    "pages": {"pandas", "streamlit"},
}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


def modules() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_rooms_below_it(path):
    room = path.relative_to(ROOT).parts[0]
    allowed = ROOMS[room] | DOORS.get(str(path.relative_to(ROOT)), set())
    assert imported(path) & OURS <= allowed


@pytest.mark.parametrize("path", sorted((ROOT / "domain" / "text").glob("*.py")), ids=lambda path: path.name)
def test_domain_text_imports_nothing_else_of_the_project(path):
    modules = [node.module or "" for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
    assert all(name.startswith("domain.text.") for name in modules if name.split(".")[0] in OURS)
    assert imported(path) - set(sys.stdlib_module_names) <= {"domain"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_uses_only_its_own_libraries(path):
    room = path.relative_to(ROOT).parts[0]
    foreign = imported(path) - OURS - set(sys.stdlib_module_names)
    assert foreign <= THIRD_PARTY[room]


def test_no_page_script_lies_directly_in_pages():
    assert list((ROOT / "pages").glob("*.py")) == []
