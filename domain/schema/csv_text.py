"""Tables as CSV that Excel and WPS open with Chinese intact and without running anything."""

import csv
import io
from datetime import date, datetime
from typing import Any

import pandas as pd

from domain.schema.tables import TABLES
from domain.unsafe_characters import FORMULA_STARTS


def csv_text(table: pd.DataFrame, name: str | None = None) -> str:
    """`table` as CSV: byte order mark, a header line, one line per row, CRLF (RFC 4180); encode it as UTF-8.

    With `name`, the headers are the Chinese labels and units of that table of domain.schema.tables (KeyError for an
    unknown table or column); without, the column names as they are. Missing cells are empty. Numbers stay
    numbers; text that a spreadsheet would run gets a leading apostrophe.
    """
    headers = [str(column) for column in table.columns]
    if name is not None:
        headers = [_header(name, column) for column in headers]
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(_safe(header) for header in headers)
    for row in table.itertuples(index=False, name=None):
        writer.writerow(_cell(value) for value in row)
    return "\ufeff" + lines.getvalue()


def _header(name: str, column: str) -> str:
    found = TABLES[name].column(column)
    return f"{found.label}（{found.unit}）" if found.unit else found.label


def _cell(value: Any) -> str:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(float(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return _safe(value) if isinstance(value, str) else _unless_number(value)


def _unless_number(value: Any) -> str:
    return str(value) if pd.api.types.is_number(value) else _safe(str(value))


def _safe(text: str) -> str:
    """With an apostrophe where a spreadsheet would run it; so too where apostrophes stand before, to be undone."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text
