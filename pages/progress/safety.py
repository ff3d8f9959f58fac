"""How many hazards were found, closed, and are still open?"""

import streamlit as st

from charts.hazards import hazards
from charts.readings import readings
from ui.shell.pick import settings
from ui.show.elements import show_head, show_headlines, show_missing, show_nothing_stored, show_panel, show_sentences
from ui.show.page_views import view
from views.panel import panels_of
from views.safety import safety_view

safety = view(safety_view)

show_head("安全隐患", view=safety)
if safety is None:
    show_nothing_stored()
    st.stop()

show_headlines(safety.headlines)
show_sentences(safety.summary)

show_panel(safety.hazards, hazards, palette=settings().palette)
show_panel(safety.counts, readings)
show_panel(safety.enforcement, readings)
show_missing(*panels_of(safety).values())
