"""What is said of a word, a village or a responsible unit?"""

import streamlit as st

from ui.shell.cache import newest
from ui.show.elements import show_head, show_nothing_stored
from ui.show.found import show_hits, show_owners, show_places, show_search_field
from ui.show.page_views import report_text, tables, view
from views.scorecard import scorecard_view
from views.search import of_owner, owners_panel, places, search

query, owner = st.query_params.get("q", "").strip(), st.query_params.get("owner", "")
scorecard = view(scorecard_view)

show_head("查找", view=scorecard)
if newest() is None or scorecard is None:
    show_nothing_stored()
    st.stop()

show_search_field(query)
if query:
    show_hits(search(tables(), report_text(), query), f"“{query}”")
elif owner:
    show_hits(of_owner(tables(), owner.strip("-")), owner.strip("-") or "没有写明责任单位的内容")
show_places(places(tables()))
show_owners(owners_panel(scorecard.judged.settled))
