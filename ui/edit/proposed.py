"""From edits to a stored version: check, preview and commit, on 在线修改 and where a target is chosen on 总览."""

from typing import Final

import streamlit as st

from ui.edit.committing import pick_as_of, show_commit, show_committed, show_refused
from ui.edit.deciding import decide_target
from ui.edit.editing import restore_edits, show_check
from ui.edit.preview import pick_decisions, show_changes, show_faults, verdict
from ui.edit.unsaved import forget_changes_of_others
from ui.shell.account import may_edit
from ui.shell.cache import newest
from ui.shell.links import link, view_link
from ui.show.elements import show_section

#: The query parameter of 总览 with the row_id of a claim of the indicator whose target is chosen there.
CHOOSE: Final = "choose"


def show_proposed(check: str, preview: str, commit: str) -> None:
    """The changes so far, and once they are checked, under these titles: faults and questions, preview, commit form."""
    pending = show_check()
    show_committed(pending)
    if pending.proposal is None:
        show_refused(pending)
        return
    show_section(check, verdict(pending, "请在上面的表里改好后重新检查"))
    if not show_faults(pending):
        return
    pick_decisions(pending)
    if show_changes(pending, preview):
        show_section(commit)
        show_commit(pending, pick_as_of(pending))


def choose_target() -> None:
    """On 总览, for an editor: the choice between the targets of the indicator in the address (?choose=), to its commit.

    Draws nothing without it, for a viewer, and where nothing is stored.
    """
    indicator = st.query_params.get(CHOOSE, "")
    if not indicator or newest() is None or not may_edit():
        return
    forget_changes_of_others()
    restore_edits()
    st.html(
        f'<h2 class="section" data-here="start">选定目标</h2><p class="from">{link("收起", view_link(choose=""))}</p>'
    )
    decide_target(indicator)
    show_proposed("核对", "预览", "提交")
