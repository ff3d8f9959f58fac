"""A page reads from top to bottom: pick, read, empty?, say, draw, prove. Its work is done elsewhere."""

import ast
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[2] / "pages").rglob("*.py"))
FORBIDDEN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.Try, ast.BinOp,
             ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp)  # fmt: skip


def test_page_scripts_are_in_the_menu():
    menu = (Path(__file__).parents[2] / "ui" / "navigation.py").read_text(encoding="utf-8")
    assert [path.name for path in PAGES if f'("{path.parent.name}/{path.name}", ' not in menu] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_script_has_at_most_eighty_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 80


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_script_begins_with_its_question(path):
    assert (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").endswith("?")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_script_has_no_functions_loops_arithmetic_or_handlers(path):
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    assert [type(node).__name__ for node in nodes if isinstance(node, FORBIDDEN)] == []
