"""Which package may import which: only packages named before it, and of those only the ones it lists."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_DOMAIN = {"domain", "domain.faults", "domain.schema", "domain.text", "domain.judging", "domain.checks"}
_LOADERS = {"loaders.sandbox", "loaders.text", "loaders.numbers", "loaders.report", "loaders.workbook"}
_OFFICE_FILES = {"exports.deck", "exports.brief", "exports.register", "exports.ledger"}

#: Package → what it may import, from the ground up. A package may only import packages that stand above it in this
#: list, so that no import runs upward and none in a circle.
PACKAGES: dict[str, set[str]] = {
    "domain": set(),
    "domain.faults": set(),
    "domain.text": set(),
    "domain.schema": {"domain"},
    "domain.judging": {"domain", "domain.faults", "domain.schema"},
    "domain.checks": {"domain", "domain.faults", "domain.schema", "domain.text", "domain.judging"},
    "loaders": set(),
    "loaders.sandbox": set(),
    "loaders.text": {"loaders.sandbox"} | _DOMAIN,
    "loaders.numbers": _DOMAIN,
    "loaders.report": {"loaders.sandbox", "loaders.text", "loaders.numbers"} | _DOMAIN,
    "loaders.workbook": {"loaders.sandbox", "loaders.text", "loaders.numbers"} | _DOMAIN,
    "store": _DOMAIN,
    "proposals": {"store"} | _LOADERS | _DOMAIN,
    "views": _DOMAIN,
    "charts": _DOMAIN,
    "exports.office": {"loaders.sandbox", "views", "charts"} | _DOMAIN,
    **{package: {"exports.office", "views", "charts"} | _DOMAIN for package in sorted(_OFFICE_FILES)},
    "exports": {"exports.office", "views", "charts"} | _OFFICE_FILES | _DOMAIN,
    "ui.shell": {"store", "views", "charts"} | _DOMAIN,
    "ui.show": {"ui.shell", "views", "charts"} | _DOMAIN,
    "ui.edit": {"ui.shell", "ui.show", "proposals", "store", "views"} | _DOMAIN,
    "ui.meeting": {"ui.shell", "views", "charts"} | _DOMAIN,
    "ui": {"ui.shell", "ui.show", "ui.edit", "ui.meeting", "proposals", "store"} | _DOMAIN,
    "pages": {"ui.shell", "ui.show", "ui.edit", "ui.meeting", "views", "charts", "exports"} | _OFFICE_FILES | _DOMAIN,
    "app": {"ui", "ui.shell"},
}
THIRD_PARTY = {
    "domain": {"pandas", "numpy", "yaml", "jsonschema", "referencing"},
    "loaders": {"pandas", "numpy", "openpyxl", "python_calamine", "xlrd", "lxml", "pypdfium2", "doc2docx"},
    "store": {"pandas", "sqlalchemy", "alembic", "argon2"},
    "proposals": {"pandas", "sqlalchemy"},
    "views": {"pandas"},
    "charts": {"pandas", "plotly"},
    "exports": {"pandas", "plotly", "openpyxl", "pptx", "docx", "lxml"},
    "ui": {"pandas", "plotly", "pyarrow", "streamlit", "starlette", "uvicorn", "click"},
    "pages": {"pandas", "streamlit"},
    "app": {"streamlit"},
}
OURS = set(THIRD_PARTY)


def package_of(module: str) -> str | None:
    """The finest package of PACKAGES in which `module` lies; None where it is not ours."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        if ".".join(parts[:length]) in PACKAGES:
            return ".".join(parts[:length])
    return None


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def imported(path: Path) -> set[str]:
    """Every module that a file imports, `from package import module` as that module."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            for alias in node.names:
                below = f"{node.module}.{alias.name}"
                names.add(below if is_module(below) else node.module)
    return names


def modules() -> list[Path]:
    return [ROOT / "app.py", *(path for name in sorted(OURS - {"app"}) for path in sorted((ROOT / name).rglob("*.py")))]


def name_of(path: Path) -> str:
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_module_imports_only_packages_its_package_may_import(path):
    if path.name == "__main__.py":  # a door: arguments and messages only
        return
    own = package_of(name_of(path))
    reached = {package_of(name) for name in imported(path)} - {None, own}
    assert reached <= PACKAGES[own]


def test_packages_import_only_packages_listed_before_them():
    order = list(PACKAGES)
    for place, (name, allowed) in enumerate(PACKAGES.items()):
        assert allowed <= set(order[:place]), name


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_module_uses_only_the_libraries_of_its_package(path):
    top = path.relative_to(ROOT).with_suffix("").parts[0]
    foreign = {name.split(".")[0] for name in imported(path)} - OURS - set(sys.stdlib_module_names)
    assert foreign <= THIRD_PARTY[top]


@pytest.mark.parametrize("folder", ["domain", "loaders", "exports", "ui"])
def test_sibling_packages_have_no_module_of_the_same_name(folder):
    seen: dict[str, Path] = {}
    for path in sorted((ROOT / folder).glob("*/*.py")):
        if not path.stem.startswith("__"):
            assert seen.setdefault(path.stem, path) == path


def test_page_script_directly_in_pages_does_not_exist():
    assert list((ROOT / "pages").glob("*.py")) == []
