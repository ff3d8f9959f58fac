"""python -m store: create, look through, fill, export, compare and roll back the store from a terminal."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from domain.command_line import Parser, day, user_name, version_number
from domain.office_time import at_office
from domain.os_errors import file_error_text
from domain.schema.diff import Cell, Diff
from domain.schema.tables import TABLES
from domain.settings import SettingError
from proposals import report_import as build
from proposals.workbook_import import WORKBOOK_ENDINGS, import_workbook
from store import audit, migrate
from store.accounts import list_accounts
from store.backup import backup
from store.engine import database_url
from store.errors import SeveralUnits, StoreError, StoreUnavailable, UnclearScope, UnknownUnit
from store.export import export_version, json_file
from store.health import check_copy
from store.read import diff_versions, list_versions, pick_version, read_current, read_version
from store.records import VERSION_KINDS, Actor
from store.restore import restore
from store.since import backup_digest, check_since
from store.unit_backup import backup_unit
from store.unit_commands import add_units
from store.unit_restore import restore_unit
from store.units import pick_unit, read_unit
from store.users import add_users
from store.write import rollback

_MAX_CELL_LENGTH: Final = 40


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused or faults found, 2 not understood. Messages are Chinese."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except (SeveralUnits, UnknownUnit, UnclearScope) as error:
        print(error, file=sys.stderr)
        return 2
    except (StoreError, SettingError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{file_error_text(error)}。请检查路径和权限。", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m store", description="管理数据版本：初始化、导入、导出、比较、回退、检查。")
    commands = parser.add_subparsers(required=True, metavar="命令")

    command = commands.add_parser("init", help="建立或升级数据库，并导入 seeds/ 中的初始报告")
    command.set_defaults(run=_init)

    command = commands.add_parser("history", help="列出所有版本，最新的在前")
    _add_unit(command)
    command.set_defaults(run=_history)

    command = commands.add_parser("import", help="读入一份报告或一份台账，存为新版本")
    command.add_argument("file", type=Path, metavar="文件")
    command.add_argument("--by", required=True, metavar="姓名", help="提交人")
    command.add_argument("--note", metavar="说明", help="为什么提交（默认：导入 文件名）")
    command.add_argument("--unit", metavar="单位", help="报告或台账是哪个单位的；导入报告时写一个新名称就是添加新单位")
    command.add_argument("--period", metavar="报告期", help="如 2023H1（上半年）、2023（全年）、2023Q1（第一季度）")
    command.add_argument("--as-of", type=day, metavar="日期", help="数据截至哪一天，如 2023-06-30")
    command.add_argument("--published", type=day, metavar="日期", help="发布日期，如 2023-07-10")
    command.add_argument("--title", metavar="标题", help="报告的标题（默认：从正文认出）")
    command.add_argument("--accept-warnings", action="store_true", help="台账的提醒已经核对过")
    command.set_defaults(run=_import)

    command = commands.add_parser("export", help="把一个版本的全部表格写成 JSON 文件")
    command.add_argument("file", type=json_file, metavar="文件", help="写到哪里，以 .json 结尾；- 为标准输出")
    command.add_argument("--version", type=version_number, metavar="N", help="版本号（默认：当前版本）")
    _add_unit(command)
    command.set_defaults(run=_export)

    command = commands.add_parser("diff", help="比较两个版本")
    command.add_argument("before", type=version_number, metavar="A", help="旧版本号")
    command.add_argument("after", type=version_number, metavar="B", help="新版本号")
    command.set_defaults(run=_diff)

    command = commands.add_parser("rollback", help="写一个与旧版本相同的新版本")
    command.add_argument("version", type=version_number, metavar="N", help="回到哪个版本")
    command.add_argument("--by", required=True, metavar="姓名", help="回退人")
    command.add_argument("--reason", default="", metavar="理由", help="为什么回退")
    command.set_defaults(run=_rollback)

    command = commands.add_parser("backup", help="备份整个数据库到一个文件（可在运行中进行）")
    command.add_argument("file", type=Path, metavar="文件", help="备份写到哪里")
    command.add_argument("--unit", metavar="单位", help="只备份这个单位，不含账号（默认：所有单位）")
    command.set_defaults(run=_backup)

    command = commands.add_parser("restore", help="用备份文件恢复数据库；原有数据另存一份，已有的账号不变")
    command.add_argument("file", type=Path, metavar="文件", help="备份文件")
    command.add_argument("--by", required=True, metavar="姓名", help="恢复人")
    command.add_argument("--unit", metavar="单位", help="只恢复这个单位：补上缺少的版本，什么都不删除")
    command.set_defaults(run=_restore)

    command = commands.add_parser("check", help="检查数据是否完整、与写入时一致")
    command.add_argument("--unit", metavar="单位", help="只检查这个单位的版本；操作记录和数据表总是全查")
    command.add_argument("--since", metavar="备份", help="备份文件，或备份时显示的摘要：当时已有的是否都还在")
    command.set_defaults(run=_check)

    add_users(commands)
    add_units(commands)
    return parser


def _init(_options: argparse.Namespace) -> None:
    written = build.ensure_filled()
    for version in written:
        print(f"版本 {version.id}：{version.note}")
    current = read_current()
    place = database_url().render_as_string(hide_password=True)
    print(f"数据库已就绪：{place}，当前版本 {current.id if current else '无'}。")


def _add_unit(command: argparse.ArgumentParser) -> None:
    command.add_argument("--unit", metavar="单位", help="代码、名称或别名；有多个单位时必须写")


def _history(options: argparse.Namespace) -> None:
    migrate.bring_up_to_date()
    unit = pick_unit(options.unit)
    versions = list_versions(unit) if unit else []
    for version in versions:
        when = f"{at_office(version.created_at):%Y-%m-%d %H:%M:%S}"
        kind = VERSION_KINDS[version.kind] + (f"至版本 {version.restores_id}" if version.restores_id else "")
        print(
            f"版本 {version.id}  {when}  {version.unit_name} {version.period}  截至 {version.as_of}  "
            f"{version.author}  {kind}  {' '.join(version.note.split())}"
        )
    if not versions:
        print("还没有任何版本。用 python -m store init 导入初始报告。")


def _import(options: argparse.Namespace) -> None:
    migrate.initialise()
    note, by = options.note or f"导入 {options.file.name}", _local_actor(options.by)
    names = {"org_unit": options.unit, "period": options.period, "title": options.title}
    days = {"as_of": options.as_of, "published": options.published}
    given = {name: str(value) for name, value in (names | days).items() if value is not None}
    if options.file.suffix.lower() in WORKBOOK_ENDINGS:
        version = import_workbook(options.file, by, note, unit=options.unit, accept_warnings=options.accept_warnings)
    else:
        version = build.import_report(options.file, by, note, given)
    print(f"已存为版本 {version.id}（{version.unit_name} {version.period}）。")


def _export(options: argparse.Namespace) -> None:
    migrate.bring_up_to_date()
    version = pick_version(options.version, options.unit)
    if version is None:
        raise StoreError("还没有任何版本。用 python -m store init 导入初始报告。")
    version_id = version.id
    content = export_version(version_id)
    try:
        audit.record(_local_actor(user_name()), "export", {"file": str(options.file)}, version_id)
    except StoreUnavailable as error:  # a read-only store must still be exportable
        print(f"导出没有记入操作记录：{error}", file=sys.stderr)
    if str(options.file) == "-":
        sys.stdout.buffer.write(content)
        return
    options.file.write_bytes(content)
    print(f"版本 {version_id} 已写入 {options.file}。")


def _diff(options: argparse.Namespace) -> None:
    diff = diff_versions(options.before, options.after)
    for line in describe_diff(diff):
        print(line)
    if not diff:
        print(f"版本 {options.before} 与版本 {options.after} 没有不同。")


def _rollback(options: argparse.Namespace) -> None:
    reason = options.reason or f"回退到版本 {options.version}"
    version = rollback(options.version, _local_actor(options.by), reason)
    print(f"已写入版本 {version.id}，内容与版本 {read_version(options.version).id} 相同。")


def _backup(options: argparse.Namespace) -> int:
    by = Actor(user_name(), "editor")
    faults = backup(options.file) if options.unit is None else backup_unit(options.file, options.unit, by)
    for fault in faults:
        print(fault)
    print(
        f"已备份到 {options.file}，但数据有以上 {len(faults)} 处问题，这个备份不能用来恢复。请保留它，并联系管理员。"
        if faults
        else f"已备份到 {options.file}，内容检查通过。"
    )
    if faults:
        return 1
    if options.unit is not None:
        print("恢复：python -m store restore 备份文件 --by 姓名 --unit 单位")
        return 0
    print(f"摘要 {backup_digest(options.file)}")
    print("请把摘要记在别处。以后核对这些内容是否都还在：python -m store check --since 摘要或备份文件")
    return 0


def _restore_unit(options: argparse.Namespace) -> None:
    restored = restore_unit(options.file, options.unit, _local_actor(options.by))
    print(f"已恢复单位 {restored.unit}：补上 {len(restored.added)} 个版本，其他单位、账号和操作记录不变。")
    for old, new in restored.added.items():
        print(f"备份中的版本 {old} 现为版本 {new}。" if old != new else f"补上版本 {old}。")
    for number in restored.current:
        print(f"已写入版本 {number}，内容与备份中最新的一版相同。")


def _restore(options: argparse.Namespace) -> None:
    if options.unit is not None:
        _restore_unit(options)
        return
    restored = restore(options.file, _local_actor(options.by))
    current = read_current()
    print(f"已恢复，当前版本 {current.id if current else '无'}。")
    if restored.previous_store:
        print(f"恢复前的数据另存为 {restored.previous_store}。")
    if restored.previous_schema:
        print(f"恢复前的数据表已损坏或被改动，原样移到了数据库的模式 {restored.previous_schema}，核对后可删除。")
    elif restored.damaged:
        print("恢复前的数据文件已损坏。正在运行的看板请重新启动。")
    accounts = list_accounts()
    for fault in restored.account_faults:
        print(f"请核对账号（python -m store users list）：{fault}。")
    if restored.own_accounts:
        print(f"账号和密码仍是恢复前的（{len(accounts)} 个），没有按备份改动。")
    elif accounts:
        names = "、".join(f"{account.name}{'（已停用）' if account.disabled_at else ''}" for account in accounts)
        print(f"账号和密码取自备份：{names}。请核对：python -m store users list")
    elif restored.damaged:
        print("备份里没有账号：坐在这台电脑前的人可以修改。添加账号：python -m store users add 姓名 --role editor")


def _check(options: argparse.Namespace) -> int:
    faults = check_copy(None if options.unit is None else read_unit(options.unit).code)
    if options.since is not None:
        faults += check_since(options.since)
    for fault in faults:
        print(fault)
    print(
        f"发现 {len(faults)} 处问题。请先备份到新文件（python -m store backup 文件），再联系管理员。"
        if faults
        else "数据完整，与写入时一致。"
    )
    return 1 if faults else 0


def describe_diff(diff: Diff) -> list[str]:
    """One line per row added or removed and per cell changed, under a line per table."""
    lines = []
    for name, table in diff.tables.items():
        spec = TABLES[name]
        lines.append(
            f"{spec.label}：新增 {len(table.added)} 行，修改 {len(table.changed_rows)} 行，删除 {len(table.removed)} 行"
        )
        lines += [f"  + {row_id}" for row_id in table.added["row_id"]]
        lines += [
            f"  ~ {change.row_id} {spec.column(change.column).label}：{_shown(change.old)} → {_shown(change.new)}"
            for change in table.changed
        ]
        lines += [f"  - {row_id}" for row_id in table.removed["row_id"]]
    return lines


def _shown(cell: Cell) -> str:
    text = "（空）" if cell is None else str(cell).removesuffix(" 00:00:00").removesuffix(".0")
    return audit.printable(text if len(text) <= _MAX_CELL_LENGTH else text[:_MAX_CELL_LENGTH] + "…")


def _local_actor(name: str) -> Actor:
    """An editor: command-line users can change the database file anyway."""
    return Actor(name, "editor")


if __name__ == "__main__":
    sys.exit(main())
