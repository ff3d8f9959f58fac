"""Accounts and sessions: who may sign in, who is signed in, and that the store believes nobody about it."""

from datetime import UTC, datetime, timedelta

import argon2
import pytest
import sqlalchemy as sa

from store import account_status, accounts, audit, schema, sessions
from store.accounts import add_account, any_accounts, disable_account, find_account, set_password, verify_password
from store.check import check_store
from store.drafts import authorise
from store.engine import reading, writing
from store.errors import InvalidAccount, PermissionDenied, StoreError
from store.records import Actor
from store.sessions import end_session, find_session, keep_alive, open_session, session_of
from store.write import commit_version, rollback
from tests.store.samples import JUNE, draft

ADMIN = Actor("机主", "admin")
PASSWORD = "金川2023不忘"
#: The hasher of the program, before the tests replace it.
HASHER = accounts._HASHER


def signed_in(name="王芳", role="editor") -> Actor:
    """A new account with a session; the actor claims to be an admin of another name, which nobody believes."""
    account = add_account(name, role, PASSWORD, ADMIN)
    return Actor("冒名", "admin", session=session_of(open_session(account, "10.0.0.7")))


def later(monkeypatch, span: timedelta) -> None:
    moment = datetime.now(UTC) + span
    monkeypatch.setattr(account_status, "time_before", lambda back: audit.time_text(moment - back))
    monkeypatch.setattr(sessions, "time_before", lambda back: audit.time_text(moment - back))
    monkeypatch.setattr(audit, "now", lambda: audit.time_text(moment))


def actions() -> list[str]:
    return [entry.action for entry in reversed(audit.read_audit())]


def test_account_created_verifies_its_password(store):
    made = add_account(" 王芳 ", "editor", PASSWORD, ADMIN)
    assert (made.name, made.role, made.disabled_at) == ("王芳", "editor", None)
    assert verify_password("王芳", PASSWORD) == made
    assert verify_password("王芳", "金川２０２３不忘") == made  # typed with a Chinese input method
    assert verify_password("王芳", PASSWORD + "!") is None
    assert verify_password("李强", PASSWORD) is None
    assert actions() == ["user_add"]


def test_account_password_is_stored_as_hash_only(store):
    add_account("王芳", "editor", PASSWORD, ADMIN)
    with reading() as connection:
        stored = connection.scalar(sa.select(schema.accounts.c.password))
    assert stored.startswith("$argon2id$")
    assert all(PASSWORD not in entry.details for entry in audit.read_audit())


def test_account_hash_parameters_follow_rfc_9106():
    assert (HASHER.type, HASHER.memory_cost, HASHER.time_cost) == (argon2.Type.ID, 64 * 1024, 3)


@pytest.mark.parametrize(
    ("name", "role", "password", "told"),
    [
        ("李强", "editor", "1234567", "至少 8"),
        ("李强", "editor", "x" * 257, "最多 256"),
        ("li-qiang1", "editor", "LI-QIANG1", "与姓名相同"),
        ("李强", "editor", "aaaaaaaaaa", "同一个字符"),
        ("李强", "root", PASSWORD, "没有“root”"),
        ("", "editor", PASSWORD, "姓名为空"),
        ("访客", "editor", PASSWORD, "自用的称呼"),
        ("李\x00强", "editor", PASSWORD, "控制字符"),
        ("李\t强", "editor", PASSWORD, "换行或制表符"),
        ("李\n强", "editor", PASSWORD, "换行或制表符"),
        ("李" * 65, "editor", PASSWORD, "超过 64 字"),
        ("王芳", "admin", PASSWORD, "已存在"),
    ],
)
def test_account_invalid_is_refused(store, name, role, password, told):
    add_account("王芳", "editor", PASSWORD, ADMIN)
    with pytest.raises(StoreError, match=told):
        add_account(name, role, password, ADMIN)
    assert [account.name for account in accounts.list_accounts()] == ["王芳"]


def test_account_disabled_loses_access_until_enabled(store):
    actor = signed_in()
    disable_account("王芳", ADMIN)
    assert find_session(actor.session) is None
    assert find_account("王芳") is None
    assert verify_password("王芳", PASSWORD) is None
    assert any_accounts()
    add_account("王芳", "viewer", PASSWORD + "2", ADMIN)
    assert find_session(actor.session) is None
    assert verify_password("王芳", PASSWORD + "2").role == "viewer"
    assert actions() == ["user_add", "sign_in", "user_disable", "user_add"]


