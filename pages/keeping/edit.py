"""How is a single figure corrected, a target chosen, a finding settled?"""

import streamlit as st

from ui.edit.deciding import DECIDE, pick_task
from ui.edit.editing import edit_table, pick_table, restore_edits
from ui.edit.proposed import show_proposed
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
show_proposed("2 核对", "3 预览", "4 提交")
