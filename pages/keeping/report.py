"""How does a report become the next version?"""

import streamlit as st

from ui.edit.committing import confirmed_as_of, show_commit, show_committed, show_refused
from ui.edit.pending_change import pending_change
from ui.edit.preview import pick_decisions, show_changes
from ui.edit.report_questions import pick_readings, show_decisions
from ui.edit.report_scope import pick_scope
from ui.edit.report_state import KEY
from ui.edit.report_upload import pick_report, show_reading, show_submitted
from ui.edit.unsaved import forget_changes_of_others
from ui.edit.upload import show_version_in_use
from ui.shell.account import may_edit
from ui.shell.cache import newest
from ui.show.elements import show_head, show_section

show_head("导入报告", "交来一份报告、核对单位和时期、看读到了什么、提交。提交之前，什么都不会写入。")
show_version_in_use()
if not may_edit():
    st.stop()
forget_changes_of_others()

state = pick_report()
pending = pending_change(KEY)
show_committed(pending)
if not show_submitted(state) or not pick_scope(state) or pending.proposal is None:
    show_refused(pending)
    show_decisions(newest())
    st.stop()

show_reading(pending.proposal)
pick_readings(state, pending.proposal)
if pending.proposal.parent.id:
    pick_decisions(pending)
    if not show_changes(pending, "5 与现有数据的差别"):
        st.stop()

show_section("6 提交")
show_commit(pending, confirmed_as_of(pending))
