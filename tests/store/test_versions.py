"""Versions: whole, immutable, one after the other."""

import hashlib
from dataclasses import replace

import pandas as pd
import pytest
import sqlalchemy as sa

from domain.schema.frames import conform
from store import past, read, schema
from store.audit import read_audit
from store.check import check_store
from store.engine import engine
from store.errors import ConflictError, InvalidDraft, NothingChanged, PermissionDenied, UnknownVersion
from store.records import Draft
from store.write import commit_version, rollback
from tests.store.samples import EDITOR, JUNE, SCOPE, VIEWER, draft, land, report


def commit(proposed: Draft, parent: int | None = None, **changes):
    return commit_version(proposed, parent, changes.get("by", EDITOR), changes.get("note", "更正"), JUNE)


def test_an_empty_store_has_no_version_and_empty_tables(store):
    assert read.read_current() is None
    assert read.read_current_id() is None
    assert read.read_table("land").empty
    assert read.read_source() is None


def test_a_committed_version_is_read_back_as_it_was(store):
    version = commit(draft(880, 600.5))
    assert read.read_current() == version
    assert (version.id, version.author, version.as_of, version.parent_id) == (1, "王芳", JUNE, None)
    pd.testing.assert_frame_equal(read.read_table("land"), land(880, 600.5))


def test_a_table_that_the_draft_does_not_name_is_taken_over(store):
    safety = conform("safety", [{**SCOPE, "row_id": "s1", "found": 11}])
    commit(draft(880, safety=safety))
    second = commit(draft(900), parent=1)
    assert read.read_table("safety", second.id)["found"].tolist() == [11]
    assert read.read_table("land", 1)["area_mu"].tolist() == [880]
    assert read.read_table("land", 2)["area_mu"].tolist() == [900]


def test_a_table_emptied_on_purpose_is_empty(store):
    commit(draft(880))
    commit(draft(), parent=1)
    assert read.read_table("land").empty


def test_a_second_editor_from_the_same_parent_gets_both_diffs_and_overwrites_nothing(store):
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


def test_a_conflict_counts_what_people_changed_and_not_what_was_made_of_it(store):
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


def test_the_same_commit_twice_is_one_version(store):
    commit(draft(880))
    commit(draft(900), parent=1)
    with pytest.raises(NothingChanged, match="没有变化"):
        commit(draft(900), parent=1)
    assert [version.id for version in read.list_versions()] == [2, 1]


def test_rows_in_another_order_are_no_change(store):
    commit(draft(880, 600))
    turned = land(880, 600).iloc[::-1]
    with pytest.raises(NothingChanged):
        commit(replace(draft(), tables={"land": turned}), parent=1)


def test_a_report_with_other_bytes_is_a_change_even_where_the_tables_are_equal(store):
    commit(draft(880, kind="report", received=report("种植880亩。")))
    commit(draft(880, kind="report", received=report("种植880亩!")), parent=1)
    assert read.read_source().text == "种植880亩!"
    assert read.read_source(1).text == "种植880亩。"


def test_the_received_bytes_are_kept_with_their_name_and_hash(store):
    received = report()
    version = commit(draft(880, kind="report", received=received))
    assert read.read_received(version.id) == ("报告.txt", received.content)
    assert version.received_sha256 == hashlib.sha256("种植880亩。".encode()).hexdigest()
    assert read.read_received(commit(draft(900), parent=1).id) is None


def test_a_version_after_an_edit_still_cites_the_report(store):
    commit(draft(880, kind="report", received=report()))
    commit(draft(900), parent=1)
    source = read.read_source(2)
    assert (source.source_id, source.text, source.origin) == ("jinchuan-2023H1", "种植880亩。", {"issuer": "金川街道"})


def test_a_rollback_is_a_new_version_equal_to_the_old_one(store):
    commit(draft(880, kind="report", received=report()))
    commit(draft(900), parent=1)
    version = rollback(1, EDITOR, "误改")
    assert (version.id, version.parent_id, version.restores_id, version.kind) == (3, 2, 1, "rollback")
    assert not read.diff_versions(1, 3)
    assert read.read_source(3) == read.read_source(1)
    assert [version.id for version in read.list_versions()] == [3, 2, 1]


def test_a_rollback_to_the_current_version_changes_nothing(store):
    commit(draft(880))
    with pytest.raises(NothingChanged):
        rollback(1, EDITOR, "误改")


def test_a_rollback_decided_on_an_older_state_is_a_conflict(store):
    for parent, area in ((None, 880), (1, 900), (2, 910)):
        commit(draft(area), parent=parent)
    with pytest.raises(ConflictError):
        rollback(1, EDITOR, "误改", parent=2)


