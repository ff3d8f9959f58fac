"""How far is the subdistrict, and what needs attention first?"""

import streamlit as st

from charts.deviations import deviations
from charts.states import state_strip
from ui.shell.pick import settings
from ui.show.elements import show_head, show_headlines, show_nothing_stored, show_panel, show_proofs, show_sentences
from ui.show.page_views import view
from views.overview import overview_view

overview = view(overview_view)

if overview is None:
    show_head("总览")
    show_nothing_stored()
    st.stop()

show_head("总览", overview.year_sentence, view=overview)
show_headlines(overview.headlines)
show_sentences(overview.summary, overview.checks, page="checks")

show_panel(overview.attention, lead="page")
show_panel(overview.states, state_strip, palette=settings().palette)
show_panel(overview.deviations, deviations, bands=overview.bands, palette=settings().palette, lead="page")
show_panel(overview.undrawn, lead="page")
show_proofs(overview.judged)
