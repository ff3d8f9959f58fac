"""历史版本: the changes of a version in one line, and the details of audit entries in Chinese."""

import json
from collections.abc import Mapping
from typing import Any, Final

from domain.schema.diff import Diff
from domain.schema.tables import TABLES
from views.panel import joined

#: Derived from the other tables or from the text: mentioned only where nothing else changed.
_DERIVED: Final = ("figures", "findings")
_ACCOUNT_ROLES: Final = {"viewer": "查看", "editor": "编辑", "admin": "管理"}
_ATTEMPTS: Final = {"edit": "在线修改", "users": "管理账号"}
#: Labels of the details of an audit entry, in display order. Details that are not listed (hashes, repetitions of the
#: entry itself) are not shown.
_DETAILS: Final = {
    "wanted": "想做", "account": "账号", "role": "角色", "again": "重新启用", "to": "回退到", "reason": "理由",
    "note": "说明", "file": "文件", "size": "大小", "what": "内容", "period": "报告期", "tables": "表",
    "parent": "依据", "current": "当时最新", "kept": "原数据另存为", "account_faults": "账号核对", "address": "来自",
    "paused": "注意", "answers": "读取时的选择", "header": "表头", "unit": "单位", "units": "单位",
}  # fmt: skip
_VERSIONS: Final = frozenset({"to", "parent", "current"})


def change_line(diff: Diff) -> str:
    """指标进度改3行、新增1行；土地整治删1行. Derived tables are mentioned only where nothing else changed."""
    edited = {name: table for name, table in diff.tables.items() if name not in _DERIVED}
    parts = []
    for name, table in (edited or dict(diff.tables)).items():
        changed = len({change.row_id for change in table.changed_facts})
        moved = len(table.changed_rows) - changed
        numbers = (("改", changed), ("新增", len(table.added)), ("删", len(table.removed)), ("只改出处", moved))
        parts.append(TABLES[name].label + "、".join(f"{word}{n}行" for word, n in numbers if n))
    return joined(*parts) or "各表没有变化"


def audit_words(details: str, actions: Mapping[str, str]) -> str:
    """The details of an audit entry (JSON) in words: 文件：七月台账.xlsx;大小：35 KB. actions: store.audit.ACTIONS.

    Anything but a JSON object is returned unchanged.
    """
    try:
        fields = json.loads(details)
    except ValueError:
        return details
    if not isinstance(fields, dict):
        return details
    return joined(
        *(_detail(key, fields[key], actions) for key in _DETAILS if fields.get(key) not in (None, "", False, [], {}))
    )


def _detail(key: str, value: Any, actions: Mapping[str, str]) -> str:
    if key == "again":
        return _DETAILS[key]
    return f"{_DETAILS[key]}：{_detail_words(key, value, actions)}"


def _detail_words(key: str, value: Any, actions: Mapping[str, str]) -> str:
    if key in _VERSIONS:
        return f"第{value}版"
    if key == "size" and isinstance(value, int):
        return f"{max(1, round(value / 1024)):,} KB"
    if key == "tables" and isinstance(value, list):
        return "、".join(TABLES[name].label if name in TABLES else str(name) for name in value)
    if key == "answers" and isinstance(value, list):
        return " ".join(map(str, value))
    if key == "wanted":
        return actions.get(str(value)) or _ATTEMPTS.get(str(value), str(value))
    if key == "unit" and isinstance(value, dict):
        return f"{value.get('name')}({value.get('code')})"
    if key == "units" and isinstance(value, dict):
        return "、".join(f"{code}({_ACCOUNT_ROLES.get(str(role), role)})" for code, role in value.items())
    if key == "account_faults" and isinstance(value, list):
        return "；".join(map(str, value))
    return _ACCOUNT_ROLES.get(str(value), str(value)) if key == "role" else str(value)
