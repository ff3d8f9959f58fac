"""python -m exports pptx|docx|rollforward|xlsx|ledger OUT [--unit U] [--version N]: a version as a file."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from domain.command_line import Parser, user_name, version_number
from domain.os_errors import file_error_text
from domain.settings import SettingError, data_home
from exports.deck.template import template
from exports.files import FILE_KINDS, TEMPLATE
from exports.ledger.ledger_file import ledger
from proposals.proposal import whole_tables
from store import audit, migrate
from store.errors import SeveralUnits, StoreError, StoreUnavailable, UnknownUnit, UnknownVersion
from store.read import pick_version
from store.records import Actor, Version
from ui.shell.material import read_material
from views.material import FileRefused

_LEDGER: Final = "ledger"
_TEMPLATE: Final = "template"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write one file; 0 done, 1 refused, 2 not understood. Messages are Chinese."""
    parser = Parser(
        prog="python -m exports",
        description="把一个版本的数据导出为幻灯片、汇报材料、下期报告初稿、指标台账或填报台账。",
    )
    parser.add_argument(
        "kind", choices=(*FILE_KINDS, _LEDGER, _TEMPLATE), metavar="pptx|docx|rollforward|xlsx|ledger|template",
        help="幻灯片、汇报材料、下期报告初稿（上期报告换上新数字）、指标台账、填报台账（供填写后上传）、幻灯片模板（供修改）",
    )  # fmt: skip
    parser.add_argument("file", type=Path, metavar="文件", help="写到哪里")
    parser.add_argument("--unit", metavar="单位", help="代码、名称或别名；有多个单位、又没有写版本号时必须写")
    parser.add_argument("--version", type=version_number, metavar="N", help="版本号（默认：当前版本）")
    parser.add_argument("--names", action="store_true", help="不隐去个人姓名和受处分人数")
    options = parser.parse_args(arguments)
    try:
        if options.kind == _TEMPLATE:
            options.file.write_bytes(template())
            print(f"已写入 {options.file}。改好后以 {TEMPLATE} 为名放进 {data_home()}。")
            return 0
        migrate.bring_up_to_date()
        version = pick_version(options.version, options.unit)
        if options.kind == _LEDGER:
            options.file.write_bytes(_ledger(version))
        else:
            material = read_material(version.id if version else None, hide=not options.names)
            options.file.write_bytes(FILE_KINDS[options.kind].make(material, (), _quiet))
    except (UnknownUnit, SeveralUnits) as error:
        print(error, file=sys.stderr)
        return 2
    except (StoreError, SettingError, FileRefused) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{file_error_text(error)}。请检查路径和权限，文件若已打开请先关闭。", file=sys.stderr)
        return 1
    print(f"已写入 {options.file}。")
    return 0


def _ledger(version: Version | None) -> bytes:
    """The workbook that clerks fill in, with all names. Raises UnknownVersion where there is no version."""
    if version is None:
        raise UnknownVersion("还没有任何版本。用 python -m store init 导入初始报告。")
    content = ledger(whole_tables(version), version)
    try:
        audit.record(Actor(user_name(), "editor"), "export", {"file": "台账", "size": len(content)}, version.id)
    except StoreUnavailable as error:  # a read-only store must still be exportable
        print(f"导出没有记入操作记录：{error}", file=sys.stderr)
    return content


def _quiet(_share: float) -> None:
    """A command shows no progress: it is done in a second or two."""


if __name__ == "__main__":
    sys.exit(main())
