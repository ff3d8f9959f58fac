"""单位: the table of units, changed by an administrator or, without accounts, by the person at the machine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from store.errors import StoreError
from store.records import Actor
from store.unit_changes import add_alias, add_unit, confirm_unit, rename_unit, set_home, set_parent, set_validity
from store.units import Unit, list_units
from ui.shell.account import administrator
from ui.shell.text import escape_html
from ui.show.elements import show_section
from ui.show.tables import table_html
from views.panel import text_column

_NEW: Final = "添加单位……"
_NO_PARENT: Final = "（没有上级）"
_DONE: Final = "units done"
_FAULT: Final = "units fault"
_FIRST_DAY: Final = date(1900, 1, 1)
_LABELS: Final = {
    "name": "名称", "code": "代码", "short": "简称", "aliases": "别名", "parent": "上级", "days": "有效期",
    "marks": "状态",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """What the form holds of a unit; "" and None: nothing."""

    code: str
    name: str
    short_name: str
    alias: str
    parent: str | None
    first: date | None
    last: date | None
    home: bool


def show_units() -> None:
    """Draws the units; below them, for who may, the form that adds and changes one."""
    units = list_units()
    by = administrator()
    show_section("单位", "报告和台账是哪个单位的。改名以后，原来的名称仍指这个单位；代码确认以后不再改变。")
    for key, role in ((_DONE, "status"), (_FAULT, "alert")):
        if line := st.session_state.pop(key, ""):
            css = "note" if role == "status" else "banner"
            st.html(f'<div class="{css}" role="{role}">{escape_html(line)}</div>')
    if units:
        columns = [text_column(name, label, may_be_empty=True) for name, label in _LABELS.items()]
        st.html(table_html(unit_table(units), columns, caption="单位", lead=""))
    if by is None:
        st.html('<p class="from">添加和修改单位请用管理员账号登录。</p>')
        return
    picked = st.selectbox("添加或修改哪个单位", [_NEW, *(unit.name for unit in units)], key="unit picked", width=340)
    _edit(next((unit for unit in units if unit.name == picked), None), units, by)


def unit_table(units: Sequence[Unit]) -> pd.DataFrame:
    """The units as rows of texts, in their order."""
    names = {unit.code: unit.name for unit in units}
    rows = [
        {
            "name": unit.name, "code": unit.code, "short": unit.short_name, "aliases": "、".join(unit.aliases) or None,
            "parent": names.get(unit.parent or "", unit.parent), "days": _days(unit), "marks": _marks(unit),
        }
        for unit in units
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(_LABELS))


def change_unit(unit: Unit | None, entry: Entry, by: Actor) -> list[str]:
    """Make of `unit` (None: a new one) what `entry` holds; the changes made, one line each. Raises StoreError."""
    if unit is None:
        aliases = (entry.alias,) if entry.alias else ()
        new = Unit(entry.code, entry.name, entry.short_name or None, aliases, entry.parent, entry.first, entry.last)
        added = add_unit(new, by)
        return [f"已添加单位“{added.name}”，代码{added.code}", *_made_home(added, entry, by)]
    done = []
    if entry.code and not unit.confirmed:
        unit = confirm_unit(unit.code, entry.code, by)
        done.append(f"代码{unit.code}已确认")
    if entry.name != unit.name or entry.short_name != (unit.short_name or ""):
        unit = rename_unit(unit.code, entry.name, by, entry.short_name or None)
        done.append(f"现名“{unit.name}”")
    if entry.alias:
        unit = add_alias(unit.code, entry.alias, by)
        done.append(f"“{entry.alias}”也指这个单位")
    if entry.parent != unit.parent:
        unit = set_parent(unit.code, entry.parent, by)
        done.append("上级已改" if unit.parent else "没有上级了")
    if (entry.first, entry.last) != (unit.valid_from, unit.valid_to):
        unit = set_validity(unit.code, entry.first, entry.last, by)
        done.append(f"有效期{_days(unit) or '不限'}")
    return [*done, *_made_home(unit, entry, by)]


def _made_home(unit: Unit, entry: Entry, by: Actor) -> list[str]:
    if not entry.home or unit.home:
        return []
    set_home(unit.code, by)
    return ["没有写明单位时先显示它"]


def _edit(unit: Unit | None, units: Sequence[Unit], by: Actor) -> None:
    """The form of one unit; its button changes what differs."""
    key = partial(_widget, unit)
    parents = {_NO_PARENT: None} | {each.name: each.code for each in units if each != unit}
    with st.form(key("form"), border=False, enter_to_submit=False):
        left, right = st.columns(2)
        name = left.text_input("名称", value=unit.name if unit else "", key=key("name"), max_chars=64)
        short_name = right.text_input("简称（可不填）", value=(unit.short_name if unit else "") or "", key=key("short"))
        alias = left.text_input("再加一个别名（可不填）", key=key("alias"), max_chars=64)
        names = list(parents)
        own = next((each for each, code in parents.items() if unit and code == unit.parent), _NO_PARENT)
        parent = right.selectbox("上级单位", names, index=names.index(own), key=key("parent"))
        first = left.date_input("从哪一天起（可不填）", value=unit.valid_from if unit else None, key=key("first"),
                                format="YYYY-MM-DD", min_value=_FIRST_DAY)  # fmt: skip
        last = right.date_input("到哪一天止（可不填）", value=unit.valid_to if unit else None, key=key("last"),
                                format="YYYY-MM-DD", min_value=_FIRST_DAY)  # fmt: skip
        code = _pick_code(unit, key)
        home = st.checkbox("没有写明单位时先显示它", value=bool(unit and unit.home), key=key("home"),
                           disabled=bool(unit and unit.home))  # fmt: skip
        if not st.form_submit_button("添加" if unit is None else "保存修改", type="primary"):
            return
    entry = Entry(
        code.strip(), name.strip(), short_name.strip(), alias.strip(), parents[parent], _day(first), _day(last), home
    )
    try:
        done = change_unit(unit, entry, by)
    except StoreError as error:
        st.session_state[_FAULT] = str(error)
    else:
        st.session_state[_DONE] = "；".join(done) + "。" if done else "没有改动。"
        if done:
            st.session_state.pop("unit picked", None)
    st.rerun()


def _widget(unit: Unit | None, field: str) -> str:
    """The key of a field of the form."""
    return f"unit {unit.code if unit else ''} {field}"


def _pick_code(unit: Unit | None, key: Callable[[str], str]) -> str:
    """The code of a new unit, or the confirmation of a proposed one; "" where nothing is confirmed."""
    about = "小写字母和数字，例如 jcjd；确认以后不能再改。"
    if unit is None:
        return st.text_input("代码", key=key("code"), max_chars=16, help=about, width=240)
    if unit.confirmed:
        return ""
    left, right = st.columns(2, vertical_alignment="bottom")
    code = left.text_input("系统提出的代码", value=unit.code, key=key("code"), max_chars=16, help=about)
    return code if right.checkbox("确认这个代码，以后不再改变", key=key("confirm")) else ""


def _days(unit: Unit) -> str | None:
    parts = [f"自{unit.valid_from}" if unit.valid_from else "", f"至{unit.valid_to}" if unit.valid_to else ""]
    return "".join(parts) or None


def _marks(unit: Unit) -> str:
    return (
        "；".join(filter(None, ["" if unit.confirmed else "代码待确认", "先显示" if unit.home else ""])) or "代码已确认"
    )


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
