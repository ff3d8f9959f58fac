"""The first start: seeds in, once, quickly, and never over what a person did."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from domain.schema.tables import TABLES
from proposals import report_import as build
from store import read
from store.check import check_store
from store.engine import SETTING
from store.errors import StoreError
from store.records import Draft
from store.write import commit_version
from tests.examples import sqlite_first
from tests.server.prepared import fork_python
from tests.store.samples import EDITOR, JUNE

ROOT = Path(__file__).parents[2]


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    return Path(shutil.copytree(build.SEEDS, tmp_path / "seeds"))


def report_in(seeds: Path) -> Path:
    return seeds / "2023H1" / "jinchuan-2023H1.txt"


def edit(area: float) -> None:
    current = read.read_current()
    land = read.read_table("land").assign(area_mu=area)
    commit_version(Draft(current.org_unit, current.period, "edit", {"land": land}), current.id, EDITOR, "更正", JUNE)


def test_first_start_stores_every_table_of_the_seed_with_its_bytes(new_store):
    [version] = build.ensure_filled()
    assert (version.org_unit, version.period, version.as_of, version.kind) == ("金川街道", "2023H1", JUNE, "seed")
    assert set(read.read_tables(version.id)) == set(TABLES)
    received = report_in(build.SEEDS).read_bytes()
    assert read.read_received(version.id) == ("jinchuan-2023H1.txt", received)
    source = read.read_source()
    assert source.origin["issuer"] == "金川街道"
    figures = read.read_table("figures")
    assert all(source.text[start:end] == quote for start, end, quote in figures[["start", "end", "quote"]].to_numpy())
    assert set(figures["source_id"]) == {source.source_id}
    assert check_store() == []


@sqlite_first
def test_second_start_stores_nothing(new_store):
    build.ensure_filled()
    assert build.ensure_filled() == []
    assert len(read.list_versions()) == 1


@sqlite_first
def test_changed_seed_is_read_again(new_store, seeds):
    build.ensure_filled(seeds)
    path = report_in(seeds)
    path.write_bytes(path.read_bytes().replace("880亩".encode(), "900亩".encode()))
    [version] = build.ensure_filled(seeds)
    assert (version.id, version.parent_id) == (2, 1)
    assert "重新导入" in version.note
    assert 900 in read.read_table("land")["area_mu"].tolist()


@sqlite_first
def test_changed_reader_with_the_same_result_stores_nothing(new_store, seeds):
    build.ensure_filled(seeds)
    (seeds / "2023H1" / "remarks.md").write_text("no report")
    assert build.ensure_filled(seeds) == []


@sqlite_first
def test_seed_after_a_version_of_a_person_is_not_stored(new_store, seeds):
    build.ensure_filled(seeds)
    edit(1)
    path = report_in(seeds)
    path.write_bytes(path.read_bytes().replace("880亩".encode(), "900亩".encode()))
    assert build.ensure_filled(seeds) == []
    assert set(read.read_table("land")["area_mu"]) == {1}


@sqlite_first
def test_second_period_becomes_the_current_one(new_store, seeds):
    shutil.copytree(seeds / "2023H1", seeds / "2023H2")
    origin = seeds / "2023H2" / "origin.yml"
    origin.write_text(origin.read_text().replace("period: 2023H1", "period: 2023H2"))
    assert [version.period for version in build.ensure_filled(seeds)] == ["2023H1", "2023H2"]
    assert read.read_current().period == "2023H2"


@sqlite_first
def test_unreadable_seed_is_named_and_the_others_are_stored(new_store, seeds):
    (seeds / "2022H2").mkdir()
    (seeds / "2022H2" / "empty.txt").write_bytes(b"")
    with pytest.raises(StoreError, match=r"2022H2.*empty\.txt"):
        build.ensure_filled(seeds)
    assert read.read_current().period == "2023H1"


def test_imported_report_follows_the_current_version(new_store, tmp_path):
    build.ensure_filled()
    path = tmp_path / "changed.txt"
    path.write_bytes(report_in(build.SEEDS).read_bytes().replace("880亩".encode(), "900亩".encode()))
    origin = (build.SEEDS / "2023H1" / "origin.yml").read_text().replace("jinchuan-2023H1.txt", "changed.txt")
    (tmp_path / "origin.yml").write_text(origin)
    version = build.import_report(path, EDITOR, "更正版报告")
    assert (version.id, version.parent_id, version.kind, version.author) == (2, 1, "report", "王芳")
    assert read.read_source().name == "changed.txt"
    assert read.read_source(1).name == "jinchuan-2023H1.txt"


@sqlite_first
def test_decisions_of_persons_are_kept_by_an_import(new_store, tmp_path):
    build.ensure_filled()
    measures = read.read_table("measures")
    chosen = measures.index[measures["row_id"] == "measures:土地整治(新增耕地)种植平方米#2"]
    measures.loc[chosen, ["chosen", "chosen_by", "chosen_reason"]] = [True, "王芳", "县里已确认"]
    commit_version(Draft("金川街道", "2023H1", "edit", {"measures": measures}), 1, EDITOR, "选定目标", JUNE)
    path = Path(shutil.copytree(build.SEEDS / "2023H1", tmp_path / "again")) / "jinchuan-2023H1.txt"
    path.write_bytes(path.read_bytes().replace("1250万元".encode(), "1300万元".encode()))
    build.import_report(path, EDITOR, "更正版报告")
    now = read.read_table("measures").set_index("row_id")
    assert now.loc["measures:土地整治(新增耕地)种植平方米#2", "chosen_reason"] == "县里已确认"
    assert now["chosen"].notna().sum() == 1


def test_processes_started_at_once_store_one_version(new_store, tmp_path):
    code = "from proposals.report_import import ensure_filled; print(len(ensure_filled()))"
    printed = [tmp_path / f"{number}.txt" for number in range(3)]
    started = [fork_python("-c", code, output=path, errors=path) for path in printed]
    assert [process.wait(timeout=60) for process in started] == [0, 0, 0]
    assert sorted(int(path.read_text()) for path in printed) == [0, 0, 1]
    assert len(read.list_versions()) == 1
    assert check_store() == []


def test_first_start_loads_no_modules_for_pages_and_workbooks(tmp_path, monkeypatch):
    """How long it takes is in benchmarks/start.py."""
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/first.db")
    code = "import sys; from store.__main__ import main; main(['init']); print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).splitlines()[-1].split()
    assert not {"alembic", "docx", "openpyxl", "plotly", "pptx", "psycopg", "python_calamine", "streamlit"} & {*loaded}
    assert {"pandas", "proposals.report_import", "loaders.report.read"} <= {*loaded}
