"""What goes to the meeting: which slides of which version, and which papers?"""

import streamlit as st

from exports.files import FILE_KINDS
from ui.edit.slide_editor import show_slide_editor
from ui.meeting.page import basis_of, offer_files, pick_choice, show_start, slides_to_edit
from ui.shell import cache
from ui.shell.stored import read_version
from ui.show.elements import show_head, show_nothing_stored, show_section

show_head("汇报")
if cache.version() is None:
    show_nothing_stored()
    st.stop()

controls = st.container()
with st.expander("选择幻灯片、版本和显示内容", expanded=True):
    choice = pick_choice()
basis = basis_of(choice)
show_slide_editor(read_version(basis.version_id), slides_to_edit(choice, basis))

with controls:
    show_start(choice)
show_section("会议材料", "与页面同一批数字；按上面所选的版本和显示内容制作")
offer_files(FILE_KINDS, choice, basis)
