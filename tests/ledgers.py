"""Where things stand on a sheet of a downloaded ledger."""

from openpyxl.worksheet.worksheet import Worksheet


def column_of(sheet: Worksheet, header: str) -> int:
    """The number of the column with this header; the first one where the sheet has none of it."""
    return next((cell.column for cell in sheet[1] if cell.value == header), 1)


def rows_by_id(sheet: Worksheet) -> dict[object, int]:
    """Id of a row, or what stands first in it on a sheet without ids → its number."""
    at = column_of(sheet, "编号")
    return {sheet.cell(number, at).value: number for number in range(1, sheet.max_row + 1)}