def test_a_viewer_can_neither_commit_nor_roll_back_and_the_attempt_is_kept(store):
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
def test_a_draft_that_cannot_be_kept_is_refused_in_words(store, faulty, told):
    with pytest.raises(InvalidDraft, match=told):
        commit(replace(draft(), tables={"land": faulty}))
    assert read.list_versions() == []


@pytest.mark.parametrize(("period", "told"), [("2023h1", "请写成 2023H1"), ("去年", "不是报告期"), ("", "不是报告期")])
def test_a_period_is_written_in_one_way(store, period, told):
    with pytest.raises(InvalidDraft, match=told):
        commit(Draft("金川街道", period, "edit", {}))


def test_a_file_name_with_control_characters_is_kept_readably(store):
    commit(draft(880, kind="report", received=replace(report(), name="报\0告\x1b.txt")))
    assert read.read_current().received_name == "报�告�.txt"
    assert read.read_source().name == "报�告�.txt"


def test_an_as_of_with_a_time_of_day_is_its_day(store):
    commit_version(draft(880), None, EDITOR, "首次", pd.Timestamp("2023-06-30 15:58"))
    assert read.read_current().as_of == JUNE
    assert check_store() == []


@pytest.mark.parametrize("note", ["", "  \n", "更\0正", "更\x1b[31m正", "长" * 2001])
def test_a_note_that_says_nothing_or_cannot_be_kept_is_refused(store, note):
    with pytest.raises(InvalidDraft, match="说明"):
        commit(draft(880), note=note)


def test_what_a_table_held_before_stands_once_newest_first(store):
    for parent, area in ((None, 880), (1, 900), (2, 880), (3, 910)):
        commit(draft(area), parent=parent)
    assert past.read_earlier("land", 4)["area_mu"].tolist() == [880, 900]
    assert past.read_earlier("land", 3)["area_mu"].tolist() == [900, 880]
    assert past.read_earlier("land", 1).empty


def test_the_course_of_a_table_says_in_which_versions_each_content_was_held(store):
    for parent, area in ((None, 880), (1, 900), (2, 880), (3, 910)):
        commit(draft(area), parent=parent)
    rows = past.read_course("land", 4)
    assert rows[["area_mu", "first_version", "last_version"]].to_numpy().tolist() == [
        [910, 4, 4],
        [880, 1, 3],
        [900, 2, 2],
    ]
    assert past.read_course("land", 2)["area_mu"].tolist() == [900, 880]
    assert past.read_course("safety", 4).empty


def test_what_a_rollback_has_undone_counts_no_more(store):
    for parent, area in ((None, 880), (1, 900), (2, 910)):
        commit(draft(area), parent=parent)
    rollback(2, EDITOR, "误改")
    commit(draft(920), parent=4)
    assert past.read_earlier("land", 5)["area_mu"].tolist() == [900, 880]
    assert past.read_earlier("land", 4)["area_mu"].tolist() == [900, 880]
    assert past.read_course("land", 5)["area_mu"].tolist() == [920, 900, 880]
    assert past.read_course("land", 3)["area_mu"].tolist() == [910, 900, 880]


def test_versions_of_other_periods_count_as_they_stand(store):
    commit(draft(880))
    half = Draft("金川街道", "2023H2", "edit", {"land": land(900).assign(period="2023H2")})
    commit(half)
    assert past.read_earlier("land", 2)["area_mu"].tolist() == [880]


def test_what_a_version_changed_is_told_from_the_tables_that_differ(store):
    commit(draft(880, safety=conform("safety", [{**SCOPE, "row_id": "s1", "found": 11}])))
    commit(draft(900), parent=1)
    first, second = (read.diff_to_parent(read.read_version(number)) for number in (1, 2))
    assert {name: len(table.added) for name, table in first.tables.items()} == {"land": 1, "safety": 1}
    assert [(c.column, c.old, c.new) for c in second.tables["land"].changed] == [("area_mu", 880, 900)]
    assert list(second.tables) == ["land"]
    assert not read.diff_to_parent(replace(read.read_version(2), id=2, parent_id=2))


def test_an_unknown_version_is_said(store):
    with pytest.raises(UnknownVersion, match="没有版本 7"):
        rollback(7, EDITOR, "误改")


def test_the_newest_period_is_the_default_and_a_whole_year_follows_its_parts(store):
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
def test_the_database_itself_refuses_to_change_what_was_written(store, table, change):
    commit(draft(880, kind="report", received=report()))
    column = schema.metadata.tables[table].primary_key.columns.keys()[0]
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), engine().begin() as connection:
        connection.exec_driver_sql(change.format(table, column))
