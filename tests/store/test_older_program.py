"""A store and a ledger that an older program made (commit 601c6a3): both go on working."""

import io
import json
import shutil
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa

from domain.judging.decisions import carry_decisions, chosen_target, is_chosen
from loaders.report.read import read_report
from loaders.text.source import load_source
from proposals.former_ids import keep_former_ids
from proposals.proposal import commit, propose_edit, propose_workbook, whole_tables
from proposals.report_import import SEEDS
from store import migrate, schema
from store.check import check_store
from store.earlier_versions import read_row_versions
from store.engine import SETTING, engine, reading
from store.former_ids import current_ids
from store.read import diff_versions, list_versions, read_current, read_tables, read_version
from store.records import Actor, Draft, Received
from store.unit_changes import confirm_unit
from store.units import list_units
from store.write import commit_version, rollback

FILES = Path(__file__).parent / "files"
LEDGER = FILES / "ledger-of-601c6a3.xlsx"
BY = Actor("王芳", "editor", account="王芳")


@pytest.fixture
def older_store(tmp_path, monkeypatch):
    path = tmp_path / "progress.db"
    shutil.copy(FILES / "store-of-601c6a3.db", path)
    monkeypatch.setenv(SETTING, f"sqlite:///{path}")
    migrate.initialise()
    yield path
    engine().dispose()


def changed_ledger():
    """The ledger with one figure changed: 面积 of the first row of 土地整治 that has one is 4 more. Bytes, old, new."""
    book = openpyxl.load_workbook(LEDGER)
    sheet = book["土地整治"]
    (area,) = [cell.column for cell in sheet[1] if cell.value == "面积(亩)"]
    row = next(at for at in range(2, sheet.max_row + 1) if sheet.cell(at, area).value is not None)
    old = float(sheet.cell(row, area).value)
    sheet.cell(row, area).value = old + 4
    written = io.BytesIO()
    book.save(written)
    return written.getvalue(), old, old + 4


def test_older_store_is_upgraded_and_sound(older_store):
    assert [version.id for version in list_versions()] == [2, 1]
    assert check_store() == []
    assert len(whole_tables(read_version(1))["figures"]) == len(whole_tables(read_version(2))["figures"])


def test_older_ledger_uploaded_unchanged_has_no_change(older_store):
    proposal = propose_workbook(LEDGER.read_bytes(), LEDGER.name, read_current(), BY)
    assert proposal.base.id == 2
    assert proposal.reading.faults == ()
    assert not proposal.outcome.diff


def test_older_ledger_is_committed_and_rolled_back(older_store):
    content, old, new = changed_ledger()
    outcome = propose_workbook(content, "台账.xlsx", read_current(), BY).outcome
    version = commit(outcome, BY, "更新面积", read_current().as_of, confirmed=True)
    areas = [whole_tables(each)["land"]["area_mu"].tolist() for each in (read_version(2), version)]
    ((before, after),) = [pair for pair in zip(*areas, strict=True) if pair[0] != pair[1] and pair[0] == pair[0]]
    assert (before, after) == (old, new)
    back = rollback(1, BY, "改错了")
    assert back.id == 4
    for name, table in whole_tables(back).items():
        assert table.equals(whole_tables(read_version(1))[name])
    assert check_store() == []


def test_older_ledger_with_name_is_committed_after_code_is_confirmed(older_store):
    digests = [version.digest for version in list_versions()]
    confirm_unit("金川街道", "jinchuan", Actor("管理员", "admin"))
    proposal = propose_workbook(LEDGER.read_bytes(), LEDGER.name, read_current(), BY)
    assert (proposal.base.id, proposal.reading.faults, bool(proposal.outcome.diff)) == (2, (), False)
    content, old, new = changed_ledger()
    outcome = propose_workbook(content, "台账.xlsx", read_current(), BY).outcome
    version = commit(outcome, BY, "更新面积", read_current().as_of, confirmed=True)
    changed = {each.column: (each.old, each.new) for each in diff_versions(2, version.id).tables["land"].changed}
    assert changed["area_mu"] == (old, new)
    assert "org_unit" not in changed
    assert version.org_unit == "jinchuan"
    rollback(1, BY, "改错了")
    assert [each.digest for each in list_versions()][-2:] == digests
    assert check_store() == []


def test_older_store_has_unit_with_proposed_code(older_store):
    assert [(unit.code, unit.name, unit.confirmed) for unit in list_units()] == [("jcjd", "金川街道", False)]


