"""python -m store units: management of units at the command line."""

import argparse
from typing import TYPE_CHECKING, Any

from domain.command_line import day
from store import migrate
from store.unit_changes import add_alias, add_unit, confirm_unit, rename_unit, set_home, set_parent, set_validity
from store.units import Unit, list_units, read_unit
from store.users import administrator

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[Any]

_ANY_NAME = "单位的代码、名称或别名"


def add_units(commands: "_Commands") -> None:
    """Add the subcommands `units list|add|confirm|rename|alias|valid|parent|home` to python -m store."""
    units = commands.add_parser("units", help="管理单位：列出、添加、确认代码、改名、加别名")
    parts = units.add_subparsers(required=True, metavar="操作")

    command = parts.add_parser("list", help="列出全部单位")
    command.set_defaults(run=_list)

    command = parts.add_parser("add", help="添加单位")
    command.add_argument("code", metavar="代码", help="小写字母和数字，如 jcjd；以后不能改")
    command.add_argument("name", metavar="名称")
    command.add_argument("--short", metavar="简称")
    command.add_argument("--alias", action="append", default=[], metavar="别名", help="可写多次")
    command.add_argument("--parent", metavar="上级", help=f"上级{_ANY_NAME}")
    _add_days(command)
    command.set_defaults(run=_add)

    command = parts.add_parser("confirm", help="确认系统提出的代码，或换成另一个；确认以后不能再改")
    command.add_argument("unit", metavar="单位", help=_ANY_NAME)
    command.add_argument("--code", metavar="代码", help="换成这个代码（默认：用提出的代码）")
    command.set_defaults(run=_confirm)

    command = parts.add_parser("rename", help="改名称；原来的名称仍指这个单位")
    command.add_argument("unit", metavar="单位", help=_ANY_NAME)
    command.add_argument("name", metavar="新名称")
    command.add_argument("--short", metavar="简称")
    command.set_defaults(run=_rename)

    command = parts.add_parser("alias", help="加一个别名")
    command.add_argument("unit", metavar="单位", help=_ANY_NAME)
    command.add_argument("name", metavar="别名")
    command.set_defaults(run=_alias)

    command = parts.add_parser("valid", help="写明单位从哪一天起、到哪一天止；没有写的一端清空")
    command.add_argument("unit", metavar="单位", help=_ANY_NAME)
    _add_days(command)
    command.set_defaults(run=_valid)

    command = parts.add_parser("parent", help="改上级单位；没有写上级就是没有上级")
    command.add_argument("unit", metavar="单位", help=_ANY_NAME)
    command.add_argument("parent", metavar="上级", nargs="?", help=f"上级{_ANY_NAME}")
    command.set_defaults(run=_parent)

    command = parts.add_parser("home", help="地址里没有写单位时，先显示哪个单位")
    command.add_argument("unit", metavar="单位", help=_ANY_NAME)
    command.set_defaults(run=_home)


def _add_days(command: argparse.ArgumentParser) -> None:
    command.add_argument("--from", dest="first", type=day, metavar="日期", help="设立的那一天")
    command.add_argument("--to", dest="last", type=day, metavar="日期", help="撤销前的最后一天")


def _list(_options: argparse.Namespace) -> None:
    migrate.bring_up_to_date()
    units = list_units()
    for unit in units:
        print(_line(unit))
    if not units:
        print("还没有任何单位。添加：python -m store units add 代码 名称")


def _line(unit: Unit) -> str:
    """jcjd  金川街道  简称 金川  别名 …  上级 …  自 2001-01-01  先显示  代码待确认：…"""
    parts = [
        unit.code,
        unit.name,
        f"简称 {unit.short_name}" if unit.short_name else "",
        f"别名 {'、'.join(unit.aliases)}" if unit.aliases else "",
        f"上级 {unit.parent}" if unit.parent else "",
        f"自 {unit.valid_from}" if unit.valid_from else "",
        f"至 {unit.valid_to}" if unit.valid_to else "",
        "先显示" if unit.home else "",
        "" if unit.confirmed else f"代码待确认：python -m store units confirm {unit.code}",
    ]
    return "  ".join(filter(None, parts))


def _add(options: argparse.Namespace) -> None:
    migrate.initialise()
    proposed = Unit(
        options.code, options.name, options.short, tuple(options.alias), options.parent, options.first, options.last
    )
    unit = add_unit(proposed, administrator())
    print(f"已添加单位“{unit.name}”，代码 {unit.code}。")


def _confirm(options: argparse.Namespace) -> None:
    migrate.bring_up_to_date()
    unit = confirm_unit(options.unit, options.code or read_unit(options.unit).code, administrator())
    print(f"已确认单位“{unit.name}”的代码 {unit.code}。从现在起，新的版本以它标明单位；已有的版本不变。")


def _rename(options: argparse.Namespace) -> None:
    migrate.bring_up_to_date()
    unit = rename_unit(options.unit, options.name, administrator(), options.short)
    print(f"单位 {unit.code} 现名“{unit.name}”。原来的名称仍指这个单位。")


def _alias(options: argparse.Namespace) -> None:
    migrate.bring_up_to_date()
    unit = add_alias(options.unit, options.name, administrator())
    print(f"“{options.name}”现在指单位“{unit.name}”（{unit.code}）。")


def _valid(options: argparse.Namespace) -> None:
    migrate.bring_up_to_date()
    print(_line(set_validity(options.unit, options.first, options.last, administrator())))


def _parent(options: argparse.Namespace) -> None:
    migrate.bring_up_to_date()
    print(_line(set_parent(options.unit, options.parent, administrator())))


def _home(options: argparse.Namespace) -> None:
    migrate.bring_up_to_date()
    print(f"地址里没有写单位时，先显示“{set_home(options.unit, administrator()).name}”。")
