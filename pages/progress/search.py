"""What is said of a word, a village or a responsible unit?"""

import streamlit as st

from ui.shell.cache import newest
from ui.show.elements import show_head, show_nothing_stored
from ui.show.page_views import report_text, tables, view
from ui.show.search_results import show_owners, show_places, show_search_field, show_search_result
from views.scorecard import scorecard_view
from views.search import of_owner, owners_panel, places, search, search_result, states_of

query, owner = st.query_params.get("q", "").strip(), st.query_params.get("owner", "")
scorecard = view(scorecard_view)

show_head("查找", view=scorecard)
if newest() is None or scorecard is None:
    show_nothing_stored()
    st.stop()

indicators = scorecard.judged.indicators
show_search_field(query)
if query:
    show_search_result(
        search_result(tables(), search(tables(), report_text(), query, states_of(indicators))), f"“{query}”"
    )
elif owner:
    name = owner.strip("-")
    found = search_result(tables(), of_owner(tables(), name, states_of(indicators)))
    show_search_result(found, name or "没有写明责任单位的任务", to_copy=not name)
else:
    show_places(places(tables()))
    show_owners(owners_panel(indicators))
