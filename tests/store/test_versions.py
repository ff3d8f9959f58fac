"""Versions: whole, immutable, one after the other."""

import hashlib
from dataclasses import replace

import pandas as pd
import pytest
import sqlalchemy as sa

from domain.schema.frames import conform
from store import earlier_versions, read, schema
from store.audit import read_audit
from store.check import check_store
from store.engine import engine
from store.errors import ConflictError, InvalidDraft, NothingChanged, PermissionDenied, UnknownVersion
from store.records import Draft
from store.write import commit_version, rollback
from tests.store.samples import EDITOR, JUNE, SCOPE, VIEWER, draft, land, report


def commit(proposed: Draft, parent: int | None = None, **changes):
    return commit_version(proposed, parent, changes.get("by", EDITOR), changes.get("note", "更正"), JUNE)


def test_store_empty_has_no_version_and_empty_tables(store):
    assert read.read_current() is None
    assert read.read_current_id() is None
    assert read.read_table("land").empty
    assert read.read_source() is None


def test_version_committed_round_trips(store):
    version = commit(draft(880, 600.5))
    assert read.read_current() == version
    assert (version.id, version.author, version.as_of, version.parent_id) == (1, "王芳", JUNE, None)
    pd.testing.assert_frame_equal(read.read_table("land"), land(880, 600.5))


def test_version_table_absent_from_draft_is_inherited(store):
    safety = conform("safety", [{**SCOPE, "row_id": "s1", "found": 11}])
    commit(draft(880, safety=safety))
    second = commit(draft(900), parent=1)
    assert read.read_table("safety", second.id)["found"].tolist() == [11]
    assert read.read_table("land", 1)["area_mu"].tolist() == [880]
    assert read.read_table("land", 2)["area_mu"].tolist() == [900]


def test_version_table_emptied_is_empty(store):
    commit(draft(880))
    commit(draft(), parent=1)
    assert read.read_table("land").empty


def test_conflict_of_second_editor_has_both_diffs_and_overwrites_nothing(store):
    commit(draft(880, 600))
    commit(draft(900, 600), parent=1, note="面积复核")
    with pytest.raises(ConflictError, match="面积复核") as caught:
        commit(draft(880, 650), parent=1)
    assert caught.value.current.id == 2
    [theirs], [yours] = (diff.tables["land"].changed for diff in (caught.value.theirs, caught.value.yours))
    assert (theirs.row_id, theirs.old, theirs.new) == ("land-1", 880, 900)
    assert (yours.row_id, yours.old, yours.new) == ("land-2", 600, 650)
    assert read.read_table("land")["area_mu"].tolist() == [900, 600]
    assert read_audit(1)[0].action == "conflict"


def test_conflict_counts_edited_rows_and_not_derived_ones(store):
    commit(draft(880, 600))
    commit(replace(draft(900, 650), tables={**draft(900, 650).tables, "findings": findings("f1", None)}), parent=1)
    theirs = "对方改动 2 处，您改动 1 处。请对照两边的改动，在第2版的基础上重新提交"
    with pytest.raises(ConflictError, match=theirs):
        commit(draft(880, 700), parent=1)
    settled = replace(draft(900, 650), tables={"findings": findings("f1", "已核实")})
    commit(settled, parent=2)
    with pytest.raises(ConflictError, match="对方改动 1 处，您改动 1 处"):
        commit(draft(901, 650), parent=2)


def findings(row_id, resolution):
    return conform("findings", [{**SCOPE, "row_id": row_id, "severity": "doubt", "resolution": resolution}])


def test_commit_repeated_is_one_version(store):
    commit(draft(880))
    commit(draft(900), parent=1)
    with pytest.raises(NothingChanged, match="没有变化"):
        commit(draft(900), parent=1)
    assert [version.id for version in read.list_versions()] == [2, 1]


def test_commit_of_reordered_rows_is_no_change(store):
    commit(draft(880, 600))
    turned = land(880, 600).iloc[::-1]
    with pytest.raises(NothingChanged):
        commit(replace(draft(), tables={"land": turned}), parent=1)


