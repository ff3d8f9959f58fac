"""How is a single figure corrected, a target chosen, a finding settled?"""

import streamlit as st

from ui.edit.committing import pick_as_of, show_commit, show_committed, show_refused
from ui.edit.deciding import DECIDE, pick_task
from ui.edit.editing import edit_table, pick_table, restore_edits, show_check
from ui.edit.preview import pick_decisions, show_changes, show_faults, verdict
from ui.edit.unsaved import forget_changes_of_others
from ui.edit.upload import show_version_in_use
from ui.shell.account import may_edit
from ui.shell.cache import newest
from ui.show.elements import show_head, show_nothing_stored, show_section

show_head("在线修改", "改几个数字、选定目标、批准偏差、处理核对结果。提交之前，什么都不会写入。")
show_version_in_use()
if newest() is None:
    show_nothing_stored()
    st.stop()
if not may_edit():
    st.stop()
forget_changes_of_others()
restore_edits()

task = pick_task()
show_section("1 修改")
if task == "table":
    edit_table(pick_table())
else:
    DECIDE[task]()

pending = show_check()
show_committed(pending)
if pending.proposal is None:
    show_refused(pending)
    st.stop()

show_section("2 核对", verdict(pending, "请在上面的表里改好后重新检查"))
if not show_faults(pending):
    st.stop()

pick_decisions(pending)
if not show_changes(pending, "3 预览"):
    st.stop()

show_section("4 提交")
show_commit(pending, pick_as_of(pending))