def test_password_change_ends_sessions(store):
    actor = signed_in()
    set_password("王芳", "另一个密码2023", ADMIN)
    assert find_session(actor.session) is None
    assert verify_password("王芳", PASSWORD) is None
    assert verify_password("王芳", "另一个密码2023").name == "王芳"


@pytest.mark.parametrize("change", [disable_account, lambda name, by: set_password(name, PASSWORD, by)])
def test_account_unknown_is_reported(store, change):
    with pytest.raises(InvalidAccount, match="没有名为“赵六”"):
        change("赵六", ADMIN)


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_account_changes_require_admin(store, role):
    by = signed_in(role=role)
    for change in (
        lambda: add_account("李强", "admin", PASSWORD, by),
        lambda: disable_account("王芳", by),
        lambda: set_password("王芳", PASSWORD, by),
    ):
        with pytest.raises(PermissionDenied, match="不是管理员"):
            change()
    assert [account.name for account in accounts.list_accounts()] == ["王芳"]
    assert actions()[-3:] == ["refusal"] * 3


def test_session_cookie_secret_is_not_stored(store):
    account = add_account("王芳", "editor", PASSWORD, ADMIN)
    cookie = open_session(account)
    session = session_of(cookie)
    with reading() as connection:
        stored = str(connection.execute(sa.select(schema.sessions)).all())
    assert session in stored
    assert cookie.partition(".")[0] not in stored
    assert find_session(session) == account


@pytest.mark.parametrize(
    "change",
    [
        lambda: set_password("王芳", "另一个密码2023", ADMIN),
        lambda: disable_account("王芳", ADMIN),
        lambda: disable_account("王芳", ADMIN) and add_account("王芳", "editor", PASSWORD, ADMIN),
    ],
    ids=["other password", "disabled", "disabled and back"],
)
def test_session_with_password_changed_meanwhile_is_refused(store, change):
    add_account("王芳", "editor", PASSWORD, ADMIN)
    verified = verify_password("王芳", PASSWORD)
    change()
    assert open_session(verified) is None
    with reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.sessions)) == 0
    assert "sign_in" not in actions()


def test_session_has_role_changed_meanwhile(store):
    add_account("王芳", "editor", PASSWORD, ADMIN)
    verified = verify_password("王芳", PASSWORD)
    with writing() as connection:
        connection.execute(sa.update(schema.accounts).values(role="viewer"))
    assert find_session(session_of(open_session(verified))).role == audit.read_audit(1)[0].role == "viewer"


@pytest.mark.parametrize("forged", ["", ".", "x", "x.y", "é.é", "a" * 5000, "{token}.", "{token}.{zeros}", ".{mac}"])
def test_session_forged_cookie_is_refused(store, forged):
    token, _, mac = open_session(add_account("王芳", "editor", PASSWORD, ADMIN)).partition(".")
    assert session_of(forged.format(token=token, mac=mac, zeros="0" * 64)) == ""
    assert session_of(f"{token}.{mac}") != ""


def test_session_ends_after_two_idle_hours(store, monkeypatch):
    session = signed_in().session
    later(monkeypatch, timedelta(hours=1, minutes=59))
    assert find_session(session)
    keep_alive(session)
    later(monkeypatch, timedelta(hours=3, minutes=58))
    assert find_session(session)
    later(monkeypatch, timedelta(hours=4))
    assert find_session(session) is None
    keep_alive(session)
    assert find_session(session) is None


def test_session_in_use_ends_after_twelve_hours(store, monkeypatch):
    session = signed_in().session
    for hour in range(1, 12):
        later(monkeypatch, timedelta(hours=hour))
        keep_alive(session)
        assert find_session(session)
    later(monkeypatch, timedelta(hours=12, seconds=1))
    assert find_session(session) is None


def test_sign_out_ends_one_session_of_two(store):
    account = add_account("王芳", "editor", PASSWORD, ADMIN)
    here, there = session_of(open_session(account)), session_of(open_session(account))
    end_session(here)
    end_session(here)
    assert (find_session(here), find_session(there)) == (None, account)
    assert actions() == ["user_add", "sign_in", "sign_in", "sign_out"]


def test_session_expired_rows_are_deleted(store, monkeypatch):
    account = add_account("王芳", "editor", PASSWORD, ADMIN)
    for day in range(3):
        later(monkeypatch, timedelta(days=day))
        open_session(account)
    with reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.sessions)) == 1


def test_commit_by_editor_has_account_name(store):
    by = signed_in()
    version = commit_version(draft(880), None, by, "首次", JUNE)
    assert version.author == "王芳"
    assert (audit.read_audit(1)[0].who, audit.read_audit(1)[0].role) == ("王芳", "editor")