def test_commit_of_other_report_bytes_is_a_change(store):
    commit(draft(880, kind="report", received=report("种植880亩。")))
    commit(draft(880, kind="report", received=report("种植880亩!")), parent=1)
    assert read.read_source().text == "种植880亩!"
    assert read.read_source(1).text == "种植880亩。"


def test_received_file_is_kept_with_name_and_hash(store):
    received = report()
    version = commit(draft(880, kind="report", received=received))
    assert read.read_received(version.id) == ("报告.txt", received.content)
    assert version.received_sha256 == hashlib.sha256("种植880亩。".encode()).hexdigest()
    assert read.read_received(commit(draft(900), parent=1).id) is None


def test_version_after_edit_still_cites_the_report(store):
    commit(draft(880, kind="report", received=report()))
    commit(draft(900), parent=1)
    source = read.read_source(2)
    assert (source.source_id, source.text, source.origin) == ("jinchuan-2023H1", "种植880亩。", {"issuer": "金川街道"})


def test_rollback_is_new_version_equal_to_old_one(store):
    commit(draft(880, kind="report", received=report()))
    commit(draft(900), parent=1)
    version = rollback(1, EDITOR, "误改")
    assert (version.id, version.parent_id, version.restores_id, version.kind) == (3, 2, 1, "rollback")
    assert not read.diff_versions(1, 3)
    assert read.read_source(3) == read.read_source(1)
    assert [version.id for version in read.list_versions()] == [3, 2, 1]


def test_rollback_to_current_version_changes_nothing(store):
    commit(draft(880))
    with pytest.raises(NothingChanged):
        rollback(1, EDITOR, "误改")


def test_rollback_from_outdated_version_is_a_conflict(store):
    for parent, area in ((None, 880), (1, 900), (2, 910)):
        commit(draft(area), parent=parent)
    with pytest.raises(ConflictError):
        rollback(1, EDITOR, "误改", parent=2)


def test_commit_and_rollback_by_viewer_are_refused_and_audited(store):
    commit(draft(880))
    with pytest.raises(PermissionDenied, match="李强"):
        commit(draft(900), parent=1, by=VIEWER)
    with pytest.raises(PermissionDenied):
        rollback(1, VIEWER, "误改")
    assert len(read.list_versions()) == 1
    assert [(entry.who, entry.action) for entry in read_audit(2)] == [("李强", "refusal")] * 2


@pytest.mark.parametrize(
    ("faulty", "told"),
    [
        (conform("land", [{**SCOPE}]), "没有编号"),
        (conform("land", [{**SCOPE, "row_id": "a"}, {**SCOPE, "row_id": "a"}]), "编号重复"),
        (conform("land", [{**SCOPE, "row_id": "a", "period": "2022H1"}]), "报告期不是“2023H1”"),
        (conform("land", [{"row_id": "a", "period": "2023H1"}]), "单位不是“金川街道”"),
        (conform("land", [{**SCOPE, "row_id": "a", "area_mu": float("inf")}]), "无穷大"),
    ],
)
def test_draft_invalid_is_refused_with_message(store, faulty, told):
    with pytest.raises(InvalidDraft, match=told):
        commit(replace(draft(), tables={"land": faulty}))
    assert read.list_versions() == []


@pytest.mark.parametrize(("period", "told"), [("2023h1", "请写成 2023H1"), ("去年", "不是报告期"), ("", "不是报告期")])
def test_period_in_other_form_is_refused(store, period, told):
    with pytest.raises(InvalidDraft, match=told):
        commit(Draft("金川街道", period, "edit", {}))


def test_file_name_with_control_characters_is_escaped(store):
    commit(draft(880, kind="report", received=replace(report(), name="报\0告\x1b.txt")))
    assert read.read_current().received_name == "报�告�.txt"
    assert read.read_source().name == "报�告�.txt"


def test_as_of_with_time_of_day_is_its_day(store):
    commit_version(draft(880), None, EDITOR, "首次", pd.Timestamp("2023-06-30 15:58"))
    assert read.read_current().as_of == JUNE
    assert check_store() == []


