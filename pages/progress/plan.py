"""What is promised for the second half, by when?"""

import streamlit as st

from charts.gantt import gantt
from ui.shell.pick import pick_domain, picked
from ui.show.elements import show_head, show_headlines, show_nothing_stored, show_panel, show_sentences
from ui.show.page_views import view
from views.plan import plan_view

plan = view(plan_view)

show_head("下半年任务" if plan is None else f"{plan.coming}任务", view=plan)
if plan is None:
    show_nothing_stored()
    st.stop()

show_headlines(plan.headlines)
show_sentences(plan.summary)

show_panel(plan.timeline, gantt, as_of=plan.as_of)
domain = pick_domain(plan.commitments.table)
show_panel(picked(plan.commitments, domain=domain))
