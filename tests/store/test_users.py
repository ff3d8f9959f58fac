"""python -m store users: what an administrator types and reads."""

import io
import sys

import pytest

from store.__main__ import main
from store.accounts import list_accounts, verify_password
from tests.examples import SQLITE_FIRST

pytestmark = pytest.mark.parametrize("new_store", SQLITE_FIRST, indirect=True)

PASSWORD = "金川2023不忘"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def users(store, capsys, monkeypatch):
    """Run `users …` with a password on stdin; its exit code and all it printed."""

    def command(*arguments: str, password: str | None = PASSWORD) -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", Terminal() if password is None else io.StringIO(password + "\n"))
        try:
            code = main(["users", *arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return command


def test_users_commands_from_no_account_to_disabled_one(users):
    assert "还没有账号" in users("list")[1]
    assert users("add", "王芳", "--role", "editor") == (
        0,
        "已添加账号“王芳”（编辑）。从现在起，修改数据须登录。\n",
    )
    assert verify_password("王芳", PASSWORD).role == "editor"
    assert users("password", "王芳", password="另一个密码2023")[0] == 0
    assert verify_password("王芳", PASSWORD) is None
    assert "可登录" in users("list")[1]
    assert users("disable", "王芳")[0] == 0
    assert "停用" in users("list")[1]
    assert verify_password("王芳", "另一个密码2023") is None


@pytest.mark.parametrize(
    ("arguments", "password", "code", "told"),
    [
        (["add", "王芳"], PASSWORD, 2, "--role"),
        (["add", "王芳", "--role", "root"], PASSWORD, 2, "命令写得不对"),
        (["add", "王芳", "--role", "editor"], "短", 1, "密码太短"),
        (["add", "王芳", "--role", "editor"], "", 1, "密码太短"),
        (["add", "王\t芳", "--role", "editor"], PASSWORD, 1, "换行或制表符"),
        (["disable", "王\t芳"], PASSWORD, 1, "换行或制表符"),
        (["disable", "赵六"], PASSWORD, 1, "没有名为“赵六”"),
        (["password", "赵六"], PASSWORD, 1, "没有名为“赵六”"),
        (["dance"], PASSWORD, 2, "命令写得不对"),
    ],
)
def test_command_failure_is_reported_in_chinese(users, arguments, password, code, told):
    found, said = users(*arguments, password=password)
    assert (found, told in said) == (code, True)
    assert "Traceback" not in said
    assert PASSWORD not in said


def test_users_list_on_machine_of_other_zone_shows_office_day(users, set_clock, machine_zone):
    set_clock(2023, 7, 9, 17, 30)
    users("add", "王芳", "--role", "editor")
    assert "2023-07-10 添加" in users("list")[1]


def test_users_add_at_terminal_asks_for_password_twice(users, monkeypatch):
    typed = iter([PASSWORD, PASSWORD, PASSWORD, PASSWORD + "x"])
    monkeypatch.setattr("store.users.getpass.getpass", lambda _prompt: next(typed))
    assert users("add", "王芳", "--role", "editor", password=None)[0] == 0
    code, said = users("add", "李强", "--role", "editor", password=None)
    assert (code, "不一致" in said) == (1, True)
    assert [account.name for account in list_accounts()] == ["王芳"]
