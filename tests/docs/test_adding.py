"""The recipes of docs/adding.md, carried out on a copy of the project: what they add is found where they promise it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(
    r"```\w+ add=(?P<file>\S+)(?: (?P<where>before|after)=\"(?P<line>(?:[^\"\\]|\\.)*)\")?\n(?P<code>.*?)```", re.S
)
COPIED = (
    "app.py",
    "charts",
    "data",
    "domain",
    "exports",
    "loaders",
    "pages",
    "proposals",
    "seeds",
    "store",
    "ui",
    "views",
)


def carry_out(section: str, project: Path) -> None:
    """Put the blocks of the recipe headed `section` into the files of `project`."""
    text = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
    recipe = re.search(rf"^## {section}\n(.*?)(?=^## |\Z)", text, re.S | re.M)
    blocks = list(BLOCK.finditer(recipe[1]))
    assert blocks
    for block in blocks:
        path = project / block["file"]
        if block["where"] is None:
            assert not path.exists()
            path.parent.mkdir(exist_ok=True)
            path.write_text(block["code"], encoding="utf-8")
            continue
        line, lines = block["line"].replace('\\"', '"'), path.read_text(encoding="utf-8").splitlines(keepends=True)
        (place,) = [at for at, each in enumerate(lines) if each.startswith(line)]
        lines.insert(place + (block["where"] == "after"), block["code"])
        path.write_text("".join(lines), encoding="utf-8")


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.db*", "__pycache__", ".progress*")
            )
        else:
            shutil.copy(ROOT / name, folder / name)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def run(project: Path, code: str) -> str:
    """What `code` prints in the copy of the project, whose store is a file of its own."""
    environment = {
        **os.environ,
        "PROGRESS_DATABASE_URL": f"sqlite:///{project / 'store.db'}",
        "PYTHONPATH": str(project),
    }
    done = subprocess.run([sys.executable, "-c", code], cwd=project, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


TABLE = """
from domain.schema.csv_text import csv_text
from domain.schema.frames import conform
from domain.schema.tables import DOMAINS, BASE_TABLES
from exports.ledger.ledger_file import ledger
from loaders.workbook import read_workbook
from proposals.merge import merge_tables
from proposals.proposal import edited_rows, propose_edit, commit, whole_tables
from proposals.report_import import ensure_filled
from store.read import read_current, read_tables
from store.records import Actor
from views.more import more_view
from views.search import search
import io, openpyxl

assert DOMAINS["education"] == "教育" and "education" in BASE_TABLES
ensure_filled()
parent = read_current()
by = Actor("王芳", "editor")
rows = edited_rows("education", whole_tables(parent)["education"])
rows.loc[0, ["school", "pupils"]] = ["第一小学", 812]
rows.loc[1, ["school", "pupils"]] = ["第二小学", 640]
outcome = propose_edit({"education": rows}, parent, parent, by).outcome
assert not outcome.faults, outcome.faults
version = commit(outcome, by, "补录", parent.as_of, confirmed=True)
stored = read_tables(version.id)["education"]
assert stored["pupils"].tolist() == [812, 640]
print("stored")

book = ledger(whole_tables(version), version)
sheet = openpyxl.load_workbook(io.BytesIO(book))["教育"]
heads = [cell.value for cell in sheet[1]]
assert "在校学生（人）" in heads, heads
reading = read_workbook(book, "台账.xlsx", whole_tables(version))
assert not reading.faults and not reading.diff(whole_tables(version))
print("ledger")

base = {"education": stored}
yours = {"education": stored.assign(pupils=[815, 640])}
theirs = {"education": stored.assign(note=[None, "含分校"])}
merged = merge_tables(base, yours, theirs).tables["education"]
assert merged["pupils"].tolist() == [815, 640] and merged["note"].tolist()[1] == "含分校"
print("merged")

