"""Accounts that somebody adds or changes behind the audit are noticed."""

import json

import pytest

from store.accounts import add_account, disable_account, list_accounts, set_password
from store.audit import ACTIONS, append, read_audit
from store.backup import backup
from store.check import check_store
from store.engine import engine, writing
from store.records import Actor
from store.restore import restore
from store.write import commit_version
from tests.examples import few
from tests.store.samples import EDITOR, JUNE, draft
from views.versions import audit_words

ADMIN = Actor("机主", "admin")
PASSWORD = "金川2023不忘"


@pytest.fixture
def accounts(store, tmp_path, monkeypatch):
    """A version and three accounts: 王芳 who edits, 李强 who looks, 赵敏 who is disabled."""
    monkeypatch.setattr("store.restore.DEFAULT_FILE", tmp_path / "progress.db")
    commit_version(draft(880), None, EDITOR, "首次", JUNE)
    for name, role in (("王芳", "editor"), ("李强", "viewer"), ("赵敏", "editor")):
        add_account(name, role, PASSWORD, ADMIN)
    disable_account("赵敏", ADMIN)
    assert check_store() == []


def behind_the_audit(statement: str) -> None:
    with engine().begin() as connection:
        connection.exec_driver_sql(statement)


INSERTED = "INSERT INTO accounts VALUES ('黑客', 'admin', '$argon2id$', '2023-07-10T00:00:00.000000Z', NULL)"


@pytest.mark.parametrize(
    ("statement", "fault"),
    few(
        [
            (INSERTED, "账号“黑客”（管理员）不是用本看板添加的：操作记录中没有添加它的一条"),
            ("UPDATE accounts SET role = 'admin' WHERE name = '李强'", "账号“李强”的角色是 admin，操作记录中是 viewer"),
            ("UPDATE accounts SET role = 'root' WHERE name = '李强'", "账号“李强”的角色“root”不存在"),
            ("UPDATE accounts SET disabled_at = NULL WHERE name = '赵敏'", "账号“赵敏”可登录，操作记录中已停用"),
            ("UPDATE accounts SET disabled_at = '2023' WHERE name = '王芳'", "账号“王芳”已停用，操作记录中可登录"),
            (
                "UPDATE accounts SET password = 'x' WHERE name = '王芳'",
                "账号“王芳”的密码被改过，操作记录中没有这次修改",
            ),
            ("DELETE FROM accounts WHERE name = '赵敏'", "账号“赵敏”在操作记录中已添加，但账号本身不见了"),
        ],
        0,
        3,
        6,
    ),
)
def test_check_account_changed_by_hand_is_named(accounts, statement, fault):
    behind_the_audit(statement)
    assert check_store() == [fault]


def test_check_accounts_changed_by_program_finds_nothing(accounts):
    set_password("王芳", "另一个密码2023", ADMIN)
    add_account("赵敏", "admin", "再一个密码2023", ADMIN)
    disable_account("李强", ADMIN)
    disable_account("李强", ADMIN)
    assert check_store() == []


def test_audit_has_no_password_or_hash(accounts):
    kept = " ".join(entry.details for entry in read_audit())
    assert PASSWORD not in kept
    assert not any(account.password in kept for account in list_accounts())


def test_check_after_restore_compares_remaining_accounts(accounts, tmp_path):
    backup(tmp_path / "backup.db")
    set_password("王芳", "另一个密码2023", ADMIN)
    add_account("孙立", "viewer", PASSWORD, ADMIN)
    assert restore(tmp_path / "backup.db", EDITOR).account_faults == ()
    assert check_store() == []
    behind_the_audit("UPDATE accounts SET role = 'admin' WHERE name = '孙立'")
    assert check_store() == ["账号“孙立”的角色是 admin，操作记录中是 viewer"]


def test_restore_reports_account_inserted_by_hand(accounts, tmp_path):
    backup(tmp_path / "backup.db")
    behind_the_audit(INSERTED)
    fault = "账号“黑客”（管理员）不是用本看板添加的：操作记录中没有添加它的一条"
    assert restore(tmp_path / "backup.db", EDITOR).account_faults == (fault,)
    assert fault in audit_words(read_audit(1)[0].details, ACTIONS)


@pytest.mark.parametrize(("own_accounts", "faults"), [(True, 0), (False, 1)])
def test_check_after_restore_by_older_program_compares_its_audit(accounts, own_accounts, faults):
    with writing() as connection:
        append(connection, EDITOR, "restore", {"file": "old.db", "last_number": 1, "own_accounts": own_accounts})
    behind_the_audit("UPDATE accounts SET role = 'admin' WHERE name = '李强'")
    assert len(check_store()) == faults


def test_check_account_of_older_program_compares_all_but_password(store):
    with writing() as connection:
        append(connection, ADMIN, "user_add", {"account": "王芳", "role": "editor", "again": False})
        connection.exec_driver_sql("INSERT INTO accounts VALUES ('王芳', 'editor', 'x', '2023', NULL)")
    assert check_store() == []
    behind_the_audit("UPDATE accounts SET role = 'admin'")
    assert check_store() == ["账号“王芳”的角色是 admin，操作记录中是 editor"]


def test_check_and_restore_continue_with_damaged_account_entry(accounts, tmp_path):
    from store import schema

    backup(tmp_path / "backup.db")
    with engine().begin() as connection:
        schema.unprotect(connection)
        connection.exec_driver_sql("UPDATE audit SET details = '[]' WHERE action = 'user_disable'")
        schema.protect(connection)
    assert any(fault.startswith("账号读不下去") for fault in check_store())
    [told] = restore(tmp_path / "backup.db", EDITOR).account_faults
    assert "账号无法核对" in told
    assert check_store() == []
    assert json.loads(read_audit(1)[0].details)["accounts"].keys() == {"王芳", "李强", "赵敏"}
