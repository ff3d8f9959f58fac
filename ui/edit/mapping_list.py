"""记住的表头对应: the remembered mappings of tables of other offices, and their deletion."""

from datetime import datetime
from typing import Final

import streamlit as st

from proposals.mapping_choices import remembered_label, remembered_names
from store.errors import StoreError
from store.mappings import StoredMapping, forget_mapping, read_mappings
from store.records import Version
from ui.shell.account import actor, may_edit
from ui.shell.clock import timestamp_text
from ui.shell.names import person_name
from ui.shell.text import escape_html
from ui.show.elements import show_section

_MAX_HEADER: Final = 120
_FAULT: Final = "mapping fault"


def show_mappings(version: Version | None) -> None:
    """Draws the remembered mappings of the unit of `version`, each with a button that deletes it; for editors."""
    if version is None or not may_edit():
        return
    stored = read_mappings(version.unit)
    fault = st.session_state.pop(_FAULT, "")
    if fault:
        st.html(f'<div class="banner" role="alert">{escape_html(fault)}</div>')
    if not stored:
        return
    show_section("记住的表头对应", "同样表头的表下次自动照此读入，答过的名称不再询问；删除后下次重新询问。")
    for each in sorted(stored.values(), key=lambda each: each.at, reverse=True):
        left, right = st.columns((5, 1), vertical_alignment="center")
        about = [each.header[:_MAX_HEADER]]
        if names := remembered_names(each.mapping):
            about.append(f"记住的名称：{'；'.join(names)}")
        beside = "".join(f'<p class="beside">{escape_html(text)}</p>' for text in about)
        left.html(f"<p>{escape_html(_line(each))}</p>{beside}")
        right.button("删除", key=f"forget {each.signature}", on_click=_forget, args=(version.unit, each.signature))


def _line(stored: StoredMapping) -> str:
    when = timestamp_text(datetime.fromisoformat(stored.at))
    return f"{remembered_label(stored.mapping)}：{person_name(stored.who)}，{when}，第{stored.version_id}版"


def _forget(org_unit: str, signature: str) -> None:
    try:
        forget_mapping(org_unit, signature, actor())
    except StoreError as error:
        st.session_state[_FAULT] = str(error)