@pytest.fixture
def read_anew(older_store):
    """The seed as this program reads it, once the ids that the older one gave are recorded."""
    source = load_source(SEEDS / "2023H1" / "jinchuan-2023H1.txt")
    tables = read_report(source).tables
    received = Received(source.source_id, "report", source.received, source.source_id, source.text, "utf-8")
    draft = Draft("金川街道", "2023H1", "report", tables, received)
    keep_former_ids(draft, BY)
    return draft


def farmland(measures):
    """The rows of 新增耕地: both claimed targets of one indicator."""
    return measures[measures["target"].isin([7850, 800]) & (measures["actual"] == 584)]


def test_older_versions_keep_their_digests_when_report_is_read_anew(read_anew):
    assert check_store() == []
    assert len(whole_tables(read_version(1))["measures"]) == 42
    assert len(farmland(read_anew.tables["measures"])) == 2
    assert (
        farmland(read_tables(2)["measures"])["row_id"].tolist()
        == farmland(read_anew.tables["measures"])["row_id"].tolist()
    )


def test_older_ledger_comes_back_without_a_change_when_report_was_read_anew(read_anew):
    proposal = propose_workbook(LEDGER.read_bytes(), LEDGER.name, read_current(), BY)
    assert (proposal.reading.faults, bool(proposal.outcome.diff)) == ((), False)
    assert [fault.kind.code for fault in proposal.reading.all_faults if fault.kind.code == "id_found"] == []


def test_target_chosen_in_older_version_is_kept_by_report_read_anew(read_anew):
    older = read_current()
    row_id = farmland(read_tables(older.id)["measures"])["row_id"].iloc[1]
    decided = {"measures": chosen_target(read_tables(older.id)["measures"], row_id, "王芳", "按三年任务")}
    chosen = commit(
        propose_edit({}, older, older, BY, decided=decided).outcome, BY, "选定", older.as_of, confirmed=True
    )
    tables = carry_decisions(read_tables(chosen.id), read_anew.tables)
    new = commit_version(replace(read_anew, tables=tables), chosen.id, BY, "重新导入", older.as_of)
    measures = read_tables(new.id)["measures"]
    assert measures[is_chosen(measures)][["target", "chosen_by", "chosen_reason"]].to_numpy().tolist() == [
        [800.0, "王芳", "按三年任务"]
    ]
    back = rollback(chosen.id, BY, "改错了")
    for name, table in whole_tables(back).items():
        assert table.equals(whole_tables(read_version(chosen.id))[name])
    assert check_store() == []


def test_course_of_indicator_has_both_sides_when_report_was_read_anew(read_anew):
    version = commit_version(read_anew, 2, BY, "重新导入", read_current().as_of)
    course = farmland(read_row_versions("measures", version.id))
    assert course["indicator_id"].nunique() == 1
    assert sorted(zip(course["target"], course["first_version"], strict=True)) == [
        (800, 1),
        (800, 3),
        (7850, 1),
        (7850, 3),
    ]


@pytest.mark.parametrize(
    ("kind", "former", "now"),
    [
        ("measures", "measures.new_farmland.2", "measures:土地整治(新增耕地)种植平方米#2"),
        ("measures", "measures.tongchuang", "measures:同创空间总体项目建设进度%"),
        ("measures", "measures.north_south", "measures:高速公路南北通道征迁"),
        ("indicator_id", "fixed_investment", "固定投资元"),
        ("land", "land.built", "land:土地整治·施工·actual"),
        ("safety", "safety.major_hazards", "safety:隐患·重大"),
    ],
)
def test_former_id_of_older_program_means_the_row_on_the_same_figure(read_anew, kind, former, now):
    assert current_ids("金川街道")[kind][former] == now


def test_every_judged_indicator_of_older_program_but_one_has_an_id_of_today(read_anew):
    older = {row["indicator_id"] for row in read_version_lines(1)}
    assert older - set(current_ids("金川街道")["indicator_id"]) == {"village_projects"}


def read_version_lines(version_id):
    """The rows of `measures` as they are stored in the version."""
    contents, rows = schema.version_contents.c, schema.rows.c
    statement = (
        sa.select(rows.cells)
        .join(schema.version_contents, contents.content_sha256 == rows.content_sha256)
        .where(contents.version_id == version_id, contents.table_name == "measures")
    )
    with reading() as connection:
        return [json.loads(cells) for cells in connection.scalars(statement)]


def test_figures_of_older_versions_are_all_there_when_report_was_read_anew(read_anew):
    older, today = (set(tables["figures"]["start"]) for tables in (read_tables(1), read_anew.tables))
    assert older == today
    assert len(older) > 180
