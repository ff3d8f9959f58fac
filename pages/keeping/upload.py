"""How does a changed workbook become the next version?"""

import streamlit as st

from exports.ledger.ledger_file import ledger
from ui.edit.committing import pick_as_of, show_commit, show_committed, show_refused
from ui.edit.preview import pick_decisions, show_changes, show_faults, verdict
from ui.edit.unsaved import forget_changes_of_others
from ui.edit.upload import pick_workbook, show_ledger, show_marked, show_read, show_version_in_use
from ui.shell.account import may_edit
from ui.shell.cache import newest
from ui.show.elements import show_head, show_nothing_stored, show_section

show_head("上传台账", "下载、改数字、上传、核对、提交。提交之前，什么都不会写入。")
show_version_in_use()
if newest() is None:
    show_nothing_stored()
    st.stop()

show_ledger(ledger)
if not may_edit():
    st.stop()
forget_changes_of_others()

pending = pick_workbook()
show_committed(pending)
if pending.proposal is None:
    show_refused(pending)
    st.stop()

show_read(pending)
show_section("3 核对", verdict(pending, "请在文件里改好后重新上传"))
sound = show_faults(pending)
show_marked(pending)
if not sound:
    st.stop()

pick_decisions(pending)
if not show_changes(pending, "4 预览"):
    st.stop()

show_section("5 提交")
show_commit(pending, pick_as_of(pending))
