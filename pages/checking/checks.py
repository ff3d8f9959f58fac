"""Which statements of the report contradict each other, and who should confirm what?"""

import streamlit as st

from ui import cache
from ui.pick import matching, pick_domain, pick_severity
from ui.show import show_empty, show_findings, show_head
from ui.tables import columns_of, show_download

findings, figures = cache.table("findings"), cache.table("figures")

show_head("数据核对", "报告内部前后是否一致:先看矛盾和存疑,开会前请有关单位核实。")
if findings.empty:
    show_empty("还没有核对结果。", "导入报告后自动核对;如已导入,请运行 python -m store check 检查数据库。")
    st.stop()

asked = matching(findings, severity=pick_severity(findings), domain=pick_domain(findings))
if asked.empty:
    show_empty("没有符合所选条件的核对结果。", "请在上面选“全部”。")
    st.stop()

show_findings(asked, figures)
columns = columns_of("findings", "severity title message printed computed confirm with_whom resolution")
show_download(asked, columns, name="核对结果")
