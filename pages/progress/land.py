"""How much land is in which stage, against which target?"""

import streamlit as st

from charts.bars import bar_groups
from charts.bullets import bullets
from charts.chain import stage_chain
from ui.shell.pick import settings
from ui.show.elements import show_head, show_headlines, show_missing, show_nothing_stored, show_panel
from ui.show.page_views import view
from views.land import land_view
from views.panel import panels_of

land = view(land_view)

show_head("土地整治", view=land)
if land is None:
    show_nothing_stored()
    st.stop()

show_headlines(land.headlines)

show_panel(land.targets, bullets, palette=settings().palette)
show_panel(land.chain, stage_chain)
show_panel(land.projects, bar_groups)
show_missing(*panels_of(land).values())