def no_session() -> Actor:
    return Actor("冒名", "admin", session="0" * 64)


def signed_out() -> Actor:
    by = signed_in()
    end_session(by.session)
    return by


def ran_out() -> Actor:
    by = signed_in()
    with writing() as connection:
        connection.execute(
            sa.update(schema.sessions).values(opened_at=account_status.time_before(account_status.MAX_SESSION))
        )
    return by


def disabled() -> Actor:
    by = signed_in()
    disable_account("王芳", ADMIN)
    return by


def vouched_but_disabled() -> Actor:
    disabled()
    return Actor("王芳", "editor", account="王芳")


@pytest.mark.parametrize(
    "who",
    [
        lambda: Actor("访客", "viewer"),
        lambda: signed_in(role="viewer"),
        no_session,
        signed_out,
        ran_out,
        disabled,
        vouched_but_disabled,
        lambda: Actor("没有账号", "admin", account="没有账号"),
    ],
    ids=["nobody", "viewer", "forged", "signed out", "ran out", "disabled", "proxy disabled", "proxy unknown"],
)
def test_commit_without_permission_writes_nothing(store, who):
    commit_version(draft(880), None, Actor("王芳", "editor"), "首次", JUNE)
    by = who()
    for attempt in (
        lambda: commit_version(draft(900), 1, by, "更正", JUNE),
        lambda: rollback(1, by, "回退"),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    with reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.versions)) == 1
    assert actions()[-2:] == ["refusal"] * 2


def test_commit_of_session_ended_meanwhile_writes_nothing(store, monkeypatch):
    commit_version(draft(880), None, Actor("王芳", "editor"), "首次", JUNE)
    by = signed_in("李强")
    monkeypatch.setattr("store.write.check_draft", lambda _draft: end_session(by.session) or [])
    with pytest.raises(PermissionDenied, match="已过期"):
        commit_version(draft(900), 1, by, "更正", JUNE)
    with reading() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(schema.versions)) == 1


def test_role_revoked_applies_at_once(store):
    by = signed_in()
    with writing() as connection:
        connection.execute(sa.update(schema.accounts).values(role="viewer"))
    with pytest.raises(PermissionDenied, match="只有查看权限"):
        commit_version(draft(880), None, by, "首次", JUNE)


def test_role_of_proxy_user_is_that_of_account(store):
    add_account("王芳", "editor", PASSWORD, ADMIN)
    assert authorise(Actor("王芳", "viewer", account="王芳"), "commit", {}).role == "editor"


def test_audit_of_refusals_is_rate_limited(store):
    for n in range(audit.REFUSALS_PER_HOUR + 30):
        audit.record_refusal(Actor("访客", "viewer"), {"wanted": "sign_in", "n": n})
    entries = audit.read_audit()
    assert len(entries) == audit.REFUSALS_PER_HOUR
    assert "不再逐条记录" in entries[0].details
    audit.record(Actor("王芳", "editor"), "upload")
    assert audit.read_audit(1)[0].action == "upload"
    assert check_store() == []


def test_audit_sign_in_refusals_do_not_displace_other_refusals(store):
    add_account("王芳", "viewer", PASSWORD, ADMIN)
    viewer = Actor("王芳", "viewer", account="王芳")
    for _ in range(audit.REFUSALS_PER_HOUR + 1):
        audit.record_refusal(Actor("访客", "viewer"), {"wanted": "sign_in"})
        audit.record_refusal(Actor("李强", "viewer"), {"wanted": "commit", "note": '"wanted":"sign_in"'})
    for action in (lambda: authorise(viewer, "commit", {}), lambda: disable_account("王芳", viewer)):
        with pytest.raises(PermissionDenied):
            action()
    assert [(entry.who, entry.action) for entry in audit.read_audit(2)] == [("王芳", "refusal")] * 2
    assert sum(entry.action == "refusal" for entry in audit.read_audit()) == 2 * audit.REFUSALS_PER_HOUR + 2


def test_restore_ends_all_sessions(store, tmp_path, monkeypatch):
    from store.backup import backup
    from store.restore import restore

    monkeypatch.setattr("store.restore.DEFAULT_FILE", tmp_path / "progress.db")
    by = signed_in()
    commit_version(draft(880), None, by, "首次", JUNE)
    backup(tmp_path / "backup.db")
    end_session(by.session)
    restore(tmp_path / "backup.db", Actor("机主", "editor"))
    assert find_session(by.session) is None
    assert verify_password("王芳", PASSWORD).name == "王芳"
    assert check_store() == []
