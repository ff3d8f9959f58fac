"""python -m store users: management of accounts at the command line."""

import argparse
import getpass
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, get_args

from domain.command_line import user_name
from domain.office_time import at_office
from store import migrate
from store.account_status import Account
from store.accounts import add_account, disable_account, list_accounts, set_home_unit, set_password, set_role
from store.errors import InvalidAccount
from store.records import ACCOUNT_ROLES, Actor, Role

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[Any]

_ONE_UNIT: Final = "只在这个单位（代码、名称或别名）；其他单位只能查看"
_NO_ACCOUNTS: Final = (
    "还没有账号：坐在这台电脑前的人可以修改，其他人只能查看。"
    "添加编辑账号：python -m store users add 姓名 --role editor"
)  # fmt: skip


def add_users(commands: "_Commands") -> None:
    """Add the subcommands `users add|list|disable|password` to python -m store."""
    users = commands.add_parser("users", help="管理账号：添加、列出、停用、重设密码")
    parts = users.add_subparsers(required=True, metavar="操作")
    roles = "、".join(f"{role} {word}" for role, word in ACCOUNT_ROLES.items())

    command = parts.add_parser("add", help="添加账号，或重新启用已停用的账号（角色和密码按新的）")
    command.add_argument("name", metavar="姓名")
    command.add_argument("--role", required=True, choices=get_args(Role), metavar="角色", help=roles)
    command.add_argument("--unit", metavar="单位", help=_ONE_UNIT)
    command.set_defaults(run=_add)

    command = parts.add_parser("role", help="改角色：在全部单位，或只在一个单位")
    command.add_argument("name", metavar="姓名")
    command.add_argument("--role", required=True, choices=get_args(Role), metavar="角色", help=roles)
    command.add_argument("--unit", metavar="单位", help=_ONE_UNIT)
    command.set_defaults(run=_role)

    command = parts.add_parser("home", help="这个账号先看到哪个单位")
    command.add_argument("name", metavar="姓名")
    command.add_argument("unit", metavar="单位", help="代码、名称或别名")
    command.set_defaults(run=_home)

    command = parts.add_parser("list", help="列出全部账号")
    command.set_defaults(run=_list)

    command = parts.add_parser("disable", help="停用账号；已登录的立即退出")
    command.add_argument("name", metavar="姓名")
    command.set_defaults(run=_disable)

    command = parts.add_parser("password", help="重设密码；已登录的须用新密码重新登录")
    command.add_argument("name", metavar="姓名")
    command.set_defaults(run=_password)


def _add(options: argparse.Namespace) -> None:
    migrate.bring_up_to_date()
    account = add_account(options.name, options.role, _read_password(), administrator(), options.unit)
    print(f"已添加账号“{account.name}”（{_roles(account)}）。从现在起，修改数据须登录。")


def _role(options: argparse.Namespace) -> None:
    migrate.bring_up_to_date()
    account = set_role(options.name, options.role, administrator(), options.unit)
    print(f"账号“{account.name}”现在的角色：{_roles(account)}。")


def _home(options: argparse.Namespace) -> None:
    migrate.bring_up_to_date()
    account = set_home_unit(options.name, options.unit, administrator())
    print(f"账号“{account.name}”先看到单位 {account.home}。")


def _roles(account: Account) -> str:
    """编辑; 查看；在 jcjd：编辑 for a role in one unit."""
    in_units = "".join(f"；在 {code}：{ACCOUNT_ROLES[role]}" for code, role in account.unit_roles)
    return f"{ACCOUNT_ROLES[account.role]}{in_units}"


def _list(_options: argparse.Namespace) -> None:
    migrate.bring_up_to_date()
    accounts = list_accounts()
    for account in accounts:
        status = f"{_day(account.disabled_at)} 停用" if account.disabled_at else "可登录"
        role = f"{ACCOUNT_ROLES[account.role]}（{account.role}）"
        role += "".join(f"  在 {code}：{ACCOUNT_ROLES[each]}（{each}）" for code, each in account.unit_roles)
        print(f"{account.name}  {role}  {_day(account.created_at)} 添加  {status}")
    if not accounts:
        print(_NO_ACCOUNTS)


def _disable(options: argparse.Namespace) -> None:
    migrate.bring_up_to_date()
    account = disable_account(options.name, administrator())
    print(
        f"已停用账号“{account.name}”，其登录已全部失效。重新启用：python -m store users add {account.name} --role 角色"
    )


def _password(options: argparse.Namespace) -> None:
    migrate.bring_up_to_date()
    account = set_password(options.name, _read_password(), administrator())
    print(f"已重设“{account.name}”的密码，其登录已全部失效，请用新密码登录。")


def _read_password() -> str:
    """The password, prompted twice at a terminal, else the first line of stdin; arguments are visible to others."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("密码（输入时不显示）：")
    if getpass.getpass("再输入一次：") != password:
        raise InvalidAccount("两次输入的密码不一致，没有改动。请重新运行命令。")
    return password


def administrator() -> Actor:
    """An admin: command-line users can change the database file anyway."""
    return Actor(user_name(), "admin")


def _day(written: str) -> str:
    return f"{at_office(datetime.fromisoformat(written)):%Y-%m-%d}"
