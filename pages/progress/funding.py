"""Which money stands at which stage, and what did it buy?"""

import streamlit as st

from charts.bars import bar_groups
from charts.money import money_and_progress, money_by_project, output_per_money
from ui.show.elements import show_head, show_headlines, show_missing, show_nothing_stored, show_panel, show_sentences
from ui.show.page_views import view
from views.funding import funding_view
from views.panel import panels_of

funding = view(funding_view)

show_head("资金项目", view=funding)
if funding is None:
    show_nothing_stored()
    st.stop()

show_headlines(funding.headlines)
show_sentences(funding.summary)

show_panel(funding.money, money_by_project)
show_panel(funding.kinds, bar_groups, folded=True)
several = len(funding.progress.drawn) > 1  # one project alone is no comparison
show_panel(funding.progress, money_and_progress if several else None, folded=True)
show_panel(funding.bought, output_per_money)
show_missing(*panels_of(funding).values())
