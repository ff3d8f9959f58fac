"""How far is each task, what needs attention first, and what has changed?"""

import streamlit as st

from ui.edit.proposed import choose_target
from ui.show.elements import show_head, show_headlines, show_nothing_stored, show_section
from ui.show.page_views import view
from ui.show.scorecard import show_beside, show_counts, show_tasks
from views.scorecard import scorecard_view

scorecard = view(scorecard_view)

if scorecard is None:
    show_head("总览")
    show_nothing_stored()
    st.stop()

show_head("总览", scorecard.year_sentence, view=scorecard)
show_counts(scorecard)
show_tasks(scorecard)
show_beside(scorecard)
choose_target()
if len(scorecard.monitored_figures):
    show_section("其他主要数字" if scorecard.total else "主要数字", "没有目标，仅监测")
    show_headlines(scorecard.monitored_figures)
