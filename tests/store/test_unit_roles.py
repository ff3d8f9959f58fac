"""Roles in single units: an editor of one unit cannot change another, and the store decides that on every write."""

import pytest
import sqlalchemy as sa

from store import __main__ as command
from store import schema
from store.accounts import add_account, find_account, list_accounts, set_home_unit, set_role
from store.audit import read_audit
from store.backup import backup
from store.check import check_store
from store.drafts import authorise
from store.engine import writing
from store.errors import InvalidAccount, PermissionDenied, UnknownUnit
from store.read import list_versions, read_current
from store.records import Actor
from store.restore import restore
from store.sessions import open_session, session_of
from store.unit_changes import confirm_unit
from store.write import rollback
from tests.examples import sqlite_first
from tests.store.two_units import commit_land, store_two_units

ADMIN = Actor("机主", "admin")
PASSWORD = "金川2023不忘"


@pytest.fixture
def two_units(store):
    """Version 1 of jcjd, version 2 of dqz, both confirmed; an editor of jcjd."""
    store_two_units()
    for code in ("jcjd", "dqz"):
        confirm_unit(code, code, ADMIN)
    add_account("王芳", "editor", PASSWORD, ADMIN, "金川街道")


def signed_in(name: str = "王芳") -> Actor:
    """The actor of a session; what it says of itself is not believed."""
    return Actor("冒名", "admin", session=session_of(open_session(find_account(name))), unit_roles=(("dqz", "admin"),))


def test_editor_of_one_unit_can_change_it(two_units):
    version = commit_land("jcjd", "鸡笼山", 900, by=signed_in())
    assert (version.author, version.unit, version.parent_id) == ("王芳", "jcjd", 1)
    assert read_audit(1)[0].role == "editor"
    assert rollback(1, signed_in(), "误改").unit == "jcjd"
    assert check_store() == []


@sqlite_first
@pytest.mark.parametrize("unit", ["dqz", "大桥镇", "大桥镇人民政府"])
def test_editor_of_one_unit_cannot_change_other_by_any_name(two_units, unit):
    with pytest.raises(PermissionDenied, match="“王芳”没有这个单位的编辑权限"):
        commit_land(unit, "石门坑", 130, "2023H2", by=signed_in())
    assert [version.id for version in list_versions()] == [2, 1]
    assert (read_audit(1)[0].action, read_audit(1)[0].who) == ("refusal", "王芳")


def test_editor_of_one_unit_cannot_roll_back_other(two_units):
    commit_land("dqz", "石门坑", 130, "2023H2")
    with pytest.raises(PermissionDenied):
        rollback(2, signed_in(), "误改")
    assert read_current("dqz").id == 3


@sqlite_first
def test_editor_of_one_unit_cannot_add_unit_or_restore(two_units, tmp_path):
    with pytest.raises(PermissionDenied, match="所有单位"):
        commit_land("某镇", "石门坑", 130, by=signed_in())
    backup(tmp_path / "backup.db")
    with pytest.raises(PermissionDenied):
        restore(tmp_path / "backup.db", signed_in())


@sqlite_first
def test_editor_of_all_units_can_change_each(two_units):
    add_account("李强", "editor", PASSWORD, ADMIN)
    for unit, period in (("jcjd", "2023H1"), ("dqz", "2023H2")):
        assert commit_land(unit, "鸡笼山", 910, period, by=signed_in("李强")).author == "李强"


def test_role_revoked_in_one_unit_applies_at_once(two_units):
    by = signed_in()
    set_role("王芳", "viewer", ADMIN, "jcjd")
    with pytest.raises(PermissionDenied, match="只有查看权限"):
        commit_land("jcjd", "鸡笼山", 900, by=by)
    assert find_account("王芳").unit_roles == ()
    assert check_store() == []


@sqlite_first
def test_role_granted_in_second_unit_adds_to_first(two_units):
    account = set_role("王芳", "editor", ADMIN, "大桥镇")
    assert (account.role, account.unit_roles) == ("viewer", (("dqz", "editor"), ("jcjd", "editor")))
    assert commit_land("dqz", "石门坑", 130, "2023H2", by=signed_in()).author == "王芳"
    assert check_store() == []


@sqlite_first
def test_role_in_all_units_is_changed_separately(two_units):
    account = set_role("王芳", "admin", ADMIN)
    assert (account.role, account.unit_roles) == ("admin", (("jcjd", "editor"),))
    assert account.role == authorise(signed_in(), "user_add", {}, unit="dqz").role


@sqlite_first
def test_role_changed_by_hand_is_detected(two_units):
    with writing() as connection:
        connection.execute(sa.update(schema.account_units).values(unit="dqz"))
    assert check_store() == ["账号“王芳”在各单位的角色与操作记录不符"]


def test_roles_are_granted_for_confirmed_units_only(store):
    store_two_units()
    with pytest.raises(InvalidAccount, match="代码还没有确认"):
        add_account("王芳", "editor", PASSWORD, ADMIN, "jcjd")
    with pytest.raises(UnknownUnit, match="某镇"):
        add_account("王芳", "editor", PASSWORD, ADMIN, "某镇")
    assert list_accounts() == []


@sqlite_first
def test_admin_of_one_unit_is_refused(two_units):
    with pytest.raises(InvalidAccount, match="管理员管理全部单位"):
        set_role("王芳", "admin", ADMIN, "jcjd")


@sqlite_first
def test_roles_are_changed_by_administrators_only(two_units):
    for change in (
        lambda: set_role("王芳", "editor", signed_in(), "dqz"),
        lambda: set_home_unit("王芳", "dqz", signed_in()),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert find_account("王芳").unit_roles == (("jcjd", "editor"),)


@sqlite_first
def test_home_unit_of_account_moves_and_keeps_roles(two_units):
    assert set_home_unit("王芳", "大桥镇", ADMIN).home == "dqz"
    assert set_home_unit("王芳", "jcjd", ADMIN).home == "jcjd"
    account = set_role("王芳", "viewer", ADMIN, "jcjd")
    assert (account.home, account.unit_roles) == ("jcjd", ())
    assert check_store() == []


@sqlite_first
def test_restored_store_keeps_its_roles(two_units, tmp_path):
    backup(tmp_path / "backup.db")
    set_role("王芳", "editor", ADMIN, "dqz")
    assert restore(tmp_path / "backup.db", ADMIN).account_faults == ()
    assert find_account("王芳").unit_roles == (("dqz", "editor"), ("jcjd", "editor"))
    assert check_store() == []


@sqlite_first
def test_users_commands_give_and_list_roles(two_units, capsys, monkeypatch):
    monkeypatch.setattr("store.users._read_password", lambda: PASSWORD)
    assert command.main(["users", "add", "李强", "--role", "editor", "--unit", "大桥镇"]) == 0
    assert command.main(["users", "role", "李强", "--role", "editor", "--unit", "jcjd"]) == 0
    assert command.main(["users", "home", "李强", "jcjd"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "已添加账号“李强”（查看；在 dqz：编辑）。从现在起，修改数据须登录。",
        "账号“李强”现在的角色：查看；在 dqz：编辑；在 jcjd：编辑。",
        "账号“李强”先看到单位 jcjd。",
    ]
    assert command.main(["users", "list"]) == 0
    assert "李强  查看（viewer）  在 dqz：编辑（editor）  在 jcjd：编辑（editor）  " in capsys.readouterr().out