panel = more_view(whole_tables(version)).sections["education"]
assert panel.drawn["value"].tolist() == [812, 640] and len(panel.table) == 2
print("page")
assert "第一小学" in csv_text(stored, "education")
print("csv")

found = search(whole_tables(version), "", "第一小学")
assert [hit.name for hit in found["education"]] == ["第一小学"] and list(found) == ["education"], found
assert "812" in found["education"][0].contents, found
print("search")
"""

REPORT = """
from loaders.report.read import read_report
from pathlib import Path
from loaders.text.source import load_source

seed = Path("seeds/2023H1")
text = seed / "jinchuan-2023H1.txt"
words = text.read_text(encoding="utf-8").replace("二、", "全部学校共有在校学生4321人。\\n二、", 1)
text.write_text(words, encoding="utf-8")
print(read_report(load_source(text)).tables["education"]["value"].tolist())
"""

EDITOR = """
from streamlit.testing.v1 import AppTest

page = "from ui.edit.editing import pick_table; pick_table()"
(box,) = AppTest.from_string(page, default_timeout=120).run().selectbox
print("教育" in box.options)
"""


def test_recipe_table_adds_it_to_store_ledger_merge_page_csv_and_search(project):
    carry_out("A table", project)
    assert run(project, TABLE).split() == ["stored", "ledger", "merged", "page", "csv", "search"]


def test_recipe_domain_of_readings_is_filled_from_a_report(project):
    carry_out("A domain of readings", project)
    assert run(project, REPORT).strip() == "[4321.0]"


def test_recipe_table_is_offered_by_the_editor(project):
    carry_out("A table", project)
    assert run(project, EDITOR).strip() == "True"


def test_recipe_column_stores_it_and_reads_versions_without_it(project):
    run(project, "from proposals.report_import import ensure_filled; ensure_filled()")
    carry_out("A column", project)
    code = (
        "from store.read import read_current, read_tables\n"
        "print(read_tables(read_current().id)['honours']['prize_wan_yuan'].isna().all())"
    )
    assert run(project, code).strip() == "True"


def test_recipe_check_finds_an_indicator_without_a_name(project):
    carry_out("A check", project)
    code = (
        "from domain.checks import check_report\n"
        "from domain.schema.frames import conform\n"
        "nameless = conform('measures', [{'row_id': 'm1'}])\n"
        "tables = {'figures': conform('figures', []), 'measures': nameless}\n"
        "print(check_report('', tables)['check'].tolist())"
    )
    assert "empty_name" in run(project, code)


def test_recipe_chart_draws_a_dot_per_row(project):
    carry_out("A chart", project)
    code = (
        "import pandas as pd\n"
        "from charts.lone_points import lone_points\n"
        "table = pd.DataFrame({'label': ['立项', '种植'], 'value': [880.0, 584.0]})\n"
        "print(list(lone_points(table, title='面积').data[0].x))"
    )
    assert run(project, code).strip() == "[880.0, 584.0]"


UNIT = """
from loaders.report.read import read_report
from loaders.text.source import parse_source
from views.overview import overview_view

text = "滨江大道征迁应签约房屋46户,已签约40户。桥头流转土地120亩。受理群众来信来访85件。"
tables = read_report(parse_source(text.encode(), "r.txt", {"period": "2024H1", "org_unit": "大桥镇"})).tables
assert set(tables["demolition"]["project"]) == {"滨江大道延伸"}, tables["demolition"]["project"]
assert tables["land"]["place"].tolist() == ["桥头村"], tables["land"]["place"]
print("names")
watched = tables["measures"].query("kind == 'monitor'")
assert watched[["name", "actual"]].to_numpy().tolist() == [["信访件", 85]], watched
print("watched")
assert "滨江大道签约" in overview_view(tables).headlines["label"].tolist()
print("headline")
"""


def test_unit_recipe_gives_its_reports_its_names_and_choices(project):
    carry_out("A unit", project)
    assert run(project, UNIT).split() == ["names", "watched", "headline"]
