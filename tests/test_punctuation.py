"""Chinese texts of the program have full-width punctuation (GB/T 15834); numerals, Latin and units stay half-width.

A report is read in half width and quoted as it is printed, so patterns, word lists and quotations are left out.
"""

import ast
import json
import re
from pathlib import Path

import yaml

from domain.catalogue import read_catalogue
from domain.schema.tables import TABLES

ROOT = Path(__file__).parent.parent
FOLDERS = ("charts", "domain", "exports", "loaders", "pages", "proposals", "store", "ui", "views")
#: Modules that only read text: their literals are patterns and words of reports.
READING = ("domain/text/", "loaders/numbers/", "loaders/report/statements/", "loaders/text/scope_")
HALF_WIDTH = re.compile(r"(?<=[\u3400-\u9fff”）])[,:;()?!]|[,:;()?!](?=[\u3400-\u9fff“（])")
#: What only a regular expression has.
PATTERN = re.compile(
    r"\(\?|\[\^|\\[dswZ]|[\])][?*+{]|\.\*|\|[\u3400-\u9fff]|[\u3400-\u9fff]\||\[[\u3400-\u9fff,]+\]|[\u3400-\u9fff]\?"
)
#: Literals that stand for words of a report, and lists of fonts: module → what they begin with.
LEFT_OUT = {
    "domain/checks/dates.py": ("中里,",),
    "domain/checks/parts.py": ("0123456789",),
    "domain/checks/rates.py": ("0123456789",),
    "domain/schema/units.py": ("\n大项",),
    "loaders/workbook/remark_words.py": ("本全各共※*",),
    "exports/brief/styles.py": ("方正小标宋_GBK;", "FangSong;", "KaiTi;", "SimHei;", "SimSun;"),
}


def python_files():
    return [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]


def docstrings(tree):
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    firsts = [node.body[0] for node in ast.walk(tree) if isinstance(node, holders) and node.body]
    return {id(first.value) for first in firsts if isinstance(first, ast.Expr)}


def literals(path):
    """The string literals of a module, the constant parts of f-strings among them; docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_out:
            yield node.lineno, node.value


def half_width_literals(path):
    name = path.relative_to(ROOT).as_posix()
    if name.startswith(READING):
        return
    for line, text in literals(path):
        if HALF_WIDTH.search(text) and not PATTERN.search(text) and not text.startswith(LEFT_OUT.get(name, ("\0",))):
            yield f"{name}:{line}: {text}"


def test_literals_shown_have_full_width_punctuation():
    assert [found for path in python_files() for found in half_width_literals(path)] == []


def catalogue_texts():
    """What the catalogue has to show: values that hold no placeholder; aliases and wordings are read, not shown."""
    for path in sorted((ROOT / "data" / "catalogue").glob("*.yml")):
        for token in yaml.scan(path.read_text(encoding="utf-8")):
            if isinstance(token, yaml.ScalarToken) and not PATTERN.search(token.value) and "{" not in token.value:
                yield f"{path.name}:{token.start_mark.line + 1}", token.value


def test_catalogue_texts_have_full_width_punctuation():
    read = {"村(社区)", "新(改)建", "新(扩)建"}  # other names of headers, words of reports
    assert [place for place, text in catalogue_texts() if HALF_WIDTH.search(text) and text not in read] == []


def test_assets_of_the_browser_have_full_width_punctuation():
    words = json.loads((ROOT / "ui" / "shell" / "assets" / "frame_texts.json").read_text(encoding="utf-8"))
    assert re.findall(rf".*(?:{HALF_WIDTH.pattern}).*", json.dumps(words, ensure_ascii=False, indent=0)) == []
    scripts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "ui").rglob("*.js"))]
    texts = [text for script in scripts for text in re.findall(r'"([^"\n]*)"|`([^`]*)`', script)]
    assert [text for text in texts if HALF_WIDTH.search("".join(text))] == []


def test_messages_of_make_have_full_width_punctuation():
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    said = [text for line in lines for text in re.findall(r'echo "([^"]*)"', line)]
    assert said
    assert [text for text in said if HALF_WIDTH.search(re.sub(r"\([A-Z][^)]*\)", "", text))] == []


#: Words of the makers that a reader does not know, and what only an administrator types at a terminal.
NOT_PLAIN = ("自动成线", "没有偏差可画", "每个灯的依据", "不亮灯", "确数", "去向未载明", "第几天（天）", "个格子")
PAGES = ("pages", "views", "charts", "ui/show", "ui/edit", "ui/meeting", "ui/shell")


def test_pages_use_plain_words():
    columns = [column.header for table in TABLES.values() for column in table.all_columns]
    texts = [text for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") for _, text in literals(path)]
    helps = [entry["help"] for entry in read_catalogue("headers")["columns"].values() if "help" in entry]
    shown = "\n".join((*columns, *texts, *helps)).replace("准确数", "")
    assert [word for word in NOT_PLAIN if word in shown] == []


def test_pages_show_no_command_lines():
    paths = [path for folder in PAGES for path in sorted((ROOT / folder).rglob("*.py"))]
    assert [(path.name, text) for path in paths for _, text in literals(path) if "python -m" in text] == []
