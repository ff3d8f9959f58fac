"""The earlier report that a row comes from which a further report has kept: its text, at the words of the row."""

from typing import Any

import streamlit as st

from domain.redaction import redact_text
from domain.schema.cell_links import earlier_starts
from domain.schema.display import is_missing
from domain.schema.frames import records
from domain.schema.tables import BASE_TABLES
from ui.shell import cache
from ui.shell.pick import settings
from ui.show.elements import show_section
from ui.show.page_views import requested_id, table
from ui.show.report_text import report_html


def show_earlier_report() -> bool:
    """For ?row=row_id of a row that only an earlier report states: the whole text of that one; whether it is drawn."""
    row = _requested_row()
    start = None if row is None else earlier_starts(row["cells"]).get("quote")
    report = None if row is None or is_missing(row["source_id"]) else cache.earlier_source(str(row["source_id"]))
    if start is None or report is None or not report.text:
        return False
    title = str(report.origin.get("title") or report.name)
    show_section(f"出自以前的报告：{title}", f"后来的报告没有再提到这一行。以下是“{report.name}”的全文，一字不改。")
    st.html(report_html(redact_text(report.text) if settings().hide else report.text, (), at=start))
    return True


def _requested_row() -> dict[str, Any] | None:
    """The row that the address asks for; None where it asks for none."""
    for name in BASE_TABLES if "row" in st.query_params else ():
        rows = table(name)
        found = rows[rows["row_id"] == requested_id(name, "row")]
        if len(found):
            return records(found)[0]
    return None
