"""Which statements of the report contradict each other, and who should confirm what?"""

import streamlit as st

from ui.shell.pick import pick_domain, pick_severity, picked
from ui.show.elements import show_empty, show_head, show_nothing_stored, show_sentences
from ui.show.findings import show_findings, show_letters
from ui.show.page_views import table, view
from ui.show.tables import show_download
from views.checks import checks_view, letters_of

checks = view(checks_view)

show_head("数据核对", "报告内部前后是否一致：先看矛盾和存疑，开会前请有关单位核实。", view=checks)
if checks is None:
    show_nothing_stored()
    st.stop()

show_sentences(checks.summary)
severity, domain = pick_severity(checks.findings.table), pick_domain(checks.findings.table)
shown = picked(checks.findings, severity=severity, domain=domain)
if shown.empty:
    show_empty("没有符合所选条件的核对结果。", "请在上面选“全部”。")
    st.stop()

show_findings(shown.table, table("figures"))
show_letters(letters_of(shown.table))
show_download(shown.table, shown.columns, name="核对结果")
