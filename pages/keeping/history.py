"""Which versions are there, what did each change and why, and who did what?"""

import streamlit as st

from ui.edit.audit import show_audit
from ui.edit.history import changes_between, listed_versions, pick_pair, show_changes, show_versions
from ui.edit.mapping_list import show_mappings
from ui.edit.rollback import show_rollback
from ui.edit.units import show_units
from ui.show.elements import show_head, show_nothing_stored

versions = listed_versions()

show_head("历史版本", "每一版都完整保留，不会被改动或删除；回退也是存为新的一版。")
if not versions:
    show_nothing_stored()
    st.stop()

show_versions(versions)
if show_rollback(versions):
    st.stop()

pair = pick_pair(versions)
if pair is not None:
    older, newer = pair
    show_changes(changes_between(older, newer), f"第{older.id}版 → 第{newer.id}版")

show_mappings(versions[0])
show_units()
show_audit()