@pytest.mark.parametrize("note", ["", "  \n", "更\0正", "更\x1b[31m正", "长" * 2001])
def test_note_blank_or_invalid_is_refused(store, note):
    with pytest.raises(InvalidDraft, match="说明"):
        commit(draft(880), note=note)


def test_table_history_lists_each_content_once_newest_first(store):
    for parent, area in ((None, 880), (1, 900), (2, 880), (3, 910)):
        commit(draft(area), parent=parent)
    assert earlier_versions.read_earlier("land", 4)["area_mu"].tolist() == [880, 900]
    assert earlier_versions.read_earlier("land", 3)["area_mu"].tolist() == [900, 880]
    assert earlier_versions.read_earlier("land", 1).empty


def test_table_history_names_versions_of_each_content(store):
    for parent, area in ((None, 880), (1, 900), (2, 880), (3, 910)):
        commit(draft(area), parent=parent)
    rows = earlier_versions.read_row_versions("land", 4)
    assert rows[["area_mu", "first_version", "last_version"]].to_numpy().tolist() == [
        [910, 4, 4],
        [880, 1, 3],
        [900, 2, 2],
    ]
    assert earlier_versions.read_row_versions("land", 2)["area_mu"].tolist() == [900, 880]
    assert earlier_versions.read_row_versions("safety", 4).empty


def test_table_history_omits_content_undone_by_rollback(store):
    for parent, area in ((None, 880), (1, 900), (2, 910)):
        commit(draft(area), parent=parent)
    rollback(2, EDITOR, "误改")
    commit(draft(920), parent=4)
    assert earlier_versions.read_earlier("land", 5)["area_mu"].tolist() == [900, 880]
    assert earlier_versions.read_earlier("land", 4)["area_mu"].tolist() == [900, 880]
    assert earlier_versions.read_row_versions("land", 5)["area_mu"].tolist() == [920, 900, 880]
    assert earlier_versions.read_row_versions("land", 3)["area_mu"].tolist() == [910, 900, 880]


def test_table_history_includes_current_versions_of_other_periods(store):
    commit(draft(880))
    half = Draft("金川街道", "2023H2", "edit", {"land": land(900).assign(period="2023H2")})
    commit(half)
    assert earlier_versions.read_earlier("land", 2)["area_mu"].tolist() == [880]


def test_version_diff_lists_changed_tables_only(store):
    commit(draft(880, safety=conform("safety", [{**SCOPE, "row_id": "s1", "found": 11}])))
    commit(draft(900), parent=1)
    first, second = (read.diff_to_parent(read.read_version(number)) for number in (1, 2))
    assert {name: len(table.added) for name, table in first.tables.items()} == {"land": 1, "safety": 1}
    assert [(c.column, c.old, c.new) for c in second.tables["land"].changed] == [("area_mu", 880, 900)]
    assert list(second.tables) == ["land"]
    assert not read.diff_to_parent(replace(read.read_version(2), id=2, parent_id=2))


def test_version_unknown_is_reported(store):
    with pytest.raises(UnknownVersion, match="没有版本 7"):
        rollback(7, EDITOR, "误改")


def test_period_default_is_newest_and_year_follows_its_parts(store):
    def of(period: str) -> Draft:
        rows = land(880).assign(period=period)
        return Draft("金川街道", period, "edit", {"land": rows})

    for period in ("2023H2", "2023Q4", "2023", "2023H1"):
        commit(of(period))
    assert read.read_current().period == "2023"
    assert read.read_current(period="2023H1").period == "2023H1"
    assert read.read_current(org_unit="别处") is None


@pytest.mark.parametrize("table", [table.name for table in schema.APPEND_ONLY])
@pytest.mark.parametrize("change", ["DELETE FROM {0}", "UPDATE {0} SET {1} = {1}"])
def test_database_refuses_changes_of_written_rows(store, table, change):
    commit(draft(880, kind="report", received=report()))
    column = schema.metadata.tables[table].primary_key.columns.keys()[0]
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine().begin() as connection:
        connection.exec_driver_sql(change.format(table, column))
