"""Where does a number come from: where in the report does it stand, or which version brought it?"""

import streamlit as st

from ui.shell.pick import pick_domain, pick_place
from ui.show.earlier_report import show_earlier_report
from ui.show.elements import show_empty, show_head, show_nothing_stored, show_section
from ui.show.page_views import report_text, table
from ui.show.report_text import show_report
from ui.show.row_history import show_row_history
from ui.show.tables import show_table
from views.panel import columns_of

text, issues = report_text(), table("issues")

show_head(
    "原文溯源",
    "报告全文，一字不改。带下划线的是读出的数字，点一下即得到可以发送的链接；波浪线处疑似有误或未入表，点开看说明。",
    view=table("figures"),
)
show_row_history()
if not text:
    show_nothing_stored()
    st.stop()

if show_earlier_report():
    st.stop()

domain = pick_domain(table("figures"))
show_report(pick_place(len(text)), domain)

show_section("未入表内容", "读到了、但没有放进任何一张表的内容，逐条说明原因。")
if issues.empty:
    show_empty("没有未入表的内容。", "报告里的每个数字都在某一张表中。")
    st.stop()
show_table(issues, columns_of("issues", "quote message remedy"), caption="未入表内容")
