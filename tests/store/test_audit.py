"""The audit is only ever added to, and whatever is done to it or to a version behind the store's back is noticed."""

import pytest

from store import audit
from store.check import check_store
from store.engine import engine
from store.records import Actor
from store.schema import APPEND_ONLY
from store.write import commit_version, rollback
from tests.examples import few
from tests.store.samples import EDITOR, JUNE, VIEWER, draft, report


@pytest.fixture
def history(store):
    """Three versions and eight entries."""
    commit_version(draft(880, kind="report", received=report()), None, EDITOR, "首次", JUNE)
    commit_version(draft(900), 1, EDITOR, "更正", JUNE)
    rollback(1, EDITOR, "误改")
    for action in ("sign_in", "upload", "export", "sign_out"):
        audit.record(VIEWER, action, {"file": "台账.xlsx"})
    assert check_store() == []


def behind_the_back(*statements: str) -> None:
    """Run `statements` as somebody would who has the database's password and takes the triggers away first."""
    with engine().begin() as connection:
        for table in APPEND_ONLY:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"ALTER TABLE {table.name} DISABLE TRIGGER ALL")
            else:
                for event in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER {table.name}_refuses_{event}")
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_audit_records_every_write_with_person_action_and_time(history):
    entries = audit.read_audit()
    assert [entry.action for entry in reversed(entries)] == [
        "commit", "commit", "rollback", "sign_in", "upload", "export", "sign_out",
    ]  # fmt: skip
    assert [entry.version_id for entry in reversed(entries)][:4] == [1, 2, 3, None]
    assert {entry.who for entry in entries} == {"王芳", "李强"}
    assert all(entry.at.endswith("Z") for entry in entries)


@pytest.mark.parametrize(
    "statement",
    few(
        [
            "UPDATE audit SET who = '别人' WHERE seq = 4",
            "UPDATE audit SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 1",
            "UPDATE audit SET details = '{}' WHERE seq = 5",
            "UPDATE audit SET details = '{}' WHERE seq = 1",
            "UPDATE audit SET details = 'x' WHERE seq = 1",
            "INSERT INTO audit_head VALUES (2, 1, 'x')",
            "DELETE FROM audit WHERE seq = 5",
            "DELETE FROM audit WHERE seq = 7",
            "DELETE FROM audit WHERE seq = 1",
            "DELETE FROM audit",
        ],
        0,
        2,
        6,
        9,
    ),
)
def test_audit_changed_or_deleted_entry_is_detected(history, statement):
    behind_the_back(statement)
    assert any("操作记录" in fault for fault in check_store())


def test_audit_reordered_entries_are_detected(history):
    behind_the_back(*(f"UPDATE audit SET seq = {new} WHERE seq = {old}" for old, new in ((4, 99), (5, 4), (99, 5))))
    assert any("操作记录" in fault for fault in check_store())


def test_audit_inserted_entry_is_detected(history):
    behind_the_back(
        "INSERT INTO audit (seq, at, who, role, action, details, previous, hash) "
        "SELECT 8, at, who, role, 'export', details, hash, hash FROM audit WHERE seq = 7"
    )
    assert any("操作记录" in fault for fault in check_store())


@pytest.mark.parametrize(
    ("statement", "told"),
    few(
        [
            ('UPDATE rows SET cells = \'{"row_id":"land-1"}\'', "与写入时不符"),
            ("DELETE FROM rows", "现有 0 行"),
            ("UPDATE versions SET note = '别的' WHERE id = 2", "版本 2 与写入时不符"),
            ("UPDATE versions SET as_of = '2022-01-01' WHERE id = 3", "版本 3 与写入时不符"),
            ("UPDATE sources SET text = '种植900亩。'", "原文“报告.txt”与写入时不符"),
            ("DELETE FROM version_sources WHERE version_id = 3", "版本 3 与写入时不符"),
            ("DELETE FROM version_contents WHERE version_id = 2", "版本 2 与写入时不符"),
            ("INSERT INTO contents VALUES ('0', 'land', 0)", "不属于任何版本"),
        ],
        0,
        1,
        4,
        7,
    ),
)
def test_check_version_changed_by_hand_is_detected(history, statement, told):
    behind_the_back(statement)
    assert any(told in fault for fault in check_store())


