"""docs/architecture.md and docs/adding.md name files, packages and functions that exist, and no package is left out."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("architecture.md", "adding.md")
BLOCK = re.compile(r"^```.*?^```", re.S | re.M)
NAMED = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"(?:[\w.]+/)*\w+\.(?:py|yml|md)")
#: Folders that hold no part of the program, or parts that their package describes.
OUTSIDE = ("tests", "benchmarks", "docs", "deploy", "seeds", "data", "store/migrations", "ui/shell/assets")
OUTSIDE += ("ui/meeting/assets", "pages/")


@cache
def tracked() -> tuple[str, ...]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(listed.stdout.splitlines())


@cache
def words_of_code() -> frozenset[str]:
    inside = (name for name in tracked() if not name.startswith("tests/"))
    sources = (ROOT / name for name in inside if name.endswith((".py", ".yml", ".toml")))
    return frozenset(word for source in sources for word in re.findall(r"\w+", source.read_text(encoding="utf-8")))


def sections(document: str) -> list[str]:
    """The sections of a document as text, without its code blocks, which tests/docs/test_adding.py carries out."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    return re.split(r"^## ", BLOCK.sub("", text), flags=re.M)


def missing_names(section: str) -> list[str]:
    """The files, folders and identifiers in a section that do not exist.

    A name without a folder is of a folder that the section names, or of one below it.
    """
    names = NAMED.findall(section)
    folders = {name.rpartition("/")[0] for name in names if "/" in name and "<" not in name}
    missing = []
    for name in names:
        if FILE.fullmatch(name):
            inside = [path for path in tracked() if path == name or path.endswith(f"/{name}")]
            is_there = name in tracked() if "/" in name else any(path.startswith(tuple(folders)) for path in inside)
        elif re.fullmatch(r"(?:\w+/)+", name):
            is_there = any(path.startswith(name) or f"/{name}" in path for path in tracked())
        elif re.fullmatch(r"\w+_\w+(?:\(.*\))?", name):
            is_there = name.partition("(")[0] in words_of_code()
        else:
            continue
        if not is_there:
            missing.append(name)
    return missing


@pytest.mark.parametrize("document", DOCUMENTS)
def test_document_names_only_files_folders_and_functions_that_exist(document):
    found = {name for section in sections(document) for name in missing_names(section)}
    # What a recipe adds, and what its reader makes.
    assert found <= {"template.pptx"}, found


def test_missing_file_folder_and_function_are_found():
    section = (
        "`store/write.py`, `store/gone.py`, `elsewhere/`, `read.py`, `theme.py`, `read_current`, `read_nothing_at_all`"
    )
    missing = missing_names(section)
    assert missing == ["store/gone.py", "elsewhere/", "theme.py", "read_nothing_at_all"]


def test_architecture_names_every_package():
    modules = (name for name in tracked() if name.endswith(".py") and not name.endswith("__.py") and "/" in name)
    packages = {str(Path(name).parent) for name in modules}
    inside = {name for name in packages if not name.startswith(OUTSIDE)}
    table = next(each for each in sections("architecture.md") if each.startswith("Packages"))
    named = {name.rstrip("/") for name in NAMED.findall(table)}
    assert {name for name in inside if name not in named and name.rpartition("/")[2] not in named} == set()
