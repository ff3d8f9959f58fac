"""What is promised for the second half, by when?"""

import streamlit as st

from ui.shell.pick import pick_domain, picked
from ui.show.elements import show_empty, show_head, show_nothing_stored, show_sentences
from ui.show.page_views import view
from ui.show.plan import show_board, show_others
from ui.show.tables import show_download
from views.plan import plan_view

plan = view(plan_view)
show_head("下半年任务" if plan is None else f"{plan.coming}任务", view=plan)
if plan is None:
    show_nothing_stored()
    st.stop()

show_sentences(plan.summary)
if plan.commitments.empty:
    show_empty(plan.commitments.title, "下次报告写明后，这里会自动显示；现有内容见“原文溯源”。")
    st.stop()
shown = picked(plan.commitments, domain=pick_domain(plan.commitments.table, commitments="未分领域"))
show_board(shown.table)
show_others(shown.table)
show_download(shown.table, shown.columns, name=shown.name)
