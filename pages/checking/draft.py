"""What is wrong in the draft of the next report, before it is handed in?"""

import streamlit as st

from exports.draft_file import draft_with_comments
from ui.edit.draft_check import pick_draft, show_check
from ui.edit.upload import show_version_in_use
from ui.shell import cache
from ui.shell.account import may_edit
from ui.show.elements import show_head, show_nothing_stored
from ui.show.page_views import table

show_head("送审前核对", "交来报告初稿，与它自己、与已存的数据逐项核对。什么都不写入。", view=table("figures"))
if cache.version() is None:
    show_nothing_stored()
if not may_edit():
    show_version_in_use()
    st.stop()
show_check(pick_draft(draft_with_comments))
