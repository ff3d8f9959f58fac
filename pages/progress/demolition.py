"""How fast did each project come how far?"""

import streamlit as st

from charts.bullets import bullets
from charts.days import days_taken, share_by_day
from charts.readings import readings
from ui.shell.pick import settings
from ui.show.elements import show_head, show_headlines, show_missing, show_nothing_stored, show_panel, show_sentences
from ui.show.page_views import view
from views.demolition import demolition_view

demolition = view(demolition_view)

show_head("征迁", view=demolition)
if demolition is None:
    show_nothing_stored()
    st.stop()

show_headlines(demolition.headlines)
show_sentences(demolition.summary)

show_panel(demolition.targets, bullets, palette=settings().palette)
show_panel(demolition.shares, share_by_day)
show_panel(demolition.days, days_taken)
show_panel(demolition.amounts, readings, folded=True)
show_panel(demolition.steps)
show_missing(demolition.shares, demolition.days, demolition.amounts, demolition.steps)
