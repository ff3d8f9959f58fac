"""What was promised in the last report, and what does this one say of it?"""

import streamlit as st

from ui.edit.promise_confirming import show_confirming
from ui.shell import cache
from ui.show.elements import show_empty, show_head, show_nothing_stored, show_sentences
from ui.show.page_views import table
from ui.show.promises import earlier_version, promises_shown, show_changes_of_meaning, show_promises
from ui.show.tables import show_download
from views.promises import COLUMNS, promises_table

show_head("承诺兑现", "上期报告的任务和目标，这期怎么说：两句话并排，请经办人核实。", view=table("figures"))
shown = cache.version()
if shown is None:
    show_nothing_stored()
    st.stop()

earlier = earlier_version()
if earlier is None:
    show_empty("还没有更早时期的报告，没有可比的承诺。", "在“导入报告”里交来上一时期的报告，这里会自动显示。")
    st.stop()

promises = promises_shown(earlier)
show_sentences(promises.summary)
show_confirming(promises, shown)
show_changes_of_meaning(promises, earlier)
show_promises(promises, earlier)
show_download(promises_table(promises), COLUMNS, name="承诺兑现")
