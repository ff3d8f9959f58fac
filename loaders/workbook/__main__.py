"""Checks a workbook against the current version:

    python -m loaders.workbook FILE [--against EXPORT] [--unit U] [--format text|json]

Exit 0 and the diff; exit 1 and every fault (sheet, cell, value, what is wrong, what to write instead); exit 2 and one
line where nothing can be read. The current version comes from `python -m store export`, or from an EXPORT made by it.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from domain.command_line import Parser
from domain.faults import Fault
from domain.os_errors import file_error_text
from domain.schema.diff import Cell, Diff
from domain.schema.frames import conform
from domain.schema.tables import TABLES
from domain.settings import SettingError
from loaders.workbook import Refused, WorkbookReading, read_workbook

ROOT: Final = Path(__file__).parents[2]


class _NoVersion(Exception):
    """The current version cannot be read; the message is Chinese."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit status."""
    parser = Parser(prog="python -m loaders.workbook", description="检查一份台账，列出改动或全部问题。")
    parser.add_argument("file", type=Path, metavar="文件", help="台账")
    parser.add_argument(
        "--against", type=Path, metavar="文件", help="python -m store export 写出的版本（默认：当前版本）"
    )
    parser.add_argument("--unit", metavar="单位", help="代码、名称或别名；有多个单位、又没有写 --against 时必须写")
    parser.add_argument("--format", default="text", choices=("text", "json"), help="文字或 JSON（默认：文字）")
    options = parser.parse_args(arguments)
    try:
        export = read_export(options.against, options.unit)
        current = export.tables
        reading = read_workbook(
            options.file.read_bytes(), options.file.name, current, unit_names=export.unit_names,
            former_ids=export.former_ids,
        )  # fmt: skip
    except Refused as refusal:
        return _refuse(refusal.fault, options.format)
    except (_NoVersion, SettingError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{file_error_text(error)}。请检查文件名和路径。", file=sys.stderr)
        return 2
    diff = reading.diff(current)
    print(_as_json(reading, diff) if options.format == "json" else _as_text(reading, diff))
    return 1 if reading.faults else 0


@dataclass(frozen=True)
class _Export:
    """What an export of the store holds: its tables by name, the names of its unit, ids that it had before."""

    tables: dict[str, pd.DataFrame]
    unit_names: list[str]
    former_ids: dict[str, dict[str, str]]


def read_export(export: Path | None = None, unit: str | None = None) -> _Export:
    """What an export of the store holds, or one of its current version."""
    if export is None:
        command = [sys.executable, "-m", "store", "export", "-", *(("--unit", unit) if unit else ())]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        if done.returncode:
            raise _NoVersion(
                done.stderr.decode(errors="replace").strip() or "读不到当前版本。请先运行 python -m store init。"
            )
        content = done.stdout
    else:
        content = export.read_bytes()
    try:
        whole = json.loads(content)
        tables = whole["tables"]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise _NoVersion(f"{export}：不是 python -m store export 写出的文件") from error
    # older exports have neither names nor former ids
    return _Export(
        {name: conform(name, rows) for name, rows in tables.items() if name in TABLES},
        whole.get("unit_names", []), whole.get("former_ids", {}),
    )  # fmt: skip


def _refuse(fault: Fault, form: str) -> int:
    print(
        json.dumps({"ok": False, "refused": _fault_fields(fault)}, ensure_ascii=False, indent=1)
        if form == "json"
        else fault.line
    )
    return 1


def _fault_fields(fault: Fault) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "code": fault.kind.code, "level": fault.level, "sheet": fault.place.sheet, "cell": fault.place.cell,
        "value": fault.value, "wrong": fault.message, "write": fault.remedy,
    }  # fmt: skip
    if fault.choices:
        fields |= {"key": fault.key, "choices": {choice.value: choice.label for choice in fault.choices}}
    return fields


def _as_json(reading: WorkbookReading, diff: Diff) -> str:
    content: dict[str, Any] = {
        "ok": not reading.faults,
        "faults": [_fault_fields(fault) for fault in reading.faults],
        "warnings": [_fault_fields(fault) for fault in reading.warnings],
        "notices": [_fault_fields(fault) for fault in reading.notices],
        "missing": {name: table["row_id"].tolist() for name, table in reading.deletions.items()},
        "diff": {
            name: {
                "added": table.added["row_id"].tolist(),
                "changed": [
                    {
                        "row_id": change.row_id,
                        "column": change.column,
                        "old": _plain(change.old),
                        "new": _plain(change.new),
                    }
                    for change in table.changed_facts
                ],
            }
            for name, table in diff.tables.items()
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _as_text(reading: WorkbookReading, diff: Diff) -> str:
    lines = [
        f"错误：{fault.line}" if fault.level == "fault" else f"请确认：{fault.line}{_choices(fault)}"
        for fault in reading.faults
    ]
    lines += [f"提醒：{fault.line}" for fault in reading.warnings]
    lines += [f"说明：{fault.line}" for fault in reading.notices]
    for name, table in diff.tables.items():
        spec = TABLES[name]
        lines.append(f"{TABLES[name].label}：新增 {len(table.added)} 行，修改 {len(table.changed_rows)} 行")
        lines += [f"  + {row_id}" for row_id in table.added["row_id"]]
        lines += [
            f"  ~ {change.row_id} {spec.column(change.column).label}：{_plain(change.old)} → {_plain(change.new)}"
            for change in table.changed_facts
        ]
    for name, missing in reading.deletions.items():
        ids = "、".join(missing["row_id"])
        lines.append(f"{TABLES[name].label}：台账中缺少 {len(missing)} 行（确认后才会删除）：{ids}")
    if not diff and not reading.deletions and not reading.faults:
        lines.append("没有变化")
    return "\n".join(lines)


def _choices(fault: Fault) -> str:
    """选一项：73%；0.73%, for a question that is answered on the page; "" for any other."""
    labels = "；".join(choice.label for choice in fault.choices)
    return f"（在“上传台账”页选一项：{labels}）" if labels else ""


def _plain(cell: Cell) -> str | float | bool | None:
    return cell if cell is None or isinstance(cell, (str, float, int, bool)) else cell.date().isoformat()


if __name__ == "__main__":
    sys.exit(main())
