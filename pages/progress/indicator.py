"""How far is one indicator, against which target, since when, and what says so?"""

import streamlit as st

from ui.show.elements import show_empty, show_head, show_nothing_stored, show_section
from ui.show.findings import show_findings
from ui.show.indicator import show_figure, show_rule, show_sentences_of, show_timelines
from ui.show.page_views import requested_id, table, view
from views.indicator import indicator_of, indicators_view

indicators = view(indicators_view)
if indicators is None:
    show_head("指标")
    show_nothing_stored()
    st.stop()

requested = requested_id("measures", "indicator")
indicator = indicator_of(indicators, requested)
if indicator is None:
    show_head("指标")
    show_empty(
        f"这一版数据里没有编号为“{requested}”的指标。" if requested else "地址里没有写明指标。",
        "请从总览、各领域页面或趋势中点开一项指标。",
    )
    st.stop()

show_head(str(indicator.row["name"]))
show_figure(indicator)
show_sentences_of(indicator)
if len(indicator.findings):
    show_section("数据核对中涉及这项指标的问题")
    show_findings(indicator.findings, table("figures"))
show_timelines(indicator)
show_rule(indicator)
