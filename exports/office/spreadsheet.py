"""Cells and files of .xlsx: text that is never run, values that come back as they were, the same bytes each time."""

import io
import re
import zipfile
from datetime import date, datetime, time
from typing import Any, Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import Cell

from domain.unsafe_characters import FORMULA_STARTS

#: Longest text of one cell (Excel specifications and limits).
LONGEST_TEXT: Final = 32_767

#: What XML 1.0 does not allow, and what already looks like an escape: both are written _xHHHH_ (ECMA-376, ST_Xstring).
_NOT_XML: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)
_MODIFIED: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_FILTERED: Final = re.compile(rb'(<sheetProtection[^>]*/>)(?=.*?<autoFilter ref="A([0-9]+):([A-Z]+)[0-9]+")', re.DOTALL)


def write_cell(cell: Cell, value: Any) -> None:
    """Write `value` into `cell`: text as text whatever it begins with, numbers as numbers, a missing value as nothing.

    A date at midnight is written as a date. Text beyond 32 767 characters is cut: no cell holds more.
    """
    if isinstance(value, str):
        cell.value = _NOT_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", value[:LONGEST_TEXT])
        cell.data_type = "s"
        if value.startswith(FORMULA_STARTS):
            cell.quotePrefix = True
    elif value is None or pd.isna(value):
        cell.value = None
    elif isinstance(value, datetime):
        day = value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
        cell.value = day.date() if day.time() == time.min else day
    else:
        cell.value = value.item() if hasattr(value, "item") else value


def workbook_bytes(workbook: Workbook, day: date) -> bytes:
    """`workbook` as .xlsx: the same bytes for the same content; `day` is written as its creation date.

    On a protected sheet with a filter the rows below the header become a range that may be edited: Excel sorts a
    protected range only so where it holds locked cells.
    """
    written = io.BytesIO()
    workbook.save(written)
    output = io.BytesIO()
    stamp = f"{day:%Y-%m-%d}T00:00:00Z".encode()
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as out:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + stamp, content)
            elif name.startswith("xl/worksheets/"):
                content = _FILTERED.sub(_with_open_rows, content, count=1)
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, content)
    return output.getvalue()


def _with_open_rows(match: re.Match[bytes]) -> bytes:
    rows = b"A%d:%s1048576" % (int(match[2]) + 1, match[3])
    return match[1] + b'<protectedRanges><protectedRange sqref="' + rows + b'" name="rows"/></protectedRanges>'


def label_format(value: float, text: str) -> str | None:
    """The number format that writes `value` as `text`: 约600亩 → "约"#,##0"亩"; None where none does.

    So a label keeps its unit text and follows its value when the chart is edited.
    """
    number = _NUMBER.search(text)
    if number is None:
        return None
    digits = number["digits"].replace(",", "")
    decimals = len(digits.partition(".")[2])
    if abs(float(digits) - abs(value)) > 0.5001 * 10**-decimals:
        return None
    before, after = text[: number.start()], text[number.end() :]
    code = ("#,##0" if abs(value) >= 1000 else "0") + ("." + "0" * decimals if decimals else "")
    shown = f"{_quoted(before)}{code}{_quoted(after)}"
    if number["sign"]:
        return f'{_quoted(before)}"+"{code}{_quoted(after)};{_quoted(before)}"−"{code}{_quoted(after)}'
    return shown


_NUMBER: Final = re.compile(r"(?P<sign>[+−]?)(?P<digits>\d[\d,]*(?:\.\d+)?)")


def _quoted(words: str) -> str:
    return '"' + words.replace('"', "”") + '"' if words else ""
