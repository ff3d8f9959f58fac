"""A new database and one that went through every migration are the same."""

import shutil
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
import sqlalchemy as sa

from store import migrate, schema
from store.engine import SETTING, database_url, engine, new_store, translated_errors, writing
from store.errors import StoreUnavailable
from store.read import read_table
from store.write import commit_version
from tests.store.samples import EDITOR, JUNE, draft


def described(connection: sa.Connection) -> dict[str, object]:
    """Everything that the database itself says of its tables, indexes, constraints and triggers."""
    if connection.dialect.name == "sqlite":
        listed = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master ORDER BY name")
        return {name: sorted(sql.replace(",", " ").split()) if sql else None for name, sql in listed}
    questions = {
        "columns": "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default "
        "FROM information_schema.columns WHERE table_schema = current_schema()",
        "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = current_schema()::regnamespace",
        "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()",
        "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal "
        "AND (SELECT relnamespace FROM pg_class WHERE pg_class.oid = tgrelid) = current_schema()::regnamespace",
        "functions": "SELECT prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace",
    }
    return {
        what: sorted(map(str, map(tuple, connection.exec_driver_sql(question)))) for what, question in questions.items()
    }


def without_tables(url: str) -> AbstractContextManager[None]:
    """Inside, the database at `url` can be written to though there is nothing in it."""
    return new_store(Path(sa.make_url(url).database)) if url.startswith("sqlite") else nullcontext()


def test_migration_of_new_database_equals_all_steps(new_store):
    with without_tables(new_store), writing() as connection:
        migrate.upgrade(connection)
        migrated = described(connection)
        for statement in drop_everything(connection):
            connection.exec_driver_sql(statement)
        schema.create_all(connection)
        assert described(connection) == migrated


def drop_everything(connection: sa.Connection) -> list[str]:
    if connection.dialect.name == "postgresql":
        name = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
        return [f"DROP SCHEMA {name} CASCADE", f"CREATE SCHEMA {name}"]
    names = [table.name for table in reversed(schema.metadata.sorted_tables)]
    return [f"DROP TABLE {name}" for name in [*names, "alembic_version"]]


def test_migration_creates_database_once(new_store):
    assert migrate.initialise() is True
    assert migrate.initialise() is False


def test_migration_of_older_database_keeps_content(store, tmp_path):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate.SCRIPTS, scripts)
    (scripts / "versions" / "v9000_more.py").write_text(
        f"import sqlalchemy as sa\nfrom alembic import op\nrevision = '9000'\ndown_revision = '{schema.HEAD}'\n"
        "def upgrade():\n    op.add_column('seed_imports', sa.Column('read_at', sa.Text))\n"
    )
    with writing() as connection:
        migrate.upgrade(connection, scripts)
    with engine().connect() as connection:
        assert "read_at" in {column["name"] for column in sa.inspect(connection).get_columns("seed_imports")}
    assert read_table("land")["area_mu"].tolist() == [880]


def test_migration_of_newer_database_is_refused(store):
    with writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreUnavailable, match="9999"):
        migrate.initialise()


@pytest.mark.parametrize("address", ["nonsense", "foo://x", "mysql://u:p@h/d", "postgresql://u:p@h:port/d"])
def test_database_invalid_address_is_reported(monkeypatch, address):
    monkeypatch.setenv(SETTING, address)
    with pytest.raises(StoreUnavailable, match=SETTING):
        migrate.initialise()


def test_database_address_is_that_of_streamlit_secrets(tmp_path, monkeypatch):
    from streamlit.runtime.secrets import Secrets

    secrets = tmp_path / "secrets.toml"
    secrets.write_text(f'{SETTING} = "sqlite:///{tmp_path}/named.db"\n[auth]\ncookie_secret = "x"\n')
    monkeypatch.setattr("domain.settings.SECRETS", secrets)
    monkeypatch.delenv(SETTING)
    by_command = database_url()
    assert by_command.database == f"{tmp_path}/named.db"
    monkeypatch.setattr("streamlit.config.get_option", {"secrets.files": [str(secrets)]}.get)
    monkeypatch.setattr(Secrets, "_maybe_install_file_watchers", lambda self: None)
    monkeypatch.setenv(SETTING, "sqlite:////another.db")
    with pytest.raises(StoreUnavailable, match=r"secrets\.toml 中写的数据库不同"):
        database_url()
    assert Secrets().load_if_toml_exists()
    assert database_url() == by_command


def test_database_unreadable_secrets_are_reported(tmp_path, monkeypatch):
    (tmp_path / "broken.toml").write_text("PROGRESS_DATABASE_URL = sqlite:///x\n")
    monkeypatch.setattr("domain.settings.SECRETS", tmp_path / "broken.toml")
    monkeypatch.delenv(SETTING)
    with pytest.raises(StoreUnavailable, match=r"broken\.toml 读不出来"):
        migrate.initialise()


def test_database_unreachable_is_reported(monkeypatch):
    monkeypatch.setenv(SETTING, "postgresql://postgres@127.0.0.1:1/none")
    with pytest.raises(StoreUnavailable, match="连不上"):
        migrate.initialise()


def test_database_without_create_permission_is_reported(cluster, monkeypatch):
    monkeypatch.setenv(SETTING, cluster.new_database())
    with engine().begin() as connection:
        name = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
        connection.exec_driver_sql(f"CREATE ROLE clerk_{name} LOGIN; GRANT USAGE ON SCHEMA {name} TO clerk_{name}")
    engine().dispose()
    monkeypatch.setenv(SETTING, database_url().set(username=f"clerk_{name}").render_as_string(hide_password=False))
    with pytest.raises(StoreUnavailable, match="GRANT CREATE ON SCHEMA"):
        migrate.initialise()
    engine().dispose()


def test_database_error_with_misleading_parameter_is_classified_by_its_cause(sqlite_store):
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    hostile = sa.update(schema.audit_head).values(hash="malformed, read-only, disk is full")
    with writing(), engine().connect() as rival:
        rival.exec_driver_sql("PRAGMA busy_timeout = 0")
        with pytest.raises(StoreUnavailable, match="正忙"), translated_errors():
            rival.execute(hostile)


def test_migration_of_store_without_accounts_succeeds(new_store):
    with without_tables(new_store), writing() as connection:
        migrate.upgrade(connection, to="0001")
        assert "accounts" not in sa.inspect(connection).get_table_names()
    assert migrate.initialise() is True
    with engine().connect() as connection:
        assert {"accounts", "sessions", "signing_keys"} <= set(sa.inspect(connection).get_table_names())
