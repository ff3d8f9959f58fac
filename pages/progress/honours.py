"""Which awards were given, to whom, at which level?"""

import streamlit as st

from charts.readings import honours_by_level
from ui.show.elements import show_head, show_headlines, show_missing, show_nothing_stored, show_panel, show_sentences
from ui.show.page_views import view
from views.honours import honours_view

honours = view(honours_view)

show_head("亮点荣誉", view=honours)
if honours is None:
    show_nothing_stored()
    st.stop()

show_headlines(honours.headlines)
show_sentences(honours.summary)

show_panel(honours.levels, honours_by_level)
show_panel(honours.current)
show_panel(honours.earlier, folded=True)
show_missing(honours.levels)
