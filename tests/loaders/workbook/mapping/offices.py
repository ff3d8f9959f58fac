"""Spreadsheets as other offices keep them, made with openpyxl, and their reading with the questions answered."""

import io
from dataclasses import replace

from openpyxl import Workbook

from domain.schema.frames import conform
from domain.schema.tables import TABLES
from loaders.workbook import read_workbook

SCOPE = {"org_unit": "某某街道", "period": "2024H1"}
#: A version of another unit with one row, which gives unit and period.
CURRENT = {name: conform(name, []) for name in TABLES} | {
    "party": conform("party", [SCOPE | {"row_id": "party.a", "name": "党员大会", "value": 3, "unit": "次"}])
}


def workbook(sheets, merged=None):
    """The bytes of an .xlsx: sheets maps names to rows, merged to ranges as in A1:C1."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for area in (merged or {}).get(name, ()):
            sheet.merge_cells(area)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def first_reading(sheets, merged=None, name="表.xlsx", current=CURRENT, remembered=None):
    return read_workbook(workbook(sheets, merged), name, current, remembered=remembered)


def confirmed(reading, as_of="2024-06-30", **changes):
    """Answers that confirm every proposal, with the day where it is asked and the tick for columns left out."""
    return {
        table.key: replace(
            table.mapping, left_out=True, as_of=table.mapping.as_of or (as_of if table.lacks_day else ""), **changes
        ).to_json()
        for table in reading.foreign
    }


def second_reading(sheets, merged=None, name="表.xlsx", current=CURRENT, as_of="2024-06-30", **changes):
    """The reading after the clerk has confirmed the proposals."""
    answers = confirmed(first_reading(sheets, merged, name, current), as_of, **changes)
    return read_workbook(workbook(sheets, merged), name, current, answers)


def rows(reading, table, *columns):
    """The rows of a table as tuples of `columns`; missing cells are None, days in ISO."""
    frame = reading.tables[table]
    return [tuple(_plain(row[column]) for column in columns) for _, row in frame.iterrows()]


def _plain(value):
    if value is None or value != value:
        return None
    return value.date().isoformat() if hasattr(value, "date") else value
