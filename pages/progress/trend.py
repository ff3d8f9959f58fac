"""How did each measure move from one as-of date to the next, and where does it lead?"""

import streamlit as st

from charts.small_trends import small_trends
from ui.shell.pick import pick_section
from ui.show.elements import show_empty, show_head, show_nothing_stored, show_panel, show_sentences
from ui.show.page_views import view
from views.trend import trend_view

trend = view(trend_view)

show_head("趋势", view=trend)
if trend is None:
    show_nothing_stored()
    st.stop()

show_sentences(trend.redefined, trend.summary, trend.missing_measures)
if not trend.sections:
    show_empty("没有写明完成值和数据时点的指标。", "下次更新写明后，这里会自动显示。")
    st.stop()

section = pick_section(trend.sections)
show_panel(trend.sections[section], small_trends, lead="indicator")
