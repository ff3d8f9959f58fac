"""What was done in the other domains of the report?"""

import streamlit as st

from charts.readings import readings
from ui.shell.pick import pick_section
from ui.show.elements import show_head, show_headlines, show_missing, show_nothing_stored, show_panel
from ui.show.page_views import view
from views.more import more_view

more = view(more_view)

show_head("更多领域", view=more)
if more is None:
    show_nothing_stored()
    st.stop()

show_headlines(more.headlines)

section = pick_section(more.filled)
show_panel(more.filled[section], readings)
show_missing(more.filled[section])
