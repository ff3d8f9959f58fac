"""The workbook that clerks fill in."""
