"""A PostgreSQL store whose tables somebody altered: check says it in words, and a good backup is restored over it."""

import pytest
import sqlalchemy as sa

from store import migrate, read
from store.__main__ import main
from store.backup import backup
from store.check import check_store
from store.engine import SETTING, database_url, engine
from store.errors import StoreDamaged
from store.restore import restore
from tests.examples import few
from tests.store import committer
from tests.store.samples import EDITOR

TABLES_ALTERED = (
    "DROP TABLE versions CASCADE",
    "DROP TABLE rows",
    "DROP TABLE accounts CASCADE",
    "DROP TABLE audit_head; DROP TABLE seed_imports; DROP TABLE sessions",
    "ALTER TABLE version_sources DROP COLUMN origin",
    "ALTER TABLE versions ADD COLUMN extra integer NOT NULL DEFAULT 1; ALTER TABLE versions ALTER extra DROP DEFAULT",
    "ALTER TABLE rows RENAME COLUMN cells TO lines",
    "ALTER TABLE rows ALTER cells TYPE bytea USING cells::bytea",
    "ALTER TABLE versions ALTER note DROP NOT NULL",
    "ALTER TABLE versions RENAME TO versions_old",
    "ALTER TABLE versions DROP CONSTRAINT uq_versions_parent_id",
    "ALTER TABLE contents DROP CONSTRAINT pk_contents CASCADE",
    "ALTER TABLE version_contents DROP CONSTRAINT fk_version_contents_version_id_versions",
    "DROP INDEX uq_versions_first",
    "ALTER TABLE audit ADD CONSTRAINT never CHECK (seq < 0) NOT VALID",
    "DROP TABLE rows; CREATE VIEW rows AS SELECT 1 AS position",
    "DROP TABLE rows; CREATE TYPE rows AS (a integer)",
    "DROP FUNCTION refuse_change CASCADE; CREATE FUNCTION refuse_change() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'; "
    "CREATE TRIGGER ours BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION no()",
    "CREATE RULE ours AS ON INSERT TO versions DO INSTEAD NOTHING",
)  # fmt: skip
#: What check cannot call a fault of the store, or says in another way.
OTHERS_ALTERED = (
    "CREATE TABLE notes (version integer REFERENCES versions (id)); INSERT INTO notes VALUES (1)",
    "DROP TABLE alembic_version",
    "DELETE FROM alembic_version",
    "UPDATE alembic_version SET version_num = '00x2'",
)
CELLS_DAMAGED = (
    "UPDATE audit SET details = '{'",
    "UPDATE audit SET action = 'restore', details = '{\"last_number\": \"many\"}'",
    "UPDATE versions SET digest = 'x'",
    "UPDATE rows SET cells = '{'",
    "INSERT INTO accounts VALUES ('王芳', 'emperor', 'x', '2023', NULL)",
)


@pytest.fixture(scope="module")
def backup_file(tmp_path_factory):
    """A backup of 12 versions."""
    folder = tmp_path_factory.mktemp("backup")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, f"sqlite:///{folder}/progress.db")
        migrate.initialise()
        for _ in range(12):
            committer.commit_next()
        backup(folder / "backup.db")
        engine().dispose()
    return folder / "backup.db"


@pytest.fixture
def altered(cluster, monkeypatch, tmp_path):
    """altered(statements) is a store of two versions in PostgreSQL after that."""
    monkeypatch.setattr("store.restore.DEFAULT_FILE", tmp_path / "progress.db")
    monkeypatch.setenv(SETTING, cluster.new_database())
    migrate.initialise()
    for _ in range(2):
        committer.commit_next()

    def alter(statements):
        with engine().begin() as connection:
            connection.execute(sa.text(statements.replace(":", r"\:")))

    yield alter
    engine().dispose()


def assert_restored(backup_file, capsys):
    code = main(["restore", str(backup_file), "--by", "王芳"])
    assert (code, capsys.readouterr().err) == (0, "")
    assert read.read_current_id() == 12
    assert read.read_table("land")["area_mu"].tolist() == committer.areas(12)
    assert check_store() == []
    assert committer.commit_next() > 12
    assert main(["check"]) == 0


@pytest.mark.parametrize("statements", few(TABLES_ALTERED, 0, 7, 13, -1))
def test_check_altered_table_is_named_and_restorable(altered, backup_file, capsys, statements):
    altered(statements)
    assert main(["check"]) == 1
    assert "发现" in capsys.readouterr().out
    assert_restored(backup_file, capsys)


@pytest.mark.parametrize("statements", OTHERS_ALTERED)
def test_check_altered_schema_gives_message_and_is_restorable(altered, backup_file, capsys, statements):
    altered(statements)
    assert main(["check"]) in (0, 1)
    told = capsys.readouterr()
    assert (told.out + told.err).strip()
    assert_restored(backup_file, capsys)


@pytest.mark.parametrize("statement", CELLS_DAMAGED)
def test_restore_over_damaged_cells_succeeds(altered, backup_file, capsys, statement):
    tables = ("audit", "versions", "rows")
    off = "; ".join(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables)
    on = "; ".join(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables)
    altered(f"{off}; {statement}; {on}")
    assert main(["check"]) == 1
    capsys.readouterr()
    assert_restored(backup_file, capsys)


def test_check_unreadable_page_is_named_and_restorable(altered, cluster, backup_file, capsys):
    with engine().connect() as connection:
        path = connection.exec_driver_sql("SELECT pg_relation_filepath('rows')").scalar_one()
    engine().dispose()
    cluster.run("pg_ctl", "-w", "-m", "fast", "stop")
    file = cluster.folder / "data" / path
    file.write_bytes(b"\x5a" * file.stat().st_size)
    cluster.start()
    assert main(["check"]) == 1
    told = capsys.readouterr()
    assert "表内容读不下去" in told.out
    assert "连不上" not in told.out + told.err
    assert_restored(backup_file, capsys)


def test_restore_keeps_altered_tables_in_a_named_schema(altered, backup_file, capsys):
    altered("ALTER TABLE versions RENAME COLUMN note TO remark")
    restored = restore(backup_file, EDITOR)
    assert restored.damaged
    with engine().begin() as connection:
        kept = sa.text(f"SELECT id, remark FROM {restored.previous_schema}.versions ORDER BY id")
        assert [row.id for row in connection.execute(kept)] == [1, 2]
        connection.execute(sa.text(f"DROP SCHEMA {restored.previous_schema} CASCADE"))
    assert check_store() == []


def test_restore_without_permission_to_move_tables_changes_nothing(altered, backup_file):
    altered("ALTER TABLE versions RENAME COLUMN note TO remark")
    with engine().begin() as connection:
        name = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
        connection.exec_driver_sql(
            f"CREATE ROLE office_{name} LOGIN; GRANT USAGE, CREATE ON SCHEMA {name} TO office_{name};"
            f"GRANT ALL ON ALL TABLES IN SCHEMA {name} TO office_{name}"
        )
    engine().dispose()
    owner = database_url()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, owner.set(username=f"office_{name}").render_as_string(hide_password=False))
        with pytest.raises(StoreDamaged, match=r"GRANT CREATE ON DATABASE.*新建一个空的 PostgreSQL 数据库"):
            restore(backup_file, EDITOR)
        engine().dispose()
    with engine().connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM versions").scalar() == 2