def test_check_during_a_commit_finds_nothing(history, monkeypatch):
    from store import check

    def held(connection):
        found = before(connection)
        commit_version(draft(910), 3, EDITOR, "更正", JUNE)
        return found

    before = check._committed_digests
    monkeypatch.setattr(check, "_committed_digests", held)
    assert check_store() == []
    assert audit.read_audit(1)[0].version_id == 4


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE versions SET as_of = 'soon' WHERE id = 2", "版本 2 与写入时不符"),
        ("UPDATE versions SET note = CAST(x'ff' AS TEXT) WHERE id = 3", "版本读不下去"),
        ("UPDATE rows SET cells = x'ff'", "表内容读不下去"),
        ("UPDATE audit SET details = CAST(x'ff' AS TEXT) WHERE seq = 1", "操作记录读不下去"),
        ("UPDATE contents SET table_name = 'nope'", "与写入时不符"),
    ],
)
def test_check_unreadable_part_hides_no_other_fault(sqlite_store, statement, told):
    for parent, area in ((None, 880), (1, 900), (2, 910)):
        commit_version(draft(area), parent, EDITOR, "更正", JUNE)
    with engine().connect() as connection:
        connection.connection.driver_connection.executescript("PRAGMA foreign_keys = OFF")
        connection.rollback()
    behind_the_back(statement, "UPDATE audit_head SET seq = 99", "UPDATE audit SET who = '别人' WHERE seq = 2")
    faults = check_store()
    assert any(told in fault for fault in faults)
    assert any("触发器 versions_refuses_update" in fault for fault in faults)
    assert any("操作记录" in fault for fault in faults)


def test_check_missing_table_is_detected(history):
    with engine().begin() as connection:
        connection.exec_driver_sql("DROP TABLE version_sources")
    assert check_store() == ["数据表 version_sources 不见了，其余没有查完"]


def test_check_missing_or_empty_trigger_is_detected(history):
    with engine().begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE rows DISABLE TRIGGER USER")
            connection.exec_driver_sql("DROP TRIGGER audit_refuses_change ON audit")
        else:
            connection.exec_driver_sql("DROP TRIGGER rows_refuses_delete")
            connection.exec_driver_sql("DROP TRIGGER audit_refuses_update")
            connection.exec_driver_sql("CREATE TRIGGER audit_refuses_update BEFORE UPDATE ON audit BEGIN SELECT 1; END")
    first, second = check_store()
    assert "触发器 audit_refuses" in first
    assert "触发器 rows_refuses" in second


def test_check_missing_part_is_detected(history):
    with engine().connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.connection.driver_connection.executescript(
                "PRAGMA foreign_keys = OFF; DROP TRIGGER sources_refuses_delete; DELETE FROM sources"
            )
        else:
            connection.exec_driver_sql("ALTER TABLE sources DISABLE TRIGGER ALL")
            connection.exec_driver_sql("SET session_replication_role = replica")
            connection.exec_driver_sql("DELETE FROM sources")
            connection.commit()
    faults = check_store()
    assert any("指向不存在的 sources" in fault for fault in faults)


@pytest.mark.parametrize("name", ["a\0b\x1b", "\ud800", "长" * 5000, "'; DROP TABLE audit; --"])
def test_audit_hostile_name_is_stored_escaped(store, name):
    audit.record(Actor(name, "viewer"), "refusal", {"typed": name})
    [entry] = audit.read_audit()
    assert 0 < len(entry.who) <= 200
    assert entry.who.isprintable()
    assert check_store() == []


def test_audit_unknown_action_is_an_error(store):
    with pytest.raises(KeyError):
        audit.record(EDITOR, "dance")


def test_audit_is_read_in_pages(store):
    for number in range(5):
        audit.record(EDITOR, "export", {"file": str(number)})
    newest = audit.read_audit(2)
    older = audit.read_audit(2, before=newest[-1].seq)
    assert [entry.seq for entry in (*newest, *older)] == [5, 4, 3, 2]
