"""The manual names every page, command, setting, state and fault that there is, and no other."""

import ast
import importlib.util
import re
from pathlib import Path

import pytest

from domain.schema.vocabulary import STATES

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs" / "manual"
SETTING = re.compile(r"\b(?:PROGRESS|STREAMLIT)_[A-Z_]+\b")
LINK = re.compile(r"\]\(([^)#]+)\)")


def page(name: str) -> str:
    return (MANUAL / f"{name}.md").read_text("utf-8")


def menu() -> list[tuple[str, str]]:
    """(section, title) of every page of the menu, from its source: importing it would draw a page."""
    for node in ast.parse((ROOT / "ui" / "navigation.py").read_text("utf-8")).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "MENU":
            sections = ast.literal_eval(node.value)  # type: ignore[arg-type]
            return [(section, title) for section, pages in sections.items() for _file, title, _icon in pages]
    raise AssertionError("ui/navigation.py has no MENU")


def test_manual_lists_the_pages_of_the_menu_in_their_order() -> None:
    listed = re.findall(r"^\| (\S+) \| (\S+) \| \S", page("README"), re.MULTILINE)
    assert [pair for pair in listed if pair[0] != "栏目"] == menu()


def test_manual_explains_every_state_and_no_other() -> None:
    section = page("leaders").partition("## 状态怎么来的")[2].partition("##")[0]
    cells = re.findall(r"^\| (\S+) \|", section, re.MULTILINE)
    assert {name for cell in cells for name in cell.split("、")} - {"状态"} == set(STATES.values())


def test_manual_explains_every_setting() -> None:
    table = (ROOT / "docs" / "operations.md").read_text("utf-8").partition("\n## Settings\n")[2].partition("\n## ")[0]
    assert set(SETTING.findall(table)) - set(SETTING.findall(page("administrators"))) == set()


@pytest.mark.parametrize(
    "package", sorted(path.parent for path in ROOT.glob("*/**/__main__.py") if ".venv" not in path.parts)
)
def test_manual_names_every_command(package: Path) -> None:
    command = "python -m " + ".".join(package.relative_to(ROOT).parts)
    if package.parts[len(ROOT.parts)] not in ("benchmarks", "tests"):
        assert command in page("administrators")


def test_manual_lists_the_faults_that_the_program_knows() -> None:
    spec = importlib.util.spec_from_file_location("make", MANUAL / "make.py")
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    assert page("faults") == make.faults_page(), "run: python docs/manual/make.py"


@pytest.mark.parametrize("path", sorted(MANUAL.glob("*.md")), ids=lambda path: path.stem)
def test_links_of_the_manual_lead_to_files_that_exist(path: Path) -> None:
    assert [link for link in LINK.findall(path.read_text("utf-8")) if not (path.parent / link).exists()] == []


def test_pictures_of_the_documents_are_those_that_the_command_takes() -> None:
    source = ast.parse((ROOT / "docs" / "pictures.py").read_text("utf-8"))  # importing it would import a browser
    [taken] = (
        ast.literal_eval(node.value)
        for node in source.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "PICTURES"
    )
    used = {
        (path.parent / link).resolve()
        for path in (ROOT / "README.md", *MANUAL.glob("*.md"))
        for link in LINK.findall(path.read_text("utf-8"))
        if link.endswith(".png")
    }
    assert used == {ROOT / "docs" / name for name in taken}
    assert [path for path in used if not path.exists()] == []
